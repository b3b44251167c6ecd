"""The rules a board can set for questions to a meeting: one setting per row of the published rules they come from.

Everything here is a number, a text, an enum of text, or a tuple or dataclass of those, so that an outer layer can
store it as JSON field by field. The defaults are what boards publish most often, in the words an asker will read,
and stand in the catalogue: a board that keeps them has them in Welsh as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from board_qa.domain.meetings.deadlines import Deadline, WrittenDue
from board_qa.domain.text.saying import gettext_noop


class Nation(StrEnum):
    """Whose bank holidays count."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"


class Late(StrEnum):
    """What becomes of a question that came after the deadline. It is always kept, and its asker always told."""

    REFUSED = "refused"
    WRITTEN = "written"
    NEXT_MEETING = "next_meeting"


class LengthUnit(StrEnum):
    """What the length of a question is counted in."""

    WORDS = "words"
    CHARACTERS = "characters"


class Identity(StrEnum):
    """What an asker is asked to say about who they are."""

    OPTIONAL = "optional"
    NAME = "name"
    NAME_AND_ORGANISATION = "name_and_organisation"


class Scope(StrEnum):
    """What a question may be about."""

    AGENDA = "agenda"
    POWERS = "powers"


class Attending(StrEnum):
    """Who puts the question at the meeting: the asker in person, or the board on their behalf."""

    EITHER = "either"
    IN_PERSON = "in_person"
    READ_OUT = "read_out"


class Decider(StrEnum):
    """Who decides on a question: the moderator, or the chair after the moderator's proposal."""

    MODERATOR = "moderator"
    CHAIR = "chair"


@dataclass(frozen=True)
class Reason:
    """Why a question may be declined. Its `id` stays the same where a board only words the sentence in another way."""

    id: str
    sentence: str


@dataclass(frozen=True)
class Redirect:
    """Where a question can go that the meeting is not the place for, and what its asker reads."""

    id: str
    name: str
    advice: str

    @property
    def sentence(self) -> str:
        """What its asker reads."""
        return f"{self.name}. {self.advice}"


OFF_AGENDA = Reason("off_agenda", gettext_noop("It is not about anything on the agenda"))

# The reasons of docs/boards.md in its order. The sentence for "confidential" also covers "legal or under consultation".
REASONS = (
    Reason("not_ours", gettext_noop("It is about something this board is not responsible for")),
    OFF_AGENDA,
    Reason("repeated", gettext_noop("It repeats a question already asked")),
    Reason("answered_lately", gettext_noop("It was answered by this board in the last 6 months")),
    Reason("identifies_a_person", gettext_noop("It names or identifies a person")),
    Reason("one_patient", gettext_noop("It is about one patient's care or complaint")),
    Reason("confidential", gettext_noop("It asks for something confidential, or under legal or formal consultation")),
    Reason("party_political", gettext_noop("It is party political")),
    Reason("abusive", gettext_noop("It is abusive, frivolous or defamatory")),
    Reason("statement", gettext_noop("It is a statement rather than a question")),
)

# The one that keeps a question for the board itself.
TO_NEXT_MEETING = "next_meeting"

REDIRECTS = (
    Redirect(
        "pals",
        gettext_noop("PALS or complaints"),
        gettext_noop(
            "We are sorry if something went wrong. Our patient advice or complaints team can look into it with you, "
            "in private."
        ),
    ),
    Redirect(
        "foi",
        gettext_noop("Freedom of information"),
        gettext_noop(
            "You asked for information we hold. Our freedom of information team will look for it and reply in writing."
        ),
    ),
    Redirect(
        "staff",
        gettext_noop("A member of staff"),
        gettext_noop("Someone who works here knows the answer. We will ask them to reply to you directly."),
    ),
    Redirect(
        TO_NEXT_MEETING,
        gettext_noop("The next meeting"),
        gettext_noop("Your question fits the next meeting better. We will keep it for then."),
    ),
)

SIGNPOSTS = (
    gettext_noop("If you need medical help now and it is not an emergency, call 111."),
    gettext_noop("If someone is seriously ill or their life is at risk, call 999."),
    gettext_noop("If you need someone to talk to, call Samaritans on 116 123 at any time, free."),
)


@dataclass(frozen=True)
class Rules:
    """One meeting's rules for questions.

    `per_person`, `per_organisation` and `per_meeting` are numbers of questions, 0 for no limit; `length` is in
    `length_unit`, 0 for no limit; `minutes_per_question` and `publish_within_days` (calendar days after the
    meeting) are 0 where the board does not say.
    """

    nation: Nation = Nation.ENGLAND
    deadline: Deadline = field(default_factory=Deadline)
    late: Late = Late.WRITTEN
    per_person: int = 0
    per_organisation: int = 0
    per_meeting: int = 0
    length: int = 150
    length_unit: LengthUnit = LengthUnit.WORDS
    identity: Identity = Identity.NAME
    names_may_be_withheld: bool = True
    scope: Scope = Scope.POWERS
    attending: Attending = Attending.EITHER
    decline_reasons: tuple[Reason, ...] = REASONS
    redirects: tuple[Redirect, ...] = REDIRECTS
    decider: Decider = Decider.MODERATOR
    minutes_per_question: int = 0
    supplementary: bool = False
    written_due: WrittenDue = field(default_factory=WrittenDue)
    publish_within_days: int = 0
    publish_declined: bool = False
    signposts: tuple[str, ...] = SIGNPOSTS


def reasons_offered(rules: Rules) -> tuple[Reason, ...]:
    """The reasons that can be given: none may say "not on the agenda" where questions may be about anything else."""
    if rules.scope is Scope.AGENDA:
        return rules.decline_reasons
    return tuple(reason for reason in rules.decline_reasons if reason.id != OFF_AGENDA.id)
