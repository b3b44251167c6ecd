"""The forms for what a moderator brings in by hand, and the pages that have them."""

from __future__ import annotations

from dataclasses import dataclass, fields

from wtforms import BooleanField, EmailField, HiddenField, RadioField, SelectField, StringField, TextAreaField, URLField
from wtforms.fields.choices import SelectChoice

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.audience import CAME_BY
from board_qa.domain.questions.entries import LONGEST, WAYS, Logged, Pasted
from board_qa.domain.questions.question import Question
from board_qa.web.shell import words
from board_qa.web.shell.forms import PageForm
from board_qa.web.shell.installation import installation


class LogForm(PageForm):
    """`entries.logged` says what must be put right in it."""

    key = HiddenField()  # one question, however often the form is sent
    text = TextAreaField("The question")
    came_by = RadioField(
        "How it came", choices=[SelectChoice(way, CAME_BY[way]) for way in WAYS], validate_choice=False
    )
    name = StringField("Name")
    organisation = StringField("Organisation")
    email = EmailField("Email, only seen at the desk")
    attending = SelectField(
        "At the meeting",
        choices=[SelectChoice("", "They did not say"), *(SelectChoice(*one) for one in words.ATTENDING.items())],
        validate_choice=False,
    )
    when = StringField("When it came, if not just now", description="For example, 23/11/2026 14:30")
    name_withheld = BooleanField("Withhold the name from every other screen")

    def typed(self) -> Logged:
        sent = {one.name: self[one.name].data or "" for one in fields(Logged) if one.name != "name_withheld"}
        return Logged(**sent, name_withheld=self.name_withheld.data)


class PasteForm(PageForm):
    """`entries.pasted` says what must be put right in it."""

    link = URLField(
        "Link to the post",
        description="From X, Bluesky, Mastodon, Facebook, Instagram or any other site. We do not open it",
    )
    text = TextAreaField("Text of the post, word for word")
    name = StringField("Name of its author")
    handle = StringField("Handle", description="For example, @name. If you leave this empty, we take it from the link")
    when = StringField(
        "When it was posted",
        description="For example, 23/11/2026 14:30. If you leave this empty, we take it from the link, or "
        "use the time now",
    )

    def typed(self) -> Pasted:
        return Pasted(**{one.name: self[one.name].data or "" for one in fields(Pasted)})


@dataclass(frozen=True)
class LogPage:
    meeting: Meeting
    form: LogForm
    before: Question | None = None  # the question that was logged before this one
    longest: int = LONGEST  # characters of a question

    @property
    def closes(self) -> str:
        return words.when(self.meeting.details.closes_at, self.meeting.details.timezone)


@dataclass(frozen=True)
class PastePage:
    meeting: Meeting
    form: PasteForm
    there: Question | None = None  # what is in the queue already
    longest: int = LONGEST

    @property
    def checks_x(self) -> bool:
        """Only a link to X tells the id by which a network can be asked for the post, and only its reader asks."""
        return "X" in installation().channels
