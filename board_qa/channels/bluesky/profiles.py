"""Profiles as Bluesky tells them: how many follow an account (docs/networks/bluesky.md, "Reading")."""

from __future__ import annotations

import re
from typing import Any

from board_qa.channels.bluesky.posts import inner, listed
from board_qa.domain.networks.posts import as_count

# One actor that is none fails the whole call.
_ACCOUNT = re.compile(r"did:[a-z]{1,20}:[\w.:%-]{1,200}", re.ASCII)


def is_account(id_: str) -> bool:
    """Whether Bluesky can be asked about it."""
    return _ACCOUNT.fullmatch(id_) is not None


def followers(profile: Any) -> int | None:
    """None where it does not say."""
    return as_count(inner(profile).get("followersCount"))


def told_of(answer: Any) -> dict[str, int]:
    """How many follow each account of an answer, by its id, as far as it says."""
    told = {str(inner(one).get("did")): followers(one) for one in listed(answer, "profiles")}
    return {id_: count for id_, count in told.items() if count is not None}
