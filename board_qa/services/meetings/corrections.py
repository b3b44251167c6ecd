"""What was published of a meeting before somebody changed it, and is wrong now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.settings import SettingChange
from board_qa.ports import Ports

_OF_THE_DEADLINE = frozenset(
    {"closing_by", "closes_at", "deadline_kind", "deadline_count", "deadline_weekday", "deadline_at", "nation"}
)
# Rows of the record: nobody changes a meeting oftener.
_FAR_ENOUGH = 1_000


@dataclass(frozen=True)
class Corrections:
    """`started_at` is when the meeting was to start before it was moved last, None where it never was; `deadline`,
    whether the deadline was changed by itself."""

    started_at: datetime | None
    deadline: bool


def corrections(ports: Ports, meeting: Meeting) -> Corrections:
    changes = ports.store.settings.history(meeting.id, _FAR_ENOUGH)
    moved = next((change for change in changes if change.what.setting == "starts_at"), None)
    return Corrections(
        started_at=_before(moved, meeting.details.timezone) if moved else None,
        deadline=any(change.what.setting in _OF_THE_DEADLINE for change in changes),
    )


def _before(change: SettingChange, timezone: str) -> datetime:
    return datetime.fromisoformat(str(change.what.before)).replace(tzinfo=ZoneInfo(timezone))
