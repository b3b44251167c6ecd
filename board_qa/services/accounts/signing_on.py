"""Signing in with the account of one's organisation. It makes no account: an administrator did that before."""

from __future__ import annotations

from board_qa.domain.accounts.changes import AccountAction
from board_qa.domain.accounts.guessing import Visitor
from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.sign_on import Vouched
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.services.accounts import second_step, signing_in
from board_qa.services.accounts.signing_in import JUST_NOW, SignedIn


class NotLetIn(Exception):
    """No open account is theirs. `account` is the one that is closed, or has their name and is somebody else's at the
    provider; None where there is none of the two."""

    def __init__(self, account: int | None) -> None:
        super().__init__(account)
        self.account = account


class HasItsOwn(NotLetIn):
    """The account with their name has a password or security codes: whoever signs in by those has it. A name that the
    provider tells is not enough to take it over (ASVS 7.5.1): an administrator takes those away first. `by_password`:
    they can still sign in by theirs."""

    def __init__(self, account: int, by_password: bool) -> None:
        super().__init__(account)
        self.by_password = by_password


def sign_on(ports: Ports, who: Vouched, visitor: Visitor) -> SignedIn:
    """Start the session of whoever the provider vouches for. Raises NotLetIn.

    At the first time the account with their name becomes theirs, if it has neither a password nor security codes; from
    then on only its subject there counts.
    """
    with ports.store.transaction():
        person = ports.store.sign_ons.owner(who.issuer, who.subject) or _link(ports, who)
        if person.closed:
            raise NotLetIn(person.id)
        started = signing_in.begin(ports, person, visitor)
        if not started.needs_code and not is_recent(who):
            ports.store.sessions.mark_vouched_only(started.session)
        return started


def is_recent(who: Vouched) -> bool:
    """Whether the provider says that it asked them who they are, a moment ago. So ASVS 6.8.4 asks."""
    return who.ago is not None and who.ago < JUST_NOW


def _link(ports: Ports, who: Vouched) -> Moderator:
    # Some letters become others where case is folded, as a long s does: somebody else there may be called so.
    names = (normal for name in who.names if (normal := signing_in.normal(name)) == name.strip().lower())
    found = (ports.store.accounts.by_username(name) for name in names)
    person = next((one for one in found if one is not None), None)
    if person is None:
        raise NotLetIn(None)
    if person.closed:
        raise NotLetIn(person.id)
    if person.password_hash or second_step.is_on(ports, person.id):
        raise HasItsOwn(person.id, bool(person.password_hash) and signing_in.may_have_password(ports, person))
    if not ports.store.sign_ons.link(person.id, who.issuer, who.subject):
        raise NotLetIn(person.id)
    ports.store.people.record(person.id, AccountAction.SIGN_ON, Actor(person.name, person.id), ports.clock())
    return person
