"""The product spread out on this computer: two web processes, a worker, Redis and nginx. `make scale`.

PORT is nginx's. DATABASE_URL and all other settings are everybody's; with REDIS_URL no Redis is started.
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
from pathlib import Path

import requests

from board_qa.bootstrap import make_web_process
from board_qa.cli import print_welcome
from board_qa.config import SettingsError, read_settings
from tests.support.places import ROOT, free_port

CONFIGURATION = ROOT / "deploy" / "nginx" / "several-processes.conf"
PATIENCE = 60  # seconds until everything answers


@contextmanager
def scaled_out(folder: Path, **settings: str) -> Iterator[tuple[Mapping[str, str], list[subprocess.Popen[bytes]]]]:
    """What the front's processes are set to, and the two web processes, while all of it runs."""
    front, first, second = int(settings.pop("PORT")), free_port(), free_port()
    environ = os.environ | {"PUBLIC_URL": f"http://127.0.0.1:{front}"} | settings | {"PROXIES": "1", "RUN_WORKER": "0"}
    gunicorn, flask = [sys.executable, "-m", "gunicorn", "app:app"], [sys.executable, "-m", "flask", "--app", "app"]
    with ExitStack() as running:
        if not environ.get("REDIS_URL"):
            environ["REDIS_URL"] = f"redis://127.0.0.1:{free_port()}"
            port = environ["REDIS_URL"].rsplit(":")[-1]
            running.enter_context(
                _process(["redis-server", "--port", port, "--save", "", "--dir", str(folder)], environ)
            )
        subprocess.run([*flask, "migrate"], env=environ, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        webs = [running.enter_context(_process(gunicorn, environ | {"PORT": str(port)})) for port in (first, second)]
        running.enter_context(_process([*flask, "worker"], environ))
        _until_it_answers(first, second)
        nginx = ["nginx", "-p", str(folder), "-e", "stderr", "-c", str(_configuration(folder, front, first, second))]
        running.enter_context(_process([*nginx, "-g", "daemon off;"], environ))
        _until_it_answers(front)
        yield environ, webs


def _configuration(folder: Path, front: int, first: int, second: int) -> Path:
    words = {"PID": folder / "nginx.pid", "FOLDER": folder, "FRONT": front, "FIRST": first, "SECOND": second}
    text = CONFIGURATION.read_text(encoding="utf-8")
    for word, value in words.items():
        text = text.replace(word, str(value))
    written = folder / "nginx.conf"
    written.write_text(text, encoding="utf-8")
    return written


@contextmanager
def _process(command: list[str], environ: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=environ, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait()


def _until_it_answers(*ports: int) -> None:
    deadline = time.monotonic() + PATIENCE
    waiting = list(ports)
    while waiting and time.monotonic() < deadline:
        try:
            requests.get(f"http://127.0.0.1:{waiting[0]}/healthz", timeout=2).raise_for_status()
        except requests.RequestException:
            time.sleep(0.1)
        else:
            waiting.pop(0)
    if waiting:
        raise RuntimeError(f"nothing answered on port {waiting[0]}")


def main() -> None:
    needed = ["nginx"] if os.environ.get("REDIS_URL") else ["nginx", "redis-server"]
    if missing := [name for name in needed if shutil.which(name) is None]:
        sys.exit(f"There is no {' and no '.join(missing)} here: apt-get install {' '.join(missing)}")
    try:
        read_settings()
    except SettingsError as error:
        sys.exit("The settings need putting right:\n" + "".join(f"  - {mistake}\n" for mistake in error.mistakes))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as folder, scaled_out(Path(folder), PORT=os.environ.get("PORT", "8000")) as all_:
        print_welcome(make_web_process(read_settings(all_[0])).installation)
        try:
            signal.pause()
        except KeyboardInterrupt:
            print("Stopping ...")


if __name__ == "__main__":
    main()
