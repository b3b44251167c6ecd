"""The public: each asks one question from a browser and an address of their own, and tries until it is received."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from queue import Empty, Queue
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from board_qa.rehearsal.records import Records
from tests.measures.kills import patiently
from tests.support.page_forms import form_on

READING = 4.0  # seconds that a person takes from the form to the button
_OPENING, _POSTING = 6, 16  # hands of the crowd
_PATIENCE = 120.0  # seconds for which a person tries again
_LATE = 1.0  # seconds: who could not come in time is not made up for
_EMAIL, _DOUBLE_CLICK = 5, 7  # every so many leave an address, or press twice


class Refused(Exception):
    """The service took no question, and said why."""


@dataclass(frozen=True)
class Opened:
    """A form in somebody's browser, and when they have read and filled it in."""

    browser: requests.Session
    fields: dict[str, str]
    number: int
    ready_at: float


class Crowd:
    """`rate` people come each second, or as many as the service takes. `gave_up`: why some have no receipt."""

    def __init__(self, address: str, code: str, records: Records, rate: float) -> None:
        self._page, self._action = f"{address}/{code}/ask", f"{address}/{code}/questions"
        self._records, self._pause = records, _OPENING / rate
        # Those who read and fill in the form. Where the service is slower than they come, they wait to come.
        self._opened = Queue[Opened](round(rate * READING * 2))
        self._numbers, self._over = count(1), threading.Event()
        self.gave_up: list[str] = []

    @contextmanager
    def asking(self) -> Iterator[None]:
        """At the end nobody comes any more, and whoever has a form sends it."""
        with ThreadPoolExecutor(_OPENING + _POSTING) as hands:
            at_work = [hands.submit(self._come) for _ in range(_OPENING)]
            at_work += [hands.submit(self._send_all) for _ in range(_POSTING)]
            try:
                yield
            finally:
                self._over.set()
            for one in at_work:
                one.result()

    def _come(self) -> None:
        due = time.monotonic()
        while not self._over.wait(max(0.0, due - time.monotonic())):
            try:
                self._opened.put(self._open(next(self._numbers)))
            except TimeoutError as error:
                self.gave_up.append(str(error))
            due = max(due + self._pause, time.monotonic() - _LATE)

    def _open(self, number: int) -> Opened:
        browser = _browser(number)
        page = patiently(partial(_read, browser, self._page), _PATIENCE)
        fields = form_on(page, having="key") | {
            "question": f"Soak question {number}: what will change by April?",
            "name": f"Soak Person {number}",
        }
        if number % _EMAIL == 0:
            fields["email"] = f"soak{number}@example.org"
            with self._records.lock:
                self._records.emails[fields["question"]] = fields["email"]
        return Opened(browser, fields, number, time.monotonic() + READING)

    def _send_all(self) -> None:
        while True:
            try:
                opened = self._opened.get(timeout=0.5)
            except Empty:
                if self._over.is_set():
                    return
                continue
            time.sleep(max(0.0, opened.ready_at - time.monotonic()))
            try:
                self._send(opened)
            except (TimeoutError, Refused) as error:
                self.gave_up.append(f"question {opened.number}: {error}")

    def _send(self, opened: Opened) -> None:
        for _ in range(2 if opened.number % _DOUBLE_CLICK == 0 else 1):
            receipt = patiently(partial(self._receipt, opened), _PATIENCE)
            self._records.acknowledge(opened.fields["question"], receipt)

    def _receipt(self, opened: Opened) -> str:
        """Raises Refused where trying again is of no use."""
        answer = opened.browser.post(self._action, data=opened.fields, timeout=10, allow_redirects=False)
        if answer.status_code == requests.codes.see_other:
            return answer.headers["Location"]
        if answer.status_code == requests.codes.too_many_requests or answer.status_code >= 500:
            raise requests.HTTPError(f"answered {answer.status_code}")
        raise Refused(f"answered {answer.status_code}: {_words_of(answer.text)}")


def _read(browser: requests.Session, page: str) -> str:
    answer = browser.get(page, timeout=10)
    answer.raise_for_status()
    return answer.text


def _words_of(page: str) -> str:
    """What a page says first."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.partition("<main")[2]).split())[:300]


def _browser(number: int) -> requests.Session:
    """With cookies, and an address, of its own."""
    browser = requests.Session()
    browser.headers["Accept-Language"] = "en-GB"
    browser.mount("http://", _From(f"127.{1 + number // 65_025}.{number // 255 % 255}.{1 + number % 255 % 254}"))
    return browser


class _From(HTTPAdapter):
    """From an address of this computer, which is all of 127.0.0.0/8. The service, and a proxy before it, sees it."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options, source_address=(self._address, 0))
