"""The plan of a chat: what is to be posted and when. A person posts each; nothing goes out by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from board_qa.domain.chats.questions import ChatQuestion, minutes
from board_qa.domain.meetings.meeting import MeetingDetails
from board_qa.domain.networks.outbox import UNDER_WAY, OutboxState, OutgoingPost, PostKind

# In these a post is, may be or was there for people to see: the number of its question is taken.
_SEEN = UNDER_WAY | {OutboxState.HELD, OutboxState.DELETING, OutboxState.DELETED}
# In these it need not be pressed again.
_PRESSED = UNDER_WAY | {OutboxState.HELD, OutboxState.DELETING}


class Standing(StrEnum):
    """How far a step is. DUE is the first one that nobody has posted yet, once its time has come."""

    TO_COME = "to_come"
    DUE = "due"
    ON_ITS_WAY = "on_its_way"
    OUT = "out"


@dataclass(frozen=True)
class Step:
    """A post of the plan, and when it is planned (aware UTC). `number` and `question` are of a question; 0 and None of
    the welcome and the thanks."""

    kind: PostKind
    at: datetime
    number: int = 0
    question: ChatQuestion | None = None

    @property
    def question_id(self) -> int | None:
        return self.question.id if self.question else None

    def has(self, post: OutgoingPost) -> bool:
        """Whether a post of ours is this step's."""
        return post.kind is self.kind and post.chat_question_id == self.question_id


def steps(details: MeetingDetails, questions: Sequence[ChatQuestion]) -> list[Step]:
    """Welcome, questions and thanks, in the order in which they are posted."""
    planned = zip(questions, minutes(questions, details.section_minutes), strict=True)
    return [
        Step(PostKind.CHAT_WELCOME, details.starts_at),
        *(
            Step(PostKind.CHAT_QUESTION, details.starts_at + timedelta(minutes=minute), number, one)
            for number, (one, minute) in enumerate(planned, start=1)
        ),
        Step(PostKind.CHAT_THANKS, details.closes_at),
    ]


def standings(plan: Sequence[Step], posts: Iterable[OutgoingPost], now: datetime) -> list[Standing]:
    """How far each step is."""
    mine = [[post.state for post in posts if step.has(post)] for step in plan]
    open_steps = [place for place, states in enumerate(mine) if not _PRESSED.intersection(states)]
    due = {place for place in open_steps[:1] if plan[place].at <= now}
    return [_standing(states, place in due) for place, states in enumerate(mine)]


def _standing(states: Collection[OutboxState], due: bool) -> Standing:
    if OutboxState.SENT in states:
        return Standing.OUT
    if _PRESSED.intersection(states):
        return Standing.ON_ITS_WAY
    return Standing.DUE if due else Standing.TO_COME


def posted(posts: Iterable[OutgoingPost]) -> set[int]:
    """The ids of the questions of which something is out, or on its way there, or was."""
    return {post.chat_question_id for post in posts if post.chat_question_id and post.state in _SEEN}
