"""One's own password: changed, or given once more, and with it a security code where those are on."""

from __future__ import annotations

from dataclasses import dataclass

from board_qa.domain.accounts.changes import AccountAction
from board_qa.domain.accounts.guessing import Visitor
from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.ports.system import CodeApps, Passwords
from board_qa.services.accounts import second_step, signing_in
from board_qa.services.accounts.signing_in import SignedIn


@dataclass(frozen=True)
class Given:
    """By what somebody shows who they are; `code` is looked at where their security codes are on."""

    password: str
    code: str = ""


def change(
    ports: Ports, passwords: Passwords, apps: CodeApps, session: str, given: Given, new: str, visitor: Visitor
) -> SignedIn | None:
    """Set one's own password; the session that takes this one's place, or None for a wrong current one or code, and for
    whoever signs in at their organisation and has none here.

    Whoever has just come in by a one-time link gives neither: the link stands for the password, and the door asked for
    the code. Every other session and every link of the account ends, and no other device is known. Raises TooManyTries,
    EasyToGuess.
    """
    person = signing_in.session_owner(ports, session)
    if person is None or not signing_in.may_have_password(ports, person):
        return None
    by_link = signing_in.needs_no_password(ports, session)
    if not by_link and not signing_in.is_right(ports, passwords, person, given.password, session):
        return None
    signing_in.refuse_easy(passwords, new, person.username, person.name)  # before the code: that is good once
    if not by_link and not second_step.is_off_or_right(ports, apps, person, given.code, session):
        return None
    hashed = passwords.hash(new)
    with ports.store.transaction():
        fresh = signing_in.session_owner(ports, session)
        if fresh is None or fresh.password_hash != person.password_hash:
            return None  # while the hashing went on, the account was closed or somebody else set a password
        ports.store.accounts.set_password(person.username, hashed)
        ports.store.tries.forget_all(person.username)
        ports.store.people.record(person.id, AccountAction.OWN_PASSWORD, Actor(person.name, person.id), ports.clock())
        return signing_in.enter(ports, fresh, visitor)


def confirm(
    ports: Ports, passwords: Passwords, apps: CodeApps, person: Moderator, given: Given, session: str
) -> str | None:
    """The token that takes the place of this session's, which begins anew; None for a wrong password or code.

    Raises TooManyTries.
    """
    if not signing_in.is_right(ports, passwords, person, given.password, session):
        return None
    if not second_step.is_off_or_right(ports, apps, person, given.code, session):
        return None
    return signing_in.renew(ports, session, by_password=True) or None
