"""What comes next after a meeting, as its public page says it."""

from __future__ import annotations

from collections.abc import Iterator

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.publishing import promised_on
from board_qa.domain.questions.owed import OwedFilter
from board_qa.domain.text.saying import gettext_noop
from board_qa.domain.text.spoken import spoken_date
from board_qa.services.meetings.meetings import is_over
from board_qa.services.questions import rule_checks
from board_qa.web.shell.installation import ports
from board_qa.web.shell.language import say

_OVER = gettext_noop("This meeting is over.")
_CLOSED = gettext_noop("The part of the meeting for questions is over.")


def what_comes_next(meeting: Meeting) -> tuple[str, ...]:
    """In the language of this page. Nothing is promised that nobody at the board has decided."""
    over = is_over(meeting, ports().clock())
    return say().gettext(_OVER if over else _CLOSED), *_answers(meeting), *_record(meeting)


def _answers(meeting: Meeting) -> Iterator[str]:
    """How many answers are owed in writing, by the last day for which one is promised, and how many are late."""
    owed, today = ports().store.owed, rule_checks.today(ports(), meeting).isoformat()
    of_this = OwedFilter(meeting_id=meeting.id)
    late = owed.count(OwedFilter(meeting_id=meeting.id, before=today))
    due = owed.last_due(meeting.id)
    if to_come := owed.count(of_this) - late:
        by = spoken_date(due, say()) if due >= today else ""
        yield _to_come(to_come, by)
    if late:
        said = say().ngettext("{count} written answer is late.", "{count} written answers are late.", late)
        yield said.format(count=late)


def _to_come(count: int, by: str) -> str:
    if by:
        said = say().ngettext(
            "We will answer {count} more question in writing by {date}.",
            "We will answer {count} more questions in writing by {date}.",
            count,
        )
        return said.format(count=count, date=by)
    said = say().ngettext(
        "We will answer {count} more question in writing.", "We will answer {count} more questions in writing.", count
    )
    return said.format(count=count)


def _record(meeting: Meeting) -> Iterator[str]:
    """When the record is to be there, where the rules say so and the day is still to come."""
    day = promised_on(meeting.details)
    if meeting.record_published_at is None and day and day >= rule_checks.today(ports(), meeting):
        by = spoken_date(day.isoformat(), say())
        yield say().gettext("The record of this meeting will be here by {date}.").format(date=by)
