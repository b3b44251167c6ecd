"""The form for a follow-up question, in a panel of the desk and, where something must be put right, as a page."""

from __future__ import annotations

from dataclasses import dataclass

from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.entries import Logged
from board_qa.domain.questions.question import Question
from board_qa.domain.questions.supplementary import PUT
from board_qa.web.shell.forms import MadeFrom, PageForm
from board_qa.web.shell.installation import ports


class FollowUpForm(PageForm):
    """`entries.logged` says what must be put right in it."""

    key = HiddenField()  # one question, however often the form is sent
    expected = MadeFrom()  # the revision of its question that was seen
    text = TextAreaField("The follow-up question")
    name = StringField("Name of the person who asks it")
    name_withheld = BooleanField("Withhold the name from every other screen")

    def typed(self) -> Logged:
        return Logged(
            self.key.data or "", self.text.data or "", name=self.name.data or "", name_withheld=self.name_withheld.data
        )


@dataclass(frozen=True)
class FollowUpPage:
    """`problem` is what is in the way beside the fields; '' where nothing is."""

    meeting: Meeting
    parent: Question
    form: FollowUpForm
    problem: str = ""

    @property
    def can_be_put(self) -> bool:
        """Whether it may come on the screen at once: its question was there before it."""
        return self.parent.state in PUT


def blank(question: Question) -> FollowUpForm:
    """The form as it begins. Mostly the person asks who asked the question.

    Its key is the number of those that came before it, so that the same words sent twice are one question also where
    the page was fetched anew in between.
    """
    before = len(ports().store.questions.asked_after(question))
    return FollowUpForm(
        formdata=None,
        key=f"{question.id}/{before}",
        expected=question.revision,
        name=question.source.author_name,
        name_withheld=question.name_withheld,
    )
