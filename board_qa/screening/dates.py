"""Full dates, in every order and spelling that people write them in, in English and Welsh.

The names of months are the CLDR's, by way of Babel; what Welsh grammar does to the beginning of a word ("o Fawrth",
"ym Mehefin", "a Thachwedd") is worked out from them.
"""

from __future__ import annotations

import re

from babel import Locale

from board_qa.domain.text.welsh import mutated

# Misspelt ("Febuary") or shortened in their own way, English months keep their first three letters.
_BEGINNING = 3


def _names(language: str) -> set[str]:
    """Every name of a month in this language, in full and short."""
    months = Locale.parse(language).months
    widths = [months[context][width] for context in ("format", "stand-alone") for width in ("wide", "abbreviated")]
    return {name.lower().rstrip(".") for width in widths for name in width.values()}


def _months() -> str:
    english = {name[:_BEGINNING] for name in _names("en_GB")}
    welsh = {form for name in _names("cy") for form in mutated(name)}
    longest_first = sorted(welsh, key=len, reverse=True)
    return rf"(?:(?:{'|'.join(longest_first)})\b|(?:{'|'.join(sorted(english))})[a-z]{{0,7}}\b)\.?"


# The days of the week, in both languages.
DAYS = sorted(
    {day.lower() for language in ("en", "cy") for day in Locale.parse(language).days["format"]["wide"].values()}
)

_DAY = r"\d{1,2}(?:st|nd|rd|th|af|il|ydd|ed|fed|eg|ain)?"
_YEAR = r"(?:(?:18|19|20)\d\d|'?\d\d)(?!\d)"
_MONTH = _months()
_BETWEEN = r" ?[./ -] ?"
_NUMERIC = rf"(?<!\d)(?<!\d[/.-])\d{{1,2}}{_BETWEEN}\d{{1,2}}{_BETWEEN}{_YEAR}(?![/-]\d)"
_ISO = r"(?<!\d)(?<!\d[/.-])(?:18|19|20)\d\d(?P<part>[./ -])\d{1,2}(?P=part)\d{1,2}(?!\d)"
_DAY_FIRST = rf"\b{_DAY}[ -](?:(?:of|o) )?{_MONTH},?[ -]{_YEAR}"
_MONTH_FIRST = rf"\b{_MONTH}[ -]{_DAY},?[ -]{_YEAR}"

DATE = re.compile(f"{_NUMERIC}|{_ISO}|{_DAY_FIRST}|{_MONTH_FIRST}", re.IGNORECASE)
# Digits alone are a date only where something calls them so: 120356, 12031956, 19560312.
DIGITS = re.compile(r"(?<!\d)(?:\d{8}|\d{6})(?!\d)")
