"""What tagging posts by their tone needs from where they are kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol

from board_qa.domain.listening.figures import Window
from board_qa.domain.listening.tagging import PostToTag, Tag, TaggingProgress
from board_qa.domain.listening.tone import Tone, Toned, ToneDay
from board_qa.domain.questions.history import Actor


class ToneStore(Protocol):
    """Tags of posts of others, by a moderator: each of a meeting or of none, as the listening report counts them.

    Of a post that is deleted its tags go, and a count by day stays.
    """

    def tones(self, meeting_id: int, window: Window) -> list[Toned]:
        """When each was posted, and its tone; without those that are only counted."""

    def kept(self, meeting_id: int) -> list[ToneDay]:
        """What was counted of posts whose words are gone."""

    def progress(self, meeting_id: int, window: Window) -> TaggingProgress: ...
    def listed(self, meeting_id: int, window: Window, tagged: bool, limit: int, skip: int) -> list[PostToTag]:
        """Some of those that are tagged, or of those that are not, but for the first `skip`: oldest first."""

    def place(self, meeting_id: int, window: Window, tagged: bool, post_id: int) -> int:
        """How many of that list come before a post."""

    def get(self, meeting_id: int, window: Window, post_id: int) -> PostToTag | None:
        """One of them; None where it is not there, or cannot be tagged."""

    def add(self, meeting_id: int, post_id: int, day: date, tone: Tone, actor: Actor, now: datetime) -> None:
        """Tag a post, in place of what it was tagged as. `day` is when it was posted, where the meeting is."""

    def last_of(self, meeting_id: int, actor: Actor) -> Tag | None:
        """The last tag of this person in a meeting that was not taken back; None where a colleague's took its place."""

    def take_back(self, tag: Tag, now: datetime) -> None:
        """Have what was there before it again."""

    def only_count(self, channel: str, native_ids: Collection[str]) -> None:
        """These posts lose their words: add their tones to the counts, and forget which post had which."""
