"""How X names what it is asked for: it is moving from `tweet.*` to `post.*`, and back (docs/networks/x.md, "Reading").

What a refusal teaches is forgotten after a while. A name that was unknown for a minute must not leave authors and long
texts out until somebody restarts the service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

FIELDS = ("tweet.fields", "post.fields", "user.fields", "expansions")
# What a server can do without knowing. Without a time to start from it tells everything it has.
OPTIONAL = (*FIELDS, "start_time")
_OLD, _NEW = "tweet.fields", "post.fields"
_NEW_NAMES = {_OLD: _NEW, "referenced_tweets": "referenced_posts", "note_tweet": "note_post"}
# Without these nothing can be made of a post: a server that refuses them is asked in other words.
_NEEDED = frozenset({"author_id", "created_at"})
# Two refused calls in that time is what it costs to find out that a name is known again.
_FORGOTTEN_AFTER = timedelta(minutes=10)


class Dialect:
    """The names that were understood last, and what is left out for the time being because it was not."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._names = _OLD
        self._left_out: dict[str, datetime] = {}

    def words(self, params: dict[str, Any]) -> dict[str, Any]:
        """The parameters as this network names them."""
        names = _NEW_NAMES if self._names == _NEW else {}
        asked = {names.get(name, name): value for name, value in params.items()}
        return {name: self._fields(name, value, names) for name, value in asked.items() if not self._leaves_out(name)}

    def reword(self, refused: Iterable[str], asked: dict[str, Any], tried: set[str]) -> bool:
        """Find other words after a refusal; False where it is not about words that we can change.

        `tried` has the names for fields that were refused already in the course of this request.
        """
        optional = {name for name in asked if name in OPTIONAL}
        values = {part for name in optional & set(FIELDS) for part in str(asked[name]).split(",")}
        unknown = set(refused) & values - _NEEDED or set(refused) & optional
        if self._names in unknown:
            tried.add(self._names)
            other = _NEW if self._names == _OLD else _OLD
            if other not in tried:
                self._names = other
                return True
        self._leave_out(unknown | tried if tried & unknown else unknown)
        return bool(unknown)

    def _fields(self, name: str, value: Any, names: dict[str, str]) -> Any:
        if name not in FIELDS:
            return value
        parts = (names.get(part, part) for part in str(value).split(","))
        return ",".join(part for part in parts if not self._leaves_out(part))

    def _leaves_out(self, name: str) -> bool:
        return self._left_out.get(name, self._clock()) > self._clock()

    def _leave_out(self, names: Iterable[str]) -> None:
        for name in names:
            self._left_out[name] = self._clock() + _FORGOTTEN_AFTER
