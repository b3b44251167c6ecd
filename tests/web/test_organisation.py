"""Signing in with the organisation's account: a real provider, our pages, and everything that may go wrong between."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.accounts.guessing import Visitor
from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.roles import Role
from board_qa.domain.accounts.sign_on import Vouched
from board_qa.ports import Ports
from board_qa.ports.system import SignOnRefused, SignOnUnavailable
from board_qa.services.accounts import people, second_step, signing_in, signing_on
from board_qa.system.clock import utc_now
from board_qa.system.ids import RandomIds
from board_qa.system.openid import OpenIdConnect
from tests.support.board import PASSWORD, Board, post, token_on
from tests.support.doubles import PlainPasswords, StoppedClock
from tests.support.openid import CLIENT, go_through, provider

pytestmark = pytest.mark.server

THERE = "/sign-in/organisation"
BACK = "http://127.0.0.1:8000/sign-in/organisation/back"
SOMEWHERE = Visitor("192.0.2.7", "", "Firefox")


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with provider(BACK) as started:
        yield started


@pytest.fixture
def with_provider(board: Board) -> Iterator[Callable[[str], Ports]]:
    """Let the board's people sign in at an issuer, until the test ends; what it works with from then on."""
    app, before = board.process.app, board.process.installation

    def sign_on_at(address: str) -> Ports:
        ports = replace(before.ports, passwords_for_administrators=True)
        sign_on = OpenIdConnect(address, *CLIENT, RandomIds(), utc_now)
        app.extensions["board_qa"] = replace(before, ports=ports, sign_on=sign_on)
        return ports

    yield sign_on_at
    app.extensions["board_qa"] = before


def add(board: Board, username: str) -> Moderator:
    person = board.ports.store.accounts.add(username, "Sam Patel", "", board.clock(), Role.MODERATOR)
    assert person is not None
    return person


def leave(browser: FlaskClient, then: str = "", anew: bool = False) -> TestResponse:
    """By the link on the page where people sign in, or on the one that asks who they are once more."""
    search = ({"next": then} if then else {}) | ({"anew": "1"} if anew else {})
    return browser.get(THERE, query_string=search, headers={"Sec-Fetch-Site": "same-origin"})


def come_back(browser: FlaskClient, name: str, then: str = "", anew: bool = False) -> str:
    """Through the provider under a name; the address, with its search, that it sends the browser to."""
    came_to = go_through(leave(browser, then, anew).headers["Location"], name, BACK)
    return came_to.removeprefix("http://127.0.0.1:8000")


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/desk/").status_code == 200


def test_without_a_provider_nothing_is_offered(board: Board) -> None:
    assert "organisation’s account" not in board.browser().get("/sign-in").text
    assert board.browser().get(THERE).status_code == 404
    assert board.browser().get(f"{THERE}/back").status_code == 404


@pytest.mark.parametrize("name", ["sam@example.org", "sam.patel"])
def test_somebody_whom_an_administrator_added_signs_in_and_goes_on(
    board: Board, issuer: str, with_provider: Callable[[str], Ports], name: str
) -> None:
    with_provider(issuer)
    add(board, name)
    browser = board.browser()
    assert "Sign in with your organisation’s account" in browser.get("/sign-in").text
    answer = browser.get(come_back(browser, name, "/desk/written"))

    assert answer.headers["Location"] == "/desk/written"
    assert is_in(browser)
    assert "Sam Patel" in browser.get("/desk/").text


def test_what_leaves_asks_for_a_code_by_pkce_and_is_new_each_time(
    board: Board, issuer: str, with_provider: Callable[[str], Ports]
) -> None:
    with_provider(issuer)
    first, second = (parse_qs(urlsplit(leave(board.browser()).headers["Location"]).query) for _ in range(2))

    assert (first["response_type"], first["code_challenge_method"]) == (["code"], ["S256"])
    assert first["redirect_uri"] == [BACK]
    for secret in ("state", "nonce", "code_challenge"):
        assert first[secret] != second[secret]


@pytest.mark.parametrize("site", ["cross-site", "same-site", None])
def test_nobody_is_signed_in_without_a_press_when_another_site_leads_here(
    board: Board, issuer: str, with_provider: Callable[[str], Ports], site: str | None
) -> None:
    with_provider(issuer)
    add(board, "sam.patel")
    browser, where = board.browser(), f"{THERE}?next=/desk/written"
    page = browser.get(where, headers={"Sec-Fetch-Site": site} if site else {})
    assert page.status_code == 200
    assert "Location" not in page.headers
    assert issuer not in page.text
    with browser.session_transaction() as kept:
        assert "departure" not in kept
    assert browser.post(where).status_code == 400
    pressed = browser.post(where, data={"csrf_token": token_on(page.text)})
    led, offered = (re.search(rf'{kind}({issuer}[^"]+)"', pressed.text) for kind in ("0; url=", 'href="'))
    assert led is not None
    assert offered is not None
    assert led[1] == offered[1]
    came_to = go_through(unescape(led[1]), "sam.patel", BACK).removeprefix("http://127.0.0.1:8000")

    assert browser.get(came_to).headers["Location"] == "/desk/written"
    assert is_in(browser)


def test_an_address_that_was_typed_leads_on(board: Board, issuer: str, with_provider: Callable[[str], Ports]) -> None:
    with_provider(issuer)

    assert board.browser().get(THERE, headers={"Sec-Fetch-Site": "none"}).headers["Location"].startswith(issuer)


@pytest.mark.parametrize("name", ["nobody@example.org", "unchecked@example.org"])
def test_nobody_is_made_by_signing_in_and_an_address_that_nobody_checked_is_nobodys(
    board: Board, issuer: str, with_provider: Callable[[str], Ports], name: str
) -> None:
    with_provider(issuer)
    add(board, "unchecked@example.org")
    browser = board.browser()
    answer = browser.get(come_back(browser, name))

    assert answer.status_code == 403
    assert "nobody added you to this desk" in answer.text
    assert not is_in(browser)
    assert board.ports.store.accounts.by_username("nobody@example.org") is None


def test_a_closed_account_lets_nobody_in_and_the_log_says_whose_it_was(
    board: Board, issuer: str, with_provider: Callable[[str], Ports], caplog: pytest.LogCaptureFixture
) -> None:
    ports = with_provider(issuer)
    caplog.set_level(logging.INFO, "board_qa")
    sam = add(board, "sam.patel")
    browser = board.browser()
    assert browser.get(come_back(browser, "sam.patel")).status_code == 302
    people.close(ports, sam, board.alex)

    assert not is_in(browser)
    assert browser.get(come_back(browser, "sam.patel")).status_code == 403
    last = caplog.records[-1].__dict__["fields"]
    assert (last["event"], last["account"]) == ("organisation_not_theirs", sam.id)


def test_an_answer_is_good_once_in_the_browser_that_asked(
    board: Board, issuer: str, with_provider: Callable[[str], Ports]
) -> None:
    with_provider(issuer)
    add(board, "sam.patel")
    browser, other = board.browser(), board.browser()
    leave(other)
    came_to = come_back(browser, "sam.patel")
    for stranger in (other, board.browser()):
        answer = stranger.get(came_to)
        assert answer.status_code == 403
        assert "You were not signed in" in answer.text
        assert not is_in(stranger)
        with stranger.session_transaction() as kept:
            assert "departure" not in kept  # the first answer ends it, whatever it was
    assert browser.get(came_to).status_code == 302
    with browser.session_transaction() as kept:
        assert "departure" not in kept
    copy = board.browser()
    assert browser.get(came_to).status_code == 403
    assert not is_in(copy)


@pytest.mark.parametrize(
    "search",
    ["", "?error=access_denied&state=x", "?code=made-up&state=x", "?code[]=a&state[]=b", "?state=%00&code=%ff"],
)
def test_whoever_cancelled_or_made_an_answer_up_is_told_kindly(
    board: Board, issuer: str, with_provider: Callable[[str], Ports], search: str
) -> None:
    with_provider(issuer)
    browser = board.browser()
    leave(browser)
    answer = browser.get(f"{THERE}/back{search}")

    assert answer.status_code == 403
    assert "You are not signed in" in answer.text
    assert "Sign in with your organisation’s account" in answer.text


@pytest.mark.parametrize("kept", ["another version's", {"state": "s"}, ["a"]])
def test_what_another_version_kept_in_the_browser_is_told_kindly(
    board: Board, issuer: str, with_provider: Callable[[str], Ports], kept: object
) -> None:
    with_provider(issuer)
    browser = board.browser()
    leave(browser)
    with browser.session_transaction() as session:
        session["departure"] = kept

    assert browser.get(f"{THERE}/back?state=s&code=c").status_code == 403


def test_a_code_that_the_provider_does_not_know_is_refused(
    board: Board, issuer: str, with_provider: Callable[[str], Ports]
) -> None:
    with_provider(issuer)
    browser = board.browser()
    (state,) = parse_qs(urlsplit(leave(browser).headers["Location"]).query)["state"]

    assert browser.get(f"{THERE}/back?code=made-up&state={state}").status_code == 403


def test_a_provider_that_is_away_is_said_to_be_and_an_administrator_gets_in_by_password(
    board: Board, with_provider: Callable[[str], Ports]
) -> None:
    with_provider("http://127.0.0.1:9")
    browser = board.browser()
    for answer in (leave(browser), post(browser, THERE, THERE)):
        assert answer.status_code == 503
        assert "does not answer" in answer.text
    assert is_in(board.signed_in())


def test_passwords_are_for_administrators_alone(board: Board, with_provider: Callable[[str], Ports]) -> None:
    with_provider("http://127.0.0.1:9")
    sam = signing_in.add_moderator(board.ports, PlainPasswords(), "sam.patel", "Sam Patel", PASSWORD)
    assert sam is not None
    browser = board.browser()
    answer = post(browser, "/sign-in", "/sign-in", username="sam.patel", password=PASSWORD)

    assert answer.status_code == 422
    assert not is_in(browser)
    admin, page = board.signed_in(), f"/desk/people/{sam.id}"
    link = re.search(r"(/sign-in/link/[^<]+)<", post(admin, page, f"{page}/link").text)
    assert link is not None
    assert post(browser, link[1], link[1]).headers["Location"] == "/desk/"
    assert "/desk/password" not in browser.get("/desk/account/").text
    assert "/desk/password" in admin.get("/desk/account/").text


def test_an_answer_to_another_departure_and_a_provider_of_another_name_are_refused(issuer: str) -> None:
    ours = OpenIdConnect(issuer, *CLIENT, RandomIds(), utc_now)
    departure = ours.begin(BACK)
    came_to = go_through(departure.address, "sam.patel", BACK)
    changed = replace(departure, nonce="another")
    with pytest.raises(SignOnRefused):
        ours.finish(changed, came_to, BACK)
    with pytest.raises(SignOnUnavailable):
        OpenIdConnect(f"{issuer}/", *CLIENT, RandomIds(), utc_now).begin(BACK)


def test_what_the_provider_offers_is_asked_for_once_an_hour() -> None:
    clock = StoppedClock()
    with provider(BACK) as issuer:
        ours = OpenIdConnect(issuer, *CLIENT, RandomIds(), clock)
        ours.begin(BACK)
    assert ours.begin(BACK).address.startswith(f"{issuer}/")
    clock.advance(minutes=61)
    with pytest.raises(SignOnUnavailable):
        ours.begin(BACK)


def test_no_request_leaves_for_a_host_that_the_issuer_names_and_is_not_its_own(issuer: str) -> None:
    ours = OpenIdConnect(issuer, *CLIENT, RandomIds(), utc_now)

    assert ours._theirs(f"{issuer}/token") == f"{issuer}/token"
    for elsewhere in ("https://evil.example/token", issuer.replace("127.0.0.1", "127.0.0.2"), "http://127.0.0.1:1/"):
        with pytest.raises(SignOnUnavailable):
            ours._theirs(elsewhere)


def test_an_administrator_adds_somebody_by_what_they_are_called_at_the_organisation(
    board: Board, issuer: str, with_provider: Callable[[str], Ports]
) -> None:
    with_provider(issuer)
    admin = board.signed_in()
    assert "user name at your organisation" in admin.get("/desk/people").text
    form = {"name": "Kim Jones", "username": "Kim@Example.org", "role": "moderator"}
    added = post(admin, "/desk/people", "/desk/people", **form).text
    assert "Send the link only if that does not work" in added
    assert "choose a password" not in added
    browser = board.browser()
    browser.get(come_back(browser, "kim@example.org"))

    assert is_in(browser)


def test_an_administrator_without_a_password_signs_in_again_there_and_what_they_typed_goes_on(
    board: Board, issuer: str, with_provider: Callable[[str], Ports]
) -> None:
    with_provider(issuer)
    board.ports.store.accounts.add("sam.patel", "Sam", "", board.clock(), Role.ADMINISTRATOR)
    browser, form = board.browser(), {"name": "Kim Jones", "username": "kim", "role": "reader"}
    browser.get(come_back(browser, "sam.patel"))
    board.clock.advance(hours=1)
    asked = post(browser, "/desk/people", "/desk/people", **form)
    assert "Sign in again with your organisation’s account" in asked.text
    assert 'type="password"' not in asked.text
    form["csrf_token"] = token_on(asked.text)
    assert 'href="/sign-in/organisation?anew=1"' in asked.text
    for anew, status in ((False, 200), (True, 201)):
        assert browser.post("/desk/people", data=form).status_code == 200
        browser.get(come_back(browser, "sam.patel", anew=anew))
        added = browser.post("/desk/people", data=form)
        assert (added.status_code, board.ports.store.accounts.by_username("kim") is not None) == (status, anew)


def test_whom_the_provider_did_not_ask_again_has_shown_nothing(
    board: Board, issuer: str, with_provider: Callable[[str], Ports]
) -> None:
    """Whoever sits at a computer that was left open may change the address by which they leave."""
    with_provider(issuer)
    board.ports.store.accounts.add("sam.patel", "Sam", "", board.clock(), Role.ADMINISTRATOR)
    browser, form = board.browser(), {"name": "Kim Jones", "username": "kim", "role": "administrator"}
    browser.get(come_back(browser, "sam.patel"))
    there = unescape(leave(browser, anew=True).headers["Location"])
    assert {"prompt": ["login"], "max_age": ["0"]}.items() <= parse_qs(urlsplit(there).query).items()
    silent = there.replace("&prompt=login", "").replace("&max_age=0", "")
    answer = browser.get(go_through(silent, "sam.patel", BACK).removeprefix("http://127.0.0.1:8000"))

    assert answer.status_code == 403
    assert "did not say that it has just asked who you are" in answer.text
    assert "You are not signed in" not in answer.text
    assert 'href="/sign-in/organisation?anew=1"' in answer.text
    assert is_in(browser)
    assert post(browser, "/desk/people", "/desk/people", **form).status_code == 200
    assert board.ports.store.accounts.by_username("kim") is None


@pytest.mark.parametrize(("ago", "counts"), [(None, False), (0, True), (9, True), (10, False), (600, False)])
def test_somebody_counts_as_just_signed_in_where_the_provider_says_so(
    board: Board, ago: int | None, counts: bool
) -> None:
    sam = add(board, "sam@example.org")
    since = None if ago is None else timedelta(minutes=ago)
    started = signing_on.sign_on(
        board.ports, Vouched("https://id.example", "s", ("sam@example.org",), since), SOMEWHERE
    )

    assert signing_in.just_signed_in(board.ports, sam, started.session) is counts
    assert signing_in.session_owner(board.ports, started.session) is not None


def test_once_linked_only_the_subject_counts_and_not_the_name(board: Board) -> None:
    sam = add(board, "sam@example.org")
    first = Vouched("https://id.example", "subject-1", ("sam@example.org",))
    renamed, taken_over = replace(first, names=("s.patel@example.org",)), replace(first, subject="subject-2")
    sessions = [signing_on.sign_on(board.ports, one, SOMEWHERE) for one in (first, renamed)]
    with pytest.raises(signing_on.NotLetIn) as refused:
        signing_on.sign_on(board.ports, taken_over, SOMEWHERE)

    assert [one.account for one in sessions] == [sam.id, sam.id]
    assert refused.value.account == sam.id
    people.unlink(board.ports, sam, board.alex)
    assert signing_on.sign_on(board.ports, taken_over, SOMEWHERE).account == sam.id


def test_a_name_that_only_becomes_somebodys_where_case_is_folded_is_somebody_elses(board: Board) -> None:
    sam = add(board, "sam@example.org")
    for name in ("\u017fam@example.org", "\u017fAM@example.org"):
        with pytest.raises(signing_on.NotLetIn) as refused:
            signing_on.sign_on(board.ports, Vouched("https://id.example", "subject-2", (name,)), SOMEWHERE)
        assert refused.value.account is None
    theirs = Vouched("https://id.example", "subject-1", (" Sam@Example.ORG ",))

    assert signing_on.sign_on(board.ports, theirs, SOMEWHERE).account == sam.id


def test_whoever_has_security_codes_is_asked_for_one_here_too(
    board: Board, issuer: str, with_provider: Callable[[str], Ports]
) -> None:
    ports = with_provider(issuer)
    sam, first = add(board, "sam.patel"), board.browser()
    first.get(come_back(first, "sam.patel"))
    second_step.offer(ports, board.process.installation.code_apps, sam)
    ports.store.second_steps.turn_on(sam.id)
    browser = board.browser()
    answer = browser.get(come_back(browser, "sam.patel"))

    assert answer.headers["Location"].startswith("/sign-in/code")
    assert not is_in(browser)


@pytest.mark.parametrize("own", ["a password", "codes"])
def test_a_name_that_the_provider_tells_takes_nobodys_own_way_in_over(
    board: Board, issuer: str, with_provider: Callable[[str], Ports], own: str
) -> None:
    ports, sam = with_provider(issuer), add(board, "sam.patel")
    if own == "codes":
        second_step.offer(ports, board.process.installation.code_apps, sam)
        ports.store.second_steps.turn_on(sam.id)
    else:
        ports.store.accounts.set_password("sam.patel", PlainPasswords().hash(PASSWORD))
    browser = board.browser()
    answer = browser.get(come_back(browser, "sam.patel"))

    assert answer.status_code == 403
    assert "so we do not take your organisation’s word for it. Ask an administrator" in answer.text
    assert not is_in(browser)
    if own == "codes":
        people.set_code_back(ports, sam, board.alex)
    else:
        people.new_link(ports, sam, board.alex, reset=True)
    browser.get(come_back(browser, "sam.patel"))
    assert is_in(browser)


def test_each_step_is_in_the_log_without_a_name_or_a_secret(
    board: Board, issuer: str, with_provider: Callable[[str], Ports], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "board_qa")
    with_provider(issuer)
    sam = add(board, "sam.patel")
    browser = board.browser()
    came_to = come_back(browser, "sam.patel")
    browser.get(came_to)
    for _ in range(3):
        board.browser().get(came_to)  # of these there is one line in a minute
    told = [one.__dict__["fields"] for one in caplog.records if one.name == "board_qa.security"]

    assert [(one["event"], one["account"]) for one in told] == [
        ("signed_in_by_organisation", sam.id),
        ("organisation_refused", None),
    ]
    for secret in ("sam.patel", CLIENT[1], *parse_qs(urlsplit(came_to).query)["code"]):
        assert secret not in "".join(one.getMessage() for one in caplog.records)


def test_whoever_has_no_password_here_sets_none_and_is_not_sent_to_do_so(
    board: Board, issuer: str, with_provider: Callable[[str], Ports], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "board_qa.security")
    ports = with_provider(issuer)
    sam = add(board, "sam.patel")
    before = board.ports.store.accounts.by_username("sam.patel")
    browser, other = board.browser(), board.browser()
    for one in (browser, other):
        one.get(come_back(one, "sam.patel"))
    link = people.new_link(ports, sam, board.alex)
    post(board.browser(), f"/sign-in/link/{link}", f"/sign-in/link/{link}")
    page = browser.get("/desk/account/").text
    assert "used on a new device" in page
    assert 'href="/desk/password"' not in page
    by_link = board.browser()
    link = people.new_link(ports, sam, board.alex)
    post(by_link, f"/sign-in/link/{link}", f"/sign-in/link/{link}")
    answer = post(by_link, "/desk/account/", "/desk/password", new="three random words")

    told = [one.__dict__["fields"] for one in caplog.records if one.name == "board_qa.security"]
    assert (told[-1]["event"], told[-1]["account"]) == ("wrong_role", sam.id)
    assert "You have no password here." in by_link.get(answer.headers["Location"]).text
    assert board.ports.store.accounts.by_username("sam.patel") == before


def test_an_administrator_sees_who_is_linked_and_unlinks_them(board: Board) -> None:
    sam = add(board, "sam.patel")
    browser, page = board.signed_in(), f"/desk/people/{sam.id}"
    assert "Unlink the account" not in browser.get(page).text
    signing_on.sign_on(board.ports, Vouched("https://id.example", "subject-1", ("sam.patel",)), SOMEWHERE)
    assert "Unlink the account" in browser.get(page).text
    post(browser, page, f"{page}/unlink")

    assert "Unlink the account" not in browser.get(page).text
    assert "Alex Morgan let Sam Patel sign in with another account" in browser.get(page).text


def test_whoever_unlinks_an_account_with_a_password_hears_what_comes_before_another_one(board: Board) -> None:
    sam = add(board, "sam.patel")
    browser, page = board.signed_in(), f"/desk/people/{sam.id}"
    signing_on.sign_on(board.ports, Vouched("https://id.example", "subject-1", ("sam.patel",)), SOMEWHERE)
    board.ports.store.accounts.set_password("sam.patel", "a hash")
    post(browser, page, f"{page}/unlink")
    said = browser.get(page).text

    assert "can sign in with another account" not in said
    assert "lets them in, make a sign-in link that cancels their password." in said
