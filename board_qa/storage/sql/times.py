"""Times as text in the database: UTC, one width, so that they sort as they passed."""

from __future__ import annotations

from datetime import UTC, datetime


def stored(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def stored_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else stored(moment)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def moment_or_none(text: str | None) -> datetime | None:
    return None if text is None else moment(text)
