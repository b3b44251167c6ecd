"""What the core needs from where meetings, their settings and their partners are kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from board_qa.domain.meetings.about import AboutBoard
from board_qa.domain.meetings.key_messages import KeyMessages
from board_qa.domain.meetings.meeting import Meeting, MeetingDetails
from board_qa.domain.meetings.partners import Partner
from board_qa.domain.meetings.settings import Difference, SettingChange
from board_qa.domain.questions.history import Actor, Change


class MeetingStore(Protocol):
    """Meetings, their clock (the revision) and their history."""

    def add(self, details: MeetingDetails, code: str, screen_token: str, now: datetime) -> Meeting | None:
        """Store a meeting, or None where the code is taken."""

    def update(self, meeting_id: int, details: MeetingDetails) -> None: ...
    def publish_record(self, meeting_id: int, at: datetime | None) -> None:
        """Remember since when the public record of a meeting is there for everyone; None takes it down."""

    def publish_recap(self, meeting_id: int, at: datetime | None) -> None:
        """The same of its recap."""

    def key_messages(self, meeting_id: int) -> KeyMessages: ...
    def set_key_messages(self, meeting_id: int, messages: KeyMessages) -> None:
        """Store these in the place of all that are there."""

    def get(self, meeting_id: int) -> Meeting | None: ...
    def by_code(self, code: str) -> Meeting | None: ...
    def by_screen_token(self, token: str) -> Meeting | None: ...
    def all(self) -> list[Meeting]:
        """Every meeting, by start."""

    def since(self, moment: datetime, earlier: int) -> list[Meeting]:
        """Those that start then or later, and the last so many before them, by start."""

    def revisions(self) -> dict[int, int]:
        """The revision of every meeting, by id."""

    def several(self, meeting_ids: Collection[int]) -> list[Meeting]:
        """These meetings, by start."""

    def latest(self) -> Meeting | None:
        """The meeting that starts last."""

    def made_last(self) -> Meeting | None: ...
    def changes_since(self, meeting_id: int, revision: int, limit: int = 1_000) -> list[Change]:
        """What was done after a revision, at most so many rows of it, oldest first."""

    def decided_since(self, meeting_id: int, revision: int) -> bool:
        """Whether anything but the receipt of questions was done after a revision."""

    def last_change(self, meeting_id: int) -> Change | None:
        """What was done last. Of several rows it is the one that put a question on the screen, else of a question."""

    def last_of_the_screen(self, meeting_id: int) -> Change | None:
        """The same of what changed what the screen shows."""

    def last_timing(self, meeting_id: int) -> Change | None:
        """What somebody last did to the clock of the public section."""

    def undone(self, changes: Collection[Change]) -> set[tuple[int, int]]:
        """Meeting and revision of those of these changes that were taken back."""

    def actions_of(self, meeting_id: int, actor_id: int) -> Iterator[Sequence[Change]]:
        """What this moderator did that nobody took back: the rows of each action, the last action first."""

    def changes_of(self, meeting_id: int, revision: int) -> Sequence[Change]:
        """The rows of one action, first row first."""

    def standing_since(self, changes: Sequence[Change]) -> Sequence[Change]:
        """What was done later to the questions of an action's rows, or to the screen and its clock of that meeting, and
        not taken back, oldest first."""


class PartnerStore(Protocol):
    """Links for partners, each with what came through it."""

    def add(self, meeting_id: int, name: str, key: str, now: datetime) -> Partner | None:
        """Make one, or None where the meeting has this key already, also if it was removed."""

    def get(self, partner_id: int) -> Partner | None: ...
    def by_key(self, meeting_id: int, key: str) -> Partner | None:
        """The partner whose link it is, unless that was removed."""

    def of_meeting(self, meeting_id: int) -> list[Partner]:
        """All of them, removed ones too, by name."""

    def rename(self, partner_id: int, name: str) -> None: ...
    def set_handles(self, partner_id: int, handles: Mapping[str, str]) -> None:
        """By what its own accounts are known, by network."""

    def set_removed(self, partner_id: int, removed: bool) -> bool:
        """Whether that changed anything."""

    def count_visit(self, partner_id: int) -> None:
        """One more. Nothing is remembered of whose it was, nor when."""


class SettingStore(Protocol):
    """Who set what for a meeting or, without one, for the board."""

    def record(
        self, meeting_id: int | None, differences: Sequence[Difference], actor: Actor, now: datetime
    ) -> None: ...
    def history(self, meeting_id: int | None, limit: int) -> list[SettingChange]:
        """What was changed, newest first."""

    def last_of(self, meeting_id: int, setting: str) -> SettingChange | None:
        """The last change of one setting; None where it never was changed."""


class AboutStore(Protocol):
    """What the pages about the service say of the board."""

    def get(self) -> AboutBoard: ...
    def save(self, about: AboutBoard) -> None: ...
