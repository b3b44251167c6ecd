"""Put the rows of a file into the queue: a few at a time, so that everybody else has their turn between.

Each row is there once, however often the file is sent and whenever an import is cut off: what is there already is left
out, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions import imports
from board_qa.domain.questions.copies import DuplicateIndex, duplicate_keys
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.import_runs import ImportRun
from board_qa.domain.questions.imports import BadRow, Row
from board_qa.domain.questions.question import NewQuestion, Question, Receipt
from board_qa.ports import Ports
from board_qa.services.questions.copies import in_queue

# Rows stored in one transaction, during which nobody else is answered: 20 take about 10 ms.
AT_ONCE = 20


@dataclass(frozen=True)
class Planned:
    """What becomes of a row: a new question; or a `problem`, or the question or row that it repeats."""

    row: Row
    new: NewQuestion | None = None
    problem: str = ""
    in_queue: Question | None = None
    like_row: int | None = None


def plan(ports: Ports, meeting: Meeting, rows: Sequence[Row]) -> list[Planned]:
    """What an import would do now, row by row. Stores nothing."""
    file, planned = DuplicateIndex[int](), []
    for row in rows:
        planned.append(_planned(ports, meeting, row, file))
        ports.pause()
    return planned


def begin(ports: Ports, meeting: Meeting, file: str, rows: int, actor: Actor) -> tuple[ImportRun, bool]:
    """The import of this file that is under way, or a new one; and whether it is new, and to be carried out.

    `file` names exactly what is imported. A form that was sent twice is one import.
    """
    now, store = ports.clock(), ports.store.imports
    with ports.store.transaction():
        current = store.latest(meeting.id, file)
        if current and current.under_way(now):
            return current, False
        return store.begin(meeting.id, file, rows, actor, now), True


def carry_out(ports: Ports, meeting: Meeting, run: ImportRun, rows: Sequence[Row], actor: Actor) -> None:
    """Store every row that can be and is not there yet, saying how far it is."""
    try:
        for start in range(0, len(rows), AT_ONCE):
            if _store(ports, meeting, run, rows[start : start + AT_ONCE], actor):
                ports.announcer.changed(meeting.id)
            ports.pause()
    finally:
        ports.store.imports.end(run.id, ports.clock())


def _store(ports: Ports, meeting: Meeting, run: ImportRun, rows: Sequence[Row], actor: Actor) -> list[Receipt]:
    """These rows, in one transaction. Their texts are looked through before it: nothing slow may happen inside."""
    new = [_screened(ports, one.new) for one in plan(ports, meeting, rows) if one.new]
    with ports.store.transaction():
        fresh = [one for one in new if in_queue(ports, meeting, duplicate_keys(one)) is None]
        now, questions = ports.clock(), ports.store.questions
        receipts = [questions.receive(meeting.id, one, ports.ids.token(), now, actor) for one in fresh]
        ports.store.imports.move(run.id, len(rows), [receipt.number for receipt in receipts], now)
    return receipts


def _screened(ports: Ports, new: NewQuestion) -> NewQuestion:
    flags = ports.screening.flags(new.text)
    ports.pause()
    return replace(new, flags=flags)


def _planned(ports: Ports, meeting: Meeting, row: Row, file: DuplicateIndex[int]) -> Planned:
    try:
        new = imports.question(row, meeting, ports.clock())
    except BadRow as bad:
        return Planned(row, problem=str(bad))
    its_keys = duplicate_keys(new)
    there, like = in_queue(ports, meeting, its_keys), file.copy_of(its_keys)
    if there is not None or like is not None:
        return Planned(row, in_queue=there, like_row=like)
    file.add(its_keys, row.number)
    return Planned(row, new)
