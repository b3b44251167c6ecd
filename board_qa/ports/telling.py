"""What the core needs to tell people by email: where letters are kept, and a service that takes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from board_qa.domain.telling.letters import Letter, LetterState


class LetterStore(Protocol):
    """Every letter that somebody sent, and what became of it."""

    def add(self, letter: Letter) -> Letter: ...
    def get(self, letter_id: int) -> Letter | None: ...
    def by_key(self, key: str) -> Letter | None: ...
    def of_meeting(self, meeting_id: int) -> Sequence[Letter]:
        """Those about the questions that are in a meeting now, oldest first."""

    def of_question(self, question_id: int) -> Sequence[Letter]:
        """Oldest first."""

    def in_state(self, state: LetterState, practised: bool, due: datetime | None = None) -> Sequence[Letter]:
        """Oldest first; with `due` those whose next step is due by then."""

    def sent(self, practised: bool) -> int:
        """How many ever left."""

    def move(self, letter: Letter, to: Letter) -> bool:
        """Store what became of a letter where it still is as it was read; whether that was so."""


class MailRefused(Exception):
    """This letter will not be taken, however often it is sent; `why` is a sentence for the desk."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class MailTrouble(Exception):
    """It was not taken this time; `why` is a sentence for the desk."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class MailUnclear(Exception):
    """It was handed over and nobody confirmed it: it may have been sent."""


@dataclass(frozen=True)
class Email:
    """An email in plain text; `key` is this one's alone."""

    to: str
    subject: str
    text: str
    key: str


class Delivery(StrEnum):
    """What a service says became of a letter that it took. SILENT: it never says."""

    SILENT = "silent"
    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


class Mailer(Protocol):
    """A service that takes emails, one at a time. `practised`: none of them leaves this computer. `finds`: it can say
    whether it has a letter."""

    practised: bool
    finds: bool

    def ready(self) -> None:
        """Open the line before the first letter. Raises MailTrouble."""

    def send(self, email: Email) -> str:
        """Hand a letter over; what the service calls it. Raises MailRefused, MailTrouble and MailUnclear."""

    def find(self, key: str) -> str:
        """What the service calls the letter with this key; '' where it has none. Raises MailTrouble."""

    def delivery(self, reference: str) -> tuple[Delivery, str]:
        """What became of a letter, with a sentence on what went wrong. Raises MailTrouble."""

    def close(self) -> None:
        """Close the line after the last letter."""
