"""The call for questions: the first draft, and whether a post on the network is the one we sent."""

from __future__ import annotations

import re
import unicodedata

from board_qa.domain.meetings.meeting import MeetingDetails
from board_qa.domain.text.spoken import spoken_time


def draft_call(details: MeetingDetails, address: str) -> str:
    """The words a moderator starts from: what, when, how to ask, by when. A person edits and approves them."""
    when = spoken_time(details.starts_at, details.timezone)
    deadline = spoken_time(details.closes_at, details.timezone)
    return (
        f"Our board meets in public on {when}. What would you like to ask? "
        f"Reply here or use #{details.hashtag} by {deadline}, or ask at {address}"
    )


def same_words(ours: str, theirs: str) -> bool:
    """Whether two texts, without their links, are one post.

    Only the words count: a network replaces links, composes characters, and may touch punctuation.
    """
    return _words(ours) == _words(theirs)


def _words(text: str) -> str:
    return " ".join(re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text)).split()).casefold()
