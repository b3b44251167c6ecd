"""Put into the queue what moderators bring in by hand. It is checked there like any other question."""

from __future__ import annotations

from dataclasses import replace

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions import entries
from board_qa.domain.questions.copies import duplicate_keys
from board_qa.domain.questions.entries import Logged, Pasted
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import NewQuestion, Question, Receipt
from board_qa.ports import Ports
from board_qa.services.questions.copies import in_queue


class AlreadyThere(Exception):
    """The question is in the queue already; nothing was stored."""

    def __init__(self, question: Question) -> None:
        super().__init__(f"question {question.called}")
        self.question = question


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
    receipt = _store(ports, meeting, _screened(ports, new), actor)
    ports.announcer.changed(meeting.id)
    return receipt


def paste(ports: Ports, meeting: Meeting, typed: Pasted, actor: Actor) -> Receipt:
    """Store a post that a moderator found, and ask nothing of the network. Raises InvalidEntry, AlreadyThere."""
    new = _screened(ports, entries.pasted(typed, meeting, ports.clock()))
    with ports.store.transaction():
        there = in_queue(ports, meeting, duplicate_keys(new))
        if there is not None:
            raise AlreadyThere(there)
        receipt = _store(ports, meeting, new, actor)
    ports.announcer.changed(meeting.id)
    return receipt


def _screened(ports: Ports, new: NewQuestion) -> NewQuestion:
    return replace(new, flags=ports.screening.flags(new.text))


def _store(ports: Ports, meeting: Meeting, new: NewQuestion, actor: Actor) -> Receipt:
    return ports.store.questions.receive(meeting.id, new, ports.ids.token(), ports.clock(), actor)
