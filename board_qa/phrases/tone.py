"""What the tone of a post is called, and what is said of tagging it."""

from __future__ import annotations

from board_qa.domain.listening.tagging import PostToTag, Tag, TaggingProgress
from board_qa.domain.listening.tone import Tone

TITLES = {Tone.POSITIVE: "Positive", Tone.NEUTRAL: "Neutral", Tone.NEGATIVE: "Negative"}

NOT_A_TONE = "Choose positive, neutral or negative"
NOTHING_TO_TAG = "That post is not here any more, or its words were deleted. Nothing was tagged"
NOTHING_TO_UNDO = "There is nothing of yours to take back"


def far_said(progress: TaggingProgress) -> str:
    return f"{progress.tagged:,} of {progress.total:,} tagged"


def tagged_said(tone: Tone, progress: TaggingProgress) -> str:
    return f"Tagged {tone.value}. {far_said(progress)}."


def meanwhile_said(tag: Tag | None) -> str:
    """Why a tag was refused: what somebody else did since the page was read."""
    if tag is None:
        return "A colleague took the tag of this post back. Nothing was changed: look at it again"
    return f"{tag.by} tagged this post {tag.tone.value} meanwhile. Nothing was changed: look at it again"


def taken_back_said(post: PostToTag | None) -> str:
    """`post` is as it stands now; None where its words cannot be seen any more."""
    if post is None:
        return "Taken back."
    return f"Taken back. The post is tagged {post.tag.tone.value}." if post.tag else "Taken back. It is not tagged now."
