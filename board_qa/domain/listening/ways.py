"""Which channel next: what each way in which questions come brought at a meeting, and what it cost. docs/listening.md
says what each figure counts and leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from board_qa.domain.listening.figures import Heard, Window, counted
from board_qa.domain.listening.questions import Asked, Outcomes, by_channel
from board_qa.domain.questions.audience import CAME_BY
from board_qa.domain.questions.question import WEB_FORM


class Bill(StrEnum):
    """Whether a cost is known, and why it is what it is."""

    CHARGED = "charged"  # the network bills, and it is what was booked for this meeting
    FREE = "free"  # nothing that this network is asked for costs anything
    UNKNOWN = "unknown"  # a network that is not set up here, so that nobody counts what it costs
    NOT_COUNTED = "not_counted"  # no network: what it costs is people's time


@dataclass(frozen=True)
class Way:
    """One way, by the name of its channel; `through_partner` are the questions that came by the web form after somebody
    opened a partner's link. `of` is how many questions there were in all.

    `posts` and `accounts` are None where nothing is read, and `cost`, in millionths of a US dollar, where it is not
    known or not counted.
    """

    name: str
    through_partner: bool
    asked: int
    answered: int
    of: int
    posts: int | None
    accounts: int | None
    bill: Bill
    cost: int | None

    @property
    def share(self) -> int | None:
        """How many of a hundred questions came this way; None where there were none at all."""
        return _of_a_hundred(self.asked, self.of)

    @property
    def share_answered(self) -> int | None:
        """How many of a hundred that came this way were answered; None of none."""
        return _of_a_hundred(self.answered, self.asked)

    @property
    def cost_a_question(self) -> int | None:
        """In millionths of a US dollar, to the nearest; None where no question came."""
        return None if self.cost is None or not self.asked else round(self.cost / self.asked)


def ways(
    asked: Sequence[Asked], heard: Iterable[Heard], window: Window, free: Mapping[str, bool], spent: Mapping[str, int]
) -> list[Way]:
    """The way by which most came first; the web form and each network that is set up also where nothing came.

    `heard` are posts by others than the board, `free` says of each network that is set up whether it charges nothing,
    and `spent` what each charged for this meeting, in millionths of a US dollar.
    """
    by_network: dict[str, list[Heard]] = {}
    for one in heard:
        by_network.setdefault(one.account.channel, []).append(one)
    partners = by_channel(one for one in asked if one.through_partner)
    others = by_channel(one for one in asked if not one.through_partner)
    known = {one.name for one in others}
    named = dict.fromkeys([WEB_FORM, *free, *by_network, *spent])
    others += [Outcomes(name, 0, 0, 0, 0) for name in named if name not in known]
    total = sum(one.asked for one in [*partners, *others])
    found = [
        *(_way(one, total, by_network, window, free, spent) for one in others),
        *(_through_partner(one, total) for one in partners),
    ]
    return sorted(found, key=lambda one: -one.asked)


def _way(
    outcome: Outcomes,
    total: int,
    by_network: Mapping[str, Sequence[Heard]],
    window: Window,
    free: Mapping[str, bool],
    spent: Mapping[str, int],
) -> Way:
    name = outcome.name
    is_read = name in free or name in by_network
    told = counted(by_network.get(name, ()), window)
    bill = _bill(name, free, spent)
    cost = spent.get(name, 0) if bill in (Bill.CHARGED, Bill.FREE) else None
    posts, accounts = (told.posts, told.participants) if is_read else (None, None)
    return Way(name, False, outcome.asked, outcome.answered, total, posts, accounts, bill, cost)


def _through_partner(outcome: Outcomes, total: int) -> Way:
    return Way(outcome.name, True, outcome.asked, outcome.answered, total, None, None, Bill.NOT_COUNTED, None)


def _bill(name: str, free: Mapping[str, bool], spent: Mapping[str, int]) -> Bill:
    if name in CAME_BY:
        return Bill.NOT_COUNTED
    if spent.get(name):
        return Bill.CHARGED
    if name in free:
        return Bill.FREE if free[name] else Bill.CHARGED
    return Bill.UNKNOWN


def _of_a_hundred(part: int, whole: int) -> int | None:
    return round(part * 100 / whole) if whole else None
