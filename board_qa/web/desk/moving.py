"""Move a question to the meeting that it is for."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.meeting import Meeting
from board_qa.services.questions.moving import move_to_meeting, other_meetings
from board_qa.web.operators.security_log import note_not_offered
from board_qa.web.shell import responses, words
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import ports
from board_qa.web.shell.responses import done, meeting_or_404, rejected

pages = Blueprint("moving", __name__, url_prefix="/desk/meetings/<number:meeting_id>/questions/<number:number>")


@pages.post("/another-meeting")
@allowed(Right.MODERATE)
def another_meeting(meeting_id: int, number: int) -> BaseResponse:
    meeting = meeting_or_404(meeting_id)
    question = ports().store.questions.by_number(meeting.id, number) or abort(404)
    expected_revision = request.form.get("expected", type=responses.number)
    if expected_revision is None:
        return rejected(meeting, "Reload the page first.")
    other = chosen_meeting(other_meetings(ports(), meeting))
    if other is None:
        return rejected(meeting, "Choose the meeting to move it to.", "another-meeting")
    moved = move_to_meeting(ports(), meeting, question, expected_revision, other, actor())
    day = words.short_date(other.details.starts_at, other.details.timezone)
    there = f"to the meeting of {day}, where it is question {moved.called}"
    return done(meeting, f"Moved question {question.called} {there}.")


def chosen_meeting(offered: Sequence[Meeting]) -> Meeting | None:
    """The meeting that a form names, of those that it offers: a question would be lost to the desk in a chat."""
    to = request.form.get("to", type=responses.number)
    found = next((one for one in offered if one.id == to), None)
    if found is None:
        note_not_offered(request.form.get("to", ""))
    return found
