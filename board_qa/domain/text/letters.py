"""Which letters the bytes of a file stand for, where the file itself does not say: read where there is no doubt, and
otherwise every reading there is, for a person to choose from.

`charset-normalizer` was tried and is not used: it answers with one guess, and of six files with an old Mac's
apostrophe, dash or accent it read three with another alphabet's letters. A guess cannot ask.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from board_qa.domain.text import letter_signs

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# Longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = {codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32", codecs.BOM_UTF8: "utf-8-sig",
          codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}  # fmt: skip
# Of a text in UTF-16 at least so many bytes in a hundred are the empty half of a letter, a comma or a line end.
_HALVES = 15
# What Excel offers beside UTF-8: "CSV (Comma delimited)", "CSV (Macintosh)" and "CSV (MS-DOS)".
_SETS = {"Windows": "cp1252", "an old Mac": "mac_roman", "MS-DOS": "cp850"}
_DAMAGED = re.compile("[\udc80-\udcff]")
# A reading is taken unasked where it is so many times likelier than the next.
_SURE = 3


# What is rare in a list, where another program left it behind. Of pictures, sounds and programs it is a good part,
# whatever letters their bytes are read as: more than one in so many.
_OF_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MOST_ODD = 20


class NotText(Exception):
    """The file is no text that can be read; the sentence says what to do."""


@dataclass(frozen=True)
class Reading:
    """A text that the bytes may stand for, and where its letters would come from, as it is said to a moderator."""

    name: str
    text: str


def readings(data: bytes, mended: Callable[[str], str]) -> tuple[Reading, ...]:
    """Every text that these bytes may be, the likeliest first: one where there is no doubt. Raises NotText.

    `mended` puts right what another program read wrongly and saved that way ("maeâ€™r"), and leaves all else alone.
    """
    found = [one for one in _readings(data) if len(_OF_NO_TEXT.findall(one.text)) * _MOST_ODD <= len(one.text)]
    if not found:
        raise NotText("This is not a text file. Save your list as “CSV UTF-8”, and choose that file")
    repaired = (Reading(f"{one.name}, saved wrongly before and now corrected", mended(one.text)) for one in found)
    return tuple(_different([*(one for one in repaired if one.text not in {other.text for other in found}), *found]))


def lines_that_differ(found: tuple[Reading, ...], most: int, width: int) -> list[tuple[str, ...]]:
    """The first lines that are not the same in all readings: each cut to a width around what differs."""
    lines = zip(*(one.text.split("\n") for one in found), strict=False)
    unlike = [versions for versions in lines if len(set(versions)) > 1][:most]
    return [
        tuple(version[max(_alike(versions) - width // 2, 0) :][:width] for version in versions) for versions in unlike
    ]


def _readings(data: bytes) -> list[Reading]:
    if data.startswith((_ZIP, _OLD_OFFICE)):
        raise NotText("This is a spreadsheet, not a CSV file. Open it, save it as “CSV UTF-8”, and choose that file")
    marked = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), "")
    if marked or b"\x00" in data:
        return [_whole(data, marked or _unmarked(data))]
    try:
        return [Reading("UTF-8", data.decode("utf-8"))]
    except UnicodeDecodeError:
        return _likely(data)


def _whole(data: bytes, encoding: str) -> Reading:
    try:
        return Reading("Unicode", data.decode(encoding))
    except UnicodeDecodeError as error:
        raise NotText("The file is damaged or cut off. Save it again as “CSV UTF-8”, and choose that file") from error


def _unmarked(data: bytes) -> str:
    """UTF-16 without its mark: nearly all of its empty bytes are the same half of a letter. Raises NotText."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if max(even, odd) * 100 < len(data) * _HALVES or min(even, odd) * 10 > max(even, odd):
        raise NotText("This is not a text file. Save your list as “CSV UTF-8”, and choose that file")
    return "utf-16-le" if odd > even else "utf-16-be"


def _likely(data: bytes) -> list[Reading]:
    """The readings of bytes that are not UTF-8: one where it is likely and no other is."""
    weighed = sorted(_weighed(data), key=lambda pair: -pair[0].weight)
    likely = [pair for pair in weighed if pair[0].sensible] or weighed
    (first, best), others = likely[0], [signs for signs, _ in likely[1:]]
    sure = first.sensible and all(first.weight >= _SURE * other.weight and first.telling > 1 for other in others)
    return [best] if sure else [one for _, one in likely]


def _weighed(data: bytes) -> Iterator[tuple[letter_signs.Signs, Reading]]:
    """Each different reading, with what speaks for it."""
    escaped = data.decode("utf-8", "surrogateescape")
    broken = {found.start() for found in _DAMAGED.finditer(escaped)}
    whole = [Reading(f"Letters from {name}", data.decode(encoding, "replace")) for name, encoding in _SETS.items()]
    for one in _different(whole):
        yield letter_signs.signs(one.text), one
    if escaped.isascii() or len(broken) == sum(not character.isascii() for character in escaped):
        return
    for one in _different([*_patched(escaped)]):
        yield letter_signs.signs(one.text, broken), one


def _patched(escaped: str) -> Iterator[Reading]:
    """UTF-8 with some wrong bytes, each of them read as another program's letter, or as one that is lost."""
    for name, encoding in _SETS.items():
        letters = {0xDC00 + byte: bytes([byte]).decode(encoding, "replace") for byte in range(0x80, 0x100)}
        yield Reading(f"UTF-8, with damaged letters from {name}", escaped.translate(letters))
    yield Reading("UTF-8, with damaged letters marked as lost", _DAMAGED.sub("\ufffd", escaped))


def _different(found: list[Reading]) -> Iterator[Reading]:
    """One reading of each text."""
    texts: set[str] = set()
    for one in found:
        if one.text not in texts:
            texts.add(one.text)
            yield one


def _alike(versions: tuple[str, ...]) -> int:
    """How many characters all versions of a line begin with."""
    return next((i for i, letters in enumerate(zip(*versions, strict=False)) if len(set(letters)) > 1), 0)
