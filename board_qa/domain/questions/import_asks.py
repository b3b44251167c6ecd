"""What a file leaves open, and only a person can say: asked before anything is stored, and never guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from board_qa.domain.questions import entries, imports
from board_qa.domain.questions.imports import LARGEST, NotAList, Row, Sheet, Unreadable, refuse_too_many_lines
from board_qa.domain.text import letters, written_dates
from board_qa.domain.text.letters import NotText, Reading
from board_qa.domain.text.written_dates import DateOrder

# A letter that a program could not save: "d?r" of "dŵr", as Excel's plain CSV has it, or a mark for one that was lost.
# Of a word that goes on for ever so much is shown on either side: looked for from each of its letters it would take
# a time that grows with the square of its length.
_LOST = re.compile(r"(?:(?<=[a-z])\?(?=[a-z])|(?<!\S)\?(?=[a-z])|\ufffd)\w{0,40}")
_BEGINS = re.compile(r"\w{0,40}\Z")
_NEAR = 40
_ADDRESS = re.compile(r"https?://\S+")
_SHOWN = 3


class Copies(StrEnum):
    """What becomes of rows that say the very same, with nothing to tell who sent them."""

    ONE = "one"
    ALL = "all"


@dataclass(frozen=True)
class Answers:
    """What a moderator said; None where they were not asked or have not answered yet."""

    order: DateOrder | None = None
    copies: Copies | None = None


@dataclass(frozen=True)
class Asked:
    """What is still to be said: which of the two days a `date` is, and what becomes of rows that say the very same.

    `date` is '' and `copies` 0 where nothing is open.
    """

    date: str = ""
    copies: int = 0

    @property
    def anything(self) -> bool:
        return bool(self.date or self.copies)


def letters_of(data: bytes, mended: Callable[[str], str]) -> tuple[Reading, ...]:
    """Every text that the bytes of a file may be. Raises Unreadable."""
    refuse_too_many_lines(max(data.count(b"\n"), data.count(b"\r")))
    if len(data) > 2 * LARGEST:  # as much in UTF-16
        raise Unreadable(f"The file is too large: at most {LARGEST // 1000} kB can be read. Split it in two")
    try:
        return letters.readings(data, mended)
    except NotText as error:
        raise NotAList(str(error)) from error


def rows(sheet: Sheet, columns: Mapping[str, int], answers: Answers) -> list[Row]:
    """What each row says, by the answers where the file itself does not tell."""
    plain = imports.rows(sheet, columns)
    order = written_dates.order_of(row.time for row in plain)
    ordered = [replace(row, order=order or _answer_for(row, answers)) for row in plain]
    return _counted(ordered) if answers.copies is Copies.ALL else ordered


def asked(rows: Sequence[Row], answers: Answers) -> Asked:
    """What a moderator must say about these rows, as `rows` made them."""
    unclear = [row.time for row in rows if row.order is None]
    said = [] if answers.copies else [same for row in rows if (same := _same(row))]
    return Asked(written_dates.an_unclear_one(unclear), len(said) - len(set(said)))


def lost_letters(rows: Iterable[Row]) -> list[str]:
    """Some words of the rows in which a letter was lost before the file came here, and cannot be known again."""
    cells = (_ADDRESS.sub("", cell) for row in rows for cell in (row.text, row.author))
    return list(islice(dict.fromkeys(word for cell in cells for word in _with_a_lost_letter(cell)), _SHOWN))


def _with_a_lost_letter(cell: str) -> Iterator[str]:
    end = 0
    for match in _LOST.finditer(cell):
        before = _BEGINS.search(cell[max(end, match.start() - _NEAR) : match.start()])
        end = match.end()
        yield (before[0] if before else "") + match[0]


def _answer_for(row: Row, answers: Answers) -> DateOrder | None:
    """In a column of both kinds, what was said is for the dates that can be read both ways."""
    return answers.order if written_dates.an_unclear_one([row.time]) else None


def _counted(rows: Iterable[Row]) -> list[Row]:
    """Rows that say the very same, each with how many times it has been said so far."""
    said: Counter[tuple[str, str]] = Counter()
    counted = []
    for row in rows:
        same = _same(row)
        said.update([same] if same else [])
        counted.append(replace(row, copy=said[same]) if same else row)
    return counted


def _same(row: Row) -> tuple[str, str] | None:
    """What is compared of a row; None of one that a link tells from all others, or that is no question."""
    if row.link.strip() or not row.text.strip() or len(row.text) > entries.LONGEST:
        return None
    return entries.same_words(row.author, row.text)
