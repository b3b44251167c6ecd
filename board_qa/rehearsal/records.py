"""What the rehearsal itself did and saw. The verdict is made from this and from what the networks hold."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class OnNetwork:
    """What one network holds, beside what was approved for it and what the moderator's list shows of it."""

    name: str
    approved: int
    sent: int
    sent_twice: int
    unapproved: int  # posts in the board's name that nobody approved
    posts: int  # of the audience, each with words of its own
    questions: int
    questions_twice: int

    def __str__(self) -> str:
        return (
            f"{self.name}: approved {self.approved}, sent {self.sent}, twice {self.sent_twice}, "
            f"posts {self.posts}, questions {self.questions}, twice {self.questions_twice}"
        )


@dataclass(frozen=True)
class Told:
    """Who was told what became of their question, counted from what the mail server, the private pages and the networks
    had of it."""

    asked: int
    by_email: int
    by_page: int
    by_post: int
    twice: int

    @property
    def not_told(self) -> int:
        return self.asked - self.by_email - self.by_page - self.by_post

    def __str__(self) -> str:
        return (
            f"asked {self.asked}, told by email {self.by_email}, on their page {self.by_page}, by post {self.by_post}, "
            f"twice {self.twice}, not told {self.not_told}"
        )


@dataclass(frozen=True)
class Verdict:
    networks: tuple[OnNetwork, ...]
    submitted: int
    questions: int  # of those who submitted one and got a receipt
    questions_twice: int
    approved: int
    shown: int
    killed: int
    leaks: int
    told: Told
    miscounted: int = 0  # by the listening report, beside our own records

    @property
    def lost(self) -> int:
        on_networks = sum(one.approved - one.sent + one.posts - one.questions for one in self.networks)
        return on_networks + self.submitted - self.questions + self.approved - self.shown + self.told.not_told

    @property
    def duplicated(self) -> int:
        return (
            sum(one.sent_twice + one.questions_twice for one in self.networks) + self.questions_twice + self.told.twice
        )

    @property
    def leaked(self) -> int:
        return sum(one.unapproved for one in self.networks) + self.leaks

    @property
    def is_good(self) -> bool:
        """Nothing was lost, duplicated or leaked, and there was something on every side that could have been."""
        there = [
            self.submitted,
            self.approved,
            self.told.asked,
            *(min(one.approved, one.posts) for one in self.networks),
        ]
        return all(there) and not self.lost + self.duplicated + self.leaked + self.miscounted

    def __str__(self) -> str:
        return "; ".join(
            [
                *map(str, self.networks),
                f"web form: submitted {self.submitted}, questions {self.questions}, twice {self.questions_twice}",
                f"screen: approved {self.approved}, shown {self.shown}",
                str(self.told),
                f"report: miscounted {self.miscounted}",
                f"killed {self.killed} times: lost {self.lost}, duplicated {self.duplicated}, leaked {self.leaked}",
            ]
        )


@dataclass
class Records:
    """Texts are the identity of a question here: each one the rehearsal sends is different."""

    to_publish: dict[str, set[str]] = field(default_factory=dict)  # approved by us, by network
    posted: dict[str, set[str]] = field(default_factory=dict)  # by the audience of each network, and to be collected
    acknowledged: dict[str, str] = field(default_factory=dict)  # form text to the receipt's address
    receipts: Counter[str] = field(default_factory=Counter)  # receipt addresses by number of different texts
    may_show: set[str] = field(default_factory=set)  # approved by us, at the moment of asking
    approved: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    leaks: set[str] = field(default_factory=set)
    emails: dict[str, str] = field(default_factory=dict)  # form text to the address that was left with it
    letters: Counter[str] = field(default_factory=Counter)  # by address, as the mail server took them
    final_pages: set[str] = field(default_factory=set)  # texts whose private page says what became of them
    answers: Counter[str] = field(default_factory=Counter)  # by the text they answer, as the networks have them
    followers: dict[str, int] = field(default_factory=dict)  # of the board, by network
    killed: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledge(self, text: str, receipt: str) -> None:
        with self.lock:
            earlier = self.acknowledged.setdefault(text, receipt)
            if earlier != receipt:
                self.receipts[text] += 1  # the same form got two receipts: it was counted twice

    def saw_in_public(self, text: str) -> None:
        """Somebody outside the desk could read this."""
        with self.lock:
            if text and text not in self.may_show:
                self.leaks.add(text)

    def sent(self) -> set[str]:
        """Every question there is: each is to be in the queue once."""
        return set(self.acknowledged).union(*self.posted.values())

    def verdict(self, queue: Counter[str], on_networks: Mapping[str, Counter[str]]) -> Verdict:
        """`queue` is what the moderator's list shows at the end, `on_networks` what each holds of the board's."""
        return Verdict(
            tuple(self._on_network(name, queue, posts) for name, posts in on_networks.items()),
            submitted=len(self.acknowledged),
            questions=_how_many(self.acknowledged.keys(), queue),
            questions_twice=_too_many(self.acknowledged.keys(), queue) + self.receipts.total(),
            approved=len(self.approved),
            shown=len(self.approved & self.shown),
            killed=self.killed,
            leaks=len(self.leaks),
            told=self._told(),
        )

    def miscounted(self, report: Mapping[str, Any]) -> int:
        """By how much a listening report is wrong of these questions: how many came which way, how many were answered,
        how many askers were told, and how many follow the board on each network."""
        sent = {"web": len(self.acknowledged), **{name: len(texts) for name, texts in self.posted.items()}}
        said: dict[str, int] = {one["name"]: one["asked"] for one in report["by_channel"]}
        questions: dict[str, int] = report["questions"]
        followers = {one["network"]: one["begin"] for one in report["our_followers_by_network"]}
        return (
            sum(abs(sent.get(way, 0) - said.get(way, 0)) for way in sent | said)
            + abs(questions["answered"] - len(self.approved))
            + abs(questions["told"] - self._told().asked)
            + sum(abs(count - (followers.get(name) or 0)) for name, count in self.followers.items())
        )

    def _told(self) -> Told:
        posted = set[str]().union(*self.posted.values())
        pages = {text for text in self.acknowledged if text not in self.emails}
        addresses = set(self.emails.values())
        return Told(
            asked=len(posted) + len(self.acknowledged),
            by_email=_how_many(addresses, self.letters),
            by_page=len(pages & self.final_pages),
            by_post=_how_many(posted, self.answers),
            twice=_too_many(addresses, self.letters) + _too_many(posted, self.answers),
        )

    def _on_network(self, name: str, queue: Counter[str], posts: Counter[str]) -> OnNetwork:
        approved, said = self.to_publish.get(name, set()), self.posted.get(name, set())
        return OnNetwork(
            name,
            approved=len(approved),
            sent=_how_many(approved, posts),
            sent_twice=_too_many(approved, posts),
            unapproved=sum(count for text, count in posts.items() if text not in approved),
            posts=len(said),
            questions=_how_many(said, queue),
            questions_twice=_too_many(said, queue),
        )


def _how_many(texts: Set[str], there: Counter[str]) -> int:
    """How many of the texts are there at all."""
    return sum(1 for text in texts if there[text])


def _too_many(texts: Set[str], there: Counter[str]) -> int:
    """How often they are there beyond once each."""
    return sum(max(0, there[text] - 1) for text in texts)
