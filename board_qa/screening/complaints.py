"""One person's own care, or a complaint: for PALS or the complaints team, not for a meeting in public.

Boards publish "one patient's care or complaint" as a reason for declining, and PALS or complaints as where it goes (20
published sets of rules were read for the board's own, domain/meetings/rules.py). Who may complain and about what is in
the Local Authority Social Services and National Health Service Complaints (England) Regulations 2009, regulations 5
and 6; that it may be a complaint is all these rules of thumb say.
"""

from __future__ import annotations

from collections.abc import Iterator

from board_qa.domain.text.flags import Flag, Kind
from board_qa.screening.folded import Folded
from board_qa.screening.identities import RELATIVE
from board_qa.screening.patterns import any_of, one_of

_PERSON = rf"(?:{RELATIVE}|(?:mr|mrs|ms|miss)\.? \w+)"
_MY = one_of("my our his her their")
_CARE = one_of(
    "operation op mri x-ray surgery procedure appointments? referral treatment care results? scan biopsy knee hip "
    "medication prescription discharge records notes therapy complaint letter diagnosis hearing.aids? assessment"
)
_EVENT = one_of(
    r"""wait(?:ed|ing) cancel\w* postpone\w* delay\w* lost lose losing refus\w+ ignor\w+ left sent stopped discharg\w+
    misdiagnos\w+ neglect\w* treated died fell fallen hurt denied forg[eo]t\w* rude spoken starv\w+ feeds? fed without
    wrong\w* answer\w* botched harmed failed turned.away not.seen shouted took.(?:his|her).own"""
)
_DONE_TO_ME = one_of(
    "waited waiting discharged misdiagnosed refused ignored turned.away sent.home neglected spoken.to treated harmed "
    "given told kept left.(?:waiting|on|in|for|without)"
)
_TROUBLE = one_of(r"(?:hours|days|weeks|months|years) never nobody no.?one hung.up cannot can't won't put.off")
_GAP = r"[^.!?\n]{0,60}?"  # within one sentence

_COMPLAINT = any_of(
    rf"\b{_MY} (?:\w+ ){{0,2}}{_CARE}\b{_GAP}\b{_EVENT}\b",  # my operation was cancelled
    rf"\b{_EVENT}\b{_GAP}\b{_MY} (?:\w+ )?{_CARE}\b",  # you lost my results
    rf"\b{_PERSON}{_GAP}\b{_EVENT}\b",  # my wife was left on a trolley
    rf"\b(?:{_EVENT}|apologi\w+|happened)\b{_GAP}\b(?:{_PERSON}|to me\b)",  # a nurse was rude to my partner
    rf"\b{_MY} (?:\w+ ){{0,2}}{_CARE} (?:was|were|got|has been|have been|keeps?)\b",
    rf"\b(?:since|after|during) my (?:(?:\w+ )?{_CARE}|\w+ (?:i|they|you)) ",
    rf"\b{RELATIVE} {_CARE}\b",
    rf"\b{_PERSON}{_GAP}\b{_TROUBLE}\b|\b{_TROUBLE}\b{_GAP}\b{_PERSON}",
    rf"\bi(?:'ve| have| had)?(?: been| was)?(?: \w+)? {_DONE_TO_ME}\b",
    r"\bi wait\b|\bi\b[^.!?\n]{0,60}?\bsent home\b|\bbeen on the (?:waiting )?list\b",
    r"\b(?:misdiagnos\w+|discharg\w+|refus\w+|ignor\w+|neglect\w*|rude to|lied to|harmed|failed) (?:\w+ ){0,2}me\b",
    r"\b(?:see|treat|help) me\b|\bwhat (?:are|am) (?:we|i) (?:meant|supposed) to do\b",
    r"\b(?:want|wish|like|need|going|trying|tried|how (?:do|can) i|i) (?:to )?(?:\w+ ){0,3}complain",
    rf"\bwhen (?:will|can|is|am) (?:i|he|she|{RELATIVE}) (?:\w+ )?(?:be seen|see|seen|be treated)\b",
    rf"\bwhen (?:will|can) (?:i|he|she|{RELATIVE}) (?:\w+ )?(?:get|have) (?:my|his|her|an?|the) (?:\w+ )?{_CARE}\b",
    rf"\bwhen (?:is|will be) (?:my|his|her) {_CARE}\b",
)


def complaints(folded: Folded) -> Iterator[Flag]:
    """The words that make it look like one person's case."""
    return folded.flags(Kind.COMPLAINT, _COMPLAINT.finditer(folded.text))
