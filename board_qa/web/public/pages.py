"""The public's pages: what they all share, the front page, and a meeting's rules in plain English."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.meetings.codes import normal_code
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.plain_rules import PageSection, plain_rules, typed_by_the_board
from board_qa.services import meetings
from board_qa.services.asking import window
from board_qa.services.meetings import fingerprint
from board_qa.web.shell.installation import ports
from board_qa.web.shell.language import current, link, say
from board_qa.web.shell.shared_device import shared_by

# Mounted once for each language: addresses are made with `url_for(".name")`, so that a page leads to its own mount.
# `listing`, `supporting`, `asking`, `receipts` and `about` put their pages on it as well.
pages = Blueprint("public", __name__)


@pages.get("/")
def front() -> str:
    now = ports().clock()
    everything = ports().store.meetings.all()
    coming = [meeting for meeting in everything if not meetings.is_over(meeting, now)]
    past = [meeting for meeting in reversed(everything) if meetings.is_over(meeting, now)]
    return render_template("public/front.html", next=coming[0] if coming else None, coming=coming[1:], past=past)


@pages.get("/join")
def join() -> BaseResponse | str:
    """The code somebody read from the screen."""
    code = normal_code(request.args.get("code", ""))
    if ports().store.meetings.by_code(code):
        return redirect(link("meeting_page", code=code))
    problem = _no_meeting(code[:12]) if code else say().gettext("Enter the code")
    return render_template(
        "public/front.html", next=meetings.next_meeting(ports()), problem=problem, typed=request.args.get("code", "")
    )


@pages.get("/<code:code>/rules")
def rules(code: str) -> Response:
    """The rules in plain English, made from the settings they work by: the two cannot differ."""
    meeting = meeting_of(code)
    state = window(ports(), meeting)
    response = unless_known(f"rules-{meeting.id}-{meeting.revision}-{state}")
    if response.status_code != 304:
        typed = typed_by_the_board(meeting.details.rules, meeting.details.deadline_reason, say())
        page = render_template(
            "public/rules.html", meeting=meeting, sections=_sections(meeting), typed=typed, window=state
        )
        response.set_data(page)
    return response


def _no_meeting(code: str) -> str:
    return say().gettext("There is no meeting with the code {code}. Check it on the screen").format(code=code)


def meeting_of(code: str) -> Meeting:
    return ports().store.meetings.by_code(normal_code(code)) or abort(404)


def unless_known(version: str) -> Response:
    """An empty answer to be filled, or 304 where the browser has this version already. A shared device has its own."""
    response = make_response()
    look = current_app.jinja_env.globals["look"]  # an upgrade of the pages is news as well
    about = fingerprint(ports().store.about.get())  # it is at the foot
    response.set_etag(f"{current()}-{version}-{about}-{look}{shared_by() or ''}")
    response.vary.add("Cookie")
    # Kept, perhaps, but never shown again before we were asked: what was declined meanwhile is gone at once.
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response


def _sections(meeting: Meeting) -> tuple[PageSection, ...]:
    d = meeting.details
    return plain_rules(d.rules, d.starts_at, d.closes_at, d.timezone, d.section_minutes, d.deadline_reason, say())
