"""Fields of the moderators' forms, with errors that say what to do, and what two people's forms differ in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    TextAreaField,
    TimeField,
)
from wtforms.fields import StringField

from board_qa.domain.meetings.settings import Difference
from board_qa.domain.text import wording

LATELY = 30  # rows of what was changed, under a form


class Moment(DateTimeLocalField):  # type: ignore[misc]  # wtforms ships no types
    """A date and time of the meeting's own zone."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Enter a date and time, like 26/11/2026 10:00") from error
        if self.data is not None and not 2000 <= self.data.year <= 2100:
            raise ValueError("Enter a year in full, like 2026")


class Day(DateField):  # type: ignore[misc]
    """A day, or none."""

    data: Any

    @staticmethod
    def of(stored: str) -> date | None:
        """The day that an ISO date names."""
        return date.fromisoformat(stored) if stored else None

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if not any(value.strip() for value in valuelist):
            return
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Enter a date, like 26/11/2026, or leave it empty") from error
        if not 2000 <= self.data.year <= 2100:
            raise ValueError("Enter a year in full, like 2026")


class WholeNumber(StringField):  # type: ignore[misc]
    """A whole number from `low` to `high`. Nothing typed means no limit where that is 0."""

    data: Any

    def __init__(self, label: str, low: int, high: int, **options: Any) -> None:
        super().__init__(label, render_kw={"inputmode": "numeric"}, **options)
        self.low, self.high = low, high

    def _value(self) -> str:
        """What was typed, also where it is no number: the stored one in its place would be saved at the next try."""
        return str(self.raw_data[0] if self.raw_data else "" if self.data is None else self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        number = int(typed) if re.fullmatch(r"[0-9]{1,6}", typed) else 0 if not typed else -1
        if not self.low <= number <= self.high:
            raise ValueError(f"“{self.label.text}” must be a whole number from {self.low} to {self.high}")
        self.data = number


class Lines(TextAreaField):  # type: ignore[misc]
    """Sentences, one on each line; `data` is a tuple of them, each once."""

    def __init__(self, label: str, longest: int, most: int, **options: Any) -> None:
        super().__init__(label, **options)
        self.longest, self.most = longest, most

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "\n".join(self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        lines = [wording.one_line(line) for line in (valuelist[0] if valuelist else "").splitlines()]
        self.data = tuple(dict.fromkeys(line for line in lines if line))
        if len(self.data) > self.most:
            raise ValueError(f"Enter {self.most} lines or fewer")
        for line in self.data:
            if len(line) > self.longest:
                raise ValueError(f"Shorten “{line[:40]}…” to {self.longest} characters or fewer")


def problems(fields: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """What must be put right: where on the page, and what to do."""
    for field in fields:
        if isinstance(field, FieldList | FormField):
            yield from problems(field)
        elif field.errors:
            yield f"{field.id}-0" if isinstance(field, RadioField) else field.id, field.errors[0]


def differences(typed: Iterable[Any], saved: Any) -> list[Difference]:
    """Where what was typed is not what is saved, field by field."""
    both = [(field, saved[field.short_name]) for field in typed if field.type not in ("CSRFTokenField", "HiddenField")]
    said = [Difference(field.label.text, _said(before), _said(field)) for field, before in both]
    return [one for one in said if one.before != one.after]


def _said(field: Any) -> str:
    """A field's value as a person reads it."""
    if isinstance(field, FieldList):
        return "; ".join(said for entry in field if (said := ": ".join(_said(part) for part in entry).strip(": ")))
    if isinstance(field, SelectField):  # radios too
        return str(dict((str(value), label) for value, label, *_ in field.iter_choices()).get(str(field.data), ""))
    if isinstance(field, BooleanField):
        return "yes" if field.data else "no"
    if isinstance(field, Lines):
        return "; ".join(field.data or ())
    if isinstance(field, Moment | Day | TimeField):
        shape = "%d/%m/%Y" if isinstance(field, Day) else "%d/%m/%Y %H:%M" if isinstance(field, Moment) else "%H:%M"
        return format(field.data, shape) if field.data else ""
    return "" if field.data is None else str(field.data)
