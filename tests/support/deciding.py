"""Moderators at work, without the web: ask, decide, look again, take back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.entries import Logged
from board_qa.domain.questions.history import Action, Actor, Change, Details
from board_qa.domain.questions.question import DispositionUpdate, Question
from board_qa.ports import Ports
from board_qa.services.questions.asking import ask
from board_qa.services.questions.entering import log
from board_qa.services.questions.moderating import act, expected_next, group, running_order
from board_qa.services.questions.undoing import offer, undo, very_last


def asked(ports: Ports, meeting: Meeting, text: str = "Why?") -> Question:
    receipt = ask(ports, meeting, AskForm(text, text))
    return now(ports, ports.store.questions.by_token(receipt.token))


def named(ports: Ports, meeting: Meeting, name: str) -> Question:
    receipt = ask(ports, meeting, AskForm(name, "Why is the car park always full?", name))
    return now(ports, ports.store.questions.by_token(receipt.token))


def logged(ports: Ports, meeting: Meeting, text: str, actor: Actor) -> Question:
    """A letter: longer, perhaps, than the form has room for."""
    receipt = log(ports, meeting, Logged(ports.ids.token(), text, came_by="letter"), actor)
    return now(ports, ports.store.questions.by_token(receipt.token))


def now(ports: Ports, question: Question | None) -> Question:
    assert question is not None
    found = ports.store.questions.get(question.id)
    assert found is not None
    return found


def told(action: Action, words: str) -> Details:
    """Words that somebody types with an action: a note for colleagues, else what the asker reads."""
    return Details(note=words) if action in (Action.NOTE, Action.ASSIGN) else Details(reason=words)


def do(
    ports: Ports,
    action: Action,
    question: Question,
    actor: Actor,
    reason: str = "",
    update: DispositionUpdate | None = None,
    override_reason: str = "",
) -> Question:
    """Do it to the question as it was when it was read, and read it again."""
    details = replace(told(action, reason), override_reason=override_reason)
    act(ports, action, question, question.revision, actor, details, update)
    return now(ports, question)


def together(ports: Ports, question: Question, into: Question, actor: Actor) -> Question:
    group(ports, now(ports, question), now(ports, question).revision, now(ports, into), actor)
    return now(ports, question)


def offered(ports: Ports, meeting: Meeting, actor: Actor) -> Sequence[Change]:
    """What the desk offers to undo."""
    done = offer(ports, meeting, actor)
    return done.rows if done else []


def did_last(ports: Ports, meeting: Meeting, actor: Actor) -> Sequence[Change]:
    """What this moderator did last, whatever was built upon it."""
    done = very_last(ports, meeting, actor)
    return done.rows if done else []


def take_back(ports: Ports, meeting: Meeting, actor: Actor) -> Sequence[Change]:
    """Undo what this moderator did last."""
    changes = did_last(ports, meeting, actor)
    return undo(ports, meeting, changes[0].revision if changes else 0, actor)


def expected_next_now(ports: Ports, meeting: Meeting) -> str:
    """What a desk that is looked at now says "next" would touch."""
    return expected_next(ports.store.questions.on_screen(meeting.id), running_order(ports, meeting))
