"""Kill each part of the product in the middle of a meeting, and start it again: `make kills`.

Two web processes, a worker, PostgreSQL and Redis behind nginx, as `make scale` starts them. Meanwhile people ask and a
moderator approves, over HTTP, and a projector, a phone and a desk are open in a real browser. The last line is the
verdict.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import TypeVar

import requests
from playwright.sync_api import Browser

from board_qa.rehearsal.__main__ import say
from board_qa.rehearsal.clients import Listed, Moderator, ask
from board_qa.rehearsal.records import Records
from board_qa.rehearsal.server import add_moderator
from tests.measures.scale import ScaledOut, missing, scaled_out
from tests.support.browsers import chromium
from tests.support.places import free_port
from tests.support.room import PATIENCE, Room, a_question, open_room

Done = TypeVar("Done")

BOUND = 5.0  # seconds in which each screen shows what was stored, while a part is gone and once it is back
CLIENTS = 2
_A_MOMENT = 0.3  # seconds between two questions of one client, and in which news is under way when something dies
_A_TRY = 0.1
DOWN = 3.0  # seconds for which the database is gone: longer than the pulse
# What the desk offers once the press before was stored.
_THEN = {"approve": "put-on-screen", "put-on-screen": "answered"}


@dataclass(frozen=True)
class Part:
    """What is killed, how it comes back, and whether the meeting goes on without it."""

    name: str
    kill: Callable[[], None]
    start: Callable[[], None]
    goes_on: bool = True


def parts_of(running: ScaledOut) -> list[Part]:
    postgres, redis, worker = running.postgres, running.redis, running.worker
    assert postgres is not None
    assert redis is not None
    webs = [Part(f"web process {n}", web.kill, web.start_and_wait) for n, web in enumerate(running.webs, start=1)]
    return [
        *webs,
        Part("worker", worker.kill, worker.start),
        Part("Redis", redis.kill, redis.start),
        Part("PostgreSQL", postgres.kill, postgres.start, goes_on=False),
        Part("PostgreSQL by immediate stop", postgres.stop_at_once, postgres.start, goes_on=False),
    ]


@dataclass
class Verdict:
    killed: int = 0
    acknowledged: int = 0
    lost: int = 0
    twice: int = 0
    unapproved: int = 0  # shown to the public before, or without, anybody approving it
    reloaded: int = 0
    slowest: dict[str, float] = field(default_factory=dict)  # seconds, by screen

    @property
    def is_good(self) -> bool:
        counted = self.lost + self.twice + self.unapproved + self.reloaded
        return counted == 0 and max(self.slowest.values()) <= BOUND

    def note(self, seconds: dict[str, float]) -> None:
        self.slowest = {name: max(taken, self.slowest.get(name, 0.0)) for name, taken in seconds.items()}

    def __str__(self) -> str:
        slowest = ", ".join(f"{name} {taken:.1f} s" for name, taken in self.slowest.items())
        return (
            f"killed {self.killed} times: acknowledged {self.acknowledged}, lost {self.lost}, twice {self.twice}, "
            f"shown unapproved {self.unapproved}, reloaded {self.reloaded}; slowest to show what was stored: {slowest}"
        )


class Meeting:
    """A meeting in which people ask all the time, and a moderator puts one question after the other on screen."""

    def __init__(self, address: str) -> None:
        self.records, self.moderator, self.address = Records(), Moderator(address), address
        self.approved_at: dict[str, float] = {}
        self._numbers, self._over = count(1), threading.Event()
        self.moderator.sign_in()
        self.moderator.make_meeting(datetime.now(UTC))

    def put_the_next_on_screen(self) -> str:
        """Every second question is never approved. Presses are repeated until they were stored, as people do."""
        listed = patiently(self._next)
        self.approved_at[listed.text] = time.time()
        for what, then in _THEN.items():
            patiently(partial(self._press, listed.number, what, then))
        return listed.text

    def _next(self) -> Listed | None:
        waiting = self.records.acknowledged.keys() - self.approved_at.keys()
        return next((one for one in self.moderator.queue() if one.text in waiting and one.number % 2), None)

    def _press(self, number: int, what: str, then: str) -> bool:
        if what in self.moderator.offers(number):
            self.moderator.decide(number, what)
        return then in self.moderator.offers(number)

    @contextmanager
    def asked_all_the_time(self) -> Iterator[None]:
        people = [threading.Thread(target=self._ask) for _ in range(CLIENTS)]
        for one in people:
            one.start()
        try:
            yield
        finally:
            self._over.set()
            for one in people:
                one.join()

    def _ask(self) -> None:
        while not self._over.wait(_A_MOMENT):
            number = next(self._numbers)
            ask(self.address, self.moderator.code, a_question(number), self.records, twice=number % 3 == 0)


def patiently(attempt: Callable[[], Done | None], seconds: float = PATIENCE) -> Done:
    """Try again where it cannot be reached, or says that it cannot, or nothing came of it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(requests.RequestException, LookupError):
            if done := attempt():
                return done
        time.sleep(_A_TRY)
    raise TimeoutError(f"nobody could go on for {seconds} seconds")


def live_through(running: ScaledOut, parts: list[Part], browser: Browser) -> Verdict:
    """One meeting with each of these parts killed and started again in turn."""
    add_moderator(running.environ)
    meeting, verdict = Meeting(running.environ["PUBLIC_URL"]), Verdict()
    with meeting.asked_all_the_time():
        room = open_room(meeting.address, meeting.moderator, browser)
        verdict.note(_next_is_seen(meeting, room))
        for part in parts:
            verdict.killed += 1
            verdict.note(_kill(part, meeting, room))
    return _counted(verdict, meeting, room)


def _kill(part: Part, meeting: Meeting, room: Room) -> dict[str, float]:
    """Seconds from a stored press until each screen was right: while the part is gone, where the meeting goes on, and
    once it is back."""
    part.kill()
    gone = _next_is_seen(meeting, room) if part.goes_on else {}
    if not part.goes_on:
        time.sleep(DOWN)
    part.start()
    back = _next_is_seen(meeting, room)
    taken = {name: max(seconds, gone.get(name, 0.0)) for name, seconds in back.items()}
    say(f"{part.name} killed and started again: " + ", ".join(f"{name} {s:.1f} s" for name, s in taken.items()))
    return taken


def _next_is_seen(meeting: Meeting, room: Room) -> dict[str, float]:
    text = meeting.put_the_next_on_screen()
    return room.until_right(text, since=time.monotonic())


def _counted(verdict: Verdict, meeting: Meeting, room: Room) -> Verdict:
    acknowledged, queue = meeting.records.acknowledged, meeting.moderator.texts()
    verdict.acknowledged = len(acknowledged)
    verdict.lost = sum(not queue[text] for text in acknowledged)
    verdict.twice = sum(number > 1 for number in queue.values()) + meeting.records.receipts.total()
    never = float("inf")
    verdict.unapproved = sum(at < meeting.approved_at.get(text, never) for text, at in room.first_shown())
    verdict.reloaded = room.reloaded()
    return verdict


def main() -> int:
    if packages := missing():
        sys.exit(f"There is no {' and no '.join(packages)} here: apt-get install {' '.join(packages)}")
    settings = {"PORT": str(free_port()), "PRACTICE": "0", "SECRET_KEY": "k" * 64, "CODES_FOR": "nobody"}
    with (
        tempfile.TemporaryDirectory() as folder,
        scaled_out(Path(folder), **settings) as running,
        chromium() as browser,
    ):
        verdict = live_through(running, parts_of(running), browser)
    print(verdict)
    return 0 if verdict.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
