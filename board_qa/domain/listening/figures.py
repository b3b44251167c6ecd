"""What a hashtag did in a window of time, by the definitions of the Healthcare Hashtag Project, and beside them the
honest figures. docs/listening.md has each definition, what it leaves out, and where it is from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

TOP = 10


@dataclass(frozen=True, order=True)
class Account:
    """Whoever posts, by the id that their network gives them."""

    channel: str
    id: str


@dataclass(frozen=True)
class Heard:
    """A post that counts: with the hashtag, below the call, or naming the board.

    `followers` is how many followed its author, and `impressions` how often its network says that it was shown; None
    where nobody said. `names` are the accounts that it answers or mentions.
    """

    account: Account
    posted_at: datetime
    is_repost: bool = False
    is_reply: bool = False
    followers: int | None = None
    impressions: int | None = None
    names: tuple[Account, ...] = ()


@dataclass(frozen=True)
class Window:
    """From a moment up to another, which is no longer in it; both aware UTC."""

    begins: datetime
    ends: datetime

    @property
    def hours(self) -> float:
        return (self.ends - self.begins) / timedelta(hours=1)

    @property
    def before(self) -> Window:
        """As long a time, up to this one."""
        return Window(self.begins - (self.ends - self.begins), self.begins)

    def __contains__(self, moment: datetime) -> bool:
        return self.begins <= moment < self.ends


@dataclass(frozen=True)
class Figures:
    """`impressions` and `reach` are what could have been at most; those in `honest_` what is likelier.

    `unknown` counts the participants whose followers nobody told us. In `impressions` and `reach` they count as nobody.
    In the `honest_` ones a reply counts 1, whether its author's followers are known or not, and another post of theirs
    as often as its network says that it was shown, or nothing.
    """

    hours: float
    posts: int
    reposts: int
    participants: int
    unknown: int
    impressions: int
    reach: int
    honest_impressions: int
    honest_reach: int

    @property
    def posts_an_hour(self) -> float | None:
        return self.posts / self.hours if self.hours else None

    @property
    def posts_a_participant(self) -> float | None:
        return self.posts / self.participants if self.participants else None


@dataclass(frozen=True)
class Ranked:
    """An account, and how many mentions, posts or impressions it has."""

    account: Account
    count: int


@dataclass(frozen=True)
class TopLists:
    by_mentions: Sequence[Ranked]
    by_posts: Sequence[Ranked]
    by_impressions: Sequence[Ranked]


def counted(heard: Iterable[Heard], window: Window) -> Figures:
    """What these posts come to. Reposts count apart: who only passed something on posted nothing."""
    here = [one for one in heard if one.posted_at in window]
    posts = [one for one in here if not one.is_repost]
    followers, posted = _followers(posts), _posted(posts)
    not_only_replies = {one.account for one in posts if not one.is_reply}
    return Figures(
        hours=window.hours,
        posts=len(posts),
        reposts=len(here) - len(posts),
        participants=len(posted),
        unknown=len(posted) - len(followers),
        impressions=sum(count * followers.get(account, 0) for account, count in posted.items()),
        reach=sum(followers.values()),
        honest_impressions=sum(_shown_to(one, followers) for one in posts),
        honest_reach=sum(followers.get(account, 0) if account in not_only_replies else 1 for account in posted),
    )


def top_lists(heard: Iterable[Heard], window: Window, most: int = TOP) -> TopLists:
    """Who was named most, who posted most, and whose posts could have been seen most. Nobody names themselves."""
    posts = [one for one in heard if one.posted_at in window and not one.is_repost]
    followers, posted = _followers(posts), _posted(posts)
    named = Counter(name for one in posts for name in set(one.names) - {one.account})
    seen = Counter({account: count * followers.get(account, 0) for account, count in posted.items()})
    by_mentions, by_posts, by_impressions = (_ranked(counts, most) for counts in (named, posted, seen))
    return TopLists(by_mentions, by_posts, by_impressions)


def _posted(posts: Iterable[Heard]) -> Counter[Account]:
    return Counter(one.account for one in posts)


def _followers(posts: Iterable[Heard]) -> dict[Account, int]:
    """How many follow each account, as it was told with its latest post."""
    in_turn = sorted(posts, key=lambda one: one.posted_at)
    return {one.account: one.followers for one in in_turn if one.followers is not None}


def _shown_to(post: Heard, followers: dict[Account, int]) -> int:
    """How many may have seen a post. A reply is shown to those who follow both, of whom nobody says how many there are:
    whoever it answers counts, and nobody else."""
    if post.impressions is not None:
        return post.impressions
    return 1 if post.is_reply else followers.get(post.account, 0)


def _ranked(counts: Counter[Account], most: int) -> list[Ranked]:
    """The largest first, and of equal ones always in the same order."""
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [Ranked(account, count) for account, count in ordered[:most] if count]
