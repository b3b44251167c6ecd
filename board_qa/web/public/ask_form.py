"""The fields of the form for a question. What must be put right in them the domain says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from wtforms import BooleanField, EmailField, HiddenField, RadioField, StringField, TextAreaField

from board_qa.domain.meetings.rules import Attending
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.flooding import Sender
from board_qa.web.public.form_keys import LONGEST, fresh_key, is_hasty
from board_qa.web.shell.came_through import came_through
from board_qa.web.shell.forms import PageForm
from board_qa.web.shell.language import say


class QuestionForm(PageForm):
    """It carries nobody's authority and so has no token: guards.refuse_other_sites is its defence."""

    class Meta:
        csrf = False

    key = HiddenField()
    website = StringField()  # hidden: a program fills in what it finds
    asked_who = HiddenField()
    question = TextAreaField()
    name = StringField()
    organisation = StringField()
    name_withheld = BooleanField()
    attending = RadioField(validate_choice=False)
    email = EmailField()
    shared_device = BooleanField()

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        _ = say().gettext
        self.attending.choices = [
            (Attending.IN_PERSON, _("Yes, I will ask it myself")),
            (Attending.READ_OUT, _("No, read it out for me")),
        ]
        self.key.data = (self.key.data or "")[:LONGEST] or fresh_key()

    def asked(self) -> AskForm:
        """What was typed, exactly."""
        return AskForm(
            key=self.key.data,
            text=self.question.data or "",
            name=self.name.data or "",
            email=self.email.data or "",
            organisation=self.organisation.data or "",
            attending=self.attending.data or "",
            name_withheld=self.name_withheld.data,
            asked_who=bool(self.asked_who.data),
            partner=came_through(),
            unseen=self.website.data or "",
        )

    def sender(self) -> Sender:
        key = self.key.data
        return Sender(key, request.remote_addr or "", is_hasty(key))

    def blame(self, problems: Mapping[str, str]) -> None:
        """Say at each field what must be put right."""
        for name, problem in problems.items():
            self[name].errors = (problem,)
