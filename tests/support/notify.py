"""A stand-in for GOV.UK Notify over HTTP: it takes emails by its v2 API and says what became of them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "board-11111111-1111-1111-1111-111111111111-22222222-2222-2222-2222-222222222222"
TEMPLATE = "33333333-3333-3333-3333-333333333333"


def id_of(letter: int) -> str:
    """The id that the service gives the letter that it took as its first, second and so on."""
    return f"740e5834-3a29-46b4-9a6f-{letter:012}"


class NotifyStandIn(ThreadingHTTPServer):
    """`taken` are the emails as they came. `answers` are statuses for the next requests in place of its own, with
    what it `says` about them, and `loses` takes the next email and hangs up. `leads_to` is
    where it answers that it is now."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[dict[str, Any]] = []
        self.status: dict[str, str] = {}
        self.answers: list[int] = []
        self.says = "email_address Not a valid email address"
        self.loses = 0
        self.gives: str | None = None  # for an id
        self.tells: str | None = None  # in place of whatever it is asked for
        self.leads_to = ""
        self.keys: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: NotifyStandIn

    def do_POST(self) -> None:
        service = self.server
        service.keys.append(self.headers.get("Authorization", ""))
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self._fails():
            return
        taken = asked | {"id": id_of(len(service.taken) + 1) if service.gives is None else service.gives}
        service.taken.append(taken)
        service.status[taken["id"]] = "created"
        if service.loses:
            service.loses -= 1
            self.close_connection = True
            return
        if service.tells is not None:
            self._send(201, service.tells)
            return
        self._say(201, {"id": taken["id"], "reference": asked.get("reference")})

    def do_GET(self) -> None:
        if self._fails():
            return
        if self.server.tells is not None:
            self._send(200, self.server.tells)
            return
        at = urlsplit(self.path)
        if at.path == "/v2/notifications":
            (reference,) = parse_qs(at.query)["reference"]
            found = [one for one in self.server.taken if one["reference"] == reference]
            self._say(200, {"notifications": found, "links": {}})
            return
        name = at.path.rsplit("/", 1)[1]
        self._say(200, {"id": name, "status": self.server.status[name]})

    def _fails(self) -> bool:
        if not self.server.answers:
            return False
        said = {"errors": [{"error": "Error", "message": self.server.says}]}
        self._say(self.server.answers.pop(0), said, self.server.leads_to)
        return True

    def _say(self, status: int, body: dict[str, Any], location: str = "") -> None:
        self._send(status, json.dumps(body), location)

    def _send(self, status: int, text: str, location: str = "") -> None:
        words = text.encode()
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


@contextmanager
def notify() -> Iterator[NotifyStandIn]:
    stand_in = NotifyStandIn()
    thread = threading.Thread(target=stand_in.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        stand_in.shutdown()
        stand_in.server_close()
