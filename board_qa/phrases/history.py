"""What was done to a question or to the screen, as a line of history and as news for colleagues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from board_qa.domain.questions.history import NO_DETAILS, Action, Change, Details
from board_qa.domain.questions.question import WEB_FORM
from board_qa.domain.questions.transitions import SECTION
from board_qa.domain.text.spoken import spoken_date

# What the subject of each action is by it: "Question 3 declined".
DONE = {
    Action.RECEIVE: "received",
    Action.ACCEPT: "approved",
    Action.HOLD: "put on hold",
    Action.DECLINE: "declined",
    Action.PROPOSE_DECLINE: "proposed to be declined",
    Action.RETURN: "returned to be checked again",
    Action.REDIRECT: "redirected",
    Action.GROUP: "grouped",
    Action.UNGROUP: "ungrouped",
    Action.WRITE: "marked for a written answer",
    Action.EDIT_WORDING: "edited for the board",
    Action.LINK: "linked to an agenda item",
    Action.CLAIM: "taken",
    Action.RELEASE: "released",
    Action.ASSIGN: "passed to a colleague",
    Action.NOTE: "given a note",
    Action.MOVE: "moved in the running order",
    Action.WITHHOLD_NAME: "shown without the name",
    Action.SHOW_NAME: "shown with the name",
    Action.BRIEF: "given a note to the chair",
    Action.NOTE_ANSWER: "given the answer that everyone reads",
    Action.PUT_ON_SCREEN: "put on screen",
    Action.TAKE_OFF_SCREEN: "taken off the screen",
    Action.ANSWER: "marked answered",
    Action.WITHDRAW: "withdrawn",
    Action.ERASE: "erased, with everything that was said of who asked it,",
    Action.PUT_ASIDE: "put aside as one of a flood",
    Action.EXPLAIN_WITHDRAWAL: "withdrawn for another reason",
    Action.SHOW_AGAIN: "shown again and put back as it was",
    Action.NAME_AUTHOR: "given the name of its author",
    Action.LEAVE_MEETING: "moved to another meeting",
    Action.JOIN_MEETING: "moved here from another meeting",
    Action.EDIT_AT_SOURCE: "changed by its author, so it needs checking again",
    Action.CORRECT_COPY: "put right by what its post says, so it needs checking again",
    Action.BLANK: "blanked",
    Action.SHOW_JOINING: "switched to the joining code",
    Action.SHOW_CLOSED: "switched to “the public section has closed”",
    Action.START_SECTION: "started",
    Action.EXTEND_SECTION: "given 5 more minutes",
    Action.STOP_SECTION: "no longer timed",
    Action.UNDO: "changed back",
}


def done(change: Change) -> str:
    """One row of history as a sentence without its subject: "approved by Alex at 10:42"."""
    details = f" ({said})" if (said := _said(change.details)) else ""
    actor = "the web form" if change.actor == WEB_FORM else change.actor
    if change.action is Action.EDIT_AT_SOURCE:  # what is named there is the network, which does no checking
        return f"changed by its author on {actor}, so it needs checking again{details}"
    if change.action is Action.CORRECT_COPY:
        return f"put right by what its post on {actor} says, so it needs checking again{details}"
    return f"{DONE[change.action]} by {actor}{details}"


def note(change: Change) -> str:
    """What somebody typed for colleagues, after the name of whoever was asked."""
    return _note(change.details)


def did(change: Change) -> str:
    """What a moderator's action was, for the status line: "Approved question 22"."""
    return f"{_subject(change)} {DONE[change.action]}"


def did_together(changes: Sequence[Change]) -> str:
    """The same of all rows of one action: several questions can be promised a written answer at once."""
    for action, done_to_all in ((Action.WRITE, DONE[Action.WRITE]), (Action.PUT_ASIDE, "put aside as a flood")):
        count = sum(change.action is action for change in changes)
        if count > 1:
            return f"{count:,} questions {done_to_all}"
    main = main_change(changes)
    return did(main) if main else ""


def _subject(change: Change) -> str:
    if change.question_number is not None:
        return f"Question {change.called}"
    return "Public section" if change.action in SECTION else "Screen"


def was_question(details: Details) -> str:
    """Which question of which meeting it was before: "Was question 7 at the meeting of Thursday 26 November"."""
    return f"Was question {details.was_number} at the meeting of {spoken_date(details.meeting_day)}"


def main_change(changes: Sequence[Change]) -> Change | None:
    """The row that names an action of several rows: what was done, rather than what made room for it."""
    of_questions = [c for c in changes if c.question_id is not None and c.action is not Action.TAKE_OFF_SCREEN]
    named = of_questions or changes
    return named[-1] if named else None


def what_happened(change: Change | None, *later: Change) -> str:
    """What others did one after the other, for whoever comes after them; with a note or a reason where it is one thing:
    the history beside it has them all."""
    if change is None:
        return "It changed while you were deciding. Check it again before you act."
    if change.question_id is None:
        return f"{_subject(change)} {done(change)}. Nothing you did was stored: check it again before you act."
    every = [replace(one, details=NO_DETAILS) for one in (change, *later)] if later else [change]
    all_of_it = ", then ".join(done(one) for one in every)
    return f"This question was already {all_of_it}. Nothing you did was stored: check it again before you act."


def clicker_refused(change: Change | None) -> str:
    """Why a press from the screen did nothing, for the desk: the wall says no more than "Press again"."""
    since = f" {_subject(change)} {done(change)}." if change else ""
    return f"Nothing was done, because the screen had just changed.{since}"


def _said(details: Details) -> str:
    return "; ".join(_parts(details))


def _parts(details: Details) -> Iterator[str]:
    if details.reason:
        yield details.reason
    if details.colleague or details.note:
        yield _note(details)
    if details.agenda_item is not None:
        yield details.agenda_item or "none"
    if details.with_number:
        yield f"with question {details.with_number}"
    if details.before_number:
        yield f"before question {details.before_number}"
    if details.after_number:
        yield f"after question {details.after_number}"
    if details.due_on:
        yield ", ".join(part for part in (details.owner, f"by {spoken_date(details.due_on)}") if part)
    if details.meeting_title:
        yield _meeting(details)
    if details.override_reason:
        yield f"as it is, on purpose: {details.override_reason}"


def _note(details: Details) -> str:
    return ": ".join(part for part in (details.colleague, details.note) if part)


def _meeting(details: Details) -> str:
    day = date.fromisoformat(details.meeting_day)
    there = f"“{details.meeting_title}” on {spoken_date(details.meeting_day)} {day.year}"
    return f"{there}, where it was question {details.was_number}" if details.was_number else there
