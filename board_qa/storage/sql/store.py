"""Everything that is kept in one SQL database, made of one adapter for each topic."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable
from contextlib import AbstractContextManager

from board_qa.ports.searching import SearchStore
from board_qa.storage.made_once import MadeInParts, made_once
from board_qa.storage.sql.about import SqlAbout
from board_qa.storage.sql.accounts.accounts import SqlAccounts
from board_qa.storage.sql.accounts.people import SqlPeople
from board_qa.storage.sql.accounts.presence import SqlPresence
from board_qa.storage.sql.accounts.second_steps import SqlSecondSteps
from board_qa.storage.sql.accounts.sessions import SqlSessions
from board_qa.storage.sql.accounts.sign_ons import SqlSignOns
from board_qa.storage.sql.accounts.tries import SqlTries
from board_qa.storage.sql.after.letters import SqlLetters
from board_qa.storage.sql.after.owed import SqlOwed
from board_qa.storage.sql.after.recaps import SqlRecaps
from board_qa.storage.sql.arrivals import SqlArrivals
from board_qa.storage.sql.askers import SqlAskers
from board_qa.storage.sql.chats import SqlChats
from board_qa.storage.sql.database import Database
from board_qa.storage.sql.duplicates import SqlCopies
from board_qa.storage.sql.import_runs import SqlImports
from board_qa.storage.sql.leases import SqlLeases
from board_qa.storage.sql.meetings import SqlMeetings
from board_qa.storage.sql.networks.followers import SqlFollowers
from board_qa.storage.sql.networks.listening import SqlListening
from board_qa.storage.sql.networks.outbox import SqlOutbox
from board_qa.storage.sql.networks.posts import SqlPosts
from board_qa.storage.sql.networks.sources import SqlSources
from board_qa.storage.sql.networks.tones import SqlTones
from board_qa.storage.sql.partners import SqlPartners
from board_qa.storage.sql.poll import SqlPoll
from board_qa.storage.sql.privacy.erasures import SqlErasures
from board_qa.storage.sql.privacy.people import SqlPersonData
from board_qa.storage.sql.questions import SqlQuestions
from board_qa.storage.sql.queue import SqlQueue
from board_qa.storage.sql.settings import SqlSettings
from board_qa.storage.sql.support import SqlSupport
from board_qa.storage.sql.targets import SqlTargets
from board_qa.storage.sql.vectors import SqlVectors


class SqlStore(MadeInParts, ABC):
    """What SQLite and PostgreSQL do in the same way. Each has a connection, a search and locks of its own."""

    @abstractmethod
    def free_bytes(self) -> int | None: ...

    @property
    @abstractmethod
    def database(self) -> Database:
        """Opened, and its tables brought up to date, when it is first used."""

    @property
    @abstractmethod
    def leases(self) -> SqlLeases: ...
    @property
    @abstractmethod
    def search(self) -> SearchStore: ...

    @made_once
    def meetings(self) -> SqlMeetings:
        return SqlMeetings(self.database)

    @made_once
    def questions(self) -> SqlQuestions:
        return SqlQuestions(self.database)

    @made_once
    def queue(self) -> SqlQueue:
        return SqlQueue(self.database, self.questions)

    @made_once
    def owed(self) -> SqlOwed:
        return SqlOwed(self.database, self.questions)

    @made_once
    def copies(self) -> SqlCopies:
        return SqlCopies(self.database, self.questions)

    @made_once
    def askers(self) -> SqlAskers:
        return SqlAskers(self.database)

    @made_once
    def arrivals(self) -> SqlArrivals:
        return SqlArrivals(self.database)

    @made_once
    def imports(self) -> SqlImports:
        return SqlImports(self.database)

    @made_once
    def outbox(self) -> SqlOutbox:
        return SqlOutbox(self.database)

    @made_once
    def letters(self) -> SqlLetters:
        return SqlLetters(self.database)

    @made_once
    def posts(self) -> SqlPosts:
        return SqlPosts(self.database)

    @made_once
    def listening(self) -> SqlListening:
        return SqlListening(self.database)

    @made_once
    def tones(self) -> SqlTones:
        return SqlTones(self.database)

    @made_once
    def followers(self) -> SqlFollowers:
        return SqlFollowers(self.database)

    @made_once
    def targets(self) -> SqlTargets:
        return SqlTargets(self.database)

    @made_once
    def sources(self) -> SqlSources:
        return SqlSources(self.database)

    @made_once
    def presence(self) -> SqlPresence:
        return SqlPresence(self.database)

    @made_once
    def accounts(self) -> SqlAccounts:
        return SqlAccounts(self.database)

    @made_once
    def sessions(self) -> SqlSessions:
        return SqlSessions(self.database)

    @made_once
    def second_steps(self) -> SqlSecondSteps:
        return SqlSecondSteps(self.database)

    @made_once
    def sign_ons(self) -> SqlSignOns:
        return SqlSignOns(self.database)

    @made_once
    def tries(self) -> SqlTries:
        return SqlTries(self.database)

    @made_once
    def people(self) -> SqlPeople:
        return SqlPeople(self.database)

    @made_once
    def partners(self) -> SqlPartners:
        return SqlPartners(self.database)

    @made_once
    def chats(self) -> SqlChats:
        return SqlChats(self.database)

    @made_once
    def recaps(self) -> SqlRecaps:
        return SqlRecaps(self.database)

    @made_once
    def erasures(self) -> SqlErasures:
        return SqlErasures(self.database)

    @made_once
    def person_data(self) -> SqlPersonData:
        return SqlPersonData(self.database, self.questions, self.posts)

    @made_once
    def vectors(self) -> SqlVectors:
        return SqlVectors(self.database)

    @made_once
    def support(self) -> SqlSupport:
        return SqlSupport(self.database)

    @made_once
    def poll(self) -> SqlPoll:
        return SqlPoll(self.database)

    @made_once
    def about(self) -> SqlAbout:
        return SqlAbout(self.database)

    @made_once
    def settings(self) -> SqlSettings:
        return SqlSettings(self.database)

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
