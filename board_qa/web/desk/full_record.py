"""Everything of one meeting, for an administrator who says why: a file that is never public and nowhere kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, make_response, render_template
from wtforms import StringField
from wtforms.fields.choices import SelectChoice

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.settings import SettingChange, of_rules
from board_qa.domain.text import wording
from board_qa.exports.everything.files import as_json, as_zip
from board_qa.exports.everything.tables import Table, tables
from board_qa.services.meetings.full_record import TAKEN_OUT, take_out
from board_qa.services.meetings.meetings import settings_of
from board_qa.web.shell.fields import OneOf, in_one_line
from board_qa.web.shell.forms import PageForm
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.responses import meeting_or_404

pages = Blueprint("full_record", __name__, url_prefix="/desk/meetings/<number:meeting_id>/full-record")


@dataclass(frozen=True)
class Shape:
    """A kind of file: what it is called on the form and on the record, its type, and what makes it of the tables."""

    label: str
    ending: str
    mimetype: str
    make: Callable[[Mapping[str, Table]], bytes]


SHAPES = {
    "json": Shape("One file for programs (JSON)", "json", "application/json", as_json),
    "csv": Shape("Tables for a spreadsheet (CSV files in a zip)", "zip", "application/zip", as_zip),
}


class FullRecordForm(PageForm):
    reason = StringField("Why you need it")
    shape = OneOf(
        "Kind of file", choices=[SelectChoice(name, shape.label) for name, shape in SHAPES.items()], default="csv"
    )

    def validate_reason(self, field: Any) -> None:
        missing = "Enter why you need it, like: a freedom of information request"
        in_one_line(field, "The reason", missing, wording.REASON_LIMIT)


@dataclass(frozen=True)
class FullRecordPage:
    """`last` is when it was last taken out, by whom and why."""

    meeting: Meeting
    form: FullRecordForm
    last: SettingChange | None


@pages.get("")
@allowed(Right.TAKE_OUT)
def page(meeting_id: int) -> str:
    return _page(meeting_or_404(meeting_id), FullRecordForm(formdata=None))


@pages.post("")
@allowed(Right.TAKE_OUT)
def take(meeting_id: int) -> Response | tuple[str, int]:
    meeting, form = meeting_or_404(meeting_id), FullRecordForm()
    if not form.validate_on_submit():
        return _page(meeting, form), 422
    shape = SHAPES[form.shape.data]
    full = take_out(ports(), meeting, shape.ending.upper(), form.reason.data, actor())
    rules = {} if meeting.details.is_chat else of_rules(meeting.details.rules)
    settings = {**settings_of(ports(), meeting.details), **rules}
    response = make_response(installation().run_apart(lambda: shape.make(tables(full, settings))))
    response.mimetype = shape.mimetype
    response.headers["Content-Disposition"] = f"attachment; filename=full-record-{meeting.code}.{shape.ending}"
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(meeting: Meeting, form: FullRecordForm) -> str:
    view = FullRecordPage(meeting, form, ports().store.settings.last_of(meeting.id, TAKEN_OUT))
    return render_template("desk/register/full_record.html", view=view)
