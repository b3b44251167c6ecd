"""The moment that a 429 asks us to wait for: the end of a quarter of an hour, or of a day (docs/networks/x.md)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from board_qa.channels.http import retry_after, since_1970

# A day's limit is told beside the quarter's, whether it is used up or not.
_BY_DAY = ("x-app-limit-24hour", "x-user-limit-24hour")
_BY_QUARTER = "x-rate-limit"


def reset(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """The latest reset of the limits that are used up; None where there is none, or nonsense."""
    used_up = [limit for limit in _BY_DAY if headers.get(f"{limit}-remaining", "").strip() == "0"]
    resets = [since_1970(headers.get(f"{limit}-reset", "")) for limit in (*used_up, _BY_QUARTER)]
    found = [moment for moment in (*resets, retry_after(headers.get("retry-after", ""), now)) if moment]
    return max(found, default=None)
