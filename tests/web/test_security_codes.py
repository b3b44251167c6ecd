"""Security codes in the browser: turned on, asked for at the door, and turned off again."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pyotp
import pytest
from flask.testing import FlaskClient

from board_qa.domain.accounts.roles import Role
from board_qa.domain.accounts.second_step import CodesFor, in_fours
from board_qa.ports import Ports
from board_qa.ports.stores import StoreUnavailable
from board_qa.services.accounts import second_step, signing_in
from board_qa.system.code_apps import TotpApps
from tests.support.board import PASSWORD, Board, post, token_on
from tests.support.doubles import PlainPasswords

PAGE, DOOR = "/desk/account/code", "/sign-in/code"


def app(board: Board) -> str:
    """What Alex's app shows now."""
    step = board.ports.store.second_steps.get(board.alex.id or 0)
    assert step is not None
    return pyotp.TOTP(board.process.installation.code_apps.key(step.sealed)).at(board.clock())


def turned_on(board: Board) -> tuple[FlaskClient, list[str]]:
    """Alex's browser, and the recovery codes as the page shows them."""
    browser = board.signed_in()
    post(browser, PAGE, f"{PAGE}/set-up")
    answer = post(browser, PAGE, PAGE, code=app(board))
    assert answer.status_code == 201
    board.clock.advance(minutes=1)
    return browser, re.findall('<code class="m-key">([^<]+)</code>', answer.text)


def at_the_door(board: Board, after: str = "") -> FlaskClient:
    """A browser in which Alex's password was given."""
    browser = board.browser()
    where = f"/sign-in?next={after}" if after else "/sign-in"
    answer = post(browser, where, where, username="alex", password=PASSWORD)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(DOOR)
    return browser


@pytest.fixture
def ask_for_codes(board: Board) -> Iterator[Callable[[CodesFor], Ports]]:
    """Let the board ask for security codes, until the test ends; what it works with from then on."""
    app, before = board.process.app, board.process.installation

    def ask(of: CodesFor) -> Ports:
        asking = replace(before.ports, codes_for=of)
        app.extensions["board_qa"] = replace(before, ports=asking)
        return asking

    yield ask
    app.extensions["board_qa"] = before


def session_in(browser: FlaskClient) -> str:
    with browser.session_transaction() as kept:
        return str(kept["token"])


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/desk/").status_code == 200


def picture_on(page: str) -> str:
    (found,) = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    return str(found)


def test_the_key_is_there_as_a_picture_and_as_text_once_somebody_asks_for_it(board: Board) -> None:
    browser = board.signed_in()
    assert "m-key" not in browser.get(PAGE).text
    post(browser, PAGE, f"{PAGE}/set-up")
    page = browser.get(PAGE).text
    step = board.ports.store.second_steps.get(board.alex.id or 0)
    assert step is not None

    assert in_fours(board.process.installation.code_apps.key(step.sealed)) in page
    assert "QR code for your authenticator app" in page
    assert "style=" not in page
    assert picture_on(page) == picture_on(browser.get(PAGE).text)


def test_an_app_reads_from_the_picture_whose_key_it_is() -> None:
    apps = TotpApps("a key that only this test has, of some length", "Anytown Board")
    read = pyotp.parse_uri(apps.address(apps.seal(b"k" * 20), "sam.patel"))

    assert (read.name, read.issuer) == ("sam.patel", "Anytown Board")


def test_turning_it_on_takes_a_code_and_gives_ten_recovery_codes(board: Board) -> None:
    browser = board.signed_in()
    post(browser, PAGE, f"{PAGE}/set-up")
    wrong = post(browser, PAGE, PAGE, code="000000")
    assert wrong.status_code == 422
    assert "This code is not right" in wrong.text
    answer = post(browser, PAGE, PAGE, code=app(board))
    codes = re.findall('<code class="m-key">([^<]+)</code>', answer.text)

    assert len(set(codes)) == 10
    assert codes[0] not in browser.get(PAGE).text
    assert "You have 10 recovery codes left" in browser.get(PAGE).text


def test_after_the_password_the_door_asks_for_a_code_and_leads_on(board: Board) -> None:
    turned_on(board)
    browser = at_the_door(board, "/desk/people")
    page = browser.get(f"{DOOR}?next=/desk/people").text
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    assert not is_in(browser)
    answer = post(browser, f"{DOOR}?next=/desk/people", f"{DOOR}?next=/desk/people", code=app(board))

    assert answer.headers["Location"] == "/desk/people"
    assert is_in(browser)


def test_the_door_leads_to_no_other_site(board: Board) -> None:
    turned_on(board)
    browser, where = at_the_door(board), f"{DOOR}?next=https://evil.example/"

    assert post(browser, where, where, code=app(board)).headers["Location"] == "/desk/"


def test_a_recovery_code_as_it_was_shown_lets_its_owner_in(board: Board) -> None:
    _, codes = turned_on(board)
    browser = at_the_door(board)
    assert "/sign-in/recovery-code" in browser.get(DOOR).text
    post(browser, "/sign-in/recovery-code", "/sign-in/recovery-code", code=codes[3])

    assert is_in(browser)
    assert "You have 9 recovery codes left" in browser.get(PAGE).text


def test_a_wrong_code_is_told_kindly_and_ten_of_them_have_to_wait(board: Board) -> None:
    turned_on(board)
    browser = at_the_door(board)
    answers = [post(browser, DOOR, DOOR, code="000000") for _ in range(11)]

    assert [one.status_code for one in answers] == [422] * 10 + [429]
    assert "Wait 15 minutes" in answers[-1].text
    assert not is_in(browser)


def test_whoever_gave_no_password_or_waited_too_long_is_sent_to_the_first_page(board: Board) -> None:
    turned_on(board)
    late = at_the_door(board)
    board.clock.advance(minutes=11)

    for browser in (board.browser(), late):
        assert browser.get(DOOR).headers["Location"] == "/sign-in"
        assert "Enter your user name and password again" in browser.get("/sign-in").text


def test_a_one_time_link_asks_for_a_code_too(board: Board) -> None:
    turned_on(board)
    person = board.ports.store.accounts.by_username("alex")
    assert person is not None
    link, browser = f"/sign-in/link/{signing_in.make_link(board.ports, person)}", board.browser()
    assert post(browser, link, link).headers["Location"].startswith(DOOR)
    assert not is_in(browser)
    post(browser, DOOR, DOOR, code=app(board))

    assert is_in(browser)


def test_new_recovery_codes_take_a_code_and_end_those_before(board: Board) -> None:
    browser, before = turned_on(board)
    where = f"{PAGE}/recovery-codes"
    assert post(browser, where, where, code="000000").status_code == 422
    answer = post(browser, where, where, code=app(board))
    stranger = at_the_door(board)
    post(stranger, "/sign-in/recovery-code", "/sign-in/recovery-code", code=before[0])

    assert answer.status_code == 201
    assert not is_in(stranger)


def test_whoever_signed_in_a_while_ago_gives_their_password_with_the_code(board: Board) -> None:
    browser = board.signed_in()
    assert 'name="password"' not in browser.get(PAGE).text
    post(browser, PAGE, f"{PAGE}/set-up")
    board.clock.advance(minutes=11)
    assert 'name="password"' in browser.get(PAGE).text
    refused = post(browser, PAGE, PAGE, code=app(board))
    assert refused.status_code == 422
    assert "The password or the code is not right" in refused.text
    assert post(browser, PAGE, PAGE, code=app(board), password=PASSWORD).status_code == 201
    board.clock.advance(minutes=11)
    where = f"{PAGE}/recovery-codes"

    assert post(browser, where, where, code=app(board)).status_code == 422
    assert post(browser, where, where, code=app(board), password=PASSWORD).status_code == 201


def key_on(page: str) -> str:
    found = re.search('Key: <code class="m-key">([^<]+)</code>', page)
    return found[1] if found else ""


def test_at_a_computer_that_was_left_open_no_key_is_shown_before_the_password(board: Board) -> None:
    browser = board.signed_in()
    board.clock.advance(hours=2)
    asked = post(browser, PAGE, f"{PAGE}/set-up")
    assert "Enter your password to set up security codes" in asked.text
    assert post(browser, PAGE, f"{PAGE}/set-up", password="wrong").status_code == 422
    assert board.ports.store.second_steps.get(board.alex.id or 0) is None
    old = session_in(browser)
    assert post(browser, PAGE, f"{PAGE}/set-up", password=PASSWORD).headers["Location"] == PAGE

    assert key_on(browser.get(PAGE).text)
    assert session_in(browser) != old
    assert signing_in.session_owner(board.ports, old) is None


def test_a_key_that_the_owner_was_shown_is_not_shown_a_while_after_nor_in_another_browser(board: Board) -> None:
    browser, other = board.signed_in(), board.signed_in()
    post(browser, PAGE, f"{PAGE}/set-up")
    assert key_on(browser.get(PAGE).text)
    assert not key_on(other.get(PAGE).text)
    assert post(other, PAGE, PAGE, code=app(board)).headers["Location"] == PAGE
    assert not second_step.is_on(board.ports, board.alex.id or 0)
    board.clock.advance(minutes=11)
    pages = [browser.get(PAGE).text, post(browser, PAGE, PAGE, code="000000", password="wrong").text]

    assert ["If your app has the key already" in page for page in pages] == [True, True]
    assert [("m-key" in page, "<svg" in page) for page in pages] == [(False, False)] * 2


def test_whoever_saw_a_key_before_the_password_was_changed_knows_no_code_after_it(board: Board) -> None:
    thief, owner = board.signed_in(), board.signed_in()
    post(thief, PAGE, f"{PAGE}/set-up")
    seen, new = key_on(thief.get(PAGE).text), "four other random words"
    post(owner, "/desk/password", "/desk/password", current=PASSWORD, new=new, again=new)
    assert not key_on(owner.get(PAGE).text)
    post(owner, PAGE, f"{PAGE}/set-up")
    stolen = pyotp.TOTP(seen.replace(" ", "")).at(board.clock())

    assert key_on(owner.get(PAGE).text) not in ("", seen)
    assert post(owner, PAGE, PAGE, code=stolen).status_code == 422
    assert post(owner, PAGE, PAGE, code=app(board)).status_code == 201


def test_after_each_change_of_codes_the_cookie_from_before_opens_nothing(board: Board) -> None:
    browser = board.signed_in()
    post(browser, PAGE, f"{PAGE}/set-up")
    tokens = [session_in(browser)]
    post(browser, PAGE, PAGE, code=app(board))
    tokens.append(session_in(browser))
    board.clock.advance(minutes=1)
    post(browser, f"{PAGE}/recovery-codes", f"{PAGE}/recovery-codes", code=app(board))
    tokens.append(session_in(browser))
    board.clock.advance(minutes=1)
    post(browser, f"{PAGE}/off", f"{PAGE}/off", code=app(board), password=PASSWORD)

    assert not second_step.is_on(board.ports, board.alex.id or 0)
    assert len({*tokens, session_in(browser)}) == 4
    assert [signing_in.session_owner(board.ports, one) for one in tokens] == [None] * 3
    assert is_in(browser)


def test_it_is_turned_off_with_the_password_and_a_code(board: Board) -> None:
    browser, _ = turned_on(board)
    where = f"{PAGE}/off"
    assert post(browser, where, where, password="wrong", code=app(board)).status_code == 422
    assert post(browser, where, where, password=PASSWORD, code=app(board)).status_code == 303

    assert is_in(board.signed_in())
    assert browser.get(where).headers["Location"] == PAGE


def test_whoever_has_codes_gives_one_too_where_the_password_is_asked_for_once_more(board: Board) -> None:
    browser, recovery = turned_on(board)
    board.clock.advance(minutes=11)
    page = where = "/desk/people"
    person = {"username": "sam", "name": "Sam & Co", "role": "moderator"}
    asked = post(browser, page, where, **person)
    assert "From your app, or one of your recovery codes" in asked.text
    alone = post(browser, page, where, **person, password=PASSWORD)
    assert (alone.status_code, "Enter the code that your app shows" in alone.text) == (422, True)
    wrong = post(browser, page, where, **person, password=PASSWORD, security_code="000000")
    assert (wrong.status_code, "The password or the code is not right" in wrong.text) == (422, True)
    assert 'value="Sam &amp; Co"' in wrong.text
    assert board.ports.store.accounts.by_username("sam") is None
    assert post(browser, page, where, **person, password=PASSWORD, security_code=app(board)).status_code < 400

    assert board.ports.store.accounts.by_username("sam") is not None
    board.clock.advance(minutes=11)
    again = post(browser, page, where, **person | {"username": "jo"}, password=PASSWORD, security_code=recovery[0])
    assert again.status_code < 400


def test_whoever_has_codes_gives_one_for_a_new_password(board: Board) -> None:
    page, new = "/desk/password", "four other random words"
    assert "recovery codes" not in board.signed_in().get(page).text
    browser, _ = turned_on(board)
    assert "From your app, or one of your recovery codes" in browser.get(page).text
    words = {"current": PASSWORD, "new": new, "again": new}
    alone = post(browser, page, page, **words)
    assert (alone.status_code, "Enter the code that your app shows" in alone.text) == (422, True)
    wrong = post(browser, page, page, **words, code="000000")
    assert (wrong.status_code, "The password or the code is not right" in wrong.text) == (422, True)
    assert post(browser, page, page, **words, code=app(board)).status_code == 303

    assert board.browser().get(page).status_code == 302


def test_an_administrator_turns_it_off_for_a_colleague_who_is_told_and_not_for_themselves(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    alex, _ = turned_on(board)
    hashed = PlainPasswords().hash(PASSWORD)
    boss = board.ports.store.accounts.add("boss", "Bo Ross", hashed, board.clock(), Role.ADMINISTRATOR)
    assert boss is not None
    browser, page = board.browser(), f"/desk/people/{board.alex.id}"
    post(browser, "/sign-in", "/sign-in", username="boss", password=PASSWORD)
    assert post(alex, page, f"{page}/code-off").status_code == 409
    assert "turned off the security codes" not in alex.get("/desk/").text
    assert "Turn off their security codes" in browser.get(page).text
    assert post(browser, page, f"{page}/code-off").status_code == 303

    told = [one.__dict__["fields"] for one in caplog.records if one.name == "board_qa.security"]
    assert [one["account"] for one in told if one["event"] == "codes_set_back"] == [board.alex.id]
    assert "Turn off their security codes" not in browser.get(page).text
    assert "Bo Ross turned off the security codes of Alex Morgan" in board.signed_in().get("/desk/").text


def test_whom_the_board_asks_for_codes_gets_no_further_than_turning_them_on(
    board: Board, ask_for_codes: Callable[[CodesFor], Ports]
) -> None:
    browser = board.signed_in()
    assert is_in(browser)
    ports = ask_for_codes(CodesFor.ADMINISTRATORS)
    script = {"Accept": "application/json"}
    pages = [str(rule) for rule in board.process.app.url_map.iter_rules() if str(rule).startswith("/desk/")]
    plain = [one for one in pages if "<" not in one and not one.startswith(PAGE) and one != "/desk/password"]
    answers = [browser.get(one) for one in plain]
    led = {one.headers["Location"] for one in answers if one.status_code != 405}

    assert len(plain) > 5
    assert led == {PAGE}
    assert browser.get("/desk/", headers=script).status_code == 401
    assert browser.get(f"{PAGE}/off").headers["Location"] == PAGE
    assert "Your board asks you to turn on security codes" in browser.get(PAGE).text
    assert "Written answers" not in browser.get(PAGE).text
    assert second_step.let_in(ports, session_in(browser)) is None
    post(browser, PAGE, f"{PAGE}/set-up")
    post(browser, PAGE, PAGE, code=app(board))
    assert is_in(browser)
    assert second_step.let_in(ports, session_in(browser)) is not None


def test_a_form_of_the_desk_does_nothing_for_whoever_has_yet_to_turn_codes_on(
    board: Board, ask_for_codes: Callable[[CodesFor], Ports]
) -> None:
    browser = board.signed_in()
    token = token_on(browser.get("/desk/people").text)
    ask_for_codes(CodesFor.EVERYBODY)
    form = {"name": "Sam", "username": "sam", "role": "reader", "csrf_token": token}

    assert browser.post("/desk/people", data=form).headers["Location"] == PAGE
    assert board.ports.store.accounts.by_username("sam") is None


def test_the_board_asks_those_whom_it_names() -> None:
    asked = {of: [role for role in Role if of.includes(role)] for of in CodesFor}

    assert asked == {
        CodesFor.NOBODY: [],
        CodesFor.ADMINISTRATORS: [Role.ADMINISTRATOR],
        CodesFor.EVERYBODY: list(Role),
    }


def events(caplog: pytest.LogCaptureFixture) -> list[str]:
    told = [record.__dict__["fields"] for record in caplog.records if record.name == "board_qa.security"]
    return [one["event"] for one in told]


def test_which_way_in_came_before_the_code_is_in_the_log(board: Board, caplog: pytest.LogCaptureFixture) -> None:
    turned_on(board)
    caplog.set_level(logging.INFO, "board_qa.security")
    at_the_door(board)
    alex = board.ports.store.accounts.by_username("alex")
    assert alex is not None
    link = f"/sign-in/link/{signing_in.make_link(board.ports, alex)}"
    post(board.browser(), link, link)

    assert events(caplog) == ["asked_for_code", "asked_for_code_by_link"]


@pytest.mark.parametrize("door", [DOOR, "/sign-in/recovery-code"])
def test_a_code_that_comes_too_late_or_to_nobody_is_in_the_log(
    board: Board, caplog: pytest.LogCaptureFixture, door: str
) -> None:
    turned_on(board)
    late = at_the_door(board)
    token = token_on(late.get(door).text)
    caplog.set_level(logging.INFO, "board_qa.security")
    board.clock.advance(minutes=30)
    assert late.post(door, data={"code": "000000", "csrf_token": token}).status_code == 303
    assert board.browser().get(door).status_code == 303  # who only looks has tried nothing

    assert events(caplog) == ["code_too_late"]


@pytest.mark.parametrize("where", ["/desk/password", f"{PAGE}/off", f"{PAGE}/recovery-codes"])
def test_an_owner_whose_password_or_code_nobody_looks_at_is_in_the_log(
    board: Board, caplog: pytest.LogCaptureFixture, where: str
) -> None:
    browser, _ = turned_on(board)
    caplog.set_level(logging.INFO, "board_qa.security")
    long = "a" * 201
    typed = {"current": long, "code": long, "password": long, "new": "four other random words"}
    post(browser, where, where, **typed, again=typed["new"])

    assert events(caplog) == ["not_read"]


def test_a_new_password_that_is_too_short_is_no_try(board: Board, caplog: pytest.LogCaptureFixture) -> None:
    browser = board.signed_in()
    caplog.set_level(logging.INFO, "board_qa.security")
    post(browser, "/desk/password", "/desk/password", current=PASSWORD, new="short", again="short")

    assert events(caplog) == []


def test_each_step_is_in_the_security_log_and_no_key_or_code_is(board: Board, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    _, codes = turned_on(board)
    browser, code = at_the_door(board), app(board)
    post(browser, DOOR, DOOR, code="0" * 81)
    post(browser, DOOR, DOOR, code="000000")
    post(browser, DOOR, DOOR, code=code)
    step = board.ports.store.second_steps.get(board.alex.id or 0)
    assert step is not None
    told = [record.__dict__["fields"] for record in caplog.records if record.name == "board_qa.security"]
    secrets = (board.process.installation.code_apps.key(step.sealed), step.sealed, code, codes[0])

    assert [one["event"] for one in told] == [
        "signed_in", "codes_on", "asked_for_code", "not_read", "code_not_right", "signed_in_by_code"
    ]  # fmt: skip
    assert {one["account"] for one in told} == {board.alex.id}
    assert [secret for secret in secrets if secret in caplog.text] == []


@pytest.mark.parametrize("field", ["code", "security_code", "password", "current", "new", "again"])
def test_a_page_that_could_not_store_a_form_repeats_no_code_and_no_password(board: Board, field: str) -> None:
    app, typed = board.process.app, {"name": "Sam Colleague", field: "do not show this"}
    with app.test_request_context("/desk/people", method="POST", data=typed):
        page = app.make_response(app.handle_user_exception(StoreUnavailable("away"))).get_data(as_text=True)
    with app.test_request_context("/desk/people", method="POST", data={"name": "Sam Colleague"}):
        other = app.make_response(app.handle_user_exception(StoreUnavailable("away"))).get_data(as_text=True)

    assert "do not show this" not in page
    assert ("Sam Colleague" in page, "Sam Colleague" in other) == (False, True)
