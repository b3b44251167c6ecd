"""Plan a chat, and correct what was planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings import settings
from board_qa.domain.meetings.meeting import Meeting, MeetingDetails
from board_qa.phrases.settings import SaidChange, SaidDifference, history_said, said
from board_qa.services.chats import planning
from board_qa.services.meetings import meetings
from board_qa.web.desk.chats.chat_form import ChatForm, as_typed, first_guess
from board_qa.web.desk.chats.pages import chat_or_404, pages
from board_qa.web.shell.fields import LATELY
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import ports


@dataclass(frozen=True)
class ChatFormPage:
    """`meeting` is None while it is not made. `theirs` is what somebody else saved meanwhile; None where nobody did."""

    form: ChatForm
    meeting: Meeting | None
    changes: Sequence[SaidChange]
    theirs: Sequence[SaidDifference] | None

    @property
    def heading(self) -> str:
        return "Edit the chat" if self.meeting else "Plan a chat"

    @property
    def submit(self) -> str:
        return "Save" if self.meeting else "Plan the chat"


@pages.route("/chats/new", methods=["GET", "POST"])
@allowed(Right.MODERATE)
def new() -> BaseResponse | str | tuple[str, int]:
    form = ChatForm(first_guess(ports().clock()))
    del form.cancelled
    if not form.validate_on_submit():
        return _page(form, None)
    details = form.details(meetings.latest_rules(ports()), ports().clock())
    meeting = planning.create(ports(), details, form.texts())
    flash(f"The chat is planned. Its code is {meeting.code}. Nothing is posted until somebody presses Publish here.")
    return redirect(url_for("chats.page", meeting_id=meeting.id), 303)


@pages.route("/meetings/<number:meeting_id>/chat/edit", methods=["GET", "POST"])
@allowed(Right.MODERATE)
def edit(meeting_id: int) -> BaseResponse | str | tuple[str, int]:
    meeting = chat_or_404(meeting_id)
    form = ChatForm(as_typed(meeting), meeting.id)
    if not form.validate_on_submit():
        return _page(form, meeting)
    details = form.details(meeting.details.rules, meeting.details.opens_at)
    try:
        meetings.change(ports(), meeting, details, form.before.data or "none", actor())
    except meetings.ChangedMeanwhile as change:
        return _overtaken(form, details, change.meeting)
    flash("Saved. Everyone sees the change now.")
    return redirect(url_for("chats.page", meeting_id=meeting.id), 303)


def _overtaken(form: ChatForm, typed: MeetingDetails, meeting: Meeting) -> tuple[str, int]:
    """Somebody else saved first: say what they saved. Sending the form again is then meant."""
    form.before.data = meetings.fingerprint(meeting.details)
    theirs = [said(one) for one in settings.differences(settings.of_chat(meeting.details), settings.of_chat(typed))]
    return str(_page(form, meeting, theirs)), 409


def _page(
    form: ChatForm, meeting: Meeting | None, theirs: Sequence[SaidDifference] | None = None
) -> str | tuple[str, int]:
    changes = history_said(ports().store.settings.history(meeting.id, LATELY)) if meeting else []
    page = render_template("desk/chats/form.html", view=ChatFormPage(form, meeting, changes, theirs))
    return (page, 422) if form.errors else page
