"""Where somebody is signed in, seen and ended by themselves, and the new devices that they are told of."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from board_qa.domain.accounts.sessions import browser_named
from board_qa.services.accounts import signing_in
from tests.support.board import PASSWORD, Board, post, token_on
from tests.support.page_forms import form_on

PAGE = "/desk/account/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"


def sign_in(board: Board, user_agent: str, name: str = "alex") -> FlaskClient:
    browser = board.browser()
    browser.environ_base["HTTP_USER_AGENT"] = user_agent
    assert post(browser, "/sign-in", "/sign-in", username=name, password=PASSWORD).status_code == 302
    return browser


def token_of(browser: FlaskClient) -> str:
    with browser.session_transaction() as session:
        return str(session["token"])


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/desk/").status_code == 200


def test_somebody_sees_where_they_are_signed_in(board: Board) -> None:
    here, _ = sign_in(board, FIREFOX), sign_in(board, SAFARI)
    page = here.get(PAGE).text

    assert "Firefox on Windows" in page
    assert "Safari on iPhone" in page
    assert page.count("Sign out there") == 1


def test_one_other_session_ends_and_this_one_goes_on(board: Board) -> None:
    here, phone, tablet = sign_in(board, FIREFOX), sign_in(board, SAFARI), sign_in(board, "")
    (row,) = [row for row in here.get(PAGE).text.split('<li class="m-meeting">') if ": Safari on iPhone" in row]
    (session,) = re.findall(r'name="session" value="(\w+)"', row)
    post(here, PAGE, f"{PAGE}sign-out-elsewhere", session=session)

    assert [is_in(one) for one in (here, phone, tablet)] == [True, False, True]


def test_all_other_sessions_end_and_this_one_goes_on(board: Board) -> None:
    here, phone = sign_in(board, FIREFOX), sign_in(board, SAFARI)
    post(here, PAGE, f"{PAGE}sign-out-elsewhere")

    assert [is_in(one) for one in (here, phone)] == [True, False]


def test_whoever_signed_in_a_while_ago_gives_their_password_to_end_a_session(board: Board) -> None:
    here, phone = sign_in(board, FIREFOX), sign_in(board, SAFARI)
    board.clock.advance(minutes=11)
    where = f"{PAGE}sign-out-elsewhere"
    asked = post(here, PAGE, where)
    assert "Enter your password to sign out elsewhere" in asked.text
    wrong = [post(here, PAGE, where, password=one) for one in ("", "wrong")]
    assert [one.status_code for one in wrong] == [422, 422]
    assert is_in(phone)
    old = token_of(here)
    assert post(here, PAGE, where, password=PASSWORD).status_code == 303

    assert [is_in(one) for one in (here, phone)] == [True, False]
    assert token_of(here) != old
    assert signing_in.session_owner(board.ports, old) is None


def test_each_sign_in_and_each_new_password_gives_a_new_token_and_the_one_before_opens_nothing(board: Board) -> None:
    here, new = sign_in(board, FIREFOX), "four other random words"
    tokens = [token_of(here)]
    post(here, "/sign-in", "/sign-in", username="alex", password=PASSWORD)
    assert signing_in.session_owner(board.ports, tokens[0]) is None
    tokens.append(token_of(here))
    post(here, "/desk/password", "/desk/password", current=PASSWORD, new=new, again=new)

    assert len({*tokens, token_of(here)}) == 3
    assert [signing_in.session_owner(board.ports, one) for one in tokens] == [None, None]
    assert is_in(here)


def test_whoever_gave_their_password_a_moment_ago_is_not_asked_again(board: Board) -> None:
    here, where = sign_in(board, FIREFOX), f"{PAGE}sign-out-elsewhere"
    board.clock.advance(minutes=11)
    post(here, PAGE, where, password=PASSWORD)
    board.clock.advance(minutes=9)
    assert post(here, PAGE, where).status_code == 303
    board.clock.advance(minutes=2)

    assert "Enter your password to sign out elsewhere" in post(here, PAGE, where).text


def test_a_form_that_somebody_has_open_goes_on_when_they_sign_in_again_and_not_for_somebody_else(board: Board) -> None:
    here, where = sign_in(board, FIREFOX), f"{PAGE}sign-out-elsewhere"
    token = token_on(here.get(PAGE).text)
    post(here, "/sign-in", "/sign-in", username="alex", password=PASSWORD)
    assert here.post(where, data={"csrf_token": token}).status_code == 303
    board.ports.store.accounts.add("sam", "Sam", f"hashed:{PASSWORD}", board.ports.clock())
    post(here, "/sign-in", "/sign-in", username="sam", password=PASSWORD)

    assert here.post(where, data={"csrf_token": token}).status_code == 400


def test_the_session_that_was_chosen_is_the_one_that_ends_after_the_password(board: Board) -> None:
    here, phone, tablet = sign_in(board, FIREFOX), sign_in(board, SAFARI), sign_in(board, "")
    board.clock.advance(minutes=11)
    with phone.session_transaction() as session:
        chosen = board.ports.store.sessions.id_of(session["token"])
    asked = post(here, PAGE, f"{PAGE}sign-out-elsewhere", session=chosen).text
    assert f'value="{chosen}"' in asked
    post(here, PAGE, f"{PAGE}sign-out-elsewhere", session=chosen, password=PASSWORD)

    assert [is_in(one) for one in (here, phone, tablet)] == [True, False, True]


def test_passwords_are_not_guessed_by_ending_sessions(board: Board) -> None:
    here = sign_in(board, FIREFOX)
    board.clock.advance(minutes=11)
    answers = [post(here, PAGE, f"{PAGE}sign-out-elsewhere", password="wrong").status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_nobody_ends_the_session_of_somebody_else(board: Board) -> None:
    colleague = board.signed_in()
    person = board.ports.store.accounts.add("sam", "Sam", "hashed", board.ports.clock())
    assert person is not None
    board.ports.store.accounts.set_password("sam", board.process.installation.passwords.hash(PASSWORD))
    other = sign_in(board, FIREFOX, "sam")
    with colleague.session_transaction() as session:
        theirs = board.ports.store.sessions.id_of(session["token"])
    post(other, PAGE, f"{PAGE}sign-out-elsewhere", session=theirs)
    post(other, PAGE, f"{PAGE}sign-out-elsewhere")

    assert is_in(colleague)


def test_a_session_ends_after_four_hours_without_use_and_twelve_hours_with_it(board: Board) -> None:
    used, left = sign_in(board, FIREFOX), sign_in(board, SAFARI)
    for _ in range(3):
        board.clock.advance(minutes=200)
        assert is_in(used)
    assert not is_in(left)
    board.clock.advance(minutes=121)

    assert not is_in(used)


def test_what_an_open_page_fetches_by_itself_does_not_keep_somebody_signed_in(board: Board) -> None:
    left, used = sign_in(board, FIREFOX), sign_in(board, SAFARI)
    path = f"{board.path}/presence"
    tokens = {browser: token_on(browser.get(board.path).text) for browser in (left, used)}
    for _ in range(5):
        board.clock.advance(minutes=60)
        left.get(board.path, headers={"X-By-Script": "1"})
        left.post(f"{path}?still=1", data={"q": "1", "csrf_token": tokens[left]})
        assert used.post(path, data={"q": "1", "csrf_token": tokens[used]}).status_code in (200, 400)

    assert not is_in(left)
    assert is_in(used)


def test_asking_who_is_signed_in_keeps_nobody_signed_in_and_names_nobody(board: Board) -> None:
    left, stranger = sign_in(board, SAFARI), board.browser()
    first = left.get("/signed-in")
    for _ in range(24):
        board.clock.advance(minutes=10)
        left.get("/signed-in")  # also from a browser that does not say that a script asks

    assert (first.get_json()["account"], "alex" in first.text.lower()) == (board.alex.id, False)
    assert first.get_json()["lasts"] == 4 * 60 * 60
    assert first.headers["Cache-Control"] == "no-store"
    assert [one.get("/signed-in").json for one in (left, stranger)] == [{"account": None, "lasts": 0, "token": ""}] * 2
    assert not is_in(left)


def test_somebody_is_told_of_a_new_device_on_the_devices_they_had_until_they_say_it_was_them(board: Board) -> None:
    first = sign_in(board, FIREFOX)
    assert "used on a new device" not in first.get("/desk/").text
    second = sign_in(board, SAFARI)

    assert "used on a new device" not in second.get("/desk/").text
    assert re.search("used on a new device.*Safari on iPhone", first.get("/desk/").text, re.S)
    page = first.get(PAGE).text
    assert "used on a new device" in page
    board.clock.advance(minutes=1)
    sign_in(board, FIREFOX)  # after the page was drawn, which lists the other one alone
    first.post(f"{PAGE}devices-seen", data=form_on(page, "until"))
    assert re.search("used on a new device.*Firefox on Windows", first.get("/desk/").text, re.S)
    assert "Safari on iPhone" not in first.get("/desk/").text
    first.post(f"{PAGE}devices-seen", data=form_on(first.get(PAGE).text, "until"))
    assert "used on a new device" not in first.get("/desk/").text


@pytest.mark.parametrize("until", ["", "soon", "9" * 40, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_devices_are_known_as_of_a_moment_alone(board: Board, until: str) -> None:
    first = sign_in(board, FIREFOX)
    sign_in(board, SAFARI)

    assert post(first, PAGE, f"{PAGE}devices-seen", until=until).status_code == 400
    assert "used on a new device" in first.get("/desk/").text


def test_whoever_came_in_on_a_new_device_does_not_hide_that_from_the_owner(board: Board) -> None:
    first, second = sign_in(board, FIREFOX), sign_in(board, SAFARI)
    post(second, PAGE, f"{PAGE}devices-seen", until=board.clock().isoformat())

    assert "used on a new device" in first.get("/desk/").text


def test_a_device_that_is_known_is_no_news(board: Board) -> None:
    first = sign_in(board, FIREFOX)
    post(first, PAGE, "/sign-out")
    post(first, "/sign-in", "/sign-in", username="alex", password=PASSWORD)

    assert "used on a new device" not in first.get("/desk/").text


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox on Windows"),
        (SAFARI, "Safari on iPhone"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/150.0 Safari/537.36 Edg/150.0",
            "Edge on Mac",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) Chrome/150.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("curl/8.5", "An unknown browser"),
        ("<script>alert(1)</script>" * 1000, "An unknown browser"),
    ],
)
def test_a_browser_has_the_name_that_a_person_knows_it_by(user_agent: str, name: str) -> None:
    assert browser_named(user_agent) == name
