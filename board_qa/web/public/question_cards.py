"""A question of the public list as its card shows it, with who supports it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions import audience
from board_qa.domain.questions.audience import PUBLIC_LISTS, PublicQuestion
from board_qa.domain.questions.question import Question
from board_qa.web.shell import words
from board_qa.web.shell.language import link, say

# What the live page fills in.
NO_QUESTION = PublicQuestion(
    number=0,
    called="",
    follow_up="",
    text="",
    asked_by="",
    via="",
    state="",
    lang="",
    label="",
    note="",
    agenda_item="",
    answer="",
    answered_by="",
)


@dataclass(frozen=True)
class QuestionCard:
    """`begins` is where the page of waiting questions begins, to which a plain form comes back; 0 for the first."""

    question: PublicQuestion
    address: str
    begins: int
    supported: str = ""
    mine: bool = False

    @property
    def number(self) -> str:
        """'' on the card that the live page fills in."""
        return str(self.question.number or "")

    @property
    def waits(self) -> bool:
        """Whether it can be supported."""
        return self.question.state in PUBLIC_LISTS["waiting"]


@dataclass(frozen=True)
class Support:
    """How many support each question, by its id, and the ids of those that this browser supports."""

    counts: Mapping[int, int]
    mine: Collection[int]


def question_cards(
    meeting: Meeting, questions: Iterable[Question], support: Support, begins: int
) -> tuple[QuestionCard, ...]:
    """Those of these questions that the public may see."""
    zone = meeting.details.timezone
    return tuple(
        QuestionCard(
            question=view,
            address=link("support", code=meeting.code, number=view.number),
            begins=begins,
            supported=words.supporters(support.counts.get(question.id, 0)),
            mine=question.id in support.mine,
        )
        for question in questions
        if (view := audience.public_question(question, zone, say()))
    )


def card_to_fill(meeting: Meeting, begins: int) -> QuestionCard:
    """The card of no question yet."""
    return QuestionCard(NO_QUESTION, link("support", code=meeting.code, number=0), begins)
