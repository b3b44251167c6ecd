"""Put into the queue what moderators bring in by hand. It is checked there like any other question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions import entries, imports
from board_qa.domain.questions.copies import DuplicateIndex, DuplicateKeys, duplicate_keys
from board_qa.domain.questions.entries import Logged, Pasted
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.imports import BadRow, Row
from board_qa.domain.questions.question import NewQuestion, Question, Receipt
from board_qa.domain.text import wording
from board_qa.ports import Ports


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


def log(ports: Ports, meeting: Meeting, typed: Logged, actor: Actor) -> Receipt:
    """Store a question that reached a moderator. Raises `entries.InvalidEntry`.

    The deadline does not matter here: when it came is stored, and a late one is flagged. The same page sent again
    gets its first receipt back, whatever else in it was changed.
    """
    new = entries.logged(typed, meeting, ports.clock())
    for way in entries.WAYS:
        known = ports.store.questions.by_native_id(way, new.native_id)
        if known is not None:
            return Receipt(known.number, known.token, new=False)
    (receipt,) = _store(ports, meeting, [_screened(ports, new)], actor)
    ports.announcer.changed(meeting.id)
    return receipt


def paste(ports: Ports, meeting: Meeting, typed: Pasted, actor: Actor) -> Receipt:
    """Store a post that a moderator found, and ask nothing of the network. Raises InvalidEntry, AlreadyThere."""
    new = _screened(ports, entries.pasted(typed, meeting, ports.clock()))
    with ports.store.transaction():
        there = _Queue(ports, meeting).copy_of(duplicate_keys(new))
        if there is not None:
            raise AlreadyThere(there)
        (receipt,) = _store(ports, meeting, [new], actor)
    ports.announcer.changed(meeting.id)
    return receipt


def plan(ports: Ports, meeting: Meeting, rows: Sequence[Row]) -> list[Planned]:
    """What an import would do now, row by row. Stores nothing."""
    queue, file, now = _Queue(ports, meeting), DuplicateIndex[int](), ports.clock()
    return [_planned(row, meeting, now, queue, file) for row in rows]


def import_rows(ports: Ports, meeting: Meeting, rows: Sequence[Row], actor: Actor) -> list[Receipt]:
    """Store every row that can be and is not there yet: all of them, or none where anything goes wrong.

    The texts are screened first, because nothing slow may happen inside a transaction. The same rows again store
    nothing, because by then they are in the queue.
    """
    flags = {row.number: ports.screening.flags(wording.received(row.text)) for row in rows}
    with ports.store.transaction():
        new = [replace(one.new, flags=flags[one.row.number]) for one in plan(ports, meeting, rows) if one.new]
        receipts = _store(ports, meeting, new, actor)
    if receipts:
        ports.announcer.changed(meeting.id)
    return receipts


class _Queue:
    """What is there already: in this meeting by link or words, and in any meeting by the network's own id."""

    def __init__(self, ports: Ports, meeting: Meeting) -> None:
        self._questions = ports.store.questions
        self._known = DuplicateIndex[Question]()
        for question in self._questions.of_meeting(meeting.id):
            self._known.add(duplicate_keys(question.source), question)

    def copy_of(self, new: DuplicateKeys) -> Question | None:
        return self._known.copy_of(new) or self._questions.by_native_id(new.question.channel, new.question.native_id)


def _planned(row: Row, meeting: Meeting, now: datetime, queue: _Queue, file: DuplicateIndex[int]) -> Planned:
    try:
        new = imports.question(row, meeting, now)
    except BadRow as bad:
        return Planned(row, problem=str(bad))
    its_keys = duplicate_keys(new)
    there, like = queue.copy_of(its_keys), file.copy_of(its_keys)
    if there is not None or like is not None:
        return Planned(row, in_queue=there, like_row=like)
    file.add(its_keys, row.number)
    return Planned(row, new)


def _screened(ports: Ports, new: NewQuestion) -> NewQuestion:
    return replace(new, flags=ports.screening.flags(new.text))


def _store(ports: Ports, meeting: Meeting, questions: Sequence[NewQuestion], actor: Actor) -> list[Receipt]:
    now, store = ports.clock(), ports.store.questions
    return [store.receive(meeting.id, question, ports.ids.token(), now, actor) for question in questions]
