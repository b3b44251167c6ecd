"""What the pages about the people at the desk show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from board_qa.domain.accounts.changes import AccountChange
from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.roles import MEANINGS, TITLES
from board_qa.domain.questions.paging import Paging
from board_qa.web.shell import words
from board_qa.web.shell.forms import PageForm


@dataclass(frozen=True)
class PersonRow:
    """Somebody who can come in, or could before their account was closed."""

    person: Moderator
    is_you: bool
    last_sign_in: datetime | None
    zone: str

    @property
    def role(self) -> str:
        return TITLES[self.person.role]

    @property
    def role_now(self) -> str:
        """A role in a sentence: a chair, an administrator."""
        return words.a_role(self.person.role)

    @property
    def signed_in_at(self) -> str:
        """'' for somebody who never was."""
        return words.day_and_time(self.last_sign_in, self.zone) if self.last_sign_in else ""


@dataclass(frozen=True)
class Event:
    """A row of the accounts' history as a person reads it."""

    at: str
    what: str


@dataclass(frozen=True)
class PeoplePage:
    form: PageForm
    rows: Sequence[PersonRow]
    paging: Paging
    history: Sequence[Event]
    by_organisation: bool  # people sign in with their organisation's account
    role_hints: ClassVar = {role.value: meaning for role, meaning in MEANINGS.items()}


@dataclass(frozen=True)
class PersonPage:
    row: PersonRow
    form: PageForm
    link_form: PageForm
    problem: str  # why what was asked for is not possible; '' where all is well
    history: Sequence[Event]
    has_codes: bool  # a security code is asked of them
    places: int  # where they are signed in
    linked: bool  # to an account of the organisation
    role_hints: ClassVar = PeoplePage.role_hints


@dataclass(frozen=True)
class PersonLinkPage:
    """Shown once: the link is kept nowhere."""

    person: Moderator
    link: str
    hours: int  # that it works for
    has_password: bool  # or may have one


def events(history: Sequence[AccountChange], zone: str) -> list[Event]:
    return [Event(words.day_and_time(change.at, zone), words.account_done(change)) for change in history]
