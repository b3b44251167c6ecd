"""What the core needs from where outgoing posts are kept, and how the reading of networks is doing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from board_qa.domain.networks.outbox import OutboxState, OutgoingPost, PostKind
from board_qa.domain.networks.posts import Charge, Source, UnreadablePost
from board_qa.domain.networks.sweeps import Swept
from board_qa.domain.questions.history import Actor


class OutboxStore(Protocol):
    """Outgoing posts. The row is written before the network is called."""

    def add(self, post: OutgoingPost) -> OutgoingPost:
        """Store a new post; the one that is given back has its id."""

    def get(self, post_id: int) -> OutgoingPost | None: ...
    def of_meeting(self, meeting_id: int) -> list[OutgoingPost]: ...
    def of_question(self, question_id: int) -> list[OutgoingPost]: ...
    def to_be_seen(self, meeting_id: int, kinds: Collection[PostKind]) -> list[OutgoingPost]:
        """Posts of these kinds that are out. Those that a network was asked for, and did not show, are not among
        them."""

    def in_state(self, channel: str, state: OutboxState) -> list[OutgoingPost]: ...
    def sent(self, channel: str) -> int:
        """How many ever went out."""

    def move(self, post: OutgoingPost, to: OutgoingPost) -> bool:
        """Store `to` where the row still is as `post` was; False where it is not."""

    def drop_drafts(self, meeting_id: int, press: str) -> None:
        """Remove the drafts that were saved together. What anybody approved stays."""

    def set_stopped(self, post: OutgoingPost, stopped: bool) -> None:
        """Whether a post whose outcome is not known yet may be sent again."""

    def is_stopped(self, post: OutgoingPost) -> bool: ...


class SourceStore(Protocol):
    """What each channel has read, spent and suffered."""

    def get(self, channel: str) -> Source: ...
    def save(self, source: Source) -> None: ...
    def parts(self, channel: str) -> list[Source]:
        """How each part of the work on a channel is doing: mentions, each search, the look-ups."""

    def pause(self, channel: str, paused: bool) -> None: ...
    def session(self, channel: str) -> str:
        """The session with which we are signed in there; '' where none is kept. It is as secret as a password."""

    def keep_session(self, channel: str, session: str) -> None: ...
    def cursor(self, channel: str, stream: str) -> str: ...
    def move_cursor(self, channel: str, stream: str, since: str) -> None: ...
    def swept(self, channel: str, stream: str) -> Swept:
        """When a stream was last read without its cursor."""

    def save_swept(self, channel: str, stream: str, swept: Swept) -> None: ...
    def forget_swept_weeks(self, channel: str) -> None:
        """The whole week of every stream of the channel is to be read again."""

    def add_unreadable(self, channel: str, post: UnreadablePost, now: datetime) -> bool:
        """Remember a post that could not be taken; whether that is news."""

    def remove_unreadable(self, channel: str, native_id: str) -> None:
        """A post that had been put aside could be taken: nobody needs to look at it any more."""

    def unreadable(self, channel: str) -> list[UnreadablePost]:
        """Posts that were put aside and that nobody has dealt with, oldest first."""

    def settle_unreadable(self, channel: str, native_id: str, actor: Actor, now: datetime) -> None:
        """Remember that somebody looked at a post that was put aside."""

    def forget_unreadable(self, before: datetime) -> None:
        """Delete posts that were put aside before a moment."""

    def metadata(self, channel: str, name: str) -> str:
        """Something learned about a channel, such as our own id there; '' if not yet."""

    def set_metadata(self, channel: str, name: str, value: str) -> None: ...
    def spend(self, channel: str, charges: Sequence[Charge], now: datetime, meeting_id: int | None = None) -> None:
        """Book charges, each once per resource and UTC day, as networks bill them."""

    def unname(self, before: date, limit: int) -> int:
        """Let charges of the days before one say no more for which post or person they were; how many did until now."""

    def reserve(self, channel: str, what: str, amount: int, now: datetime) -> int:
        """Book the most a call can cost before making it, and say what was reserved for it before, 0 for nothing.

        A crash in the call leaves it booked. For the same read on the same UTC day the largest is booked, once, as
        networks bill each post once a day.
        """

    def reserve_again(self, channel: str, what: str, amount: int, now: datetime) -> None:
        """The call was refused and cost nothing: have as much reserved for it that day as before it."""

    def settle(self, channel: str, what: str) -> list[datetime]:
        """Drop every reservation for a read, in the transaction that books what it did cost; when each was made."""

    def spent_since(self, channel: str, since: datetime) -> int:
        """Millionths of a US dollar booked since a moment."""

    def spent_on(self, meeting_id: int) -> int: ...
