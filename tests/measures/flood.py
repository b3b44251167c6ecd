"""A flood of questions at a real server, while a moderator works: `make flood`, which ends with one line of figures.

From one address a program sends questions without opening the form, which are held off. Then a room full of people,
each with a form of their own, send theirs from that address, and all come through. A moderator puts them aside in one
press and takes that back.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from statistics import median

import requests

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.flooding import HASTY, TYPED_WITHIN
from board_qa.domain.questions.question import State
from tests.support.board import token_on
from tests.support.running import Running, running

SCRIPTED, PEOPLE = 5_000, 1_000
_AT_ONCE = 10
_KEYS = 40
_KEY = re.compile(r'name="key" value="([^"]+)"')
_FLOOD = re.compile(r'name="by" value="([^"]+)" />\s*<input type="hidden" name="mark" value="([^"]+)"')


@dataclass
class Verdict:
    """Answers by status of the program and of the people, and how the desk did; milliseconds."""

    scripted: Counter[int]
    people: Counter[int]
    key: float
    aside: int
    press: float
    left: int
    back: int

    @property
    def is_good(self) -> bool:
        taken, held_off = self.scripted[303], self.scripted[429]
        others = self.scripted.total() + self.people.total() - taken - held_off - self.people[303]
        whole = self.aside == self.people[303] + taken == self.back
        return taken == HASTY and not others and self.people.keys() == {303} and whole and not self.left

    def __str__(self) -> str:
        return (
            f"a program: sent {self.scripted.total():,}, held off {self.scripted[429]:,}, taken {self.scripted[303]}; "
            f"a room: sent {self.people.total():,}, taken {self.people[303]:,}; a key at the desk meanwhile "
            f"{self.key:.0f} ms; put aside in one press {self.aside:,} in {self.press:.0f} ms, left {self.left}, "
            f"brought back {self.back:,}"
        )


def flood(live: Running, scripted: int, people: int) -> Verdict:
    meeting, keys = live.meeting(), list[float]()
    mine = [live.asked(meeting, f"Why is ward {number} closed?", name="Jo") for number in range(_KEYS)]
    with ThreadPoolExecutor(_AT_ONCE + 1) as at_once:
        working = at_once.submit(_moderate, live, meeting, [one.number for one in mine], keys)
        script = Counter(at_once.map(lambda number: _send(live, meeting, f"made up {number}", number), range(scripted)))
        forms = list(at_once.map(lambda _: _opened(live, meeting), range(people)))
        time.sleep(TYPED_WITHIN.total_seconds() + 1)  # they type
        room = Counter(at_once.map(lambda each: _send(live, meeting, each[1], each[0]), enumerate(forms, scripted)))
        working.result()
    aside, press, left, back = _put_aside(live, meeting)
    return Verdict(script, room, median(keys), aside, press, left, back)


def _opened(live: Running, meeting: Meeting) -> str:
    found = _KEY.search(requests.get(f"{live.address}/{meeting.code}/ask", timeout=60).text)
    return unescape(found.group(1)) if found else ""


def _send(live: Running, meeting: Meeting, key: str, number: int) -> int:
    form = {"key": key, "question": f"{number} buses at {number}, and who pays?", "name": "Jo"}
    address = f"{live.address}/{meeting.code}/questions"
    return requests.post(address, form, timeout=60, allow_redirects=False).status_code


def _moderate(live: Running, meeting: Meeting, numbers: list[int], keys: list[float]) -> None:
    """Hold a question, and see the desk as it is then."""
    http, path = live.sign_in(), f"{live.address}/desk/meetings/{meeting.id}"
    token = token_on(http.get(path, timeout=60).text)
    for number in numbers:
        question = live.ports.store.questions.by_number(meeting.id, number)
        if question is None:
            raise RuntimeError(f"question {number} is lost")
        begun = time.monotonic()
        form = {"expected": str(question.revision), "csrf_token": token}
        answer = http.post(f"{path}/questions/{number}/hold", form, headers={"Accept": "application/json"}, timeout=60)
        answer.raise_for_status()
        keys.append((time.monotonic() - begun) * 1000)
        time.sleep(0.2)  # and reads the next


def _put_aside(live: Running, meeting: Meeting) -> tuple[int, float, int, int]:
    """How many were put aside, in how long, how many of the flood are left, and how many came back."""
    http, path = live.sign_in(), f"{live.address}/desk/meetings/{meeting.id}"
    page = http.get(f"{path}/floods", timeout=60).text
    found = _FLOOD.search(page)
    if found is None:
        raise RuntimeError("the desk was not told of a flood")
    by, mark = map(unescape, found.groups())
    begun = time.monotonic()
    form = {"by": by, "mark": mark, "csrf_token": token_on(page)}
    http.post(f"{path}/floods/put-aside", form, timeout=60, allow_redirects=False).raise_for_status()
    press = (time.monotonic() - begun) * 1000
    counts = live.ports.store.questions.counts(meeting.id)
    aside, left = counts.get(State.WITHDRAWN, 0), counts.get(State.RECEIVED, 0)
    now = live.ports.store.meetings.get(meeting.id) or meeting
    back = {"expected": str(now.revision), "csrf_token": token_on(page)}
    http.post(f"{path}/undo", back, timeout=60, allow_redirects=False).raise_for_status()
    return aside, press, left, live.ports.store.questions.counts(meeting.id).get(State.RECEIVED, 0)


def main() -> int:
    with running(PRACTICE="1") as live:
        verdict = flood(live, SCRIPTED, PEOPLE)
    print(verdict)
    return 0 if verdict.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
