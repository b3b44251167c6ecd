"""Signing in with the account that somebody has at their organisation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Departure:
    """Somebody is sent to their organisation's provider at `address`, and is to come back with these."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Vouched:
    """Who the provider says that somebody is.

    `subject` never changes there and is nobody else's. `names` are what they may be called here as long as no account
    is theirs: an email address that the provider checked, and their user name.
    """

    issuer: str
    subject: str
    names: tuple[str, ...]
