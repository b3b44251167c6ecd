"""Each decision about one question: a form with the revision its moderator saw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import NO_DETAILS, Action, Details
from board_qa.domain.questions.question import DispositionUpdate, Question, State
from board_qa.domain.text import wording
from board_qa.domain.text.flags import Kind
from board_qa.domain.text.spoken import spoken_date
from board_qa.services.questions import moderating, rule_checks
from board_qa.services.questions.moderating import ApprovalBlocked, NoAnswer, NotFitToShow, TooLongForAScreen
from board_qa.web.shell import responses
from board_qa.web.shell.fields import day_typed
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import ports
from board_qa.web.shell.refusals import not_fit_to_show
from board_qa.web.shell.responses import done, meeting_or_404, rejected

pages = Blueprint("deciding", __name__, url_prefix="/desk/meetings/<number:meeting_id>/questions/<number:number>")

_LONGEST_WAIT = timedelta(days=731)  # a longer wait for an answer is a slip of the finger
# Places that a question is moved at once. Each question between gets a place anew, and all wait until it is done;
# the most questions one meeting ever had is 300 (docs/boards.md).
_FARTHEST = 300


@pages.post(
    "/<any(approve, hold, decline, redirect, group, ungroup, wording, 'own-words', item, written, claim, release, "
    "assign, note, brief, 'withhold-name', 'show-name', answer):what>"
)
@allowed(Right.MODERATE)
def decide(meeting_id: int, number: int, what: str) -> BaseResponse:
    return _decided(meeting_id, number, _DECISIONS[what])


@pages.post("/<any('put-on-screen', answered, earlier, later):what>")
@allowed(Right.DRIVE)
def drive(meeting_id: int, number: int, what: str) -> BaseResponse:
    return _decided(meeting_id, number, _DRIVING[what])


@pages.post("/<any(confirm, return):what>")
@allowed(Right.CONFIRM)
def confirm(meeting_id: int, number: int, what: str) -> BaseResponse:
    """The chair's yes or no to a decline that a moderator proposed."""
    return _decided(meeting_id, number, _confirm if what == "confirm" else _return)


class _Missing(Exception):
    """The form lacks something a person must give."""


def _decided(meeting_id: int, number: int, decision: Callable[[Meeting, Question, int], str]) -> BaseResponse:
    meeting = meeting_or_404(meeting_id)
    question = ports().store.questions.by_number(meeting.id, number) or abort(404)
    seen = request.form.get("expected", type=responses.number)
    if seen is None:
        return rejected(meeting, "Reload the page first.")
    try:
        return done(meeting, decision(meeting, question, seen))
    except _Missing as missing:
        return rejected(meeting, str(missing), _PANELS.get(decision.__name__, ""))
    except NoAnswer:
        return rejected(
            meeting,
            f"Note the answer to question {number} first: whoever asked was told that it will be on their page.",
            "answer",
        )
    except ApprovalBlocked as stop:
        what = "The answer to question" if decision is _note_answer else "Question"
        return rejected(
            meeting,
            f"{what} {number} {_why_stopped(stop)}, or say why it is published as it is.",
            {"_edit_wording": "wording", "_note_answer": "answer"}.get(decision.__name__, "override"),
        )
    except TooLongForAScreen as long:
        return rejected(
            meeting,
            f"Question {number} has {long.length:,} characters, and a screen has room for {wording.QUESTION_LIMIT}. "
            "Shorten the wording first: the asker’s own words stay in the record.",
            "wording",
        )


def _why_stopped(stop: ApprovalBlocked) -> str:
    """Why it cannot be published yet, and what to do first."""
    if stop.of_the_name:
        return _why_the_name_stops({flag.kind for flag in stop.flags})
    if stop.at_risk:
        return "may come from somebody in distress. Pass on where to get help first"
    if stop.unread:
        return "was not looked through for personal details. Read every word of it first"
    return "may identify a person. Edit the wording first"


def _why_the_name_stops(kinds: set[Kind]) -> str:
    if Kind.ABUSE in kinds:
        return "is signed with a name that may offend. Withhold the name first"
    if Kind.IMPERSONATION in kinds:
        return "is signed with a name that may pass for somebody official. Withhold the name first"
    if Kind.UNREAD in kinds:
        return "is signed with a name that was not looked through. Read the name first"
    return "is signed with what may identify a person. Withhold the name first"


def _fitting(field: str, limit: int, what: str) -> str:
    """What was typed, where there is room for it: nothing is cut off unsaid. Raises _Missing."""
    typed = request.form.get(field, "")
    if over := wording.over(typed, limit):
        raise _Missing(f"{what} must be {limit:,} characters or fewer. Leave out {over:,}.")
    return typed


def _act(
    action: Action,
    question: Question,
    expected_revision: int,
    details: Details = NO_DETAILS,
    update: DispositionUpdate | None = None,
) -> None:
    override_reason = wording.one_line(_fitting("override_reason", wording.REASON_LIMIT, "The reason"))
    details = replace(details, override_reason=override_reason)
    try:
        moderating.act(
            ports(),
            action,
            question,
            expected_revision,
            actor(),
            details,
            update,
        )
    except NotFitToShow as unfit:
        raise _Missing(not_fit_to_show(unfit)) from unfit


def _approve(_: Meeting, question: Question, expected_revision: int) -> str:
    _act(Action.ACCEPT, question, expected_revision)
    return f"Approved question {question.number}."


def _hold(_: Meeting, question: Question, expected_revision: int) -> str:
    _act(Action.HOLD, question, expected_revision)
    return f"Held question {question.number}."


def _decline(meeting: Meeting, question: Question, expected_revision: int) -> str:
    try:
        done = moderating.decline(
            ports(), meeting, question, expected_revision, actor(), request.form.get("reason", "")
        )
    except moderating.NotAReason as error:
        raise _Missing("Choose a reason for declining.") from error
    if done is Action.PROPOSE_DECLINE:
        return f"Proposed to decline question {question.number}. It waits on hold for the chair’s yes."
    return f"Declined question {question.number}."


def _redirect(meeting: Meeting, question: Question, expected_revision: int) -> str:
    name = request.form.get("to", "")
    redirect = next((one for one in meeting.details.rules.redirects if one.name == name), None)
    if redirect is None:
        raise _Missing("Choose where to redirect it.")
    _act(Action.REDIRECT, question, expected_revision, Details(reason=f"{redirect.name}. {redirect.advice}"))
    return f"Redirected question {question.number}: {redirect.name}."


def _group(meeting: Meeting, question: Question, expected_revision: int) -> str:
    into = ports().store.questions.by_number(meeting.id, request.form.get("into", 0, type=responses.number))
    if into is None or into.id == question.id:
        raise _Missing("Enter the number of another question of this meeting.")
    moderating.group(ports(), question, expected_revision, into, actor())
    return f"Grouped question {question.number} with question {into.number}."


def _ungroup(_: Meeting, question: Question, expected_revision: int) -> str:
    _act(Action.UNGROUP, question, expected_revision)
    return f"Question {question.number} is a question of its own again."


def _edit_wording(_: Meeting, question: Question, expected_revision: int) -> str:
    typed = wording.received(_fitting("wording", wording.QUESTION_LIMIT, "The wording"))
    put = "" if wording.shown(typed) in ("", wording.shown(question.source.words)) else typed
    if put == question.disposition.wording:
        return "Nothing was changed."
    _act(Action.EDIT_WORDING, question, expected_revision, update={"wording": put})
    return f"Saved the wording of question {question.number}."


def _own_words(_: Meeting, question: Question, expected_revision: int) -> str:
    _act(Action.EDIT_WORDING, question, expected_revision, update={"wording": ""})
    return "The asker’s own words will be put."


def _link(meeting: Meeting, question: Question, expected_revision: int) -> str:
    item = request.form.get("item", "")
    if item and item not in meeting.details.agenda:
        raise _Missing("Choose an agenda item from the list.")
    _act(Action.LINK, question, expected_revision, Details(agenda_item=item), {"agenda_item": item})
    return f"Question {question.number}: {item or 'no agenda item'}."


def _write(meeting: Meeting, question: Question, expected_revision: int) -> str:
    owner = wording.one_line(_fitting("owner", wording.NAME_LIMIT, "The name"))
    due = _due_on(meeting, question.disposition.due_on)
    _act(Action.WRITE, question, expected_revision, Details(owner=owner, due_on=due), {"owner": owner, "due_on": due})
    by = f" by {owner}" if owner else ""
    return f"Question {question.number} will be answered in writing{by}, by {spoken_date(due)}."


def _due_on(meeting: Meeting, current: str) -> str:
    """The day that was chosen for a written answer; without one, the day that the board's rule gives."""
    chosen = request.form.get("due_on", "")
    if not chosen or chosen == current:
        return current or rule_checks.written_due(ports(), meeting).isoformat()
    try:
        day = day_typed(chosen, "Enter a date for the written answer, like 3/12/2026")
    except ValueError as error:
        raise _Missing(f"{error}.") from error
    today = ports().clock().astimezone(ZoneInfo(meeting.details.timezone)).date()
    if not today <= day <= today + _LONGEST_WAIT:
        raise _Missing("Enter a date for the written answer that is still to come, within two years.")
    return day.isoformat()


def _claim(_: Meeting, question: Question, expected_revision: int) -> str:
    _act(Action.CLAIM, question, expected_revision, update={"assignee": actor().id})
    return f"You have question {question.number}."


def _release(_: Meeting, question: Question, expected_revision: int) -> str:
    _act(Action.RELEASE, question, expected_revision, update={"assignee": None})
    return f"Nobody has question {question.number} now."


def _assign(_: Meeting, question: Question, expected_revision: int) -> str:
    wanted = request.form.get("colleague", type=responses.number)
    colleague = next((one for one in ports().store.accounts.all() if one.id == wanted and not one.closed), None)
    if colleague is None:
        raise _Missing("Choose a colleague to ask.")
    asked = wording.shown(_fitting("note", wording.NOTE_LIMIT, "The note"))
    _act(
        Action.ASSIGN,
        question,
        expected_revision,
        Details(colleague=colleague.name, note=asked),
        {"assignee": colleague.id},
    )
    return f"Asked {colleague.name} about question {question.number}."


def _note(_: Meeting, question: Question, _seen: int) -> str:
    note = wording.shown(_fitting("note", wording.NOTE_LIMIT, "The note"))
    if not note:
        raise _Missing("Type the note first.")
    _act(Action.NOTE, question, question.revision, Details(note=note))  # a note fits whatever somebody else just did
    return f"Noted on question {question.number}."


def _note_answer(_: Meeting, question: Question, expected_revision: int) -> str:
    answer = wording.received(request.form.get("answer", ""))
    if over := wording.over(answer, wording.ANSWER_LIMIT):
        raise _Missing(
            f"The answer has {over:,} characters more than the {wording.ANSWER_LIMIT:,} there is room for. Shorten it "
            "a little and save it again."
        )
    answer = answer if wording.shown(answer) else ""
    if answer == question.disposition.answer:
        return "Nothing was changed."
    _act(Action.NOTE_ANSWER, question, expected_revision, update={"answer": answer})
    if not answer:
        return f"Question {question.number} has no answer to read any more."
    if question.state is State.ANSWERED:
        return f"Noted the answer to question {question.number}. Everyone who asked can read it now."
    return f"Noted the answer to question {question.number}. Everyone can read it once it is marked answered."


def _brief(_: Meeting, question: Question, expected_revision: int) -> str:
    speaker = wording.one_line(_fitting("speaker", wording.NAME_LIMIT, "The name"))
    brief = wording.received(_fitting("brief", wording.BRIEF_LIMIT, "The note to the chair"))
    _act(Action.BRIEF, question, expected_revision, update={"speaker": speaker, "brief": brief})
    return f"The chair’s run sheet has it, beside question {question.number}."


def _withhold_name(_: Meeting, question: Question, expected_revision: int) -> str:
    _act(Action.WITHHOLD_NAME, question, expected_revision, update={"name_hidden": True})
    return f"The name of whoever asked question {question.number} stays at the desk."


def _show_name(_: Meeting, question: Question, expected_revision: int) -> str:
    _act(Action.SHOW_NAME, question, expected_revision, update={"name_hidden": False})
    return f"Question {question.number} is shown with the name of whoever asked it."


def _put_on_screen(_: Meeting, question: Question, expected_revision: int) -> str:
    _act(Action.PUT_ON_SCREEN, question, expected_revision)
    return f"Put on screen: question {question.number}."


def _answered(_: Meeting, question: Question, expected_revision: int) -> str:
    _act(Action.ANSWER, question, expected_revision)
    return f"Marked answered: question {question.number}."


def _earlier(meeting: Meeting, question: Question, expected_revision: int) -> str:
    return _moved(meeting, question, expected_revision, -_places())


def _later(meeting: Meeting, question: Question, expected_revision: int) -> str:
    return _moved(meeting, question, expected_revision, _places())


def _places() -> int:
    """By how many places: one by an arrow, several where somebody dragged it."""
    return min(max(request.form.get("places", 1, type=responses.number), 1), _FARTHEST)


def _moved(meeting: Meeting, question: Question, expected_revision: int, places: int) -> str:
    if moderating.move(ports(), meeting, question, expected_revision, actor(), places) is None:
        return f"Question {question.number} is {'first' if places < 0 else 'last'} already."
    return f"Moved question {question.number} {'earlier' if places < 0 else 'later'} in the running order."


def _confirm(_: Meeting, question: Question, expected_revision: int) -> str:
    _needs_proposal(question)
    _act(Action.DECLINE, question, expected_revision, Details(reason=question.disposition.proposal))
    return f"Declined question {question.number}."


def _return(_: Meeting, question: Question, expected_revision: int) -> str:
    _needs_proposal(question)
    _act(Action.RETURN, question, expected_revision)
    return f"Question {question.number} goes back to be checked."


def _needs_proposal(question: Question) -> None:
    """The chair answers a proposal. What a moderator holds without one is the moderators' to decide."""
    if not question.disposition.proposal:
        raise _Missing("Nobody proposes to decline this question.")


_DECISIONS: dict[str, Callable[[Meeting, Question, int], str]] = {
    "approve": _approve,
    "hold": _hold,
    "decline": _decline,
    "redirect": _redirect,
    "group": _group,
    "ungroup": _ungroup,
    "wording": _edit_wording,
    "own-words": _own_words,
    "item": _link,
    "written": _write,
    "claim": _claim,
    "release": _release,
    "assign": _assign,
    "note": _note,
    "brief": _brief,
    "withhold-name": _withhold_name,
    "show-name": _show_name,
    "answer": _note_answer,
}
_DRIVING = {"put-on-screen": _put_on_screen, "answered": _answered, "earlier": _earlier, "later": _later}
# Where on the desk what was missing can be given.
_PANELS = {"_decline": "decline", "_redirect": "redirect", "_group": "group", "_edit_wording": "wording",
           "_write": "written", "_assign": "assign", "_brief": "brief",
           "_note_answer": "answer"}  # fmt: skip
