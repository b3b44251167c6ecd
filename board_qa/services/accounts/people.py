"""What an administrator does to the accounts of others. Each change is checked and recorded in one transaction.

Those of an account that is there say whether they changed anything.
"""

from __future__ import annotations

from board_qa.domain.accounts.changes import AccountAction, AccountChange
from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.roles import Right, Role, may
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.services.accounts import second_step, signing_in

RECENT = 20  # rows of history: what fits a look, not an archive


class NoLongerAdministrator(Exception):
    """Whoever asks was closed or given another role, a moment ago perhaps."""


class LastAdministrator(Exception):
    """Nobody could manage the accounts any more."""


class OwnAccount(Exception):
    """Nobody closes their own account: it would throw them out in the middle of it."""


class OwnCodes(Exception):
    """Whoever left their own computer open would lose their second step to anybody who comes by."""


class OwnSignOn(Exception):
    """Nobody unlinks their own account: somebody else might be the next to sign in by its name."""


class OwnLink(Exception):
    """Whoever comes by an open computer would take the account over: a link sets a new password without the old one."""


class ClosedAccount(Exception):
    """The account is closed: no link lets anybody in."""


def add(ports: Ports, username: str, name: str, role: Role, actor: Actor) -> tuple[Moderator, str] | None:
    """Make an account without a password, and the token of a link that signs in once; None where the name is taken.

    Raises NoLongerAdministrator.
    """
    with ports.store.transaction():
        _refuse_others(ports, actor)
        person = ports.store.accounts.add(signing_in.normal(username), name, "", ports.clock(), role)
        if person is None:
            return None
        ports.store.people.record(person.id, AccountAction.ADD, actor, ports.clock(), role)
        return person, signing_in.make_link(ports, person)


def change_role(ports: Ports, person: Moderator, role: Role, actor: Actor) -> bool:
    """Give somebody another role; it holds from their next click.

    Raises NoLongerAdministrator, LastAdministrator, ClosedAccount.
    """
    with ports.store.transaction():
        before = _as_now(ports, person, actor)
        if before.closed:
            raise ClosedAccount
        if before.role is role:
            return False
        _keep_an_administrator(ports, before)
        ports.store.people.set_role(person.id, role)
        ports.store.people.record(person.id, AccountAction.CHANGE_ROLE, actor, ports.clock(), role)
        return True


def new_link(ports: Ports, person: Moderator, actor: Actor, reset: bool = False) -> str:
    """The token of a new link that signs this person in once; links made before stop working.

    With `reset` their sessions end and their password stops working too: for a lost laptop or a password somebody
    saw. Raises NoLongerAdministrator, OwnLink, ClosedAccount.
    """
    with ports.store.transaction():
        if _as_now(ports, person, actor).closed:
            raise ClosedAccount
        if person.id == actor.id:
            raise OwnLink
        ports.store.people.end_links(person.id)
        if reset:
            ports.store.accounts.set_password(person.username, "")
        action = AccountAction.RESET if reset else AccountAction.LINK
        ports.store.people.record(person.id, action, actor, ports.clock())
        return signing_in.make_link(ports, person)


def set_code_back(ports: Ports, person: Moderator, actor: Actor) -> bool:
    """Ask this person for no security code any more: they lost their phone and their recovery codes.

    Raises NoLongerAdministrator, OwnCodes.
    """
    with ports.store.transaction():
        before = _as_now(ports, person, actor)
        if person.id == actor.id:
            raise OwnCodes
        return second_step.take_away(ports, before, actor)


def sign_out(ports: Ports, person: Moderator, actor: Actor) -> bool:
    """End somebody's sessions, wherever they are signed in; their password stays. Raises NoLongerAdministrator."""
    with ports.store.transaction():
        before = _as_now(ports, person, actor)
        ports.store.sessions.end_all(before.id)
        ports.store.people.record(before.id, AccountAction.SIGN_OUT, actor, ports.clock())
        return True


def unlink(ports: Ports, person: Moderator, actor: Actor) -> bool:
    """Let the next one who signs in at the organisation by this person's name be them.

    Raises NoLongerAdministrator, OwnSignOn.
    """
    with ports.store.transaction():
        before = _as_now(ports, person, actor)
        if person.id == actor.id:
            raise OwnSignOn
        was_linked = ports.store.sign_ons.unlink(before.id)
        if was_linked:
            ports.store.people.record(before.id, AccountAction.UNLINK, actor, ports.clock())
        return was_linked


def close(ports: Ports, person: Moderator, actor: Actor) -> bool:
    """End somebody's account: they are out at once, and what they did stays on the record.

    Raises NoLongerAdministrator, OwnAccount, LastAdministrator.
    """
    with ports.store.transaction():
        before = _as_now(ports, person, actor)
        if before.closed:
            return False
        if person.id == actor.id:
            raise OwnAccount
        _keep_an_administrator(ports, before)
        ports.store.people.close(person.id, ports.clock())
        ports.store.people.record(person.id, AccountAction.CLOSE, actor, ports.clock())
        return True


def reopen(ports: Ports, person: Moderator, actor: Actor) -> bool:
    """Let somebody in again, with the role and the password they had. Raises NoLongerAdministrator."""
    with ports.store.transaction():
        was_closed = _as_now(ports, person, actor).closed
        if was_closed:
            ports.store.people.reopen(person.id)
            ports.store.people.record(person.id, AccountAction.REOPEN, actor, ports.clock())
        return was_closed


def history(ports: Ports, person: Moderator | None = None) -> list[AccountChange]:
    """What was lately done to this account, or to any, newest first."""
    return ports.store.people.history(RECENT, person.id if person else None)


def _as_now(ports: Ports, person: Moderator, actor: Actor) -> Moderator:
    """The account as it is now, for somebody who may change it now."""
    _refuse_others(ports, actor)
    return ports.store.people.get(person.id) or person


def _refuse_others(ports: Ports, actor: Actor) -> None:
    """Asked again inside the transaction: of two who demote each other at once, the second is no longer one."""
    asking = ports.store.people.get(actor.id or 0)
    if asking is None or asking.closed or not may(asking.role, Right.MANAGE_PEOPLE):
        raise NoLongerAdministrator


def _keep_an_administrator(ports: Ports, person: Moderator) -> None:
    others = [one for one in ports.store.accounts.all() if one.id != person.id and not one.closed]
    if (
        person.role is Role.ADMINISTRATOR
        and not person.closed
        and not any(one.role is Role.ADMINISTRATOR for one in others)
    ):
        raise LastAdministrator
