"""The recap of a meeting: what a moderator picked to tell it by, in which order, with which words of their own.

What was picked is kept as names of items and never as their words: what is public no more is told no more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

# More than anybody reads, and what a form of the desk can hold.
MOST = 300
INTRODUCTION_LIMIT = 3000
HEADING_LIMIT = 80
# Questions, and as many posts, that are suggested where nobody picked yet.
SUGGESTED = 50


class ItemKind(StrEnum):
    """What an item tells: how people were asked, what they asked, what was posted, what was answered, how many. HEARD
    is what somebody else posted in a chat."""

    CALL = "call"
    QUESTION = "question"
    POST = "post"
    ANSWER = "answer"
    HEARD = "heard"
    FIGURES = "figures"


@dataclass(frozen=True)
class Item:
    """Something that a recap can have in it. `key` names it for as long as it lasts, and `at` is its place in time
    (aware UTC). `suggested` is whether it is picked where nobody picked yet."""

    key: str
    kind: ItemKind
    at: datetime
    suggested: bool = False


@dataclass(frozen=True)
class Pick:
    """An item that was picked, and the heading of the part that begins with it; '' where none does."""

    key: str
    heading: str = ""


@dataclass(frozen=True)
class Recap:
    """What was saved for a meeting. `revision` counts how often; 0 is never, and then `picks` is empty."""

    introduction: str = ""
    picks: tuple[Pick, ...] = ()
    revision: int = 0
    saved_by: str = ""
    saved_at: datetime | None = None


def key(kind: ItemKind, number: int = 0) -> str:
    return f"{kind}-{number}" if number else kind.value


def numbers(kind: ItemKind, picks: Iterable[Pick]) -> list[int]:
    """Those by which the keys of picks of one kind name what they tell."""
    begins = f"{kind}-"
    return [int(pick.key.removeprefix(begins)) for pick in picks if pick.key.startswith(begins)]


def suggested(items: Sequence[Item]) -> tuple[Pick, ...]:
    """What is picked where nobody picked yet, in order of time."""
    return tuple(Pick(item.key) for item in items if item.suggested)


def picked(recap: Recap, items: Sequence[Item]) -> tuple[Pick, ...]:
    """What is in the recap now: what was picked, or is suggested, as far as it can still be told.

    The heading of a part whose first item went stands over what comes next.
    """
    return tuple(_only({item.key for item in items}, recap.picks if recap.revision else suggested(items)))


def _only(keys: Collection[str], picks: Iterable[Pick]) -> Iterator[Pick]:
    waiting = ""
    for pick in picks:
        heading = pick.heading or waiting
        waiting = "" if pick.key in keys else heading
        if pick.key in keys:
            yield replace(pick, heading=heading)


def without(picks: Sequence[Pick], gone: Collection[str]) -> tuple[Pick, ...]:
    """What is left once the items with these keys are no more, and their headings."""
    return tuple(_only({pick.key for pick in picks} - set(gone), picks))


def ticked(shown: Sequence[Pick], ticks: Collection[str], items: Sequence[Item]) -> tuple[Pick, ...]:
    """The picks of a form: of those that were `shown` in their order the ticked ones, and what was ticked besides, each
    before the first one that is later."""
    rank, picks = {item.key: place for place, item in enumerate(items)}, list(_only(ticks, shown))
    besides = set(ticks) - {pick.key for pick in picks}
    for new in (item.key for item in items if item.key in besides):
        place = next((n for n, pick in enumerate(picks) if rank.get(pick.key, -1) > rank[new]), len(picks))
        picks.insert(place, Pick(new))
    return tuple(picks)


def moved(picks: Sequence[Pick], moving: str, by: int) -> tuple[Pick, ...]:
    """One item earlier (-1) or later (1). The heading of a part stays where it is: it is of the part and not of the
    item that begins it."""
    keys = [pick.key for pick in picks]
    if moving not in keys:
        return tuple(picks)
    place = keys.index(moving)
    to = min(max(place + by, 0), len(keys) - 1)
    keys.insert(to, keys.pop(place))
    return tuple(Pick(name, pick.heading) for name, pick in zip(keys, picks, strict=True))


def with_absent(picks: Sequence[Pick], before: Sequence[Pick], there: Collection[str]) -> tuple[Pick, ...]:
    """The new picks, and those of before that cannot be told now and so stood on no form, behind what they stood
    behind: a post that is seen again, or a decision that is taken back, brings them back."""
    result, following = list(picks), _behind(before)
    for absent in (pick for pick in before if pick.key not in there):
        place = next((n + 1 for n, pick in enumerate(result) if pick.key == following[absent.key]), 0)
        result.insert(place, replace(absent, heading=""))  # what comes next has it now
    return tuple(result)


def _behind(picks: Sequence[Pick]) -> Mapping[str, str]:
    """The key that each one stands behind; '' for the first."""
    keys = [pick.key for pick in picks]
    return dict(zip(keys, ["", *keys], strict=False))
