"""Passwords hashed with scrypt (werkzeug's), in a thread so that the event loop goes on meanwhile."""

from __future__ import annotations

import gevent
from werkzeug.security import check_password_hash, generate_password_hash


class ScryptPasswords:
    """About 300 ms of work a password: the hub's thread pool does it, the loop never waits."""

    def __init__(self) -> None:
        self._nobody: str | None = None

    def hash(self, password: str) -> str:
        return str(gevent.get_hub().threadpool.apply(generate_password_hash, (password, "scrypt")))

    def matches(self, password_hash: str, password: str) -> bool:
        """Whether the password is right. An empty hash (no such account) takes as long and is never right."""
        if self._nobody is None:
            self._nobody = self.hash("")
        right = gevent.get_hub().threadpool.apply(check_password_hash, (password_hash or self._nobody, password))
        return bool(right and password_hash)
