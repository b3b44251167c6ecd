"""What happens at the door is in the log, a line each, and nobody's name, address or secret is."""

from __future__ import annotations

import logging

import pytest
from flask.testing import FlaskClient

from board_qa.services.accounts import signing_in
from board_qa.web.operators.security_log import SecurityEvent
from tests.support.board import PASSWORD, Board, post
from tests.support.doubles import PlainPasswords
from tests.support.places import ROOT

ADDRESS = "203.0.113.77"


def events(caplog: pytest.LogCaptureFixture) -> list[tuple[str, int | None]]:
    fields = [record.__dict__["fields"] for record in caplog.records if record.name == "board_qa.security"]
    return [(one["event"], one["account"]) for one in fields]


def visitor(board: Board) -> FlaskClient:
    browser = board.browser()
    browser.environ_base["REMOTE_ADDR"] = ADDRESS
    return browser


def signs_in(browser: FlaskClient, password: str, name: str = "alex") -> None:
    post(browser, "/sign-in", "/sign-in", username=name, password=password)


@pytest.fixture(autouse=True)
def heard(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "board_qa.security")


def number(board: Board, name: str) -> int:
    person = board.ports.store.accounts.by_username(name)
    assert person is not None
    return person.id


def test_coming_in_and_going_out_are_told_with_the_number_of_the_account(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    browser, alex = visitor(board), number(board, "alex")
    signs_in(browser, PASSWORD)
    post(browser, "/desk/account/", "/desk/account/sign-out-elsewhere")
    new = "gravel otter pension"
    post(browser, "/desk/password", "/desk/password", current=PASSWORD, new=new, again=new)
    post(browser, "/desk/", "/sign-out")

    told = ["signed_in", "signed_out_elsewhere", "changed_own", "signed_out"]
    assert events(caplog) == [(event, alex) for event in told]


def test_what_is_refused_at_the_door_is_told_without_the_name_that_was_tried(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    browser = visitor(board)
    for _ in range(10):
        signs_in(browser, "a guess that is wrong", "jo.bloggs")
    signs_in(browser, "a guess that is wrong", "jo.bloggs")
    post(browser, "/sign-in/link/nonsense", "/sign-in/link/nonsense")

    assert events(caplog) == [("not_right", None)] * 10 + [("held_off", None), ("dead_link", None)]


def test_a_one_time_link_is_told_and_what_a_role_may_not_do_as_well(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    reader = board.ports.store.accounts.add("robin", "Robin", "", board.ports.clock())
    assert reader is not None
    link = f"/sign-in/link/{signing_in.make_link(board.ports, reader)}"
    browser = visitor(board)
    post(browser, link, link)
    browser.get("/desk/people")

    assert events(caplog) == [("signed_in_by_link", reader.id), ("wrong_role", reader.id)]


def test_forms_that_are_not_ours_are_told(board: Board, caplog: pytest.LogCaptureFixture) -> None:
    browser = visitor(board)
    browser.post(f"/{board.meeting.code}/questions", headers={"Origin": "https://evil.example"})
    browser.post("/sign-in", data={"username": "alex"})

    assert events(caplog) == [("form_of_another_site", None), ("form_not_ours", None)]


def test_no_line_has_a_name_an_address_or_a_secret_and_one_network_has_one_mark(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    signing_in.add_moderator(board.ports, PlainPasswords(), "jo.bloggs", "Jo Bloggs", PASSWORD)
    browser = visitor(board)
    for name, password in (("jo.bloggs", "wrong"), ("nobody.at.all", "wrong"), ("jo.bloggs", PASSWORD)):
        signs_in(browser, password, name)
    lines = [record for record in caplog.records if record.name == "board_qa.security"]
    said = " ".join(f"{one.getMessage()} {one.__dict__['fields']}" for one in lines)

    assert len(lines) == 3
    assert len({one.__dict__["fields"]["network"] for one in lines}) == 1
    assert [word for word in ("bloggs", "nobody.at.all", ADDRESS, "wrong", "three") if word in said.lower()] == []
    assert {one.name.lower() for one in SecurityEvent} >= {one.__dict__["fields"]["event"] for one in lines}


def test_whoever_runs_it_is_told_of_each_event() -> None:
    told = (ROOT / "docs/operating.md").read_text(encoding="utf-8")

    assert [one.name for one in SecurityEvent if f"`{one.name.lower()}`" not in told] == []
