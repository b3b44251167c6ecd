"""Tell those who asked: what is ready with one press, somebody in distress alone; tick who was told otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.deadlines import counted
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.telling.letters import Letter
from board_qa.services.telling import telling
from board_qa.services.telling.telling import LONGEST, NothingToSend, Pressed
from board_qa.web.desk.telling.telling_page import Refused, telling_page, working_with
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import ports
from board_qa.web.shell.responses import meeting_or_404

pages = Blueprint("telling", __name__, url_prefix="/desk/meetings/<number:meeting_id>/tell")

_NONE_CHOSEN = "Tick one person or more first."


@pages.get("")
@allowed(Right.READ)
def page(meeting_id: int) -> str:
    return _page(meeting_or_404(meeting_id))


@pages.post("/send")
@allowed(Right.MODERATE)
def send(meeting_id: int) -> BaseResponse:
    """Send to everybody who is ticked, in the words that were before whoever ticked them."""
    return _pressed(meeting_id, telling.send_ready, "being told")


@pages.post("/tick")
@allowed(Right.MODERATE)
def tick(meeting_id: int) -> BaseResponse:
    """Somebody told those who are ticked by phone, by letter, in the room or otherwise."""
    return _pressed(meeting_id, telling.tick, "marked as told")


@pages.post("/<number:number>/<seen>")
@allowed(Right.MODERATE)
def send_one(meeting_id: int, number: int, seen: str) -> BaseResponse | tuple[str, int]:
    """Send one email in the words that stand in the form."""
    meeting, text = meeting_or_404(meeting_id), request.form.get("text", "")
    question = ports().store.questions.by_number(meeting.id, number) or abort(404)
    if len(text) > LONGEST:
        why = f"Shorten it by {len(text) - LONGEST:,} characters"
        return _page(meeting, Refused(number, text, why)), 422
    try:
        sent = telling.send_one(ports(), working_with(meeting), number, seen, text, actor())
    except NothingToSend:
        return _page(meeting, Refused(number, text, "Enter the words of the email")), 422
    if not sent:
        why = "Something changed since you opened this page. Nothing was sent. Check the words, then send them"
        return _page(meeting, Refused(number, text, why)), 409
    return _back(meeting.id, f"Whoever asked question {question.called} is being told.")


@pages.post("/stop")
@allowed(Right.MODERATE)
def stop(meeting_id: int) -> BaseResponse:
    """Take back every email that is not sent yet."""
    count = telling.call_off_all(ports(), working_with(meeting_or_404(meeting_id)), actor())
    return _back(
        meeting_id, f"{counted(count, 'email')} will not be sent." if count else "Everything was sent already."
    )


@pages.post("/letters/<number:letter_id>/<any('again', 'back', 'off'):what>")
@allowed(Right.MODERATE)
def change(meeting_id: int, letter_id: int, what: str) -> BaseResponse:
    """Send a letter again, say that it came back, or take it back."""
    letter = ports().store.letters.get(letter_id)
    question = ports().store.questions.get(letter.question_id) if letter else None
    if letter is None or question is None or question.meeting_id != meeting_id:
        abort(404)
    does, said = _CHANGES[what]
    done = does(letter)
    return _back(meeting_id, said.format(question.called) if done else "That was changed meanwhile. Nothing was done.")


_CHANGES: dict[str, tuple[Callable[[Letter], bool], str]] = {
    "again": (lambda letter: telling.send_again(ports(), letter), "The email about question {} is sent again."),
    "back": (
        lambda letter: telling.came_back(ports(), letter, f"{actor().name} said it came back"),
        "The email about question {} came back. Whoever asked still has to be told.",
    ),
    "off": (
        lambda letter: telling.call_off(ports(), letter, actor()),
        "Taken back: whoever asked question {} is not told yet.",
    ),
}


def _pressed(meeting_id: int, press: Callable[..., Pressed], done: str) -> BaseResponse:
    meeting, seen = meeting_or_404(meeting_id), _ticked()
    if not seen:
        return _back(meeting_id, _NONE_CHOSEN)
    pressed = press(ports(), working_with(meeting), seen, actor())
    who = {0: "Nobody is", 1: "1 person is"}.get(pressed.done, f"{pressed.done:,} people are")
    return _back(meeting_id, f"{who} {done}. {_left_out(pressed.refused)}".strip())


def _left_out(called: Sequence[str]) -> str:
    if not called:
        return ""
    which = f"question {called[0]}" if len(called) == 1 else f"questions {', '.join(called[:-1])} and {called[-1]}"
    return f"Left out: {which}, as something changed since you opened this page. Read again what is here now."


def _ticked() -> dict[int, str]:
    """Whom somebody ticked, by the number of their question, each with what an email to them rested on then."""
    ticked = (re.fullmatch(r"([0-9]{1,9})@([0-9a-f]{64})", value) for value in request.form.getlist("q"))
    return {int(one[1]): one[2] for one in ticked if one}


def _page(meeting: Meeting, refused: Refused | None = None) -> str:
    return render_template("desk/telling/page.html", view=telling_page(meeting, refused or Refused()))


def _back(meeting_id: int, said: str) -> BaseResponse:
    flash(said)
    return redirect(url_for("telling.page", meeting_id=meeting_id), 303)
