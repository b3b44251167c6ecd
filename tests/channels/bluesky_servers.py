"""Servers of Bluesky for the tests: the practice network, and others that answer as they are told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.serving import make_server

from board_qa.channels.bluesky.channel import BlueskyChannel
from board_qa.practice.bluesky.network import BOARD_HANDLE
from tests.channels.contract.bluesky import APP_PASSWORD
from tests.channels.contract.practised import Kept
from tests.support.doubles import StoppedClock

SESSION = {"did": "did:plc:board", "handle": BOARD_HANDLE, "accessJwt": "access", "refreshJwt": "refresh"}


class OtherServer:
    """Signs everybody in, and answers each call, by the last part of its name, with what it is given for it."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {"createSession": SESSION}
        self.asked: list[tuple[str, dict[str, list[str]]]] = []
        self.put: list[dict[str, Any]] = []
        self.address = ""
        self.app = Flask("other")
        self.app.add_url_rule("/xrpc/<name>", view_func=self.answer, methods=["GET", "POST"])

    def answer(self, name: str) -> Response:
        name = name.rpartition(".")[2]
        self.asked.append((name, request.args.to_dict(flat=False)))
        if name == "putRecord":
            self.put.append(request.get_json())
        answer = self.answers.get(name, {})
        return answer if isinstance(answer, Response) else jsonify(answer)

    def channel(self, clock: StoppedClock, kept: Kept | None = None) -> BlueskyChannel:
        return BlueskyChannel(self.address, BOARD_HANDLE, APP_PASSWORD, clock, kept or Kept())


@contextmanager
def running() -> Iterator[OtherServer]:
    server = OtherServer()
    http = make_server("127.0.0.1", 0, server.app, threaded=True)
    server.address = f"http://127.0.0.1:{http.server_port}"
    threading.Thread(target=http.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()


def refusal(status: int, name: str = "", message: str = "", headers: dict[str, str] | None = None) -> Response:
    """An error as servers answer it; one without a name has nothing in it."""
    body = f'{{"error": "{name}", "message": "{message}"}}' if name else ""
    return Response(body, status, headers or {}, mimetype="application/json")


def view(key: str, text: Any = "Why?", **record: Any) -> dict[str, Any]:
    """A post of Maria's as an answer has it, with the hashtag of the meeting beside its words."""
    return {
        "uri": f"at://did:plc:maria/app.bsky.feed.post/{key}",
        "cid": f"cid-{key}",
        "author": {"did": "did:plc:maria", "handle": "maria.test", "displayName": "Maria"},
        "record": {"text": text, "createdAt": "2026-11-23T11:59:00.000Z", "tags": ["Tag"], **record},
        "indexedAt": "2026-11-23T12:00:00.000Z",
    }
