"""Write, measure, schedule, approve and follow the posts that ask for questions: the call, a reminder, a last call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import CALLS, OutboxState, PostKind
from board_qa.domain.networks.schedule import PlannedPost, planned
from board_qa.domain.text.local_time import moments_of
from board_qa.domain.text.spoken import near_time
from board_qa.phrases.posts import KINDS, draft_call, draft_cancelled, draft_last_call, draft_reminder
from board_qa.services.networks import approving
from board_qa.services.networks.approving import Purpose
from board_qa.web.desk.posts.cards import PostCard, cards
from board_qa.web.desk.posts.writing import (
    Writing,
    WritingForm,
    as_sent,
    blame,
    channels,
    look_again,
    made_from,
    rows,
    words_of,
    writing,
)
from board_qa.web.shell import words
from board_qa.web.shell.fields import Moment, OneOf, OneOfMany
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.responses import meeting_or_404

pages = Blueprint("calls", __name__, url_prefix="/desk/meetings/<number:meeting_id>/call")

NOW, LATER = "now", "later"
_FORMAT = "%Y-%m-%dT%H:%M"


class CallForm(WritingForm):
    kind = OneOfMany(
        "What it is",
        choices=[SelectChoice(kind.value, KINDS[kind]) for kind in CALLS],
        default=PostKind.CALL.value,
        coerce=PostKind,
    )
    when = OneOf(
        "Publish it now or later",
        choices=[SelectChoice(NOW, "Now"), SelectChoice(LATER, "At a set time")],
        default=NOW,
    )
    due_at = Moment("Time", [Optional()], format=_FORMAT)

    def purpose(self, meeting: Meeting) -> Purpose | None:
        """What the post is for and when it goes out; None where one of them is wrong, which the form then says."""
        unknown = [field for field in (self.kind, self.when) if not field.validate(self)]
        for field in unknown:
            field.errors = ["Choose one of these"]
        if unknown:
            return None
        if self.when.data != LATER:
            return Purpose(self.kind.data)
        due = self._due(meeting)
        return None if self.due_at.errors else Purpose(self.kind.data, due_at=due)

    def _due(self, meeting: Meeting) -> datetime | None:
        if self.due_at.data is None:
            self.due_at.errors = self.due_at.errors or ["Enter the date and time, like 26/11/2026 10:00"]
            return None
        moments = moments_of(self.due_at.data, meeting.details.timezone)
        if not moments:
            self.due_at.errors = ["The clocks go forward in that hour, so there is no such time. Enter another time"]
        elif moments[0] <= ports().clock():
            self.due_at.errors = ["Enter a time in the future, or publish it now"]
        elif moments[0] > meeting.details.closes_at:
            self.due_at.errors = ["Enter a time before questions close"]
        return moments[0] if moments else None


@dataclass(frozen=True)
class PlanLine:
    """One of the posts that are usual before a meeting: when it would be best, and how far it is."""

    title: str
    best_at: str
    state: str
    address: str


@dataclass(frozen=True)
class CallPage:
    """`writing` is None where there is no network. `kind` is what is being written."""

    meeting: Meeting
    writing: Writing | None
    kind: str
    plan: Sequence[PlanLine]
    cards: Sequence[PostCard]
    spent: int  # millionths of a US dollar, on this meeting
    address: str  # of the public page, to be read out


@pages.get("")
@allowed(Right.READ)
def call(meeting_id: int) -> str:
    meeting = meeting_or_404(meeting_id)
    asked = request.args.get("kind", "")
    # Once a call is out the box starts empty: the same words twice are refused by the network.
    if asked in CALLS or not _is_called(meeting):
        return _page(meeting, _drafted(meeting, PostKind(asked) if asked in CALLS else PostKind.CALL))
    return _page(meeting, CallForm(formdata=None, networks=rows()))


def _is_called(meeting: Meeting) -> bool:
    posts = ports().store.outbox.of_meeting(meeting.id)
    return any(approving.is_under_way(channel, post) for channel in channels() for post in posts)


def _drafted(meeting: Meeting, kind: PostKind) -> CallForm:
    """The form for one of the posts that are usual, for its best time where that is still to come."""
    best = next((one.at for one in planned(meeting.details) if one.kind is kind), None)
    is_to_come = best is not None and best > ports().clock()
    due = best.astimezone(ZoneInfo(meeting.details.timezone)).replace(tzinfo=None) if best and is_to_come else None
    later = is_to_come and kind is not PostKind.CALL
    sent_at = best if best and later else ports().clock()
    when = LATER if later else NOW
    text = _words(meeting, kind, sent_at)
    return CallForm(formdata=None, text=text, networks=rows(), kind=kind.value, when=when, due_at=due)


def _words(meeting: Meeting, kind: PostKind, sent_at: datetime) -> str:
    details, address = meeting.details, _address(meeting)
    if details.cancelled:
        return draft_cancelled(details, address)
    if kind is PostKind.LAST_CALL:
        return draft_last_call(details, address, sent_at)
    return (draft_reminder if kind is PostKind.REMINDER else draft_call)(details, address)


@pages.post("")
@allowed(Right.MODERATE)
def publish(meeting_id: int) -> BaseResponse | tuple[str, int]:
    """Approve exactly these words for these networks; the "check" button only measures them."""
    meeting = meeting_or_404(meeting_id)
    form = as_sent(CallForm())
    if request.form.get("check"):
        return _page(meeting, form), 200
    words, purpose = words_of(form), form.purpose(meeting)
    if not words or purpose is None:
        return _page(meeting, form), 422
    try:
        seen = replace(purpose, seen=str(form.rests_on.data or ""))
        posts = approving.approve_on_all(ports(), meeting, words, actor(), seen)
    except approving.NotPublishable as unfit:
        blame(form, unfit)
        return _page(meeting, form), 422
    except approving.ChangedSince:
        look_again(form, approving.rests_on(ports(), meeting, purpose), "The meeting")
        return _page(meeting, form), 409
    out = all(post.state is OutboxState.SENT for post in posts)
    flash("This text is published already. It was not sent again." if out else _approved(meeting, purpose))
    return redirect(url_for("calls.call", meeting_id=meeting.id), 303)


def _approved(meeting: Meeting, purpose: Purpose) -> str:
    if purpose.due_at is None:
        return "Approved. It is being published now."
    due = near_time(purpose.due_at, ports().clock(), meeting.details.timezone)
    return f"Approved. It will be published at {due}. If the meeting changes before then, we will ask you first."


def _page(meeting: Meeting, form: CallForm) -> str:
    made_from(form, approving.rests_on(ports(), meeting, Purpose()))
    view = CallPage(
        meeting,
        writing(form) if channels() else None,
        KINDS[form.kind.data],
        plan=[_line(meeting, one) for one in planned(meeting.details)],
        cards=cards(meeting, CALLS),
        spent=ports().store.sources.spent_on(meeting.id),
        address=_address(meeting),
    )
    return render_template("desk/posts/call.html", view=view)


def _line(meeting: Meeting, one: PlannedPost) -> PlanLine:
    posts = [post for post in ports().store.outbox.of_meeting(meeting.id) if post.kind is one.kind]
    now, zone = ports().clock(), meeting.details.timezone
    return PlanLine(
        KINDS[one.kind],
        words.when(one.at, zone),
        _how_far([post.state for post in posts]) or ("Its best time has passed" if one.at < now else "Not written yet"),
        url_for("calls.call", meeting_id=meeting.id, kind=one.kind.value),
    )


def _how_far(states: Sequence[OutboxState]) -> str:
    """The first of these that one of the posts is in; '' where there is none."""
    told = {
        OutboxState.HELD: "Held: needs a look",
        OutboxState.SENT: "It is out",
        OutboxState.SCHEDULED: "Scheduled",
        OutboxState.APPROVED: "Approved, waiting to be sent",
        OutboxState.DRAFT: "Draft",
    }
    return next((words for state, words in told.items() if state in states), "")


def _address(meeting: Meeting) -> str:
    return installation().settings.public_url + url_for("public.meeting_page", code=meeting.code)
