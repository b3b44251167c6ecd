"""Whether a form may be taken: when questions are open, and what must be put right before sending."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from gettext import NullTranslations

from board_qa.domain.meetings.meeting import MeetingDetails
from board_qa.domain.meetings.rules import Attending, Identity, Rules
from board_qa.domain.text import wording
from board_qa.domain.text.saying import ENGLISH

# A board meeting in public lasts a morning or an afternoon; after this it is over for the front page, nothing can be
# asked of it, and replies that still come are read for as long.
MEETING_DURATION = timedelta(hours=12)
# Answers to a chat that come up to a day after its end count, and are read for as long.
LATE_ANSWERS = timedelta(days=1)
# What a letter can go to: words between dots on both sides of one @ (RFC 5322, 3.4.1, as `dot-atom`). Letters outside
# ASCII are some people's own, and are taken (RFC 6532); what mail programs read as other words (RFC 2047) is not.
_WORD = r"[^\s@.<>()\[\],;:\\\"]+"
_EMAIL = re.compile(rf"(?!.*=\?){_WORD}(\.{_WORD})*@{_WORD}(\.{_WORD})+")


class Window(StrEnum):
    """Where a moment lies in a meeting's time for questions.

    Late is after the deadline while the meeting is not over: a late question is kept, and the board's rule says what
    becomes of it. Over is after the public section, where the deadline is still to come. Paused is while a moderator
    has stopped the form. A cancelled meeting takes none at any time.
    """

    NOT_YET_OPEN = "not_yet_open"
    OPEN = "open"
    PAUSED = "paused"
    LATE = "late"
    OVER = "over"
    CLOSED = "closed"
    CANCELLED = "cancelled"


# When a question that is sent is stored.
ACCEPTING = frozenset({Window.OPEN, Window.LATE})


@dataclass(frozen=True)
class AskForm:
    """What the public typed, exactly; `key` is the page's idempotency key.

    `attending` is '' where the asker did not say. `asked_who` means that this page has already asked who they are, and
    `partner` is the key of the link through which they came to it. `unseen` is a field that no person sees.
    """

    key: str
    text: str = ""
    name: str = ""
    email: str = ""
    organisation: str = ""
    attending: str = ""
    name_withheld: bool = False
    asked_who: bool = False
    partner: str = ""
    unseen: str = ""


def is_over(details: MeetingDetails, now: datetime) -> bool:
    if details.is_chat:
        return now > details.closes_at + LATE_ANSWERS
    return now > details.starts_at + MEETING_DURATION


def is_late(details: MeetingDetails, asked_at: datetime) -> bool:
    """A deadline of noon takes what came at noon."""
    return asked_at > details.closes_at


def window(details: MeetingDetails, now: datetime, paused: bool = False, ended: bool = False) -> Window:
    """Open from `opens_at` up to and including `closes_at`, but not once the public section has `ended`; then late
    until the meeting is over."""
    if details.cancelled:
        return Window.CANCELLED
    if now < details.opens_at:
        return Window.NOT_YET_OPEN
    late = is_late(details, now)
    if late and is_over(details, now):
        return Window.CLOSED
    if ended and not late:
        return Window.OVER
    if paused:
        return Window.PAUSED
    return Window.LATE if late else Window.OPEN


def problems(form: AskForm, translations: NullTranslations = ENGLISH) -> dict[str, str]:
    """What the asker must put right, by field; empty when the form can be taken."""
    limit = wording.NAME_LIMIT
    name = translations.gettext("Your name or organisation must be {limit} characters or fewer. {shorten}")
    organisation = translations.gettext("Your organisation must be {limit} characters or fewer. {shorten}")
    found = {
        "question": _question_problem(form.text, translations),
        "name": _too_long(form.name, limit, name, translations),
        "organisation": _too_long(form.organisation, limit, organisation, translations),
        "email": _email_problem(form.email, translations),
    }
    return {field: problem for field, problem in found.items() if problem}


def who_is_missing(form: AskForm, rules: Rules, translations: NullTranslations = ENGLISH) -> dict[str, str]:
    """What the board's rule wants to know of the asker and they left out, by field.

    It is asked for once. Whoever sends the form again without it is taken, and `breaches` flags it: a board can do
    without a name, but not without the question.
    """
    if form.asked_who or rules.identity is Identity.OPTIONAL:
        return {}
    wanted = {"name": (form.name, translations.gettext("Enter your full name."))}
    if rules.identity is Identity.NAME_AND_ORGANISATION:
        organisation = translations.gettext("Enter your organisation, or “member of the public”.")
        wanted["organisation"] = (form.organisation, organisation)
    rather_not = translations.gettext("If you would rather not, send the question again and a person will decide")
    return {field: f"{what} {rather_not}" for field, (typed, what) in wanted.items() if not wording.one_line(typed)}


def said_attending(form: AskForm) -> str:
    """What the asker said of coming to the meeting, or '': a form can be made to say anything."""
    return form.attending if form.attending in (Attending.IN_PERSON, Attending.READ_OUT) else ""


def _question_problem(text: str, translations: NullTranslations) -> str:
    must = translations.gettext("Your question must be {limit} characters or fewer. {shorten}")
    if problem := _too_long(text, wording.QUESTION_LIMIT, must, translations):
        return problem
    return "" if wording.shown(text) else translations.gettext("Enter your question")


def _too_long(text: str, limit: int, must: str, translations: NullTranslations) -> str:
    over = wording.over(text, limit)
    if not over:
        return ""
    shorten = translations.ngettext("Shorten it by {count} character", "Shorten it by {count} characters", over)
    return must.format(limit=limit, shorten=shorten.format(count=over))


def email_typed(text: str) -> str:
    """As an email address is kept: without what cannot be seen, nor the brackets that mail programs put around it."""
    return wording.one_line(text).removeprefix("<").removesuffix(">")


def _email_problem(typed: str, translations: NullTranslations) -> str:
    email = email_typed(typed)
    if not email:
        return ""
    if len(email) > wording.EMAIL_LIMIT or not _EMAIL.fullmatch(email):
        return translations.gettext(
            "Enter an email address in the correct format, like name@example.com, or leave it empty"
        )
    return ""
