"""The page on which an administrator says who the board is: kept, checked kindly, and never overwritten unseen."""

from __future__ import annotations

from html import escape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.accounts.roles import Role
from board_qa.domain.meetings.about import LABELS, AboutBoard
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.board import Board
from tests.support.page_forms import form_on
from tests.web.test_about_pages import FILLED
from tests.web.test_roles import person, signed_in

PATH = "/desk/board"
TYPED = {
    "controller": FILLED.controller, "email": FILLED.email, "phone": FILLED.phone, "kept": FILLED.kept,
    "data_protection": FILLED.data_protection, "complaints": FILLED.complaints, "foi": FILLED.foi,
    "prepared_on": FILLED.prepared_on, "signposts": "\r\n".join(FILLED.signposts), "hours": FILLED.hours,
    "outside_hours": FILLED.outside_hours, "not_answered": "\r\n".join(FILLED.not_answered),
    "accounts_run_by": FILLED.accounts_run_by,
}  # fmt: skip


def sent(browser: FlaskClient, **changes: str) -> TestResponse:
    """The form as it is shown, with these changes."""
    return browser.post(PATH, data={**form_on(browser.get(PATH).text, "before"), **changes})


def test_what_is_typed_is_kept_and_stands_on_the_public_pages_at_once(board: Board) -> None:
    browser = board.signed_in()
    answer = sent(browser, **TYPED)

    assert (answer.status_code, answer.headers["Location"]) == (303, PATH)
    assert board.ports.store.about.get() == FILLED
    assert "Saved. The public pages are updated." in browser.get(PATH).text
    assert "Eight years, then the archive decides." in board.browser().get("/privacy").text


def test_the_form_shows_what_is_kept_and_sent_untouched_changes_nothing(board: Board) -> None:
    board.ports.store.about.save(FILLED)
    browser = board.signed_in()
    shown = form_on(browser.get(PATH).text, "before")
    assert {name: shown[name].replace("\n", "\r\n") for name in ("kept", "email", "signposts")} == {
        name: TYPED[name] for name in ("kept", "email", "signposts")
    }

    assert sent(browser).status_code == 303
    assert board.ports.store.about.get() == FILLED


def test_everything_but_the_help_can_be_left_empty(board: Board) -> None:
    assert sent(board.signed_in()).status_code == 303
    assert board.ports.store.about.get() == AboutBoard()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("email", "not an address", "Enter an email address, like board@example.nhs.uk"),
     ("email", "a@b.uk?subject=hello", "Enter an email address"), ("phone", "ring us", "Enter a phone number"),
     ("prepared_on", "soon", "Enter a date, like 26/11/2026"), ("prepared_on", "0026-11-23", "Enter a year in full"),
     ("signposts", " \n ", "Enter at least one"), ("signposts", "x" * 300, "to 200 characters or fewer"),
     ("controller", "x" * 121, "Shorten this to 120"), ("kept", "y" * 601, "Shorten this to 600")],
)  # fmt: skip
def test_what_cannot_be_is_explained_and_what_was_typed_is_kept(
    board: Board, field: str, value: str, said: str
) -> None:
    answer = sent(board.signed_in(), **{**TYPED, field: value})

    assert answer.status_code == 422
    assert said in answer.text
    assert "Error: About your board" in answer.text
    assert value.strip() in answer.text
    assert "PALS at the main entrance" in answer.text
    assert board.ports.store.about.get() == AboutBoard()


def test_the_second_of_two_editors_is_told_what_the_first_saved_and_overwrites_nothing(board: Board) -> None:
    first, second = board.signed_in(), board.signed_in()
    mine = form_on(second.get(PATH).text, "before")
    sent(first, kept="Eight years.", prepared_on="2026-11-23")
    answer = second.post(PATH, data={**mine, "kept": "Ten years, or so."})

    assert answer.status_code == 409
    assert "Somebody else changed this page while you were editing it" in answer.text
    assert f"{LABELS['kept']}: <bdi>Eight years.</bdi>" in answer.text
    assert f"{LABELS['prepared_on']}: <bdi>23/11/2026</bdi>" in answer.text
    assert "Ten years, or so." in answer.text
    assert board.ports.store.about.get().kept == "Eight years."

    again = second.post(PATH, data={**form_on(answer.text, "before"), "kept": "Ten years, or so."})
    assert again.status_code == 303
    assert board.ports.store.about.get().kept == "Ten years, or so."


@pytest.mark.parametrize("before", ["", "none", "made up"])
def test_a_form_that_does_not_say_what_it_was_made_from_overwrites_nothing(board: Board, before: str) -> None:
    assert sent(board.signed_in(), **TYPED, before=before).status_code == 409
    assert board.ports.store.about.get() == AboutBoard()


def test_the_front_page_of_the_desk_says_to_the_administrator_what_is_missing_until_nothing_is(board: Board) -> None:
    browser = board.signed_in()
    page = browser.get("/desk/").text
    assert "Not filled in yet" in page
    for name in ("controller", "foi", "prepared_on"):
        assert f"<li>{LABELS[name]}</li>" in page
    assert LABELS["signposts"] not in page

    sent(browser, **TYPED)
    assert "Not filled in yet" not in browser.get("/desk/").text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_is_offered_the_page_or_told_what_is_missing(board: Board, role: Role) -> None:
    browser = signed_in(board, person(board, role))
    page = browser.get("/desk/").text

    assert PATH not in page
    assert "Not filled in yet" not in page
    assert browser.get(PATH).status_code == 403


def test_a_name_with_quotes_and_angles_comes_back_as_it_was_typed(board: Board) -> None:
    browser, name = board.signed_in(), 'The "Royal" <Anytown> & Sons'
    sent(browser, controller=name)

    assert board.ports.store.about.get().controller == name
    assert escape(name).replace("&quot;", "&#34;") in browser.get(PATH).text


def test_it_is_kept_when_the_service_starts_again(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = str(tmp_path_factory.mktemp("kept") / "board.db")
    store = SqliteStore(path)
    store.about.save(FILLED)
    store.about.save(FILLED)
    store.close()

    assert SqliteStore(path).about.get() == FILLED
