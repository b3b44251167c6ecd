"""The moderators' list of meetings, and the form that makes or corrects one."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import DateTimeLocalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from ..domain import wording
from ..domain.model import Meeting, MeetingDetails
from ..domain.roles import Right
from ..services import meetings
from .guards import allowed
from .product import core

pages = Blueprint("meetings", __name__, url_prefix="/desk")

_FORMAT = "%Y-%m-%dT%H:%M"
_ZONES = ["Europe/London", *sorted(available_timezones() - {"Europe/London", "localtime", "Factory"})]


class _Moment(DateTimeLocalField):  # type: ignore[misc]  # wtforms ships no types
    """A date and time with an error that says what to do."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Enter a date and time, like 26/11/2026 10:00") from error
        if self.data is not None and not 2000 <= self.data.year <= 2100:
            raise ValueError("Enter a year in full, like 2026")


class MeetingForm(FlaskForm):  # type: ignore[misc]
    title = StringField("Title", [InputRequired("Enter a title, like Board meeting in public"), Length(max=120)])
    starts_at = _Moment("Starts", [InputRequired("Enter when the meeting starts")], format=_FORMAT)
    timezone = SelectField("Time zone", choices=[SelectChoice(zone, zone.replace("_", " ")) for zone in _ZONES])
    venue = StringField("Venue", [Optional(), Length(max=200)])
    hashtag = StringField("Hashtag", [InputRequired("Enter a hashtag, like AnytownBoard"), Length(max=101)])
    opens_at = _Moment("Questions open", [InputRequired("Enter when questions open")], format=_FORMAT)
    closes_at = _Moment("Questions close", [InputRequired("Enter when questions close")], format=_FORMAT)
    section_minutes = IntegerField(
        "Length of the public section, in minutes",
        [InputRequired("Enter a number of minutes, like 30"), NumberRange(1, 480, "Enter from 1 to 480 minutes")],
    )
    agenda = TextAreaField("Agenda items", [Optional(), Length(max=5000)])

    def validate_title(self, field: Any) -> None:
        if not wording.one_line(field.data):
            raise ValidationError("Enter a title, like Board meeting in public")

    def validate_hashtag(self, field: Any) -> None:
        field.data = field.data.strip().removeprefix("#")
        # X's own rule: letters, digits and underscores, not digits alone (help pages on hashtags).
        if not re.fullmatch(r"\w+", field.data) or not re.search(r"[^\W\d_]", field.data):
            raise ValidationError("Use letters, numbers and underscores only, and at least one letter")

    def validate_closes_at(self, field: Any) -> None:
        if self.opens_at.data and field.data and field.data <= self.opens_at.data:
            raise ValidationError("Questions must close after they open")

    def details(self) -> MeetingDetails:
        zone = ZoneInfo(self.timezone.data)
        return MeetingDetails(
            title=wording.one_line(self.title.data),
            starts_at=_utc(self.starts_at.data, zone),
            timezone=self.timezone.data,
            venue=wording.one_line(self.venue.data or ""),
            hashtag=self.hashtag.data,
            opens_at=_utc(self.opens_at.data, zone),
            closes_at=_utc(self.closes_at.data, zone),
            section_minutes=self.section_minutes.data,
            agenda=tuple(line for raw in (self.agenda.data or "").splitlines() if (line := wording.one_line(raw))),
        )


@pages.get("/")
@allowed(Right.READ)
def index() -> str:
    now = core().clock()
    everything = core().store.meetings.all()
    return render_template(
        "desk/meetings.html",
        coming=[meeting for meeting in everything if not meetings.is_over(meeting, now)],
        past=[meeting for meeting in reversed(everything) if meetings.is_over(meeting, now)],
        form=FlaskForm(),
    )


@pages.route("/meetings/new", methods=["GET", "POST"])
@allowed(Right.MODERATE)
def new() -> BaseResponse | str | tuple[str, int]:
    form = MeetingForm(data=_first_guess(core().clock()))
    if form.validate_on_submit():
        meeting = meetings.create(core(), form.details())
        flash(f"The meeting is ready. Its code is {meeting.code}. Next: publish the call for questions.")
        return redirect(url_for("calls.call", meeting_id=meeting.id), 303)
    return _form_page(form, None)


@pages.route("/meetings/<number:meeting_id>/edit", methods=["GET", "POST"])
@allowed(Right.MODERATE)
def edit(meeting_id: int) -> BaseResponse | str | tuple[str, int]:
    meeting = core().store.meetings.get(meeting_id) or abort(404)
    form = MeetingForm(data=_as_typed(meeting))
    if form.validate_on_submit():
        meetings.change(core(), meeting, form.details())
        flash("Saved. Everyone sees the change now.")
        return redirect(url_for("desk.queue", meeting_id=meeting.id), 303)
    return _form_page(form, meeting)


def _form_page(form: MeetingForm, meeting: Meeting | None) -> str | tuple[str, int]:
    page = render_template("desk/meeting_form.html", form=form, meeting=meeting)
    return (page, 422) if form.errors else page


def _first_guess(now: datetime) -> dict[str, Any]:
    """A new meeting starts from the likeliest answers: a week ahead at 10, open now, closing a day before."""
    local = now.astimezone(ZoneInfo("Europe/London"))
    start = (local + timedelta(days=7)).replace(hour=10, minute=0)
    return {
        "title": "Board meeting in public",
        "starts_at": start.replace(tzinfo=None),
        "timezone": "Europe/London",
        "opens_at": local.replace(tzinfo=None),
        "closes_at": (start - timedelta(days=1)).replace(tzinfo=None, hour=12),
        "section_minutes": 30,
    }


def _as_typed(meeting: Meeting) -> dict[str, Any]:
    details = meeting.details
    zone = ZoneInfo(details.timezone)
    local = {
        name: getattr(details, name).astimezone(zone).replace(tzinfo=None)
        for name in ("starts_at", "opens_at", "closes_at")
    }
    return {**details.__dict__, **local, "agenda": "\n".join(details.agenda)}


def _utc(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)
