"""What the core needs from where the people at the desk are kept: who they are, and how they get in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from board_qa.domain.accounts.changes import AccountAction, AccountChange
from board_qa.domain.accounts.guessing import Tries
from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.presence import Presence
from board_qa.domain.accounts.roles import Role
from board_qa.domain.accounts.second_step import SecondStep, Waiting
from board_qa.domain.accounts.sessions import NewDevice, Session
from board_qa.domain.questions.history import Actor


class AccountStore(Protocol):
    """Moderators, and the links that sign them in once. Only hashes of secrets are stored."""

    def add(
        self, username: str, name: str, password_hash: str, now: datetime, role: Role = Role.MODERATOR
    ) -> Moderator | None:
        """Store an account, or None where the name is taken (by a closed account, too)."""

    def all(self) -> list[Moderator]:
        """Every account, closed ones too, by name."""

    def by_username(self, username: str) -> Moderator | None:
        """An account, closed or open."""

    def set_password(self, username: str, password_hash: str) -> bool:
        """Store a password and end every way in that was there: sessions, one-time links, known devices, and a key of
        an app that is not on yet. False where there is no such account.
        """

    def hash_anew(self, moderator_id: int, before: str, password_hash: str) -> None:
        """Store the same password hashed in another way, where its hash is still `before`. Nobody is signed out."""

    def add_link(self, moderator_id: int, token: str, until: datetime) -> None: ...
    def forget_links(self, now: datetime) -> None:
        """Delete links that nobody can use any more."""

    def use_link(self, token: str, now: datetime) -> Moderator | None:
        """The owner of a one-time link, which is used up; None for a used, old or made-up one, or a closed account."""


class PeopleStore(Protocol):
    """What administrators do to accounts, and the history of it."""

    def get(self, account_id: int) -> Moderator | None:
        """An account, closed or open."""

    def set_role(self, account_id: int, role: Role) -> None: ...
    def close(self, account_id: int, now: datetime) -> None:
        """Close an account, and end its sessions and links."""

    def reopen(self, account_id: int) -> None: ...
    def end_links(self, account_id: int) -> None:
        """No link made so far signs this person in any more."""

    def page(self, limit: int, skip: int = 0) -> list[Moderator]:
        """Some of the accounts, closed ones too, by name."""

    def count(self) -> int:
        """How many accounts there are."""

    def last_sign_ins(self, account_ids: Collection[int]) -> dict[int, datetime]:
        """When each of these people signed in last, by account; those who never did are left out."""

    def record(
        self, account_id: int, action: AccountAction, actor: Actor, now: datetime, role: Role | None = None
    ) -> None: ...
    def history(self, limit: int, account_id: int | None = None) -> list[AccountChange]:
        """What was done to accounts, or to one of them, newest first."""


class SessionStore(Protocol):
    """Where people are signed in, and on which devices they were. Of their secrets there are hashes only."""

    def start(self, moderator_id: int, token: str, browser: str, now: datetime, until: datetime, by_link: bool) -> None:
        """Begin a session."""

    def owner(self, token: str, now: datetime, used_since: datetime) -> Moderator | None:
        """Whose session this is, with the role they have now; None where it ended or the account is closed."""

    def came_by_link(self, token: str, since: datetime) -> bool:
        """Whether this session was started with a one-time link, since a moment."""

    def use(self, token: str, now: datetime, unless_since: datetime) -> None:
        """Note that a session is in use, unless that was noted since a moment."""

    def renew(self, token: str, new_token: str) -> bool:
        """Give the session another token, so that the one it had opens nothing; False where it has ended."""

    def begin_anew(self, token: str, now: datetime, until: datetime) -> None:
        """Let the session count as one that began now, by a password."""

    def mark_vouched_only(self, token: str) -> None:
        """Let the session not count as one whose owner has just shown who they are."""

    def end(self, token: str) -> None: ...
    def of_account(self, moderator_id: int, now: datetime, used_since: datetime) -> list[Session]:
        """The sessions that have not ended, the one that began last first."""

    def id_of(self, token: str) -> str:
        """By which `of_account` lists the session."""

    def end_one(self, moderator_id: int, session_id: str) -> None: ...
    def end_others(self, moderator_id: int, token: str) -> None:
        """All but the session of this token, and what waits for a code to become one."""

    def end_all(self, moderator_id: int) -> None:
        """Also what waits for a code to become one."""

    def forget_devices(self, moderator_id: int) -> None:
        """Know none of somebody's devices any more."""

    def know_device(self, moderator_id: int, device: str, browser: str, now: datetime, since: datetime) -> None:
        """Remember that somebody is signed in on a device. It is news to them where they were on another one `since` a
        moment."""

    def forget(self, now: datetime, used_since: datetime, devices_since: datetime) -> None:
        """Delete sessions that are over, or were not used since a moment, and devices on which nobody was since one."""

    def knows_device(self, device: str, since: datetime, moderator_id: int | None = None) -> bool:
        """Whether the owner of this account, or of any, signed in on a device since a moment."""

    def new_devices(self, moderator_id: int, device: str) -> list[NewDevice]:
        """Devices on which an account was used after it was on another, that nobody looked at; this one left out."""

    def mark_devices_seen(self, moderator_id: int, device: str, until: datetime) -> None:
        """Their owner looked at the devices that were new until then, on this one, which is not among them."""


class SecondStepStore(Protocol):
    """The second step of signing in: sealed keys of apps, hashes of recovery codes, and who waits for the step."""

    def get(self, account_id: int) -> SecondStep | None: ...
    def offer(self, account_id: int, sealed: str) -> None:
        """Keep a key for an account whose codes are off, in place of one that was offered before. It is not on yet."""

    def turn_on(self, account_id: int) -> None: ...
    def remove(self, account_id: int) -> None:
        """Forget the key and the recovery codes."""

    def use_step(self, account_id: int, step: int) -> bool:
        """Whether this time step is later than each that was used before; from now on it is the last one."""

    def set_recovery_codes(self, account_id: int, codes: Sequence[str]) -> None:
        """In place of those there are."""

    def use_recovery_code(self, account_id: int, code: str) -> bool:
        """Whether the account has this code, which is used up now."""

    def recovery_codes_left(self, account_id: int) -> int: ...
    def wait(self, account_id: int, token: str, by_link: bool, until: datetime) -> None:
        """Somebody is to give a code until a moment."""

    def forget_waits(self, now: datetime) -> None:
        """Delete who was to give a code until now."""

    def waiting(self, token: str, now: datetime) -> Waiting | None: ...
    def stop_waiting(self, token: str) -> None: ...


class SignOnStore(Protocol):
    """Who an account is at the organisation's provider: one subject, which is no other account's."""

    def owner(self, issuer: str, subject: str) -> Moderator | None: ...
    def link(self, account_id: int, issuer: str, subject: str) -> bool:
        """False where the account is somebody's there already."""

    def is_linked(self, account_id: int) -> bool: ...
    def unlink(self, account_id: int) -> bool:
        """False where it was nobody's there."""


class TryStore(Protocol):
    """Tries at passwords, until the right one follows. Of a device, and of a network, there is a hash."""

    def record(self, username: str, network: str, device: str, now: datetime) -> None:
        """Remember a try. `device` is empty for one not known."""

    def forget_before(self, moment: datetime) -> None:
        """Delete tries that count no more."""

    def since(self, username: str, network: str, device: str, since: datetime) -> Tries: ...
    def forget(self, username: str, network: str, device: str) -> None:
        """The right password followed: forget the tries at this name that came from here."""

    def forget_all(self, username: str) -> None:
        """The name has a new password: nobody guesses at the old one."""


class PresenceStore(Protocol):
    """What each moderator has before them."""

    def set(self, moderator_id: int, meeting_id: int, question_id: int | None, now: datetime) -> bool:
        """Remember what a moderator has before them; whether that is news."""

    def forget(self, before: datetime) -> None:
        """Delete what was said before a moment."""

    def of_meeting(self, meeting_id: int, since: datetime) -> list[Presence]:
        """Who looked at what in this meeting, and said so since a moment."""
