"""Who talks to whom: accounts, and what ties one to another. docs/listening.md says what each measure counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from board_qa.domain.listening.figures import Account, Window
from board_qa.domain.listening.spoken import Spoken, answered, by_handle, mentioned
from board_qa.domain.text.wording import one_line


class TieKind(StrEnum):
    """What ties the author of a post to somebody. A post that names nobody ties its author to themselves."""

    REPLY = "reply"
    MENTION = "mention"
    QUOTE = "quote"
    POST = "post"


@dataclass(frozen=True)
class Tie:
    """By a post of the account with the place `source` in the conversation to that with the place `target`."""

    source: int
    target: int
    kind: TieKind


@dataclass(frozen=True)
class Talker:
    """An account in the picture: `name` is what its network calls whoever may be named, and else '', and
    `partners` with how many others it talked."""

    number: int
    channel: str
    name: str
    posts: int
    partners: int
    is_ours: bool

    @property
    def handle(self) -> str:
        """With its @; '' of whoever may not be named."""
        return f"@{one_line(self.name).lstrip('@')}" if self.name else ""


@dataclass(frozen=True)
class Conversation:
    """Those who talk most with others first, and every tie between them, one for each post, kind and account named."""

    talkers: Sequence[Talker]
    ties: Sequence[Tie]


@dataclass(frozen=True)
class Measures:
    """As NodeXL lists them. `reciprocated` is the share of pairs that are tied in which each is to the other,
    `density` the share of all ties that there could be; None where there is no pair. Distances are steps along ties in
    either direction, between two accounts that a way leads from one to the other."""

    vertices: int
    unique_edges: int
    edges_with_duplicates: int
    self_loops: int
    reciprocated: float | None
    components: int
    single_vertices: int
    largest_component: int
    diameter: int | None
    mean_distance: float | None
    density: float | None
    modularity: float | None
    groups: int


def conversation(
    spoken: Sequence[Spoken],
    handles: Mapping[Account, str],
    window: Window,
    may_be_named: Mapping[Account, str],
    ours: Collection[Account],
) -> Conversation:
    """Of the posts in a window. Reposts are left out: whoever passes something on talks to nobody. Those who
    `may_be_named` are, by the handle that somebody approved: their network may call them something else by now."""
    posts = [one for one in spoken if one.posted_at in window and not one.is_repost]
    known, authors = by_handle(handles), {(one.account.channel, one.id): one.account for one in spoken}
    named = [(one.account, target, kind) for one in posts for target, kind in _targets(one, known, authors).items()]
    partners = Counter(account for pair in {frozenset((a, b)) for a, b, _ in named if a != b} for account in pair)
    wrote = Counter(one.account for one in posts)
    accounts = sorted({account for a, b, _ in named for account in (a, b)}, key=lambda one: (-partners[one], one))
    places = {account: place for place, account in enumerate(accounts)}
    talkers = [
        Talker(
            place + 1,
            account.channel,
            handles.get(account, "") if account in ours else may_be_named.get(account, ""),
            wrote[account],
            partners[account],
            account in ours,
        )
        for account, place in places.items()
    ]
    return Conversation(talkers, [Tie(places[a], places[b], kind) for a, b, kind in named])


def _targets(
    post: Spoken, known: Mapping[tuple[str, str], Account], authors: Mapping[tuple[str, str], Account]
) -> dict[Account, TieKind]:
    """Whom a post names, and how; somebody who is answered and mentioned is answered."""
    quoted = [authors[key] for one in post.quotes if (key := (post.account.channel, one)) in authors]
    kinds = {
        **dict.fromkeys(mentioned(post, known), TieKind.MENTION),
        **dict.fromkeys(quoted, TieKind.QUOTE),
        **dict.fromkeys(answered(post), TieKind.REPLY),
    }
    return kinds or {post.account: TieKind.POST}
