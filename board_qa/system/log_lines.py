"""How a line of the log reads, plain or as JSON: never with what people typed, who they are, or a secret.

What went wrong is told by where it was in our code and by its kind. What an error says of itself is left out, unless
its kind is known to name no values: `int("Jo, 07700 900123")` puts what somebody typed into its message.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from board_qa.ports.stores import StoreUnavailable

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

# Whose words are safe: SQLite's name tables and columns, and our own were written to be read.
_NAMES_NO_VALUES = (sqlite3.Error, StoreUnavailable)
_LEFT_OUT = "(what this library said is left out: it may hold what somebody typed)"
_OURS = "board_qa"
# Which have a line for each request or message else. Forms without their token have a line of ours in a minute.
_QUIET = {
    "socketio.server": logging.ERROR,
    "engineio.server": logging.ERROR,
    "flask_wtf.csrf": logging.WARNING,
    # A line for each try while PostgreSQL is away: that it is, and why, is told by us.
    "psycopg.pool": logging.ERROR,
}
_CHAINED_AT_MOST = 5
# Of many boards on one installation, the one that this is done for.
BOARD = ContextVar("board", default="")


class PlainLines(logging.Formatter):
    """For people: `make run`, and whoever reads a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        board = f" ({BOARD.get()})" if BOARD.get() else ""
        line = f"{_time(record):%Y-%m-%dT%H:%M:%SZ} {record.levelname} {record.name}{board}: {message_of(record)}"
        return "\n".join(map(_visible, [line, *traceback_lines(record.exc_info)]))


class JsonLines(logging.Formatter):
    """For machines: one object a line. What a record has in `fields` is among its fields."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": _time(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message_of(record),
            **({"board": BOARD.get()} if BOARD.get() else {}),
            **getattr(record, "fields", {}),
        }
        if where := list(traceback_lines(record.exc_info)):
            line["traceback"] = where
        return _visible(json.dumps(line, ensure_ascii=False, default=str))


def _visible(line: str) -> str:
    """What ends a line, or moves what a terminal shows, as JSON writes it: nobody makes one line look like another."""
    return "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in line)


def _time(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def formatter(as_json: bool) -> logging.Formatter:
    return JsonLines() if as_json else PlainLines()


def set_up(as_json: bool) -> None:
    """Once for a process, before anything is said. Where a log is set up already it stays as it is."""
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(as_json))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for library, level in _QUIET.items():
        logging.getLogger(library).setLevel(level)
    threading.excepthook = _report_thread


@contextmanager
def of_board(name: str) -> Iterator[None]:
    """What is said inside is said of this board."""
    before = BOARD.set(name)
    try:
        yield
    finally:
        BOARD.reset(before)


def message_of(record: logging.LogRecord) -> str:
    """What we say ourselves; of a library the sentence as it is written in its code, with numbers alone filled in."""
    ours = record.name.partition(".")[0] == _OURS
    if not ours and (not record.args or not isinstance(record.msg, str)):
        return _LEFT_OUT
    arguments = record.args if isinstance(record.args, tuple) else ()
    try:
        return record.getMessage() if ours else record.msg % tuple(map(_number, arguments))
    except (TypeError, ValueError):
        return str(record.msg)


def _number(argument: object) -> object:
    return argument if isinstance(argument, int | float) else "…"


def traceback_lines(exc_info: ExcInfo | None) -> Iterator[str]:
    """Where it was, line by line of code, and its kind; then the same of what it came from."""
    error, seen = exc_info[1] if exc_info else None, 0
    while error is not None and seen < _CHAINED_AT_MOST:
        yield "It came from:" if seen else "Traceback (most recent call last):"
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"  {frame.filename}, line {frame.lineno}, in {frame.name}: {frame.line}"
        yield described(error)
        error, seen = error.__cause__ or (None if error.__suppress_context__ else error.__context__), seen + 1


def described(error: BaseException) -> str:
    """An error's kind, with its words only where they are known to name no values."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, OSError) and error.errno is not None and error.strerror:
        return f"{kind}: [Errno {error.errno}] {error.strerror}"
    return f"{kind}: {error}" if isinstance(error, _NAMES_NO_VALUES) else kind


def _report_thread(what: threading.ExceptHookArgs) -> None:
    if what.exc_type is not SystemExit and what.exc_value is not None:
        exc_info = (what.exc_type, what.exc_value, what.exc_traceback)
        logging.getLogger(__name__).error("a thread ended with an error", exc_info=exc_info)


def report_greenlet(_context: object, kind: Any, error: Any, where: Any) -> None:
    """In place of gevent's own report, which prints what the error says and what the greenlet was started with."""
    logging.getLogger(__name__).error("a greenlet ended with an error", exc_info=(kind, error, where))
