"""Email addresses, also dictated, with spaces in them, or written out to hide them from machines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from board_qa.domain.text.content_words import GRAMMAR
from board_qa.domain.text.flags import Flag, Kind
from board_qa.screening.folded import Folded
from board_qa.screening.patterns import any_of

# The pattern of an <input type=email> in the HTML standard, with a dot in the domain and letters of any language
# (RFC 6531). An @ before it makes it a Mastodon handle, which is a public name. Read backwards from the @, because
# what comes before it may be any row of letters.
_LONGEST = 64  # characters before the @: RFC 5321, 4.5.3.1.1
_NAME = re.compile(rf"(?<![@\w.])[\w.!#$%&'*+/=?^`{{|}}~-]{{1,{_LONGEST}}}$")
_PLAIN_NAME = re.compile(rf"(?<![@\w.])[\w.+-]{{1,{_LONGEST}}}$")
_AT_HOST = re.compile(r"@[\w-]+(?:\.[\w-]+)+")
# With spaces around its dots it takes an ending that addresses have: "jo@example. Or call" is two sentences.
_ENDING = r"(?:com|org|net|info|me|io|eu|uk|co|nhs|gov|ac|sch|ie|wales|cymru|scot|email|online)\b"
_SPACED_AT = r"(?: @ |@ | @|@)"
_AT_SPACED_HOST = any_of(
    rf"{_SPACED_AT}(?:[\w-]{{1,63}} ?\. ?){{1,4}}{_ENDING}", rf"{_SPACED_AT}[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{{2,}}"
)
# jane at example dot org, jane (at) example (dot) org, jane[at]example.org.
_DOT = r"(?: ?[(\[{<] ?(?:dot|\.) ?[)\]}>] ?| dot |\.)"
_BRACKETED = any_of(rf" ?[(\[{{<] ?(?:at|@) ?[)\]}}>] ?[\w-]+(?:{_DOT}[\w-]+)+")
_SPOKEN = any_of(r" at [\w-]+(?: dot [\w-]+)+")
# "Look at example.org" is no address; "email is jo at example.org" is.
_HALF_SPOKEN = any_of(rf" at [\w-]+\.(?:[\w-]+\.){{0,3}}{_ENDING}")
_SAYS_EMAIL = any_of(r"\b(?:e-?mails?|e-?bost|mail|contact|write|reply|reach|address|answer)\b[^.!?\n]{0,40}$")
_BEFORE = 60  # characters

# On Bluesky a handle is a domain: "thanks @anytown.example". Before it stands another word than somebody's name.
_HANDLES = any_of(r"\.bsky\.social$")
_NO_NAMES = GRAMMAR | frozenset(
    [
        "hi",
        "hello",
        "hey",
        "dear",
        "thanks",
        "thank",
        "cheers",
        "ask",
        "asked",
        "asks",
        "see",
        "follow",
        "via",
        "cc",
        "rt",
        "please",
        "tell",
        "says",
        "said",
        "me",
        "us",
        "it",
        "here",
        "out",
        "more",
        "back",
        "online",
        "live",
        "look",
        "found",
        "meet",
        "meeting",
        "croeso",
        "diolch",
        "gan",
    ]
)


def emails(folded: Folded) -> Iterator[Flag]:
    """Addresses of anyone: an organisation's is flagged like a person's."""
    taken: set[int] = set()
    for start, end in _found(folded.text):
        if start not in taken:
            taken.update(range(start, end))
            yield folded.flag(Kind.EMAIL, start, end)


def _found(text: str) -> Iterator[tuple[int, int]]:
    yield from _addresses(text, _AT_HOST, _NAME)
    for start, end in _addresses(text, _AT_SPACED_HOST, _PLAIN_NAME):
        if not _is_a_mention(text[start:end]):
            yield start, end
    yield from _addresses(text, _BRACKETED, _PLAIN_NAME)
    yield from _addresses(text, _SPOKEN, _PLAIN_NAME)
    for start, end in _addresses(text, _HALF_SPOKEN, _PLAIN_NAME):
        name = text[start:end].split(maxsplit=1)[0]
        if name.lower() not in _NO_NAMES and _SAYS_EMAIL.search(text, max(0, start - _BEFORE), start):
            yield start, end


def _addresses(text: str, host: re.Pattern[str], name: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where an address begins and ends: a name, and the host after it."""
    for at in host.finditer(text):
        if before := name.search(text, max(0, at.start() - _LONGEST - 1), at.start()):
            yield before.start(), at.end()


def _is_a_mention(address: str) -> bool:
    """Whether it is a word and a handle after it, and not somebody's name and where their letters go."""
    name, _, host = address.partition("@")
    mentioned = name.endswith(" ") and not host.startswith(" ")
    return mentioned and (name.strip().lower() in _NO_NAMES or bool(_HANDLES.search(host)))
