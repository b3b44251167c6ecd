"""Swearing, insults at people, threats.

Why an own list: better-profanity has had no release since 2020, alt-profanity-check brings scikit-learn, and
glin-profanity 4.1 (alive, small) was tried: it saw no "idiots", "scum", "w@nkers" or threats, and took "vagina", "anal
fistula", "penis" and "sex workers" for abuse, which at a health board are the subject. The swear words are those that
viewers call strong or moderate in Ofcom's "Public attitudes towards offensive language on TV and radio" (2021), without
those that are also medicine or names (prick test, spastic, cock, ass, gay). Who finds a word missing adds it here, with
a question in tests/measures/flag_set.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from board_qa.domain.text.flags import Flag, Kind
from board_qa.screening.folded import Folded
from board_qa.screening.patterns import any_of, one_of

_STEMS = "fuck motherfuck cunt shit bullshit wank"  # with any ending
_ALWAYS = """
    twat twats tosser tossers arsehole arseholes asshole assholes dickhead dickheads bellend bellends knobhead
    bollocks bastards idiot idiots moron morons scum scumbag scumbags cretin cretins imbecile imbeciles vermin paki
    pakis nigger niggers wog wogs faggot faggots retard retards spaz tranny trannies gyppo gyppos raghead ragheads
    coon coons
"""
# Signs that people write for a letter. A star stands for any letter but the first.
_LOOKALIKE = {
    "a": "a@4", "b": "b8", "c": "ck(", "e": "e3", "g": "g9", "i": "i1!l|", "k": "kc", "l": "l1|", "o": "o0",
    "s": "s5$z", "t": "t7+", "u": "uv@",
}  # fmt: skip
# How often a letter is repeated, and how many stars stand for one. Without an end to both a text of nothing but "(" is
# read again from each of them, and "t" with forty stars in every way to deal them out to the letters of a word.
_TIMES, _STARS = "{1,30}", "{1,2}"


def _letter(letter: str) -> str:
    return f"[{re.escape(_LOOKALIKE.get(letter, letter))}]{_TIMES}"


def _hidden(letter: str) -> str:
    """Any letter of a word but its first: there may be stars instead of it, or beside it."""
    return rf"(?:(?:\*{_STARS})?{_letter(letter)}|\*{_STARS})"


def _disguised(word: str) -> str:
    """A word with look-alike letters, or with all its letters apart: sh1t, f**k, c u n t."""
    first, rest = _letter(word[0]), word[1:]
    together = first + "".join(map(_hidden, rest))
    apart = first + "".join(rf"[ ._*-](?:{_letter(letter)}|\*)" for letter in rest)
    return f"{together}|{apart}"


_WORDS = "|".join(_disguised(word) for word in _ALWAYS.split())
_BEGINNINGS = "|".join(_disguised(stem) for stem in _STEMS.split())
# Names that begin like one: Shital, Wankhede and Kunte are Indian names.
_NAMES = one_of(r"shital shitij shitole shitanshu shitikantha wankhede wankhade kunt[ae]")
_SWEARING = any_of(rf"(?<!\w)(?:{_WORDS})(?![\w*])", rf"(?<!\w)(?!{_NAMES}\b)(?:{_BEGINNINGS})\w*")

# Insults only when thrown at someone: "a lazy eye" and "useless equipment" are not.
_INSULT = one_of(
    r"""liars? lying corrupt clowns? stupid pathetic useless disgusting lazy incompetent thick brain.?dead cows?
    bitch(?:es)? bastards? pricks? parasites? leeches fools? muppets? crooks? thieves cowards? filth murderers? gits?
    thieving evil rats? pigs? fat.cats?"""
)
_THEM = one_of(
    r"""you you're youre you.lot you.people they're.all chief.exec\w* ceo chair(?:man|woman)? directors? managers?
    board.members nurses doctors staff"""
)
_INSULTING = any_of(
    rf"\b{_THEM}(?:,| are| is| r|'re)?(?: \w+){{0,4}} {_INSULT}\b",
    rf"\b{_INSULT}(?:[,.!]| \w+){{0,3}} (?:the (?:whole )?lot|all) of (?:you|them)\b",
    rf"\b(?:bunch|load|pack|shower|gang) of (?:\w+ )?{_INSULT}\b|^\W*{_INSULT}!+$",
)
# In a handle words stand without anything between them. Scunthorpe and Harshita have none of these in them.
_GLUED = any_of(
    r"fuck|(?<!s)cunt|wankers?(?:$|s)|arsehole|dickhead|(?<!oxy)moron|idiot|bastard|bollock|scumbag|tossers|twats|"
    r"[s5$]h[i1!]t(?:show|s$|e$|hole$|ty|head|board|trust)|bull[s5$]h[i1!]t"
)
# As a name of somebody, these are thrown at whoever reads them.
_INSULTING_NAME = any_of(
    rf"\b(?:liars|thieves|crooks|clowns|muppets|parasites|cowards|murderers|fat.?cats)\b|^(?:{_INSULT}[ ,!&]*){{2,}}$"
)
_WE_WILL = r"\b(?:i'll|i will|i'm going to|gonna|we'll|we will)"
_THREAT = any_of(
    r"\bknow (?:where|what|which) (?:\w+ )?(?:you|they|he|she) (?:all )?(?:lives?|work|park|drive|go)\b",
    r"\bwatch your backs?\b",
    r"\bhope (?:you|they)(?: all)? (?:die|rot|burn|suffer|get cancer)\b",
    rf"{_WE_WILL} (?:kill|hurt|get|burn|find|smash|come for) (?:you|them|him|her|the lot)\b",
    r"\b(?:you|they)(?:'ll| will) (?:all )?(?:pay for this|be sorry|regret|get what'?s coming)\b",
    r"\b(?:should|ought to|gonna) (?:burn|bomb|smash|shoot|kill|hang) (?:you|them|him|her|this place)\b",
    r"\bburn (?:your|his|her|their|this|the) (?:house|place|hospital)\b",
    r"\bdeserves? to (?:die|be shot|be hanged|hang)\b",
    r"\b(?:burn|rot|go) (?:in|to) hell\b",
    r"\bstring (?:you|them) up\b|\bdrop dead\b|\b(?:piss|sod|bugger) off\b|\bshut (?:the \w+ )?up\b",
    r"\bsend (?:the )?(?:foreigners|immigrants|migrants|muslims)(?: all)? (?:back|home)\b",
    r"\bgo back to (?:your|their) own country\b",
)


def abuse(folded: Folded) -> Iterator[Flag]:
    """Swear words in any disguise, insults aimed at someone, threats."""
    for pattern in (_SWEARING, _INSULTING, _THREAT):
        yield from folded.flags(Kind.ABUSE, pattern.finditer(folded.text))


def abuse_in_handle(plain: str) -> bool:
    """Swear words anywhere in a handle, where there is nothing between words."""
    return bool(_GLUED.search(plain.replace(" ", "")))


def insulting_name(plain: str) -> bool:
    """A name that calls the board names."""
    return bool(_INSULTING_NAME.search(plain))
