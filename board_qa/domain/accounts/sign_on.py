"""Signing in with the account that somebody has at their organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Departure:
    """Somebody is sent to their organisation's provider at `address`, and is to come back with these.

    `anew`: the provider is to ask them who they are, even where they are signed in there.
    """

    address: str
    state: str
    nonce: str
    verifier: str
    anew: bool = False


@dataclass(frozen=True)
class Vouched:
    """Who the provider says that somebody is.

    `subject` never changes there and is nobody else's. `names` are what they may be called here as long as no account
    is theirs: an email address that the provider checked, and their user name. `ago` is how long since they showed the
    provider who they are; None where it does not say.
    """

    issuer: str
    subject: str
    names: tuple[str, ...]
    ago: timedelta | None = None
