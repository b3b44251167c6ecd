"""The pages of the register: all meetings, one meeting, one question. No form of theirs has a token, and no page of
theirs a cookie: they are the same for everybody."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from flask import Response, make_response, render_template, request

from board_qa.domain.meetings.publishing import Standing
from board_qa.exports.register.columns import dictionary
from board_qa.services.meetings.published import is_published
from board_qa.web.public.pages import meeting_of, unless_known
from board_qa.web.register.all_page import all_page, columns_page
from board_qa.web.register.memory import memory
from board_qa.web.register.narrowing_form import SearchForm, narrowing_form
from board_qa.web.register.not_shown_page import moved_page, no_question_page, not_shown_page
from board_qa.web.register.reading import NotShown, all_published, pages, published, shown_record
from board_qa.web.register.record_page import question_page, record_page
from board_qa.web.register.versions import version_of
from board_qa.web.shell import responses
from board_qa.web.shell.installation import ports
from board_qa.web.shell.language import say


@pages.get("/register")
def index() -> Response:
    """All published records, and the search over them."""
    records = all_published()
    return _page(
        version_of(*records),
        lambda: render_template(
            "public/register/index.html", view=all_page(records, SearchForm(request.args), _number())
        ),
    )


@pages.get("/<code:code>/register")
def meeting(code: str) -> Response:
    """The record of one meeting or, before there is one, when there will be."""
    try:
        one = shown_record(code)
    except NotShown as error:
        return not_shown(error, 200 if error.standing is Standing.TO_COME else error.status)
    return _page(
        version_of(one),
        lambda: render_template("public/register/record.html", view=record_page(one, narrowing_form(one), _number())),
    )


@pages.get("/<code:code>/register/<number:number>")
def question(code: str, number: int) -> Response | tuple[str, int]:
    """The permanent address of one question."""
    one = shown_record(code)
    row = one.row_of(number)
    if row is None:
        return _no_question(code, number)
    return _page(
        version_of(one),
        lambda: render_template("public/register/question.html", view=question_page(one, row)),
    )


@pages.get("/register/columns")
def columns() -> str:
    """What the columns of the files mean."""
    return render_template("public/register/columns.html", view=columns_page(dictionary(say())))


@pages.errorhandler(NotShown)
def not_shown(error: NotShown, status: int = 0) -> Response:
    page = not_shown_page(error.meeting, error.standing)
    return make_response(render_template("public/register/not_shown.html", view=page), status or error.status)


def _no_question(code: str, number: int) -> tuple[str, int]:
    here = meeting_of(code)
    moved = ports().store.questions.moved_from(here.id, number)
    there = ports().store.meetings.get(moved.meeting_id) if moved else None
    if moved and there and is_published(there) and published(there).row_of(moved.number):
        page, status = moved_page(here, number, there, moved), 200
    else:
        page, status = no_question_page(here, number), 404
    return render_template("public/register/not_shown.html", view=page), status


def _page(version: Hashable, make: Callable[[], str]) -> Response:
    """The page, from memory where nobody asked for some questions alone: those pages have no end."""
    response = unless_known(f"{version}-{request.full_path}")
    if response.status_code != 304:
        key = (response.get_etag()[0], request.full_path)
        response.set_data(make() if request.query_string else memory().pages.get(key, make))
    return response


def _number() -> int:
    return request.args.get("page", 1, type=responses.number)
