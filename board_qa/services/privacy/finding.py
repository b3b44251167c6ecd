"""Find what is kept of one person, and hand it out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.outbox import OutgoingPost
from board_qa.domain.questions.history import Actor, Change
from board_qa.domain.questions.question import Question
from board_qa.domain.telling.letters import Letter
from board_qa.ports import Ports
from board_qa.services.privacy.erasing import about, note

HANDED_OUT = "person_data_handed_out"
_ALL = 2**31  # rows


@dataclass(frozen=True)
class Found:
    """What may be of one person: people share names. `posts` became no question; `mentions` are questions of others, or
    of nobody we know, in which the same words stand."""

    questions: Sequence[Question] = ()
    posts: Sequence[ObservedPost] = ()
    mentions: Sequence[Question] = ()

    def __bool__(self) -> bool:
        return bool(self.questions or self.posts or self.mentions)

    @property
    def theirs(self) -> tuple[Question | ObservedPost, ...]:
        """What there is to choose from."""
        return (*self.questions, *self.posts)

    def chosen(self, keys: Iterable[str]) -> Found:
        """Those of it that somebody chose, by `key_of`."""
        wanted = set(keys)
        return Found(
            [one for one in self.questions if key_of(one) in wanted],
            [one for one in self.posts if key_of(one) in wanted],
        )


@dataclass(frozen=True)
class Kept:
    """Everything that is kept of one question."""

    question: Question
    history: Sequence[Change]
    posted: Sequence[OutgoingPost]
    letters: Sequence[Letter]


def key_of(one: Question | ObservedPost) -> str:
    """How a form names it."""
    return str(one.id) if isinstance(one, Question) else f"{one.channel} {one.post.native_id}"


def find(ports: Ports, who: str) -> Found:
    """By name, handle, email address or receipt number; and what has the same handle or address as what that finds."""
    data = ports.store.person_data
    named = [one] if (one := _by_receipt(ports, who)) else data.questions(who)
    found = {one.id: one for one in named}
    for sure in {sure for one in named for sure in (one.source.author_handle, one.source.email) if sure} - {who}:
        found |= {one.id: one for one in data.questions(sure)}
    theirs = {post for one in found.values() for post in ports.store.erasures.posts_of(one)}
    posts = [one for one in data.posts(who) if (one.channel, one.post.native_id) not in theirs]
    mentions = [one for one in data.mentioning(who) if one.id not in found]
    return Found(sorted(found.values(), key=lambda one: -one.id), posts, mentions)


def hand_out(ports: Ports, found: Found, actor: Actor) -> list[Kept]:
    """Everything of these questions, and a note of who took it."""
    store = ports.store
    with store.transaction():
        note(ports, HANDED_OUT, len(found.questions), len(found.posts), actor)
        return [
            Kept(
                one,
                store.questions.history(one.id, limit=_ALL),
                about(ports, one),
                store.letters.of_question(one.id),
            )
            for one in found.questions
        ]


def _by_receipt(ports: Ports, who: str) -> Question | None:
    code, _, called = who.strip().partition("-")
    meeting = ports.store.meetings.by_code(code.upper()) if called else None
    question = ports.store.questions.by_called(meeting.id, called.lower()) if meeting else None
    return None if question is None or question.is_empty else question
