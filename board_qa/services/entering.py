"""Put into the queue what moderators bring in by hand. It is checked there like any other question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions import entries, imports
from board_qa.domain.questions.copies import Known, Marks, marks
from board_qa.domain.questions.entries import Logged, Pasted
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.imports import BadRow, Row
from board_qa.domain.questions.question import NewQuestion, Question, Receipt
from board_qa.domain.text import wording
from board_qa.services.core import Core


class AlreadyThere(Exception):
    """The question is in the queue already; nothing was stored."""

    def __init__(self, question: Question) -> None:
        super().__init__(f"question {question.number}")
        self.question = question


@dataclass(frozen=True)
class Planned:
    """What becomes of a row: a new question; or a `problem`, or the question or row that it repeats."""

    row: Row
    new: NewQuestion | None = None
    problem: str = ""
    in_queue: Question | None = None
    like_row: int | None = None


def log(core: Core, meeting: Meeting, typed: Logged, by: Actor) -> Receipt:
    """Store a question that reached a moderator. Raises `entries.Wrong`.

    The deadline does not matter here: when it came is stored, and a late one is flagged. The same page sent again
    gets its first receipt back, whatever else in it was changed.
    """
    new = entries.logged(typed, meeting, core.clock())
    for way in entries.WAYS:
        known = core.store.questions.by_native_id(way, new.native_id)
        if known is not None:
            return Receipt(known.number, known.token, new=False)
    (receipt,) = _store(core, meeting, [_screened(core, new)], by)
    core.announcer.changed(meeting.id)
    return receipt


def paste(core: Core, meeting: Meeting, typed: Pasted, by: Actor) -> Receipt:
    """Store a post that a moderator found. Raises `entries.Wrong`, AlreadyThere. Nothing is asked of the network."""
    new = _screened(core, entries.pasted(typed, meeting, core.clock()))
    with core.store.transaction():
        there = _Queue(core, meeting).copy_of(marks(new))
        if there is not None:
            raise AlreadyThere(there)
        (receipt,) = _store(core, meeting, [new], by)
    core.announcer.changed(meeting.id)
    return receipt


def plan(core: Core, meeting: Meeting, rows: Sequence[Row]) -> list[Planned]:
    """What an import would do now, row by row. Stores nothing."""
    queue, file, now = _Queue(core, meeting), Known[int](), core.clock()
    return [_planned(row, meeting, now, queue, file) for row in rows]


def import_rows(core: Core, meeting: Meeting, rows: Sequence[Row], by: Actor) -> list[Receipt]:
    """Store every row that can be and is not there yet: all of them, or none where anything goes wrong.

    The texts are screened first, because nothing slow may happen inside a transaction. The same rows again store
    nothing, because by then they are in the queue.
    """
    flags = {row.number: core.screening.flags(wording.received(row.text)) for row in rows}
    with core.store.transaction():
        new = [replace(one.new, flags=flags[one.row.number]) for one in plan(core, meeting, rows) if one.new]
        receipts = _store(core, meeting, new, by)
    if receipts:
        core.announcer.changed(meeting.id)
    return receipts


class _Queue:
    """What is there already: in this meeting by link or words, and in any meeting by the network's own id."""

    def __init__(self, core: Core, meeting: Meeting) -> None:
        self._questions = core.store.questions
        self._known = Known[Question]()
        for question in self._questions.of_meeting(meeting.id):
            self._known.add(marks(question.source), question)

    def copy_of(self, new: Marks) -> Question | None:
        return self._known.copy_of(new) or self._questions.by_native_id(new.question.channel, new.question.native_id)


def _planned(row: Row, meeting: Meeting, now: datetime, queue: _Queue, file: Known[int]) -> Planned:
    try:
        new = imports.question(row, meeting, now)
    except BadRow as bad:
        return Planned(row, problem=str(bad))
    its_marks = marks(new)
    there, like = queue.copy_of(its_marks), file.copy_of(its_marks)
    if there is not None or like is not None:
        return Planned(row, in_queue=there, like_row=like)
    file.add(its_marks, row.number)
    return Planned(row, new)


def _screened(core: Core, new: NewQuestion) -> NewQuestion:
    return replace(new, flags=core.screening.flags(new.text))


def _store(core: Core, meeting: Meeting, questions: Sequence[NewQuestion], by: Actor) -> list[Receipt]:
    now, store = core.clock(), core.store.questions
    return [store.receive(meeting.id, question, core.ids.token(), now, by) for question in questions]
