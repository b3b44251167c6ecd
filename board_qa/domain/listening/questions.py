"""What became of the questions of a meeting, counted: by the way they came, by agenda item, and by who asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from board_qa.domain.questions.question import State

# What a board answered: aloud, or in writing.
_ANSWERED = frozenset({State.ANSWERED, State.WRITTEN})


@dataclass(frozen=True)
class Asked:
    """A question as it counts: `fate` and `reason` are its head's, where it was grouped. `asker` is '' where nothing
    tells who asked. `asked_at` and `answered_at` are aware UTC; None while it is not answered. `through_partner`: by
    the form, after somebody opened a partner's link."""

    channel: str
    fate: State
    agenda_item: str
    reason: str
    asker: str
    asked_at: datetime
    answered_at: datetime | None
    through_partner: bool = False


@dataclass(frozen=True)
class Outcomes:
    """Of the questions that came one way, or for one agenda item. Withdrawn ones are not among them."""

    name: str
    asked: int
    answered: int
    redirected: int
    declined: int

    @property
    def waiting(self) -> int:
        return self.asked - self.answered - self.redirected - self.declined

    @property
    def share(self) -> int:
        """How many of a hundred were answered; 0 of none."""
        return round(self.answered * 100 / self.asked) if self.asked else 0


@dataclass(frozen=True)
class People:
    """`first_time`: of those who asked, who had asked at none of this board's earlier meetings. `unnamed` counts the
    questions that nothing tells who asked: they are nobody's in the other two."""

    askers: int
    first_time: int
    unnamed: int


@dataclass(frozen=True)
class Questions:
    """All of a meeting. Withdrawn questions count nowhere; `told` is how many askers know what became of theirs, or are
    not to be told; `days_to_answer` is the median, None where nothing was answered."""

    by_channel: Sequence[Outcomes]
    by_agenda_item: Sequence[Outcomes]
    declined_for: Sequence[tuple[str, int]]
    people: People
    supports: int
    told: int
    days_to_answer: float | None

    @property
    def asked(self) -> int:
        return sum(one.asked for one in self.by_channel)

    @property
    def answered(self) -> int:
        return sum(one.answered for one in self.by_channel)


def by_channel(asked: Iterable[Asked]) -> list[Outcomes]:
    """The way by which most came first."""
    return _outcomes(asked, lambda one: one.channel)


def by_agenda_item(asked: Iterable[Asked]) -> list[Outcomes]:
    """The item about which most was asked first; '' are the questions that are about none."""
    return _outcomes(asked, lambda one: one.agenda_item)


def declined_for(asked: Iterable[Asked]) -> list[tuple[str, int]]:
    """Why questions were declined, the most frequent reason first."""
    reasons = Counter(one.reason for one in asked if one.fate is State.DECLINED)
    return sorted(reasons.items(), key=lambda one: (-one[1], one[0]))


def days_to_answer(asked: Iterable[Asked]) -> float | None:
    """The median of the days from asking to the answer; None where nothing was answered."""
    took = [
        # A network whose clock is ahead says that it was asked a moment after it was answered here.
        max(one.answered_at - one.asked_at, timedelta()) / timedelta(days=1)
        for one in asked
        if one.answered_at is not None
    ]
    return median(took) if took else None


def people(asked: Sequence[Asked], keys: Mapping[str, Collection[str]], earlier: Collection[str]) -> People:
    """Whoever shares a key with somebody is the same person. `keys` are those of each asker, and `earlier` those that
    came with questions of earlier meetings."""
    whoever = [one.asker for one in asked if one.fate is not State.WITHDRAWN]
    found, before = _joined({asker, *keys.get(asker, ())} for asker in whoever if asker), set(earlier)
    return People(len(found), sum(before.isdisjoint(one) for one in found), whoever.count(""))


def _joined(groups: Iterable[set[str]]) -> list[set[str]]:
    """Groups without a key in common: those that shared one are one."""
    by_key: dict[str, set[str]] = {}
    for group in groups:
        whole = group.union(*(by_key[key] for key in group if key in by_key))
        by_key.update(dict.fromkeys(whole, whole))
    return list({id(one): one for one in by_key.values()}.values())


def _outcomes(asked: Iterable[Asked], name: Callable[[Asked], str]) -> list[Outcomes]:
    fates: dict[str, Counter[State]] = {}
    for one in asked:
        if one.fate is not State.WITHDRAWN:
            fates.setdefault(name(one), Counter())[one.fate] += 1
    found = [_outcome(called, counts) for called, counts in fates.items()]
    return sorted(found, key=lambda one: (-one.asked, one.name))


def _outcome(name: str, counts: Counter[State]) -> Outcomes:
    answered = sum(counts[state] for state in _ANSWERED)
    return Outcomes(name, counts.total(), answered, counts[State.REDIRECTED], counts[State.DECLINED])
