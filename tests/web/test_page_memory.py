"""Public pages from memory: the same for everybody, nothing read while nothing changed, and never an old one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from board_qa.domain.questions.history import Action
from board_qa.services.meetings import meetings, record
from board_qa.storage.sqlite.store import SqliteStore
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


def test_a_page_for_one_person_is_not_kept(board: Board, public: FlaskClient) -> None:
    question = board.asked(WORDS)
    private = f"/r/{question.token}"
    assert "no-store" in public.get(private).headers["Cache-Control"]
    with statements(board) as said:
        public.get(private)
    assert any("FROM question" in one for one in said)


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
