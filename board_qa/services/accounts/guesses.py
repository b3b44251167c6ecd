"""Tries at passwords, counted where they come from, and the devices that accounts know."""

from __future__ import annotations

from collections.abc import Callable

from board_qa.domain.accounts import guessing
from board_qa.domain.accounts.guessing import Visitor
from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.questions.support import network
from board_qa.ports import Ports
from board_qa.services.questions.supporting import SECRET_BYTES


class TooManyTries(Exception):
    """Too many attempts from here lately that were not followed by the right password."""


def count_try(ports: Ports, username: str, address: str, known: str) -> Callable[[], None]:
    """Count a try before the slow hashing, so that guesses at once count as well; what forgets it answers.

    `known` is the secret of a device that is known to the account. Raises TooManyTries.
    """
    tries, now = ports.store.tries, ports.clock()
    with ports.store.transaction():
        since = now - guessing.WINDOW
        secret = _secret(ports)
        came_from, device = guessing.hashed(network(address), secret), known and guessing.hashed(known, secret)
        if tries.since(username, came_from, device, since).too_many:
            raise TooManyTries
        tries.record(username, came_from, device, now)
    return lambda: tries.forget(username, came_from, device)


def tries_at_codes(username: str) -> str:
    """As whose the tries at an account's security codes count: the right password does not forget them.

    Nobody signs in by this name, so that nobody who knows no password uses up these tries: a user name as it is typed
    has no capitals (`signing_in.normal`).
    """
    return f"{username} CODE"


def mark_of_network(ports: Ports, address: str) -> str:
    """What a network is called in the log: the same all day, and nobody's without the day's secret."""
    return guessing.hashed(network(address), _secret(ports))[:12]


def _secret(ports: Ports) -> bytes:
    return ports.store.support.secret(ports.clock().date(), ports.ids.bytes(SECRET_BYTES))


def known_device(ports: Ports, person: Moderator | None, visitor: Visitor) -> str:
    """The secret of the device that somebody uses, where the owner of the account was signed in on it; else ""."""
    since = ports.clock() - guessing.DEVICE_IS_KNOWN
    is_known = (
        person is not None and visitor.device and ports.store.sessions.knows_device(visitor.device, since, person.id)
    )
    return visitor.device if is_known else ""


def remember_device(ports: Ports, person: Moderator, visitor: Visitor) -> str:
    """Know this device from now on, and by which secret: never by one that the visitor made up."""
    sessions, now = ports.store.sessions, ports.clock()
    since = now - guessing.DEVICE_IS_KNOWN
    ours = visitor.device and sessions.knows_device(visitor.device, since)
    device = visitor.device if ours else ports.ids.token()
    sessions.know_device(person.id, device, visitor.browser, now, since)
    return device
