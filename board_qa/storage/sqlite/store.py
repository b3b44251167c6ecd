"""The store on SQLite: one file, made of one adapter per topic."""

from __future__ import annotations

from contextlib import AbstractContextManager

from board_qa.storage.sqlite.about import SqliteAbout
from board_qa.storage.sqlite.accounts import SqliteAccounts
from board_qa.storage.sqlite.database import Database
from board_qa.storage.sqlite.leases import Leases
from board_qa.storage.sqlite.meetings import SqliteMeetings
from board_qa.storage.sqlite.migrations import migrate
from board_qa.storage.sqlite.outbox import SqliteOutbox
from board_qa.storage.sqlite.people import SqlitePeople
from board_qa.storage.sqlite.questions import SqliteQuestions
from board_qa.storage.sqlite.search import SqliteSearch
from board_qa.storage.sqlite.settings import SqliteSettings
from board_qa.storage.sqlite.sources import SqliteSources
from board_qa.storage.sqlite.support import SqliteSupport


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
