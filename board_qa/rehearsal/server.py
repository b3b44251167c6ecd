"""The product as a process of its own, to be started, killed and started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parent.parent.parent
USER, PASSWORD = "rehearsal", "gravel otter pension lantern"


class Server:
    """gunicorn with the product's own configuration, pointed at a network by settings alone."""

    def __init__(self, folder: Path, x_base_url: str, keys: tuple[str, str, str, str], **settings: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        names = ("X_API_KEY", "X_API_SECRET", "X_ACCESS_TOKEN", "X_ACCESS_SECRET")
        self.environ = (
            os.environ
            | dict(zip(names, keys, strict=True))
            | {
                "PORT": str(self.port),
                # An empty database elsewhere, such as one of PostgreSQL, where somebody names it.
                "DATABASE_URL": os.environ.get("REHEARSAL_DATABASE_URL", f"sqlite:///{folder}/rehearsal.db"),
                "SECRET_KEY": "a key that everybody may know: it rehearses",
                "X_API_BASE_URL": x_base_url,
                "PUBLIC_URL": self.address,
                "RUN_WORKER": "1",
                "ORGANISATION": "Rehearsal Board",
                "CODES_FOR": "nobody",  # nobody holds a phone
            }
            | settings
        )
        self._log = (folder / "server.log").open("ab")
        self._process: subprocess.Popen[bytes] | None = None

    def add_moderator(self) -> None:
        add_moderator(self.environ)

    def start(self) -> None:
        """Start, and return when it answers."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "app:app"],
            env=self.environ,
            cwd=ROOT,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                requests.get(f"{self.address}/healthz", timeout=2)
            except requests.RequestException:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"the server did not start: see {self._log.name}")

    @property
    def pid(self) -> int:
        """Of gunicorn's first process. Raises LookupError where none is running."""
        if self._process is None:
            raise LookupError("the server is not running")
        return self._process.pid

    def wait(self) -> int:
        """Wait until it has ended by itself, and return its exit code."""
        code = self._process.wait() if self._process else 0
        self._process = None
        return code

    def kill(self) -> None:
        """SIGKILL to all of it: no goodbye, nothing flushed."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def close(self) -> None:
        self.kill()
        self._log.close()


def add_moderator(environ: Mapping[str, str]) -> None:
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "moderator", "add", USER, "--name", "Rehearsal"],
        input=PASSWORD.encode(),
        env=environ,
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
