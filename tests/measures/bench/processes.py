"""What is approved on one web process, heard on another through Redis, beside the same process."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from statistics import median

import socketio

from tests.measures.bench.rows import Row, Sample
from tests.support.board import token_on
from tests.support.two_processes import two_processes

APPROVED = 20


def missing() -> str:
    return "" if shutil.which("redis-server") else "redis-server"


class _Ear:
    """When a page of the public's last heard of a change."""

    def __init__(self, address: str, code: str) -> None:
        self.at, self.texts = 0.0, 0
        self.client = socketio.Client()
        self.client.on("delta", self._hears)
        self.client.connect(address, auth={"code": code}, transports=["websocket"])

    def _hears(self, delta: dict[str, list[object]]) -> None:
        if delta["questions"]:
            self.at, self.texts = time.monotonic(), self.texts + len(delta["questions"])


def suite(number: int) -> Iterator[Sample]:
    """One round. Waiting for the next message of a room, 150 ms at most, is most of both."""
    with two_processes() as two:
        meeting, http = two.a.meeting(), two.a.sign_in()
        path = f"{two.a.address}/desk/meetings/{meeting.id}"
        token = token_on(http.get(path, timeout=30).text)
        near, far = _Ear(two.a.address, meeting.code), _Ear(two.b, meeting.code)
        asked = [two.a.asked(meeting, f"Question {number}, {count}?") for count in range(APPROVED)]
        same, other = [], []
        for count, question in enumerate(asked, start=1):
            form = {"expected": str(question.revision), "csrf_token": token}
            begun = time.monotonic()
            http.post(f"{path}/questions/{question.number}/approve", data=form, timeout=30).raise_for_status()
            while min(near.texts, far.texts) < count:
                time.sleep(0.01)
            same.append((near.at - begun) * 1000)
            other.append((far.at - begun) * 1000)
        near.client.disconnect()
        far.client.disconnect()
    row = Row("approved on one process, heard on another", "ms", "on the same process", 1.5)
    yield Sample(row, median(other), median(same))
