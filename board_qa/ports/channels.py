"""What the core needs from a network."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from board_qa.domain.networks.posts import Charge, Lookup, Measure, Page, Post, ReadRequest


class Channel(Protocol):
    """One network. Every method but `measure` may raise ChannelError, and none waits or repeats itself."""

    name: str

    @property
    def fingerprint(self) -> str:
        """A name for the keys it signs with, from which nobody learns the keys. Other keys may be another account's."""

    def measure(self, text: str) -> Measure: ...
    def account(self) -> tuple[str, str]:
        """Our own id and handle there."""

    def publish(self, text: str) -> tuple[str, Sequence[Charge]]:
        """Publish and return the new post's id. AMBIGUOUS means it may have gone out."""

    def find_own(
        self, account_id: str, text: str, since: datetime, known: Collection[str]
    ) -> tuple[Post | None, Sequence[Charge]]:
        """Our post with these words made since a moment, if it is there. Posts already `known` are others."""

    def read(self, ask: ReadRequest) -> Page: ...
    def look_up(self, native_ids: Sequence[str], with_authors: bool = False) -> Lookup:
        """What has become of these posts; with who wrote them, which may cost more."""

    def worst_price(self, stream: str, posts: int, with_authors: bool = False) -> int:
        """The most that reading this many posts can cost, in millionths of a US dollar."""

    def page_size(self, stream: str, budget: int, with_authors: bool = False) -> int:
        """The largest page, in posts, that this budget can pay for; 0 where it cannot pay for any."""

    def calls_left(self, stream: str) -> int:
        """How many more pages of this stream the network lets us ask for just now."""
