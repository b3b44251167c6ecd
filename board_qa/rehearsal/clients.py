"""The people of a meeting: the public at the form, the moderator at the desk, the chair at the screen."""

from __future__ import annotations

import json
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import requests
import socketio

from board_qa.rehearsal.records import Records
from board_qa.rehearsal.server import PASSWORD, USER

_PATIENCE = 60.0  # seconds a person goes on trying while the server is down
_FIELD = r'name="{}" [^>]*value="([^"]*)"'


# What private pages say once something became of a question.
_FINAL = ("Your question was answered", "will not be put to the board", "for somebody else to answer", "in writing")


class AskerGaveUp(Exception):
    """A person could not send a question in a minute."""


def ask(address: str, code: str, text: str, records: Records, twice: bool, email: str = "") -> None:
    """Send one question as a person does, until there is a receipt: the same form again after a failure."""
    if email:
        with records.lock:
            records.emails[text] = email
    key = _until_answered(lambda: _find(r'name="key" value="([^"]*)"', _get(f"{address}/{code}/ask")))
    form = {"key": key, "question": text, "name": "Rehearsing Person", "email": email}

    def send() -> str:
        answer = requests.post(f"{address}/{code}/questions", data=form, timeout=5, allow_redirects=False)
        if answer.status_code != 303:
            raise requests.ConnectionError(f"answered {answer.status_code}")
        return answer.headers["Location"]

    if twice:  # a double click: the second send leaves before the first is answered
        second = threading.Thread(target=lambda: records.acknowledge(text, _until_answered(send)))
        second.start()
        records.acknowledge(text, _until_answered(send))
        second.join()
    else:
        records.acknowledge(text, _until_answered(send))


def says_what_became_of_it(receipt: str) -> bool:
    """Whether a private page does."""
    page = str(_until_answered(lambda: _get(receipt)))
    return any(said in page for said in _FINAL)


@dataclass
class Listed:
    """A question as the moderator's list shows it."""

    number: int
    text: str


class Moderator:
    """Works the desk by its plain forms. `told_by_a_person`: the questions whose letters nobody knew of."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._http = requests.Session()
        self.told_by_a_person: set[int] = set()
        self.meeting = ""
        self.code = ""
        self.screen = ""

    def sign_in(self) -> None:
        self._post("/sign-in", "/sign-in", username=USER, password=PASSWORD)

    def make_meeting(self, now: datetime) -> None:
        stamp = "%Y-%m-%dT%H:%M"
        page = self._post(
            "/desk/meetings/new",
            "/desk/meetings/new",
            title="Rehearsal",
            timezone="UTC",
            venue="",
            starts_at=(now + timedelta(hours=2)).strftime(stamp),
            hashtag="RehearsalBoard",
            agenda="One\nTwo",
            opens_at=(now - timedelta(hours=1)).strftime(stamp),
            section_minutes="30",
            deadline="other",
            closes_at=(now + timedelta(hours=1)).strftime(stamp),
            deadline_reason="Rehearsal",
        )
        self.meeting = _find(r"/desk/meetings/(\d+)/call|/desk/meetings/(\d+)", page.url)
        desk = self._page(f"/desk/meetings/{self.meeting}")
        self.code = _find(r"The joining code (\w{4})", desk)
        self.screen = _find(r'href="/screen/([^"]+)"', desk)

    def publish(self, text: str = "") -> str:
        """Approve these words, or those of the draft, for every network by one press; the words."""
        page = self._page(self._call)
        draft = unescape(_find(r"<textarea[^>]*>([^<]*)</textarea>", page))
        ticked = dict.fromkeys(re.findall(r'name="(networks-\d+-on)"', page), "y")
        words = text or draft.strip()
        seen = _find(r'name="rests_on" value="(\w+)"', page)
        self._send(self._call, page, text=words, rests_on=seen, **ticked)
        return words

    def published(self) -> int:
        """How many posts the desk says are out."""
        return self._page(self._call).count('data-post="sent"')

    @property
    def _call(self) -> str:
        return f"/desk/meetings/{self.meeting}/call"

    def is_published(self, text: str) -> bool:
        """Whether these words are on the page of the posts, sent or on their way."""
        return text in self._page(self._call)

    def to_check(self) -> list[Listed]:
        """The first page of what nobody has decided."""
        return _listed(self._page(f"/desk/meetings/{self.meeting}"))

    def queue(self) -> list[Listed]:
        """Every question of the desk's list, page after page."""
        listed, path = [], f"/desk/meetings/{self.meeting}?show=all"
        while path:
            page = self._page(path)
            listed += _listed(page)
            later = re.search(r'href="([^"]+)"\s+data-go\s+data-pages="page, later"', page)
            path = unescape(later.group(1)) if later else ""
        return listed

    def report(self) -> dict[str, Any]:
        """The listening report's figures."""
        figures: dict[str, Any] = json.loads(self._page(f"/desk/meetings/{self.meeting}/listening/figures.json"))
        return figures

    def texts(self) -> Counter[str]:
        return Counter(listed.text for listed in self.queue())

    def decide(self, number: int, what: str, **form: str) -> None:
        """Approve, decline or put on screen, from the page that shows the question as it is now. Raises where the desk
        refuses."""
        page = self._page(f"/desk/meetings/{self.meeting}?show=all&q={number}")
        action = f"/desk/meetings/{self.meeting}/questions/{number}/{what}"
        own = _find(rf'action="{action}"(.*?)</form>', page)
        form |= dict(re.findall(r'name="(expected|rests_on)" value="(\w+)"', own))
        self._send(action, page, as_json=True, **form)

    def offers(self, number: int) -> set[str]:
        """What the desk offers to do with a question as it is now."""
        page = self._page(f"/desk/meetings/{self.meeting}?show=all&q={number}")
        return set(re.findall(rf'action="/desk/meetings/{self.meeting}/questions/{number}/([a-z-]+)"', page))

    def tell_everyone(self) -> str:
        """Send to everyone who is ready, and tick those of whom nobody knows; what the page says then."""
        tell = f"/desk/meetings/{self.meeting}/tell"
        page = self._page(tell)
        while ready := re.findall(r'type="checkbox"\s+name="q"\s+value="([^"]+)"', page):
            self._send(f"{tell}/send", page, q=ready)
            page = self._page(tell)
        if unclear := re.findall(r'type="hidden" name="q" value="([^"]+)"', page):
            self._send(f"{tell}/tick", page, q=unclear)
            self.told_by_a_person.update(int(value.partition("@")[0]) for value in unclear)
        return self._page(tell)

    def reply_one_by_one(self, own_words: str) -> None:
        """Reply to whoever is not answered with all others, in words of one's own where none are drafted."""
        replies = f"/desk/meetings/{self.meeting}/replies"
        box = r'name="told_of" value="(\w+)".*?<textarea[^>]*>([^<]*)</textarea>'
        one = re.compile(rf'action="({replies}/\d+)".*?{box}(.*?)</form>', re.DOTALL)
        while waiting := one.search(page := self._page(replies)):
            action, told_of, draft, rest = waiting.groups()
            way = "reply" if 'value="reply"' in rest else "thread"
            self._send(action, page, text=unescape(draft).strip() or own_words, way=way, told_of=told_of)

    def command(self, path: str) -> None:
        self._post(f"/desk/meetings/{self.meeting}", f"/desk/meetings/{self.meeting}/{path}")

    def _page(self, path: str) -> str:
        return str(_until_answered(lambda: self._http.get(self._address + path, timeout=10)).text)

    def _post(self, page: str, action: str, **form: str) -> requests.Response:
        return self._send(action, self._page(page), **form)

    def _send(self, action: str, page: str, **form: Any) -> requests.Response:
        """Raises where a field is missing, and where `as_json` asks for a refusal as a status in place of a page."""
        token = _find(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        headers = {"Accept": "application/json"} if form.pop("as_json", False) else {}
        fields = {**form, "csrf_token": token}
        answer = self._http.post(self._address + action, data=fields, headers=headers, timeout=10)
        answer.raise_for_status()
        return answer


class Projector:
    """A Socket.IO client in the projector's place: notes every text it is ever given."""

    def __init__(self, address: str, screen: str, records: Records) -> None:
        self._address, self._screen, self._records = address, screen, records
        self._news = threading.Condition()
        self._now = ""
        self.client = socketio.Client(reconnection=True, reconnection_delay=0.2, reconnection_delay_max=1)
        self.client.on("delta", self._delta)
        self.client.on("hello", lambda _: self._show(requests.get(self._view_address, timeout=10).json()))
        self.client.connect(address, auth={"screen": screen}, transports=["websocket"], retry=True)

    @property
    def _view_address(self) -> str:
        return f"{self._address}/screen/{self._screen}/view.json"

    def _delta(self, message: dict[str, Any]) -> None:
        self._show(message)

    def _show(self, view: dict[str, Any]) -> None:
        text = (view.get("question") or {}).get("text", "")
        self._records.saw_in_public(text)
        with self._news:
            self._now = text
            self._news.notify_all()

    def wait_for(self, text: str) -> bool:
        """Whether the text came on within ten seconds."""
        with self._news:
            return self._news.wait_for(lambda: self._now == text, timeout=10)

    def close(self) -> None:
        self.client.disconnect()


class Public:
    """Somebody who keeps reading everything that anyone may read."""

    def __init__(self, address: str, code: str, records: Records) -> None:
        self._address, self._code, self._records = address, code, records
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        while not self._stop.wait(0.2):
            try:
                answer = requests.get(f"{self._address}/{self._code}/questions.json", timeout=5)
                questions = answer.json()["questions"]
            except (requests.RequestException, ValueError):
                continue  # the server is being restarted
            for question in questions:
                self._records.saw_in_public(question["text"])

    def close(self) -> None:
        self._stop.set()
        self._thread.join()


def _listed(page: str) -> list[Listed]:
    rows = re.findall(r'data-q="(\d+)"[^>]*>\s*<span class="m-item__text"[^>]*>(.*?)</span>', page, re.DOTALL)
    return [Listed(int(number), unescape(text)) for number, text in rows]


def _get(address: str) -> str:
    answer = requests.get(address, timeout=5)
    answer.raise_for_status()
    return answer.text


def _until_answered(attempt: Any) -> Any:
    """Try again, as people do, while the connection fails."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return attempt()
        except requests.RequestException as error:
            if time.monotonic() > deadline:
                raise AskerGaveUp(str(error)) from error
            time.sleep(0.1)


def _find(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.DOTALL)
    if found is None:
        raise LookupError(f"{pattern} is not on the page")
    return next(group for group in found.groups() if group)
