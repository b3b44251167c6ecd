"""Times of a meeting in the hours in which clocks change: one that is left out, or comes twice, is asked about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from board_qa.domain.text.local_time import moments_of
from board_qa.web.operators.security_log import note_not_offered

FIRST, SECOND = "first", "second"
_CHOICES = [SelectChoice(FIRST, "The first time, before the clocks go back"),
            SelectChoice(SECOND, "The second time, an hour later")]  # fmt: skip


def which_field(label: str) -> RadioField:
    """Asks which of two hours is meant. It is only shown, and only looked at, where there are two."""
    return RadioField(label, choices=_CHOICES, validate_choice=False)


def check(typed: Any, which: Any, timezone: str) -> None:
    """Say what must be put right in a field of a local time, and in the one that asks which."""
    if typed.data is None or typed.errors:
        return
    found = moments_of(typed.data, timezone)
    when, zone = f"{typed.data:%H:%M on %-d %B %Y}", timezone.replace("_", " ")
    if not found:
        typed.errors = [f"There is no {when} in {zone}: the clocks go forward in that hour. Enter another time"]
    elif len(found) == 2 and which.data not in (FIRST, SECOND):
        note_not_offered("".join(which.raw_data or ()))
        which.errors = [f"{when} happens twice in {zone}: the clocks go back in that hour. Choose which one you mean"]


def comes_twice(typed: Any, timezone: str) -> bool:
    """Whether the other field has something to ask."""
    return typed.data is not None and len(moments_of(typed.data, timezone)) == 2


def moment(typed: Any, which: Any, timezone: str) -> datetime:
    """The moment that is meant, as aware UTC. Raises ValueError while that is unclear."""
    found = moments_of(typed.data, timezone)
    if len(found) == 2:
        found = {FIRST: found[:1], SECOND: found[1:]}.get(which.data, ())
    if not found:
        raise ValueError(typed.data)
    return found[0]


def as_typed(moment: datetime, local: datetime, timezone: str) -> str | None:
    """What the other field holds of a stored moment."""
    found = moments_of(local, timezone)
    return None if len(found) < 2 else FIRST if moment.astimezone(UTC) == found[0] else SECOND
