"""The front page: the next meeting, and the code that somebody reads from the screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from flask import Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField

from board_qa.domain.meetings.codes import normal_code
from board_qa.domain.meetings.meeting import Meeting
from board_qa.services.meetings import meetings
from board_qa.web.public.pages import pages, unless_known
from board_qa.web.public.shown_meeting import ShownMeeting, shown_meeting
from board_qa.web.public.site_page import SitePage, help_now
from board_qa.web.shell.forms import PageForm
from board_qa.web.shell.installation import ports
from board_qa.web.shell.language import link, say


class JoinForm(PageForm):
    """It only leads to a page: nothing is changed by it, and so it needs no token."""

    class Meta:
        csrf = False

    code = StringField()


@dataclass(frozen=True, kw_only=True)
class FrontPage(SitePage):
    """The next meeting if there is one, those after it, and those that are over, the latest first. `chats` are those to
    come, then those that are over."""

    form: JoinForm
    next: ShownMeeting | None
    coming: tuple[ShownMeeting, ...] = ()
    past: tuple[ShownMeeting, ...] = ()
    chats: tuple[ShownMeeting, ...] = ()


@pages.get("/")
def front() -> Response:
    now = ports().clock()
    everything = ports().store.meetings.all()
    following = meetings.next_meeting(ports())
    to_come = [meeting for meeting in everything if not meetings.is_over(meeting, now)]
    over = [meeting for meeting in reversed(everything) if meetings.is_over(meeting, now)]
    coming = _shown(meeting for meeting in to_come if not meeting.details.is_chat and meeting != following)
    past = _shown(meeting for meeting in over if not meeting.details.is_chat)
    chats = _shown(meeting for meeting in (*to_come, *over) if meeting.details.is_chat)
    page = FrontPage(
        signposts=help_now(),
        form=JoinForm(),
        next=shown_meeting(following) if following else None,
        coming=coming,
        past=past,
        chats=chats,
    )
    html = render_template("public/front.html", view=page)
    response = unless_known(f"front-{sha256(html.encode()).hexdigest()[:16]}")
    if response.status_code != 304:
        response.set_data(html)
    return response


@pages.get("/join")
def join() -> BaseResponse | str:
    """The code somebody read from the screen."""
    form = JoinForm(request.args)
    code = normal_code(form.code.data or "")
    if ports().store.meetings.by_code(code):
        return redirect(link("meeting_page", code=code))
    form.code.errors = (_no_meeting(code[:12]) if code else say().gettext("Enter the code"),)
    coming = meetings.next_meeting(ports())
    page = FrontPage(signposts=help_now(), form=form, next=shown_meeting(coming) if coming else None)
    return render_template("public/front.html", view=page)


def _shown(several: Iterable[Meeting]) -> tuple[ShownMeeting, ...]:
    return tuple(shown_meeting(meeting) for meeting in several)


def _no_meeting(code: str) -> str:
    return say().gettext("There is no meeting with the code {code}. Check it on the screen").format(code=code)
