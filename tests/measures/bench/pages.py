"""Public pages from memory, beside Flask's empty view; and behind nginx, beside a file of nginx's own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import requests

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action
from tests.measures.bench.programs import started_on
from tests.measures.bench.rows import Row, Sample, in_turn
from tests.measures.bench.visitors import Served, Visits, get, plain_flask, product, visit
from tests.support.nginx import in_front_of
from tests.support.places import free_port
from tests.support.running import Running

QUESTIONS = 30
EMPTY = "Flask's empty view"
# As a site beside ours, or a visitor's own support, leaves them.
OTHERS, SUPPORTER = "consent=yes; _ga=GA1.2.3", f"supporter={'a' * 22}"


def missing() -> str:
    return ", ".join(name for name in ("cc", "nginx") if shutil.which(name) is None)


def suite(number: int) -> Iterator[Sample]:
    with product(PROXIES="1") as (served, running), plain_flask() as plain:
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
            ours, theirs = in_turn(number, partial(visit, served, request, status), partial(visit, plain, empty))
            yield from _rows(name, ours, theirs, 1.0 if status == 304 else 0.9)
        yield from _behind_nginx(number, running, path)


def _behind_nginx(number: int, running: Running, path: str) -> Iterator[Sample]:
    """The site of the repository, at a port without https as well, which the load client does not speak."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        (Path(folder) / "page.html").write_bytes(requests.get(running.address + path, timeout=60).content)
        plain = f" ssl http2;\n    listen 127.0.0.1:{port};\n    keepalive_requests 10000000;"
        own = f"location = /page.html {{ root {folder}; }}\n    location @board_questions {{"
        with started_on(0):
            changes = ((" ssl http2;", plain), ("location @board_questions {", own))
            stack.enter_context(in_front_of(running.address, Path(folder), *changes))
        front = Served(f"http://127.0.0.1:{port}", 0)
        page, file = get(front, path), get(front, "/page.html")
        ours, theirs = in_turn(number, lambda: visit(front, page), lambda: visit(front, file))
    row = Row(f"the list of {QUESTIONS} behind nginx: in a second", "", "a file of nginx's own", 0.95, least=True)
    yield Sample(row, ours.per_second, theirs.per_second)


def _rows(name: str, ours: Visits, theirs: Visits, reach: float) -> Iterator[Sample]:
    yield Sample(Row(f"{name}: in a second", "", EMPTY, reach, least=True), ours.per_second, theirs.per_second)
    yield Sample(Row(f"{name}: CPU of one", "ms", EMPTY), ours.cpu, theirs.cpu)


def _filled(running: Running) -> Meeting:
    meeting = running.meeting()
    for n in range(QUESTIONS):
        running.asked(meeting, f"Why is ward {n} closed, and when does it open again?", Action.ACCEPT)
    return meeting
