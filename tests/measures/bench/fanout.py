"""One message to all screens, beside Node's Socket.IO: when the last of them has it, and what it costs.

The audience is load.c, which offers to compress as browsers do. Server and audience have a core each.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import requests

from tests.measures.bench.programs import HERE, compiled, core
from tests.measures.bench.rows import Row, Sample
from tests.support import fanout_server
from tests.support.places import free_port

NODE = "Node's Socket.IO"
BYTES, BROADCASTS = 400, 20
# Of 50 screens, with messages that fill the buffers of those that do not read.
QUICK, SLOW, LARGE, LARGE_ONES = 30, 20, 60_000, 20
PAUSE = 0.02  # seconds between two broadcasts

Start = Callable[[], AbstractContextManager[str]]


def missing() -> str:
    """What is not on this machine and is needed here."""
    return ", ".join(name for name in ("cc", "node", "npm") if shutil.which(name) is None)


@dataclass(frozen=True)
class Figures:
    """Milliseconds and KiB; of one broadcast, and of one socket."""

    last: float
    cpu: float
    memory: float
    audience: float


class Audience:
    """So many clients in a process of their own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def hears(self, what: str) -> list[int]:
        """The numbers of the next line of this kind."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            kind, *numbers = line.split()
            if kind == what:
                return [int(number) for number in numbers]
        raise RuntimeError("the audience went away")

    def told(self, order: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(order + "\n")
        self._process.stdin.flush()

    def report(self) -> tuple[int, int]:
        """Streams that came out corrupt, and nanoseconds of processor time."""
        self.told("report")
        corrupt, spent = self.hears("streams")
        return corrupt, spent


@contextmanager
def audience(address: str, sockets: int, slow: int = 0, introductions: Sequence[str] = ()) -> Iterator[Audience]:
    """`introductions`: as what they come, in turn, where it is the product."""
    numbers = (address.rsplit(":", maxsplit=1)[-1], str(sockets), str(slow))
    command = [*core(1), str(compiled("load")), *numbers, *introductions]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        listening = Audience(process)
        listening.hears("ready")
        try:
            yield listening
        finally:
            process.kill()


@contextmanager
def node() -> Iterator[str]:
    """Node's Socket.IO; its address."""
    port = free_port()
    command = [*core(0), "node", str(_node_server())]
    with subprocess.Popen(command, env=os.environ | {"PORT": str(port)}) as process:
        try:
            yield fanout_server.until_it_answers(f"http://127.0.0.1:{port}")
        finally:
            process.kill()


def ours() -> AbstractContextManager[str]:
    return fanout_server.start(*core(0))


def stock() -> AbstractContextManager[str]:
    return fanout_server.start(*core(0), fast=False)


def suite(number: int) -> Iterator[Sample]:
    """One round. Every second begins at the other end."""
    yield from _beside(number, 1_000, {"ours": ours, "stock": stock, "node": node})
    yield from _beside(number, 3_000, {"ours": ours, "node": node})
    yield from _slow()


def _beside(number: int, sockets: int, servers: dict[str, Start]) -> Iterator[Sample]:
    order = list(servers) if number % 2 else list(reversed(servers))
    found = {name: _figures(servers[name], sockets) for name in order}
    fast, yardstick = found["ours"], found["node"]
    many = f"{sockets:,}"
    yield Sample(Row(f"last of {many} sockets hears {BYTES} bytes", "ms", NODE, 1.0), fast.last, yardstick.last)
    yield Sample(Row(f"CPU of a broadcast to {many}", "ms", NODE, 0.85), fast.cpu, yardstick.cpu)
    yield Sample(Row(f"memory of each of {many} sockets", "KiB", NODE), fast.memory, yardstick.memory)
    yield Sample(Row(f"CPU of the audience of {many}, of a broadcast", "ms", NODE), fast.audience, yardstick.audience)
    if slow_way := found.get("stock"):
        with_stock = "with FAST_FANOUT=0"
        yield Sample(Row(f"last of {many}, {with_stock}", "ms", NODE), slow_way.last, yardstick.last)
        yield Sample(Row(f"CPU of a broadcast to {many}, {with_stock}", "ms", NODE), slow_way.cpu, yardstick.cpu)


def _figures(start: Start, sockets: int) -> Figures:
    with start() as address, requests.Session() as http:
        empty = _ask(http, address, "cost")["memory"]
        with audience(address, sockets) as listening:
            time.sleep(0.3)
            _, idle = listening.report()
            before = _ask(http, address, "cost")
            last = [_broadcast(http, address, listening, n, BYTES) for n in range(BROADCASTS)]
            after = _ask(http, address, "cost")
            corrupt, spent = listening.report()
        if corrupt:
            raise RuntimeError(f"{corrupt} of {sockets} clients did not hear everything whole and in order")
        return Figures(
            median(last),
            (after["cpu"] - before["cpu"]) / BROADCASTS / 1e6,
            (before["memory"] - empty) / sockets / 1024,
            (spent - idle) / BROADCASTS / 1e6,
        )


def _slow() -> Iterator[Sample]:
    """Twenty of fifty do not read; then they do, and each must have every message."""
    with ours() as address, requests.Session() as http:
        with audience(address, QUICK) as listening:
            alone = [_broadcast(http, address, listening, n, LARGE) for n in range(LARGE_ONES)]
        with audience(address, QUICK + SLOW, SLOW) as listening:
            beside = [_broadcast(http, address, listening, n, LARGE) for n in range(LARGE_ONES)]
            listening.told("read")
            while listening.hears("all")[0] < LARGE_ONES - 1:
                pass
            corrupt, _ = listening.report()
    held_up = Row(f"last of {QUICK} hears {LARGE // 1000} kB beside {SLOW} that do not read", "ms", "without them", 2.0)
    yield Sample(held_up, median(beside), median(alone))
    yield Sample(Row(f"streams that came out corrupt, of {QUICK} quick and {SLOW} slow", "", reach=0), corrupt)


def _broadcast(http: requests.Session, address: str, listening: Audience, n: int, size: int) -> float:
    """Milliseconds until the last of those who read has it."""
    time.sleep(PAUSE)
    at = _ask(http, address, f"emit?n={n}&bytes={size}")["at"]
    _, _, last = listening.hears("heard")
    return (last - int(at)) / 1e6


def _ask(http: requests.Session, address: str, what: str) -> Any:
    return http.get(f"{address}/{what}", timeout=60).json()


@cache
def _node_server() -> Path:
    folder = HERE / "node"
    subprocess.run(["npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True)
    return folder / "server.js"
