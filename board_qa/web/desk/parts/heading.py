"""What stands above the question: its number, where it stands, how it came, and who is at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from board_qa.domain.questions.audience import via
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question
from board_qa.phrases.history import done, was_question
from board_qa.web.desk.parts.frame import Frame
from board_qa.web.shell import words
from board_qa.web.shell.installation import ports


@dataclass(frozen=True)
class Heading:
    """`last` is what anybody else did to the question last, and `others` the revision that it has since."""

    said: Sequence[str]
    eyes: Sequence[str]
    last: str
    others: int


def heading(frame: Frame, question: Question) -> Heading:
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
    last = ports().store.questions.last_by_others(question, frame.you)
    return Heading([one for one in said if one], eyes, done(last) if last else "", last.revision if last else 0)
