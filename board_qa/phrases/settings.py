"""What settings and their values are called: the same on a form, and on the record of who changed what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from board_qa.domain.meetings import about
from board_qa.domain.meetings.deadlines import DeadlineKind, DueUnit, Weekday
from board_qa.domain.meetings.rules import Attending, Decider, Identity, Late, LengthUnit, Nation, Scope
from board_qa.domain.meetings.settings import ClosingBy, Difference, SettingChange, Value
from board_qa.domain.questions.question import WEB_FORM
from board_qa.phrases import targets

LABELS = {
    "title": "Title",
    "starts_at": "Starts",
    "timezone": "Time zone",
    "venue": "Venue",
    "hashtag": "Hashtag",
    "more_hashtags": "Further hashtags",
    "opens_at": "Questions open",
    "closing_by": "When questions close",
    "closes_at": "The other deadline",
    "deadline_reason": "Why this meeting has another deadline",
    "section_minutes": "Length of the public section, in minutes",
    "agenda": "Agenda items",
    "cancelled": "This meeting is cancelled",
    "poll": "Ask on the public page what people use most",
    "deadline_kind": "Questions close",
    "deadline_count": "How many hours or days",
    "deadline_weekday": "Day of the week",
    "deadline_at": "Time of day",
    "nation": "Bank holidays of",
    "late": "What becomes of a late question",
    "per_person": "From each person",
    "per_organisation": "From each organisation",
    "per_meeting": "For the whole meeting",
    "length": "Longest question",
    "length_unit": "Counted in",
    "identity": "What you ask for",
    "names_may_be_withheld": "People can ask us not to show their name",
    "scope": "A question can be about",
    "attending": "Who puts the question at the meeting",
    "decider": "Who decides to decline a question",
    "decline_reasons": "Reasons",
    "redirects": "Redirects",
    "minutes_per_question": "Minutes for each question and its answer",
    "supplementary": "The asker can put a follow-up question",
    "written_count": "A written answer is due within",
    "written_unit": "Counted in",
    "publish_within_days": "Published within how many days of the meeting",
    "publish_declined": "Publish declined questions too, with the reason",
    "partner": "a partner’s link",
    "chat_question": "Questions of the chat",
    "chat_minutes": "How long it lasts, in minutes",
    "chat_cancelled": "This chat is cancelled",
    "host": "Accounts of a co-host",
    "key_messages": "Key messages of the report",
    "key_messages_welsh": "Key messages of the report in Welsh",
    "record_published": "The public record is published",
    "recap_published": "The recap is published",
    "recap_introduction": "Introduction of the recap",
    "paused": "Paused, so that nothing is taken from there",
    "draft_removed": "Draft of a post removed",
    "full_record_taken": "Full record taken out, and why",
    "person_data_handed_out": "One person’s data taken out",
    "person_data_erased": "One person’s data erased",
    **about.LABELS,
    **{targets.setting(name): f"Target: {targets.title(name)}" for name in targets.AIMS},
}

CHOICES: dict[str, dict[str, str]] = {
    "closing_by": {ClosingBy.RULE: "By our rule", ClosingBy.OTHER: "Another deadline for this meeting"},
    "deadline_kind": {
        DeadlineKind.HOURS: "Hours before the meeting",
        DeadlineKind.WORKING_DAYS: "Working days before the meeting",
        DeadlineKind.CLEAR_WORKING_DAYS: "Clear working days before the meeting",
        DeadlineKind.WEEKDAY: "On the last Friday (or another day) before the meeting",
        DeadlineKind.WEEK_BEFORE: "On the Monday (or another day) of the week before the meeting",
    },
    "deadline_weekday": {day: day.capitalize() for day in Weekday},
    "nation": {nation: nation.capitalize() for nation in Nation},
    "late": {
        Late.WRITTEN: "It gets a written answer",
        Late.NEXT_MEETING: "It goes to the next meeting",
        Late.REFUSED: "It is not taken for this meeting",
    },
    "length_unit": {LengthUnit.WORDS: "Words", LengthUnit.CHARACTERS: "Characters"},
    "identity": {
        Identity.OPTIONAL: "Nothing: giving a name is optional",
        Identity.NAME: "A full name",
        Identity.NAME_AND_ORGANISATION: "A full name and an organisation",
    },
    "scope": {
        Scope.POWERS: "Anything the board is responsible for",
        Scope.AGENDA: "Anything on the agenda of the meeting",
    },
    "attending": {
        Attending.EITHER: "The asker chooses: come and ask it, or have it read out",
        Attending.IN_PERSON: "The asker, in person",
        Attending.READ_OUT: "We read it out",
    },
    "decider": {
        Decider.MODERATOR: "The moderator",
        Decider.CHAIR: "The chair, when the moderator has proposed it",
    },
    "written_unit": {DueUnit.WORKING_DAYS: "Working days", DueUnit.MONTHS: "Months"},
}

_SHAPES = {**dict.fromkeys(("starts_at", "opens_at", "closes_at"), "%d/%m/%Y %H:%M"), "prepared_on": "%d/%m/%Y"}


@dataclass(frozen=True)
class SaidDifference:
    """A setting and what it was and is, as a person reads it; '' for nothing."""

    setting: str
    before: str
    after: str


@dataclass(frozen=True)
class SaidChange:
    """A row of the history of settings as a person reads it."""

    what: SaidDifference
    by: str
    at: datetime


def said(one: Difference) -> SaidDifference:
    label = LABELS.get(one.setting, one.setting)
    return SaidDifference(label, value_said(one.setting, one.before), value_said(one.setting, one.after))


def history_said(changes: Iterable[SettingChange]) -> list[SaidChange]:
    return [SaidChange(said(change.what), change.by, change.at) for change in changes]


def value_said(setting: str, value: Value) -> str:
    """A value in the words of its form. Older rows may hold what was said instead, and it stays so."""
    if isinstance(value, tuple):
        return ("\n" if setting == "agenda" else "; ").join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return ""
    return _text_said(setting, str(value))


def _text_said(setting: str, text: str) -> str:
    if setting == "paused":
        return "the web form" if text == WEB_FORM else text
    if setting in _SHAPES:
        moment = _moment(text)
        return format(moment, _SHAPES[setting]) if moment else text
    return text.replace("_", " ") if setting == "timezone" else CHOICES.get(setting, {}).get(text, text)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
