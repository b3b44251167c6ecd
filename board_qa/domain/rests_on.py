"""What a press of somebody here rests on, as marks that stand for it: once that changes, they look at it again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256

from board_qa.domain.chats.questions import ChatQuestion
from board_qa.domain.meetings.meeting import MeetingDetails
from board_qa.domain.meetings.rules import Rules, reasons_offered
from board_qa.domain.networks.outbox import PostKind
from board_qa.domain.questions.question import Question
from board_qa.domain.text.wording import one_line


def mark(*facts: object) -> str:
    """Stands for these facts. Who asks knows some of them, so that two that have one mark must be out of reach (ASVS
    11.4.3): the whole digest."""
    return sha256(json.dumps(facts, default=str).encode()).hexdigest()


def of_question(kind: PostKind, question: Question) -> str:
    """For what a post of a question repeats of it, its words and the name that is shown; or for its answer."""
    its = question.disposition
    if kind is PostKind.ANSWER:
        return mark(its.answer, its.due_on)
    return mark(question.words, "" if question.name_withheld else one_line(question.source.author_name))


def of_reasons(rules: Rules) -> str:
    """For the reasons that somebody chooses from to decline, and for whether they or the chair decide."""
    return mark(rules.decider, [one.sentence for one in reasons_offered(rules)])


def of_redirects(rules: Rules) -> str:
    """For the places that somebody chooses from to redirect to, with what the asker reads."""
    return mark([one.sentence for one in rules.redirects])


def of_letter(details: MeetingDetails, question: Question, fate: Question) -> str:
    """For all that an email to whoever asked says: the day, the question, and what became of it. `fate` is the question
    itself, or the one that it was put together with."""
    its, day = fate.disposition, (details.starts_at, details.timezone)
    answer = (its.answer, its.answered_by, its.due_on)
    return mark(day, question.called, question.state, question.words, fate.called, fate.state, fate.reason, answer)


def of_plan(questions: Sequence[ChatQuestion]) -> str:
    """For the questions of a chat, their minutes and their order, as whoever changes one has them before them."""
    return mark([(one.id, one.text, one.minute) for one in questions])


def of_chat_question(details: MeetingDetails, questions: Sequence[ChatQuestion], question_id: int) -> str:
    """For a question of a chat and its number, by which people answer it; '' where it is not there any more."""
    numbered = enumerate(questions, start=1)
    found = next(((number, one.text) for number, one in numbered if one.id == question_id), None)
    return mark(*found, details.hashtag) if found else ""
