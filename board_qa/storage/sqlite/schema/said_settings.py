"""What history said of a setting before it kept values: labels of forms, and what stood in their fields.

A migration makes names and values of them. What is no value that has only this one wording stays as it was said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime

_MOMENTS = {"Starts": "starts_at", "Questions open": "opens_at", "The other deadline": "closes_at"}
_NUMBERS = {
    "Length of the public section, in minutes": "section_minutes",
    "How many hours or days": "deadline_count",
    "From each person": "per_person",
    "From each organisation": "per_organisation",
    "For the whole meeting": "per_meeting",
    "Longest question": "length",
    "Minutes for each question and its answer": "minutes_per_question",
    "A written answer is due within": "written_count",
    "Published within how many days of the meeting": "publish_within_days",
}
_YES_OR_NO = {
    "People can ask us not to show their name": "names_may_be_withheld",
    "The asker can put a follow-up question": "supplementary",
    "Publish declined questions too, with the reason": "publish_declined",
}
_LISTS = {"Reasons": "decline_reasons", "Redirects": "redirects",
          "Where people can get help now": "signposts"}  # fmt: skip
_TEXTS = {
    "Title": "title", "Venue": "venue", "Hashtag": "hashtag", "Time zone": "timezone", "Time of day": "deadline_at",
    "Why this meeting has another deadline": "deadline_reason",
    "Data controller": "controller", "Email address for questions about this service": "email",
    "Phone number for questions about this service": "phone", "Data protection contact": "data_protection",
    "How long questions are kept": "kept", "Patient advice and complaints contact": "complaints",
    "Freedom of information contact": "foi",
}  # fmt: skip
_CHOICES = {
    "When questions close": ("closing_by", {"By our rule": "rule", "Another deadline for this meeting": "other"}),
    "Questions close": ("deadline_kind", {
        "Hours before the meeting": "hours", "Working days before the meeting": "working_days",
        "Clear working days before the meeting": "clear_working_days",
    }),
    "Day of the week": ("deadline_weekday", {day: day.lower() for day in (
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")}),
    "Bank holidays of": ("nation", {nation: nation.lower() for nation in ("England", "Wales", "Scotland")}),
    "What becomes of a late question": ("late", {
        "It gets a written answer": "written", "It goes to the next meeting": "next_meeting",
        "It is not taken for this meeting": "refused",
    }),
    "What you ask for": ("identity", {
        "Nothing: giving a name is optional": "optional", "A full name": "name",
        "A full name and an organisation": "name_and_organisation",
    }),
    "A question can be about": ("scope", {
        "Anything the board is responsible for": "powers", "Anything on the agenda of the meeting": "agenda",
    }),
    "Who puts the question at the meeting": ("attending", {
        "The asker chooses: come and ask it, or have it read out": "either", "The asker, in person": "in_person",
        "We read it out": "read_out",
    }),
    "length in": ("length_unit", {"Words": "words", "Characters": "characters"}),
    "written in": ("written_unit", {"Working days": "working_days", "Months": "months"}),
    "Who decides to decline a question": ("decider", {
        "The moderator": "moderator", "The chair, when the moderator has proposed it": "chair",
    }),
}  # fmt: skip
# Two fields had one label; what stood in them tells them apart.
_TWINS = {"Words": "length in", "Characters": "length in", "Working days": "written in", "Months": "written in"}


def as_values(label: str, before: str, after: str) -> tuple[str, str, str]:
    """The setting's name and both values as JSON, of one row as history said it."""
    label = _TWINS.get(after, label) if label == "Counted in" else label
    name, value = _SETTINGS.get(label, (label, str))
    return name, json.dumps(value(before), ensure_ascii=False), json.dumps(value(after), ensure_ascii=False)


def _in_iso(text: str, said: str, iso: str) -> str:
    try:
        return datetime.strptime(text, said).strftime(iso)  # noqa: DTZ007
    except ValueError:
        return text


def _moment(text: str) -> str | None:
    """As clocks on the wall show it; None where there was none."""
    return _in_iso(text, "%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M") or None


def _day(text: str) -> str:
    return _in_iso(text, "%d/%m/%Y", "%Y-%m-%d")


def _number(text: str) -> int | str:
    return int(text) if re.fullmatch(r"0|[1-9]\d{0,5}", text) else text


def _yes_or_no(text: str) -> bool | str:
    return {"yes": True, "no": False}.get(text, text)


def _listed(text: str) -> list[str]:
    return text.split("; ") if text else []


def _chosen(choices: dict[str, str]) -> Callable[[str], object]:
    return lambda text: choices.get(text, text)


_SETTINGS: dict[str, tuple[str, Callable[[str], object]]] = {
    **{label: (name, _moment) for label, name in _MOMENTS.items()},
    **{label: (name, _number) for label, name in _NUMBERS.items()},
    **{label: (name, _yes_or_no) for label, name in _YES_OR_NO.items()},
    **{label: (name, _listed) for label, name in _LISTS.items()},
    **{label: (name, str) for label, name in _TEXTS.items()},
    **{label: (name, _chosen(choices)) for label, (name, choices) in _CHOICES.items()},
    "Agenda items": ("agenda", str.splitlines),
    "Date the accessibility statement was prepared": ("prepared_on", _day),
}
