"""Each decision about one question: a form with the revision its moderator saw."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.question import Question
from board_qa.domain.text import wording
from board_qa.services.questions.moderating import ApprovalBlocked, NoAnswer, TooLongForAScreen
from board_qa.web.desk.decisions import answering, driving, grouping, outcomes, putting, sharing_work
from board_qa.web.desk.decisions.acting import Missing
from board_qa.web.desk.decisions.stopping import SAY_WHY, no_answer, stopped
from board_qa.web.shell import responses
from board_qa.web.shell.guards import allowed
from board_qa.web.shell.installation import ports
from board_qa.web.shell.responses import done, meeting_or_404, rejected

pages = Blueprint("deciding", __name__, url_prefix="/desk/meetings/<number:meeting_id>/questions/<number:number>")

# Takes the meeting, the question and the revision that was seen; says what was done.
_Decision = Callable[[Meeting, Question, int], str]

_MODERATING: dict[str, _Decision] = {
    "approve": outcomes.approve,
    "hold": outcomes.hold,
    "decline": outcomes.decline,
    "redirect": outcomes.redirect,
    "group": grouping.group,
    "ungroup": grouping.ungroup,
    "wording": putting.edit_wording,
    "own-words": putting.own_words,
    "item": grouping.link,
    "written": answering.write,
    "claim": sharing_work.claim,
    "release": sharing_work.release,
    "assign": sharing_work.assign,
    "note": sharing_work.note,
    "brief": sharing_work.brief,
    "withhold-name": putting.withhold_name,
    "show-name": putting.show_name,
    "answer": answering.note_answer,
}
_DRIVING: dict[str, _Decision] = {
    "put-on-screen": driving.put_on_screen,
    "answered": driving.answered,
    "earlier": driving.earlier,
    "later": driving.later,
}
_CONFIRMING: dict[str, _Decision] = {"confirm": outcomes.confirm, "return": outcomes.return_to_check}
# Decisions with a panel of their own at the desk, where what was missing can be given.
_WITH_PANEL = {"decline", "redirect", "group", "wording", "written", "assign", "brief", "answer"}


def endpoint(what: str) -> str:
    """The view that takes this decision, for `url_for`: it says whose it is."""
    if what in _DRIVING:
        return "deciding.drive"
    return "deciding.confirm" if what in _CONFIRMING else "deciding.decide"


@pages.post(
    "/<any(approve, hold, decline, redirect, group, ungroup, wording, 'own-words', item, written, claim, release, "
    "assign, note, brief, 'withhold-name', 'show-name', answer):what>"
)
@allowed(Right.MODERATE)
def decide(meeting_id: int, number: int, what: str) -> BaseResponse:
    return _decided(meeting_id, number, what, _MODERATING[what])


@pages.post("/<any('put-on-screen', answered, earlier, later):what>")
@allowed(Right.DRIVE)
def drive(meeting_id: int, number: int, what: str) -> BaseResponse:
    return _decided(meeting_id, number, what, _DRIVING[what])


@pages.post("/<any(confirm, return):what>")
@allowed(Right.CONFIRM)
def confirm(meeting_id: int, number: int, what: str) -> BaseResponse:
    """The chair's yes or no to a decline that a moderator proposed."""
    return _decided(meeting_id, number, what, _CONFIRMING[what])


def _decided(meeting_id: int, number: int, what: str, decision: _Decision) -> BaseResponse:
    meeting = meeting_or_404(meeting_id)
    question = ports().store.questions.by_number(meeting.id, number) or abort(404)
    seen = request.form.get("expected", type=responses.number)
    if seen is None:
        return rejected(meeting, "Reload the page first.")
    try:
        return done(meeting, decision(meeting, question, seen))
    except Missing as missing:
        return rejected(meeting, str(missing), what if what in _WITH_PANEL else "", rests_on=missing.rests_on)
    except NoAnswer:
        return rejected(meeting, no_answer(question.called), "answer")
    except ApprovalBlocked as stop:
        return rejected(meeting, stopped(question.called, what, stop), SAY_WHY.get(what, ""))
    except TooLongForAScreen as long:
        return rejected(meeting, _too_long(question.called, long.length), "wording")


def _too_long(called: str, length: int) -> str:
    return (
        f"Question {called} has {length:,} characters, and a screen has room for {wording.QUESTION_LIMIT}. "
        "Shorten the wording first: the asker’s own words stay on the record."
    )
