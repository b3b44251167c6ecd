"""A board meeting held in public."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from board_qa.domain.meetings.rules import Rules


class MeetingKind(StrEnum):
    """What is held. A CHAT is an hour on a hashtag: nothing is asked of the board, nobody meets in a room."""

    BOARD = "board"
    CHAT = "chat"


class IdleView(StrEnum):
    """What the screen shows while no question is on it."""

    JOINING = "joining"
    BLANK = "blank"
    CLOSED = "closed"


@dataclass(frozen=True)
class MeetingDetails:
    """What a moderator types about a meeting; times are aware UTC.

    `closes_at` follows from the rules unless somebody set another deadline, and then `deadline_reason` says why. A
    `cancelled` meeting keeps its pages and its questions, and takes no more of them by its form.
    `more_hashtags` are not the meeting's own but of its area or sector, read beside it. `poll`: its public page asks
    what people use most.
    Of a chat `section_minutes` is how long all of it takes, and `closes_at` its end.
    """

    title: str
    starts_at: datetime
    timezone: str
    venue: str
    hashtag: str
    opens_at: datetime
    closes_at: datetime
    section_minutes: int
    agenda: tuple[str, ...] = ()
    rules: Rules = field(default_factory=Rules)
    deadline_reason: str = ""
    cancelled: bool = False
    more_hashtags: tuple[str, ...] = ()
    poll: bool = False
    kind: MeetingKind = MeetingKind.BOARD

    @property
    def is_chat(self) -> bool:
        return self.kind is MeetingKind.CHAT

    @property
    def hashtags(self) -> tuple[str, ...]:
        """Every hashtag that is read for it, its own first."""
        return (self.hashtag, *self.more_hashtags)


@dataclass(frozen=True)
class Section:
    """The public section on the clock, in aware UTC: when it was started and when its time is up; None while it is
    not timed."""

    started_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Meeting:
    """One board meeting held in public. `revision` is its clock: every change adds one. `record_published_at` is when
    its public record was published (aware UTC), `recap_published_at` the same of its recap; None while it is not."""

    id: int
    code: str
    screen_token: str
    details: MeetingDetails
    idle_view: IdleView
    revision: int
    section: Section = Section()
    record_published_at: datetime | None = None
    recap_published_at: datetime | None = None
