"""The product spread out on this computer: two web processes, a worker, PostgreSQL, Redis and nginx. `make scale`.

PORT is nginx's. All other settings are everybody's; with DATABASE_URL no PostgreSQL is started, and with REDIS_URL no
Redis. What was stored in the PostgreSQL that it starts is gone when it ends: it is one to try things out on.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from board_qa.bootstrap.web_process import make_web_process
from board_qa.cli import print_welcome
from board_qa.config.reading import read_settings
from board_qa.config.settings import SettingsError
from tests.support.places import ROOT, free_port
from tests.support.postgres import PostgresServer, is_here
from tests.support.redis_server import RedisServer, redis_server

CONFIGURATION = ROOT / "deploy" / "nginx" / "several-processes.conf"
PATIENCE = 60  # seconds until everything answers
FLASK = [sys.executable, "-m", "flask", "--app", "app"]


class Program:
    """One of its processes, to be killed and started again. `port`: where it answers once it has started."""

    def __init__(self, command: list[str], environ: Mapping[str, str], log: Path, port: int = 0) -> None:
        self._command, self._environ, self._log, self._port = command, environ, log, port
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, env=self._environ, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )

    def start_and_wait(self) -> None:
        self.start()
        self.wait_until_it_answers()

    def wait_until_it_answers(self) -> None:
        _until_it_answers(self._port)

    def kill(self) -> None:
        """SIGKILL to all of it: no goodbye, nothing flushed."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            (os.killpg if how is signal.SIGKILL else os.kill)(self._process.pid, how)
        self._process.wait()
        self._process = None


@dataclass(frozen=True)
class ScaledOut:
    """What the front's processes are set to, and each part; None where somebody else runs it."""

    environ: Mapping[str, str]
    webs: tuple[Program, Program]
    worker: Program
    postgres: PostgresServer | None
    redis: RedisServer | None


@contextmanager
def scaled_out(folder: Path, **settings: str) -> Iterator[ScaledOut]:
    """All of it, while it runs. What the programs say is in files of the folder."""
    front = int(settings.pop("PORT"))
    environ = os.environ | {"PUBLIC_URL": f"http://127.0.0.1:{front}"} | settings | {"PROXIES": "1", "RUN_WORKER": "0"}
    with ExitStack() as running:
        postgres = None if environ.get("DATABASE_URL") else running.enter_context(_postgres())
        redis = None if environ.get("REDIS_URL") else running.enter_context(redis_server())
        if postgres:
            environ["DATABASE_URL"] = postgres.url
        if redis:
            environ["REDIS_URL"] = redis.url
        make_tables(environ)
        ports = (free_port(), free_port())
        first, second = (web_process(environ, folder, port) for port in ports)
        worker = Program([*FLASK, "worker"], environ, folder / "worker.log")
        nginx = Program(_nginx(folder, front, *ports), environ, folder / "nginx.log", front)
        for program in (first, second, worker, nginx):
            running.callback(program.stop)
            program.start()
        for program in (first, second, nginx):
            program.wait_until_it_answers()
        yield ScaledOut(environ, (first, second), worker, postgres, redis)


def make_tables(environ: Mapping[str, str]) -> None:
    subprocess.run([*FLASK, "migrate"], env=environ, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def _postgres() -> Iterator[PostgresServer]:
    server = PostgresServer()
    try:
        server.start()
        yield server
    finally:
        server.remove()


def web_process(environ: Mapping[str, str], folder: Path, port: int) -> Program:
    gunicorn = [sys.executable, "-m", "gunicorn", "app:app"]
    return Program(gunicorn, {**environ, "PORT": str(port)}, folder / f"web-{port}.log", port)


def _nginx(folder: Path, front: int, first: int, second: int) -> list[str]:
    configuration = _configuration(folder, front, first, second)
    return ["nginx", "-p", str(folder), "-e", "stderr", "-c", str(configuration), "-g", "daemon off;"]


def _configuration(folder: Path, front: int, first: int, second: int) -> Path:
    words = {"PID": folder / "nginx.pid", "FOLDER": folder, "FRONT": front, "FIRST": first, "SECOND": second}
    text = CONFIGURATION.read_text(encoding="utf-8")
    for word, value in words.items():
        text = text.replace(word, str(value))
    written = folder / "nginx.conf"
    written.write_text(text, encoding="utf-8")
    return written


def _until_it_answers(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            requests.get(f"http://127.0.0.1:{port}/readyz", timeout=2).raise_for_status()
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"nothing answered on port {port}")


def missing() -> list[str]:
    """The packages of Debian that would have to be installed first."""
    needed = {
        "nginx": shutil.which("nginx"),
        "redis-server": os.environ.get("REDIS_URL") or shutil.which("redis-server"),
        "postgresql": os.environ.get("DATABASE_URL") or is_here(),
    }
    return [name for name, found in needed.items() if not found]


def main() -> None:
    if packages := missing():
        sys.exit(f"There is no {' and no '.join(packages)} here: apt-get install {' '.join(packages)}")
    try:
        read_settings()
    except SettingsError as error:
        sys.exit("The settings need putting right:\n" + "".join(f"  - {mistake}\n" for mistake in error.mistakes))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as folder, scaled_out(Path(folder), PORT=os.environ.get("PORT", "8000")) as all_:
        print_welcome(make_web_process(read_settings(all_.environ)).installation)
        try:
            signal.pause()
        except KeyboardInterrupt:
            print("Stopping ...")


if __name__ == "__main__":
    main()
