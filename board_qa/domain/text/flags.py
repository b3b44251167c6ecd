"""What a text may hold that a person should look at. A flag points; it never decides, hides or sends anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from board_qa.domain.text.languages import NAMES


class Kind(StrEnum):
    """Where two kinds cover the same words, the earlier one is shown."""

    NHS_NUMBER = "nhs_number"
    NATIONAL_INSURANCE = "national_insurance"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    DATE_OF_BIRTH = "date_of_birth"
    WARD_AND_NAME = "ward_and_name"
    DISTRESS = "distress"
    ABUSE = "abuse"
    STATEMENT = "statement"
    LANGUAGE = "language"
    COMPLAINT = "complaint"
    IMPERSONATION = "impersonation"
    UNREAD = "unread"


# What must not be published by mistake: approving stops at these until they are taken out or kept on purpose.
PERSONAL = frozenset(
    {
        Kind.NHS_NUMBER,
        Kind.NATIONAL_INSURANCE,
        Kind.PHONE,
        Kind.EMAIL,
        Kind.POSTCODE,
        Kind.DATE_OF_BIRTH,
        Kind.WARD_AND_NAME,
    }
)
# What only a name can be, and no question.
OF_NAMES = frozenset({Kind.IMPERSONATION})
# Published in a moment's slip, the words of somebody at risk are public: approving stops at them as well, and at words
# that were not looked through for either.
STOPPING = PERSONAL | {Kind.DISTRESS, Kind.UNREAD}
# What matters of a post of a chat. Nobody puts it to the board: it need not ask anything, may be in any language, and
# stands under its author's name on its network, whatever we do.
OF_CHATS = PERSONAL | {Kind.DISTRESS, Kind.ABUSE, Kind.COMPLAINT, Kind.UNREAD}

# One or two words for a list of questions.
LABELS: dict[Kind, str] = {
    Kind.NHS_NUMBER: "NHS number",
    Kind.NATIONAL_INSURANCE: "National insurance number",
    Kind.PHONE: "Phone number",
    Kind.EMAIL: "Email address",
    Kind.POSTCODE: "Postcode",
    Kind.DATE_OF_BIRTH: "Date of birth",
    Kind.WARD_AND_NAME: "Name and ward",
    Kind.DISTRESS: "May be in distress",
    Kind.ABUSE: "Abuse",
    Kind.STATEMENT: "Statement",
    Kind.LANGUAGE: "Another language",
    Kind.COMPLAINT: "Likely complaint",
    Kind.IMPERSONATION: "Official-sounding name",
    Kind.UNREAD: "Not checked",
}

# One sentence beside the question, which ends in what to do.
ADVICE: dict[Kind, str] = {
    Kind.NHS_NUMBER: "This looks like somebody’s NHS number: take it out of the wording before you approve.",
    Kind.NATIONAL_INSURANCE: "This looks like a national insurance number: take it out before you approve.",
    Kind.PHONE: "This looks like somebody’s phone number: take it out of the wording before you approve.",
    Kind.EMAIL: "This looks like somebody’s email address: take it out of the wording before you approve.",
    Kind.POSTCODE: "A full postcode can lead to one home: shorten it to its first half, or take it out.",
    Kind.DATE_OF_BIRTH: "This looks like somebody’s date of birth: take it out of the wording before you approve.",
    Kind.WARD_AND_NAME: "A name and a ward together point to one person: take out the name before you approve.",
    Kind.DISTRESS: "This person, or someone close to them, may be at risk: read it now and pass on where to get help.",
    Kind.ABUSE: "Some words may be abuse or a threat: decline it, or put the question in other words.",
    Kind.STATEMENT: "It does not ask anything: decide whether to put it as a question or to decline it.",
    Kind.LANGUAGE: "It seems to be in another language: have someone who reads it translate it before you decide.",
    Kind.COMPLAINT: "It seems to be about one person’s own care: tell them about PALS and redirect it.",
    Kind.IMPERSONATION: "The name sounds official: find out who it is, or withhold the name.",
    Kind.UNREAD: "The program has not checked it: read every word for personal details before you approve.",
}


# The same where it is the name that was looked through.
NAME_ADVICE: dict[Kind, str] = {
    Kind.ABUSE: "The name may offend: withhold it before you approve.",
    Kind.IMPERSONATION: "The name may be taken for somebody who speaks for the board or the NHS: withhold it before "
    "you approve, unless you know that it is them.",
    Kind.UNREAD: "The program has not checked the name: read it before you approve.",
}
_OTHERWISE = "Every screen would show it beside the question: withhold the name before you approve."


@dataclass(frozen=True)
class Flag:
    """`start` and `end` are offsets in `wording.shown(text)`; both are 0 where the flag is about all of the text.

    `detail` is empty, but for LANGUAGE, where it is the language as ISO 639-1.
    """

    kind: Kind
    start: int = 0
    end: int = 0
    detail: str = ""


def label(flag: Flag) -> str:
    """One or two words for a list: the language by its name."""
    return NAMES.get(flag.detail) or LABELS[flag.kind]


def name_label(flag: Flag) -> str:
    """What is said of a name in one or two words."""
    return LABELS[flag.kind] if flag.kind in OF_NAMES else f"{LABELS[flag.kind]} in the name"


def name_advice(flag: Flag) -> str:
    """One sentence about a name, handle or organisation, which ends in what to do."""
    return NAME_ADVICE.get(flag.kind, _OTHERWISE)


def language(flags: Sequence[Flag]) -> str:
    """The language that the text seems to be in, as ISO 639-1; '' where it seems to be the meeting's."""
    return next((flag.detail for flag in flags if flag.kind is Kind.LANGUAGE), "")


def personal(flags: Sequence[Flag]) -> tuple[Flag, ...]:
    """Those that may lead to a person; a text that was not looked through may as well."""
    return tuple(flag for flag in flags if flag.kind in PERSONAL or flag.kind is Kind.UNREAD)


def stopping(flags: Sequence[Flag]) -> tuple[Flag, ...]:
    """Those that stop an approval."""
    return tuple(flag for flag in flags if flag.kind in STOPPING)


def segments(shown_text: str, flags: Sequence[Flag]) -> list[tuple[str, Kind | None]]:
    """The text cut where marking begins or ends; joined together again it is the text, whatever the flags say."""
    marks: list[Kind | None] = [None] * len(shown_text)
    for flag in sorted(flags, key=lambda flag: list(Kind).index(flag.kind), reverse=True):
        for at in range(max(flag.start, 0), min(flag.end, len(shown_text))):
            marks[at] = flag.kind
    pieces = groupby(zip(shown_text, marks, strict=True), key=lambda pair: pair[1])
    return [("".join(character for character, _ in piece), kind) for kind, piece in pieces]
