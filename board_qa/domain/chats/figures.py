"""A chat in figures: how much each question was answered, and how many took part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from board_qa.domain.chats.answers import Gathered, people
from board_qa.domain.chats.questions import ChatQuestion


@dataclass(frozen=True)
class AnswerCount:
    """Of one question: its answers, and the accounts that they came from."""

    number: int
    text: str
    answers: int
    people: int


@dataclass(frozen=True)
class ChatFigures:
    """`others` are posts that answer no question. Our own posts and reposts count nowhere."""

    questions: Sequence[AnswerCount]
    others: int
    posts: int
    participants: int


def counted(questions: Sequence[ChatQuestion], gathered: Gathered) -> ChatFigures:
    return ChatFigures(
        [
            AnswerCount(number, one.text, len(gathered.answers[number]), people(gathered.answers[number]))
            for number, one in enumerate(questions, start=1)
        ],
        len(gathered.others),
        gathered.posts,
        gathered.participants,
    )
