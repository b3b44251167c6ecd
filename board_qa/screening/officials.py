"""Whether a name passes for somebody official: the chair, the chief executive, NHS England, the board itself.

A name is one of theirs where it says nothing else. "Chair, Friends of Elm Park" and "Pat Chairman" are other people.
"""

from __future__ import annotations

import re

from board_qa.screening.patterns import any_of, one_of
from board_qa.screening.plain_names import is_handle, words

_BEFORE = one_of(
    "the y yr our your a an acting interim deputy vice assistant former real official actual trust icb board nhs site "
    "meeting questions? public on.behalf.of office.of from for pp new independent lead senior group non.executive"
)
_FIELD = one_of(
    "finance nursing operations strategy people workforce hr human.resources estates communications comms governance "
    "public.health quality performance midwifery medicine corporate.affairs digital transformation public.affairs"
)
_ROLE = one_of(
    f"chairs? chairman chairwoman chair.?person president ceo coo cfo cno chief.exec(?:utive(?:.officer)?)? "
    "chief.(?:nurse|nursing.officer|operating.officer|finance.officer|medical.officer|people.officer|officer) "
    "(?:medical|nursing|finance|managing|clinical|executive|non.executive|board|trust).directors? "
    f"directors?.of.{_FIELD}(?:.and.{_FIELD})? neds? (?:company|board|trust|corporate).secretary board board.members? "
    "trust.board executive.team governing.body moderators? mods? admins? administrators? "
    "(?:comms|communications|press|media|questions?|q.and.a|q.a|moderation).(?:team|office|officer) "
    "questions?.collector (?:prime.|health.)?minister health.secretary secretary.of.state "
    "(?:is.g|c)adeirydd prif.weithred(?:wr|wraig) prif.swyddog cymedrolw(?:r|yr) gweinyddw(?:r|yr) bwrdd gweinidog "
    "tim.cyfathrebu"
)
_AFTER = one_of("of.the.(?:board|trust|icb) y.bwrdd yr.ymddiriedolaeth for.health(?:.and.social.care)? official uk")
_OFFICIAL = any_of(rf"(?:{_BEFORE} )*{_ROLE}(?: {_AFTER})*")
_BODY = one_of(
    "nhs gig nhsei? nhs.(?:england|improvement|wales|scotland|gov.uk|uk|executive) gig.cymru dhsc "
    "dep(?:artmen)?t.of.health(?:.and.social.care)? cqc care.quality.commission ukhsa uk.health.security.agency nice "
    "(?:hm|uk|welsh).government llywodraeth.cymru n(?:umber|o).10 10.downing.street"
)
_BODIES = any_of(rf"(?:(?:the|official|y) )*{_BODY}(?: (?:official|uk|press office|team))*")
# Handles are often written without anything between their words.
_GLUED = any_of(
    r"(?:the|real|official|your|our|nhs|board|site)*(?:chair(?:man|woman|person)?|chiefexec(?:utive)?|ceo|moderators?|"
    r"admin|nhsengland|nhswales|dhsc|cqc|carequalitycommission|trustboard)(?:official|uk|team|real)?"
)

# What any NHS body is called, and what others in its town may be called as well.
_CARE = "nhs foundation trust ft icb integrated care board health hospital hospitals uhb bwrdd iechyd"
_TOWN = "the a university of and for council teaching local prifysgol"
_HEALTH = frozenset(_CARE.split())
_COMMON = _HEALTH | frozenset(_TOWN.split())
# Who speaks about a board, and not for it.
_OTHERS = any_of(
    r"\b(?:friends|league|residents?|association|group|carers?|watch|gazette|news|echo|unison|campaign|save|keep|forum|"
    r"volunteers?|choir|patients?|users?|parents?|staff|nurse|doctor|worker|society|club|charity|against|action)\b"
)
_SHORTEST = 3  # letters that a short form keeps: "Univ. Hosp."


class Officials:
    """Tells names that pass for somebody official at the board of this organisation."""

    def __init__(self, organisation: str) -> None:
        self._ours = [word for word in words(organisation).split() if word.isalnum()]
        self._initials = "".join(word[0] for word in self._ours)

    def poses(self, name: str) -> bool:
        """Whether a name, handle or organisation may be taken for somebody who speaks for the board or the NHS."""
        plain = words(name)
        glued = plain.replace(" ", "").rstrip("0123456789")
        if _BODIES.fullmatch(plain) or ((is_handle(name) or " " not in plain) and _GLUED.fullmatch(glued)):
            return True
        return self._is_ours(plain) or self._holds_a_role(plain)

    def _holds_a_role(self, plain: str) -> bool:
        """A role with nothing after it, or with our own name after it: another name is whose chair it is."""
        parts = [part.strip() for part in re.split(r"[,(|/:;-]", plain) if part.strip()]
        for at, part in enumerate(parts):
            after = parts[at + 1 :]
            if _OFFICIAL.fullmatch(part) and (not after or self._is_ours(" ".join(after))):
                return True
        return bool(parts) and self._role_here(parts[-1])

    def _role_here(self, part: str) -> bool:
        """ "Chair of Anytown University Hospitals"."""
        role, of, where = part.partition(" of ")
        return bool(of) and bool(_OFFICIAL.fullmatch(role)) and self._is_ours(where)

    def _is_ours(self, plain: str) -> bool:
        """Whether it is the name of this board, in full or without what every NHS body is called."""
        named = [word for word in plain.split() if word.isalnum()]
        if not self._ours or not named or _OTHERS.search(plain):
            return False
        if named in ([self._initials], self._ours) or "".join(named) == "".join(self._ours):
            return True
        own = [word for word in self._ours if word not in _COMMON]
        return bool(own) and self._is_mostly_ours(named, own)

    def _is_mostly_ours(self, named: list[str], own: list[str]) -> bool:
        """Nothing but words of our name, in any short form, those among them that tell it from others in its town."""
        known = {*self._ours, *_COMMON, "official"}
        if not all(any(_short_for(word, full) for full in known) for word in named):
            return False
        says_whose = all(any(_short_for(word, full) for word in named) for full in own)
        return says_whose and any(_short_for(word, full) for full in _HEALTH for word in named)


def _short_for(word: str, full: str) -> bool:
    return word == full or (len(word) >= _SHORTEST and full.startswith(word))
