"""The public list of a meeting with more questions than a page holds, and what its live pages are told."""

from __future__ import annotations

import gzip
import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question, State
from board_qa.services.questions.moderating import act, group
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.web.public.list_page import PER_PAGE
from board_qa.web.public.listing import MOST_CHANGED, MOST_KNOWN
from tests.support.board import Board
from tests.support.crowds import crowd
from tests.support.deciding import told
from tests.support.doubles import ABUSIVE
from tests.support.watching import watched

APPROVE, SHOW, ANSWER, DECLINE = Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER, Action.DECLINE


def store_of(board: Board) -> SqliteStore:
    assert isinstance(board.ports.store, SqliteStore)
    return board.ports.store


def filled(board: Board, count: int, state: State = State.ACCEPTED) -> None:
    crowd(store_of(board), board.meeting, count, state)


def panel(page: str, name: str) -> str:
    return page.split(f'data-panel="{name}"')[1].split("</section>", maxsplit=1)[0]


def listed(page: str, name: str = "waiting") -> list[int]:
    return [int(number) for number in re.findall(r'data-number="(\d+)"', panel(page, name))]


def lead(page: str, rel: str, name: str = "waiting") -> str:
    found = re.search(rf'href="([^"]+)" rel="{rel}"', panel(page, name))
    return unescape(found.group(1)) if found else ""


def does(board: Board, action: Action, number: int, reason: str = "") -> None:
    question = now(board, number)
    act(board.ports, action, question, question.revision, board.alex, told(action, reason))


def now(board: Board, number: int) -> Question:
    question = board.ports.store.questions.by_number(board.meeting.id, number)
    assert question
    return question


def revision(board: Board) -> int:
    return board.ports.store.meetings.revisions()[board.meeting.id]


def snapshot(board: Board, since: int, *known: int, browser: FlaskClient | None = None) -> Any:
    query = {"since": since, "known": ".".join(map(str, known))}
    answer = (browser or board.browser()).get(f"/{board.meeting.code}/questions.json", query_string=query)
    assert answer.status_code == 200
    return answer.get_json()


@pytest.mark.parametrize(("mount", "page_2"), [("", "page 2 of 4"), ("/cy", "tudalen 2 o 4")])
def test_every_question_is_on_one_of_the_pages_in_the_order_it_came(board: Board, mount: str, page_2: str) -> None:
    filled(board, 100)
    browser, address, seen = board.browser(), f"{mount}/{board.meeting.code}", []
    pages = []
    while address:
        pages.append(browser.get(address).text)
        assert len(listed(pages[-1])) <= PER_PAGE
        assert '<span data-count="waiting">100</span>' in pages[-1]
        seen += listed(pages[-1])
        address = lead(pages[-1], "next")
        assert not address or address.startswith(f"{mount}/{board.meeting.code}?show=waiting&from=")
    assert seen == list(range(1, 101))
    assert page_2 in pages[1].split("<title>")[1].split("</title>")[0]

    assert listed(browser.get(lead(pages[3], "prev")).text) == listed(pages[2])
    assert lead(pages[1], "prev") == f"{mount}/{board.meeting.code}?show=waiting"


def test_a_meeting_of_the_usual_size_is_one_page_as_before(board: Board) -> None:
    filled(board, PER_PAGE)
    page = board.browser().get(f"/{board.meeting.code}").text

    assert listed(page) == list(range(1, PER_PAGE + 1))
    assert "app-pages" not in page
    assert "Page " not in page


def test_who_reads_on_misses_nothing_although_others_are_answered_meanwhile(board: Board) -> None:
    filled(board, 70)
    browser = board.browser()
    first = browser.get(f"/{board.meeting.code}").text
    for number in (2, 3, 4):
        does(board, SHOW, number)
        does(board, ANSWER, number)
    second = browser.get(lead(first, "next")).text

    assert listed(second) == list(range(31, 61))
    assert "Page 2 of 3" in second
    assert listed(browser.get(lead(second, "prev")).text) == [1, *range(5, 34)]


def test_both_tabs_have_pages_of_their_own_and_lead_to_where_one_is(board: Board) -> None:
    filled(board, 40)
    filled(board, 40, State.ANSWERED)
    browser, code = board.browser(), board.meeting.code
    page = browser.get(f"/{code}?show=answered&from=71").text

    assert listed(page, "answered") == list(range(71, 81))
    assert listed(page) == list(range(1, 31))
    tabs = {name: unescape(href) for href, name in re.findall(r'<a\s+href="([^"]+)"\s+id="(\w+)-tab"', page)}
    assert tabs == {
        "waiting": f"/{code}?show=waiting",
        "answered": f"/{code}?show=answered&from=71",
        "yours": f"/{code}?show=yours",
    }
    assert lead(page, "prev", "answered") == f"/{code}?show=answered"
    check = re.search(r'app-check"><a href="([^"]+)"', page)
    assert check
    assert unescape(check.group(1)) == f"/{code}?show=answered&from=71"


def test_what_is_being_answered_is_on_every_page_and_in_every_snapshot(board: Board) -> None:
    filled(board, 70)
    does(board, SHOW, 50)
    for query in ("", "?from=31", "?show=answered", "?show=yours"):
        assert 'data-now="50"' in board.browser().get(f"/{board.meeting.code}{query}").text
    told = snapshot(board, revision(board), 3)

    assert (told["now"], [view["number"] for view in told["questions"]]) == (50, [3, 50])


@pytest.mark.parametrize(
    ("begins", "first"), [("0", 1), ("-7", 1), ("x", 1), ("45", 45), ("99", 61), ("9" * 30, 1), ("2147483648", 61)]
)
def test_any_number_in_the_address_is_a_page_that_is_there(board: Board, begins: str, first: int) -> None:
    filled(board, 65)
    page = board.browser().get(f"/{board.meeting.code}", query_string={"from": begins}).text

    assert listed(page)[0] == first


def test_the_page_and_the_snapshot_read_no_more_for_hundreds_than_for_a_page_and_along_an_index(board: Board) -> None:
    browser, code = board.browser(), board.meeting.code
    browser.set_cookie("supporter", "a" * 22)

    def cost(address: str) -> tuple[int, int]:
        with watched(store_of(board).database) as seen:
            page = browser.get(address)
        assert seen.whole_tables() == []
        return seen.rows, len(page.data)

    addresses = [
        f"/{code}",
        f"/{code}?from=31",
        f"/{code}?show=answered",
        f"/{code}/questions.json?known=1.2.3&since=5",
    ]
    for state in (State.ACCEPTED, State.ANSWERED, State.DECLINED, State.WRITTEN):
        filled(board, 80, state)
    few = [cost(address) for address in addresses]
    for state in (State.ACCEPTED, State.ANSWERED, State.DECLINED, State.WRITTEN):
        filled(board, 300, state)
    many = [cost(address) for address in addresses]

    assert [rows for rows, _ in many] == [rows for rows, _ in few]
    for (_, before), (_, after) in zip(few, many, strict=True):
        assert after < before + 1_000  # longer numbers
        assert after < 120_000


def test_whoever_supports_a_question_by_a_plain_form_is_back_on_its_page(board: Board) -> None:
    filled(board, 70)
    browser = board.browser()
    page = browser.get(f"/{board.meeting.code}?from=31").text
    form = panel(page, "waiting").split(f"/{board.meeting.code}/questions/40/support")[1].split("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="(\d+)"', form))
    answer = browser.post(f"/{board.meeting.code}/questions/40/support", data=fields)

    assert answer.headers["Location"] == f"/{board.meeting.code}?from=31#q40"
    assert "1 supporter<" in browser.get(answer.headers["Location"]).text
    forged = browser.post(
        f"/{board.meeting.code}/questions/40/support", data={"support": "1", "from": "//evil.example"}
    )
    assert forged.headers["Location"] == f"/{board.meeting.code}#q40"


def test_support_is_counted_for_what_a_page_shows(board: Board) -> None:
    filled(board, 70)
    browser = board.browser()
    tags = [browser.get(f"/{board.meeting.code}?from={begins}").headers["ETag"] for begins in (0, 31)]
    board.browser().post(f"/{board.meeting.code}/questions/40/support", data={"support": "1"})
    again = [
        browser.get(f"/{board.meeting.code}?from={begins}", headers={"If-None-Match": tag}).status_code
        for begins, tag in zip((0, 31), tags, strict=True)
    ]

    assert again == [304, 200]


def test_a_page_that_missed_something_is_told_what_became_of_what_it_shows_and_what_is_new(board: Board) -> None:
    filled(board, 100)
    board.asked("Held back?", Action.HOLD)
    since = revision(board)
    does(board, DECLINE, 5, ABUSIVE)
    does(board, SHOW, 7)
    does(board, ANSWER, 7)
    does(board, APPROVE, 101)
    told = snapshot(board, since, *range(1, 31))

    assert [view["number"] for view in told["questions"]] == [*range(1, 5), *range(6, 31), 101]
    assert told["fresh"] == [101]
    assert told["counts"] == {"waiting": 99, "answered": 1}
    assert told["revision"] == revision(board)
    assert {view["number"]: view["state"] for view in told["questions"]}[7] == "answered"


def test_what_was_only_changed_on_another_page_is_not_new(board: Board) -> None:
    filled(board, 100)
    since = revision(board)
    member = board.asked("Why, though?")
    leader = now(board, 90)
    group(board.ports, member, member.revision, leader, board.alex)
    does(board, Action.WRITE, 80)
    told = snapshot(board, since, 1)

    assert [view["number"] for view in told["questions"]] == [1, 80]
    assert told["fresh"] == []


def test_a_snapshot_is_bounded_whatever_is_asked_for(board: Board) -> None:
    filled(board, 400)
    does(board, SHOW, 400)
    told = snapshot(board, 0, *range(1, 400))
    numbers = [view["number"] for view in told["questions"]]

    assert len(numbers) == len(set(numbers)) <= MOST_KNOWN + MOST_CHANGED + 1
    assert set(range(1, MOST_KNOWN + 1)) | {400} <= set(numbers)
    for known in ("x", "9" * 4000, "1..2", "-1", "٣", "1,2"):
        assert board.browser().get(f"/{board.meeting.code}/questions.json?since=x&known={known}").status_code == 200


@pytest.mark.parametrize("action", [Action.HOLD, DECLINE, Action.WITHDRAW])
def test_a_number_that_is_known_says_nothing_of_a_question_that_is_not_public(board: Board, action: Action) -> None:
    filled(board, 3)
    filled(board, 1, State.RECEIVED)
    does(board, action, 2, ABUSIVE)
    told = snapshot(board, 0, 1, 2, 3, 4)

    assert [view["number"] for view in told["questions"]] == [1, 3]
    assert told["fresh"] == []


def test_a_page_of_a_long_list_is_small(board: Board) -> None:
    filled(board, 2_000)

    assert len(gzip.compress(board.browser().get(f"/{board.meeting.code}").data)) < 60_000
