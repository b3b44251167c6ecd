"""Public pages from memory: the same for everybody, nothing read while nothing changed, and never an old one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from board_qa.domain.questions.history import Action
from board_qa.services.meetings import meetings, record
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.web.shell.page_memory import PageMemory
from tests.support.board import Board
from tests.support.deciding import do
from tests.support.doubles import ABUSIVE, details

APPROVE, DECLINE = Action.ACCEPT, Action.DECLINE
WORDS = "Why is the car park always full?"


@pytest.fixture
def public(board: Board) -> FlaskClient:
    return board.browser()


@pytest.fixture
def list_(board: Board) -> str:
    return f"/{board.meeting.code}"


@contextmanager
def statements(board: Board) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    store, said = board.ports.store, list[str]()
    assert isinstance(store, SqliteStore)
    store.database.connection.set_trace_callback(said.append)
    yield said
    store.database.connection.set_trace_callback(None)


@pytest.mark.parametrize("kind", ["/", "/{}", "/{}?show=answered", "/cy/{}", "/{}/questions.json", "/{}/rules",
                                  "/{}/register"])  # fmt: skip
def test_while_nothing_changed_nothing_is_read(board: Board, public: FlaskClient, kind: str) -> None:
    record.publish(board.ports, board.meeting, board.alex)
    address = kind.format(board.meeting.code)
    first = public.get(address)
    with statements(board) as said:
        again = public.get(address)
        known = public.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert set(said) == {"PRAGMA data_version"}
    assert (first.status_code, again.status_code, known.status_code) == (200, 200, 304)
    assert (again.data, known.data) == (first.data, b"")
    assert list(again.headers) == list(first.headers)
    assert {"ETag", "Vary", "Cache-Control", "Content-Security-Policy"} <= set(known.headers.keys())
    assert "Content-Type" not in known.headers
    assert "Date" not in again.headers  # that of another answer


@pytest.mark.parametrize("show", ["", "/questions.json?known=1"])
def test_what_is_taken_down_is_gone_from_the_next_answer(
    board: Board, public: FlaskClient, list_: str, show: str
) -> None:
    question = board.asked(WORDS, APPROVE)
    known = public.get(list_ + show)
    assert WORDS in known.text
    do(board.ports, DECLINE, question, board.alex, ABUSIVE)

    assert WORDS not in public.get(list_ + show).text
    assert public.get(list_ + show, headers={"If-None-Match": known.headers["ETag"]}).status_code == 200


def test_what_another_process_took_down_is_gone_as_well(
    board: Board, public: FlaskClient, list_: str, tmp_path: Path
) -> None:
    question = board.asked(WORDS, APPROVE)
    assert WORDS in public.get(list_).text
    another = SqliteStore(str(tmp_path / "board.db"))
    do(replace(board.ports, store=another), DECLINE, question, board.alex, ABUSIVE)
    another.close()

    assert WORDS not in public.get(list_).text


def test_a_page_says_that_questions_closed_in_the_second_in_which_they_did(
    board: Board, public: FlaskClient, list_: str
) -> None:
    assert "You can ask until" in public.get(list_).text
    board.clock.now = board.meeting.details.closes_at + timedelta(seconds=1)

    assert "You can ask until" not in public.get(list_).text


def test_a_second_later_a_page_that_did_not_change_is_not_made_again(
    board: Board, public: FlaskClient, list_: str
) -> None:
    first = public.get(list_)
    board.clock.advance(seconds=1)
    again = public.get(list_)

    assert again.data == first.data
    assert list(again.headers) == list(first.headers)


def test_what_one_visitor_supported_is_on_nobody_elses_page(board: Board, public: FlaskClient, list_: str) -> None:
    board.asked(WORDS, APPROVE)
    supporter = board.browser()
    before = public.get(list_).text
    supporter.post(f"{list_}/questions/1/support", data={"support": "1"}, headers={"Origin": "http://localhost"})
    theirs, others = supporter.get(list_), public.get(list_)

    assert "private" in theirs.headers["Cache-Control"]
    assert others.headers["Cache-Control"] == "no-cache"
    assert theirs.data != others.data
    assert others.text.count("I’d like to know this too") == before.count("I’d like to know this too")


KINDS = ["/", "/{}", "/cy/{}", "/{}/questions.json?known=1", "/{}/rules", "/{}/register", "/register", "/privacy"]


@pytest.mark.parametrize("kind", KINDS)
def test_somebody_with_a_cookie_has_the_same_pages(board: Board, public: FlaskClient, kind: str) -> None:
    board.asked(WORDS, APPROVE)
    record.publish(board.ports, board.meeting, board.alex)
    address, signed_in, tracked = kind.format(board.meeting.code), board.signed_in(), board.browser()
    tracked.set_cookie("consent", "yes")
    before = signed_in.get(address)
    everybodys = public.get(address)

    assert before.data == everybodys.data
    assert signed_in.get(address).data == tracked.get(address).data == everybodys.data


@pytest.mark.parametrize(
    ("kind", "supporters_too"), [("/", True), ("/{}/questions.json?known=1", True), ("/{}/rules", True), ("/{}", False)]
)
def test_a_cookie_that_makes_no_difference_is_answered_from_memory(
    board: Board, public: FlaskClient, kind: str, supporters_too: bool
) -> None:
    board.asked(WORDS, APPROVE)
    address, signed_in, tracked, supporter = kind.format(board.meeting.code), *(board.browser() for _ in range(3))
    signed_in.set_cookie("desk", "whoever")
    tracked.set_cookie("consent", "yes")
    supporter.set_cookie("supporter", "a" * 22)
    tracked.get(address)
    for later in (0, 1):  # in the same second, and once the page has been asked for whether it is the same
        board.clock.advance(seconds=later)
        public.get(address)
        for browser, from_memory in ((signed_in, True), (tracked, True), (supporter, supporters_too)):
            with statements(board) as said:
                browser.get(address)
            assert (said == ["PRAGMA data_version"]) is from_memory


def test_what_is_taken_down_is_gone_from_the_next_answer_to_somebody_with_a_cookie(
    board: Board, public: FlaskClient, list_: str
) -> None:
    question, news = board.asked(WORDS, APPROVE), f"{list_}/questions.json?known=1"
    browsers = [board.browser() for _ in range(4)]
    for browser, cookie in zip(browsers, ("desk", "consent", "supporter", "shared"), strict=True):
        browser.set_cookie(cookie, "person")
    for address in (list_, news):
        assert all(WORDS.rstrip("?") in browser.get(address).text for browser in (public, *browsers))
    do(board.ports, DECLINE, question, board.alex, ABUSIVE)

    for address in (list_, news):
        assert not any(WORDS.rstrip("?") in browser.get(address).text for browser in browsers)


def test_a_proxy_may_keep_a_page_for_a_second_but_neither_the_news_nor_what_somebody_with_a_cookie_got(
    board: Board, public: FlaskClient, list_: str
) -> None:
    question, with_cookie = board.asked(WORDS, APPROVE), board.browser()
    with_cookie.set_cookie("consent", "yes")
    addresses = [list_, f"{list_}/ask", f"/r/{question.token}", f"{list_}/questions.json?known=1", "/sign-in"]
    for browser in (public, board.browser()):
        assert [browser.get(one).headers.get("X-Accel-Expires") for one in addresses] == ["1", None, None, None, None]
    assert {with_cookie.get(one).headers.get("X-Accel-Expires") for one in addresses} == {None}


def test_a_page_of_somebody_who_is_signed_in_is_never_anybody_elses(board: Board, public: FlaskClient) -> None:
    board.asked(WORDS)
    signed_in = board.signed_in()

    assert public.get(board.path).status_code == 302
    assert WORDS in signed_in.get(board.path).text
    assert public.get(board.path).status_code == 302
    assert WORDS in signed_in.get(board.path).text


def test_a_shared_device_has_its_own_pages_from_the_first(board: Board, public: FlaskClient, list_: str) -> None:
    shared = board.browser()
    shared.set_cookie("shared", "person")
    for address in (list_, "/", f"{list_}/rules"):
        everybodys = public.get(address).data
        assert shared.get(address).data != everybodys
        assert public.get(address).data == everybodys


def test_a_page_for_one_person_is_not_kept(board: Board, public: FlaskClient) -> None:
    question = board.asked(WORDS)
    private = f"/r/{question.token}"
    assert "no-store" in public.get(private).headers["Cache-Control"]
    with statements(board) as said:
        public.get(private)
    assert any("FROM question" in one for one in said)


@pytest.mark.parametrize(("cookie", "seen"), [("", ["1", "1"]), ("visitor=1", ["1", "2"])])
def test_an_answer_for_everybody_is_kept_but_never_one_that_gives_somebody_a_cookie(
    board: Board, cookie: str, seen: list[str]
) -> None:
    visits = list[str]()

    @Request.application
    def answers(request: Request) -> Response:
        visits.append(request.path)
        response = Response(str(len(visits)), headers={"Cache-Control": "no-cache", "ETag": f'"{len(visits)}"'})
        if cookie:
            response.headers["Set-Cookie"] = cookie
        return response

    memory = PageMemory(board.process.app, answers)
    told = [Client(memory).get("/") for _ in seen]

    assert [one.text for one in told] == seen
    assert [one.headers.get("Set-Cookie", "") for one in told] == [cookie] * 2


def test_another_address_of_the_same_page_has_an_answer_of_its_own(
    board: Board, public: FlaskClient, list_: str
) -> None:
    board.asked(WORDS, APPROVE)
    waiting, answered = public.get(list_).text, public.get(f"{list_}?show=answered").text
    https = public.get(list_, base_url="https://board.example")

    assert (waiting == answered, public.get(f"/cy{list_}").text == waiting) == (False, False)
    assert https.status_code == 200
    with statements(board) as said:
        public.get(list_, base_url="https://another.example")
    assert said != ["PRAGMA data_version"]


def test_a_meeting_that_is_new_is_on_the_front_page_at_once(board: Board, public: FlaskClient) -> None:
    assert "A second meeting" not in public.get("/").text
    meetings.create(board.ports, details(board.clock.now, title="A second meeting"))

    assert "A second meeting" in public.get("/").text
