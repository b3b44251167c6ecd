"""Accounts, passwords, one-time links and sessions for moderators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from board_qa.domain.accounts.changes import AccountAction
from board_qa.domain.accounts.guessing import Visitor
from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.roles import Role
from board_qa.domain.accounts.second_step import CODE_WITHIN
from board_qa.domain.accounts.sessions import IDLE_AFTER, NOTED_EVERY, SESSION_LASTS, Session
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.ports.system import Passwords
from board_qa.services.accounts.guesses import count_try, known_device, remember_device

LINK_LASTS = timedelta(hours=12)
# Whoever came in by a link has no password to show, so for this long they may set one without: time to think of
# three words, and not long enough for a laptop that was left open.
LINK_SETS_PASSWORD = timedelta(minutes=30)
# After that the password is asked for once more before other sessions end: somebody else may sit at an open laptop.
JUST_NOW = timedelta(minutes=10)
PASSWORD_MAX = 200  # characters; a whole sentence fits, and hashing a book would only keep the server busy
PASSWORD_MIN = 12  # NCSC and NHS guidance: length over complexity rules
# Whoever is at the machine itself; the accounts' history says so.
COMMAND_LINE = Actor("The command line")


EASY_TO_GUESS = (
    "This password is easy to guess: many people use one like it, or it is close to your name or the board’s. Choose "
    "three words that have nothing to do with each other"
)


class EasyToGuess(Exception):
    """Many others use this password, or it says little more than the name of the board or of its owner."""


@dataclass(frozen=True)
class SignedIn:
    """The token of a session that began, the secret by which the device it began on is known from now on, and whose.

    Where `needs_code`, no session began and no device is known yet: the token is for the page that asks for the code.
    """

    session: str
    device: str
    account: int
    needs_code: bool = False


def add_moderator(
    ports: Ports, passwords: Passwords, username: str, name: str, password: str, role: Role | None = None
) -> Moderator | None:
    """Make an account from the command line; None where the user name is taken.

    Without a role it is a moderator, but an administrator as long as no administrator has a password: somebody must
    be able to come in and add the others. Raises EasyToGuess.
    """
    refuse_easy(passwords, password, username, name)
    hashed, now = passwords.hash(password), ports.clock()
    with ports.store.transaction():
        role = role or (Role.MODERATOR if _has_administrator(ports) else Role.ADMINISTRATOR)
        person = ports.store.accounts.add(normal(username), name, hashed, now, role)
        if person is not None:
            ports.store.people.record(person.id, AccountAction.ADD, COMMAND_LINE, now, role)
    return person


def set_password(ports: Ports, passwords: Passwords, username: str, password: str) -> Moderator | None:
    """Set somebody's password from the command line and end their sessions; None where there is no such account.

    Raises EasyToGuess.
    """
    there = ports.store.accounts.by_username(normal(username))
    refuse_easy(passwords, password, username, there.name if there else "")
    hashed = passwords.hash(password)
    with ports.store.transaction():
        person = ports.store.accounts.by_username(normal(username))
        if person is not None:
            ports.store.accounts.set_password(person.username, hashed)
            ports.store.tries.forget_all(person.username)
            ports.store.people.record(person.id, AccountAction.SET_PASSWORD, COMMAND_LINE, ports.clock())
    return person


def sign_in(ports: Ports, passwords: Passwords, username: str, password: str, visitor: Visitor) -> SignedIn | None:
    """Check a password and start a session; None for a wrong name or password or a closed account.

    Takes as long for a name that does not exist. Raises TooManyTries.
    """
    username, accounts = normal(username), ports.store.accounts
    person = accounts.by_username(username)
    forget = count_try(ports, username, visitor.address, known_device(ports, person, visitor))
    checked = person.password_hash if person and not person.closed else ""
    if not passwords.matches(checked, password):
        return None
    anew = passwords.hash(password) if passwords.is_outdated(checked) else ""
    with ports.store.transaction():
        fresh = accounts.by_username(username)
        # Hashing is slow: meanwhile the account may have been closed, or been given another password.
        if fresh is None or fresh.closed or fresh.password_hash != checked:
            return None
        if not may_have_password(ports, fresh):
            return None
        forget()
        if anew:
            accounts.hash_anew(fresh.id, checked, anew)
        return begin(ports, fresh, visitor)


def may_have_password(ports: Ports, person: Moderator) -> bool:
    """Where people sign in with their organisation's account, passwords are for the day on which that does not work."""
    return not ports.passwords_for_administrators or person.role is Role.ADMINISTRATOR


def begin(ports: Ports, person: Moderator, visitor: Visitor, by_link: bool = False) -> SignedIn:
    """In, or on to the page that asks for a code, where the account has a second step."""
    step = ports.store.second_steps.get(person.id)
    if step is None or not step.on:
        return enter(ports, person, visitor, by_link)
    token = ports.ids.token()
    ports.store.second_steps.wait(person.id, token, by_link, ports.clock() + CODE_WITHIN)
    return SignedIn(token, "", person.id, needs_code=True)


def enter(ports: Ports, person: Moderator, visitor: Visitor, by_link: bool = False) -> SignedIn:
    """Begin a session of somebody who gave all that their account asks for, and know their device."""
    session = start_session(ports, person, visitor.browser, by_link)
    return SignedIn(session, remember_device(ports, person, visitor), person.id)


def start_session(ports: Ports, moderator: Moderator, browser: str = "", by_link: bool = False) -> str:
    token, now = ports.ids.token(), ports.clock()
    ports.store.sessions.start(moderator.id, token, browser, now, now + SESSION_LASTS, by_link)
    return token


def session_owner(ports: Ports, session: str) -> Moderator | None:
    """Whose session this is; None where it ended, was not used for too long, or the account is closed."""
    return ports.store.sessions.owner(session, ports.clock(), ports.clock() - IDLE_AFTER)


def note_use(ports: Ports, session: str) -> None:
    """This session is in use, and goes on."""
    ports.store.sessions.use(session, ports.clock(), ports.clock() - NOTED_EVERY)


def sessions(ports: Ports, person: Moderator) -> list[Session]:
    """Where somebody is signed in now."""
    return ports.store.sessions.of_account(person.id, ports.clock(), ports.clock() - IDLE_AFTER)


def lasts(ports: Ports, person: Moderator, session: str) -> timedelta:
    """How long until this session ends, if nobody uses it."""
    here = _this_one(ports, person, session)
    ends = min(here.used_at + IDLE_AFTER, here.started_at + SESSION_LASTS) if here else ports.clock()
    return ends - ports.clock()


def just_signed_in(ports: Ports, person: Moderator, session: str) -> bool:
    """Whether they have shown who they are within JUST_NOW; a provider that does not say when it asked is no proof."""
    here = _this_one(ports, person, session)
    return here is not None and here.started_at > ports.clock() - JUST_NOW and not here.vouched_only


def _this_one(ports: Ports, person: Moderator, session: str) -> Session | None:
    """The session of this token, if it is one of theirs that has not ended."""
    here = ports.store.sessions.id_of(session)
    return next((one for one in sessions(ports, person) if one.id == here), None)


def is_owner(ports: Ports, passwords: Passwords, person: Moderator, password: str, session: str) -> bool:
    """Whether this is not somebody at a computer that was left open: they have just signed in, or know the password.

    Raises TooManyTries.
    """
    return just_signed_in(ports, person, session) or is_right(ports, passwords, person, password, session)


def renew(ports: Ports, session: str, by_password: bool) -> str:
    """Another token for the session of somebody who has shown again who they are: a copy of the old one is worthless.

    So ASVS 7.2.4 asks. `by_password`: they count as just signed in. "" where the session ended meanwhile.
    """
    token, now = ports.ids.token(), ports.clock()
    with ports.store.transaction():
        if not ports.store.sessions.renew(session, token):
            return ""
        if by_password:
            ports.store.sessions.begin_anew(token, now, now + SESSION_LASTS)
    return token


def end_elsewhere(ports: Ports, person: Moderator, session: str, which: str) -> None:
    """End one other session of somebody's own, or all others without `which`."""
    if which:
        ports.store.sessions.end_one(person.id, which)
    else:
        ports.store.sessions.end_others(person.id, session)


def make_link(ports: Ports, moderator: Moderator) -> str:
    """A token that signs this moderator in once."""
    token = ports.ids.token()
    ports.store.accounts.add_link(moderator.id, token, ports.clock() + LINK_LASTS)
    return token


def use_link(ports: Ports, token: str, visitor: Visitor) -> SignedIn | None:
    """Start a session with a one-time link; None where it was used, is too old or was never made."""
    with ports.store.transaction():
        moderator = ports.store.accounts.use_link(token, ports.clock())
        return None if moderator is None else begin(ports, moderator, visitor, by_link=True)


def needs_no_password(ports: Ports, session: str) -> bool:
    """Whether this session may set a password without the one before: it has just come in by a one-time link."""
    return ports.store.sessions.came_by_link(session, ports.clock() - LINK_SETS_PASSWORD)


def number_of(ports: Ports, username: str) -> int | None:
    """The number of the account of this name, for the log; None where there is none."""
    person = ports.store.accounts.by_username(normal(username))
    return person.id if person else None


def normal(username: str) -> str:
    """A user name as it is stored: capitals and spaces around it do not matter."""
    return username.strip().casefold()


def is_right(ports: Ports, passwords: Passwords, person: Moderator, password: str, session: str) -> bool:
    """Guessing the current password on an open laptop is stopped like guessing at the door. Raises TooManyTries."""
    forget = count_try(ports, person.username, "", f"session {session}")
    if not may_have_password(ports, person) or not passwords.matches(person.password_hash, password):
        return False
    forget()
    return True


def refuse_easy(passwords: Passwords, password: str, *names: str) -> None:
    """Raises EasyToGuess."""
    if passwords.easy_to_guess(password, names):
        raise EasyToGuess


def _has_administrator(ports: Ports) -> bool:
    return any(
        one.role is Role.ADMINISTRATOR and one.password_hash and not one.closed for one in ports.store.accounts.all()
    )
