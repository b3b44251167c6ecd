"""Accounts, passwords, one-time links and sessions for moderators."""

from __future__ import annotations

from datetime import timedelta

from ..domain.model import Moderator
from ..ports import Passwords
from .core import Core

SESSION_LASTS = timedelta(hours=12)  # one board day
LINK_LASTS = timedelta(hours=12)
PASSWORD_MIN = 12  # NCSC and NHS guidance: length over complexity rules
_TRIES, _TRIES_WINDOW = 10, timedelta(minutes=15)


class TooManyTries(Exception):
    """Too many tries at this name lately that were not followed by the right password."""


def add_moderator(core: Core, passwords: Passwords, username: str, name: str, password: str) -> Moderator | None:
    """Make an account; None where the user name is taken."""
    return core.store.accounts.add(_normal(username), name, passwords.hash(password), core.clock())


def sign_in(core: Core, passwords: Passwords, username: str, password: str) -> str | None:
    """Check a password and start a session; its token, or None for a wrong name or password.

    Takes as long for a name that does not exist. Raises TooManyTries.
    """
    username, now = _normal(username), core.clock()
    accounts = core.store.accounts
    with core.store.transaction():  # counted before the slow hashing, so that guesses at once count as well
        if accounts.tries_since(username, now - _TRIES_WINDOW) >= _TRIES:
            raise TooManyTries
        accounts.record_try(username, now)
    moderator = accounts.by_username(username)
    right = passwords.matches(moderator.password_hash if moderator else "", password)
    if moderator is None or not right:
        return None
    accounts.forget_tries(username)
    return start_session(core, moderator)


def start_session(core: Core, moderator: Moderator) -> str:
    token, now = core.ids.token(), core.clock()
    core.store.accounts.start_session(moderator.id, token, now, now + SESSION_LASTS)
    return token


def make_link(core: Core, moderator: Moderator) -> str:
    """A token that signs this moderator in once."""
    token = core.ids.token()
    core.store.accounts.add_link(moderator.id, token, core.clock() + LINK_LASTS)
    return token


def use_link(core: Core, token: str) -> str | None:
    """Start a session with a one-time link; None where it was used, is too old or was never made."""
    moderator = core.store.accounts.use_link(token, core.clock())
    return None if moderator is None else start_session(core, moderator)


def _normal(username: str) -> str:
    return username.strip().casefold()
