"""The public address of a recap. It is the same for everybody: no token and no cookie, answered from memory."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.publishing import Standing
from board_qa.web.public.pages import unless_known
from board_qa.web.recap.reading import NoRecap, meeting_with_recap, pages, version_of
from board_qa.web.recap.recap_page import no_recap_page, recap_folder, recap_page
from board_qa.web.register.memory import memory
from board_qa.web.shell import words
from board_qa.web.shell.installation import ports


@pages.get("/<code:code>/recap")
def page(code: str) -> Response:
    """From memory, but where its address has a query: the way to the other language has the same, and queries have no
    end."""
    meeting = meeting_with_recap(code)
    response = unless_known(f"{version_of(meeting)}-{request.full_path}")
    if response.status_code != 304:
        key = (response.get_etag()[0], request.full_path)
        response.set_data(_made(meeting) if request.query_string else memory().pages.get(key, lambda: _made(meeting)))
    return response


@pages.get("/<code:code>/recap.zip")
def folder(code: str) -> Response:
    """The same as a folder that needs nobody: to keep, or to host elsewhere."""
    return as_zip(meeting_with_recap(code))


@pages.errorhandler(NoRecap)
def no_recap(error: NoRecap) -> Response:
    status = 410 if error.standing is Standing.TAKEN_DOWN else 404
    return make_response(render_template("public/register/not_shown.html", view=no_recap_page(error)), status)


def _made(meeting: Meeting) -> str:
    return render_template("public/recap/page.html", view=recap_page(meeting))


def as_zip(meeting: Meeting) -> Response:
    """It says on which day it was made."""
    today = words.short_date(ports().clock(), meeting.details.timezone)
    response = unless_known(f"{version_of(meeting)}-{today}")
    if response.status_code != 304:
        response.set_data(memory().folders.get(response.get_etag()[0], lambda: recap_folder(meeting)))
    response.mimetype = "application/zip"
    response.headers["Content-Disposition"] = f"attachment; filename=recap-{meeting.code}.zip"
    return response
