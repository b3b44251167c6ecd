"""The store on SQLite: one database, made of one adapter per topic."""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable
from contextlib import AbstractContextManager
from functools import cached_property

from board_qa.storage.sqlite.about import SqliteAbout
from board_qa.storage.sqlite.accounts import SqliteAccounts
from board_qa.storage.sqlite.after.letters import SqliteLetters
from board_qa.storage.sqlite.after.owed import SqliteOwed
from board_qa.storage.sqlite.after.recaps import SqliteRecaps
from board_qa.storage.sqlite.askers import SqliteAskers
from board_qa.storage.sqlite.backup.copies import is_damaged
from board_qa.storage.sqlite.database import Database
from board_qa.storage.sqlite.duplicates import SqliteCopies
from board_qa.storage.sqlite.import_runs import SqliteImports
from board_qa.storage.sqlite.leases import Leases
from board_qa.storage.sqlite.meetings import SqliteMeetings
from board_qa.storage.sqlite.networks.outbox import SqliteOutbox
from board_qa.storage.sqlite.networks.posts import SqlitePosts
from board_qa.storage.sqlite.networks.sources import SqliteSources
from board_qa.storage.sqlite.partners import SqlitePartners
from board_qa.storage.sqlite.people import SqlitePeople
from board_qa.storage.sqlite.presence import SqlitePresence
from board_qa.storage.sqlite.questions import SqliteQuestions
from board_qa.storage.sqlite.queue import SqliteQueue
from board_qa.storage.sqlite.schema.migrations import migrate
from board_qa.storage.sqlite.search import SqliteSearch
from board_qa.storage.sqlite.settings import SqliteSettings
from board_qa.storage.sqlite.support import SqliteSupport
from board_qa.storage.sqlite.vectors import SqliteVectors


class SqliteStore:
    """Everything that is kept, in one SQLite database (or `:memory:`).

    It is opened, and its tables brought up to date, when it is first used: a command that makes a backup before an
    update, or restores one in place of a damaged file, does neither.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    @cached_property
    def database(self) -> Database:
        try:
            database = Database(self._path)
            migrate(database)
        except sqlite3.DatabaseError as error:
            if is_damaged(error):
                error.add_note(f"{self._path} is damaged. Restore a backup: flask --app app restore FILE")
            raise
        return database

    @cached_property
    def meetings(self) -> SqliteMeetings:
        return SqliteMeetings(self.database)

    @cached_property
    def questions(self) -> SqliteQuestions:
        return SqliteQuestions(self.database)

    @cached_property
    def queue(self) -> SqliteQueue:
        return SqliteQueue(self.database, self.questions)

    @cached_property
    def owed(self) -> SqliteOwed:
        return SqliteOwed(self.database, self.questions)

    @cached_property
    def askers(self) -> SqliteAskers:
        return SqliteAskers(self.database)

    @cached_property
    def copies(self) -> SqliteCopies:
        return SqliteCopies(self.database, self.questions)

    @cached_property
    def imports(self) -> SqliteImports:
        return SqliteImports(self.database)

    @cached_property
    def outbox(self) -> SqliteOutbox:
        return SqliteOutbox(self.database)

    @cached_property
    def letters(self) -> SqliteLetters:
        return SqliteLetters(self.database)

    @cached_property
    def posts(self) -> SqlitePosts:
        return SqlitePosts(self.database)

    @cached_property
    def sources(self) -> SqliteSources:
        return SqliteSources(self.database)

    @cached_property
    def leases(self) -> Leases:
        return Leases(self.database)

    @cached_property
    def presence(self) -> SqlitePresence:
        return SqlitePresence(self.database)

    @cached_property
    def accounts(self) -> SqliteAccounts:
        return SqliteAccounts(self.database)

    @cached_property
    def people(self) -> SqlitePeople:
        return SqlitePeople(self.database)

    @cached_property
    def partners(self) -> SqlitePartners:
        return SqlitePartners(self.database)

    @cached_property
    def recaps(self) -> SqliteRecaps:
        return SqliteRecaps(self.database)

    @cached_property
    def search(self) -> SqliteSearch:
        return SqliteSearch(self.database)

    @cached_property
    def vectors(self) -> SqliteVectors:
        return SqliteVectors(self.database)

    @cached_property
    def support(self) -> SqliteSupport:
        return SqliteSupport(self.database)

    @cached_property
    def about(self) -> SqliteAbout:
        return SqliteAbout(self.database)

    @cached_property
    def settings(self) -> SqliteSettings:
        return SqliteSettings(self.database)

    def open(self) -> None:
        self.vectors.catch_up()  # now, when nobody waits for a page yet

    def version(self) -> Hashable:
        return self.database.version()

    def transaction(self) -> AbstractContextManager[None]:
        return self.database.write()

    def close(self) -> None:
        if "database" in vars(self):
            self.leases.close()
            self.database.close()
