"""Which posts of a chat answer which question: by how they begin, or by what they are in reply to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from board_qa.domain.listening.figures import Account
from board_qa.domain.text.flags import Flag

# "A1", "a1.", "A1:", "Q1 A:", "Q1: A1". After "Q1" alone comes the question: "Q1: A good start?".
_BEGINS = re.compile(
    r"q(?P<asked>[0-9]{1,2})[\s.:,-]*a\s*[.:)-]|(?:q[0-9]{1,2}[\s.:,-]*)?a(?P<own>[0-9]{1,2})\b", re.IGNORECASE
)
# What may stand before it: quotes, brackets, an emoji.
_BEFORE = re.compile(r"[^\w@#]+")
_LOOKED_AT = 300  # characters: what an answer begins with stands at its beginning


@dataclass(frozen=True)
class ChatPost:
    """A post that was read for a chat. `posted_at` (aware UTC) is when its first version was posted. `refers_to` are
    the posts that it answers, quotes or passes on, the nearest first, and `conversation` the post that its conversation
    began with; '' where the network does not tell. One that `can_be_seen` is neither deleted nor hidden.
    `flags` are what was found in its words, None while they were not looked through. `as_it_is`: somebody read these
    words beside this name and lets the recap tell them, whatever was found."""

    id: int
    account: Account
    native_id: str
    posted_at: datetime
    text: str
    refers_to: tuple[str, ...] = ()
    conversation: str = ""
    is_ours: bool = False
    is_repost: bool = False
    can_be_seen: bool = True
    shown: str | None = None
    lang: str = ""
    url: str = ""
    author_name: str = ""
    author_handle: str = ""
    flags: tuple[Flag, ...] | None = None
    as_it_is: bool = False

    @property
    def words(self) -> str:
        """As its network shows them."""
        return self.text if self.shown is None else self.shown


@dataclass(frozen=True)
class Gathered:
    """The answers to each question by its number, and all else that was posted, in the order in which it was posted.
    Our own posts, reposts, and what cannot be seen any more are not among them."""

    answers: Mapping[int, Sequence[ChatPost]]
    others: Sequence[ChatPost]

    @property
    def all(self) -> Sequence[ChatPost]:
        """In the order of their questions, and the others last."""
        return [one for each in (*self.answers.values(), self.others) for one in each]

    @property
    def posts(self) -> int:
        return sum(map(len, self.answers.values())) + len(self.others)

    @property
    def participants(self) -> int:
        return people(self.all)


def people(posts: Sequence[ChatPost]) -> int:
    """How many accounts posted these."""
    return len({one.account for one in posts})


def answers_to(text: str, of: int) -> int | None:
    """The number of the question that a text says it answers, of so many; None where it says none of them.

    It stands at the beginning, after handles and hashtags: networks begin a reply with whom it answers.
    """
    words = unicodedata.normalize("NFKC", text[:_LOOKED_AT]).split()
    for place, word in enumerate(words):
        bare = _BEFORE.sub("", word, count=1) if _BEFORE.match(word) else word
        if bare[:1] != "@" and (found := _BEGINS.match(" ".join([bare.lstrip("#"), *words[place + 1 :]]))):
            number = int(found["asked"] or found["own"])
            return number if 1 <= number <= of else None
        if bare and bare[0] not in "@#":
            return None
    return None


def gather(posts: Sequence[ChatPost], asked: Mapping[tuple[str, str], int], of: int) -> Gathered:
    """Each post once. `asked` has the number of each question that we posted, by network and id, of so many.

    How a post begins says most. Else it goes with what it answers or quotes, however many replies are between it and
    the question; else with the question that its conversation began with.
    """
    numbers = _numbers(posts, asked, of)
    answers: dict[int, list[ChatPost]] = {number: [] for number in range(1, of + 1)}
    others = list[ChatPost]()
    for post in sorted(posts, key=lambda one: (one.posted_at, one.id)):
        if not (post.is_ours or post.is_repost) and post.can_be_seen:
            answers.get(numbers[post.account.channel, post.native_id] or 0, others).append(post)
    return Gathered(answers, others)


def _numbers(
    posts: Sequence[ChatPost], asked: Mapping[tuple[str, str], int], of: int
) -> dict[tuple[str, str], int | None]:
    """The question of each post by its network and id. Each is found once, above before below: threads are long."""
    by_id = {(one.account.channel, one.native_id): one for one in posts}
    found: dict[tuple[str, str], int | None] = dict(asked)
    for key in by_id:
        way = dict[tuple[str, str], None]()  # in order, and found at once: somebody may answer themselves 5,000 times
        above: tuple[str, str] | None = key
        while above in by_id and above not in found and above not in way:
            way[above] = None
            above = None if answers_to(by_id[above].text, of) else _above(by_id[above], by_id, asked)
        number = found.get(above) if above else None
        for each in reversed(way):
            post = by_id[each]
            begins_with = asked.get((post.account.channel, post.conversation))
            number = found[each] = answers_to(post.text, of) or number or begins_with
    return found


def _above(
    post: ChatPost, by_id: Mapping[tuple[str, str], ChatPost], asked: Mapping[tuple[str, str], int]
) -> tuple[str, str] | None:
    """The nearest post that this one refers to and that we know."""
    refers = ((post.account.channel, id_) for id_ in post.refers_to)
    return next((one for one in refers if one in asked or one in by_id), None)
