"""The store on SQLite: one file, made of one adapter per topic."""

from __future__ import annotations

from contextlib import AbstractContextManager

from board_qa.storage.about import SqliteAbout
from board_qa.storage.accounts import SqliteAccounts
from board_qa.storage.database import Database
from board_qa.storage.leases import Leases
from board_qa.storage.meetings import SqliteMeetings
from board_qa.storage.migrations import migrate
from board_qa.storage.outbox import SqliteOutbox
from board_qa.storage.people import SqlitePeople
from board_qa.storage.questions import SqliteQuestions
from board_qa.storage.search import SqliteSearch
from board_qa.storage.settings import SqliteSettings
from board_qa.storage.sources import SqliteSources
from board_qa.storage.support import SqliteSupport


class SqliteStore:
    """Everything that is kept, in one SQLite file (or `:memory:`)."""

    def __init__(self, path: str) -> None:
        self.database = Database(path)
        migrate(self.database)
        self.meetings = SqliteMeetings(self.database)
        self.questions = SqliteQuestions(self.database)
        self.outbox = SqliteOutbox(self.database)
        self.sources = SqliteSources(self.database)
        self.leases = Leases(self.database)
        self.accounts = SqliteAccounts(self.database)
        self.people = SqlitePeople(self.database)
        self.search = SqliteSearch(self.database)
        self.support = SqliteSupport(self.database)
        self.about = SqliteAbout(self.database)
        self.settings = SqliteSettings(self.database)

    def transaction(self) -> AbstractContextManager[None]:
        return self.database.write()

    def close(self) -> None:
        self.leases.close()
        self.database.close()
