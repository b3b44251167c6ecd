"""What the core needs from a network."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from board_qa.domain.networks.posts import Charge, Lookup, Measure, Page, ReadRequest


class Channel(Protocol):
    """One network. Every method but `measure` may raise ChannelError, and none waits or repeats itself."""

    name: str

    def measure(self, text: str) -> Measure: ...
    def account(self) -> tuple[str, str]:
        """Our own id and handle there."""

    def publish(self, text: str) -> tuple[str, Sequence[Charge]]:
        """Publish and return the new post's id. AMBIGUOUS means it may have gone out."""

    def find_own(
        self, account_id: str, text: str, since: datetime, known: Collection[str]
    ) -> tuple[str, Sequence[Charge]]:
        """The id of our post with these words made since a moment, or ''. Posts already `known` are others."""

    def read(self, ask: ReadRequest) -> Page: ...
    def look_up(self, native_ids: Sequence[str]) -> Lookup: ...
    def worst_price(self, stream: str, posts: int) -> int:
        """The most that reading this many posts can cost, in millionths of a US dollar."""

    def page_size(self, stream: str, budget: int) -> int:
        """The largest page, in posts, that this budget can pay for; 0 where it cannot pay for any."""
