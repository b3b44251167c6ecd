"""Public pages from memory, beside Flask's empty view; and behind nginx, beside a file of nginx's own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import requests

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action
from tests.measures.bench.rows import Row, Sample, in_turn
from tests.measures.bench.visitors import Visits, get, plain_flask, product, visit
from tests.support.running import Running

QUESTIONS = 30
EMPTY = "Flask's empty view"
# As a site beside ours, or a visitor's own support, leaves them.
OTHERS, SUPPORTER = "consent=yes; _ga=GA1.2.3", f"supporter={'a' * 22}"


def missing() -> str:
    return "" if shutil.which("cc") else "cc"


def suite(number: int) -> Iterator[Sample]:
    with product() as (served, running), plain_flask() as plain:
        meeting = _filled(running)
        path = f"/{meeting.code}"
        etag = requests.get(served.address + path, timeout=60).headers["ETag"]
        snapshot = f"{path}/questions.json?known=1&known=2"
        requests.get(served.address + snapshot, timeout=60)
        empty = get(plain)
        for name, request, status in (
            (f"the list of {QUESTIONS}", get(served, path), 200),
            ("that it did not change (304)", get(served, path, If_None_Match=etag), 304),
            ("the front page", get(served), 200),
            ("the list, with a cookie of another site's", get(served, path, Cookie=OTHERS), 200),
            ("the news, to a supporter", get(served, snapshot, Cookie=SUPPORTER), 200),
        ):
            ours, theirs = in_turn(number, lambda r=request, s=status: visit(served, r, s), lambda: visit(plain, empty))
            yield from _rows(name, ours, theirs, 1.0 if status == 304 else 0.9)


def _rows(name: str, ours: Visits, theirs: Visits, reach: float) -> Iterator[Sample]:
    yield Sample(Row(f"{name}: in a second", "", EMPTY, reach, least=True), ours.per_second, theirs.per_second)
    yield Sample(Row(f"{name}: CPU of one", "ms", EMPTY), ours.cpu, theirs.cpu)


def _filled(running: Running) -> Meeting:
    meeting = running.meeting()
    for n in range(QUESTIONS):
        running.asked(meeting, f"Why is ward {n} closed, and when does it open again?", Action.ACCEPT)
    return meeting
