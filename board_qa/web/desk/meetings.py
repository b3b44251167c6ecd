"""The moderators' list of meetings, and the pages that make or correct one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings import settings
from board_qa.domain.meetings.about import missing
from board_qa.domain.meetings.deadlines import counted
from board_qa.domain.meetings.meeting import Meeting, MeetingDetails
from board_qa.domain.meetings.rules import Rules
from board_qa.phrases.deadlines import describe
from board_qa.phrases.settings import SaidChange, SaidDifference, history_said, said
from board_qa.services.meetings import meetings
from board_qa.services.meetings.following import create_from, suggested_start
from board_qa.services.questions import rule_checks
from board_qa.web.desk.accounts.own_account import NewDevices, codes_set_back, new_devices
from board_qa.web.desk.meeting_form import MeetingForm, as_typed, first_guess, next_guess
from board_qa.web.shell import responses, words
from board_qa.web.shell.fields import LATELY
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import installation, ports

pages = Blueprint("meetings", __name__, url_prefix="/desk")


@dataclass(frozen=True)
class MeetingsPage:
    coming: Sequence[Meeting]
    past: Sequence[Meeting]
    missing: Sequence[str]  # what the pages about the service leave out until somebody says it
    new_devices: NewDevices | None  # on which the account of whoever looks was used for the first time
    codes_set_back: str  # who turned their security codes off


@dataclass(frozen=True)
class MeetingFormPage:
    form: MeetingForm
    meeting: Meeting | None  # None while it is not made
    before: Meeting | None  # the one that it is made from, if any
    rule: str
    by_rule: str  # when questions close by the rule, for the start that is typed; '' while that is unclear
    costs: Sequence[str]  # what each post that is read costs, where it costs anything
    changes: Sequence[SaidChange]
    theirs: Sequence[SaidDifference] | None  # what somebody else saved meanwhile; None where nobody did

    @property
    def heading(self) -> str:
        if self.before:
            return "Make the next meeting"
        return "Edit meeting" if self.meeting else "Make a meeting"

    @property
    def submit(self) -> str:
        return "Save" if self.meeting else "Make the meeting"

    @property
    def start_hint(self) -> str:
        """Which date is suggested and why, or that none is, where the meeting is made from another one."""
        if not self.before:
            return ""
        zone, then = self.before.details.timezone, self.before.details.starts_at
        suggested = suggested_start(ports(), self.before)
        if suggested is None:
            return f"The meeting before was on {words.when(then, zone)}"
        weeks = (suggested.date() - then.astimezone(ZoneInfo(zone)).date()).days // 7
        day = f"{suggested.day} {suggested:%B %Y}"
        return f"We suggest {day}: your last two meetings were {counted(weeks, 'week')} apart. Check that it is right"

    @property
    def deadline_hint(self) -> str:
        for_this = f": for this start, {self.by_rule}" if self.by_rule else ""
        return f"Our rule is {self.rule}{for_this}. Questions that come later are kept and marked late."


@pages.get("/")
@allowed(Right.READ)
def index() -> str:
    now = ports().clock()
    everything = ports().store.meetings.all()
    view = MeetingsPage(
        coming=[meeting for meeting in everything if not meetings.is_over(meeting, now)],
        past=[meeting for meeting in reversed(everything) if meetings.is_over(meeting, now)],
        missing=missing(ports().store.about.get(), on_networks=bool(installation().channels)),
        new_devices=new_devices(),
        codes_set_back=codes_set_back(),
    )
    return render_template("desk/meetings.html", view=view)


@pages.route("/meetings/new", methods=["GET", "POST"])
@allowed(Right.MODERATE)
def new() -> BaseResponse | str | tuple[str, int]:
    before = ports().store.meetings.get(request.args.get("after", 0, type=responses.number))
    before = None if before and before.details.is_chat else before
    guess = next_guess(before, ports().clock()) if before else first_guess(ports().clock())
    form, rules = MeetingForm(data=guess), before.details.rules if before else meetings.latest_rules(ports())
    del form.cancelled
    details = _details(form, rules)
    if details is None:
        return _form_page(form, None, rules, before=before)
    with ports().store.transaction():
        meeting = meetings.as_it_is(ports(), details) or (
            create_from(ports(), before, details, actor()) if before else meetings.create(ports(), details)
        )
    closes = words.when(details.closes_at, details.timezone)
    flash(
        f"The meeting is ready. Its code is {meeting.code}. Questions close on {closes}. "
        + ("Now choose which questions to keep for it." if before else "Next: publish the call for questions.")
    )
    if before:
        return redirect(url_for("after.page", meeting_id=before.id), 303)
    return redirect(url_for("calls.call", meeting_id=meeting.id), 303)


@pages.route("/meetings/<number:meeting_id>/edit", methods=["GET", "POST"])
@allowed(Right.MODERATE)
def edit(meeting_id: int) -> BaseResponse | str | tuple[str, int]:
    meeting = responses.meeting_or_404(meeting_id)
    form, rules = MeetingForm(data=as_typed(meeting)), meeting.details.rules
    details = _details(form, rules)
    if details is None:
        return _form_page(form, meeting, rules)
    try:
        meetings.change(ports(), meeting, details, form.before.data or "none", actor())
    except meetings.ChangedMeanwhile as change:
        return _overtaken(form, details, change.meeting)
    flash(f"Saved. Everyone sees the change now. Questions close on {words.when(details.closes_at, details.timezone)}.")
    return redirect(url_for("desk.queue", meeting_id=meeting.id), 303)


def _details(form: MeetingForm, rules: Rules) -> MeetingDetails | None:
    """What is to be stored; None where the form is only looked at or has something to be put right."""
    if not form.validate_on_submit() or request.form.get("check"):
        return None
    try:
        return rule_checks.with_deadline(ports(), form.details(rules))
    except rule_checks.ClosesBeforeOpening as early:
        closes = words.when(early.closes_at, form.timezone.data)
        form.opens_at.errors = [f"The rule closes questions on {closes}. Enter an earlier time for them to open"]
        return None


def _overtaken(form: MeetingForm, typed: MeetingDetails, meeting: Meeting) -> tuple[str, int]:
    """Somebody else saved first: say what they saved. Sending the form again is then meant."""
    form.before.data = meetings.fingerprint(meeting.details)
    both = (meetings.settings_of(ports(), details) for details in (meeting.details, typed))
    theirs = [said(one) for one in settings.differences(*both)]
    return str(_form_page(form, meeting, meeting.details.rules, theirs)), 409


def _form_page(
    form: MeetingForm,
    meeting: Meeting | None,
    rules: Rules,
    theirs: list[SaidDifference] | None = None,
    before: Meeting | None = None,
) -> str | tuple[str, int]:
    changes = history_said(ports().store.settings.history(meeting.id, LATELY)) if meeting else []
    by_rule = _worked_out(form, rules)
    view = MeetingFormPage(form, meeting, before, describe(rules.deadline), by_rule, _costs(), changes, theirs)
    page = render_template("desk/settings/meeting.html", view=view)
    return (page, 422) if form.errors else page


def _costs() -> Sequence[str]:
    """What each post costs that is found for a meeting, on the networks that charge for it."""
    prices = {
        name: max((one.worst_price(kind.name, 1) for kind in one.streams if kind.for_each_meeting), default=0)
        for name, one in installation().channels.items()
    }
    return [f"On {name}, each post read costs {words.dollars(price)}" for name, price in prices.items() if price]


def _worked_out(form: MeetingForm, rules: Rules) -> str:
    """When questions close by the rule, for the start that is on the form; '' while that is none."""
    if not form.starts_at.data or form.starts_at.errors or form.timezone.data not in form.zones:
        return ""
    try:
        starts_at = form.moment("starts_at")
    except ValueError:
        return ""
    return words.when(rule_checks.closes_at(ports(), rules, starts_at, form.timezone.data), form.timezone.data)
