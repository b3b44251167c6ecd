"""The forms that plan or correct a chat, and its questions."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import BooleanField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from board_qa.domain.chats.plan import posted
from board_qa.domain.chats.questions import LONGEST, MOST, ChatQuestion
from board_qa.domain.meetings.meeting import Meeting, MeetingDetails, MeetingKind
from board_qa.domain.meetings.rules import Rules
from board_qa.domain.text import wording
from board_qa.phrases.settings import LABELS
from board_qa.services.chats import planning
from board_qa.services.meetings import meetings
from board_qa.web.desk import clock_changes
from board_qa.web.desk.clock_changes import which_field
from board_qa.web.desk.meeting_form import LONGEST_HASHTAG, MOMENT_FORMAT, ZONES, hashtag_typed
from board_qa.web.shell.fields import Lines, Moment, OneOfMany, WholeNumber, in_one_line
from board_qa.web.shell.forms import MadeFrom, PageForm
from board_qa.web.shell.installation import ports

_LONGEST_CHAT = 480  # minutes
_USUAL = 60
# Whoever types "Q1: ..." means the number that the question has by its place.
_NUMBERED = re.compile(r"q[0-9]{1,2}\s*[.:)-]\s*", re.IGNORECASE)
_TITLE = "Enter a title, like What matters to you?"
_NO_QUESTION = "Enter the question, like What helps you feel heard?"


class ChatForm(PageForm):
    before = MadeFrom()  # the details this form was made from
    title = StringField(LABELS["title"])
    starts_at = Moment("Begins", [InputRequired("Enter when the chat begins")], format=MOMENT_FORMAT)
    which_starts_at = which_field("Which one?")
    timezone = OneOfMany(LABELS["timezone"], choices=[SelectChoice(zone, zone.replace("_", " ")) for zone in ZONES])
    section_minutes = WholeNumber(LABELS["chat_minutes"], 5, _LONGEST_CHAT)
    hashtag = StringField(
        LABELS["hashtag"], [InputRequired("Enter a hashtag, like AnytownChat"), Length(max=LONGEST_HASHTAG + 1)]
    )
    questions = Lines("Questions", LONGEST, MOST)
    cancelled = BooleanField(LABELS["chat_cancelled"], description="Its pages say so, and nothing is posted from here")

    def __init__(self, data: dict[str, Any], but_not: int = 0) -> None:
        """`but_not` is the chat that it corrects."""
        super().__init__(data=data)
        self._but_not = but_not
        if data["timezone"] not in ZONES:
            self.timezone.choices = [*self.timezone.choices, SelectChoice(data["timezone"])]

    def validate_title(self, field: Any) -> None:
        in_one_line(field, "The title", _TITLE, 120)

    def validate_hashtag(self, field: Any) -> None:
        hashtag_typed(field)
        if meeting := planning.hashtag_taken(ports(), [field.data], self._but_not):
            raise ValidationError(
                f"“{meeting.details.title[:40]}” has this hashtag, and its questions come with it. Enter another one"
            )

    def validate_section_minutes(self, field: Any) -> None:
        """No question that waits to be posted is left behind the end of the chat."""
        out = posted(ports().store.outbox.of_meeting(self._but_not))
        for number, one in enumerate(ports().store.chats.questions(self._but_not), start=1):
            if one.id not in out and one.minute is not None and one.minute >= (field.data or 0):
                raise ValidationError(
                    f"Q{number} is planned for minute {one.minute}. Enter {one.minute + 1} or more, or plan it earlier "
                    "first"
                )

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if self.timezone.data in {choice.value for choice in self.timezone.choices}:
            clock_changes.check(self.starts_at, self.which_starts_at, self.timezone.data)
        return not self.errors

    @property
    def asks_which(self) -> bool:
        """Whether the clocks show the time twice that somebody typed."""
        return self.timezone.data in ZONES and clock_changes.comes_twice(self.starts_at, self.timezone.data)

    def details(self, rules: Rules, opens_at: datetime) -> MeetingDetails:
        """What was typed, once it is valid. Posts count from `opens_at`, or from the beginning if that is earlier."""
        starts_at = clock_changes.moment(self.starts_at, self.which_starts_at, self.timezone.data)
        return MeetingDetails(
            title=self.title.data,
            starts_at=starts_at,
            timezone=self.timezone.data,
            venue="",
            hashtag=self.hashtag.data,
            opens_at=min(opens_at, starts_at),
            closes_at=starts_at + timedelta(minutes=self.section_minutes.data),
            section_minutes=self.section_minutes.data,
            rules=rules,
            cancelled=bool(self.cancelled and self.cancelled.data),
            kind=MeetingKind.CHAT,
        )

    def texts(self) -> list[str]:
        return [bare for line in self.questions.data or () if (bare := _NUMBERED.sub("", line, count=1))]


class QuestionForm(PageForm):
    """A question of a chat. `minute` is '' where it is spread evenly."""

    text = StringField("Question")
    minute = StringField("Minute", render_kw={"inputmode": "numeric"})

    def __init__(self, lasts: int, one: ChatQuestion | None = None, **options: Any) -> None:
        """For a chat that lasts so many minutes; to change one, or to add one."""
        minute = "" if one is None or one.minute is None else one.minute
        super().__init__(data={"text": one.text if one else "", "minute": minute}, **options)
        self._lasts = lasts
        name = one.id if one else "new"
        self.text.id, self.minute.id = f"text-{name}", f"minute-{name}"

    def validate_text(self, field: Any) -> None:
        field.data = _NUMBERED.sub("", wording.one_line(field.data or ""), count=1)
        in_one_line(field, "The question", _NO_QUESTION, LONGEST)

    def validate_minute(self, field: Any) -> None:
        typed = str(field.data or "").strip()
        if typed and not (re.fullmatch(r"[0-9]{1,3}", typed) and int(typed) < self._lasts):
            raise ValidationError(f"The minute must be a whole number from 0 to {self._lasts - 1}, or empty")

    @property
    def planned(self) -> int | None:
        typed = str(self.minute.data or "").strip()
        return int(typed) if typed else None


def first_guess(now: datetime) -> dict[str, Any]:
    """A new chat starts from the likeliest answers: in a week, at eight in the evening, for an hour."""
    local = now.astimezone(ZoneInfo("Europe/London"))
    start = (local + timedelta(days=7)).replace(hour=20, minute=0, tzinfo=None)
    return {"starts_at": start, "timezone": "Europe/London", "section_minutes": _USUAL}


def as_typed(meeting: Meeting) -> dict[str, Any]:
    details = meeting.details
    local = details.starts_at.astimezone(ZoneInfo(details.timezone)).replace(tzinfo=None, fold=0)
    return {
        "before": meetings.fingerprint(details),
        "title": details.title,
        "starts_at": local,
        "which_starts_at": clock_changes.as_typed(details.starts_at, local, details.timezone),
        "timezone": details.timezone,
        "section_minutes": details.section_minutes,
        "hashtag": details.hashtag,
        "cancelled": details.cancelled,
    }
