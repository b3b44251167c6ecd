"""What was found in a post of a chat, beside its box in the recap, and the second box that lets it through."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256

from board_qa.domain.chats.answers import ChatPost
from board_qa.domain.chats.screened import kinds_of, must_be_read
from board_qa.domain.text.wording import one_line
from board_qa.phrases.chats import IN_A_RECAP, IN_A_RECAP_UNREAD
from board_qa.web.desk.chats.labels import labels
from board_qa.web.desk.parts.listed import Tag

PREFIX = "as-it-is-"
LET_THROUGH = "Show it as it is: I have read it"


@dataclass(frozen=True)
class FoundIn:
    """`advice` ends in what to do. `mark` is the value of the second box, '' where none is needed; `is_ticked` that
    somebody ticked it, and `problem` that they have to. `is_let_through`: somebody ticked it and saved."""

    tags: Sequence[Tag]
    advice: Sequence[str]
    mark: str
    is_ticked: bool
    is_let_through: bool
    problem: str


def found_in(key: str, post: ChatPost, ticked: Collection[str], problem: str) -> FoundIn:
    """`ticked` are the keys of posts of which somebody ticked the second box."""
    waits = [IN_A_RECAP_UNREAD] if post.flags is None else []
    return FoundIn(
        labels(post),
        waits or [IN_A_RECAP[kind] for kind in kinds_of(post)],
        mark_of(post) if must_be_read(post) else "",
        key in ticked,
        post.as_it_is,
        problem,
    )


def mark_of(post: ChatPost) -> str:
    """Of its words: a box that was ticked beside other words lets nothing through. Its author knows both, so that two
    texts with one mark must be out of reach (ASVS 11.4.3): the whole digest."""
    return sha256(post.words.encode()).hexdigest()


def problem_of(post: ChatPost) -> str:
    """Why it cannot be saved by one tick, and what to do."""
    who = f"@{post.author_handle}" if post.author_handle else post.author_name
    found = ", ".join(tag.label for tag in labels(post))
    return f"The post of {one_line(who)}: {found}. Read it, then untick it or tick “{LET_THROUGH}”"
