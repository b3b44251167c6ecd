"""NHS numbers and telephone numbers: groups of digits, read the way people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import PhoneNumberType
from stdnum.gb import nhs

from board_qa.domain.text.flags import Flag, Kind
from board_qa.screening.folded import Folded
from board_qa.screening.patterns import any_of

# Digits in groups, with what people put between and around groups. Sums of money have a sign or other groups.
_RUN = re.compile(r"(?<![\d£$€])\+?\(?\d+(?:[ \t\n.,/()_-]{1,3}\d+)*")
_GROUP = re.compile(r"\d+")
_DATE = any_of(
    r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d(?!\d)",
    r"(?<!\d)(?:19|20)\d\d[./-]\d\d(?:[./-]\d\d)?(?!\d)",  # also the financial year 2025/26
)
_SAYS_PHONE = re.compile(r"(?i)\b(?:tel|phone|mobile|mob|call|ring|text|whatsapp|ffon|ffôn|ffonio)\b[^\d]{0,20}$")

_NHS_DIGITS = 10
_NHS_GROUPS = ((10,), (3, 3, 4))  # as the NHS prints it, https://www.datadictionary.nhs.uk/attributes/nhs_number.html
_BEFORE = re.compile(r"(?:\+ ?\(?|\()$")
_LONGEST_PHONE = 15  # digits: ITU-T E.164
_SHORTEST_PHONE = 9

# Numbers that reach an organisation and no private person: Ofcom's National Telephone Numbering Plan gives 03 to
# public and voluntary bodies, 080 to free, 084, 087 and 09 to business services. 111, 999 and 116 123 are too short
# to be looked at.
_ORGANISATIONS = {
    PhoneNumberType.UAN,
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.PREMIUM_RATE,
}
# The library's tables lag behind what Ofcom hands out and leave out its numbers for drama, so the plan's own shape
# counts as well: 01 and 02 areas and 071 to 079 mobiles, with ten digits after the 0.
_UK_PLAN = re.compile(r"[127]\d{9}")


def nhs_numbers(folded: Folded) -> Iterator[Flag]:
    """Ten digits with a right check digit (modulus 11), in any spacing.

    Source: NHS Data Model and Dictionary, NHS NUMBER; checked by python-stdnum. One in eleven other numbers of ten
    digits passes by chance, and is flagged too. Ten equal digits pass as well and are nobody's.
    """
    for groups in _runs(folded.text):
        for start, end in _nhs_windows(groups):
            yield folded.flag(Kind.NHS_NUMBER, groups[start].start(), groups[end - 1].end())


def phone_numbers(folded: Folded) -> Iterator[Flag]:
    """UK numbers with their 0 or +44, or after a word such as "ring"; others with their + or 00.

    Source: phonenumbers, Google's tables of the national numbering plans, and Ofcom's plan (above).
    """
    for groups in _runs(folded.text):
        start = 0
        while start < len(groups):
            end = _phone_from(folded.text, groups, start)
            if end > start:
                yield folded.flag(Kind.PHONE, _with_plus(folded.text, groups[start].start()), groups[end - 1].end())
            start = max(end, start + 1)


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """The groups of digits that stand together, dates taken out."""
    dateless = _DATE.sub(lambda date: "|" * len(date.group()), text)
    for run in _RUN.finditer(dateless):
        yield list(_GROUP.finditer(dateless, run.start(), run.end()))


def _digits(groups: list[re.Match[str]]) -> str:
    return "".join(group.group() for group in groups)


def _nhs_windows(groups: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Groups that make an NHS number: the whole run in any spacing, or part of it as the NHS groups it."""
    whole = (0, len(groups))
    for start in range(len(groups)):
        for end in range(start + 1, min(start + _NHS_DIGITS, len(groups)) + 1):
            shape = tuple(len(group.group()) for group in groups[start:end])
            if sum(shape) == _NHS_DIGITS and ((start, end) == whole or shape in _NHS_GROUPS):
                digits = _digits(groups[start:end])
                if nhs.is_valid(digits) and len(set(digits)) > 1:
                    yield start, end


def _phone_from(text: str, groups: list[re.Match[str]], start: int) -> int:
    """Where the longest telephone number that starts with this group ends; 0 if none does."""
    for end in range(min(start + _LONGEST_PHONE, len(groups)), start, -1):
        digits = _digits(groups[start:end])
        if _SHORTEST_PHONE <= len(digits) <= _LONGEST_PHONE and _is_phone(text, groups[start].start(), digits):
            return end
    return 0


def _is_phone(text: str, at: int, digits: str) -> bool:
    plus = "+" if "+" in text[_with_plus(text, at) : at] else ""
    if not plus and not digits.startswith("0") and not _SAYS_PHONE.search(text[max(0, at - 40) : at]):
        return False
    try:
        number = phonenumbers.parse(plus + digits, "GB")
    except phonenumbers.NumberParseException:
        return False
    if phonenumbers.is_valid_number(number):
        return phonenumbers.number_type(number) not in _ORGANISATIONS
    return number.country_code == 44 and bool(_UK_PLAN.fullmatch(str(number.national_number)))


def _with_plus(text: str, at: int) -> int:
    """The start of a number with the plus and bracket before it."""
    before = _BEFORE.search(text, max(0, at - 3), at)
    return before.start() if before else at
