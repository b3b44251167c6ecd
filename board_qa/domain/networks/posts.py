"""What goes out to the networks and what comes in from them, in the words of no network in particular."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Metrics:
    """What a network tells everybody of a post: how often it was liked, passed on, answered, quoted and shown, and how
    many follow its author.

    None is not known, which is not 0: no network tells all of it.
    """

    likes: int | None = None
    reposts: int | None = None
    replies: int | None = None
    quotes: int | None = None
    impressions: int | None = None
    followers: int | None = None


# The largest count that is believed, and that can be kept: 64 bits with a sign.
_MOST = 2**63 - 1


def as_count(value: object) -> int | None:
    """A number of times as an answer has it; None where it is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST else None


@dataclass(frozen=True)
class Post:
    """A post read from a network, in the words of no network in particular.

    `text` is what was written, word for word, and `shown` what its network shows of that; None where it shows all of
    it. `refers_to` has the posts that it passes on, quotes or answers, the nearest first; `answers` is the one that it
    answers, and `answers_author` the id of who wrote that, '' where the network does not tell. `made_at` is when its
    first version was posted, where the network tells; `posted_at` belongs to the version that was read. `version_order`
    sorts, as text, after that of every earlier version of the same post.
    """

    native_id: str
    version: str
    text: str
    author_id: str
    author_name: str
    author_handle: str
    posted_at: datetime
    conversation_id: str = ""
    lang: str = ""
    url: str = ""
    is_repost: bool = False
    shown: str | None = None
    refers_to: tuple[str, ...] = ()
    made_at: datetime | None = None
    version_order: str = ""
    answers: str = ""
    answers_author: str = ""
    metrics: Metrics = Metrics()

    @property
    def is_named(self) -> bool:
        """Whether the network said who wrote it."""
        return bool(self.author_handle or self.author_name)

    @property
    def turn(self) -> tuple[datetime, tuple[int, str]]:
        """Its place among other posts: the order in which people posted, by id where that was the same moment."""
        return self.made_at or self.posted_at, post_order(self.native_id)


def post_order(native_id: str) -> tuple[int, str]:
    """Networks count upwards in strings of digits: a longer one is newer."""
    return len(native_id), native_id


@dataclass(frozen=True)
class Charge:
    """What a network bills for: `amount` in millionths of a US dollar, once per resource and UTC day."""

    kind: str
    resource: str
    amount: int


@dataclass(frozen=True)
class UnreadablePost:
    """A post that was found and could not be taken: a person looks at it where it is.

    `url` is '' where it came without a name of its own.
    """

    native_id: str
    url: str = ""


@dataclass(frozen=True)
class StreamKind:
    """One thing that a network can be asked for again and again: for each meeting apart, or once for all of them."""

    name: str
    for_each_meeting: bool


@dataclass(frozen=True)
class Page:
    """One page of posts as read, what reading it cost, and where the next page is ('' at the end).

    `cursor` is where a later read goes on once this page, and those before it, are stored; '' where the network has
    none and gives everything each time.
    """

    posts: tuple[Post, ...]
    charges: tuple[Charge, ...] = ()
    next_page: str = ""
    unreadable: tuple[UnreadablePost, ...] = ()
    cursor: str = ""


@dataclass(frozen=True)
class ReadRequest:
    """What to read next: one page of one stream, from `cursor` on, or from `not_before` where there is none.

    `page` and `reached` are the `next_page` and the `cursor` of the page before, within one read. What stands in
    a cursor is its network's own affair. `with_authors` brings the authors along, which networks may bill apart.
    Of the `hashtags` the meeting's own comes first.
    """

    stream: str
    account_id: str
    handle: str
    limit: int
    hashtags: tuple[str, ...] = ()
    conversation_ids: tuple[str, ...] = ()
    cursor: str = ""
    not_before: datetime | None = None
    page: str = ""
    reached: str = ""
    with_authors: bool = True


@dataclass(frozen=True)
class Lookup:
    """What a network says of posts we hold: those that are there, the ids that are gone, and those it does not show.

    It says nothing of an id that is in none of them.
    """

    posts: tuple[Post, ...]
    gone: frozenset[str]
    charges: tuple[Charge, ...] = ()
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Measure:
    """The length of a draft by the network's own rules, and its price in millionths of a US dollar.

    `without_link` is what it would cost without its links, where those are priced.
    """

    length: int
    limit: int
    has_link: bool
    price: int
    without_link: int = 0

    @property
    def fits(self) -> bool:
        return 0 < self.length <= self.limit


@dataclass(frozen=True)
class Source:
    """How a channel is doing, as the desk shows it."""

    channel: str
    problem: str = ""
    problem_kind: str = ""
    failures: int = 0
    resting_until: datetime | None = None
    last_read_at: datetime | None = None
    next_read_at: datetime | None = None
    paused: bool = False
