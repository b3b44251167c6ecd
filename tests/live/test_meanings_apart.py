"""The weights are in the process that looks texts through, never in the one whose event loop serves the pages."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from board_qa.domain.meetings.meeting import Meeting
from board_qa.rehearsal.__main__ import wait
from board_qa.screening.__main__ import MEMORY
from board_qa.screening.process import ScreeningApart, ScreeningProcess
from tests.support.places import ROOT
from tests.support.running import Running, running

pytestmark = pytest.mark.server
TOKENIZER = "tokenizers"
HOSTILE = (
    "01 01 01 " * 2_777,
    "\ufdfa" * 25_000,
    "#lift " * 4_100,
    "a" * 25_000,
    "👩\u200d👧" * 8_000,
    "王芳" * 12_500,
)


def children(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from children(int(child))


def holds_weights(pid: int) -> bool:
    """Whether the library that only the weights need was ever loaded by this process."""
    return TOKENIZER in Path(f"/proc/{pid}/maps").read_text()


def looks_texts_through(pid: int) -> bool:
    return b"board_qa.screening" in Path(f"/proc/{pid}/cmdline").read_bytes()


def ask(live: Running, meeting: Meeting, text: str) -> None:
    form = {"question": text, "key": text, "email": "jo@example.org"}
    address = f"{live.address}/{meeting.code}/questions"
    requests.post(address, data=form, headers={"Origin": live.address}, timeout=30).raise_for_status()


def test_a_question_gets_its_vector_and_its_neighbours_without_the_weights_in_the_web_process(live: Running) -> None:
    meeting = live.meeting()
    for text in (
        "How long is the wait for the eye clinic?",
        "Ophthalmology outpatients keeps me waiting. For how long?",
    ):
        ask(live, meeting, text)
    wait("their vectors", lambda: not live.ports.store.vectors.due(1))
    page = live.sign_in().get(f"{live.address}/desk/meetings/{meeting.id}?q=1", timeout=30).text
    processes = [live.server.pid, *children(live.server.pid)]

    assert "Ophthalmology outpatients" in page.split('id="h-sim"')[1].split("</ul>")[0]
    assert {looks_texts_through(pid) for pid in processes} == {False, True}
    assert all(holds_weights(pid) == looks_texts_through(pid) for pid in processes)


def test_what_looks_texts_through_is_started_with_the_server_and_not_with_the_first_text() -> None:
    """On a busy machine that takes seconds, and the first approval would be refused as not checked."""
    with running(RUN_WORKER="0") as idle:
        wait("it", lambda: any(looks_texts_through(pid) for pid in children(idle.server.pid)))


def test_the_application_is_made_without_what_reads_the_weights() -> None:
    script = "import sys, board_qa.bootstrap; print({'tokenizers', 'safetensors', 'wordllama'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"


def test_with_the_weights_loaded_the_process_needs_less_than_a_third_of_its_memory_limit_and_one_thread() -> None:
    process = ScreeningProcess()
    try:
        for text in HOSTILE:
            ScreeningApart(process).flags(text)
            ScreeningApart(process).vector(text)
        assert process.pid is not None
        status = dict(line.split(":", 1) for line in Path(f"/proc/{process.pid}/status").read_text().splitlines())
    finally:
        process.close()

    assert 3 * int(status["VmPeak"].split()[0]) * 1024 < MEMORY
    assert status["Threads"].strip() == "1"
