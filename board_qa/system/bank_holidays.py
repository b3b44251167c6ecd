"""The working days of England, Wales and Scotland, from the `holidays` library.

Why this library: it holds the rules of each nation, substitute days and proclaimed days included, works without a
network, and is kept up to date (MIT licence; pure Python, so gevent has no say in it). GOV.UK publishes the same
days at https://www.gov.uk/bank-holidays; check against it when the pin is raised. A bank holiday proclaimed after the
pinned release is not known here until the pin is raised; a moderator can override the deadline it moves.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays

from board_qa.domain.meetings.rules import Nation

_SUBDIVISIONS = {Nation.ENGLAND: "ENG", Nation.WALES: "WLS", Nation.SCOTLAND: "SCT"}
_SATURDAY = 5


class BankHolidays:
    """Answers `ports.WorkingDays`: every day but Saturdays, Sundays and the nation's bank holidays."""

    def is_working_day(self, day: date, nation: Nation) -> bool:
        return day.weekday() < _SATURDAY and day not in _bank_holidays(nation, day.year)


@lru_cache(maxsize=64)
def _bank_holidays(nation: Nation, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[nation], years=year))
