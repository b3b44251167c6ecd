"""The form that makes or corrects a meeting."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from board_qa.domain.meetings.meeting import Meeting, MeetingDetails
from board_qa.domain.meetings.rules import Rules
from board_qa.domain.meetings.settings import ClosingBy
from board_qa.domain.networks import hashtags
from board_qa.domain.text import wording
from board_qa.phrases.settings import CHOICES, LABELS
from board_qa.services.chats import planning
from board_qa.services.meetings import meetings
from board_qa.services.meetings.following import suggested_start
from board_qa.services.questions import rule_checks
from board_qa.web.desk import clock_changes
from board_qa.web.desk.clock_changes import which_field
from board_qa.web.shell.fields import Moment, OneOf, OneOfMany, WholeNumber
from board_qa.web.shell.forms import MadeFrom, PageForm
from board_qa.web.shell.installation import ports

MOMENT_FORMAT = "%Y-%m-%dT%H:%M"
# Region/City, as people know their own: all else ("Zulu", "GB-Eire", "Etc/GMT+5") is another name for one of these.
_REGIONS = ("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/",
            "Pacific/")  # fmt: skip
_CITIES = sorted(zone for zone in available_timezones() if zone.startswith(_REGIONS))
ZONES = ["Europe/London", *(zone for zone in _CITIES if zone != "Europe/London"), "UTC"]
LONGEST_HASHTAG = 100  # characters
_NO_HASHTAG = "Use letters, numbers and underscores only, and at least one letter"
# The times that somebody types. Beside each a field asks which one, in the hour that comes twice.
_TIMES = ("starts_at", "opens_at", "closes_at")
# What is as it was when the next meeting is made from another one.
_SAME_NEXT_TIME = {"title", "timezone", "venue", "hashtag", "more_hashtags", "section_minutes", "agenda", "poll"}


class MeetingForm(PageForm):
    before = MadeFrom()  # the details this form was made from
    title = StringField(
        LABELS["title"], [InputRequired("Enter a title, like Board meeting in public"), Length(max=120)]
    )
    starts_at = Moment(LABELS["starts_at"], [InputRequired("Enter when the meeting starts")], format=MOMENT_FORMAT)
    which_starts_at = which_field("Which one?")
    timezone = OneOfMany(LABELS["timezone"], choices=[SelectChoice(zone, zone.replace("_", " ")) for zone in ZONES])
    venue = StringField(LABELS["venue"], [Optional(), Length(max=200)])
    hashtag = StringField(
        LABELS["hashtag"], [InputRequired("Enter a hashtag, like AnytownBoard"), Length(max=LONGEST_HASHTAG + 1)]
    )
    more_hashtags = StringField(LABELS["more_hashtags"], [Optional(), Length(max=310)])
    opens_at = Moment(LABELS["opens_at"], [InputRequired("Enter when questions open")], format=MOMENT_FORMAT)
    which_opens_at = which_field("Which one?")
    deadline = OneOf(
        LABELS["closing_by"], choices=[SelectChoice(str(by), name) for by, name in CHOICES["closing_by"].items()]
    )
    closes_at = Moment(LABELS["closes_at"], [Optional()], format=MOMENT_FORMAT)
    which_closes_at = which_field("Which one?")
    deadline_reason = StringField(LABELS["deadline_reason"], [Optional(), Length(max=200)])
    section_minutes = WholeNumber(LABELS["section_minutes"], 1, 480)
    agenda = TextAreaField(LABELS["agenda"], [Optional(), Length(max=5000)])

    poll = BooleanField(
        LABELS["poll"],
        description="One question, “What do you use most?”, until the public part of the meeting is over. Untick it to "
        "close it sooner: the page then shows what came of it. About your board has the answers to choose from",
    )
    cancelled = BooleanField(
        LABELS["cancelled"],
        description="Its pages say so, its form takes no more questions, and scheduled posts are held",
    )

    def __init__(self, data: dict[str, Any], **options: Any) -> None:
        super().__init__(data=data, **options)
        if data["timezone"] not in ZONES:  # a meeting keeps the zone it was made with
            self.timezone.choices = [*self.timezone.choices, SelectChoice(data["timezone"])]

    @property
    def zones(self) -> set[str]:
        return {choice.value for choice in self.timezone.choices}

    def validate_title(self, field: Any) -> None:
        if not wording.one_line(field.data):
            raise ValidationError("Enter a title, like Board meeting in public")

    def validate_agenda(self, field: Any) -> None:
        items = map(wording.one_line, (field.data or "").splitlines())
        longest = max(items, key=len, default="")
        if over := wording.over(longest, wording.TITLE_LIMIT):
            raise ValidationError(
                f"An agenda item must be {wording.TITLE_LIMIT} characters or fewer, so that it fits the screen. "
                f"Leave {over} out of “{longest[:40]}…”"
            )

    def validate_hashtag(self, field: Any) -> None:
        hashtag_typed(field)
        _refuse_of_a_chat([field.data])

    def validate_more_hashtags(self, field: Any) -> None:
        further = hashtags.separate(field.data)
        if len(further) > hashtags.MOST_FURTHER:
            raise ValidationError(f"Enter {hashtags.MOST_FURTHER} further hashtags or fewer")
        if not all(map(hashtags.is_hashtag, further)):
            raise ValidationError(f"{_NO_HASHTAG}, with a space between two hashtags")
        if max(map(len, further), default=0) > LONGEST_HASHTAG:
            raise ValidationError(f"Each hashtag must be {LONGEST_HASHTAG} characters or fewer")
        if not hashtags.are_all_different([self.hashtag.data or "", *further]):
            raise ValidationError(
                "Enter each hashtag once, and not the meeting’s own. Capitals and accents do not count"
            )
        _refuse_of_a_chat(further)

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if self.timezone.data in self.zones:
            for name in _TIMES:
                clock_changes.check(self[name], self[f"which_{name}"], self.timezone.data)
        if self.is_other:
            self._validate_other_deadline()
        else:
            self.closes_at.errors = self.which_closes_at.errors = []  # they are not looked at
        return not self.errors

    def _validate_other_deadline(self) -> None:
        if self.closes_at.data is None and not self.closes_at.errors:
            self.closes_at.errors = ["Enter when questions close"]
        elif self.opens_at.data and self.closes_at.data and self.closes_at.data <= self.opens_at.data:
            self.closes_at.errors = ["Questions must close after they open"]
        elif self.closes_at.data and self.closes_at.data.time() == time():
            before = f"{self.closes_at.data - timedelta(days=1):%d/%m/%Y}"
            self.closes_at.errors = [f"Midnight can mean either end of a day. Enter 23:59 on {before}, or another time"]
        if not wording.one_line(self.deadline_reason.data or ""):
            self.deadline_reason.errors = ["Enter why, in a few words. Everyone can read it"]

    @property
    def is_other(self) -> bool:
        return bool(self.deadline.data == ClosingBy.OTHER)

    def asks_which(self, name: str) -> bool:
        """Whether the clocks show a time twice that somebody typed."""
        return self.timezone.data in self.zones and clock_changes.comes_twice(self[name], self.timezone.data)

    def moment(self, name: str) -> datetime:
        """The moment of a time that was typed, as aware UTC. Raises ValueError while it is unclear."""
        return clock_changes.moment(self[name], self[f"which_{name}"], self.timezone.data)

    def details(self, rules: Rules) -> MeetingDetails:
        """What was typed, once it is valid. By the rule, the deadline is still to be worked out by
        `rule_checks.with_deadline`."""
        return MeetingDetails(
            title=wording.one_line(self.title.data),
            starts_at=self.moment("starts_at"),
            timezone=self.timezone.data,
            venue=wording.one_line(self.venue.data or ""),
            hashtag=self.hashtag.data,
            more_hashtags=tuple(hashtags.separate(self.more_hashtags.data or "")),
            opens_at=self.moment("opens_at"),
            closes_at=self.moment("closes_at" if self.is_other else "starts_at"),
            section_minutes=self.section_minutes.data,
            agenda=tuple(line for raw in (self.agenda.data or "").splitlines() if (line := wording.one_line(raw))),
            rules=rules,
            deadline_reason=wording.one_line(self.deadline_reason.data) if self.is_other else "",
            cancelled=bool(self.cancelled and self.cancelled.data),
            poll=bool(self.poll.data),
        )


def hashtag_typed(field: Any) -> None:
    """Without its #, for a form's own `validate_...`. Raises ValidationError."""
    field.data = field.data.strip().removeprefix("#")
    if not hashtags.is_hashtag(field.data):
        raise ValidationError(_NO_HASHTAG)


def _refuse_of_a_chat(typed: list[str]) -> None:
    if chat := planning.hashtag_taken(ports(), typed, of_chats=True):
        raise ValidationError(f"The chat “{chat.details.title[:40]}” has this hashtag. Enter another one")


def first_guess(now: datetime) -> dict[str, Any]:
    """A new meeting starts from the likeliest answers: a week ahead at 10, open now, closing by the rule."""
    local = now.astimezone(ZoneInfo("Europe/London"))
    return {
        "title": "Board meeting in public",
        "starts_at": (local + timedelta(days=7)).replace(hour=10, minute=0, tzinfo=None),
        "timezone": "Europe/London",
        "opens_at": local.replace(tzinfo=None),
        "deadline": ClosingBy.RULE.value,
        "section_minutes": 30,
    }


def next_guess(before: Meeting, now: datetime) -> dict[str, Any]:
    """The meeting after another one starts from what that had, but for its times and whether it was cancelled."""
    start = suggested_start(ports(), before)
    same = {name: value for name, value in as_typed(before).items() if name in _SAME_NEXT_TIME}
    opens = now.astimezone(ZoneInfo(before.details.timezone)).replace(tzinfo=None)
    return {**same, "starts_at": start, "opens_at": opens, "deadline": ClosingBy.RULE.value}


def as_typed(meeting: Meeting) -> dict[str, Any]:
    details = meeting.details
    # A meeting made before there were rules has a deadline of its own and no reason yet: it is asked for.
    other = bool(details.deadline_reason) or not rule_checks.closes_by_rule(ports(), details)
    return {
        **details.__dict__,
        **_times_as_typed(details),
        **({} if other else {"closes_at": None, "which_closes_at": None}),
        "deadline": (ClosingBy.OTHER if other else ClosingBy.RULE).value,
        "agenda": "\n".join(details.agenda),
        "more_hashtags": " ".join(f"#{hashtag}" for hashtag in details.more_hashtags),
        "before": meetings.fingerprint(details),
    }


def _times_as_typed(details: MeetingDetails) -> dict[str, Any]:
    moments = {name: getattr(details, name) for name in _TIMES}
    zone = ZoneInfo(details.timezone)
    local = {name: moment.astimezone(zone).replace(tzinfo=None, fold=0) for name, moment in moments.items()}
    which = {
        f"which_{name}": clock_changes.as_typed(moment, local[name], details.timezone)
        for name, moment in moments.items()
    }
    return {**local, **which}
