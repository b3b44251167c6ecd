"""The store on PostgreSQL."""

from __future__ import annotations

from board_qa.storage.made_once import made_once
from board_qa.storage.postgres.database import PostgresDatabase
from board_qa.storage.postgres.locks import AdvisoryLocks
from board_qa.storage.postgres.schema.migrations import migrate
from board_qa.storage.postgres.search import PostgresSearch
from board_qa.storage.sql.leases import SqlLeases
from board_qa.storage.sql.store import SqlStore


class PostgresStore(SqlStore):
    """Everything that is kept, in the first schema of a PostgreSQL database's search path.

    It is opened, and its tables brought up to date, when it is first used.
    """

    def __init__(self, url: str, *, alone: bool = False) -> None:
        """`alone`: nobody else may have it open meanwhile."""
        super().__init__()
        self._url, self._alone = url, alone

    def free_bytes(self) -> int | None:
        """Its server says so to nobody, and is on a machine of its own as a rule."""
        return None

    @made_once
    def database(self) -> PostgresDatabase:
        database = PostgresDatabase(self._url, alone=self._alone)
        try:
            migrate(database)
        except BaseException:
            database.close()
            raise
        return database

    @made_once
    def leases(self) -> SqlLeases:
        return SqlLeases(self.database, AdvisoryLocks(self._url))

    @made_once
    def search(self) -> PostgresSearch:
        return PostgresSearch(self.database)
