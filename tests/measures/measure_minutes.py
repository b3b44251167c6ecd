"""How long the minutes and the report of 400 questions take, and how long the desk waits meanwhile, on the real server:
`python -m tests.measures.measure_minutes`.
"""

from __future__ import annotations

from statistics import median
from threading import Event, Thread
from time import monotonic, sleep

import requests

from board_qa.domain.meetings.key_messages import KeyMessages
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import DispositionUpdate
from board_qa.web.desk.minutes.workshop import FILES, Wanted
from tests.support.board import token_on
from tests.support.deciding import do
from tests.support.running import Running, running

QUESTIONS = 400
LONG = "How long are children now waiting for a first autism assessment, and what is the trust doing about it? "
ANSWER = "Eleven months, as of the end of October. Two clinicians start in January.\n\nWe expect seven by April. "


def filled(live: Running) -> Meeting:
    meeting = live.meeting(title="A flood of questions")
    for number in range(QUESTIONS):
        question = live.asked(meeting, f"{LONG} {number}", Action.ACCEPT, Action.ANSWER, name="Maria Jones")
        update = DispositionUpdate(answer=ANSWER * 3, answered_by="Dr Shah, chief nurse")
        do(live.ports, Action.NOTE_ANSWER, question, live.alex, update=update)
    live.ports.store.meetings.set_key_messages(meeting.id, KeyMessages((LONG,) * 10))
    return meeting


class Colleague:
    """Somebody who asks for a page of the desk all the time, and how long each took, in milliseconds."""

    def __init__(self, live: Running, address: str) -> None:
        self.waited: list[float] = []
        self._http, self._address, self._over = live.sign_in(), address, Event()
        self._thread = Thread(target=self._ask)
        self._thread.start()

    def _ask(self) -> None:
        while not self._over.is_set():
            start = monotonic()
            self._http.get(self._address, timeout=30).raise_for_status()
            self.waited.append((monotonic() - start) * 1000)
            sleep(0.01)

    def done(self) -> list[float]:
        self._over.set()
        self._thread.join()
        return self.waited


def made(http: requests.Session, page: str, name: str, wanted: Wanted) -> tuple[float, int]:
    """How many seconds from the press to the file, and its size."""
    token = token_on(http.get(page, timeout=30).text)
    form = {"kind": wanted.kind.value, "language": wanted.language, "shape": wanted.shape, "csrf_token": token}
    start = monotonic()
    http.post(page, data=form, timeout=60, allow_redirects=False).raise_for_status()
    while (file := http.get(f"{page}/{name}", timeout=60, allow_redirects=False)).status_code != 200:
        sleep(0.05)
    return monotonic() - start, len(file.content)


def main() -> None:
    with running() as live:
        meeting = filled(live)
        desk = f"{live.address}/desk/meetings/{meeting.id}"
        http = live.sign_in()
        before = _idle(live, desk)
        print(f"nothing being made: a page of the desk takes {before}")
        for name, wanted in FILES.items():
            colleague = Colleague(live, desk)
            seconds, size = made(http, f"{desk}/minutes", name, wanted)
            print(f"{name:<16} {seconds:4.1f} s {size // 1000:>6} kB; meanwhile {_said(colleague.done())}")


def _idle(live: Running, desk: str) -> str:
    colleague = Colleague(live, desk)
    sleep(3)
    return _said(colleague.done())


def _said(waited: list[float]) -> str:
    return f"{median(waited):.0f} ms at the median, {max(waited):.0f} ms at most, of {len(waited)}"


if __name__ == "__main__":
    main()
