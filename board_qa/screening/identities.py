"""Who a text is about: words for a person, a name together with a ward.

There is no library for this that is small and right: tools that find names need a model of hundreds of megabytes and
still take "Edith Cavell Ward" for a person. These are rules of thumb, and `python -m tests.measures.measure_flags`
says how far they reach.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from board_qa.domain.text.flags import Flag, Kind
from board_qa.screening.folded import Folded
from board_qa.screening.patterns import one_of

_RELATION = one_of(
    r"mum mam mom mother dad father parents? nan nana nanna gran granny grandma grandmother grandad grandfather wife "
    r"husband partner fianc\w+ son daughter child children kids? baby babies twins? brother sister aunt auntie uncle "
    r"niece nephew cousin friend neighbou?r \w+-in-law"
)
# My mum, our late father, his wife; Nan and Dad go by themselves.
RELATIVE = rf"(?:(?:my|our|his|her|their)(?: \w+)? {_RELATION}|mum|dad|nan|gran|grandma|grandad)(?:'?s)?\b"
_TITLE = "(?i:miss|prof|professor|doctor|sister|matron|nurse)"
_NAME = r"[A-ZÀ-ÖØ-Þ][a-zß-ÿ][\w'-]*"
# "mr" and "mrs" are followed by a name however it is written; a nurse or a miss only by a capital.
_TITLED = rf"(?i:mr|mrs|ms|mx|dr)\b\.? (?!(?:on|in|at|from|of|and|the|to)\b)[\w'-]+|{_TITLE} {_NAME}"
_TOWARDS_NAME = r"(?:,| is| was|,? called|,? named)? \(?"

_PERSON = re.compile(
    rf"\b(?:{_TITLED})|(?i:\b{RELATIVE}){_TOWARDS_NAME}{_NAME}(?: {_NAME})?|(?i:\b(?:named|called)) {_NAME}"
)
# Two names in a row may be a place; said to be on or in a ward they are a person.
_PAIR_AT_WARD = re.compile(
    rf"\b{_NAME} {_NAME}(?:,? (?:who )?(?:is|was|has been))?"
    r"(?:, | (?:on|in|from) | (?=[Ww]ard [a-zA-Z]?\d))(?:the )?(?=(?:\w+ )?[Ww]ard\b)"
)
_INSTITUTION = re.compile(
    r"\b(?:Hospital|Infirmary|Trust|Royal|General|Centre|Center|House|Health|"
    r"Court|Unit|Street|Road|Board|St|Queen|King|"
    r"Ysbyty|Why|Is|Are|Will|Does|Has|Can|The|When|What|How|Who|Where|On|In)\b"
)
_WARD = re.compile(r"\bwards?(?: (?:no\.? ?)?[a-z]?\d{1,3}[a-z]?\b)?|\b(?:icu|itu|hdu|ccu|nicu)\b", re.IGNORECASE)
_ELECTED = re.compile(r"(?i)\b(?:cllrs?|councill?ors?|council|electoral|constituency|polling|MPs?)\b")
_NEAR = 80  # characters between name and ward: about one sentence


def wards_and_names(folded: Folded) -> Iterator[Flag]:
    """A person's name near a hospital ward: after a title, after "my mum", or two names in a row before the ward.

    Council wards have councillors, not patients, and are left alone. First names alone are too often something else.
    """
    wards = [ward for ward in _WARD.finditer(folded.text) if not _is_electoral(folded.text, ward)]
    for person in _people(folded.text):
        near = [ward for ward in wards if -_NEAR <= ward.start() - person.end() <= _NEAR]
        if near:
            ends = [person.start(), person.end(), near[0].start(), near[0].end()]
            yield folded.flag(Kind.WARD_AND_NAME, min(ends), max(ends))


def _people(text: str) -> Iterator[re.Match[str]]:
    yield from _PERSON.finditer(text)
    for pair in _PAIR_AT_WARD.finditer(text):
        if not _INSTITUTION.search(pair.group()):
            yield pair


def _is_electoral(text: str, ward: re.Match[str]) -> bool:
    return bool(_ELECTED.search(text, max(0, ward.start() - 40), ward.end() + 20))
