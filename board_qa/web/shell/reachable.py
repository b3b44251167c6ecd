"""Texts that say whom to turn to: web and email addresses become links, and so do phone numbers, for a phone to ring.

A number is only linked where it can hardly be anything else: dates, counts and house numbers stay what they are.
"""

from __future__ import annotations

import re

from jinja2.utils import urlize
from markupsafe import Markup

# In a word of its own, and no part of an address.
_BEGINS, _ENDS = r"(?<![^\s(“‘])(?<!\S\()", r"(?![\w@/%]|[.,:-]\w)"
# 10 or 11 digits from a 0 or +44. Where more digits follow that may belong to it, nobody can say where it ends.
_DIGIT = r"(?:\)[ ]?|[ \u00a0-])?[0-9]"
_WHOLE = rf"""(?:\+44[ ]?(?:\(0\)[ ]?)?|\(0(?=[0-9]{{2,4}}\))|0)[1-9]
    (?:(?:{_DIGIT}){{9}}(?<=[0-9]{{2}})(?![0-9])|(?:{_DIGIT}){{8}}(?![ \u00a0-]?[0-9]))"""
# 116 123 and its like are helplines in all of Europe; 0800 1111 is Childline.
_HELPLINE = r"(?:116[ \u00a0]?[01][0-9]{2}|0800[ ]?11[ ]?11)(?![0-9])"
# Three digits are as well a count of something, or a house: a word before them says that they are to be rung.
_SHORT = r"(?:111|112|999)(?![ ]?[0-9])"
_SAYS_SO = (
    r"(?i:\b(?:call|ring|phone|telephone|dial|on|nhs|ffoniwch|deialwch|ar|gig)|:|(?<=\s(?:111|112|999)\ )(?:or|neu))"
)

_NUMBER = re.compile(rf"{_BEGINS}({_WHOLE}|{_HELPLINE}){_ENDS}|{_SAYS_SO}\s({_SHORT}){_ENDS}", re.VERBOSE)


def reachable(text: str) -> Markup:
    """A text, escaped, with its addresses and phone numbers as links."""
    linked, done = Markup(), 0
    for found in _NUMBER.finditer(text):
        start, end = found.span(found.lastindex or 0)
        linked += _addresses(text[done:start]) + _number(text[start:end])
        done = end
    return linked + _addresses(text[done:])


def _addresses(text: str) -> Markup:
    return Markup(urlize(text, rel="noopener"))  # noqa: S704  # urlize escapes what it is given


def _number(written: str) -> Markup:
    dialled = re.sub(r"[^+0-9]", "", written.replace("(0)", ""))
    return Markup('<a href="tel:{}">{}</a>').format(dialled, written)
