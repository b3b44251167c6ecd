"""The words that say what a question is about, and whether two questions are copies of each other."""

from __future__ import annotations

import re

# Grammar: these stand in every question and say nothing about its subject.
_SMALL_WORDS = """a about am an and any are as at be because been before being but by can could did do does for from had
has have he her him his how i if in into is it its just me more most my no not of on only or our out over she should
since so some than that the their them then there these they this those to too up us very was we were what when where
which while who why will with would you your"""
# The board room's own frame: how a question is put ("please tell me how long", "what steps are being taken") and what
# every question here is about ("the board", "patients of this trust"). Shared, these words would make all alike.
_FRAME = """ask asked board boards current currently doing done explain get getting given go going happen happened
happening hello hi hospital hospitals know last like long make many may might much must new next nhs now number often
patient patients people plan plans please question say steps still sure take taken taking tell thank thanks today trust
trusts understand want year"""
GRAMMAR = frozenset(_SMALL_WORDS.split())
_STOP = GRAMMAR | frozenset(_FRAME.split())
# What networks put around the words: addresses, the account spoken to, and labels before and after the sentence.
_ADDRESSES = re.compile(r"https?://\S+|(?<!\w)@\w+")
_FIRST_LABELS, _LABEL = re.compile(r"^(\s*#\w+)+"), re.compile(r"#\w+\s*")
# "A&E" is a word of its own: apart, its letters would be lost.
_WORD = re.compile(r"a&e|[^\W_]+")
# A question of 500 characters, the form's limit, has about so many. A post may have thousands, and each would be
# compared with each of another's.
_MOST = 50
# A post can have 25,000 characters; what it is about is said in the first two pages.
_READ = 5_000


def plain_words(text: str) -> list[str]:
    """Every word in order, in lower case, without what belongs to a network."""
    spoken = _without_last_labels(_FIRST_LABELS.sub("", _ADDRESSES.sub("", text).strip()))
    return _WORD.findall(re.sub("['\u2019]", "", spoken.casefold()))


def content_words(text: str) -> list[str]:
    """The words that say what the text is about, each once, in order; the first fifty."""
    words = plain_words(text[:_READ])
    return list(dict.fromkeys(word for word in words if len(word) > 1 and word not in _STOP))[:_MOST]


def _without_last_labels(text: str) -> str:
    """From the end on, one label at a time: a pattern that is tried from each of a thousand would hold up everybody."""
    end = len(text)
    while (at := text.rfind("#", 0, end)) >= 0 and _LABEL.fullmatch(text, at, end):
        end = at
    return text[:end]
