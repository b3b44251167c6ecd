"""Bodies that no page of ours sends: JSON, and files in the place of texts. They break nothing, and are no question."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from wtforms.fields.core import UnboundField

from board_qa.domain.accounts.roles import Role
from board_qa.web.shell.forms import PageForm
from tests.support.board import PASSWORD, Board, token_on
from tests.web.test_roles import addresses, person, signed_in

ODD: list[Any] = [5, True, None, "x", [1], {}, {"a": 1}, [["a"]], "\ud800"]


def fields() -> set[str]:
    """The names of the fields of every form there is."""
    forms: list[type[Any]] = [PageForm]
    found = set()
    while forms:
        form = forms.pop()
        forms += form.__subclasses__()
        found |= {name for name, field in vars(form).items() if isinstance(field, UnboundField)}
    return found | {"csrf_token", "expected", "q", "to", "until"}


def bodies() -> Iterator[str]:
    for odd in ODD:
        yield json.dumps(odd)
        yield json.dumps(dict.fromkeys(fields(), odd))
    yield "{"


def public(board: Board) -> list[str]:
    code = board.meeting.code
    return [f"/{code}/questions", f"/{code}/questions/1/support", f"/{code}/poll", "/sign-in", "/shared-device"]


def files() -> dict[str, Any]:
    return {name: (BytesIO(b"words"), "words.txt") for name in fields()}


def answers(browser: FlaskClient, address: str, token: str) -> Iterator[int]:
    headers = {"X-CSRFToken": token, "Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    for body in bodies():
        yield browser.post(address, data=body, headers=headers, content_type="application/json").status_code
    yield browser.post(address, data=files(), headers=headers, content_type="multipart/form-data").status_code


def test_there_are_fields_to_be_tried() -> None:
    assert {"question", "email", "username", "password", "title"} < fields()


def test_nothing_that_the_public_can_send_is_a_fault_or_a_question(board: Board) -> None:
    token = token_on(board.browser().get("/sign-in").text)
    faults = [
        (address, status)
        for address in public(board)
        for status in answers(board.browser(), address, token)
        if status >= 500
    ]

    assert faults == []
    assert board.ports.store.questions.of_meeting(board.meeting.id) == []


def test_nobody_signs_in_by_json(board: Board) -> None:
    board.signed_in()
    browser = board.browser()
    token = token_on(browser.get("/sign-in").text)
    body = json.dumps({"username": "alex", "password": [PASSWORD]})
    browser.post("/sign-in", data=body, headers={"X-CSRFToken": token}, content_type="application/json")

    assert browser.get("/desk/").status_code != 200


@pytest.mark.parametrize("part", range(4))
def test_nor_is_anything_that_is_sent_to_the_desk(board: Board, part: int) -> None:
    board.asked("Why?")
    who = person(board, Role.ADMINISTRATOR)
    posts = sorted({address for method, address, _ in addresses(board) if method == "POST"})[part::4]
    faults = []
    for address in posts:
        browser = signed_in(board, who)
        found = set(answers(browser, address, token_on(browser.get("/desk/").text)))
        faults += [(address, status) for status in found if status >= 500]

    assert faults == []
