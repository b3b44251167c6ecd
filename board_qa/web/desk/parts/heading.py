"""What stands above the question: its number, where it stands, how it came, and who is at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from board_qa.domain.questions.audience import via
from board_qa.domain.questions.history import Action, Change
from board_qa.domain.questions.question import Question
from board_qa.phrases.history import done, was_question
from board_qa.web.desk.parts.frame import Frame
from board_qa.web.shell import words
from board_qa.web.shell.installation import ports


@dataclass(frozen=True)
class Heading:
    """`last` is what was done to the question last, and `last_by` who did it: an account's id, '' for a channel."""

    said: Sequence[str]
    eyes: Sequence[str]
    last: str
    last_by: int | str


def heading(frame: Frame, question: Question, last: Change | None) -> Heading:
    supporters = frame.supporters(question)
    if supporters:
        supporters += words.in_a_crowd(ports().store.support.crowd(question.id))
    came = ports().store.questions.last_of(question.id, Action.JOIN_MEETING)
    origin = was_question(came.details) if came else ""
    received = f"Received {frame.at(question.received_at)}"
    said = [words.STATES[question.state], origin, received, via(question), supporters]
    has = frame.who_has(question)
    eyes = [f"{has} this question"] if has else []
    eyes += [f"{name} is viewing it too" for name in frame.viewers.get(question.id, ())]
    return Heading([one for one in said if one], eyes, done(last) if last else "", (last and last.actor_id) or "")
