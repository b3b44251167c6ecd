"""The figures: for whoever has the token, of what happened, and of nobody."""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import TestResponse

from board_qa.domain.accounts.guessing import AT_ONE_NAME
from board_qa.domain.networks.posts import Source
from board_qa.domain.questions.history import Action
from board_qa.services.operating.figures import HistoryCount
from board_qa.services.operating.health import WORKER
from board_qa.web.operators.figures import ErrorCounter, figures_of
from board_qa.worker import Worker
from tests.support.board import Board, post
from tests.support.doubles import ABUSIVE
from tests.support.places import ROOT

TOKEN = "a-token-of-sixteen-or-more"


def set_token(board: Board, token: str = TOKEN) -> None:
    one = board.process.installation
    board.process.installation = replace(one, settings=replace(one.settings, metrics_token=token))
    board.process.app.extensions["board_qa"] = board.process.installation


def text_of(board: Board) -> str:
    set_token(board)
    answer = board.browser().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.text


def figures(board: Board) -> dict[str, float]:
    """By name and labels, as in board_qa_requests_total{endpoint=public.front,method=GET,status=200}."""
    return {
        sample.name + "".join(f"{{{','.join(f'{k}={v}' for k, v in sorted(sample.labels.items()))}}}"): sample.value
        for family in text_string_to_metric_families(text_of(board))
        for sample in family.samples
    }


def figure(board: Board, name: str, **labels: str) -> float:
    return figures(board)[f"board_qa_{name}{{{','.join(f'{k}={v}' for k, v in sorted(labels.items()))}}}"]


def test_what_is_answered_from_memory_is_counted_once_and_as_that(board: Board) -> None:
    public, page, before = board.browser(), f"/{board.meeting.code}", answers(board)
    known = public.get(page).headers["ETag"]
    public.get(page)
    public.get(page, headers={"If-None-Match": known})

    assert answers(board) - before == Counter(
        {
            "board_qa_requests_total{endpoint=public.meeting_page,method=GET,status=200}": 1,
            "board_qa_requests_total{endpoint=memory,method=GET,status=200}": 1,
            "board_qa_requests_total{endpoint=memory,method=GET,status=304}": 1,
        }
    )


def answers(board: Board) -> Counter[str]:
    counted = re.compile("board_qa_requests_total.*(memory|public)")
    return Counter({name: int(value) for name, value in figures(board).items() if counted.match(name)})


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer é"])
def test_without_the_token_nobody_reads_them(board: Board, authorization: str) -> None:
    set_token(board)
    answer = board.browser().get("/metrics", headers={"Authorization": authorization})

    assert (answer.status_code, "board_qa" in answer.text) == (401, False)


def ask(board: Board, token: str, address: str = "203.0.113.77") -> TestResponse:
    browser, headers = board.browser(), {"Authorization": f"Bearer {token}"}
    return browser.get("/metrics", headers=headers, environ_overrides={"REMOTE_ADDR": address})


def test_who_guesses_the_token_has_to_wait_and_is_in_the_log_without_it(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    set_token(board)
    caplog.set_level(logging.INFO, "board_qa.security")
    answers = [ask(board, f"a-guess-{number}").status_code for number in range(300)]
    held_off = ask(board, TOKEN)
    events = [record.__dict__["fields"]["event"] for record in caplog.records]

    assert answers == [401] * AT_ONE_NAME + [429] * (300 - AT_ONE_NAME)
    assert (held_off.status_code, held_off.headers["Retry-After"]) == (429, "900")
    assert held_off.text == "Too many wrong tokens were tried from here. Wait 15 minutes, then try again.\n"
    assert events == ["metrics_not_right"] * AT_ONE_NAME + ["metrics_held_off"]
    assert [word for word in ("a-guess", TOKEN, "203.0.113") if word in caplog.text] == []


def test_a_guess_elsewhere_and_one_long_ago_keep_nobody_from_the_figures(board: Board) -> None:
    set_token(board)
    for _ in range(AT_ONE_NAME):
        ask(board, "a-guess")

    assert ask(board, TOKEN, "203.0.113.78").status_code == 200
    assert ask(board, TOKEN).status_code == 429
    board.clock.advance(minutes=15)
    assert ask(board, TOKEN).status_code == 200


def test_who_sends_no_token_guessed_nothing_and_is_told_in_plain_words(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    set_token(board)
    caplog.set_level(logging.INFO, "board_qa.security")
    answers = [board.browser().get("/metrics") for _ in range(AT_ONE_NAME + 1)]

    assert {(one.status_code, one.headers["Content-Type"]) for one in answers} == {(401, "text/plain; charset=utf-8")}
    assert [record.__dict__["fields"]["event"] for record in caplog.records] == ["metrics_to_nobody"]
    assert ask(board, TOKEN).status_code == 200


def test_without_a_token_in_the_settings_there_are_none(board: Board) -> None:
    set_token(board, "")

    assert board.browser().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_requests_are_counted_by_view_and_never_by_address(board: Board) -> None:
    question = board.asked("Mine?")
    before = figures(board)
    browser = board.browser()
    for path in (f"/r/{question.token}", "/nowhere/at/all", f"/{board.meeting.code}?q=Secret"):
        browser.get(path)
    browser.open("/", method="BREW")
    after = figures(board)

    def more(**labels: str) -> float:
        key = f"board_qa_requests_total{{{','.join(f'{k}={v}' for k, v in sorted(labels.items()))}}}"
        return after[key] - before.get(key, 0)

    assert more(endpoint="public.receipt", method="GET", status="200") == 1
    assert more(endpoint="none", method="GET", status="404") == 1
    assert more(endpoint="none", method="OTHER", status="405") == 1
    page = text_of(board)
    assert [one for one in (question.token, board.meeting.code, "nowhere", "Secret", "BREW") if one in page] == []


def test_what_is_refused_at_the_door_is_counted_too(board: Board) -> None:
    question = {"question": "Why?"}
    answer = board.browser().post(
        f"/{board.meeting.code}/questions", data=question, headers={"Origin": "https://a.test"}
    )

    assert answer.status_code == 403
    assert figure(board, "requests_total", endpoint="public.ask_question", method="POST", status="403") >= 1


def test_questions_decisions_and_what_waits(board: Board) -> None:
    figures_of(board.process.app).history.begin(board.ports)  # as the process does when it starts
    begun = figures(board)
    first = board.clock.now
    board.asked("Why?", name="Jo Bloggs")
    board.clock.advance(minutes=5)
    board.asked("How?", Action.ACCEPT)
    board.asked("What?", Action.DECLINE, reason=ABUSIVE)
    now = figures(board)

    def more(action: str) -> float:
        return now[f"board_qa_actions_total{{action={action}}}"] - begun[f"board_qa_actions_total{{action={action}}}"]

    assert (more("receive"), more("accept"), more("decline"), more("answer")) == (3, 1, 1, 0)
    assert [now[f"board_qa_questions{{state={state}}}"] for state in ("received", "accepted", "declined")] == [1, 1, 1]
    assert now["board_qa_oldest_unread_timestamp_seconds{}"] == first.timestamp()
    board.clock.advance(days=300)  # what was left over is another page's, and wakes nobody up
    assert figures(board)["board_qa_oldest_unread_timestamp_seconds{}"] == 0
    assert figures(board)["board_qa_actions_total{action=receive}"] == now["board_qa_actions_total{action=receive}"]


def test_history_longer_than_is_read_at_once_is_counted_row_by_row(board: Board) -> None:
    count = HistoryCount(at_once=3)
    count.begin(board.ports)
    for number in range(10):
        board.asked(f"Question {number}?", Action.ACCEPT)
    count.catch_up(board.ports)

    assert (count.actions[Action.RECEIVE], count.actions[Action.ACCEPT]) == (10, 10)


def test_how_each_network_and_the_worker_are_doing(board: Board) -> None:
    read = board.clock.now - timedelta(minutes=3)
    board.ports.store.sources.save(replace(Source("X"), last_read_at=read, problem_kind="refused", problem="key k-1"))
    board.ports.store.leases.take(WORKER, "somebody@machine", board.clock.now, 20)
    page = text_of(board)

    assert figure(board, "network_last_read_timestamp_seconds", network="X") == read.timestamp()
    assert (figure(board, "network_trouble", network="X"), figure(board, "worker_running")) == (1, 1)
    assert "k-1" not in page
    assert "@machine" not in page


def test_what_the_worker_did_in_its_own_process_is_told_by_this_one(board: Board) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    one = Worker(board.ports, [], "somebody@machine")
    one.chores[:] = [broken, lambda: board.clock.advance(seconds=7)]
    one.tick()
    first_at = board.clock.now
    one.tick()  # within the minute: told with what comes after it
    kept = worker_figures(board)
    one.chores[:] = [lambda: board.clock.advance(seconds=60)]
    one.tick()

    assert kept == (1, 1, 7, first_at.timestamp())
    assert worker_figures(board) == (3, 2, 60, board.clock.now.timestamp())


def test_the_next_worker_counts_on_from_where_the_last_one_stopped(board: Board) -> None:
    for holder in ("first", "second"):
        one = Worker(board.ports, [], holder)
        one.chores[:] = []
        one.tick()
        one.stop()

    assert worker_figures(board)[0] == 2


def worker_figures(board: Board) -> tuple[float, float, float, float]:
    """Rounds, failures, the longest and when the last ended."""
    now = figures(board)
    names = ("rounds_total", "failures_total", "longest_round_seconds", "last_round_timestamp_seconds")
    rounds, failures, longest, last_at = (now[f"board_qa_worker_{name}{{}}"] for name in names)
    return rounds, failures, longest, last_at


def test_no_figure_names_anybody(board: Board) -> None:
    board.asked("Is ward 7 closing, asks Jo?", name="Jo Bloggs")
    browser = board.browser()
    post(browser, "/sign-in", "/sign-in", username="alex", password="wrong password")
    page = text_of(board)

    assert re.findall(r"Bloggs|ward|asker@|alex|Alex|127\.0\.0\.1", page) == []


def test_a_database_that_does_not_answer_is_said_and_the_rest_is_there(board: Board) -> None:
    board.ports.store.database.connection.close()  # type: ignore[attr-defined]
    page = text_of(board)

    assert "board_qa_database_up 0.0" in page
    assert 'board_qa_open_sockets{kind="screen"}' in page
    assert "board_qa_requests_total" in page


def test_a_database_that_cannot_be_written_is_said(board: Board) -> None:
    before = figures(board)["board_qa_database_writable{}"]
    board.ports.store.database.connection.execute("PRAGMA query_only=1")  # type: ignore[attr-defined]
    board.clock.advance(seconds=6)

    assert (before, figures(board)["board_qa_database_writable{}"]) == (1, 0)


def test_errors_are_counted_by_the_part_that_had_them(board: Board) -> None:
    counter = ErrorCounter(figures_of(board.process.app), lambda: True)
    for name in ("board_qa.web.shell.errors", "urllib3.connectionpool", "board_qa.jo-bloggs"):
        counter.handle(logging.LogRecord(name, logging.ERROR, "", 0, "it failed", None, None))

    assert figure(board, "log_records_total", level="error", part="web") >= 1
    assert figure(board, "log_records_total", level="error", part="library") >= 2
    assert "jo-bloggs" not in text_of(board)


def test_another_boards_errors_are_not_counted(board: Board) -> None:
    record = logging.LogRecord("board_qa.web.shell.errors", logging.ERROR, "", 0, "it failed", None, None)
    counted = []
    for ours in (True, False):
        ErrorCounter(figures_of(board.process.app), lambda ours=ours: ours).handle(record)  # type: ignore[misc]
        counted.append(figure(board, "log_records_total", level="error", part="web"))

    assert counted[0] == counted[1]


def test_the_figures_that_the_documents_and_alerts_name_are_there_and_each_is_told(board: Board) -> None:
    page = text_of(board)
    there = {name for name in re.findall(r"^# TYPE (board_qa_\w+)", page, re.MULTILINE)}
    told = (ROOT / "docs/operating.md").read_text()
    asked = (ROOT / "deploy" / "prometheus" / "alerts.yml").read_text()

    assert {name.removesuffix("_bucket") for name in re.findall(r"board_qa_\w+", told + asked)} == there
