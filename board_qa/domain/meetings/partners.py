"""Organisations that pass a meeting on, each with a short address of its own, and what is counted of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from board_qa.domain.meetings.codes import ALPHABET

KEY_LENGTH = 3
KEY = re.compile(rf"[A-Za-z0-9]{{{KEY_LENGTH}}}")
# Links of one meeting, those that were removed included: their keys are not given to anybody else.
MOST = 200

# What fetches an address without a person who reads it, by the name it gives itself: search engines, the previews that
# networks and messengers make of a link, and programs. Browsers name none of these.
_NO_PERSON = re.compile(
    r"bot\b|bot[/_-]|crawl|spider|slurp|preview|scan|monitor|fetch|facebookexternalhit|meta-external|whatsapp|slack|"
    r"discord|skypeuri|embedly|pinterest|cardyb|mastodon|pleroma|misskey|akkoma|lemmy|friendica|http\.rb|curl|wget|"
    r"python|java/|okhttp|go-http|node-fetch|axios|libwww|headless",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Partner:
    """`key` ends its address. `visits` is how often that was opened, not by how many people, and `questions` how many
    were asked on the form after it. One that was removed still leads to the meeting, and counts nothing. Those of a
    chat are its co-hosts: `handles` are their own accounts', by network."""

    id: int
    meeting_id: int
    key: str
    name: str
    visits: int
    questions: int
    removed: bool
    handles: Mapping[str, str] = field(default_factory=dict)


def make_key(random_bytes: bytes) -> str:
    """From as many random bytes, in letters that are told apart. It is an address, not a secret."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in random_bytes[:KEY_LENGTH])


def is_visit(method: str, agent: str, purpose: str) -> bool:
    """Whether it seems that a person opened an address.

    `agent` is how the program names itself and `purpose` what it says it is for: browsers fetch pages ahead that
    nobody may ever look at. Who says neither truly counts as a visit.
    """
    ahead = "prefetch" in purpose.lower() or "prerender" in purpose.lower() or "preview" in purpose.lower()
    return method == "GET" and not ahead and bool(agent) and _NO_PERSON.search(agent) is None
