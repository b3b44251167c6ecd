"""The database is locked by another program, or the disk full: nobody who only reads waits, and nothing is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import requests
from werkzeug.test import TestResponse

from board_qa.storage.postgres.store import PostgresStore
from tests.support.board import Board, token_on
from tests.support.browsers import Window, axe
from tests.support.running import Running

QUESTION = "Why is the lift broken again?"


@contextmanager
def locked(live: Running) -> Iterator[sqlite3.Connection]:
    other = sqlite3.connect(live.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        other.close()


def ask(live: Running, code: str, accept: str = "text/html") -> requests.Response:
    return requests.post(
        f"{live.address}/{code}/questions",
        data={"question": QUESTION, "key": "k", "email": "jo@example.org"},
        headers={"Origin": live.address, "Accept": accept},
        allow_redirects=False,
        timeout=30,
    )


def test_pages_are_read_while_a_question_waits_which_is_stored_once_the_lock_is_gone(live: Running) -> None:
    meeting = live.meeting()
    with ThreadPoolExecutor() as others, locked(live) as other:
        asking = others.submit(ask, live, meeting.code)
        for _ in range(20):
            assert requests.get(f"{live.address}/{meeting.code}", timeout=30).status_code == 200
        assert not asking.done()
        other.execute("ROLLBACK")

        assert asking.result().status_code == 303
    assert [q.source.text for q in live.ports.store.questions.of_meeting(meeting.id)] == [QUESTION]


def test_where_the_lock_stays_the_form_comes_back_with_what_was_typed_and_can_be_sent_again(live: Running) -> None:
    meeting = live.meeting()
    http = live.sign_in()
    desk = f"{live.address}/desk/meetings/{meeting.id}"
    token = token_on(http.get(desk, timeout=10).text)
    with ThreadPoolExecutor() as others, locked(live):
        script = others.submit(ask, live, meeting.code, "application/json")
        moderator = others.submit(http.post, f"{desk}/screen/blank", data={"csrf_token": token}, timeout=30)
        page = ask(live, meeting.code)

        assert page.status_code == 503
        assert QUESTION in page.text
        assert "jo@example.org" in page.text
        assert "What you typed is safe here" in page.text
        assert script.result().json()["error"] == "Sorry, the service is busy"
        assert {answer.headers["Retry-After"] for answer in (page, script.result(), moderator.result())} == {"60"}
        assert moderator.result().status_code == 503
    assert live.ports.store.questions.of_meeting(meeting.id) == []

    assert ask(live, meeting.code).status_code == 303


def test_a_form_of_the_desk_that_could_not_be_stored_is_sent_again_from_the_page_that_says_so(
    live: Running, desk: Window
) -> None:
    meeting = live.meeting()
    desk.page.goto(f"{live.address}/desk/meetings/{meeting.id}/call")
    desk.page.locator("#text").fill("Ask “us” <anything>\nby Monday")
    with locked(live):
        desk.page.get_by_role("button", name="Publish on X").click()
        desk.page.get_by_text("What you sent is kept on this page").wait_for()
        assert axe(desk.page) == []
    desk.page.get_by_role("button", name="Send it again").click()

    desk.page.get_by_text("Approved. It is being published now.").wait_for()
    (post,) = live.ports.store.outbox.of_meeting(meeting.id)
    assert post.text == "Ask “us” <anything>\nby Monday"
    desk.forgive("status of 503")


def test_a_password_is_never_on_the_page_that_could_not_take_it(live: Running) -> None:
    http = requests.Session()
    token = token_on(http.get(f"{live.address}/sign-in", timeout=10).text)
    sent = {"username": "rehearsal", "password": "do not show this", "csrf_token": token}
    with locked(live):
        page = http.post(f"{live.address}/sign-in", data=sent, timeout=30)

    assert page.status_code == 503
    assert "do not show this" not in page.text
    assert "Send it again" not in page.text


def test_a_full_disk_is_said_as_it_is_and_the_question_is_taken_once_there_is_room(board: Board) -> None:
    database = board.ports.store.database  # type: ignore[attr-defined]  # SQLite's own limit stands for the disk's
    (pages,) = database.connection.execute("PRAGMA page_count").fetchone()
    database.connection.execute(f"PRAGMA max_page_count = {pages}")
    browser, address = board.browser(), f"/{board.meeting.code}/questions"
    sent = {f"{n} {QUESTION * 10}" for n in range(50)}

    def send(text: str) -> TestResponse:
        board.clock.advance(minutes=1)  # nobody asks fifty questions at once
        return browser.post(address, data={"question": text, "key": text[:2]})

    answers = {text: send(text) for text in sent}

    refused = {text for text, answer in answers.items() if answer.status_code == 503}
    assert refused
    assert all(text in answers[text].text for text in refused)
    assert {q.source.text for q in board.ports.store.questions.of_meeting(board.meeting.id)} == sent - refused

    database.connection.execute("PRAGMA max_page_count = 1000000")
    assert {send(text).status_code for text in refused} == {303}


def test_what_is_refused_is_refused_while_the_database_is_away(board: Board) -> None:
    browser, here = board.signed_in(), board.process.installation
    nowhere = PostgresStore("postgresql://nobody@127.0.0.1:9/none")
    board.process.app.extensions["board_qa"] = replace(here, ports=replace(here.ports, store=nowhere))
    elsewhere = {"Origin": "https://evil.example"}
    answers = [
        browser.post("/desk/people"),
        browser.post(f"/{board.meeting.code}/questions", data={"question": QUESTION, "key": "k"}, headers=elsewhere),
        browser.get("/desk/nothing"),
        browser.get("/nothing/at/all"),
        browser.get("/desk/people"),
    ]

    assert [answer.status_code for answer in answers] == [400, 403, 404, 404, 503]
    assert all("Samaritans" in answer.text for answer in answers)
