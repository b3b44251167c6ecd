"""A meeting from its call to its end, in the log of the product as it runs: what happened is there, and nobody is."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import requests
import socketio

from board_qa.rehearsal.__main__ import wait
from board_qa.rehearsal.clients import Moderator, ask
from board_qa.rehearsal.records import Records
from board_qa.rehearsal.server import PASSWORD
from tests.support.board import token_on
from tests.support.running import Running, running

pytestmark = pytest.mark.server

TOKEN = "a-token-for-prometheus"
QUESTION = "Why was ward seven closed on my mother?"
EMAIL = "jo.bloggs@example.org"
FIELDS = {"time", "level", "logger", "message", "request", "method", "endpoint", "status", "milliseconds"}


@pytest.fixture(scope="module")
def watched() -> Iterator[Running]:
    with running(LOG_FORMAT="json", METRICS_TOKEN=TOKEN, PROXIES="1") as installation:
        yield installation


def lines(watched: Running) -> list[dict[str, object]]:
    return [json.loads(line) for line in watched.log().splitlines()]


@pytest.fixture(scope="module")
def lived_through(watched: Running) -> tuple[Moderator, list[str]]:
    """By the form, by a post, with a wrong password, a search, a failing page and screens; what may be in no log."""
    moderator, records = Moderator(watched.address), Records()
    moderator.sign_in()
    moderator.make_meeting(datetime.now(UTC))
    watched.network.post(watched.network.user("jo_posts", "Jo Posts"), "Why the queue? #RehearsalBoard")
    moderator.publish("Ask us with #RehearsalBoard")
    ask(watched.address, moderator.code, QUESTION, records, twice=True, email=EMAIL)
    wait("the post", lambda: any("Why the queue" in text for text in moderator.texts()))
    screen = socketio.Client(reconnection=False)
    screen.connect(watched.address, auth={"screen": moderator.screen}, transports=["websocket"])
    for question in moderator.queue():
        moderator.decide(question.number, "approve", override_reason="It names nobody, says Jo Bloggs")
    receipt = records.acknowledged[QUESTION]
    for page in (receipt, f"/register?q={EMAIL}", f"/screen/{moderator.screen}", "/nobody/jo.bloggs"):
        requests.get(page if page.startswith("http") else f"{watched.address}{page}", timeout=20)
    wrong_password(watched)
    screen.disconnect()
    return moderator, [receipt.rsplit("/", 1)[-1], moderator.screen, moderator.code]


def wrong_password(watched: Running) -> None:
    http = requests.Session()
    token = token_on(http.get(f"{watched.address}/sign-in", timeout=10).text)
    form = {"username": "jo.bloggs", "password": "the wrong pass phrase", "csrf_token": token}
    http.post(f"{watched.address}/sign-in", data=form, timeout=20)


def test_the_log_of_a_meeting_has_no_words_no_names_no_addresses_and_no_secrets(
    watched: Running, lived_through: tuple[Moderator, list[str]]
) -> None:
    _, keys = lived_through
    secret = [*keys, TOKEN, PASSWORD, "wrong pass phrase", "practice-secret", "practice-token", "everybody may know"]
    personal = ["bloggs", "jo_posts", "Jo Posts", "ward seven", "the queue", "Rehearsing Person", "127.0.0.1", "?q="]
    log = watched.log()

    assert [word for word in (*secret, *personal) if word.lower() in log.lower()] == []
    assert re.findall(r"[\w.]+@[\w.]+", log) == []


def test_each_request_is_a_line_and_a_change_says_which_revision_it_made(
    watched: Running, lived_through: tuple[Moderator, list[str]]
) -> None:
    moderator, _ = lived_through
    answered = [line for line in lines(watched) if line["message"] == "answered"]
    decided = [line for line in answered if line["endpoint"] == "deciding.decide"]

    assert {frozenset(line) - {"meeting", "revision"} for line in answered} == {frozenset(FIELDS)}
    assert {line["meeting"] for line in decided} >= {int(moderator.meeting)}
    rows = watched.ports.store.meetings.changes_since(int(moderator.meeting), 0)
    assert {line["revision"] for line in decided if line["meeting"] == int(moderator.meeting)} <= {
        row.revision for row in rows
    }
    assert {"none", "public.receipt", "public.ask_question", "auth.sign_in"} <= {
        str(one["endpoint"]) for one in answered
    }


def test_a_request_has_the_name_that_our_proxy_gave_it_and_else_one_of_its_own(watched: Running) -> None:
    for name in ("0123456789abcdef0123456789abcdef", "no name! <b>"):
        requests.get(f"{watched.address}/readyz", headers={"X-Request-ID": name}, timeout=10)
    named = [str(line["request"]) for line in lines(watched) if line.get("endpoint") == "health.ready"]

    assert named[-2] == "0123456789abcdef0123456789abcdef"
    assert re.fullmatch("[0-9a-f]{16}", named[-1])


def test_what_is_no_request_at_all_does_not_bring_its_sender_into_the_log(watched: Running) -> None:
    for asked in (b"GET / HTTP/1.1\r\nbad header jo.bloggs\r\n\r\n", b"GET / HTTP/9 jo.bloggs\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", watched.server.port), timeout=10) as connection:
            connection.sendall(asked)
            connection.recv(100)

    assert "127.0.0.1" not in watched.log()
    assert "bloggs" not in watched.log()
    assert lines(watched)


def test_open_screens_and_how_long_they_waited_are_among_the_figures(watched: Running) -> None:
    meeting = watched.meeting()
    screen = socketio.Client(reconnection=False)
    screen.connect(watched.address, auth={"screen": meeting.screen_token}, transports=["websocket"])
    ask(watched.address, meeting.code, "How many?", Records(), twice=False)

    def figures() -> str:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        return requests.get(f"{watched.address}/metrics", headers=headers, timeout=10).text

    wait("the news", lambda: 'board_qa_news_seconds_count{kind="screen"}' in figures())
    assert 'board_qa_open_sockets{kind="screen"} 1.0' in figures()
    screen.disconnect()
    wait("the end of the screen", lambda: 'board_qa_open_sockets{kind="screen"} 0.0' in figures())
