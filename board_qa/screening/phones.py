"""Telephone numbers: UK numbers by Ofcom's plan, others by Google's tables.

`phonenumbers.PhoneNumberMatcher` was measured beside our windows on 482 questions. It is as good at numbers that begin
with a plus, and finds these. Of others it loses those that stand beside another number ("Ward 4 07700 900123", "at
10:30 07700 900123"), those parted by commas, lines or underscores, and Ofcom's numbers for drama, which its tables
leave out; a text of nothing but numbers takes it a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher, PhoneNumberType

from board_qa.domain.text.flags import Flag, Kind
from board_qa.screening.digit_groups import Run
from board_qa.screening.folded import Folded
from board_qa.screening.patterns import ends

_SAYS_PHONE = re.compile(
    r"(?i)\b(?:tel|phone|mobile|mob|call|ring|text|whatsapp|signal|ffon|ffôn|ffonio|ffoniwch)\b[^\d]{0,20}(?=\d)"
)
_BEFORE = re.compile(r"(?:\+ ?\(?|\()$")
_LONGEST, _SHORTEST = 15, 9  # digits: ITU-T E.164; the shortest UK number without its 0
# People part a number into five groups or into its digits; more groups are a row of other numbers.
_MOST_GROUPS = 7

# Ofcom's plan (https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbering-plan/): 01 and 02 areas and 07
# mobiles, with ten digits after the 0, whether they are given out or not. 03 is for public and voluntary bodies, 080
# free, 084, 087 and 09 are business services: those reach an organisation and no private person. 111, 999 and 116 123
# are too short to be looked at.
_UK = re.compile(r"(?:(?:00)?44)?0?[127]\d{9}")
_WITH_PREFIX = re.compile(r"(?:00)?44|0")
_ORGANISATIONS = {
    PhoneNumberType.UAN,
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.PREMIUM_RATE,
}
# With its plus, in any punctuation; how far it goes is for the matcher to say.
_WITH_PLUS = re.compile(r"\+[ (]{0,2}\d(?:[ .()/-]{0,3}\d){7,20}")


def phone_numbers(folded: Folded) -> Iterator[Flag]:
    """UK numbers with their 0 or 44, or after a word such as "ring"; others with their + or 00."""
    yield from _with_plus(folded)
    called = ends(_SAYS_PHONE, folded.numerals)
    for run in folded.runs:
        start = 0
        while start < len(run):
            end = _phone_from(run, start, called)
            if end:
                window = run.window(start, end)
                yield folded.flag(Kind.PHONE, _with_sign(folded.numerals, window.start), window.end)
            start = max(end, start + 1)


def _with_plus(folded: Folded) -> Iterator[Flag]:
    for candidate in _WITH_PLUS.finditer(folded.numerals):
        for match in PhoneNumberMatcher(candidate.group(), "GB", Leniency.POSSIBLE):
            if not _reaches_an_organisation(match.number):
                yield folded.flag(Kind.PHONE, candidate.start() + match.start, candidate.start() + match.end)


def _phone_from(run: Run, start: int, called: set[int]) -> int:
    """Where the longest telephone number that starts with this group ends; 0 if none does.

    `called` is where a number begins that follows a word such as "ring".
    """
    named = run.at(start) in called
    if not named and not run.begins(start, "04"):
        return 0
    for end in run.ends(start, _SHORTEST, _LONGEST):
        window = run.window(start, end)
        digits, groups = window.digits, len(window.shape)
        if groups > _MOST_GROUPS and groups < len(digits) - 2:
            continue
        if (named or _WITH_PREFIX.match(digits)) and (_UK.fullmatch(digits) or _is_valid(digits)):
            return end
    return 0


@lru_cache(1000)
def _is_valid(digits: str) -> bool:
    """Whether it is a number of the plan that this prefix belongs to, and reaches a private person."""
    try:
        number = phonenumbers.parse(digits, "GB")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number) and not _reaches_an_organisation(number)


def _reaches_an_organisation(number: phonenumbers.PhoneNumber) -> bool:
    return phonenumbers.number_type(number) in _ORGANISATIONS


def _with_sign(text: str, at: int) -> int:
    """The start of a number with the plus and bracket before it."""
    before = _BEFORE.search(text, max(0, at - 3), at)
    return before.start() if before else at
