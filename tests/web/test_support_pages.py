"""Support as the public's browsers send it: the form, the one cookie, and all that must not move because of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question
from board_qa.domain.questions.support import AT_ONCE, CROWD
from board_qa.services.questions import moderating, supporting
from tests.support.board import Board
from tests.support.doubles import ABUSIVE
from tests.support.placed import placed

APPROVE, SHOW, ANSWER, DECLINE = Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER, Action.DECLINE
JSON = {"Accept": "application/json"}


def send(
    board: Board, browser: FlaskClient, number: int = 1, support: str = "1", headers: dict[str, str] | None = None
) -> TestResponse:
    """Press the button beside a question."""
    return browser.post(f"/{board.meeting.code}/questions/{number}/support", data={"support": support}, headers=headers)


def supporters(board: Board, question: Question) -> int:
    return board.ports.store.support.counts([question.id]).get(question.id, 0)


def full(board: Board, question: Question, address: str = "127.0.0.1", so_far: int = 0) -> None:
    """As many people as are counted at once from there, with those who are already."""
    with board.ports.store.transaction():
        for person in range(so_far, AT_ONCE):
            supporting.support(board.ports, question, f"person {person}", address)


def a_list(board: Board, browser: FlaskClient | None = None) -> str:
    return (browser or board.browser()).get(f"/{board.meeting.code}").text


def test_a_plain_form_supports_a_question_and_takes_it_back(board: Board) -> None:
    question = board.asked("Why?", APPROVE)
    browser = board.browser()
    answer = send(board, browser)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/{board.meeting.code}#q1")
    page = a_list(board, browser)
    assert "1 supporter<" in page
    assert 'aria-pressed="true"' in page

    send(board, browser, support="0")
    assert supporters(board, question) == 0
    assert 'aria-pressed="true"' not in a_list(board, browser)


@pytest.mark.parametrize("made_up", ["", "2", "-1", "bogus", "on"])
def test_what_is_neither_for_nor_taken_back_is_refused_and_counts_nothing(board: Board, made_up: str) -> None:
    question = board.asked("Why?", APPROVE)
    answer = send(board, board.browser(), support=made_up)

    assert (answer.status_code, supporters(board, question)) == (400, 0)


def test_one_person_counts_once_and_everybody_sees_the_count(board: Board) -> None:
    board.asked("Why?", APPROVE)
    browser = board.browser()
    for one in (browser, browser, board.browser()):
        send(board, one)
    page = a_list(board)

    assert "2 supporters<" in page
    assert 'aria-pressed="true"' not in page  # of a browser that supports nothing


def test_a_script_gets_the_count_in_words(board: Board) -> None:
    board.asked("Why?", APPROVE)
    browser = board.browser()

    assert send(board, browser, headers=JSON).get_json() == {
        "number": 1,
        "supporters": 1,
        "supported": "1 supporter",
        "mine": True,
    }
    assert send(board, browser, support="0", headers=JSON).get_json() == {"number": 1, "supporters": 0, "supported": ""}


def test_the_cookie_comes_with_the_first_support_and_never_again(board: Board) -> None:
    board.asked("Why?", APPROVE)
    board.asked("When?", APPROVE)
    browser = board.browser()
    assert "Set-Cookie" not in send(board, browser, support="0").headers
    cookie = send(board, browser).headers["Set-Cookie"]
    for part in ("supporter=", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie

    for answer in (send(board, browser, 2), send(board, browser, support="0"), browser.get(f"/{board.meeting.code}")):
        assert "Set-Cookie" not in answer.headers


def test_where_the_public_uses_https_the_cookie_does_too(tmp_path: Path) -> None:
    secure = placed(tmp_path, PUBLIC_URL="https://board.example")
    secure.asked("Why?", APPROVE)

    cookie = send(secure, secure.browser()).headers["Set-Cookie"]
    assert cookie.startswith("__Host-supporter=")
    assert {"Secure", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


@pytest.mark.parametrize("made_up", ["x", "' OR 1=1 --", "a" * 5000, "é" * 22])
def test_a_cookie_that_we_cannot_have_given_is_replaced(board: Board, made_up: str) -> None:
    question = board.asked("Why?", APPROVE)
    browser = board.browser()
    browser.set_cookie("supporter", made_up)

    assert "Set-Cookie" in send(board, browser).headers
    assert supporters(board, question) == 1


def test_a_form_from_another_site_supports_nothing(board: Board) -> None:
    question = board.asked("Why?", APPROVE)
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert send(board, board.browser(), headers=headers).status_code == 403

    assert supporters(board, question) == 0


def test_a_script_without_a_cookie_is_stopped_and_somebody_elsewhere_is_not(board: Board) -> None:
    question = board.asked("Why?", APPROVE)
    for _ in range(CROWD + 1):
        assert send(board, board.browser()).status_code == 303
    full(board, question, so_far=CROWD + 1)
    refused = send(board, board.browser(), headers=JSON)
    assert (refused.status_code, set(refused.get_json())) == (429, {"error", "advice"})
    assert refused.headers["Retry-After"] == "60"
    assert refused.get_json()["advice"].endswith("we now count only 30 more people a minute. Try again in a minute.")
    assert "Set-Cookie" not in refused.headers
    # Nobody stands in front of us, so this is only what the script says of itself.
    assert send(board, board.browser(), headers={"X-Forwarded-For": "198.51.100.1"}).status_code == 429

    board.browser().post(
        f"/{board.meeting.code}/questions/1/support",
        data={"support": "1"},
        environ_base={"REMOTE_ADDR": "198.51.100.1"},
    )
    assert supporters(board, question) == AT_ONCE + 1


def test_behind_proxies_of_ours_the_address_is_what_the_outermost_of_them_saw(tmp_path: Path) -> None:
    board = placed(tmp_path, PROXIES="1")
    question = board.asked("Why?", APPROVE)
    full(board, question, "198.51.100.1")
    # What is before the last comma is made up by whoever asks.
    assert send(board, board.browser(), headers={"X-Forwarded-For": "10.9.9.9, 198.51.100.1"}).status_code == 429
    assert send(board, board.browser(), headers={"X-Forwarded-For": "198.51.100.2"}).status_code == 303

    assert supporters(board, question) == AT_ONCE + 1


def test_what_fewer_proxies_than_ours_say_is_what_whoever_asks_made_up(tmp_path: Path) -> None:
    board = placed(tmp_path, PROXIES="2")
    full(board, board.asked("Why?", APPROVE))
    # Sent past the outer proxy: one value, where two are ours.
    assert send(board, board.browser(), headers={"X-Forwarded-For": "10.9.9.9"}).status_code == 429
    through_both = {"X-Forwarded-For": "10.9.9.9, 198.51.100.1, 192.0.2.1"}
    assert send(board, board.browser(), headers=through_both).status_code == 303


@pytest.mark.parametrize("actions", [(), (Action.HOLD,), (DECLINE,), (Action.WITHDRAW,)])
def test_a_question_nobody_approved_is_answered_like_one_that_does_not_exist(
    board: Board, actions: tuple[Action, ...]
) -> None:
    board.asked("Why?", *actions, reason=ABUSIVE)
    private, none = (send(board, board.browser(), number) for number in (1, 99))

    assert private.status_code == none.status_code == 404
    assert private.text == none.text.replace("/99/", "/1/")  # the address of the page itself


@pytest.mark.parametrize("actions", [(APPROVE, SHOW), (APPROVE, SHOW, ANSWER)])
def test_a_question_the_board_has_come_to_takes_no_more_support_but_gives_it_back(
    board: Board, actions: tuple[Action, ...]
) -> None:
    question = board.asked("Why?", APPROVE)
    browser = board.browser()
    send(board, browser)
    for action in actions[1:]:
        question = board.ports.store.questions.get(question.id) or question
        moderating.act(board.ports, action, question, question.revision, board.alex)
    late = send(board, board.browser())
    assert late.status_code == 409
    assert "is no longer waiting" in late.text

    send(board, browser, support="0")
    assert supporters(board, question) == 0


def test_support_is_news_to_a_page_that_was_kept_and_to_the_snapshot(board: Board) -> None:
    board.asked("Why?", APPROVE)
    browser = board.browser()
    for path in (f"/{board.meeting.code}", f"/{board.meeting.code}/questions.json"):
        tag = browser.get(path).headers["ETag"]
        assert browser.get(path, headers={"If-None-Match": tag}).status_code == 304
        send(board, board.browser())
        assert browser.get(path, headers={"If-None-Match": tag}).status_code == 200

    assert [q["supporters"] for q in browser.get(path).get_json()["questions"]] == [2]


def test_what_one_browser_supports_is_in_no_cache_that_others_share(board: Board) -> None:
    board.asked("Why?", APPROVE)
    browser = board.browser()
    before = browser.get(f"/{board.meeting.code}").headers
    send(board, browser)
    after = browser.get(f"/{board.meeting.code}").headers

    assert (before["Cache-Control"], after["Cache-Control"]) == ("no-cache", "private, no-cache")
    assert before["Vary"] == after["Vary"] == "Cookie"
    assert before["ETag"] != after["ETag"] != board.browser().get(f"/{board.meeting.code}").headers["ETag"]
    assert "mine" not in browser.get(f"/{board.meeting.code}/questions.json").text


def test_support_never_reorders_the_list(board: Board) -> None:
    for text in ("One?", "Two?", "Three?"):
        board.asked(text, APPROVE)
    for _ in range(20):
        send(board, board.browser(), 3)

    assert re.findall(r'data-number="(\d+)"', a_list(board)) == ["1", "2", "3"]


def test_the_desk_sees_the_supporters_and_no_moderator_meets_a_conflict_because_of_them(board: Board) -> None:
    question = board.asked("Why?", APPROVE)
    for _ in range(46):
        send(board, board.browser())
    page = board.signed_in().get(f"{board.path}?show=running-order&q=1").text

    assert page.count("46 supporters") == 3  # in the list, on the question, in the running order
    assert board.ports.store.questions.get(question.id) == question
    moderating.act(board.ports, SHOW, question, question.revision, board.alex)


def test_the_desk_is_told_how_many_came_in_a_crowd_and_the_public_is_not(board: Board) -> None:
    question = board.asked("Why?", APPROVE)
    for _ in range(CROWD):
        send(board, board.browser())
    browser, page = board.signed_in(), f"{board.path}?show=running-order&q=1"
    assert "busy network" not in browser.get(page).text
    for _ in range(2):
        send(board, board.browser())

    assert "102 supporters, 2 of them from one busy network, such as a building or a script" in browser.get(page).text
    assert "busy network" not in a_list(board)
    assert "102 supporters<" in a_list(board)
    assert supporters(board, question) == 102


def test_a_group_is_supported_as_one(board: Board) -> None:
    leader, member = board.asked("Why?", APPROVE), board.asked("Why, though?", APPROVE)
    both, one = board.browser(), board.browser()
    for browser, number in ((both, 1), (both, 2), (one, 2)):
        send(board, browser, number)
    moderating.group(board.ports, member, member.revision, leader, board.alex)

    assert "2 supporters<" in a_list(board)
    assert 'aria-pressed="true"' in a_list(board, one)
    assert send(board, board.browser(), 2).status_code == 404
