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


class NotifyStandIn:
    """`taken` are the emails as they came. `answers` are statuses for the next requests in place of its own, and
    `loses` takes the next email and hangs up."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.status: dict[str, str] = {}
        self.answers: list[int] = []
        self.loses = 0
        self.keys: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.keys.append(self.headers.get("Authorization", ""))
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if outer.answers:
                    self._say(outer.answers.pop(0), {"errors": [{"error": "Error", "message": "no"}]})
                    return
                taken = asked | {"id": f"id-{len(outer.taken) + 1}"}
                outer.taken.append(taken)
                outer.status[taken["id"]] = "created"
                if outer.loses:
                    outer.loses -= 1
                    self.close_connection = True
                    return
                self._say(201, {"id": taken["id"], "reference": asked.get("reference")})

            def do_GET(self) -> None:
                if outer.answers:
                    self._say(outer.answers.pop(0), {"errors": [{"error": "Error", "message": "no"}]})
                    return
                at = urlsplit(self.path)
                if at.path == "/v2/notifications":
                    (reference,) = parse_qs(at.query)["reference"]
                    found = [one for one in outer.taken if one["reference"] == reference]
                    self._say(200, {"notifications": found, "links": {}})
                    return
                name = at.path.rsplit("/", 1)[1]
                self._say(200, {"id": name, "status": outer.status[name]})

            def _say(self, status: int, body: dict[str, Any]) -> None:
                words = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(words)))
                self.end_headers()
                self.wfile.write(words)

            def log_message(self, *_: Any) -> None:
                """Nobody reads it."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"


@contextmanager
def notify() -> Iterator[NotifyStandIn]:
    stand_in = NotifyStandIn()
    thread = threading.Thread(target=stand_in.server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        stand_in.server.shutdown()
        stand_in.server.server_close()
