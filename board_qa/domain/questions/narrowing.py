"""Which entries of the record somebody wants to see: those that became this, on that agenda item, with these words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from board_qa.domain.questions.question import State
from board_qa.domain.questions.register import RegisterEntry
from board_qa.domain.text.folding import folded

# An apostrophe is typed in two ways, and often left out.
_APOSTROPHES = str.maketrans("", "", "'’")


@dataclass(frozen=True)
class RecordFilter:
    """None and '' narrow nothing. An entry has to have every one of the `words`, or its number is the only one."""

    state: State | None = None
    agenda_item: str = ""
    words: str = ""


def narrowed(entries: Iterable[RegisterEntry], wanted: RecordFilter) -> list[RegisterEntry]:
    words = _key(wanted.words).split()
    return [
        entry
        for entry in entries
        if (wanted.state is None or entry.state is wanted.state)
        and (not wanted.agenda_item or entry.agenda_item == wanted.agenda_item)
        and (words == [entry.called] or all(word in _words_of(entry) for word in words))
    ]


def _words_of(entry: RegisterEntry) -> str:
    return _key(
        "\n".join(
            (entry.text, entry.asked, entry.asked_by, entry.agenda_item, entry.reason, entry.answer, entry.answered_by)
        )
    )


def _key(text: str) -> str:
    return folded(text).translate(_APOSTROPHES)
