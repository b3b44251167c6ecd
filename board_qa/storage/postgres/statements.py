"""The stores' statements as PostgreSQL wants them written."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import Any

_PARTS = re.compile(
    r"""(?P<quoted>'(?:[^']|'')*')
      | (?P<value>\?(?P<number>\d*))
      | (?P<hint>\bINDEXED\ BY\ \w+)
      | (?P<in_order>\bCROSS\ JOIN\b)
      | (?P<in_none>\b(?P<but>NOT\ )?IN\ \(\s*\))""",
    re.VERBOSE,
)


@lru_cache(maxsize=1_000)
def translated(sql: str) -> str:
    """The statement with its values numbered, and without SQLite's hints to its planner."""
    bound = 0

    def rewritten(part: re.Match[str]) -> str:
        nonlocal bound
        if part["value"]:
            number = int(part["number"] or bound + 1)
            bound = max(bound, number)
            return f"${number}"
        if part["hint"]:
            return ""
        if part["in_order"]:
            return "JOIN"
        if part["in_none"]:  # PostgreSQL has no empty list
            return "!= ALL ('{}')" if part["but"] else "= ANY ('{}')"
        return part["quoted"]

    return _PARTS.sub(rewritten, sql)


def bound(values: tuple[Any, ...]) -> list[Any]:
    """The values as the driver wants them. Text in PostgreSQL holds no NUL: whatever has one has U+FFFD there."""
    return [_bound(value) for value in values]


def _bound(value: Any) -> Any:
    if isinstance(value, Enum):
        value = value.value
    return value.replace("\x00", "\ufffd") if isinstance(value, str) else value
