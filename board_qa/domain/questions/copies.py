"""When two questions are one that came twice: the same post, or the same words from what may be the same person."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from board_qa.domain.networks.links import NotALink, read_link
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.question import NewQuestion
from board_qa.domain.text import wording

Place = TypeVar("Place")

# Characters, in which a text has so many words but where it is nearly all names and links. Most questions have fewer
# words, and are told by all of them.
_BEGINNING = 1_000
_FIRST = 60
# Links, names and hashtags say where a text was sent, not what it asks.
_ADDRESSING = re.compile(r"https?://\S+|(?<!\w)[@#]\w[\w.@-]*")
# The second and each further of the rows that say the very same, where somebody took them all.
_NUMBERED = re.compile(r"[0-9a-f]{64}-[0-9]+")


def words_key(text: str) -> str:
    """A text without case, punctuation, links, names and hashtags; '' where nothing is left.

    Marks stay beside letters and digits: many scripts write their vowels with them.
    """
    bare = unicodedata.normalize("NFKC", _ADDRESSING.sub(" ", wording.shown(text)).casefold())
    kept = (character if unicodedata.category(character)[0] in "LMN" else " " for character in bare)
    return " ".join("".join(kept).split())


def first_words(text: str) -> str:
    """The first words of `words_key`, by which its copies are looked up, without going through all of a long text.

    It is stored with each question: whoever changes it works it out anew for those that are there, in a migration.
    """
    return " ".join(words_key(text[:_BEGINNING]).split()[:_FIRST])


def linked(url: str) -> tuple[str, str] | None:
    """The network and the id that the link to a post tells; None where it tells none, or there is no link."""
    with suppress(NotALink):  # an address of the network's own making; its id still tells it
        return read_link(url).identity if url else None
    return None


def says_the_same(copied: NewQuestion, post: Post) -> bool:
    """Whether somebody may have copied this post: its words, and its account as far as they copied that."""
    words = {" ".join(text.split()) for text in (post.text, post.shown or post.text)}
    return " ".join(copied.text.split()) in words and (
        not copied.author_handle or _is_one_account(copied.author_handle, post.author_handle)
    )


def reads_the_same(copied: NewQuestion, post: Post) -> bool:
    """Whether it has the words in which its network shows the post. The network's own text, in which links are short,
    says nothing of where they lead: what they stand for was approved by nobody."""
    return " ".join(copied.words.split()) == " ".join((post.shown or post.text).split())


def names_the_same(copied: NewQuestion, post: Post) -> bool:
    """Whether it has the name that the post has; who typed none has the handle there, where the link tells one. A name
    that nobody typed was approved by nobody."""
    name = wording.one_line(copied.author_name).casefold()
    return name != "" and name in (copied.author_handle.casefold(), wording.one_line(post.author_name).casefold())


def _is_one_account(one: str, other: str) -> bool:
    """A link to a post of a server may name a host below that of its accounts, and a person none at all."""
    (name, _, host), (other_name, _, domain) = one.casefold().partition("@"), other.casefold().partition("@")
    return name == other_name and (host in ("", domain) or host.endswith(f".{domain}"))


def numbered_copy(native_id: str, copy: int) -> str:
    """The id of one of several that say the very same: the first has the id that it would have alone."""
    return f"{native_id}-{copy}" if copy > 1 else native_id


@dataclass(frozen=True)
class DuplicateKeys:
    """What two questions are compared by, worked out once for each."""

    question: NewQuestion
    posts: frozenset[tuple[str, str]]
    words: str


def duplicate_keys(question: NewQuestion) -> DuplicateKeys:
    """The post is told by our reader's id and by its link: an edited one is linked to by another id than its first."""
    link = linked(question.url)
    posts = {(question.channel, question.native_id), *([link] if link else [])}
    # A numbered copy has the words of others, and is meant to.
    words = "" if _NUMBERED.fullmatch(question.native_id) else words_key(question.text)
    return DuplicateKeys(question, frozenset(posts), words)


class DuplicateIndex(Generic[Place]):
    """Questions that are there already, each with the place where it is."""

    def __init__(self) -> None:
        self._posts: dict[tuple[str, str], Place] = {}
        self._words: defaultdict[str, list[tuple[NewQuestion, Place]]] = defaultdict(list)

    def add(self, known: DuplicateKeys, place: Place) -> None:
        for post in known.posts:
            self._posts.setdefault(post, place)
        self._words[known.words].append((known.question, place))

    def copy_of(self, new: DuplicateKeys) -> Place | None:
        """Where the same question is: by its link, else by its words."""
        for post in new.posts:
            if post in self._posts:
                return self._posts[post]
        alike = self._words.get(new.words, []) if new.words else []
        return next((place for other, place in alike if _may_be_one_person(new.question, other)), None)


def _may_be_one_person(one: NewQuestion, other: NewQuestion) -> bool:
    """Whether nothing says that two people asked: a campaign's text sent by twenty people is twenty questions."""
    if one.channel == other.channel and one.author_handle and other.author_handle:
        return one.author_handle.casefold() == other.author_handle.casefold()
    names = {wording.one_line(question.author_name).casefold() for question in (one, other)}
    return len(names) == 1 or "" in names
