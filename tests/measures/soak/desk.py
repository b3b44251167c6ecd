"""One person who works the desk all the time: decides, puts on screen, posts, and tells those who asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import count

from board_qa.rehearsal.__main__ import NOT_OURS
from board_qa.rehearsal.clients import Listed, Moderator, Projector
from board_qa.rehearsal.records import Records
from tests.measures.kills import patiently

_PATIENCE = 120.0
_AT_ONCE = 5  # questions between two looks at the list
_DECLINED = 3  # every so many


class Desk:
    """What it is about to do is noted first, so that nothing can be seen before it is known to be meant."""

    def __init__(self, moderator: Moderator, projector: Projector, records: Records, every: float) -> None:
        self._moderator, self._projector, self._records = moderator, projector, records
        self._every, self._posts, self._over = every, count(1), threading.Event()
        self.decided: dict[int, str] = {}
        self.gave_up: list[str] = []
        self.published: set[str] = set()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """A post and a round of letters every so many seconds, and once more at the end."""
        with ThreadPoolExecutor(1) as person:
            at_work = person.submit(self._work)
            try:
                yield
            finally:
                self._over.set()
            at_work.result()

    def _work(self) -> None:
        try:
            self._go_on()
        except TimeoutError as error:
            self.gave_up.append(f"the desk: {error}")

    def _go_on(self) -> None:
        due = time.monotonic()
        while not self._over.is_set():
            if time.monotonic() >= due:
                self._publish()
                self.tell()
                due = time.monotonic() + self._every
            self._decide_some()
        while not self._somebody_to_tell:  # on a slow machine few were decided so far
            self._decide_some()
        self.tell()

    def _decide_some(self) -> None:
        for listed in patiently(self._moderator.to_check, _PATIENCE)[:_AT_ONCE]:
            self._decide(listed)

    @property
    def _somebody_to_tell(self) -> bool:
        return not self._records.emails.keys().isdisjoint(self.decided.values())

    def _decide(self, listed: Listed) -> None:
        if listed.number % _DECLINED == 0:
            self._press(listed, "decline", reason=NOT_OURS)
        else:
            with self._records.lock:
                self._records.may_show.add(listed.text)
            self._press(listed, "approve")
            self._press(listed, "put-on-screen")
            if self._projector.wait_for(listed.text):
                self._records.shown.add(listed.text)
            self._press(listed, "answered")
        self.decided[listed.number] = listed.text

    def _press(self, listed: Listed, what: str, **form: str) -> None:
        """Again until the desk offers it no longer: it was stored then."""
        patiently(partial(self._is_done, listed.number, what, form), _PATIENCE)

    def _is_done(self, number: int, what: str, form: dict[str, str]) -> bool:
        offers: Collection[str] = self._moderator.offers(number)
        if what in offers:
            self._moderator.decide(number, what, **form)
        return bool(offers) and what not in offers

    def _publish(self) -> None:
        text = f"Soak post {next(self._posts)}. Questions are open."
        patiently(partial(self._is_published, text), _PATIENCE)
        self.published.add(text)

    def _is_published(self, text: str) -> bool:
        if not self._moderator.is_published(text):
            self._moderator.publish(text)
        return self._moderator.is_published(text)

    def untold(self, reached: Collection[str]) -> set[str]:
        """Of whom something became, and who left an address, whom neither a letter reached nor a person is to tell."""
        to_tell = {text for number, text in self.decided.items() if number not in self._moderator.told_by_a_person}
        return {self._records.emails[text] for text in to_tell & self._records.emails.keys()} - set(reached)

    @property
    def told_by_a_person(self) -> int:
        """Of whose letter nobody knew whether it went out: the worker was killed while it was sent."""
        return len(self._moderator.told_by_a_person)

    def tell(self) -> None:
        patiently(self._moderator.tell_everyone, _PATIENCE)
