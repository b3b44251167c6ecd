"""NHS numbers and national insurance numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stdnum.gb import nhs

from board_qa.domain.text.flags import Flag, Kind
from board_qa.screening.digit_groups import Run, Window
from board_qa.screening.folded import Folded
from board_qa.screening.patterns import any_of, ends, one_of, starts

_NHS_DIGITS = 10
# As the NHS prints it, https://www.datadictionary.nhs.uk/attributes/nhs_number.html
_NHS_SHAPES = ((10,), (3, 3, 4))
_NO = r"(?:numbers?|num|nos?\b\.?|nr|#)"
# What calls the digits after it, or before it, an NHS number: GIG is the NHS in Welsh.
_CALLED = any_of(
    rf"(?:\b(?:nhs|gig) ?{_NO}|\brhif(?:au)? (?:y )?(?:gig|nhs))[^\d.!?\n]{{0,30}}\.? ?(?=\d)",
    r"\b(?:nhs|gig)[ :=]{1,3}(?=\d)",
)
_CALLED_AFTER = any_of(rf"(?<=\d)[^\d.!?\n]{{0,20}}\b(?:(?:nhs|gig) ?{_NO}|rhif (?:y )?(?:gig|nhs))")
# A digit forgotten or typed twice.
_MISTYPED = (9, 11)
# People part it as it is printed, digit by digit, or not at all; more parts are a row of other numbers.
_MOST_PARTS = 5

# A national insurance number as https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110 gives it:
# its first letters are none of D, F, I, Q, U and V, the second is no O, and some pairs are given to nobody. Called by
# its name it is one whatever its letters are, and with the last one missing.
_SIX = r"\d(?:[ .-]?\d){5}"
_INSURANCE = any_of(
    rf"(?<![^\W_])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ .-]?{_SIX}[ .-]?[A-D](?![^\W_])"
)
_ANY_SUCH = any_of(rf"(?<![^\W_])[a-z][ .-]?[a-z][ .-]?{_SIX}(?:[ .-]?[a-z]\b)?(?![^\W_])")
_CALLED_INSURANCE = any_of(
    r"national insurance|\byswiriant (?:gwladol|cenedlaethol)|\binsurance "
    + one_of(r"no\b number num\b")
    + r"|\bn\.? ?i\.? ?"
    + one_of(r"no\b number num\b #")
    + r"|\bnino\b"
)


@dataclass(frozen=True)
class _Called:
    """Where in a text a number begins, or has ended, that is called an NHS number."""

    from_here: set[int]
    up_to_here: set[int]


def nhs_numbers(folded: Folded) -> Iterator[Flag]:
    """Ten digits with a right check digit (modulus 11), in any spacing, and what is called an NHS number and has none.

    Source: NHS Data Model and Dictionary, NHS NUMBER; checked by python-stdnum. One in eleven other numbers of ten
    digits passes by chance, and is flagged too. Ten equal digits pass as well and are nobody's.
    """
    called = _Called(ends(_CALLED, folded.numerals), starts(_CALLED_AFTER, folded.numerals))
    for run in folded.runs:
        start = 0
        while start < len(run):
            end = _nhs_from(run, start, called)
            if end:
                window = run.window(start, end)
                yield folded.flag(Kind.NHS_NUMBER, window.start, window.end)
            start = max(end, start + 1)


def _nhs_from(run: Run, start: int, called: _Called) -> int:
    """Where an NHS number that starts with this group ends; 0 if none does."""
    for end in run.ends(start, min(_MISTYPED), max(_MISTYPED)):
        window = run.window(start, end)
        if _is_nhs_number(window) or _is_called_so(window, called):
            return end
    return 0


def _is_nhs_number(window: Window) -> bool:
    digits = window.digits
    if len(digits) != _NHS_DIGITS or len(set(digits)) == 1 or not (window.whole or window.shape in _NHS_SHAPES):
        return False
    return bool(nhs.is_valid(digits))


def _is_called_so(window: Window, called: _Called) -> bool:
    """Mistyped, but called an NHS number. Those begin with no 0, as telephone numbers do."""
    parts = len(window.shape)
    if window.digits[0] == "0" or _MOST_PARTS < parts < len(window.digits):
        return False
    return window.start in called.from_here or window.end in called.up_to_here


def insurance_numbers(folded: Folded) -> Iterator[Flag]:
    """National insurance numbers, in any spacing and either case."""
    called = _CALLED_INSURANCE.search(folded.text)
    return folded.flags(Kind.NATIONAL_INSURANCE, (_ANY_SUCH if called else _INSURANCE).finditer(folded.linkless))
