"""Dates of birth: a full date beside a word for being born, or beside the person whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from board_qa.domain.text.flags import Flag, Kind
from board_qa.screening.dates import DATE, DAYS, DIGITS
from board_qa.screening.folded import Folded
from board_qa.screening.patterns import any_of, one_of

# Characters before and after a date that are looked at for whose it is: half a sentence.
_BEFORE, _AFTER = 70, 40

_BORN = (
    r"(?:\b(?:d[. /]?o[. /]?b\b\.?|(?:date[ -]of[ -]birth|birth[ -]?da(?:te|y)|born)\b"
    r"|(?:d|dd|n)yddiad (?:geni|eni)\b|(?:gan(?:wyd|ed|edig)|n?geni|eni|[bp]h?en-?blwydd)\b))"
)
_CALLED_BEFORE = any_of(rf"{_BORN}[^.!?\n\d]{{0,30}}$", rf"{_BORN}[^.!?\n]{{0,20}}$", r"\bb\. ?\(?$")
_CALLED_AFTER = any_of(rf"[^.!?\n\d]{{0,6}}{_BORN}")
# Digits without anything between them may be anything: the word, or the person, stands right before them.
_IN_FULL = re.compile(r"\d{4}(?:19|20)\d\d|(?:19|20)\d{6}")
_CALLED_RIGHT_BEFORE = any_of(rf"{_BORN}[ :=(-]{{0,3}}$")
# Groups of people and institutions are born as well: "babies born on or after 1 September", "the NHS was born on".
_NOT_ONE_PERSON = any_of(
    r"born (?:on or )?(?:after|before|between|since|from|until|up to)\b",
    r"\b(?:nhs|trust|hospital|service) was born",
    r"gan(?:wyd|ed) (?:yr? )?(?:gwasanaeth|ysbyty|ymddiriedolaeth|gig)\b",
)

# One person: not "patients", "mothers" or "children".
_RELATIVE = one_of(
    r"mum mam mom mother dad father parent nan nana nanna gran granny grandma grandmother grandad grandfather wife "
    r"husband partner spouse fianc\w+ son daughter boy girl child kid baby twins? brother sister aunt auntie uncle "
    r"niece nephew cousin friend neighbou?r \w+-in-law patient client resident "
    # Welsh, with what "my", "his" and "her" do to them.
    r"fam mham nhad dad dhad thad tad gŵr ngŵr wraig ngwraig gwraig mab fab merch ferch mrawd frawd brawd chwaer nain "
    r"taid thaid mamgu famgu tadcu dadcu mhlentyn blentyn phlentyn plentyn babi faban ffrind claf glaf chlaf"
)
_NAME = r"(?-i:(?:[A-ZÀ-ÖØ-Þ]\.){1,3}|[A-ZÀ-ÖØ-Þ][\w'-]*)"
# A doctor is named for a clinic's date more often than for their own.
_TITLED = rf"(?:mrs?|ms|miss|mx)\b\.? {_NAME}"
# What stands between a person and their date of birth, and is no word for what happened on that day.
_ABOUT_THEM = (
    rf"(?:{_NAME}|is|are|was|yw|late|aged?|oed|details|"
    r"female|male|[fm]|called|named|sef|nee|née|date|dyddiad|here|ref|no|number"
    r"|ward \w+|\d{1,3}|'?s)"
)
_PERSON = any_of(rf"(?:\b{_RELATIVE}|\b{_TITLED})(?:[ ,:;()'-]{{1,3}}{_ABOUT_THEM}){{0,5}}[ ,:;('-]{{1,4}}$")
# "12/03/1936, my mother": not where something happened on that day.
_ITS_PERSON = any_of(rf"[ ,:;(-]{{1,3}}(?:is |yw |of )?(?:the |my |our |fy )?{_RELATIVE}\b")
_WHEN = any_of(
    r"\b(?:on|in|at|since|from|until|till|by|before|after|between|to|of|dated?|ar|ers|tan|hyd|y)[ ,:(]{1,3}$"
)
_OLD = any_of(r"\b(?:am|is|aged?|yn) (?:\d{1,3})(?: oed)?[ ,(]{1,3}$")
# Two names in a row are a person or a place, and what is named has dates of its own, of the last years mostly.
_FULL_NAME = re.compile(rf"(?<![\w'])(?P<names>{_NAME} {_NAME})[ ,:(]{{1,3}}$")
_PLACE = any_of(
    r"\b(?:hospital|infirmary|trust|royal|general|centre|center|house|health|court|unit|street|road|board|committee|"
    r"council|hall|library|park|ward|clinic|meeting|agenda|"
    r"report|paper|minutes|item|eve|year|st|queen|king|prince|princess|"
    r"ysbyty|bwrdd|act|review|panel|group|forum|the|on|in|at|since|from|until|by|of|for|and|to|before|after)\b",
    rf"\b(?:{'|'.join(DAYS)})\b",
)
_LAST_CENTURY = re.compile(r"(?:\b19|['\D])[3-9]\d$|^(?:18|19)\d\d\D")


def dates_of_birth(folded: Folded) -> Iterator[Flag]:
    """A full date that somebody calls a date of birth, or that stands beside one person and nothing else.

    A year or a birthday alone names nobody.
    """
    text = folded.linkless
    for date in DATE.finditer(text):
        if (start := _whose(text, date)) >= 0:
            yield folded.flag(Kind.DATE_OF_BIRTH, start, date.end())
    for digits in DIGITS.finditer(text):
        before = text[max(0, digits.start() - _BEFORE) : digits.start()]
        if _CALLED_RIGHT_BEFORE.search(before) or (_IN_FULL.fullmatch(digits.group()) and _PERSON.search(before)):
            yield folded.flag(Kind.DATE_OF_BIRTH, digits.start(), digits.end())


def _whose(text: str, date: re.Match[str]) -> int:
    """Where the words begin that make it a date of birth; -1 where none do."""
    before = text[max(0, date.start() - _BEFORE) : date.start()]
    if _CALLED_AFTER.match(text, date.end(), date.end() + _AFTER):
        return date.start()
    found = _CALLED_BEFORE.search(before)
    if found and not _NOT_ONE_PERSON.search(before):
        return date.start() - len(before) + found.start()
    if not _is_possible(date.group()):
        return -1
    if _PERSON.search(before) or _OLD.search(before) or _is_after_a_name(before, date.group()):
        return date.start()
    if _LAST_CENTURY.search(date.group()) and not _WHEN.search(before):
        return date.start() if _ITS_PERSON.match(text, date.end(), date.end() + _AFTER) else -1
    return -1


def _is_after_a_name(before: str, date: str) -> bool:
    named = _FULL_NAME.search(before)
    return named is not None and bool(_LAST_CENTURY.search(date)) and not _PLACE.search(named["names"])


def _is_possible(date: str) -> bool:
    """Whether its numbers can be a day and a month, in either order, with a year before or after them."""
    numbers = [int(number) for number in re.findall(r"\d+", date)]
    *month, day = sorted([number for number in numbers if number < 100][: len(numbers) - 1])
    return 1 <= day <= 31 and all(1 <= number <= 12 for number in month)
