"""The load clients, compiled, and the cores that they and the servers have to themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def compiled(name: str) -> Path:
    """The program of this name.c."""
    made = Path(tempfile.mkdtemp(prefix="bench")) / name
    subprocess.run(["cc", "-O2", "-D_GNU_SOURCE", "-o", made, HERE / f"{name}.c"], check=True)
    return made


def core(number: int) -> list[str]:
    """What stands before a command that has this core to itself, where there are two."""
    return ["taskset", "-c", str(number)] if shutil.which("taskset") and _several() else []


@contextmanager
def started_on(number: int) -> Iterator[None]:
    """Whatever is started in here has this core, and no other."""
    before = os.sched_getaffinity(0)
    if _several():
        os.sched_setaffinity(0, {number})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def processor_time(group: int) -> float:
    """Seconds that the processes of this group have used up to now."""
    stats = (_stat(folder) for folder in Path("/proc").glob("[0-9]*"))
    ticks = sum(int(stat[11]) + int(stat[12]) for stat in stats if stat and int(stat[2]) == group)
    return ticks / os.sysconf("SC_CLK_TCK")


def _stat(process: Path) -> list[str]:
    """What proc(5) says of it, from its state on; nothing where it has ended."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _several() -> bool:
    return (os.cpu_count() or 1) > 1
