"""The call for questions: the first draft, and whether a post on the network is the one we sent."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

from .model import MeetingDetails


def draft_call(details: MeetingDetails, address: str) -> str:
    """The words a moderator starts from: what, when, how to ask, by when. A person edits and approves them."""
    when = spoken_time(details.starts_at, details.timezone)
    deadline = spoken_time(details.closes_at, details.timezone)
    return (
        f"Our board meets in public on {when}. What would you like to ask? "
        f"Reply here or use #{details.hashtag} by {deadline}, or ask at {address}"
    )


def spoken_time(moment: datetime, timezone: str) -> str:
    """A moment as it is said aloud in the board's time zone: "Thursday 26 November at 10am"."""
    local = moment.astimezone(ZoneInfo(timezone))
    return f"{local:%A} {local.day} {local:%B} at {clock_time(moment, timezone)}"


def clock_time(moment: datetime, timezone: str) -> str:
    """A time of day as the NHS content guide writes it: 10am, 2:30pm, midday, midnight."""
    local = moment.astimezone(ZoneInfo(timezone))
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    hour = local.hour % 12 or 12
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{hour}{minutes}{'am' if local.hour < 12 else 'pm'}"


def same_words(ours: str, theirs: str) -> bool:
    """Whether two texts, without their links, are one post.

    Only the words count: a network replaces links, composes characters, and may touch punctuation.
    """
    return _words(ours) == _words(theirs)


def _words(text: str) -> str:
    return " ".join(re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text)).split()).casefold()
