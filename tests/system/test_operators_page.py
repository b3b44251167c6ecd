"""The page about all boards: whoever guesses its password has to wait, and is in the log without their address."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from board_qa.boards.operators import make_operators_page, refuse_strangers
from board_qa.config.settings import Machine
from board_qa.domain.accounts.guessing import AT_ONE_NAME, WINDOW
from board_qa.web.operators.guesses import MOST, Guesses
from tests.support.doubles import StoppedClock

TOKEN, FIGURES, WRONG = "a-password-for-operators", "a-token-for-the-figures", "a guess that is wrong"
ADDRESS, ELSEWHERE = "203.0.113.77", "203.0.113.78"


def page(clock: StoppedClock, proxies: int = 0) -> Flask:
    machine = Machine("127.0.0.1", 8000, proxies, False, False, FIGURES, None, "", "http://operators.test", TOKEN)
    return make_operators_page(machine, {}, clock)


@pytest.fixture
def operators(clock: StoppedClock) -> Flask:
    return page(clock)


def ask(app: Flask, password: str, address: str = ADDRESS, **headers: str) -> TestResponse:
    place = {"REMOTE_ADDR": address}
    return app.test_client().get("/", auth=("anybody", password), environ_overrides=place, headers=headers)


def guess(app: Flask, times: int = AT_ONE_NAME, address: str = ADDRESS) -> list[int]:
    return [ask(app, WRONG, address).status_code for _ in range(times)]


def test_after_ten_wrong_passwords_none_is_looked_at_and_the_page_says_how_long(operators: Flask) -> None:
    assert guess(operators, AT_ONE_NAME + 2) == [401] * AT_ONE_NAME + [429] * 2
    answer = ask(operators, TOKEN)

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, str(int(WINDOW.total_seconds())))
    assert answer.text == "Too many wrong passwords were tried from here. Wait 15 minutes, then try again.\n"


def test_the_right_password_gets_in_once_the_wait_is_over(operators: Flask, clock: StoppedClock) -> None:
    guess(operators)
    clock.advance(minutes=14, seconds=30)
    early = ask(operators, TOKEN)
    clock.advance(seconds=30)

    assert (early.status_code, early.headers["Retry-After"], "Wait 1 minute," in early.text) == (429, "30", True)
    assert ask(operators, TOKEN).status_code == 200
    assert guess(operators) == [401] * AT_ONE_NAME


def test_tries_while_one_waits_make_the_wait_no_longer(operators: Flask, clock: StoppedClock) -> None:
    guess(operators)
    clock.advance(minutes=10)
    guess(operators)
    clock.advance(minutes=5)

    assert ask(operators, TOKEN).status_code == 200


def test_another_network_is_not_kept_out_and_one_of_our_proxies_is_none(clock: StoppedClock) -> None:
    direct, behind = page(clock), page(clock, proxies=1)
    for app, told in ((direct, {}), (behind, {"X-Forwarded-For": ADDRESS})):
        for _ in range(AT_ONE_NAME):
            ask(app, WRONG, "127.0.0.1" if told else ADDRESS, **told)

    assert ask(direct, TOKEN, ELSEWHERE).status_code == 200
    assert ask(behind, TOKEN, "127.0.0.1", **{"X-Forwarded-For": ELSEWHERE}).status_code == 200
    assert ask(behind, TOKEN, "127.0.0.1", **{"X-Forwarded-For": ADDRESS}).status_code == 429
    assert ask(direct, TOKEN, ADDRESS, **{"X-Forwarded-For": ELSEWHERE}).status_code == 429


def test_who_gives_no_password_yet_has_guessed_nothing(operators: Flask, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "board_qa.security")
    answers = [operators.test_client().get("/").status_code for _ in range(AT_ONE_NAME + 1)]

    assert answers == [401] * (AT_ONE_NAME + 1)
    assert [record.__dict__["fields"]["event"] for record in caplog.records] == ["operators_to_nobody"]
    assert ask(operators, TOKEN, "127.0.0.1").status_code == 200


def test_who_was_shown_the_page_or_the_figures_is_a_line_in_a_minute(
    operators: Flask, clock: StoppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "board_qa.security")
    for _ in range(2):
        for _ in range(3):
            assert ask(operators, TOKEN).status_code == figures(operators, FIGURES).status_code == 200
        clock.advance(minutes=1)
    told = [record.__dict__["fields"] for record in caplog.records]

    assert [(one["event"], one.get("left_out", 0)) for one in told] == [
        ("operators_shown", 0),
        ("metrics_shown", 0),
        ("operators_shown", 2),
        ("metrics_shown", 2),
    ]


def test_each_is_a_line_of_the_log_without_the_password_and_the_address(
    operators: Flask, clock: StoppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "board_qa.security")
    guess(operators, AT_ONE_NAME + 2)
    guess(operators, 1, ELSEWHERE)
    clock.advance(days=1)
    guess(operators, 1)
    told = [record.__dict__["fields"] for record in caplog.records]
    marks = [one["network"] for one in told]
    said = " ".join(f"{record.getMessage()} {record.__dict__['fields']}" for record in caplog.records)

    assert [one["event"] for one in told] == (
        ["operators_not_right"] * AT_ONE_NAME + ["operators_held_off"] + ["operators_not_right"] * 2
    )
    assert [marks.count(mark) for mark in dict.fromkeys(marks)] == [AT_ONE_NAME + 1, 1, 1]
    assert [word for word in (WRONG, TOKEN, "203.0.113", "anybody") if word in said] == []


def figures(app: Flask, token: str, address: str = ADDRESS) -> TestResponse:
    headers = {"Authorization": f"Bearer {token}"}
    return app.test_client().get("/metrics", headers=headers, environ_overrides={"REMOTE_ADDR": address})


def test_who_guesses_the_token_of_all_figures_has_to_wait_and_the_page_itself_opens(
    operators: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "board_qa.security")
    answers = [figures(operators, WRONG).status_code for _ in range(AT_ONE_NAME + 2)]
    events = [record.__dict__["fields"]["event"] for record in caplog.records]

    assert answers == [401] * AT_ONE_NAME + [429] * 2
    assert events == ["metrics_not_right"] * AT_ONE_NAME + ["metrics_held_off"]
    assert figures(operators, FIGURES).status_code == 429
    assert figures(operators, FIGURES, ELSEWHERE).status_code == 200
    assert ask(operators, TOKEN).status_code == 200


def test_what_is_answered_in_plain_words_says_that_it_is_plain(operators: Flask) -> None:
    answers = [operators.test_client().get("/"), operators.test_client().get("/metrics")]

    assert [one.status_code for one in answers] == [401, 401]
    assert {one.headers["Content-Type"] for one in answers} == {"text/plain; charset=utf-8"}


def test_the_page_lets_nothing_run_and_no_address_in_it_lead_elsewhere(operators: Flask) -> None:
    rules = ask(operators, TOKEN).headers["Content-Security-Policy"].split("; ")

    assert {"default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(rules)


def test_of_very_many_networks_those_that_were_quiet_for_longest_are_forgotten(clock: StoppedClock) -> None:
    guesses, now = Guesses(), clock.now
    for address in ("first", "kept"):
        for _ in range(AT_ONE_NAME):
            guesses.count(address, now)
    for number in range(MOST - 1):
        guesses.count(f"network {number}", now)

    assert (bool(guesses.wait("first", now)), guesses.wait("kept", now)) == (False, WINDOW)


def test_a_host_that_is_no_boards_is_told_once_in_a_minute_without_its_name(
    clock: StoppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "board_qa.security")
    stranger = Client(refuse_strangers(page(clock, proxies=1)))
    headers = {"Host": "evil.example", "X-Forwarded-For": ADDRESS}
    answers = [stranger.get("/", headers=headers).status_code for _ in range(3)]
    clock.advance(minutes=1)
    stranger.get("/", headers=headers)
    told = [record.__dict__["fields"] for record in caplog.records]

    assert answers == [404] * 3
    assert [(one["event"], one.get("left_out")) for one in told] == [("host_not_ours", None), ("host_not_ours", 2)]
    assert [word for word in ("evil", ADDRESS) if word in caplog.text] == []
