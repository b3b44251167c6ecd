"""Add a supplementary question, as somebody asks it in the room: a question of its own beside the one that was put."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import Attending
from board_qa.domain.questions import entries
from board_qa.domain.questions.entries import Logged
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import NewQuestion, Question
from board_qa.domain.questions.supplementary import PUT, NoSupplementary, Why, supplement, why_not
from board_qa.domain.questions.transitions import decide, decide_next
from board_qa.domain.text import wording
from board_qa.ports import Ports
from board_qa.services.questions.moderating import as_seen, refuse
from board_qa.services.questions.storing import store_decision

ROOM = "room"


class Becomes(StrEnum):
    """What becomes of it at once: somebody checks it, it waits to be put, or it is put."""

    TO_CHECK = "to_check"
    ACCEPTED = "accepted"
    ON_SCREEN = "on_screen"


def can_have_one(ports: Ports, meeting: Meeting, question: Question) -> bool:
    asked = len(ports.store.questions.asked_after(question))
    return why_not(meeting.details.rules, question, asked) is None


def add(
    ports: Ports, meeting: Meeting, parent: Question, seen: int, typed: Logged, becomes: Becomes, actor: Actor
) -> Question:
    """Store a supplementary question to `parent`, as that stood at the revision `seen`; how the new one stands.

    The same page sent again gets the question that it made. What is not only to be checked is looked through like every
    approval, before anything is stored. Put on the screen after its question, that one is answered by it.

    Raises `entries.InvalidEntry`, NoSupplementary, Conflict, and what `moderating.act` raises for an approval.
    """
    new = _asked(ports, meeting, parent, typed)
    if known := ports.store.questions.by_native_id(ROOM, new.native_id):
        return known
    if becomes is not Becomes.TO_CHECK:
        refuse(ports, Question(0, meeting.id, 0, "", 0, ports.clock(), new), Action.ACCEPT)
    with ports.store.transaction():
        if known := ports.store.questions.by_native_id(ROOM, new.native_id):  # while this one was looked through
            return known
        parent = as_seen(ports, parent, seen)
        child = _received(ports, meeting, parent, new, actor)
        if becomes is not Becomes.TO_CHECK:
            store_decision(ports, meeting.id, decide(Action.ACCEPT, child), [child], actor)
        if becomes is Becomes.ON_SCREEN:
            _put(ports, meeting, parent, _now(ports, child), actor)
    ports.announcer.changed(meeting.id)
    return _now(ports, child)


def _asked(ports: Ports, meeting: Meeting, parent: Question, typed: Logged) -> NewQuestion:
    """Whoever asks it is there. The same person speaks for the same organisation, which nobody types again."""
    same = wording.one_line(typed.name) == wording.one_line(parent.source.author_name)
    organisation = parent.source.organisation if typed.name and same else ""
    typed = replace(typed, came_by=ROOM, organisation=organisation, attending=Attending.IN_PERSON.value)
    new = entries.logged(typed, meeting, ports.clock())
    return replace(new, flags=ports.screening.flags(new.text))


def _received(ports: Ports, meeting: Meeting, parent: Question, new: NewQuestion, actor: Actor) -> Question:
    store = ports.store
    asked, room = len(store.questions.asked_after(parent)), store.queue.room_after(parent)
    beside = supplement(meeting.details.rules, parent, asked, room)
    receipt = store.questions.receive(meeting.id, new, ports.ids.token(), ports.clock(), actor, beside)
    child = store.questions.by_token(receipt.token)
    if child is None:
        raise LookupError(receipt.token)
    return child


def _put(ports: Ports, meeting: Meeting, parent: Question, child: Question, actor: Actor) -> None:
    """It is asked once the board has answered its question, which does not wait to be put again."""
    if parent.state not in PUT:
        raise NoSupplementary(Why.NOT_PUT)
    on_screen = ports.store.questions.on_screen(meeting.id)
    after_its_own = on_screen is not None and on_screen.id == parent.id
    decision = decide_next(on_screen, child) if after_its_own else decide(Action.PUT_ON_SCREEN, child, on_screen)
    store_decision(ports, meeting.id, decision, [on_screen, child], actor)


def _now(ports: Ports, question: Question) -> Question:
    return ports.store.questions.get(question.id) or question
