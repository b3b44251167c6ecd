"""Who asks a server over HTTP, as fast as it answers: http.c, on a core of its own, and what it is compared with."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask

from tests.measures.bench.programs import compiled, core, processor_time, started_on
from tests.support.fanout_server import SETTINGS, until_it_answers
from tests.support.places import ROOT, free_port
from tests.support.running import Running, running

CONNECTIONS, SECONDS = 16, 3.0


@dataclass(frozen=True)
class Served:
    """A server: where it answers, and the group of its processes."""

    address: str
    group: int


@dataclass(frozen=True)
class Visits:
    """Answers of a second; and of one answer, in milliseconds: processor time of the server, and of who asks."""

    per_second: float
    cpu: float
    asking: float


def visit(
    served: Served, request: str, status: int = 200, connections: int = CONNECTIONS, seconds: float = SECONDS
) -> Visits:
    """Ask for this again and again. Raises RuntimeError where an answer is of another status."""
    port = str(urlsplit(served.address).port)
    command = [*core(1), str(compiled("http")), port, *map(str, (connections, seconds, status))]
    before = processor_time(served.group)
    said = subprocess.run(command, input=request.encode(), capture_output=True, check=True).stdout.split()
    spent = processor_time(served.group) - before
    answers, others, *_, asking = map(int, said[1:])
    if others:
        raise RuntimeError(f"{others} answers were not {status}, {answers} were")
    return Visits(answers / seconds, spent * 1000 / answers, asking / answers / 1e6)


def get(served: Served, path: str = "/", **headers: str) -> str:
    """What a browser sends that opens a page."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {urlsplit(served.address).netloc}", "Accept: text/html", *_lines(headers)]
    return "\r\n".join([*lines, "", ""])


def post(served: Served, path: str, body: str, **headers: str) -> str:
    """What a browser sends with a form of a page of this address."""
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {urlsplit(served.address).netloc}",
        f"Origin: {served.address}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        *_lines(headers),
    ]
    return "\r\n".join([*lines, "", body])


def _lines(headers: dict[str, str]) -> list[str]:
    return [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]


@contextmanager
def product(**settings: str) -> Iterator[tuple[Served, Running]]:
    """The product as it runs, without its worker, and a hand on its store."""
    with ExitStack() as stack:
        with started_on(0):
            running_ = stack.enter_context(running(RUN_WORKER="0", **settings))
        yield Served(running_.address, running_.server.pid), running_


@contextmanager
def plain_flask() -> Iterator[Served]:
    """The yardstick: Flask's empty view, for whoever opens it and whoever posts to it, served as the product is."""
    port = free_port()
    command = [*core(0), sys.executable, "-m", "gunicorn", *SETTINGS, f"--bind=127.0.0.1:{port}", f"{__name__}:make()"]
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    # Not where the product's own settings of gunicorn are found.
    process = subprocess.Popen(command, cwd=ROOT / "tests", env=environ, start_new_session=True)
    try:
        yield Served(until_it_answers(f"http://127.0.0.1:{port}"), process.pid)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def make() -> Flask:
    """For gunicorn."""
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: "", methods=["GET", "POST"])
    return app
