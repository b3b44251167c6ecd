"""A Redis of a test's own, which asks for a password as the guide has it, to be killed and started again."""

from __future__ import annotations

import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import redis

from tests.support.places import free_port

COMMAND = shutil.which("redis-server")


class RedisServer:
    """It keeps nothing on the disk."""

    def __init__(self, command: str) -> None:
        self._command, self._port, self._password = command, free_port(), secrets.token_hex(32)
        self.url = f"redis://default:{self._password}@127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        settings = ["--port", str(self._port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        settings += ["--requirepass", self._password]
        self._process = subprocess.Popen([self._command, *settings], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                self.client().ping()
            except redis.RedisError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError("redis-server did not start")

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self, frozen: bool) -> None:
        """It keeps its connections and says nothing, as a machine does that went away."""
        if self._process is not None:
            self._process.send_signal(signal.SIGSTOP if frozen else signal.SIGCONT)

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url)

    def listeners(self) -> int:
        """How many processes listen to our news."""
        channels = self.client().pubsub_channels("board-qa:*")
        return sum(count for _, count in self.client().pubsub_numsub(*channels)) if channels else 0


@contextmanager
def redis_server() -> Iterator[RedisServer]:
    if COMMAND is None:
        raise LookupError("there is no redis-server on this machine")
    server = RedisServer(COMMAND)
    server.start()
    try:
        yield server
    finally:
        server.kill()
