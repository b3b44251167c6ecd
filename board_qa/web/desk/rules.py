"""The board's rules for questions: the form moderators set them with. `public` has the page made from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings import settings
from board_qa.domain.meetings.meeting import Meeting
from board_qa.phrases.deadlines import describe
from board_qa.phrases.settings import SaidChange, SaidDifference, history_said, said
from board_qa.services.meetings import meetings
from board_qa.services.questions import rule_checks
from board_qa.web.desk.rules_form import RulesForm, as_typed
from board_qa.web.shell import words
from board_qa.web.shell.fields import LATELY
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import ports
from board_qa.web.shell.responses import meeting_or_404

pages = Blueprint("rules", __name__)


@dataclass(frozen=True)
class RulesPage:
    form: RulesForm
    meeting: Meeting
    changes: Sequence[SaidChange]
    theirs: Sequence[SaidDifference] | None  # what somebody else saved meanwhile; None where nobody did

    @property
    def rule(self) -> str:
        """The deadline as it is saved."""
        return describe(self.meeting.details.rules.deadline)

    @property
    def starts(self) -> str:
        return words.long_date(self.meeting.details.starts_at, self.meeting.details.timezone)

    @property
    def closes(self) -> str:
        return words.when(self.meeting.details.closes_at, self.meeting.details.timezone)

    @property
    def own_reason(self) -> str:
        """Why this meeting has a deadline of its own; '' where it follows the rule."""
        return self.meeting.details.deadline_reason.rstrip(".")


@pages.route("/desk/meetings/<number:meeting_id>/rules", methods=["GET", "POST"])
@allowed(Right.MODERATE)
def edit(meeting_id: int) -> BaseResponse | str | tuple[str, int]:
    meeting = meeting_or_404(meeting_id)
    form = RulesForm(data=_typed(meeting))
    if not form.validate_on_submit():
        return _form_page(form, meeting)
    try:
        details = meetings.set_rules(
            ports(), meeting, form.rules(meeting.details.rules), form.before.data or "none", actor()
        )
    except meetings.ChangedMeanwhile as change:
        return _overtaken(form, change.meeting)
    except rule_checks.ClosesBeforeOpening as early:
        form.count.errors = [_too_early(meeting, early)]
        return _form_page(form, meeting)
    flash(f"Saved. Questions close on {words.when(details.closes_at, details.timezone)}.")
    return redirect(url_for("rules.edit", meeting_id=meeting.id), 303)


def _too_early(meeting: Meeting, early: rule_checks.ClosesBeforeOpening) -> str:
    d = meeting.details
    closes, opens = (words.when(moment, d.timezone) for moment in (early.closes_at, d.opens_at))
    return f"By this rule questions close on {closes}, before they open on {opens}. Choose a later deadline"


def _overtaken(form: RulesForm, meeting: Meeting) -> tuple[str, int]:
    """Somebody else saved first: say what they saved. Sending the form again is then meant."""
    form.before.data = meetings.fingerprint(meeting.details)
    rules = meeting.details.rules
    theirs = settings.differences(settings.of_rules(rules), settings.of_rules(form.rules(rules)))
    return str(_form_page(form, meeting, [said(one) for one in theirs])), 409


def _form_page(form: RulesForm, meeting: Meeting, theirs: list[SaidDifference] | None = None) -> str | tuple[str, int]:
    changes = history_said(ports().store.settings.history(meeting.id, LATELY))
    page = render_template("desk/settings/rules.html", view=RulesPage(form, meeting, changes, theirs))
    return (page, 422) if form.errors else page


def _typed(meeting: Meeting) -> dict[str, Any]:
    return {**as_typed(meeting.details.rules), "before": meetings.fingerprint(meeting.details)}
