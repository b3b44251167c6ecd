"""Accounts, passwords, one-time links and sessions for moderators."""

from __future__ import annotations

from datetime import timedelta

from board_qa.domain.accounts.changes import AccountAction
from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.roles import Role
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.ports.system import Passwords

SESSION_LASTS = timedelta(hours=12)  # one board day
LINK_LASTS = timedelta(hours=12)
# Whoever came in by a link has no password to show, so for this long they may set one without: time to think of
# three words, and not long enough for a laptop that was left open.
LINK_SETS_PASSWORD = timedelta(minutes=30)
PASSWORD_MIN = 12  # NCSC and NHS guidance: length over complexity rules
_TRIES, _TRIES_WINDOW = 10, timedelta(minutes=15)
# Whoever is at the machine itself; the accounts' history says so.
COMMAND_LINE = Actor("The command line")


class TooManyTries(Exception):
    """Too many attempts at this name lately that were not followed by the right password."""


def add_moderator(
    ports: Ports, passwords: Passwords, username: str, name: str, password: str, role: Role | None = None
) -> Moderator | None:
    """Make an account from the command line; None where the user name is taken.

    Without a role it is a moderator, but an administrator as long as no administrator has a password: somebody must
    be able to come in and add the others.
    """
    hashed, now = passwords.hash(password), ports.clock()
    with ports.store.transaction():
        role = role or (Role.MODERATOR if _has_administrator(ports) else Role.ADMINISTRATOR)
        person = ports.store.accounts.add(normal(username), name, hashed, now, role)
        if person is not None:
            ports.store.people.record(person.id, AccountAction.ADD, COMMAND_LINE, now, role)
    return person


def set_password(ports: Ports, passwords: Passwords, username: str, password: str) -> Moderator | None:
    """Set somebody's password from the command line and end their sessions; None where there is no such account."""
    hashed = passwords.hash(password)
    with ports.store.transaction():
        person = ports.store.accounts.by_username(normal(username))
        if person is not None:
            ports.store.accounts.set_password(person.username, hashed)
            ports.store.people.record(person.id, AccountAction.SET_PASSWORD, COMMAND_LINE, ports.clock())
    return person


def sign_in(ports: Ports, passwords: Passwords, username: str, password: str) -> str | None:
    """Check a password and start a session; its token, or None for a wrong name or password or a closed account.

    Takes as long for a name that does not exist. Raises TooManyTries.
    """
    username, accounts = normal(username), ports.store.accounts
    _count_try(ports, username)
    person = accounts.by_username(username)
    checked = person.password_hash if person and not person.closed else ""
    if not passwords.matches(checked, password):
        return None
    with ports.store.transaction():
        fresh = accounts.by_username(username)
        # Hashing is slow: meanwhile the account may have been closed, or been given another password.
        if fresh is None or fresh.closed or fresh.password_hash != checked:
            return None
        accounts.forget_tries(username)
        return start_session(ports, fresh)


def start_session(ports: Ports, moderator: Moderator, by_link: bool = False) -> str:
    token, now = ports.ids.token(), ports.clock()
    ports.store.accounts.start_session(moderator.id, token, now, now + SESSION_LASTS, by_link)
    return token


def make_link(ports: Ports, moderator: Moderator) -> str:
    """A token that signs this moderator in once."""
    token = ports.ids.token()
    ports.store.accounts.add_link(moderator.id, token, ports.clock() + LINK_LASTS)
    return token


def use_link(ports: Ports, token: str) -> str | None:
    """Start a session with a one-time link; None where it was used, is too old or was never made."""
    with ports.store.transaction():
        moderator = ports.store.accounts.use_link(token, ports.clock())
        return None if moderator is None else start_session(ports, moderator, by_link=True)


def needs_no_password(ports: Ports, session: str) -> bool:
    """Whether this session may set a password without the one before: it has just come in by a one-time link."""
    return ports.store.accounts.came_by_link(session, ports.clock() - LINK_SETS_PASSWORD)


def change_own_password(ports: Ports, passwords: Passwords, session: str, current: str, new: str) -> str | None:
    """Set one's own password; the token of the session that takes this one's place, or None for a wrong current one.

    Every other session and every link of the account ends. Raises TooManyTries.
    """
    accounts = ports.store.accounts
    person = accounts.session_owner(session, ports.clock())
    if person is None or not (needs_no_password(ports, session) or _is_right(ports, passwords, person, current)):
        return None
    hashed = passwords.hash(new)
    with ports.store.transaction():
        fresh = accounts.session_owner(session, ports.clock())
        if fresh is None or fresh.password_hash != person.password_hash:
            return None  # while the hashing went on, the account was closed or somebody else set a password
        accounts.set_password(person.username, hashed)
        accounts.forget_tries(person.username)
        ports.store.people.record(person.id, AccountAction.OWN_PASSWORD, Actor(person.name, person.id), ports.clock())
        return start_session(ports, fresh)


def normal(username: str) -> str:
    """A user name as it is stored: capitals and spaces around it do not matter."""
    return username.strip().casefold()


def _is_right(ports: Ports, passwords: Passwords, person: Moderator, password: str) -> bool:
    """Guessing the current password on an open laptop is stopped like guessing at the door. Raises TooManyTries."""
    _count_try(ports, person.username)
    return passwords.matches(person.password_hash, password)


def _count_try(ports: Ports, username: str) -> None:
    """Count a try before the slow hashing, so that guesses at once count as well. Raises TooManyTries."""
    accounts, now = ports.store.accounts, ports.clock()
    with ports.store.transaction():
        since = now - _TRIES_WINDOW
        if accounts.tries_since(username, since) >= _TRIES:
            raise TooManyTries
        accounts.record_try(username, now, since)


def _has_administrator(ports: Ports) -> bool:
    return any(
        one.role is Role.ADMINISTRATOR and one.password_hash and not one.closed for one in ports.store.accounts.all()
    )
