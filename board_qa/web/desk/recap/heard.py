"""What was found in a post of a chat, beside its box in the recap, and the second box that lets it through."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from board_qa.domain.chats.answers import ChatPost
from board_qa.domain.chats.screened import kinds_of, needs_second_tick
from board_qa.domain.rests_on import mark
from board_qa.domain.text.wording import one_line
from board_qa.phrases.chats import IN_A_RECAP, IN_A_RECAP_UNREAD
from board_qa.web.desk.chats.labels import labels
from board_qa.web.desk.parts.listed import Tag

# Before the key of a post: its first box, what that box stood beside, and its second box.
TICK = "tick-"
BESIDE = "beside-"
AS_IT_IS = "as-it-is-"
LET_THROUGH = "Show it as it is: I have read it"


@dataclass(frozen=True)
class FoundIn:
    """`advice` ends in what to do. `mark` is the value of the second box, or of the field beside the first one where
    it `has_box` no second; '' where somebody read it as it is. `is_ticked`: somebody ticked the second box, and
    `problem` is why they have to. `was_picked`: it stands in the recap already."""

    tags: Sequence[Tag]
    advice: Sequence[str]
    mark: str
    has_box: bool
    was_picked: bool
    is_ticked: bool
    problem: str


def found_in(
    key: str, post: ChatPost, picked: Collection[str], ticked: Collection[str], problems: Mapping[str, str]
) -> FoundIn:
    """`picked` are the keys of what is saved, and `ticked` those of posts of which somebody ticked the second box.
    `problems` are sentences by the field that they are about."""
    waits = [IN_A_RECAP_UNREAD] if post.flags is None else []
    return FoundIn(
        labels(post),
        waits or [IN_A_RECAP[kind] for kind in kinds_of(post)],
        "" if post.as_it_is else mark_of(post),
        has_box(key, post, picked),
        key in picked,
        key in ticked,
        problems.get(AS_IT_IS + key, "") or problems.get(TICK + key, ""),
    )


def has_box(key: str, post: ChatPost, picked: Collection[str]) -> bool:
    """Whether somebody must say that they read it. Of what they pick just now the first tick says so, unless something
    was found in it; what is in the recap already is ticked whether they read it again or not."""
    return not post.as_it_is and (key in picked or needs_second_tick(post))


def mark_of(post: ChatPost) -> str:
    """Of its words, its name and its address: a box that was ticked beside others lets nothing through."""
    return mark(post.words, post.author_name, post.author_handle, post.url)


def problem_of(key: str, post: ChatPost, picked: Collection[str]) -> tuple[str, str]:
    """The field of a post that cannot be saved as it was ticked, why, and what to do."""
    whose = f"The post of {one_line(f'@{post.author_handle}' if post.author_handle else post.author_name)}"
    if not has_box(key, post, picked):
        return TICK + key, f"{whose} changed since you opened this page. Read it again, then save or untick it"
    found = ", ".join(tag.label for tag in labels(post))
    return AS_IT_IS + key, f"{whose}: {found}. Read it, then untick it or tick “{LET_THROUGH}”"
