"""Links for partners: a moderator makes one for each organisation, and sees how many came through it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import FieldList, StringField
from wtforms.validators import ValidationError

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.partners import MOST, Partner
from board_qa.domain.networks.handles import NotAHandle, handle_typed
from board_qa.domain.text import wording
from board_qa.services.meetings import partners
from board_qa.web.shell.fields import in_one_line
from board_qa.web.shell.forms import MadeFrom, PageForm
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.responses import meeting_or_404

pages = Blueprint("partners", __name__, url_prefix="/desk/meetings/<number:meeting_id>/partners")


class PartnerForm(PageForm):
    before = MadeFrom()  # what this form was made from
    name = StringField("Name of the organisation")

    def validate_name(self, field: Any) -> None:
        in_one_line(field, "The name", "Enter the name of the organisation, like Healthwatch Leeds", wording.NAME_LIMIT)


class HostForm(PartnerForm):
    """Of a co-host of a chat: also the handle of its own account on each network, in the order of the channels."""

    handles = FieldList(StringField(), min_entries=0)

    def validate_name(self, field: Any) -> None:
        in_one_line(field, "The name", "Enter the name of the co-host, like Leeds Community Board", wording.NAME_LIMIT)

    def validate_handles(self, field: Any) -> None:
        for entry in field.entries:
            try:
                entry.data = handle_typed(entry.data or "")
            except NotAHandle:
                entry.errors = ["Enter a handle, like @LeedsBoard or @leeds@mastodon.example, or leave it empty"]
        if any(entry.errors for entry in field.entries):
            raise ValidationError([entry.errors for entry in field.entries])

    @property
    def by_network(self) -> dict[str, str]:
        """More fields than there are networks are of a page that was open while one was switched off."""
        entries = zip(installation().channels, self.handles.entries, strict=False)
        return {network: entry.data for network, entry in entries}


@dataclass(frozen=True)
class PartnerRow:
    """`short` is the link in full and `kit` the address of the kit that has it in its texts."""

    partner: Partner
    short: str
    kit: str


@dataclass(frozen=True)
class PartnersPage:
    meeting: Meeting
    form: PartnerForm
    rows: Sequence[PartnerRow]
    removed: Sequence[PartnerRow]


@dataclass(frozen=True)
class PartnerPage:
    meeting: Meeting
    form: PartnerForm
    row: PartnerRow


@pages.get("")
@allowed(Right.READ)
def index(meeting_id: int) -> str:
    meeting = meeting_or_404(meeting_id)
    return _list(meeting, _form(meeting, formdata=None))


@pages.post("")
@allowed(Right.MODERATE)
def add(meeting_id: int) -> BaseResponse | tuple[str, int]:
    meeting = meeting_or_404(meeting_id)
    form = _form(meeting)
    if not _done(form, lambda name: _add(meeting, form, name)):
        return _list(meeting, form), 422
    host, partner = "{} is a co-host. Send them their link.", "The link for {} is ready. Send them their kit."
    return _to_the_list(meeting, (host if meeting.details.is_chat else partner).format(form.name.data))


@pages.route("/<number:partner_id>", methods=["GET", "POST"])
@allowed(Right.MODERATE)
def partner(meeting_id: int, partner_id: int) -> BaseResponse | str | tuple[str, int]:
    """Rename it, or go on to remove it."""
    meeting, known = meeting_or_404(meeting_id), _partner(meeting_id, partner_id)
    form = _form(meeting, known)
    if form.is_submitted() and _done(form, lambda name: _change(form, known, name)):
        return _to_the_list(meeting, "Saved.")
    template = "desk/chats/host.html" if meeting.details.is_chat else "desk/partners/partner.html"
    page = render_template(template, view=PartnerPage(meeting, form, _row(meeting, known)))
    return (page, 422) if form.errors else page


@pages.post("/<number:partner_id>/remove")
@allowed(Right.MODERATE)
def remove(meeting_id: int, partner_id: int) -> BaseResponse:
    meeting, known = meeting_or_404(meeting_id), _partner(meeting_id, partner_id)
    partners.remove(ports(), known, actor())
    host, partner = "{} is no co-host any more.", "The link for {} is removed."
    gone = (host if meeting.details.is_chat else partner).format(known.name)
    return _to_the_list(meeting, f"{gone} You can bring it back below.")


@pages.post("/<number:partner_id>/restore")
@allowed(Right.MODERATE)
def restore(meeting_id: int, partner_id: int) -> BaseResponse:
    meeting, known = meeting_or_404(meeting_id), _partner(meeting_id, partner_id)
    partners.restore(ports(), known, actor())
    host, partner = "{} is a co-host again.", "The link for {} is back, and counts again."
    return _to_the_list(meeting, (host if meeting.details.is_chat else partner).format(known.name))


def _form(meeting: Meeting, known: Partner | None = None, **options: Any) -> PartnerForm:
    """Of a partner, or of a co-host where the meeting is a chat: with a field for each network."""
    begun = {"name": known.name, "before": partners.as_it_stands(known)} if known else {}
    if not meeting.details.is_chat:
        return PartnerForm(data=begun, **options)
    handles = [known.handles.get(network, "") if known else "" for network in installation().channels]
    form = HostForm(data={**begun, "handles": handles}, **options)
    while len(form.handles) < len(handles):
        form.handles.append_entry()
    for network, entry in zip(installation().channels, form.handles.entries, strict=False):
        entry.label.text = f"Handle on {network}"
    return form


def _add(meeting: Meeting, form: PartnerForm, name: str) -> None:
    if isinstance(form, HostForm):
        partners.add_host(ports(), meeting, name, form.by_network, actor())
    else:
        partners.add(ports(), meeting, name, actor())


def _change(form: PartnerForm, known: Partner, name: str) -> None:
    seen = str(form.before.data or "")
    if isinstance(form, HostForm):
        partners.change_host(ports(), known, name, form.by_network, seen, actor())
    else:
        partners.rename(ports(), known, name, seen, actor())


def _done(form: PartnerForm, act: Callable[[str], object]) -> bool:
    """Do it with the name that was typed; else say at the field what is wrong."""
    if not form.validate_on_submit():
        return False
    try:
        act(form.name.data)
    except partners.NameTaken:
        form.name.errors = ["There is a link for this organisation already, perhaps a removed one"]
    except partners.ChangedMeanwhile as change:
        form.before.data = partners.as_it_stands(change.partner)
        now = ", ".join(filter(None, (change.partner.name, partners.accounts(change.partner))))
        form.name.errors = [
            f"Somebody else changed this since you opened this page. It is now: {now}. Save again to replace that"
        ]
    except partners.TooMany:
        form.name.errors = [f"A meeting can have {MOST} links, and this one has them all"]
    return not form.errors


def _list(meeting: Meeting, form: PartnerForm) -> str:
    rows = [_row(meeting, one) for one in ports().store.partners.of_meeting(meeting.id)]
    view = PartnersPage(
        meeting,
        form,
        rows=[row for row in rows if not row.partner.removed],
        removed=[row for row in rows if row.partner.removed],
    )
    template = "desk/chats/hosts.html" if meeting.details.is_chat else "desk/partners/partners.html"
    return render_template(template, view=view)


def _row(meeting: Meeting, one: Partner) -> PartnerRow:
    public = installation().settings.public_url
    return PartnerRow(
        one,
        short=public + url_for("public.partner_link", code=meeting.code, key=one.key),
        kit=public + url_for("public.kit", code=meeting.code, p=one.key),
    )


def _partner(meeting_id: int, partner_id: int) -> Partner:
    found = ports().store.partners.get(partner_id)
    return found if found is not None and found.meeting_id == meeting_id else abort(404)


def _to_the_list(meeting: Meeting, said: str) -> BaseResponse:
    flash(said)
    return redirect(url_for("partners.index", meeting_id=meeting.id), 303)
