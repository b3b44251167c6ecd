"""The people pages as an administrator's browser gets them, and one's own password."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.accounts.changes import AccountChange
from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.roles import MEANINGS, Role
from board_qa.ports.accounts import PeopleStore
from board_qa.services.accounts import signing_in
from tests.support.board import PASSWORD, Board, post, token_on
from tests.support.doubles import DOOR, EASY

PEOPLE = "/desk/people"
NEW = "four other random words"
HOSTILE = "</textarea><script>alert(1)</script>"


def add(browser: FlaskClient, **changes: str) -> TestResponse:
    return post(browser, PEOPLE, PEOPLE, **{"name": "Sam Patel", "username": "sam", "role": "moderator", **changes})


def account(board: Board, username: str) -> Moderator:
    found = board.ports.store.accounts.by_username(username)
    assert found is not None
    return found


def link_on(page: str) -> str:
    found = re.search(r"https?://[^/]+(/sign-in/link/[^<]+)<", page)
    assert found, page
    return found.group(1).replace("&amp;", "&")


def come_in(board: Board, link: str) -> FlaskClient:
    browser = board.browser()
    assert post(browser, link, link).headers["Location"] == "/desk/password"
    return browser


def test_the_page_shows_everybody_with_role_and_last_sign_in_and_what_each_role_may_do(board: Board) -> None:
    browser = board.signed_in()
    add(browser, role="reader")
    page = browser.get(PEOPLE).text

    for words in (
        "Alex Morgan",
        "Sam Patel",
        "User name sam",
        "Last signed in on",
        "Has not signed in yet",
        *MEANINGS.values(),
    ):
        assert words in page
    assert "Alex Morgan added Sam Patel as a reader" in page


def test_only_administrators_are_shown_the_way_to_the_page(board: Board) -> None:
    assert f'href="{PEOPLE}"' in board.signed_in().get("/desk/").text
    link = link_on(add(board.signed_in()).text)

    assert f'href="{PEOPLE}"' not in come_in(board, link).get("/desk/").text


def test_a_colleague_is_added_comes_in_by_the_link_and_chooses_a_password(board: Board) -> None:
    answer = add(board.signed_in())
    assert answer.status_code == 201
    browser = come_in(board, link_on(answer.text))
    page = browser.get("/desk/password").text
    assert "Choose a password" in page
    assert "Current password" not in page
    done = post(browser, "/desk/password", "/desk/password", new=NEW, again=NEW)
    assert (done.status_code, done.headers["Location"]) == (303, "/desk/")
    assert "Your password is set" in browser.get("/desk/").text

    again = post(board.browser(), "/sign-in", "/sign-in", username="Sam", password=NEW)
    assert again.status_code == 302


def test_the_link_is_shown_once_and_stands_in_no_page_or_cookie_after(board: Board) -> None:
    browser = board.signed_in()
    token = link_on(add(browser).text).split("?")[0].split("/")[-1]
    pages = [browser.get(path).text for path in (PEOPLE, f"{PEOPLE}/{account(board, 'sam').id}", "/desk/")]
    cookie = browser.get_cookie("desk")

    assert cookie is not None
    assert token not in "".join(pages) + cookie.value


def test_a_link_that_was_used_or_stopped_is_kindly_refused(board: Board) -> None:
    browser = board.signed_in()
    old = link_on(add(browser).text)
    path = f"{PEOPLE}/{account(board, 'sam').id}"
    new = link_on(post(browser, path, f"{path}/link").text)

    assert post(board.browser(), old, old).status_code == 410
    come_in(board, new)
    assert post(board.browser(), new, new).status_code == 410


def test_a_link_never_leads_to_another_site(board: Board) -> None:
    link = link_on(add(board.signed_in()).text).split("?")[0] + "?next=https://evil.example/"

    assert post(board.browser(), link, link).headers["Location"] == "/desk/"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("name", "", "Enter the name"), ("name", "\u200b", "Enter the name"), ("name", "x" * 81, "80 characters or fewer"),
     ("username", "", "Enter a user name"), ("username", "sam patel", "without spaces"),
     ("username", "s\u0430m", "letters from a to z"), ("username", "x" * 81, "up to 80"),
     ("username", "ALEX", "Somebody has this user name"), ("role", "", "Choose a role"),
     ("role", "emperor", "Not a valid choice")],
)  # fmt: skip
def test_a_person_who_cannot_be_added_is_explained_and_what_was_typed_is_kept(
    board: Board, field: str, value: str, said: str
) -> None:
    answer = add(board.signed_in(), **{field: value})

    assert answer.status_code == 422
    assert said in answer.text
    assert answer.text.count(said) == 2  # in the summary, and at the field
    assert ("Sam Patel" if field != "name" else "sam") in answer.text
    assert len(board.ports.store.accounts.all()) == 1


def test_hostile_names_are_inert_on_every_page(board: Board) -> None:
    browser = board.signed_in()
    shown = add(browser, name=HOSTILE).text
    path = f"{PEOPLE}/{account(board, 'sam').id}"

    for page in (shown, browser.get(PEOPLE).text, browser.get(path).text, browser.get("/desk/").text):
        assert "<script>alert" not in page


def test_a_role_is_changed_and_counts_at_the_next_click(board: Board) -> None:
    browser = board.signed_in()
    colleague = come_in(board, link_on(add(browser).text))
    assert colleague.get("/desk/meetings/new").status_code == 200
    path = f"{PEOPLE}/{account(board, 'sam').id}"
    answer = post(browser, path, f"{path}/role", role="reader")

    assert answer.headers["Location"] == path
    assert "Sam Patel is a reader now" in browser.get(path).text
    refused = colleague.get("/desk/meetings/new")
    assert refused.status_code == 403
    assert "You are signed in as a reader" in refused.text


def test_a_role_that_does_not_exist_is_refused(board: Board) -> None:
    browser = board.signed_in()
    add(browser)
    path = f"{PEOPLE}/{account(board, 'sam').id}"

    assert post(browser, path, f"{path}/role", role="emperor").status_code == 422
    assert account(board, "sam").role is Role.MODERATOR


def test_the_last_administrator_is_told_why_they_must_stay_one(board: Board) -> None:
    path = f"{PEOPLE}/{board.alex.id}"
    answer = post(board.signed_in(), path, f"{path}/role", role="reader")

    assert answer.status_code == 409
    assert "Make somebody else an administrator first" in answer.text
    assert account(board, "alex").role is Role.ADMINISTRATOR


def test_an_administrator_who_steps_back_lands_where_they_may_be(board: Board) -> None:
    browser = board.signed_in()
    add(browser, role="administrator")
    path = f"{PEOPLE}/{board.alex.id}"
    answer = post(browser, path, f"{path}/role", role="moderator")

    assert answer.headers["Location"] == "/desk/"
    assert "Alex Morgan is a moderator now" in browser.get("/desk/").text
    assert browser.get(PEOPLE).status_code == 403


def test_nobody_closes_themselves_even_by_posting_the_form_that_is_not_there(board: Board) -> None:
    browser = board.signed_in()
    add(browser, role="administrator")
    path = f"{PEOPLE}/{board.alex.id}"
    assert f"{path}/close" not in browser.get(path).text
    answer = post(browser, path, f"{path}/close")

    assert answer.status_code == 409
    assert "cannot close your own account" in answer.text
    assert not account(board, "alex").closed


def test_a_closed_person_is_out_and_the_page_offers_to_reopen(board: Board) -> None:
    browser = board.signed_in()
    colleague = come_in(board, link_on(add(browser).text))
    path = f"{PEOPLE}/{account(board, 'sam').id}"
    post(browser, path, f"{path}/close")
    page = browser.get(path).text

    assert colleague.get("/desk/").headers["Location"].startswith("/sign-in")
    assert "signed out everywhere" in page
    assert f"{path}/reopen" in page
    assert f"{path}/link" not in page
    post(browser, path, f"{path}/reopen")
    assert "is open again" in browser.get(path).text
    assert "Nowhere at the moment" in browser.get(path).text
    assert colleague.get("/desk/").headers["Location"].startswith("/sign-in")


def test_no_link_is_made_for_a_closed_account_even_by_posting_the_form(board: Board) -> None:
    browser = board.signed_in()
    add(browser)
    path = f"{PEOPLE}/{account(board, 'sam').id}"
    post(browser, path, f"{path}/close")
    answer = post(browser, path, f"{path}/link")

    assert answer.status_code == 409
    assert "Reopen it first" in answer.text


def test_no_administrator_makes_a_link_for_themselves_at_a_computer_they_left_open(board: Board) -> None:
    browser, page = board.signed_in(), f"/desk/people/{board.alex.id}"
    answer = post(browser, page, f"{page}/link")

    assert answer.status_code == 409
    assert "You cannot make a sign-in link for yourself" in answer.text
    assert "/sign-in/link/" not in answer.text


def test_a_reset_signs_out_everywhere_only_when_asked(board: Board) -> None:
    browser = board.signed_in()
    colleague = come_in(board, link_on(add(browser).text))
    path = f"{PEOPLE}/{account(board, 'sam').id}"
    post(browser, path, f"{path}/link")
    assert colleague.get("/desk/").status_code == 200
    post(browser, path, f"{path}/link", reset="y")

    assert colleague.get("/desk/").status_code == 302


def test_an_administrator_signs_somebody_out_everywhere_who_can_come_in_again(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    browser = board.signed_in()
    theirs = come_in(board, link_on(add(browser).text))
    post(theirs, "/desk/password", "/desk/password", new=NEW, again=NEW)
    sam = account(board, "sam")
    page = f"{PEOPLE}/{sam.id}"
    assert "In 1 place." in browser.get(page).text
    post(browser, page, f"{page}/sign-out")

    assert theirs.get("/desk/").status_code == 302
    assert "Nowhere at the moment" in browser.get(page).text
    assert "Alex Morgan signed Sam Patel out everywhere" in browser.get(page).text
    assert browser.get("/desk/").status_code == 200
    told = [one.__dict__["fields"] for one in caplog.records if one.name == "board_qa.security"]
    assert [one["account"] for one in told if one["event"] == "signed_out_by_administrator"] == [sam.id]
    again = post(board.browser(), "/sign-in", "/sign-in", username="sam", password=NEW)
    assert again.headers["Location"] == "/desk/"


def test_an_administrator_demoted_between_the_door_and_the_deed_is_told_so(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    """Another process commits after the guard has looked: here, at the last thing asked before the deed."""
    caplog.set_level(logging.INFO, "board_qa.security")
    browser = board.signed_in()
    add(browser, role="administrator")
    other = Demotes(board.ports.store.people, board.alex.id or 0)
    path = f"{PEOPLE}/{account(board, 'sam').id}"
    token = token_on(browser.get(path).text)
    board.ports.store.people = other  # type: ignore[misc]
    answer = browser.post(f"{path}/close", data={"csrf_token": token})

    assert answer.status_code == 403
    assert "You are no longer an administrator" in answer.text
    assert [one.__dict__["fields"]["event"] for one in caplog.records][-1:] == ["wrong_role"]
    assert not account(board, "sam").closed


class Demotes:
    """The store, where somebody else demotes this person as soon as an account is looked at."""

    def __init__(self, people: PeopleStore, account_id: int) -> None:
        self._people, self._account_id = people, account_id

    def get(self, account_id: int) -> Moderator | None:
        found = self._people.get(account_id)
        self._people.set_role(self._account_id, Role.READER)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._people, name)


@pytest.mark.parametrize(
    ("form", "said"),
    [({"current": PASSWORD, "new": "short", "again": "short"}, "Use 12 to 200"),
     ({"current": PASSWORD, "new": "x" * 201, "again": "x" * 201}, "Use 12 to 200"),
     ({"current": PASSWORD, "new": NEW, "again": NEW + "!"}, "The two new passwords are different"),
     ({"current": "wrong", "new": NEW, "again": NEW}, "The current password is not right"),
     ({"current": "", "new": NEW, "again": NEW}, "Enter your current password")],
)  # fmt: skip
def test_a_password_that_cannot_be_set_is_explained_and_never_shown(
    board: Board, form: dict[str, str], said: str
) -> None:
    answer = post(board.signed_in(), "/desk/password", "/desk/password", **form)

    assert answer.status_code == 422
    assert said in answer.text
    assert NEW not in answer.text
    assert signing_in.sign_in(board.ports, board.process.installation.passwords, "alex", PASSWORD, DOOR)


def test_changing_ones_password_keeps_this_browser_in_and_puts_others_out(board: Board) -> None:
    here, elsewhere = board.signed_in(), board.signed_in()
    post(here, "/desk/password", "/desk/password", current=PASSWORD, new=NEW, again=NEW)

    assert here.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/").status_code == 302
    assert "Alex Morgan set their own password" in here.get(PEOPLE).text


def test_a_password_is_taken_exactly_as_it_is_typed(board: Board) -> None:
    browser, typed = board.signed_in(), f" Gravel Otter Pension {'x' * 60} one "
    form = {"current": PASSWORD, "new": typed, "again": typed}
    for changed in (typed.strip(), typed.lower(), typed[:72], typed.replace("one", "two")):
        assert post(browser, "/desk/password", "/desk/password", **{**form, "again": changed}).status_code == 422
    assert post(browser, "/desk/password", "/desk/password", **form).status_code == 303
    wrong = (typed.strip(), typed.lower(), typed.upper(), typed[:72], typed.replace("one", "two"))
    signing = [post(board.browser(), "/sign-in", "/sign-in", username="alex", password=one) for one in (*wrong, typed)]

    assert [one.status_code for one in signing] == [422] * 5 + [302]


def test_a_password_that_many_use_is_refused_and_the_old_one_stays(board: Board) -> None:
    browser = board.signed_in()
    refused = post(browser, "/desk/password", "/desk/password", current=PASSWORD, new=EASY, again=EASY)

    assert (refused.status_code, "easy to guess" in refused.text) == (422, True)
    assert EASY not in refused.text
    assert post(browser, "/desk/password", "/desk/password", current=PASSWORD, new=NEW, again=NEW).status_code == 303


def test_guessing_on_an_open_laptop_ends_in_a_kind_wait(board: Board) -> None:
    browser = board.signed_in()
    form = {"current": "wrong", "new": NEW, "again": NEW}
    answers = [post(browser, "/desk/password", "/desk/password", **form).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def left_open(board: Board) -> tuple[FlaskClient, Moderator]:
    """The browser of an administrator who signed in an hour ago, and a colleague."""
    browser = board.signed_in()
    add(browser)
    board.clock.advance(hours=1)
    return browser, account(board, "sam")


def test_at_a_computer_that_was_left_open_nobody_adds_a_person_without_the_password(board: Board) -> None:
    browser, _ = left_open(board)
    typed = {"name": "Eve <b>Bold</b>", "username": "eve", "role": "administrator"}
    for password, status in ((None, 200), ("", 422), ("wrong", 422)):
        answer = add(browser, **typed, **({} if password is None else {"password": password}))
        assert answer.status_code == status
        assert "Enter your password to add a person" in answer.text
        assert 'name="name" value="Eve &lt;b&gt;Bold&lt;/b&gt;"' in answer.text
        assert 'name="username" value="eve"' in answer.text
        assert 'name="role" value="administrator"' in answer.text
        assert "wrong" not in answer.text
    assert board.ports.store.accounts.by_username("eve") is None
    assert add(browser, **typed, password=PASSWORD).status_code == 201

    assert account(board, "eve").role is Role.ADMINISTRATOR


@pytest.mark.parametrize(
    ("what", "form"), [("role", {"role": "administrator"}), ("link", {"reset": "y"}), ("code-off", {}), ("unlink", {})]
)
def test_nor_changes_how_a_colleague_comes_in(board: Board, what: str, form: dict[str, str]) -> None:
    browser, sam = left_open(board)
    board.ports.store.second_steps.offer(sam.id, "sealed")
    board.ports.store.second_steps.turn_on(sam.id)
    board.ports.store.sign_ons.link(sam.id, "https://id.example", "subject-1")
    page = f"{PEOPLE}/{sam.id}"
    before = history(board, sam)
    for password in ({}, {"password": ""}, {"password": "wrong"}):
        answer = post(browser, page, f"{page}/{what}", **form, **password)
        assert answer.status_code in (200, 422)
        assert "Enter your password to" in answer.text
        assert "/sign-in/link/" not in answer.text
    assert (history(board, sam), account(board, "sam")) == (before, sam)
    assert post(browser, page, f"{page}/{what}", **form, password=PASSWORD).status_code in (201, 303)

    assert len(history(board, sam)) == len(before) + 1


def test_nor_lets_somebody_in_again_whose_account_was_closed(board: Board) -> None:
    browser, sam = left_open(board)
    page = f"{PEOPLE}/{sam.id}"
    post(browser, page, f"{page}/close")
    assert "Enter your password to reopen the account" in post(browser, page, f"{page}/reopen").text

    assert account(board, "sam").closed


def test_an_administrator_who_gave_the_password_is_not_asked_again_for_ten_minutes(board: Board) -> None:
    browser, sam = left_open(board)
    page = f"{PEOPLE}/{sam.id}"
    post(browser, page, f"{page}/role", role="reader", password=PASSWORD)
    board.clock.advance(minutes=9)

    assert post(browser, page, f"{page}/role", role="chair").status_code == 303
    assert account(board, "sam").role is Role.CHAIR


def test_passwords_are_not_guessed_by_adding_people(board: Board) -> None:
    browser, _ = left_open(board)
    answers = [add(browser, username="eve", password="wrong").status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_an_administrator_without_a_password_is_told_how_to_go_on(board: Board) -> None:
    browser, _ = left_open(board)
    board.ports.store.database.execute("UPDATE moderator SET password_hash = ''")  # type: ignore[attr-defined]
    page = add(browser, username="eve").text

    assert "Sign in again to add a person" in page
    assert 'type="password"' not in page
    assert 'name="username" value="eve"' in page


def history(board: Board, who: Moderator) -> list[AccountChange]:
    return board.ports.store.people.history(20, who.id)


def test_a_person_who_does_not_exist_is_not_found(board: Board) -> None:
    assert board.signed_in().get(f"{PEOPLE}/999").status_code == 404
