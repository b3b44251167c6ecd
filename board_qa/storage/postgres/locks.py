"""Locks of PostgreSQL's own, for leases: they go with the connection that has them, and that with its process."""

from __future__ import annotations

from contextlib import suppress

import psycopg

from board_qa.storage.postgres.database import connecting

_TAKE = "SELECT pg_try_advisory_lock(hashtext(current_schema() || ' lease'), hashtext(%s))"


class AdvisoryLocks:
    """A connection for each lock, beside the pool: it does nothing but hold it."""

    def __init__(self, url: str) -> None:
        self._url = connecting(url)
        self._connections: dict[str, psycopg.Connection] = {}

    def take(self, name: str) -> bool:
        self.drop(name)
        try:
            connection = psycopg.connect(self._url, autocommit=True)
        except psycopg.Error:
            return False
        with suppress(psycopg.Error):
            if connection.execute(_TAKE, [name]).fetchone() == (True,):
                self._connections[name] = connection
                return True
        connection.close()
        return False

    def drop(self, name: str) -> None:
        connection = self._connections.pop(name, None)
        if connection is not None:
            with suppress(psycopg.Error):
                connection.execute("SELECT pg_advisory_unlock_all()")  # at once, and not when the server gets to it
            connection.close()

    def holds(self, name: str) -> bool:
        connection = self._connections.get(name)
        with suppress(psycopg.Error):
            return connection is not None and connection.execute("SELECT 1").fetchone() is not None
        return False

    def close(self) -> None:
        for name in list(self._connections):
            self.drop(name)
