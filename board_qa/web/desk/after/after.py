"""What is left to do after a meeting: each line leads to where it is done, and some of it is done here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.deadlines import counted
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.phases import Phase
from board_qa.domain.text import wording
from board_qa.domain.text.spoken import spoken_date
from board_qa.services.meetings import record
from board_qa.services.meetings.phases import phase
from board_qa.services.questions import left_over
from board_qa.web.desk.after.after_page import after_page
from board_qa.web.desk.decisions.acting import Missing, fitting
from board_qa.web.desk.decisions.answering import due_on_typed
from board_qa.web.desk.moving import chosen_meeting
from board_qa.web.shell import responses, words
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import ports
from board_qa.web.shell.responses import meeting_or_404

pages = Blueprint("after", __name__, url_prefix="/desk/meetings/<number:meeting_id>/after")

_NONE_CHOSEN = "Choose one question or more first."


@pages.get("")
@allowed(Right.READ)
def page(meeting_id: int) -> str:
    return render_template("desk/after/page.html", view=after_page(meeting_or_404(meeting_id)))


@pages.post("/written")
@allowed(Right.MODERATE)
def written(meeting_id: int) -> BaseResponse:
    """Promise written answers to questions that were not reached."""
    meeting, seen = meeting_or_404(meeting_id), _chosen()
    if not seen:
        return _back(meeting, _NONE_CHOSEN)
    try:
        owner, due = wording.one_line(fitting("owner", wording.NAME_LIMIT, "The name")), due_on_typed(meeting)
    except Missing as missing:
        return _back(meeting, str(missing))
    questions = left_over.answer_in_writing(ports(), meeting, seen, owner, due, actor())
    return _back(meeting, f"{counted(len(questions), 'question')} will be answered in writing, by {spoken_date(due)}.")


@pages.post("/move")
@allowed(Right.MODERATE)
def move(meeting_id: int) -> BaseResponse:
    """Move questions to the next meeting, each as an action of its own."""
    meeting, seen = meeting_or_404(meeting_id), _chosen()
    other = chosen_meeting(left_over.meetings_to_come(ports(), meeting))
    if not seen or other is None:
        return _back(meeting, _NONE_CHOSEN if other else "Choose the meeting to move them to.")
    moved = left_over.carry_over(ports(), meeting, seen, other, actor())
    day = words.short_date(other.details.starts_at, other.details.timezone)
    said = f"Moved {counted(len(moved.done), 'question')} to the meeting of {day}, where they are checked again."
    return _back(meeting, said + _refused(moved.refused, "changed meanwhile, and stays here"))


@pages.post("/bring-back")
@allowed(Right.MODERATE)
def bring_back(meeting_id: int) -> BaseResponse:
    """Take back all that was moved with one press."""
    meeting = meeting_or_404(meeting_id)
    expected = request.form.get("expected", 0, type=responses.number)
    back = left_over.bring_back(ports(), meeting, expected, actor())
    said = f"Brought back {counted(len(back.done), 'question')}."
    return _back(meeting, said + _refused(back.refused, "was decided about there since, and stays there"))


@pages.post("/record/<any(publish, 'take-down'):what>")
@allowed(Right.MODERATE)
def publish_record(meeting_id: int, what: str) -> BaseResponse:
    meeting = meeting_or_404(meeting_id)
    if what == "publish":
        if phase(ports(), meeting) is Phase.BEFORE:
            return _back(meeting, "The meeting is still to come. You can publish its record once it has begun.")
        record.publish(ports(), meeting, actor())
        return _back(meeting, "The record is published. What you change from now on changes there as well.")
    record.take_down(ports(), meeting, actor())
    return _back(meeting, "The record is taken down. Nobody else can read it now.")


def _chosen() -> dict[int, int]:
    """The questions that were ticked, by number, each with the revision at which it was seen."""
    ticked = (re.fullmatch(r"([0-9]{1,9})@([0-9]{1,9})", value) for value in request.form.getlist("q"))
    return {int(one[1]): int(one[2]) for one in ticked if one}


def _refused(questions: Sequence[str], why: str) -> str:
    return "".join(f" Question {called} {why}." for called in questions)


def _back(meeting: Meeting, said: str) -> BaseResponse:
    flash(said)
    return redirect(url_for("after.page", meeting_id=meeting.id), 303)
