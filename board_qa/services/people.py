"""What an administrator does to the accounts of others. Each change is checked and recorded in one transaction."""

from __future__ import annotations

from board_qa.domain.accounts.changes import AccountAction, AccountChange
from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.roles import Right, Role, may
from board_qa.domain.questions.history import Actor
from board_qa.services import signing_in
from board_qa.services.core import Core

RECENT = 20  # rows of history: what fits a look, not an archive


class NoLongerAdministrator(Exception):
    """Whoever asks was closed or given another role, a moment ago perhaps."""


class LastAdministrator(Exception):
    """Nobody could manage the accounts any more."""


class OwnAccount(Exception):
    """Nobody closes their own account: it would throw them out in the middle of it."""


class ClosedAccount(Exception):
    """The account is closed: no link lets anybody in."""


def add(core: Core, username: str, name: str, role: Role, by: Actor) -> tuple[Moderator, str] | None:
    """Make an account without a password, and the token of a link that signs in once; None where the name is taken.

    Raises NoLongerAdministrator.
    """
    with core.store.transaction():
        _refuse_others(core, by)
        person = core.store.accounts.add(signing_in.normal(username), name, "", core.clock(), role)
        if person is None:
            return None
        core.store.people.record(person.id, AccountAction.ADD, by, core.clock(), role)
        return person, signing_in.make_link(core, person)


def change_role(core: Core, person: Moderator, role: Role, by: Actor) -> None:
    """Give somebody another role; it holds from their next click. Raises NoLongerAdministrator, LastAdministrator."""
    with core.store.transaction():
        before = _as_now(core, person, by)
        if before.role is role:
            return
        _keep_an_administrator(core, before)
        core.store.people.set_role(person.id, role)
        core.store.people.record(person.id, AccountAction.CHANGE_ROLE, by, core.clock(), role)


def new_link(core: Core, person: Moderator, by: Actor, reset: bool = False) -> str:
    """The token of a new link that signs this person in once; links made before stop working.

    With `reset` their sessions end and their password stops working too: for a lost laptop or a password somebody
    saw. Raises NoLongerAdministrator, ClosedAccount.
    """
    with core.store.transaction():
        if _as_now(core, person, by).closed:
            raise ClosedAccount
        core.store.people.end_links(person.id)
        if reset:
            core.store.accounts.set_password(person.username, "")
        action = AccountAction.RESET if reset else AccountAction.LINK
        core.store.people.record(person.id, action, by, core.clock())
        return signing_in.make_link(core, person)


def close(core: Core, person: Moderator, by: Actor) -> None:
    """End somebody's account: they are out at once, and what they did stays on the record.

    Raises NoLongerAdministrator, OwnAccount, LastAdministrator.
    """
    with core.store.transaction():
        before = _as_now(core, person, by)
        if before.closed:
            return
        if person.id == by.id:
            raise OwnAccount
        _keep_an_administrator(core, before)
        core.store.people.close(person.id, core.clock())
        core.store.people.record(person.id, AccountAction.CLOSE, by, core.clock())


def reopen(core: Core, person: Moderator, by: Actor) -> None:
    """Let somebody in again, with the role and the password they had. Raises NoLongerAdministrator."""
    with core.store.transaction():
        if _as_now(core, person, by).closed:
            core.store.people.reopen(person.id)
            core.store.people.record(person.id, AccountAction.REOPEN, by, core.clock())


def history(core: Core, person: Moderator | None = None) -> list[AccountChange]:
    """What was lately done to this account, or to any, newest first."""
    return core.store.people.history(RECENT, person.id if person else None)


def _as_now(core: Core, person: Moderator, by: Actor) -> Moderator:
    """The account as it is now, for somebody who may change it now."""
    _refuse_others(core, by)
    return core.store.people.get(person.id) or person


def _refuse_others(core: Core, by: Actor) -> None:
    """Asked again inside the transaction: of two who demote each other at once, the second is no longer one."""
    asking = core.store.people.get(by.id or 0)
    if asking is None or asking.closed or not may(asking.role, Right.MANAGE_PEOPLE):
        raise NoLongerAdministrator


def _keep_an_administrator(core: Core, person: Moderator) -> None:
    others = [one for one in core.store.accounts.all() if one.id != person.id and not one.closed]
    if (
        person.role is Role.ADMINISTRATOR
        and not person.closed
        and not any(one.role is Role.ADMINISTRATOR for one in others)
    ):
        raise LastAdministrator
