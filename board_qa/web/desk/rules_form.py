"""The form with every setting of `Rules`, grouped as the public page reads."""

from __future__ import annotations

from datetime import time
from typing import Any

from wtforms import BooleanField, FieldList, Form, FormField, StringField
from wtforms import TimeField as _TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from board_qa.domain.meetings.deadlines import Deadline, DeadlineKind, DueUnit, Weekday, WrittenDue
from board_qa.domain.meetings.rewording import as_reasons, as_redirects
from board_qa.domain.meetings.rules import (
    OFF_AGENDA,
    Attending,
    Decider,
    Identity,
    Late,
    LengthUnit,
    Nation,
    Rules,
    Scope,
)
from board_qa.domain.text import wording
from board_qa.phrases.settings import CHOICES, LABELS
from board_qa.web.shell.fields import Lines, OneOf, OneOfMany, WholeNumber
from board_qa.web.shell.forms import MadeFrom, PageForm

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


def _choice(setting: str, hint: str = "") -> OneOf:
    choices = [SelectChoice(str(value), name) for value, name in CHOICES[setting].items()]
    return OneOf(LABELS[setting], choices=choices, description=hint)


class RulesForm(PageForm):
    before = MadeFrom()  # the details this form was made from
    kind = _choice(
        "deadline_kind",
        "Clear days leave out the day questions close and the day of the meeting. So 3 clear working days before a "
        "Thursday are Monday, Tuesday and Wednesday, and questions close on the Friday before.",
    )
    count = WholeNumber(LABELS["deadline_count"], 1, _LONGEST_DEADLINE, description="Not used for a day of the week")
    weekday = OneOfMany(
        LABELS["deadline_weekday"],
        choices=[SelectChoice(str(day), name) for day, name in CHOICES["deadline_weekday"].items()],
        description="Only used for a day of the week",
    )
    at = _TimeOfDay(LABELS["deadline_at"], description="Not used for hours")
    nation = _choice("nation", "They are not working days. A deadline on one moves to the working day before.")
    late = _choice(
        "late",
        "We always keep late questions and mark them. The asker sees this before they write and after they send. It "
        "only says what you usually do.",
    )
    per_person = WholeNumber(LABELS["per_person"], 0, 1000)
    per_organisation = WholeNumber(LABELS["per_organisation"], 0, 1000)
    per_meeting = WholeNumber(LABELS["per_meeting"], 0, 1000)
    length = WholeNumber(
        LABELS["length"],
        0,
        5000,
        description=f"0 is no limit. The form itself has room for {wording.QUESTION_LIMIT} characters, about 80 words: "
        "the most that can be read on the screen",
    )
    length_unit = _choice("length_unit")
    identity = _choice(
        "identity",
        "The form asks for it once. If somebody sends their question without it, we still take it and mark it.",
    )
    names_may_be_withheld = BooleanField(
        LABELS["names_may_be_withheld"], description="You still see the name on the desk, and nobody else does"
    )
    scope = _choice("scope")
    attending = _choice("attending")
    decider = _choice("decider")
    decline_reasons = Lines(
        LABELS["decline_reasons"],
        _SENTENCE,
        30,
        description=f"One on each line, as a sentence the asker can read. “{OFF_AGENDA.sentence}” is only offered "
        "where a question must be about the agenda",
    )
    redirects = FieldList(FormField(RedirectForm), max_entries=_MOST_ROWS)
    minutes_per_question = WholeNumber(LABELS["minutes_per_question"], 0, 120, description="0 if you do not say")
    supplementary = BooleanField(LABELS["supplementary"])
    written_count = WholeNumber(LABELS["written_count"], 1, 100, description="Counted from the day after the meeting")
    written_unit = _choice("written_unit")
    publish_within_days = WholeNumber(LABELS["publish_within_days"], 0, 365, description="0 if you do not say")
    publish_declined = BooleanField(
        LABELS["publish_declined"],
        description="For example, with your minutes. This service shows a declined question only to its asker",
    )
    signposts = Lines(
        LABELS["signposts"],
        _SENTENCE,
        8,
        description="One on each line. They are at the foot of every public page of this meeting. An address such as "
        "https://111.nhs.uk becomes a link, and so does a phone number",
    )

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
            self.decline_reasons.errors = [
                "Enter at least one reason: we must tell people why we decline their question"
            ]
        return not self.errors

    def rules(self, before: Rules) -> Rules:
        """The settings as they were typed, once they are valid. `before` says which reasons and redirects there are."""
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
            decline_reasons=as_reasons(self.decline_reasons.data, before.decline_reasons),
            redirects=as_redirects([row for row in rows if row[0]], before.redirects),
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
        "decline_reasons": tuple(reason.sentence for reason in rules.decline_reasons),
        "redirects": redirects + [{}] * spare,
    }
