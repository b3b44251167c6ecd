"""Everything that is kept, as the core knows it; each topic has a module of its own beside this one."""

from __future__ import annotations

from collections.abc import Hashable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from board_qa.ports.accounts import (
    AccountStore,
    PeopleStore,
    PresenceStore,
    SecondStepStore,
    SessionStore,
    SignOnStore,
    TryStore,
)
from board_qa.ports.chats import ChatStore
from board_qa.ports.listening import FollowerStore, ListeningStore, PollStore, TargetStore
from board_qa.ports.meetings import AboutStore, MeetingStore, PartnerStore, SettingStore
from board_qa.ports.networks import OutboxStore, SourceStore
from board_qa.ports.owed import OwedStore
from board_qa.ports.posts import PostStore
from board_qa.ports.privacy import ErasureStore, PersonStore
from board_qa.ports.questions import (
    ArrivalStore,
    AskerStore,
    CopyStore,
    ImportStore,
    QuestionStore,
    QueueStore,
    SupportStore,
)
from board_qa.ports.recaps import RecapStore
from board_qa.ports.searching import SearchStore, VectorStore
from board_qa.ports.telling import LetterStore
from board_qa.ports.tones import ToneStore


class StoreUnavailable(Exception):
    """Nothing was stored, and perhaps nothing read: another program has the database locked, or the disk is full."""


class LeaseStore(Protocol):
    """Who may work: one process at a time, for each name of a lease."""

    def take(self, name: str, holder: str, now: datetime, seconds: float) -> bool:
        """Take or renew a lease; False while another holder has it."""

    def release(self, name: str, holder: str) -> None:
        """Give a lease back, if this holder still has it."""

    def holder(self, name: str, now: datetime) -> str:
        """Who holds the lease now; '' if nobody."""


class Store(Protocol):
    """Everything that is kept."""

    def free_bytes(self) -> int | None:
        """How much room is left where it is kept; None where nobody here can tell."""

    @property
    def meetings(self) -> MeetingStore: ...
    @property
    def questions(self) -> QuestionStore: ...
    @property
    def queue(self) -> QueueStore: ...
    @property
    def owed(self) -> OwedStore: ...
    @property
    def askers(self) -> AskerStore: ...
    @property
    def copies(self) -> CopyStore: ...
    @property
    def imports(self) -> ImportStore: ...
    @property
    def outbox(self) -> OutboxStore: ...
    @property
    def letters(self) -> LetterStore: ...
    @property
    def posts(self) -> PostStore: ...
    @property
    def listening(self) -> ListeningStore: ...
    @property
    def tones(self) -> ToneStore: ...

    @property
    def followers(self) -> FollowerStore: ...
    @property
    def targets(self) -> TargetStore: ...
    @property
    def sources(self) -> SourceStore: ...
    @property
    def leases(self) -> LeaseStore: ...
    @property
    def accounts(self) -> AccountStore: ...
    @property
    def sessions(self) -> SessionStore: ...
    @property
    def second_steps(self) -> SecondStepStore: ...
    @property
    def sign_ons(self) -> SignOnStore: ...
    @property
    def tries(self) -> TryStore: ...
    @property
    def presence(self) -> PresenceStore: ...
    @property
    def people(self) -> PeopleStore: ...
    @property
    def search(self) -> SearchStore: ...
    @property
    def vectors(self) -> VectorStore: ...
    @property
    def support(self) -> SupportStore: ...
    @property
    def poll(self) -> PollStore: ...
    @property
    def arrivals(self) -> ArrivalStore: ...
    @property
    def about(self) -> AboutStore: ...
    @property
    def settings(self) -> SettingStore: ...
    @property
    def partners(self) -> PartnerStore: ...
    @property
    def recaps(self) -> RecapStore: ...
    @property
    def chats(self) -> ChatStore: ...
    @property
    def erasures(self) -> ErasureStore: ...
    @property
    def person_data(self) -> PersonStore: ...

    def open(self) -> None:
        """Open it and bring its tables up to date now, and not when it is first used."""

    def version(self) -> Hashable:
        """Another one as soon as anything was stored, by this process or another. It costs next to nothing."""

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing. No network call, no announcement and no waiting inside."""
