"""Two web processes with one database and a Redis between them, as they run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import requests
from redis.client import PubSub

from board_qa.domain.meetings.meeting import Meeting
from board_qa.rehearsal.__main__ import wait
from board_qa.rehearsal.server import Server
from tests.support.board import token_on
from tests.support.redis_server import RedisServer, redis_server
from tests.support.running import Running, running

# What both are set to alike.
_SAME = ("DATABASE_URL", "REDIS_URL", "RUN_WORKER", "PUBLIC_URL", "SMTP_URL", "MAIL_FROM")


@dataclass
class Two:
    """Process A, which the moderator uses, the address of process B, and what is between them."""

    a: Running
    b: str
    redis: RedisServer
    heard: PubSub

    def passed(self) -> str:
        """Everything that went through Redis since it was last asked."""
        messages = iter(lambda: self.heard.get_message(ignore_subscribe_messages=True, timeout=0.2), None)
        return "".join(str(message["data"]) for message in messages)

    def press(self, http: requests.Session, meeting: Meeting, what: str, **form: str) -> None:
        """At the desk on process A."""
        path = f"{self.a.address}/desk/meetings/{meeting.id}"
        token = token_on(http.get(path, timeout=10).text)
        http.post(f"{path}/{what}", data={**form, "csrf_token": token}, timeout=10).raise_for_status()

    def approve(self, http: requests.Session, meeting: Meeting, text: str) -> None:
        question = self.a.asked(meeting, text)
        self.press(http, meeting, f"questions/{question.number}/approve", expected=str(question.revision))


@contextmanager
def two_processes() -> Iterator[Two]:
    with redis_server() as between, running(REDIS_URL=between.url, RUN_WORKER="0") as a:
        environ = a.server.environ
        keys = [environ[name] for name in ("X_API_KEY", "X_API_SECRET", "X_ACCESS_TOKEN", "X_ACCESS_SECRET")]
        settings = {name: environ[name] for name in _SAME}
        b = Server(a.folder, environ["X_API_BASE_URL"], (keys[0], keys[1], keys[2], keys[3]), **settings)
        b.start()
        wait("both listen", lambda: between.listeners() == 2)
        heard = between.client().pubsub()  # type: ignore[no-untyped-call]
        heard.psubscribe("board-qa:*")
        try:
            yield Two(a, b.address, between, heard)
        finally:
            b.close()
