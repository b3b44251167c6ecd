"""The form with every setting of `Rules`, grouped as the public page reads."""

from __future__ import annotations

from datetime import time
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, RadioField, SelectField, StringField
from wtforms import TimeField as _TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from board_qa.domain.meetings.deadlines import Deadline, DeadlineKind, DueUnit, Weekday, WrittenDue
from board_qa.domain.meetings.rules import (
    Attending,
    Decider,
    Identity,
    Late,
    LengthUnit,
    Nation,
    Redirect,
    Rules,
    Scope,
)
from board_qa.domain.text import wording
from board_qa.web.shell.fields import Lines, WholeNumber

# Lengths in characters. A name is a button on the desk; advice is read on a phone.
_NAME, _ADVICE, _SENTENCE = 60, 400, 200
# Rows for redirects: those there are, some to add, and in all no more than a moderator can look through.
_SPARE_ROWS, _MOST_ROWS = 2, 12
_LONGEST_DEADLINE = 365  # hours or days: nobody asks for questions a year before a meeting


class _TimeOfDay(_TimeField):  # type: ignore[misc]  # wtforms ships no types
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Enter a time of day, like 12:00") from error
        if self.data == time():
            # Deadline says why there is no midnight.
            raise ValueError("Midnight can mean either end of a day. Enter 23:59, or a time in the day")


class RedirectForm(Form):  # type: ignore[misc]
    """One row: both parts, or neither."""

    name = StringField("Where")
    advice = StringField("What the asker reads")

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        name, advice = (wording.one_line(field.data or "") for field in (self.name, self.advice))
        if advice and not name:
            self.name.errors = ["Enter where this goes, like Freedom of information"]
        if name and not advice:
            self.advice.errors = ["Enter what the asker reads, or empty both boxes"]
        for field, typed, longest in ((self.name, name, _NAME), (self.advice, advice, _ADVICE)):
            if len(typed) > longest:
                field.errors = [f"Shorten this to {longest} characters or fewer"]
        return not self.errors


def _choice(label: str, names: dict[Any, str]) -> RadioField:
    return RadioField(label, choices=[SelectChoice(value.value, name) for value, name in names.items()])


class RulesForm(FlaskForm):  # type: ignore[misc]
    before = HiddenField()  # the details this form was made from
    kind = _choice("Questions close", {
        DeadlineKind.HOURS: "Hours before the meeting",
        DeadlineKind.WORKING_DAYS: "Working days before the meeting",
        DeadlineKind.CLEAR_WORKING_DAYS: "Clear working days before the meeting",
        DeadlineKind.WEEKDAY: "On a day of the week before the meeting",
    })  # fmt: skip
    count = WholeNumber("How many hours or days", 1, _LONGEST_DEADLINE)
    weekday = SelectField("Day of the week", choices=[SelectChoice(day.value, day.capitalize()) for day in Weekday])
    at = _TimeOfDay("Time of day")
    nation = _choice("Bank holidays of", {nation: nation.capitalize() for nation in Nation})
    late = _choice("What becomes of a late question", {
        Late.WRITTEN: "It gets a written answer",
        Late.NEXT_MEETING: "It goes to the next meeting",
        Late.REFUSED: "It is not taken for this meeting",
    })  # fmt: skip
    per_person = WholeNumber("From each person", 0, 1000)
    per_organisation = WholeNumber("From each organisation", 0, 1000)
    per_meeting = WholeNumber("For the whole meeting", 0, 1000)
    length = WholeNumber("Longest question", 0, 5000)
    length_unit = _choice("Counted in", {LengthUnit.WORDS: "Words", LengthUnit.CHARACTERS: "Characters"})
    identity = _choice("What you ask for", {
        Identity.OPTIONAL: "Nothing: giving a name is optional",
        Identity.NAME: "A full name",
        Identity.NAME_AND_ORGANISATION: "A full name and an organisation",
    })  # fmt: skip
    names_may_be_withheld = BooleanField("People can ask us not to show their name")
    scope = _choice("A question can be about", {
        Scope.POWERS: "Anything the board is responsible for",
        Scope.AGENDA: "Anything on the agenda of the meeting",
    })  # fmt: skip
    attending = _choice("Who puts the question at the meeting", {
        Attending.EITHER: "The asker chooses: come and ask it, or have it read out",
        Attending.IN_PERSON: "The asker, in person",
        Attending.READ_OUT: "We read it out",
    })  # fmt: skip
    decider = _choice("Who decides to decline a question", {
        Decider.MODERATOR: "The moderator",
        Decider.CHAIR: "The chair, when the moderator has proposed it",
    })  # fmt: skip
    decline_reasons = Lines("Reasons", _SENTENCE, 30)
    redirects = FieldList(FormField(RedirectForm), max_entries=_MOST_ROWS)
    minutes_per_question = WholeNumber("Minutes for each question and its answer", 0, 120)
    supplementary = BooleanField("The asker can put a follow-up question")
    written_count = WholeNumber("A written answer is due within", 1, 100)
    written_unit = _choice("Counted in", {DueUnit.WORKING_DAYS: "Working days", DueUnit.MONTHS: "Months"})
    publish_within_days = WholeNumber("Published within how many days of the meeting", 0, 365)
    publish_declined = BooleanField("Publish declined questions too, with the reason")
    signposts = Lines("Where people can get help now", _SENTENCE, 8)

    def validate_redirects(self, field: Any) -> None:
        names: set[str] = set()
        for row in field:
            name = wording.one_line(row.form["name"].data or "").casefold()
            if name and name in names:
                row.form["name"].errors = ["This is on the list twice. Keep one of them"]
                # A list keeps errors of its own, taken from its rows before this was looked at.
                raise ValidationError("twice")
            names.add(name)

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if not self.decline_reasons.data and not self.decline_reasons.errors:
            self.decline_reasons.errors = ["Enter at least one reason: whoever is declined must be told why"]
        return not self.errors

    def rules(self) -> Rules:
        """The settings as they were typed, once they are valid."""
        rows = [
            (wording.one_line(r["name"].data or ""), wording.one_line(r["advice"].data or ""))
            for r in (row.form for row in self.redirects)
        ]
        return Rules(
            nation=Nation(self.nation.data),
            deadline=Deadline(
                DeadlineKind(self.kind.data), self.count.data, Weekday(self.weekday.data), f"{self.at.data:%H:%M}"
            ),
            late=Late(self.late.data),
            per_person=self.per_person.data,
            per_organisation=self.per_organisation.data,
            per_meeting=self.per_meeting.data,
            length=self.length.data,
            length_unit=LengthUnit(self.length_unit.data),
            identity=Identity(self.identity.data),
            names_may_be_withheld=self.names_may_be_withheld.data,
            scope=Scope(self.scope.data),
            attending=Attending(self.attending.data),
            decline_reasons=self.decline_reasons.data,
            redirects=tuple(Redirect(name, advice) for name, advice in rows if name),
            decider=Decider(self.decider.data),
            minutes_per_question=self.minutes_per_question.data,
            supplementary=self.supplementary.data,
            written_due=WrittenDue(self.written_count.data, DueUnit(self.written_unit.data)),
            publish_within_days=self.publish_within_days.data,
            publish_declined=self.publish_declined.data,
            signposts=self.signposts.data,
        )


def as_typed(rules: Rules) -> dict[str, Any]:
    """The rules as the form shows them, with empty rows for more redirects."""
    redirects = [{"name": redirect.name, "advice": redirect.advice} for redirect in rules.redirects]
    spare = min(_SPARE_ROWS, _MOST_ROWS - len(redirects))
    return {
        **rules.__dict__,
        "kind": rules.deadline.kind,
        "count": rules.deadline.count,
        "weekday": rules.deadline.weekday,
        "at": time.fromisoformat(rules.deadline.at),
        "written_count": rules.written_due.count,
        "written_unit": rules.written_due.unit,
        "redirects": redirects + [{}] * spare,
    }
