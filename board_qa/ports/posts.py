"""What the core needs from where the posts that were read are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from board_qa.domain.networks.observed import ObservedPost


class PostStore(Protocol):
    """Every post that was read, once for each channel and id of its first version.

    What people at the desk decide is not in it: that belongs to the question that a post became.
    """

    def several(self, channel: str, native_ids: Collection[str]) -> dict[str, ObservedPost]:
        """Those of these posts that are kept, by their ids."""

    def of_question(self, question_id: int) -> ObservedPost | None:
        """The post that a question came as, for as long as it is kept."""

    def texts_by(self, channel: str, author_id: str) -> list[str]:
        """What somebody posted, oldest first, as far as it is kept."""

    def save(self, post: ObservedPost) -> None:
        """Store a post in place of what was kept of it, in the transaction that read that."""

    def link(self, question_id: int, channel: str, native_id: str) -> None:
        """A question came as this post."""

    def unchecked(self, channel: str, before: datetime, limit: int) -> list[ObservedPost]:
        """Posts that nobody looks up as a question's, and that were not asked for since a moment, oldest first.

        What is gone is not among them.
        """

    def mark_checked(self, channel: str, native_ids: Collection[str], now: datetime) -> None:
        """Remember when the network was last asked about these posts, whatever it says."""

    def authors_unasked(self, channel: str, meeting_id: int | None, limit: int) -> list[str]:
        """Some authors of posts for a meeting, or for none, whose followers nobody told or was asked about."""

    def followers_told(self, channel: str, meeting_id: int | None, authors: Collection[str]) -> dict[str, int | None]:
        """What was told of those of them who were asked about with another post for it; None where nothing was."""

    def set_followers(self, channel: str, meeting_id: int | None, told: Mapping[str, int | None]) -> None:
        """Keep what was told of these authors, if anything, with those of their posts for it that have none."""

    def forget(self, before: datetime, limit: int) -> int:
        """Delete some posts that were last seen before a moment; how many. Questions point at them no more."""
