"""What was found in a post of a chat, as its labels at the desk."""

from __future__ import annotations

from board_qa.domain.chats.answers import ChatPost
from board_qa.domain.chats.screened import kinds_of
from board_qa.domain.text.flags import LABELS
from board_qa.web.desk.parts.listed import Tag
from board_qa.web.shell.words import FLAG_COLOURS

WAITS = "Not checked yet"


def labels(post: ChatPost) -> list[Tag]:
    """Those of the list of questions, the gravest first; that it waits, while it was not looked through."""
    if post.flags is None:
        return [Tag(WAITS, "grey")]
    return [Tag(LABELS[kind], FLAG_COLOURS[kind]) for kind in kinds_of(post)]
