"""The public address of a listening report, and of its figures and pictures. It is the same for everybody."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, make_response, render_template

from board_qa.exports.listening.figures import public_csv, public_json
from board_qa.ports.drawing import CannotDraw
from board_qa.services.listening.report import Report
from board_qa.web.listening.drawn import (
    KINDS,
    PUBLIC_NAMES,
    as_picture,
    could_not_be_drawn,
    described,
    draw,
    width_asked,
)
from board_qa.web.listening.listening_page import listening_page, no_report_page
from board_qa.web.listening.reading import NoReport, meeting_with_report, pages, told_report, version_of
from board_qa.web.public.pages import meeting_of, unless_known
from board_qa.web.register.memory import memory
from board_qa.web.shell.language import current, say


@pages.get("/<code:code>/listening")
def page(code: str) -> Response:
    meeting = meeting_with_report(code)
    response = unless_known(version_of(meeting))
    if response.status_code != 304:
        response.set_data(render_template("public/listening/page.html", view=listening_page(meeting)))
    return response


@pages.get("/<code:code>/listening.csv")
def csv(code: str) -> Response:
    response = _file(code, public_csv, "text/csv")
    response.headers["Content-Disposition"] = f"attachment; filename=listening-{meeting_of(code).code}.csv"
    return response


@pages.get("/<code:code>/listening.json")
def json(code: str) -> Response:
    return _file(code, public_json, "application/json")


@pages.get(f"/<code:code>/listening/<{PUBLIC_NAMES}:name>.<{KINDS}:kind>")
def picture(code: str, name: str, kind: str) -> Response:
    meeting, width, translations = meeting_with_report(code), width_asked(), say()
    version = f"{version_of(meeting)}-{current()}-{name}-{width}-{kind}"
    response = unless_known(version)
    if response.status_code == 304:
        return response
    told = told_report(meeting)

    def made() -> bytes:
        return draw(described(name, lambda: told.report, lambda: told.conversation, width, translations), kind)

    try:
        response.set_data(memory().pictures.once(version, made))
    except CannotDraw:
        return could_not_be_drawn()
    return as_picture(response, name, kind)


@pages.errorhandler(NoReport)
def no_report(error: NoReport) -> Response:
    return make_response(render_template("public/register/not_shown.html", view=no_report_page(error.meeting)), 404)


def _file(code: str, make: Callable[[Report], bytes], mimetype: str) -> Response:
    meeting = meeting_with_report(code)
    response = unless_known(f"{version_of(meeting)}-{mimetype}")
    if response.status_code != 304:
        response.set_data(make(told_report(meeting).report))
    response.mimetype = mimetype
    return response
