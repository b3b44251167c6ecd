"""Locks of files beside the database, for leases."""

from __future__ import annotations

import fcntl
import os


class FileLocks:
    """The kernel drops such a lock with the process that has it, however that ends.

    This holds wherever SQLite itself does: all who share the database share its folder and its kernel, in containers as
    well.
    """

    def __init__(self, database_path: str) -> None:
        self._path = database_path
        self._files: dict[str, int] = {}

    def take(self, name: str) -> bool:
        if self._path == ":memory:":
            return False
        file = _locked_file(f"{self._path}.{name}.lock")
        if file is not None:
            self._files[name] = file
        return file is not None

    def drop(self, name: str) -> None:
        os.close(self._files.pop(name))

    def holds(self, name: str) -> bool:
        return name in self._files

    def close(self) -> None:
        for file in self._files.values():
            os.close(file)
        self._files.clear()


def _locked_file(path: str) -> int | None:
    """The file, open and locked; None where another process has it, or there can be no lock: the lease runs out."""
    try:
        file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(file)
        return None
    return file
