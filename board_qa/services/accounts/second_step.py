"""Turning the second step of signing in on and off, and getting through it."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from board_qa.domain.accounts import second_step
from board_qa.domain.accounts.changes import AccountAction
from board_qa.domain.accounts.guessing import Visitor
from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.ports.system import CodeApps, Passwords
from board_qa.services.accounts import signing_in
from board_qa.services.accounts.guesses import count_try, known_device, tries_at_codes
from board_qa.services.accounts.signing_in import COMMAND_LINE, SignedIn


@dataclass(frozen=True)
class RecoveryCodes:
    """Ten of them, shown once, and the token that takes the place of the session's; "" where that ended meanwhile."""

    codes: list[str]
    session: str


def is_on(ports: Ports, account_id: int) -> bool:
    step = ports.store.second_steps.get(account_id)
    return step is not None and step.on


def lacks(ports: Ports, person: Moderator) -> bool:
    """Whether the board asks that this person turns the second step on, and they have not."""
    return ports.codes_for.includes(person.role) and not is_on(ports, person.id)


def let_in(ports: Ports, session: str) -> Moderator | None:
    """Whose session this is; None where it ended, or they have yet to turn on the second step."""
    person = signing_in.session_owner(ports, session)
    return None if person is None or lacks(ports, person) else person


def offer(ports: Ports, apps: CodeApps, person: Moderator) -> str:
    """Make the key that the person's app is to have, sealed; "" where codes are on.

    It is another one each time: somebody else may have seen the one that was offered before.
    """
    with ports.store.transaction():
        if is_on(ports, person.id):
            return ""
        sealed = apps.seal(ports.ids.bytes(second_step.APP_KEY_BYTES))
        ports.store.second_steps.offer(person.id, sealed)
        return sealed


def turn_on(
    ports: Ports, passwords: Passwords, apps: CodeApps, person: Moderator, password: str, code: str, session: str
) -> RecoveryCodes | None:
    """Ask for codes from the next sign-in on; the recovery codes, or None for a wrong password or code.

    Whoever came by an open computer would lock its owner out with a phone of their own: it takes the password, where
    they have not just signed in. Whoever came in elsewhere by the password alone is out, and a device is known once
    somebody gave a code on it. Raises TooManyTries.
    """
    asks_password = not signing_in.just_signed_in(ports, person, session)
    if is_on(ports, person.id) or not signing_in.is_owner(ports, passwords, person, password, session):
        return None
    with _a_right_code(ports, apps, person, code, "", session) as right:
        if not right or is_on(ports, person.id):
            return None
        ports.store.second_steps.turn_on(person.id)
        ports.store.sessions.end_others(person.id, session)
        ports.store.sessions.forget_devices(person.id)
        _record(ports, person, AccountAction.CODE_ON)
        return _new_codes(ports, person, signing_in.renew(ports, session, asks_password))


def turn_off(
    ports: Ports, passwords: Passwords, apps: CodeApps, person: Moderator, password: str, code: str, session: str
) -> str | None:
    """Ask for no codes any more; the token that takes the place of the session's ("": it ended); None for a wrong one.

    It takes the password and a code, and ends all other sessions. Raises TooManyTries.
    """
    if not signing_in.is_right(ports, passwords, person, password, session):
        return None
    with _a_right_code(ports, apps, person, code, "", session) as right:
        if not right:
            return None
        ports.store.second_steps.remove(person.id)
        # Whoever is signed in elsewhere could turn codes on again, by an app of theirs (ASVS 7.4.3).
        ports.store.sessions.end_others(person.id, session)
        _record(ports, person, AccountAction.CODE_OFF)
        return signing_in.renew(ports, session, by_password=True)


def new_recovery_codes(
    ports: Ports, passwords: Passwords, apps: CodeApps, person: Moderator, password: str, code: str, session: str
) -> RecoveryCodes | None:
    """Ten new ones, and the ones before work no more; None for a wrong password or code, as `turn_on` asks for them.

    Raises TooManyTries.
    """
    asks_password = not signing_in.just_signed_in(ports, person, session)
    if not is_on(ports, person.id) or not signing_in.is_owner(ports, passwords, person, password, session):
        return None
    with _a_right_code(ports, apps, person, code, "", session) as right:
        if not right:
            return None
        _record(ports, person, AccountAction.NEW_RECOVERY_CODES)
        return _new_codes(ports, person, signing_in.renew(ports, session, asks_password))


def finish(ports: Ports, apps: CodeApps, token: str, code: str, visitor: Visitor) -> SignedIn | None:
    """Start the session of somebody who waits for this step; None for a wrong code. Raises TooManyTries."""
    waiting = ports.store.second_steps.waiting(token, ports.clock())
    if waiting is None:
        return None
    known = known_device(ports, waiting.person, visitor)
    try:
        with _a_right_code(ports, apps, waiting.person, code, visitor.address, known) as right:
            if not right:
                return None
            if ports.store.second_steps.waiting(token, ports.clock()) is None:
                raise _NoLongerAwaited
            ports.store.second_steps.stop_waiting(token)
            return signing_in.enter(ports, waiting.person, visitor, waiting.by_link)
    except _NoLongerAwaited:
        return None


class _NoLongerAwaited(Exception):
    """Meanwhile the account was closed or reset, or another of two presses got in: no code is used up for that."""


def set_back(ports: Ports, username: str) -> Moderator | None:
    """Take somebody's second step away from the command line; None where there is no such account."""
    with ports.store.transaction():
        person = ports.store.accounts.by_username(signing_in.normal(username))
        if person is not None:
            take_away(ports, person, COMMAND_LINE)
    return person


def take_away(ports: Ports, person: Moderator, actor: Actor) -> bool:
    """For somebody who lost both their phone and their recovery codes; whether codes were on. They are signed out
    everywhere. In the caller's transaction.
    """
    was_on = is_on(ports, person.id)
    ports.store.second_steps.remove(person.id)
    ports.store.sessions.end_all(person.id)
    ports.store.tries.forget_all(tries_at_codes(person.username))
    if was_on:
        ports.store.people.record(person.id, AccountAction.CODE_SET_BACK, actor, ports.clock())
    return was_on


def is_off_or_right(ports: Ports, apps: CodeApps, person: Moderator, code: str, session: str) -> bool:
    """Whether somebody who gave their password need give no code, or gave a right one, which is then used up.

    Raises TooManyTries.
    """
    if not is_on(ports, person.id):
        return True
    with _a_right_code(ports, apps, person, code, "", session) as right:
        return right


@contextmanager
def _a_right_code(
    ports: Ports, apps: CodeApps, person: Moderator, typed: str, address: str, known: str
) -> Iterator[bool]:
    """Whether a code, of the app or for its loss, is right, in the transaction in which it is used up.

    Wrong ones are counted as wrong passwords are. Raises TooManyTries.
    """
    forget = count_try(ports, tries_at_codes(person.username), address, known)
    with ports.store.transaction():
        right = _use_up(ports, apps, person, second_step.plain(typed))
        if right:
            forget()
        yield right


def _use_up(ports: Ports, apps: CodeApps, person: Moderator, code: str) -> bool:
    steps = ports.store.second_steps
    theirs = steps.get(person.id)
    if theirs is None:
        return False
    if not second_step.is_from_app(code):
        return steps.use_recovery_code(person.id, code)
    step = apps.step(theirs.sealed, code, ports.clock())
    return step is not None and steps.use_step(person.id, step)


def _new_codes(ports: Ports, person: Moderator, session: str) -> RecoveryCodes:
    made = [ports.ids.bytes(second_step.RECOVERY_BYTES) for _ in range(second_step.RECOVERY_CODES)]
    codes = [b32encode(one).decode().rstrip("=").lower() for one in made]
    ports.store.second_steps.set_recovery_codes(person.id, codes)
    return RecoveryCodes(codes, session)


def _record(ports: Ports, person: Moderator, action: AccountAction) -> None:
    ports.store.people.record(person.id, action, Actor(person.name, person.id), ports.clock())
