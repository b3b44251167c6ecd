"""126 people in a chat on three networks, who keep their own record of what they answered."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.support.town import Town

# As many as took part in the chat that showed boards how it is done.
PEOPLE = 126
QUESTIONS = (
    "What helps you feel heard?",
    "What gets in the way?",
    "What would you change first?",
    "Who should be asked who never is?",
    "What will you do differently tomorrow?",
)
_BEGINNINGS = ("A{n} ", "a{n}: ", "A{n}. ", "Q{n} A: ", "@{board} A{n} ")
_NOISE = ("Hello from Leeds", "Great to see so many here", "A9 is not a question", "Our A1 road is closed")


@dataclass
class Chatters:
    """Who posts what. `answers` has, by question, who answered how often; 0 are posts that answer none.

    Whoever answers an answer that hangs below our post leaves the hashtag out. Below a post that stands alone they keep
    it: no network would show us theirs without it (docs/chats.md).
    """

    town: Town
    hashtag: str
    chance: random.Random = field(default_factory=lambda: random.Random(126))
    answers: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    last: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def networks(self) -> Mapping[str, Any]:
        return {"X": self.town.live.network, "Bluesky": self.town.bluesky, "Mastodon": self.town.mastodon}

    def answer(self, number: int, ids: Mapping[str, str]) -> None:
        """Everybody has a say about a question whose posts have these ids: below its number, as a reply to it or to
        another answer, or about something else. Whoever said nothing so far does at the last one."""
        for place in range(PEOPLE):
            name = list(ids)[place % len(ids)]
            if number == len(QUESTIONS) or self.chance.random() < 0.7:
                self.chance.choice(self._ways())(number, place, name, ids[name])

    def _ways(self) -> list[Callable[[int, int, str, str], None]]:
        return [self._with_its_number, self._below_it, self._below_an_answer, self._besides, self._passed_on]

    def _with_its_number(self, number: int, place: int, name: str, _: str) -> None:
        begins = self.chance.choice(_BEGINNINGS).format(n=number, board="board.test")
        self.last[name] = self._say(number, place, name, f"{begins}we listen, says {place} #{self.hashtag}"), True

    def _below_it(self, number: int, place: int, name: str, id_: str) -> None:
        self.last[name] = self._say(number, place, name, f"We listen, says {place}", reply_to=id_), False

    def _below_an_answer(self, number: int, place: int, name: str, id_: str) -> None:
        above, stands_alone = self.last.get(name, (id_, False))
        text = f"So do we, says {place}{f' #{self.hashtag}' if stands_alone else ''}"
        self.last[name] = self._say(number, place, name, text, reply_to=above), stands_alone

    def _besides(self, number: int, place: int, name: str, _: str) -> None:
        self._say(0, place, name, f"{self.chance.choice(_NOISE)}, says {place} at {number} #{self.hashtag}")

    def _passed_on(self, number: int, place: int, name: str, id_: str) -> None:
        """Where the network has reposts. Whoever passes something on has said nothing: they say it now."""
        if name == "X":
            network = self.networks()[name]
            network.post(self._person(place, name), f"RT: Q{number} #{self.hashtag}", repost_of=id_)
        self._with_its_number(number, place, name, id_)

    def _say(self, number: int, place: int, name: str, text: str, **ties: str) -> str:
        self.answers[number][f"{name} {place}"] += 1
        return str(self.networks()[name].post(self._person(place, name), text, **ties))

    def _person(self, place: int, name: str) -> str:
        return str(
            self.networks()[name].user(f"chatter{place}{'.test' if name == 'Bluesky' else ''}", f"Person {place}")
        )

    def next_question(self) -> None:
        self.last.clear()

    @property
    def participants(self) -> int:
        return len({who for each in self.answers.values() for who in each})

    def counted(self) -> dict[str, Any]:
        """What the report must say."""
        return {
            "answers": [self.answers[number].total() for number in range(1, len(QUESTIONS) + 1)],
            "people": [len(self.answers[number]) for number in range(1, len(QUESTIONS) + 1)],
            "others": self.answers[0].total(),
            "participants": self.participants,
        }
