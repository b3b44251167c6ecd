"""Fields of the moderators' forms, with errors that say what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from wtforms import (
    DateField,
    DateTimeLocalField,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    TextAreaField,
)
from wtforms.fields import StringField
from wtforms.validators import ValidationError

from board_qa.domain.text import wording
from board_qa.domain.text.written_dates import DateOrder, NotAMoment, Written, YearUnclear, read
from board_qa.web.operators.security_log import note_not_offered

LATELY = 30  # rows of what was changed, under a form


class Moment(DateTimeLocalField):  # type: ignore[misc]  # wtforms ships no types
    """A date and time of the meeting's own zone, as a browser's own field sends it or typed by hand."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = " ".join(valuelist).strip()
        if not typed:
            return
        written = _written(typed, "Enter a date and time, like 26/11/2026 10:00")
        if not written.timed or written.zone:
            raise ValueError("Enter a date and a time of day by the clock of the meeting, like 26/11/2026 10:00")
        self.data = written.local


class _OfThoseOffered:
    """Our pages offer no other: whoever sends one made it up, which the security log tells."""

    raw_data: list[str] | None

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)  # type: ignore[misc]  # it is mixed into a field
        except ValidationError:
            note_not_offered("".join(self.raw_data or ()))
            raise


class OneOf(_OfThoseOffered, RadioField):  # type: ignore[misc]
    """One choice, all of them to be seen."""


class OneOfMany(_OfThoseOffered, SelectField):  # type: ignore[misc]
    """One choice of a list."""


def in_one_line(field: Any, what: str, missing: str, limit: int) -> None:
    """Put what was typed into one line, for a form's own `validate_...`. Raises ValidationError where there is nothing,
    or more than `limit` characters; `what` begins that sentence."""
    field.data = wording.one_line(field.data or "")
    if not field.data:
        raise ValidationError(missing)
    if over := wording.over(field.data, limit):
        raise ValidationError(f"{what} must be {limit} characters or fewer. Leave out {over}")


class Day(DateField):  # type: ignore[misc]
    """A day, or none."""

    data: Any

    @staticmethod
    def of(stored: str) -> date | None:
        """The day that an ISO date names."""
        return date.fromisoformat(stored) if stored else None

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = " ".join(valuelist).strip()
        if typed:
            self.data = day_typed(typed, "Enter a date, like 26/11/2026, or leave it empty")


def day_typed(typed: str, advice: str) -> date:
    """A day as a browser's own field sends it, or typed by hand. Raises ValueError with what to do."""
    written = _written(typed, advice)
    if written.timed:
        raise ValueError(advice)
    return written.local.date()


def _written(typed: str, advice: str) -> Written:
    try:
        written = read(typed, DateOrder.DAY_FIRST)
    except YearUnclear as error:
        raise ValueError("Enter a year in full, like 2026") from error
    except NotAMoment as error:
        raise ValueError(advice) from error
    if not 2000 <= written.local.year <= 2100:
        raise ValueError("Enter a year in full, like 2026")
    return written


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


def blame(form: Any, problems: Mapping[str, str]) -> None:
    """Put what a service found wrong beside the fields that it is about."""
    for name, problem in problems.items():
        if isinstance(form[name], SelectField) and form[name].data not in {one.value for one in form[name].choices}:
            note_not_offered(form[name].data or "")
        form[name].errors = [problem]
