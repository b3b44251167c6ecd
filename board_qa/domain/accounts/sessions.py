"""How long somebody stays signed in, and what they see of where they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

SESSION_LASTS = timedelta(hours=12)  # one board day
# A laptop that was put away, or left open: that an open desk asks for news by itself is no use.
IDLE_AFTER = timedelta(hours=4)
# Use is noted so often and no more, since each note is a write.
NOTED_EVERY = timedelta(minutes=1)

# What a browser says of itself, more particular names first: all of them say "Mozilla", and most "Safari".
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox",
             "FxiOS": "Firefox", "Chrome": "Chrome", "CriOS": "Chrome", "Safari": "Safari"}  # fmt: skip
_SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "CrOS": "Chromebook",
            "Mac OS X": "Mac", "Linux": "Linux"}  # fmt: skip


@dataclass(frozen=True)
class Session:
    """One place where somebody is signed in. `id` says nothing of its token.

    `vouched_only`: their organisation vouched for them and did not say that it had just asked who they are.
    """

    id: str
    browser: str
    started_at: datetime
    used_at: datetime
    vouched_only: bool = False


@dataclass(frozen=True)
class NewDevice:
    """A device on which an account was used for the first time, and which its owner has not looked at since."""

    browser: str
    first_at: datetime


def browser_named(user_agent: str) -> str:
    """Such as "Firefox on Windows": what a person knows their devices by, and no more of what the browser sends."""
    browser, system = (_first(names, user_agent) for names in (_BROWSERS, _SYSTEMS))
    return f"{browser or 'A browser'} on {system}" if system else browser or "An unknown browser"


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for sign, name in names.items() if re.search(rf"\b{sign}\b", user_agent)), "")
