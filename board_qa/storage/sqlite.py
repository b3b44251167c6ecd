"""The store on SQLite: one file, made of one adapter per topic."""

from __future__ import annotations

from contextlib import AbstractContextManager

from .about import SqliteAbout
from .accounts import SqliteAccounts
from .database import Database
from .leases import Leases
from .meetings import SqliteMeetings
from .migrations import migrate
from .outbox import SqliteOutbox
from .people import SqlitePeople
from .questions import SqliteQuestions
from .search import SqliteSearch
from .settings import SqliteSettings
from .sources import SqliteSources
from .support import SqliteSupport


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
