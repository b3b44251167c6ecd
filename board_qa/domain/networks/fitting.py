"""Words that fit a network: as much of a text as there is room for, without links and without calling on strangers."""

from __future__ import annotations

import re
from collections.abc import Callable

from board_qa.domain.networks.posts import Measure
from board_qa.domain.text import wording
from board_qa.domain.text.excerpt import excerpt

# How long a text is on one network, and whether it has a link.
Counting = Callable[[str], Measure]

# An @ that begins a name, in either width: networks tell whoever bears it.
_CALLS_ON = re.compile(r"(?<!\w)[@＠](?=\w)")
# No network takes more, so that a text of 25,000 characters is not measured whole.
_LONGEST = 1000


def quotable(text: str, count: Counting) -> str:
    """What somebody else wrote, to be repeated on one line: links are left out, and nobody named in it is called on."""
    words = _CALLS_ON.sub("", wording.one_line(excerpt(text, _LONGEST))).split()
    return " ".join(word for word in words if not count(word).has_link)


def fitted(before: str, text: str, after: str, count: Counting) -> str:
    """The longest beginning of the text that fits between what stands before and after it; it ends in an ellipsis
    where it is cut."""
    whole = f"{before}{text}{after}"
    if count(whole).fits:
        return whole
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if count(f"{before}{excerpt(text, middle)}{after}").fits:
            fits = middle
        else:
            too_long = middle
    return f"{before}{excerpt(text, fits)}{after}" if fits else f"{before}{after}"


def as_many_as_fit(before: str, sentences: list[str], after: str, count: Counting) -> str:
    """The first of these sentences that there is room for, each whole."""
    kept: list[str] = []
    for sentence in sentences:
        if not count(f"{before}{' '.join([*kept, sentence])}{after}").fits:
            break
        kept.append(sentence)
    return f"{before}{' '.join(kept)}{after}"
