"""Moderators at work, without the web: ask, decide, look again, take back."""

from __future__ import annotations

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.entries import Logged
from board_qa.domain.questions.history import Action, Actor, Change
from board_qa.domain.questions.question import Question, Sets
from board_qa.services.asking import ask
from board_qa.services.core import Core
from board_qa.services.entering import log
from board_qa.services.moderating import act, group, next_seen, running_order, undo


def asked(core: Core, meeting: Meeting, text: str = "Why?") -> Question:
    receipt = ask(core, meeting, AskForm(text, text))
    return now(core, core.store.questions.by_token(receipt.token))


def named(core: Core, meeting: Meeting, name: str) -> Question:
    receipt = ask(core, meeting, AskForm(name, "Why is the car park always full?", name))
    return now(core, core.store.questions.by_token(receipt.token))


def logged(core: Core, meeting: Meeting, text: str, by: Actor) -> Question:
    """A letter: longer, perhaps, than the form has room for."""
    receipt = log(core, meeting, Logged(core.ids.token(), text, came_by="letter"), by)
    return now(core, core.store.questions.by_token(receipt.token))


def now(core: Core, question: Question | None) -> Question:
    assert question is not None
    found = core.store.questions.get(question.id)
    assert found is not None
    return found


def do(core: Core, action: Action, question: Question, by: Actor, reason: str = "", sets: Sets | None = None,
       keep: str = "") -> Question:  # fmt: skip
    """Do it to the question as it was when it was read, and read it again."""
    act(core, action, question, question.revision, by, reason, sets, keep)
    return now(core, question)


def together(core: Core, question: Question, into: Question, by: Actor) -> Question:
    group(core, now(core, question), now(core, question).revision, now(core, into), by)
    return now(core, question)


def offered(core: Core, meeting: Meeting, by: Actor) -> list[Change]:
    """What the desk offers to undo."""
    return core.store.meetings.last_undoable(meeting.id, by.id or 0)


def take_back(core: Core, meeting: Meeting, by: Actor) -> list[Change]:
    """Undo what the desk offers to undo."""
    changes = offered(core, meeting, by)
    return undo(core, meeting, changes[0].revision if changes else 0, by)


def seen_next(core: Core, meeting: Meeting) -> str:
    """What a desk that is looked at now says "next" would touch."""
    return next_seen(core.store.questions.on_screen(meeting.id), running_order(core, meeting))
