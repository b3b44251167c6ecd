"""Very many questions from one network, or with the same words: look at them, and put them aside in one press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.deadlines import counted
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.flooding import MANY, By, Flood
from board_qa.domain.questions.question import Question
from board_qa.services.questions import floods
from board_qa.web.operators.security_log import note_not_offered
from board_qa.web.shell import words
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import ports
from board_qa.web.shell.responses import meeting_or_404

pages = Blueprint("floods", __name__, url_prefix="/desk/meetings/<number:meeting_id>/floods")

# Enough to see what they are.
_EXAMPLES = 5
_IN_COMMON = {By.NETWORK: "from one network", By.WORDS: "that begin with the same words"}


@dataclass(frozen=True)
class FloodRow:
    title: str
    times: str
    flood: Flood
    examples: Sequence[Question]


@dataclass(frozen=True)
class FloodsPage:
    meeting: Meeting
    rows: Sequence[FloodRow]
    many: int = MANY


@pages.get("")
@allowed(Right.READ)
def index(meeting_id: int) -> str:
    meeting = meeting_or_404(meeting_id)
    view = FloodsPage(meeting, [_row(meeting, one) for one in floods.waiting(ports(), meeting)])
    return render_template("desk/floods/floods.html", view=view)


@pages.post("/put-aside")
@allowed(Right.MODERATE)
def put_aside(meeting_id: int) -> BaseResponse:
    meeting, by = meeting_or_404(meeting_id), request.form.get("by", "")
    if by not in set(By):
        note_not_offered(by)
        abort(400)
    count = floods.put_aside(ports(), meeting, By(by), request.form.get("mark", ""), actor())
    flash(_done(count))
    return redirect(url_for("desk.queue", meeting_id=meeting.id), 303)


def _done(count: int) -> str:
    if not count:
        return "None of them waited to be checked any more, so nothing was put aside."
    return f"Put {counted(count, 'question')} aside. Undo brings them back."


def _row(meeting: Meeting, flood: Flood) -> FloodRow:
    zone = meeting.details.timezone
    return FloodRow(
        f"{counted(flood.questions, 'question')} {_IN_COMMON[flood.by]}",
        f"{words.when(flood.first_at, zone)} to {words.when(flood.last_at, zone)}",
        flood,
        floods.examples(ports(), meeting, flood, _EXAMPLES),
    )
