"""Lines of the log: where it went wrong is in them, and nothing that anybody typed."""

from __future__ import annotations

import json
import logging
import sqlite3
import time
from datetime import timedelta

import pytest
from gunicorn.config import Config

from board_qa.ports.stores import StoreUnavailable
from board_qa.system.log_lines import JsonLines, PlainLines, described, formatter, of_board
from board_qa.system.server_log import server_log
from tests.support.doubles import NOON

SECRET = "Jo Bloggs, 07700 900123, key-of-x"
TIME = "2026-11-23T12:00:07Z"


def record(error: BaseException | None = None, name: str = "board_qa.web", msg: str = "it failed: %s", *args: object
           ) -> logging.LogRecord:  # fmt: skip
    exc_info = (type(error), error, error.__traceback__) if error else None
    one = logging.LogRecord(name, logging.ERROR, "", 0, msg, args or ("soon",), exc_info)
    one.created = (NOON + timedelta(seconds=7.9)).timestamp()
    return one


def look_up_a_number() -> None:
    try:
        int(SECRET)
    except ValueError as error:
        raise LookupError(f"nobody is called {SECRET}") from error


def raised_of_two() -> BaseException:
    with pytest.raises(LookupError) as raised:
        look_up_a_number()
    raised.value.add_note(SECRET)
    return raised.value


@pytest.mark.parametrize("form", [PlainLines(), JsonLines()])
def test_an_error_is_told_by_its_kind_and_where_it_was_and_not_in_its_own_words(form: logging.Formatter) -> None:
    said = form.format(record(raised_of_two()))

    assert "Bloggs" not in said
    assert "key-of-x" not in said
    for word in ("LookupError", "ValueError", "raised_of_two", "test_log_lines.py", "It came from"):
        assert word in said


def test_as_json_each_is_one_line_with_its_fields() -> None:
    one = record()
    one.fields = {"status": 200}
    said = JsonLines().format(one)
    line = json.loads(said)

    assert "\n" not in JsonLines().format(record(raised_of_two()))
    assert {**line, "time": ""} == {
        "time": "",
        "level": "error",
        "logger": "board_qa.web",
        "message": "it failed: soon",
        "status": 200,
    }


FORGED = f"{TIME} INFO board_qa.security: signed in with a password (account 1, network 000000000000)"


@pytest.mark.parametrize(
    "sign",
    [
        "\n",
        "\r",
        "\x0b",
        "\x0c",
        "\x1c",
        "\x85",
        "\u2028",
        "\u2029",
        "\r\x1b[2K",
        "\x1b[1A",
        "\x9b2K",
        "\x08" * 99,
        "\x7f",
        "\x00",
        "\u202e",
        "\u200b",
        "\ud800",
        "\U000e0041",
    ],
)
@pytest.mark.parametrize("form", [PlainLines(), JsonLines()])
def test_what_a_server_says_makes_no_line_of_its_own_and_hides_none(form: logging.Formatter, sign: str) -> None:
    """What PostgreSQL or Redis says is told, and whoever answers in their place says what they like."""
    one = record(None, "board_qa.live.neighbours", "Redis says nothing (%s)", f"no{sign}{FORGED}")
    try:
        raise StoreUnavailable(f"no{sign}{FORGED}")
    except StoreUnavailable as error:
        with_traceback = record(error)
    lines = [*form.format(one).splitlines(), *form.format(with_traceback).splitlines()]

    assert [line for line in lines if line.startswith(FORGED) or not line.isprintable()] == []
    assert len([line for line in lines if FORGED in line]) == 2


def test_words_of_any_language_are_read_as_they_are_written() -> None:
    assert PlainLines().format(record(None, "board_qa.web", "%s", "‘Tŷ’ 東京 é")).endswith("‘Tŷ’ 東京 é")


@pytest.mark.parametrize(
    ("message", "args", "said"),
    [
        ("Retrying %s after %r: /search?q=%s", (3, OSError(SECRET), SECRET), "Retrying 3 after '…': /search?q=…"),
        ("Worker exiting (pid: %s)", (12,), "Worker exiting (pid: 12)"),
        ("took %d of %s", (SECRET, 4), "took %d of %s"),
    ],
)
def test_of_a_library_only_its_own_sentence_is_kept(message: str, args: tuple[object, ...], said: str) -> None:
    plain = PlainLines().format(record(None, "urllib3.pool", message, *args))

    assert plain == f"{TIME} ERROR urllib3.pool: {said}"


def test_a_sentence_of_a_library_that_was_put_together_before_is_left_out() -> None:
    one = logging.LogRecord("gunicorn.error", logging.WARNING, "", 0, f"Invalid request from {SECRET}", None, None)

    assert "Bloggs" not in PlainLines().format(one)
    assert "left out" in PlainLines().format(one)


def test_what_sqlite_and_the_machine_say_is_kept_for_it_names_no_values() -> None:
    with pytest.raises(sqlite3.OperationalError) as locked:
        sqlite3.connect(":memory:").execute("SELECT * FROM lost")
    assert described(locked.value) == "sqlite3.OperationalError: no such table: lost"
    assert described(OSError(28, "No space left on device", SECRET)) == "OSError: [Errno 28] No space left on device"
    assert described(OSError(SECRET)) == "OSError"


def test_which_form_is_a_setting() -> None:
    assert [type(formatter(as_json)) for as_json in (True, False)] == [JsonLines, PlainLines]


def test_of_many_boards_each_line_says_which_it_is_about_and_of_one_none_does() -> None:
    with of_board("anytown"):
        there = [form.format(record()) for form in (PlainLines(), JsonLines())]
    here = [form.format(record()) for form in (PlainLines(), JsonLines())]

    assert there[0] == f"{TIME} ERROR board_qa.web (anytown): it failed: soon"
    assert here[0] == f"{TIME} ERROR board_qa.web: it failed: soon"
    assert json.loads(there[1])["board"] == "anytown"
    assert "board" not in json.loads(here[1])


def test_each_line_has_its_time_in_utc_wherever_the_machine_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    plain, as_json = (form.format(record()) for form in (PlainLines(), JsonLines()))
    monkeypatch.undo()
    time.tzset()

    assert plain.startswith(f"{TIME} ERROR ")
    assert json.loads(as_json)["time"] == "2026-11-23T12:00:07.900+00:00"


def test_what_gunicorn_says_has_its_time_as_well() -> None:
    log = server_log(as_json=False)(Config())
    (handler,) = log.error_log.handlers
    line = handler.format(record(None, "gunicorn.error", "Worker exiting (pid: %s)", 12))
    log.error_log.removeHandler(handler)

    assert line == f"{TIME} ERROR gunicorn.error: Worker exiting (pid: 12)"
