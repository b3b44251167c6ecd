"""A device that many people use: what one of them did is there for nobody after them, with no script at all."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question, State
from board_qa.web.shell.shared_device import VISIT_LASTS
from tests.support.board import Board
from tests.support.page_text import Page, bare

MOUNTS = ("", "/cy")
CLOSED = {"": "Private pages do not open on this device", "/cy": "Nid yw tudalennau preifat yn agor ar y ddyfais hon"}
SHARED = {"": "This device is shared.", "/cy": "Mae’r ddyfais hon yn cael ei rhannu."}
FINISH = {"": "Finish", "/cy": "Gorffen"}
JSON = {"Accept": "application/json"}


def ask(board: Board, device: FlaskClient, text: str = "Why?", mount: str = "", **form: str) -> TestResponse:
    return device.post(f"{mount}/{board.meeting.code}/questions", data={"key": text, "question": text, **form})


def the_last(board: Board) -> Question:
    return board.ports.store.questions.of_meeting(board.meeting.id)[-1]


@pytest.fixture(params=["person", "board"])
def device(board: Board, request: pytest.FixtureRequest) -> FlaskClient:
    """Declared to be shared, by somebody at it or by the board."""
    browser = board.browser()
    assert browser.post("/shared-device", data={"by": request.param}).status_code == 303
    return browser


@pytest.mark.parametrize("mount", MOUNTS)
def test_every_page_of_a_shared_device_says_so_and_has_a_way_to_finish(
    board: Board, device: FlaskClient, mount: str
) -> None:
    paths = ("/", f"/{board.meeting.code}", f"/{board.meeting.code}/ask", f"/{board.meeting.code}/rules", "/help")
    for path in (*paths, "/shared-device", "/nowhere"):
        said = device.get(mount + path).text
        assert SHARED[mount] in bare(said), path
        assert f"{FINISH[mount]}</button>" in said, path
        assert SHARED[mount] not in bare(board.browser().get(mount + path).text), path


def test_a_page_known_from_before_is_not_taken_for_that_of_a_shared_device(board: Board) -> None:
    """Nor the other way round: the list and the rules are asked for again by what the browser has."""
    for path in (f"/{board.meeting.code}", f"/{board.meeting.code}/rules"):
        browser = board.browser()
        version = browser.get(path).headers["ETag"]
        browser.post("/shared-device")
        answer = browser.get(path, headers={"If-None-Match": version})

        assert answer.status_code == 200
        assert "Cookie" in answer.headers["Vary"]


@pytest.mark.parametrize("mount", MOUNTS)
def test_the_page_of_ones_question_is_open_until_one_has_finished_and_its_address_is_in_no_history(
    board: Board, device: FlaskClient, mount: str
) -> None:
    sent = ask(board, device, "My own words?", mount, name="Ann Archer")
    token = the_last(board).token
    assert sent.headers["Location"] == f"{mount}/r/here"
    page = device.get(f"{mount}/r/here")
    assert "My own words?" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert f"{mount}/r/{token}</code>" in page.text  # to be written down
    assert not re.search(rf'(?:href|action|src)="[^"]*{token}', page.text)
    done = device.post(f"{mount}/shared-device/finish", data={"code": board.meeting.code})
    assert done.headers["Location"] == f"{mount}/{board.meeting.code}"

    for path in ("/r/here", "/r/here/withdraw", f"/r/{token}", f"/r/{token}/withdraw"):
        answer = device.get(mount + path)
        assert answer.status_code == 403, path
        assert CLOSED[mount] in bare(answer.text)
        assert "My own words?" not in answer.text


def test_whoever_did_not_finish_leaves_a_page_that_closes_by_itself(board: Board, device: FlaskClient) -> None:
    ask(board, device)
    visit = device.get_cookie("visit")

    assert visit is not None
    assert visit.max_age == VISIT_LASTS.total_seconds() == 600
    assert visit.http_only


def test_the_next_one_cannot_withdraw_what_somebody_else_asked(board: Board, device: FlaskClient) -> None:
    ask(board, device)
    question = the_last(board)
    device.post("/shared-device/finish")
    for path in ("here", question.token):
        assert device.post(f"/r/{path}/withdraw").status_code == 403

    ask(board, device, "And when?")
    assert device.post(f"/r/{question.token}/withdraw").status_code == 403
    assert [q.state for q in board.ports.store.questions.of_meeting(board.meeting.id)] == [State.RECEIVED] * 2


def test_whoever_asked_withdraws_it_there_before_they_leave(board: Board, device: FlaskClient) -> None:
    ask(board, device)
    assert 'href="/r/here/withdraw"' in device.get("/r/here").text
    asked = device.get("/r/here/withdraw").text
    assert the_last(board).token not in asked
    answer = device.post("/r/here/withdraw")

    assert answer.headers["Location"] == "/r/here"
    assert the_last(board).state is State.WITHDRAWN
    assert "You withdrew it." in device.get("/r/here").text


def test_identical_words_of_the_next_one_are_a_question_of_their_own(board: Board, device: FlaskClient) -> None:
    """Each gets a form of their own: browsers keep none of a shared device."""
    for _ in range(2):
        form = device.get(f"/{board.meeting.code}/ask")
        assert form.headers["Cache-Control"] == "no-store"
        key = re.search(r'name="key" value="([^"]+)"', form.text)
        assert key
        assert ask(board, device, key=key.group(1)).status_code == 303
        device.post("/shared-device/finish")

    assert len({q.token for q in board.ports.store.questions.of_meeting(board.meeting.id)}) == 2


def test_the_browser_is_asked_to_suggest_nobodys_name(board: Board, device: FlaskClient) -> None:
    path = f"/{board.meeting.code}/ask"

    assert set(re.findall(r'autocomplete="([^"]+)"', device.get(path).text)) == {"off"}
    # "off" is of the field that nobody sees.
    assert set(re.findall(r'autocomplete="([^"]+)"', board.browser().get(path).text)) == {"name", "email", "off"}


def test_what_one_person_supports_is_not_the_next_ones_to_take_back(board: Board, device: FlaskClient) -> None:
    question = board.asked("Why?", Action.ACCEPT)
    support = f"/{board.meeting.code}/questions/1/support"
    device.post(support, data={"support": "1"})
    kept = device.get_cookie("supporter")
    assert kept is not None
    assert kept.max_age == VISIT_LASTS.total_seconds()
    device.post("/shared-device/finish")
    device.post(support, data={"support": "0"})
    device.post(support, data={"support": "1"})

    assert board.ports.store.support.counts([question.id]) == {question.id: 2}


@pytest.mark.parametrize("headers", [{}, JSON])
def test_a_tick_on_the_form_makes_a_device_shared_from_then_on(board: Board, headers: dict[str, str]) -> None:
    browser = board.browser()
    own = ask(board, browser, "Before?").headers["Location"]
    form = {"key": "k", "question": "Why?", "shared_device": "1"}
    sent = browser.post(f"/{board.meeting.code}/questions", data=form, headers=headers)
    assert (sent.get_json()["receipt"] if headers else sent.headers["Location"]) == "/r/here"

    assert "This device is shared" in browser.get(f"/{board.meeting.code}").text
    assert browser.get(own).status_code == 403
    assert 'name="shared_device"' not in browser.get(f"/{board.meeting.code}/ask").text


def test_the_tick_is_still_there_when_something_else_must_be_put_right(board: Board) -> None:
    answer = ask(board, board.browser(), email="nonsense", shared_device="1")

    assert re.search(r'name="shared_device"[^>]*\schecked', answer.text)
    assert answer.headers["Cache-Control"] == "no-store"


def test_nobody_else_gets_a_cookie_for_asking(board: Board) -> None:
    browser = board.browser()
    answer = ask(board, browser)

    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Location"] == f"/r/{the_last(board).token}"
    assert "Take your private page with you" not in browser.get(answer.headers["Location"]).text


def test_whoever_said_that_a_device_is_shared_can_say_that_it_is_not(board: Board) -> None:
    browser = board.browser()
    browser.post("/shared-device", data={"by": "person"})
    ask(board, browser)
    browser.post("/shared-device/end")

    assert "This device is shared." not in browser.get("/").text
    assert browser.get("/r/here").status_code == 403  # what was asked meanwhile is not opened by that


def test_only_somebody_signed_in_at_the_desk_ends_that_a_device_of_the_boards_is_shared(board: Board) -> None:
    passer_by, moderator = board.browser(), board.signed_in()
    for browser in (passer_by, moderator):
        browser.post("/shared-device", data={"by": "board"})
        browser.post("/shared-device", data={"by": "person"})  # does not make it anybody's to end
    refused = passer_by.post("/shared-device/end")
    assert refused.headers["Location"] == "/sign-in?next=/shared-device"
    assert "This device is shared." in passer_by.get("/").text

    moderator.post("/shared-device/end")
    assert "This device is shared." not in moderator.get("/").text


def test_a_cookie_that_says_anything_else_shares_nothing(board: Board) -> None:
    browser = board.browser()
    for strange in ("", "yes", "<script>"):
        browser.set_cookie("shared", strange)
        assert "This device is shared." not in browser.get("/").text


@pytest.mark.parametrize("path", ["/shared-device", "/shared-device/finish", "/shared-device/end"])
def test_no_other_site_can_do_any_of_it(board: Board, path: str) -> None:
    answer = board.browser().post(path, headers={"Origin": "https://elsewhere.example"})

    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


def test_finishing_leads_to_no_other_page_than_ours(board: Board) -> None:
    for code in ("", "QQQQ", "//elsewhere.example", "../desk"):
        answer = board.browser().post("/shared-device/finish", data={"code": code})
        assert answer.headers["Location"] == "/"


def test_a_reload_of_where_a_form_was_sent_to_is_a_page(board: Board) -> None:
    for path in ("/shared-device/finish", "/shared-device/end"):
        assert board.browser().get(path).headers["Location"] == "/shared-device"


def test_a_shared_device_speaks_welsh_under_cy_on_every_page(board: Board, device: FlaskClient) -> None:
    code = board.meeting.code
    ask(board, device)
    addresses = ("/shared-device", f"/{code}/ask", f"/{code}?show=yours", "/r/here", "/r/here/withdraw", "/r/closed")
    for address in addresses:
        english, welsh = (Page(device.get(mount + address).text) for mount in MOUNTS)
        assert (english.language, welsh.language) == ("en", "cy")
        assert (english.says & welsh.says) - {"Anytown Board", "Why"} == set(), address


def test_the_way_out_of_a_device_of_the_boards_is_in_welsh_too(board: Board) -> None:
    browser = board.signed_in()
    browser.post("/shared-device", data={"by": "board"})
    english, welsh = (Page(browser.get(f"{mount}/shared-device").text) for mount in MOUNTS)

    assert "Go to the desk to sign out" in english.says
    assert (english.says & welsh.says) - {"Anytown Board"} == set()
