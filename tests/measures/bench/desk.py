"""A desk that does not slow down: 10,000 questions and a hundred past meetings beside 200 questions and none.

200 are the fewest of which every list of the desk is a full page. Times are processor time, each of the same request.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
from statistics import median, quantiles
from time import thread_time
from typing import Any

import requests

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import NewQuestion, Question, State
from board_qa.domain.questions.queue import QueueFilter
from board_qa.domain.text.saying import ENGLISH
from board_qa.live.broadcaster import Broadcaster
from board_qa.ports import Ports
from board_qa.services.meetings import meetings, record, run_sheet
from board_qa.services.questions.moderating import act
from board_qa.services.questions.similar import similar
from board_qa.services.questions.vectors import work_out_vectors
from board_qa.storage.sql.store import SqlStore
from tests.measures.bench.fanout import audience
from tests.measures.bench.rows import Row, Sample, in_turn
from tests.measures.bench.visitors import product
from tests.measures.similar_pairs import others
from tests.support.board import Board, token_on
from tests.support.crowds import crowd
from tests.support.deciding import told
from tests.support.doubles import NOON, details
from tests.support.running import Running

FEW, MANY, PAST, LISTENING = 200, 10_000, 100, 3_000
STATES = (State.RECEIVED, State.ACCEPTED, State.ANSWERED, State.DECLINED)
PAGES = {
    "desk page": "",
    "desk page with a search": "?find=surgery",
    "desk page of one question, with its history": "?show=all&q=7&history=1",
    "run sheet": "/run-sheet",
}
TIMES, PRESSES = 30, 30
SET_STATE = "UPDATE question SET state = ? WHERE meeting_id = ? AND number = ?"


def missing() -> str:
    return "" if shutil.which("cc") else "cc"


def suite(number: int) -> Iterator[Sample]:
    few, many = _board(FEW, 0), _board(MANY, PAST)
    for name, path in PAGES.items():
        ours, theirs = in_turn(number, partial(_opened, many, path), partial(_opened, few, path))
        yield Sample(Row(f"{name}, of {MANY:,}", "ms", f"of {FEW}", 1.5), median(ours), median(theirs))
    for name, call in _SERVICES.items():
        ours, theirs = in_turn(number, partial(_timed, call, many), partial(_timed, call, few))
        yield Sample(Row(f"{name}, of {MANY:,}", "ms", f"of {FEW}", 1.5), median(ours), median(theirs))
        yield Sample(Row(f"{name}, of {MANY:,}, slowest hundredth", "ms", reach=5), quantiles(ours, n=100)[98])
    yield from _changes(few, many)
    with product() as (_, running):
        yield from _keys(running)


@cache
def _board(questions: int, past: int) -> Board:
    board = Board(Path(tempfile.mkdtemp(prefix="bench")))
    _fill(board.ports.store, board.meeting, questions)
    for number in range(1, past + 1):
        meeting = meetings.create(board.ports, details(board.clock() - timedelta(days=30 * number)))
        crowd(board.ports.store, meeting, 10, State.ANSWERED)  # type: ignore[arg-type]
        record.publish(board.ports, meeting, board.alex)
    record.publish(board.ports, board.meeting, board.alex)
    _as_a_worker_leaves_it(board.ports)
    return board


def _as_a_worker_leaves_it(ports: Ports) -> None:
    while ports.store.vectors.due(1):
        work_out_vectors(ports)


def _fill(store: Any, meeting: Meeting, questions: int) -> None:
    """As a flood brings them, of all sorts, and as a desk left them: a quarter in each of these states."""
    assert isinstance(store, SqlStore)
    with store.transaction():
        for number, text in enumerate(others(questions), start=1):
            new = NewQuestion("web", f"bench {number}", text, f"Ann Lee {number}", NOON, flags=())
            store.questions.receive(meeting.id, new, f"bench-{number}", NOON)
            state = STATES[number * len(STATES) // (questions + 1)]
            store.database.execute(SET_STATE, state.value, meeting.id, number)


def _opened(board: Board, path: str) -> list[float]:
    browser = board.signed_in()
    return _times(lambda: browser.get(board.path + path).get_data())


def _timed(call: Callable[[Board], object], board: Board) -> list[float]:
    return _times(lambda: call(board), TIMES * 5)


def _times(call: Callable[[], object], count: int = TIMES) -> list[float]:
    """Milliseconds of each; the first is not counted, which fills what is kept."""
    call()
    times = []
    for _ in range(count):
        begun = thread_time()
        call()
        times.append((thread_time() - begun) * 1000)
    return times


def _a_question(board: Board) -> Question:
    question = board.ports.store.questions.by_number(board.meeting.id, 7)
    assert question
    return question


def _last_words(question: Question) -> str:
    return " ".join(question.source.text.split()[-3:])


def _past_page_memory(board: Board, path: str) -> bytes:
    """As the view answers it; pages in parts are in no memory."""
    return board.browser().get(path, headers={"Range": "bytes=0-"}).get_data()


_SERVICES: dict[str, Callable[[Board], object]] = {
    "a page of the list": lambda b: b.ports.store.queue.page(b.meeting.id, QueueFilter(frozenset(STATES)), 50, 0),
    "a search, of three words": lambda b: b.ports.store.search.find(_last_words(_a_question(b)), 50),
    "similar questions": lambda b: similar(b.ports, _a_question(b)),
    "the history of a question": lambda b: b.ports.store.questions.history(_a_question(b).id),
    "the run sheet, read": lambda b: run_sheet.run_sheet(b.ports, b.meeting),
    "the register": lambda b: _past_page_memory(b, f"/{b.meeting.code}/register"),
}


@dataclass
class _Told:
    """What is told to the screens, as it is sent."""

    bytes: int = 0
    events: list[str] = field(default_factory=list)

    def emit(self, event: str, data: dict[str, Any], *, to: str) -> None:
        self.events.append(f"{event} to {to}")
        self.bytes += len(json.dumps(data))


def _changes(few: Board, many: Board) -> Iterator[Sample]:
    """What one decision costs to tell, with every kind of screen listening."""
    (cpu, size), (less_cpu, less_size) = (_told_of_a_decision(board) for board in (many, few))
    yield Sample(Row(f"bytes of one change, of {MANY:,}", "", f"of {FEW}", 1.05), size, less_size)
    yield Sample(Row(f"CPU of one change, of {MANY:,}", "ms", f"of {FEW}", 1.05), cpu, less_cpu)


def _told_of_a_decision(board: Board) -> tuple[float, int]:
    told_, times = _Told(), []
    broadcaster = Broadcaster(board.ports.store, told_, board.clock, {"en": ENGLISH}, lambda _seconds: None)
    broadcaster.watch(board.ports.store.meetings.get(board.meeting.id) or board.meeting)
    for _ in range(TIMES):
        question = board.ports.store.questions.by_number(board.meeting.id, 1)
        assert question
        action = Action.HOLD if question.state is State.ACCEPTED else Action.ACCEPT
        act(board.ports, action, question, question.revision, board.alex, told(action, ""))
        broadcaster.changed(board.meeting.id)
        begun = thread_time()
        broadcaster.flush()
        times.append((thread_time() - begun) * 1000)
    return median(times), told_.bytes // TIMES


def _keys(running: Running) -> Iterator[Sample]:
    """A key at the desk: the decision is taken, and the desk as it is now is there."""
    meeting, http = running.meeting(), running.sign_in()
    assert isinstance(running.ports.store, SqlStore)
    crowd(running.ports.store, meeting, MANY)
    _as_a_worker_leaves_it(running.ports)
    path = f"{running.address}/desk/meetings/{meeting.id}"
    token = token_on(http.get(path, timeout=60).text)
    pressed, shown = [], []
    with audience(running.address, LISTENING, 0, [json.dumps({"code": meeting.code})]):
        for number in range(1, PRESSES + 1):
            question = running.ports.store.questions.by_number(meeting.id, number)
            assert question
            begun = time.monotonic()
            _pressed(http, f"{path}/questions/{number}/hold", str(question.revision), token)
            pressed.append((time.monotonic() - begun) * 1000)
            http.get(f"{path}?part=1", timeout=60).raise_for_status()
            shown.append((time.monotonic() - begun) * 1000)
            time.sleep(0.25)
    name = f"key at a desk of {MANY:,}, with {LISTENING:,} sockets"
    yield Sample(Row(f"{name}: answered", "ms", reach=100), median(pressed))
    yield Sample(Row(f"{name}: and shown", "ms", reach=100), median(shown))


def _pressed(http: requests.Session, address: str, seen: str, token: str) -> None:
    form = {"expected": seen, "csrf_token": token}
    http.post(address, form, headers={"Accept": "application/json"}, timeout=60).raise_for_status()
