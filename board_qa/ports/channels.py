"""What the core needs from a network."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from board_qa.domain.networks.outbox import OutgoingPost
from board_qa.domain.networks.posts import Charge, Lookup, Measure, Page, Post, ReadRequest, StreamKind


class Channel(Protocol):
    """One network. Every method that asks it something may raise ChannelError, and none waits or repeats itself.

    What is told of a network besides: what it is asked for (`streams`, the cheapest first), how far back it reaches,
    how many posts it takes in one look-up, of how many accounts it tells in one call who follows them (0 where that
    comes with their posts), and what may be spent on reading it in a UTC calendar month (`cap`, in millionths of a US
    dollar).
    """

    name: str
    streams: tuple[StreamKind, ...]
    reach: timedelta
    looked_up_at_once: int
    accounts_at_once: int
    cap: int

    @property
    def fingerprint(self) -> str:
        """A name for the keys it signs with, from which nobody learns the keys. Other keys may be another account's."""

    def measure(self, text: str) -> Measure:
        """By the network's own rules, as far as they are known here: this asks nobody, and the web process may."""

    def learn_limits(self) -> None:
        """Ask for those rules, where they differ from server to server, and keep them for `measure`."""

    def account(self) -> tuple[str, str]:
        """Our own id and handle there."""

    def profile(self, handle: str) -> str:
        """The web address at which anybody finds the account of this handle."""

    def post_address(self, post_id: str, handle: str) -> str:
        """The web address at which anybody finds a post of the account of this handle; '' where there is none."""

    def greeting(self, handle: str) -> str:
        """What a reply begins with, so that whom it is for hears of it; '' where the network tells them by itself."""

    def may_reply(self, text: str, our_handle: str) -> bool:
        """Whether the network lets us reply to a post with these words, as far as is known before it is asked. Whoever
        answers a post of ours can be replied to everywhere."""

    def by_hand(self, post_id: str, words: str) -> str:
        """Where a person can post these words as a reply themselves; '' where that is the post's own page."""

    def publish(self, post: OutgoingPost) -> tuple[str, Sequence[Charge]]:
        """Publish and return the new post's id. AMBIGUOUS means it may have gone out."""

    def delete(self, post: OutgoingPost) -> None:
        """Take our own post, which has its `native_id`, off the network; one that is gone already counts as done.

        AMBIGUOUS means that it may be gone, or not. Deleting twice does no harm.
        """

    def find_own(
        self, account_id: str, post: OutgoingPost, since: datetime, known: Collection[str]
    ) -> tuple[Post | None, Sequence[Charge]]:
        """Our post with these words, in answer to the same post, made since a moment, if it is there.

        Posts already `known` are others.
        """

    def read(self, ask: ReadRequest) -> Page: ...
    def look_up(self, native_ids: Sequence[str], with_authors: bool = False) -> Lookup:
        """What has become of these posts; with who wrote them, which may cost more."""

    def followers(self, account_id: str) -> tuple[int, Sequence[Charge]]:
        """How many follow our own account, whose id this is, and what it cost to ask."""

    def followers_of(self, account_ids: Sequence[str]) -> Mapping[str, int]:
        """How many follow each of at most `accounts_at_once` accounts. Whoever it says nothing of is left out."""

    def worst_price(self, stream: str, posts: int, with_authors: bool = False) -> int:
        """The most that reading this many posts can cost, in millionths of a US dollar; with the stream "followers",
        asking of so many accounts how many follow them."""

    def page_size(self, stream: str, budget: int, with_authors: bool = False) -> int:
        """The largest page, in posts, that this budget can pay for; 0 where it cannot pay for any."""

    def pace(self, busy: bool, meetings: int) -> timedelta:
        """How long to wait from one round of reading for so many meetings to the next; less while people are busy."""

    def may_sweep(self, stream: str) -> bool:
        """Whether the calls that the network allows leave room for a sweep, which quick reads can do without."""


# Every network that is set up, by its name, in the order in which the desk shows them.
Channels = Mapping[str, Channel]
# How each network that we know counts a text, by its name, set up here or not.
Measures = Mapping[str, Callable[[str], Measure]]
