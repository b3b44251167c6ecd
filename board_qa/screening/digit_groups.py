"""Groups of digits that stand together, read once: what a number is made of, however it is parted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from board_qa.screening.numerals import FILLER
from board_qa.screening.patterns import any_of

# Digits in groups, with what people put between and around groups. Sums of money have a sign or other groups.
_RUN = re.compile(rf"(?<![\d£$€])\+?\(?\d[\d{FILLER}]*(?:[ \t\n.,/()_-]{{1,3}}\d[\d{FILLER}]*)*")
_GROUP = re.compile(rf"\d[\d{FILLER}]*")
_DATE = any_of(
    r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d(?!\d)",
    r"(?<!\d)(?:19|20)\d\d[./-]\d\d(?:[./-]\d\d)?(?!\d)",  # also the financial year 2025/26
)


@dataclass(frozen=True)
class Window:
    """Some groups of a run that follow each other: their digits, where they stand in the text, and how they part."""

    digits: str
    start: int
    end: int
    shape: tuple[int, ...]
    whole: bool  # whether the run has no other groups


class Run:
    """The groups of digits that stand together."""

    def __init__(self, groups: list[re.Match[str]]) -> None:
        self._groups = groups
        self._digits = [group.group().replace(FILLER, "") for group in groups]

    def __len__(self) -> int:
        return len(self._groups)

    def at(self, start: int) -> int:
        """Where in the text one of its groups begins."""
        return self._groups[start].start()

    def begins(self, start: int, signs: str) -> bool:
        """Whether one of its groups begins with one of these digits."""
        return self._digits[start][0] in signs

    def window(self, start: int, end: int) -> Window:
        """Its groups from one to before another."""
        parts = self._digits[start:end]
        at, last = self._groups[start].start(), self._groups[end - 1].end()
        return Window("".join(parts), at, last, tuple(map(len, parts)), end - start == len(self))

    def ends(self, start: int, fewest: int, most: int) -> Iterator[int]:
        """Before which groups a window from `start` has to end to have so many digits; the longest first."""
        digits, found = 0, []
        for end in range(start + 1, len(self) + 1):
            digits += len(self._digits[end - 1])
            if digits > most:
                break
            if digits >= fewest:
                found.append(end)
        return reversed(found)


def runs(text: str) -> list[Run]:
    """Every run of a text, dates taken out."""
    dateless = _DATE.sub(lambda date: "|" * len(date.group()), text)
    return [Run(list(_GROUP.finditer(dateless, *run.span()))) for run in _RUN.finditer(dateless)]
