"""What older versions said of an action in words, as the details that it is told by now."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from board_qa.domain.questions.history import Details
from board_qa.domain.text.spoken import spoken_date

_OVERRIDDEN = re.compile(r"(?:(?P<words>.*); )?as it is, on purpose: (?P<why>.*)", re.DOTALL)
_NUMBERED = {
    "with_number": re.compile(r"with question (\d+)"),
    "before_number": re.compile(r"before question (\d+)"),
    "after_number": re.compile(r"after question (\d+)"),
}
_MEETING = re.compile(
    r"“(?P<title>.*)” on (?P<day>\w+ \d+ \w+ )(?P<year>\d{4})(?:, where it was question (?P<number>\d+))?"
)
_MONTHS = {f"{date(2000, month, 1):%B}": month for month in range(1, 13)}
_READ_BY_THE_ASKER = ("decline", "propose_decline", "redirect", "withdraw", "explain_withdrawal")


def as_details(action: str, said: str, after: Mapping[str, Any], colleagues: Sequence[str]) -> Details:
    """The details of an action of which the history said that. What cannot be told apart stays a note in those words.

    `after` is what it changed in the question, and `colleagues` are everybody's names.
    """
    if action in _READ_BY_THE_ASKER:
        return Details(reason=said)
    if action == "note":
        return Details(note=said)
    overridden = _OVERRIDDEN.fullmatch(said)
    words, why = (overridden["words"] or "", overridden["why"]) if overridden else (said, "")
    found = _OF_ACTION.get(action, _plain)(words, after, colleagues) if words else {}
    return Details(**found, override_reason=why)


def _plain(words: str, _: Mapping[str, Any], __: Sequence[str]) -> dict[str, Any]:
    return {"note": words}


def _beside(words: str, _: Mapping[str, Any], __: Sequence[str]) -> dict[str, Any]:
    found = ((name, pattern.fullmatch(words)) for name, pattern in _NUMBERED.items())
    return next(({name: number[1]} for name, number in found if number), {"note": words})


def _item(words: str, after: Mapping[str, Any], _: Sequence[str]) -> dict[str, Any]:
    return {"agenda_item": after.get("agenda_item", words)}


def _asked(words: str, _: Mapping[str, Any], colleagues: Sequence[str]) -> dict[str, Any]:
    """The longest name that it begins with: a name may have a colon in it."""
    for name in sorted(colleagues, key=len, reverse=True):
        if words == name:
            return {"colleague": name}
        if words.startswith(f"{name}: "):
            return {"colleague": name, "note": words.removeprefix(f"{name}: ")}
    return {"note": words}


def _written(words: str, after: Mapping[str, Any], _: Sequence[str]) -> dict[str, Any]:
    due = after.get("due_on", "")
    owner = words.removesuffix(f"by {spoken_date(due)}") if due else words
    return {"note": words} if owner == words else {"owner": owner.removesuffix(", "), "due_on": due}


def _meeting(words: str, _: Mapping[str, Any], __: Sequence[str]) -> dict[str, Any]:
    found = _MEETING.fullmatch(words)
    if not found:
        return {"note": words}
    _weekday, day, month = found["day"].split()
    there = date(int(found["year"]), _MONTHS[month], int(day))
    number = {"was_number": found["number"]} if found["number"] else {}
    return {"meeting_title": found["title"], "meeting_day": there.isoformat(), **number}


_Parse = Callable[[str, Mapping[str, Any], Sequence[str]], dict[str, Any]]
_OF_ACTION: dict[str, _Parse] = {
    "group": _beside,
    "move": _beside,
    "link": _item,
    "assign": _asked,
    "write": _written,
    "leave_meeting": _meeting,
    "join_meeting": _meeting,
}
