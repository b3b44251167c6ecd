"""Names, handles and organisations: what stands beside a question on every screen is looked through as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from board_qa.domain.text.flags import PERSONAL, Flag, Kind
from board_qa.domain.text.wording import one_line
from board_qa.screening.abuse import abuse, abuse_in_handle, insulting_name
from board_qa.screening.dates import DATE
from board_qa.screening.emails import emails
from board_qa.screening.folded import Folded
from board_qa.screening.numbers import insurance_numbers, nhs_numbers
from board_qa.screening.officials import Officials
from board_qa.screening.phones import phone_numbers
from board_qa.screening.plain_names import is_handle, unmasked
from board_qa.screening.postcodes import postcodes

_PERSONAL_RULES = (nhs_numbers, insurance_numbers, phone_numbers, emails, postcodes)
# A name is longer than any person's in a file that somebody imported; what is past this is shown nowhere.
_LONGEST = 300


def flags_of_names(names: Sequence[str], officials: Officials) -> tuple[Flag, ...]:
    """What a person should look at in what somebody signed with, each kind once; a handle begins with its @."""
    kinds = {kind for name in names for kind in _kinds(one_line(name)[:_LONGEST], officials)}
    return tuple(Flag(kind) for kind in Kind if kind in kinds)


def _kinds(name: str, officials: Officials) -> Iterator[Kind]:
    folded, of_network = Folded(name), name.startswith("@")
    rules = [
        rule for rule in _PERSONAL_RULES if rule is not emails or not of_network
    ]  # a handle may look like an address
    yield from (flag.kind for rule in rules for flag in rule(folded) if flag.kind in PERSONAL)
    if DATE.search(folded.text):
        yield Kind.DATE_OF_BIRTH  # nobody has another date in their name
    plain = unmasked(name)
    swears = any(abuse(Folded(plain))) or (is_handle(name) and abuse_in_handle(plain))
    if swears or insulting_name(plain):
        yield Kind.ABUSE
    if officials.poses(name):
        yield Kind.IMPERSONATION
