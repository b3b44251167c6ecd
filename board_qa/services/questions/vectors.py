"""Work out what questions are about, after they were stored: what came, what was edited, and what was there before."""

from __future__ import annotations

from board_qa.ports import Ports

# A few hundredths of a second for the worker, which has other things to do as well.
AT_ONCE = 100


def work_out_vectors(ports: Ports) -> None:
    """Store the vectors of some questions that have none for their words yet."""
    made = []
    for question in ports.store.vectors.due(AT_ONCE):
        vector = ports.screening.vector(question.words)
        if vector is None:
            break  # too many texts wait for the screening: the next round goes on
        made.append((question, vector))
    if made:
        ports.store.vectors.put(made)
