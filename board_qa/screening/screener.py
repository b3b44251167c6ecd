"""Looks a text through for what a person should look at. It keeps nothing, logs nothing and decides nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from board_qa.domain.text.flags import Flag, Kind
from board_qa.domain.text.wording import shown
from board_qa.screening.abuse import abuse
from board_qa.screening.births import dates_of_birth
from board_qa.screening.complaints import complaints
from board_qa.screening.distress import distress
from board_qa.screening.emails import emails
from board_qa.screening.folded import Folded
from board_qa.screening.identities import wards_and_names
from board_qa.screening.languages import Languages
from board_qa.screening.meanings import meanings
from board_qa.screening.names import flags_of_names
from board_qa.screening.numbers import insurance_numbers, nhs_numbers
from board_qa.screening.officials import Officials
from board_qa.screening.phones import phone_numbers
from board_qa.screening.postcodes import postcodes
from board_qa.screening.statements import asks_nothing

_RULES: tuple[Callable[[Folded], Iterable[Flag]], ...] = (
    nhs_numbers,
    insurance_numbers,
    phone_numbers,
    emails,
    postcodes,
    dates_of_birth,
    wards_and_names,
    distress,
    abuse,
    complaints,
)
# Characters looked through at a time: a letter of two typed pages. A post on X can have 25,000, and in time that grows
# faster than a text that is a freeze. Neighbours share so many that whatever is flagged is whole in one of them.
_PIECE, _SHARED = 5_000, 200
_NUMBERS = {Kind.NHS_NUMBER, Kind.PHONE}
_JUDGED = {"en", "cy", ""}  # languages whose questions statements.py knows


class Screener:
    """Answers `ports.Screening`."""

    def __init__(self, organisation: str = "") -> None:
        """`organisation`: whose board this is, for names that pass for it."""
        self._languages = Languages()
        self._officials = Officials(organisation)

    def flags(self, text: str, language: str = "en") -> tuple[Flag, ...]:
        """In the order of the text, those about the whole text first. `language` is the meeting's, as ISO 639-1."""
        words = shown(text)
        pieces = list(_pieces(words))
        found = [flag for at, folded in pieces for rule in _RULES for flag in _moved(rule(folded), at)]
        found += self._whole(words, [folded for _, folded in pieces], language)
        return tuple(sorted(set(_one_number_one_flag(found)), key=lambda flag: (flag.start, flag.end, flag.kind)))

    def flags_of_names(self, names: Sequence[str]) -> tuple[Flag, ...]:
        """What a person should look at in what somebody signed with; a handle begins with its @."""
        return flags_of_names(names, self._officials)

    def vector(self, text: str) -> bytes:
        """What a text is about, to be compared with other texts'; b"" where it says nothing."""
        return meanings().vector(text)

    def _whole(self, words: str, pieces: list[Folded], language: str) -> Iterator[Flag]:
        other = self._languages.other_than(language, words[:_PIECE])
        if other:
            yield Flag(Kind.LANGUAGE, detail=other)
        if words and other in _JUDGED and all(asks_nothing(folded.text) for folded in pieces):
            yield Flag(Kind.STATEMENT)


def _pieces(words: str) -> Iterator[tuple[int, Folded]]:
    """The text as it is looked through: where each piece begins, and the piece."""
    for at in range(0, max(1, len(words) - _SHARED), _PIECE - _SHARED):
        yield at, Folded(words[at : at + _PIECE])


def _moved(flags: Iterable[Flag], by: int) -> Iterator[Flag]:
    """Flags on a piece, as flags on the text."""
    return (replace(flag, start=flag.start + by, end=flag.end + by) for flag in flags)


def _one_number_one_flag(found: list[Flag]) -> Iterator[Flag]:
    """Digits that could be both are an NHS number, unless the longer reading is a telephone number (+44 943 ...)."""
    numbers = sorted({flag for flag in found if flag.kind in _NUMBERS}, key=lambda flag: flag.start)
    beginnings = [flag.start for flag in numbers]
    for flag in found:
        near = slice(bisect_left(beginnings, flag.start - _SHARED), bisect_left(beginnings, flag.end))
        rivals = [other for other in numbers[near] if flag.start < other.end]
        longest = max(rivals, key=lambda other: (other.end - other.start, other.kind is Kind.NHS_NUMBER), default=flag)
        if flag.kind not in _NUMBERS or longest == flag:
            yield flag
