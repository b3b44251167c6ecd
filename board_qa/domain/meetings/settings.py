"""What people set for a meeting or for the board, as its history keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Difference:
    """One setting and what it was and is, each in the words of its form; '' for nothing."""

    setting: str
    before: str
    after: str


@dataclass(frozen=True)
class SettingChange:
    """One row of the history of settings: what was changed, by whom and when (aware UTC)."""

    what: Difference
    by: str
    at: datetime
