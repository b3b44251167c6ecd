"""Turning the second step of signing in on and off, and getting through it."""

from __future__ import annotations

from base64 import b32encode
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
    they have not just signed in. Whoever came in elsewhere by the password alone is out. Raises TooManyTries.
    """
    asks_password = not signing_in.just_signed_in(ports, person, session)
    if is_on(ports, person.id) or not signing_in.is_owner(ports, passwords, person, password, session):
        return None
    if not _is_right(ports, apps, person, code, "", session):
        return None
    with ports.store.transaction():
        ports.store.second_steps.turn_on(person.id)
        ports.store.sessions.end_others(person.id, session)
        _record(ports, person, AccountAction.CODE_ON)
        return _new_codes(ports, person, signing_in.renew(ports, session, asks_password))


def turn_off(
    ports: Ports, passwords: Passwords, apps: CodeApps, person: Moderator, password: str, code: str, session: str
) -> str | None:
    """Ask for no codes any more; the token that takes the place of the session's ("": it ended); None for a wrong one.

    It takes the password and a code. Raises TooManyTries.
    """
    if not signing_in.is_right(ports, passwords, person, password, session):
        return None
    if not _is_right(ports, apps, person, code, "", session):
        return None
    with ports.store.transaction():
        ports.store.second_steps.remove(person.id)
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
    if not _is_right(ports, apps, person, code, "", session):
        return None
    with ports.store.transaction():
        _record(ports, person, AccountAction.NEW_RECOVERY_CODES)
        return _new_codes(ports, person, signing_in.renew(ports, session, asks_password))


def finish(ports: Ports, apps: CodeApps, token: str, code: str, visitor: Visitor) -> SignedIn | None:
    """Start the session of somebody who waits for this step; None for a wrong code. Raises TooManyTries."""
    waiting = ports.store.second_steps.waiting(token, ports.clock())
    if waiting is None:
        return None
    known = known_device(ports, waiting.person, visitor)
    if not _is_right(ports, apps, waiting.person, code, visitor.address, known):
        return None
    with ports.store.transaction():
        ports.store.second_steps.stop_waiting(token)
        return signing_in.enter(ports, waiting.person, visitor, waiting.by_link)


def set_back(ports: Ports, username: str) -> Moderator | None:
    """Take somebody's second step away from the command line; None where there is no such account."""
    with ports.store.transaction():
        person = ports.store.accounts.by_username(signing_in.normal(username))
        if person is not None:
            take_away(ports, person, COMMAND_LINE)
    return person


def take_away(ports: Ports, person: Moderator, actor: Actor) -> bool:
    """For somebody who lost both their phone and their recovery codes; whether codes were on. In the caller's
    transaction.
    """
    was_on = is_on(ports, person.id)
    ports.store.second_steps.remove(person.id)
    ports.store.tries.forget_all(tries_at_codes(person.username))
    if was_on:
        ports.store.people.record(person.id, AccountAction.CODE_SET_BACK, actor, ports.clock())
    return was_on


def is_off_or_right(ports: Ports, apps: CodeApps, person: Moderator, code: str, session: str) -> bool:
    """Whether somebody who gave their password need give no code, or gave a right one, which is then used up.

    Raises TooManyTries.
    """
    return not is_on(ports, person.id) or _is_right(ports, apps, person, code, "", session)


def _is_right(ports: Ports, apps: CodeApps, person: Moderator, typed: str, address: str, known: str) -> bool:
    """Use a code up, of the app or for its loss. Wrong ones are counted as wrong passwords are. Raises TooManyTries."""
    forget = count_try(ports, tries_at_codes(person.username), address, known)
    code, steps = second_step.plain(typed), ports.store.second_steps
    with ports.store.transaction():
        theirs = steps.get(person.id)
        if theirs is None:
            return False
        if second_step.is_from_app(code):
            step = apps.step(theirs.sealed, code, ports.clock())
            right = step is not None and steps.use_step(person.id, step)
        else:
            right = steps.use_recovery_code(person.id, code)
        if right:
            forget()
        return right


def _new_codes(ports: Ports, person: Moderator, session: str) -> RecoveryCodes:
    made = [ports.ids.bytes(second_step.RECOVERY_BYTES) for _ in range(second_step.RECOVERY_CODES)]
    codes = [b32encode(one).decode().rstrip("=").lower() for one in made]
    ports.store.second_steps.set_recovery_codes(person.id, codes)
    return RecoveryCodes(codes, session)


def _record(ports: Ports, person: Moderator, action: AccountAction) -> None:
    ports.store.people.record(person.id, action, Actor(person.name, person.id), ports.clock())
