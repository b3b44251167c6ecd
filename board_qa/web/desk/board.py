"""The form with which an administrator says who the board is, for the pages about the service."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import ValidationError

from board_qa.domain.accounts.roles import Right
from board_qa.domain.listening.poll import NONE_OF_THESE
from board_qa.domain.meetings import settings
from board_qa.domain.meetings.about import LABELS, POLL_ANSWERS, AboutBoard
from board_qa.domain.text import wording
from board_qa.phrases.settings import SaidChange, SaidDifference, history_said, said
from board_qa.services.meetings import about
from board_qa.services.meetings.meetings import fingerprint
from board_qa.web.shell.fields import LATELY, Day, Lines
from board_qa.web.shell.forms import MadeFrom, PageForm
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import ports
from board_qa.web.shell.responses import latest_zone

pages = Blueprint("board", __name__)

# Lengths in characters: a name, a paragraph or an address with its opening hours, a sentence.
_NAME, _TEXT, _SENTENCE = 120, 600, 200
# As many answers as somebody looks through on a phone, each of which fits a line there (characters).
_ANSWERS, _ANSWER = 12, 40
_NAMES = ("controller", "email", "phone")
_TEXTS = ("data_protection", "kept", "complaints", "foi", "hours", "outside_hours", "accounts_run_by")


class BoardForm(PageForm):
    before = MadeFrom()  # what this form was made from
    controller = StringField(LABELS["controller"])
    email = StringField(LABELS["email"])
    phone = StringField(LABELS["phone"])
    data_protection = TextAreaField(LABELS["data_protection"])
    kept = TextAreaField(LABELS["kept"])
    complaints = TextAreaField(LABELS["complaints"])
    foi = TextAreaField(LABELS["foi"])
    prepared_on = Day(LABELS["prepared_on"])
    signposts = Lines(LABELS["signposts"], _SENTENCE, 8)
    hours = TextAreaField(LABELS["hours"])
    outside_hours = TextAreaField(LABELS["outside_hours"])
    not_answered = Lines(LABELS["not_answered"], _SENTENCE, 20)
    accounts_run_by = TextAreaField(LABELS["accounts_run_by"])
    social_media_linked = BooleanField(LABELS["social_media_linked"])
    listening_public = BooleanField(LABELS["listening_public"])
    poll_answers = Lines(LABELS["poll_answers"], _ANSWER, _ANSWERS)

    def validate_email(self, field: Any) -> None:
        # What a link to write to may hold, and nothing that would add to the letter.
        if field.data and not re.fullmatch(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+", wording.one_line(field.data)):
            raise ValidationError("Enter an email address, like board@example.nhs.uk, or leave it empty")

    def validate_phone(self, field: Any) -> None:
        if field.data and len(re.findall(r"\d", field.data)) < 3:
            raise ValidationError("Enter a phone number, like 01632 960001, or leave it empty")

    def validate_poll_answers(self, field: Any) -> None:
        if NONE_OF_THESE in field.data:
            raise ValidationError(f"Leave out “{NONE_OF_THESE}”. We add it as the last answer")

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if not self.signposts.data and not self.signposts.errors:
            self.signposts.errors = ["Enter at least one: it is at the foot of every page, for anyone who needs it"]
        for name, longest in (dict.fromkeys(_NAMES, _NAME) | dict.fromkeys(_TEXTS, _TEXT)).items():
            if wording.length(self[name].data or "") > longest:
                self[name].errors = [f"Shorten this to {longest} characters or fewer"]
        return not self.errors

    def about(self) -> AboutBoard:
        """What was typed, once it is valid."""
        return AboutBoard(
            **{name: wording.one_line(self[name].data or "") for name in _NAMES},
            **{name: wording.shown(self[name].data or "") for name in _TEXTS},
            prepared_on=self.prepared_on.data.isoformat() if self.prepared_on.data else "",
            signposts=self.signposts.data,
            not_answered=self.not_answered.data,
            social_media_linked=self.social_media_linked.data,
            listening_public=self.listening_public.data,
            poll_answers=self.poll_answers.data or POLL_ANSWERS,
        )


@pages.route("/desk/board", methods=["GET", "POST"])
@allowed(Right.MANAGE_PEOPLE)
def edit() -> BaseResponse | str | tuple[str, int]:
    form = BoardForm(data=_typed(ports().store.about.get()))
    if not form.validate_on_submit():
        return _page(form)
    try:
        about.change(ports(), form.about(), form.before.data or "", actor())
    except about.ChangedMeanwhile as change:
        return _overtaken(form, change.about)
    flash("Saved. The public pages are updated.")
    return redirect(url_for("board.edit"), 303)


@dataclass(frozen=True)
class BoardPage:
    form: BoardForm
    changes: list[SaidChange]
    zone: str
    theirs: list[SaidDifference] | None  # what somebody else saved meanwhile; None where nobody did

    signposts_hint: ClassVar = (
        "One on each line. We show them at the foot of every page, unless the rules of a meeting name other help. An "
        "address such as https://111.nhs.uk becomes a link, and so does a phone number"
    )


def _overtaken(form: BoardForm, now: AboutBoard) -> tuple[str, int]:
    """Somebody else saved first: say what they saved. Sending the form again is then meant."""
    form.before.data = fingerprint(now)
    theirs = settings.differences(settings.of_board(now), settings.of_board(form.about()))
    return str(_page(form, [said(one) for one in theirs])), 409


def _page(form: BoardForm, theirs: list[SaidDifference] | None = None) -> str | tuple[str, int]:
    changes = history_said(ports().store.settings.history(None, LATELY))
    page = render_template("desk/settings/board.html", view=BoardPage(form, changes, latest_zone(), theirs))
    return (page, 422) if form.errors else page


def _typed(now: AboutBoard) -> dict[str, Any]:
    return {**asdict(now), "prepared_on": Day.of(now.prepared_on), "before": fingerprint(now)}
