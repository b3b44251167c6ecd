"""An answer of the poll "What do you use most?", and the cookie that counts a device once."""

from __future__ import annotations

from flask import make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.support import EVERY, MORE
from board_qa.services.listening import polling
from board_qa.services.listening.polling import NotOffered, PollClosed, TooManyAnswers
from board_qa.web.operators.security_log import SecurityEvent, note, note_not_offered
from board_qa.web.poll.poll_panel import PollForm, place, poll_here, poll_panel
from board_qa.web.public.counted_once import give_secret, new_secret, own_secret
from board_qa.web.public.listing import page_again
from board_qa.web.public.pages import meeting_of, pages
from board_qa.web.shell.guards import require_https
from board_qa.web.shell.installation import ports
from board_qa.web.shell.language import say


@pages.get("/<code:code>/poll")
def after_an_answer(code: str) -> Response:
    """Somebody reloads the address that their answer was sent to."""
    return _to_the_poll(meeting_of(code))


@pages.post("/<code:code>/poll")
def answer_poll(code: str) -> Response:
    """Count an answer, in place of one that this device gave before. Its cookie comes with the first one."""
    require_https()  # without its cookie one person would be counted again and again
    meeting, known = meeting_of(code), own_secret()
    device = known or new_secret()
    try:
        polling.answer(ports(), meeting, request.form.get("choice", ""), device, request.remote_addr or "")
    except NotOffered:
        note_not_offered(request.form.get("choice", ""))
        return _refused(meeting, 422, say().gettext("Choose one answer"))
    except TooManyAnswers:
        note(SecurityEvent.POLL_HELD_OFF)
        return _held_off(meeting)
    except PollClosed:
        return make_response(page_again(meeting, poll_panel(meeting, poll_here(meeting), lost=True)), 409)
    response = _to_the_poll(meeting)
    if not known:
        give_secret(response, device)
    return response


def _held_off(meeting: Meeting) -> Response:
    many = say().gettext(
        "Many people on your network have answered. To stop made-up answers, we now count only {limit} more people a "
        "minute. Try again in a minute"
    )
    response = _refused(meeting, 429, many.format(limit=MORE))
    response.headers["Retry-After"] = str(int(EVERY.total_seconds()))
    return response


def _refused(meeting: Meeting, status: int, why: str) -> Response:
    """The page as it was, with what was chosen and what to do."""
    poll = poll_here(meeting)
    form = PollForm(poll)
    form.choice.errors = [why]
    return make_response(page_again(meeting, poll_panel(meeting, poll, form)), status)


def _to_the_poll(meeting: Meeting) -> Response:
    return redirect(url_for(".meeting_page", code=meeting.code, **place(), _anchor="poll"), 303)
