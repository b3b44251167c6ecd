"""A file of questions: looked at row by row first, and only then put into the queue.

Between the two steps the browser carries the file's text in the form. Nothing of it is on the server, so nothing is
left behind there when somebody changes their mind, and the second step reads exactly what the first one showed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions import imports
from board_qa.domain.questions.imports import FIELDS, Sheet, Unreadable
from board_qa.domain.questions.question import Receipt
from board_qa.services import entering
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import ports
from board_qa.web.shell.responses import done, meeting_or_404

pages = Blueprint("importing", __name__, url_prefix="/desk/meetings/<number:meeting_id>/import")

EXAMPLE = """\
author,text,time,link,network
Sam Jones,When will the walk-in centre open again at weekends?,12/01/2026 09:15,https://www.facebook.com/example/posts/1,
@carers,"Who decides about respite care, and when?",2026-01-12 14:40,https://x.com/carers/status/2010721000000000000,
Dr A Patel,What is being done about waiting times?,13/01/2026,,letter
"""


@dataclass(frozen=True)
class _File:
    """The file as it was sent, with the columns that were chosen or guessed."""

    text: str
    sheet: Sheet
    columns: dict[str, int]

    @property
    def seen(self) -> str:
        """What a preview was of: an import of anything else is shown first."""
        return sha256(json.dumps([self.text, self.sheet.has_header, self.columns], sort_keys=True).encode()).hexdigest()


@pages.get("")
@allowed(Right.MODERATE)
def start(meeting_id: int) -> str:
    return _start_page(meeting_or_404(meeting_id))


@pages.get("/example.csv")
@allowed(Right.MODERATE)
def example(meeting_id: int) -> Response:
    meeting_or_404(meeting_id)
    answer = Response("\ufeff" + EXAMPLE, mimetype="text/csv")  # Excel needs the mark to read it as UTF-8
    answer.headers["Content-Disposition"] = "attachment; filename=questions-example.csv"
    return answer


@pages.post("")
@allowed(Right.MODERATE)
def preview(meeting_id: int) -> str | tuple[str, int]:
    """Every row as it would be stored. Stores nothing."""
    meeting = meeting_or_404(meeting_id)
    try:
        return _preview_page(meeting, _sent())
    except Unreadable as unreadable:
        return _start_page(meeting, str(unreadable), request.form.get("csv", "")), 422


@pages.post("/questions")
@allowed(Right.MODERATE)
def store(meeting_id: int) -> BaseResponse | str | tuple[str, int]:
    meeting = meeting_or_404(meeting_id)
    try:
        file = _sent()
    except Unreadable as unreadable:
        return _start_page(meeting, str(unreadable), request.form.get("csv", "")), 422
    if request.form.get("expected") != file.seen:
        return _preview_page(meeting, file, changed=True)
    receipts = entering.import_rows(ports(), meeting, imports.rows(file.sheet, file.columns), actor())
    return done(meeting, _summary(receipts), receipts[0].number if receipts else None)


@pages.errorhandler(RequestEntityTooLarge)
@allowed(Right.MODERATE)
def too_large(_: RequestEntityTooLarge) -> tuple[str, int]:
    """The file is so large that it was not even read."""
    meeting = meeting_or_404((request.view_args or {})["meeting_id"])
    problem = f"The file is too large: at most {imports.LARGEST // 1000} kB can be read. Split it in two"
    return _start_page(meeting, problem), 413


def _sent() -> _File:
    """The file chosen or pasted, or carried by the preview. Raises Unreadable."""
    upload = request.files.get("file")
    data = upload.read() if upload else b""
    text = imports.tidy(imports.decoded(data) if data else request.form.get("csv", ""))
    chosen = bool(request.form.get("chosen"))
    sheet = imports.read(text, bool(request.form.get("header")) if chosen else None)
    return _File(text, sheet, _chosen(sheet) if chosen else imports.guessed(sheet))


def _chosen(sheet: Sheet) -> dict[str, int]:
    picked = {field: request.form.get(f"column_{field}", -1, type=int) for field in FIELDS}
    return {field: index for field, index in picked.items() if 0 <= index < len(sheet.columns)}


def _start_page(meeting: Meeting, problem: str = "", text: str = "") -> str:
    return render_template(
        "desk/import.html",
        meeting=meeting,
        problem=problem,
        text=text,
        most_rows=imports.MOST_ROWS,
        largest=imports.LARGEST // 1000,
    )


def _preview_page(meeting: Meeting, file: _File, changed: bool = False) -> str | tuple[str, int]:
    missing = "text" not in file.columns
    planned = [] if missing else entering.plan(ports(), meeting, imports.rows(file.sheet, file.columns))
    page = render_template(
        "desk/import_preview.html",
        meeting=meeting,
        file=file,
        fields=FIELDS,
        new=[one for one in planned if one.new],
        left_out=[one for one in planned if not one.new],
        problem="Choose the column that holds the questions" if missing else "",
        changed=changed,
    )
    return (page, 422) if missing else page


def _summary(receipts: list[Receipt]) -> str:
    if not receipts:
        return "Nothing was imported: there is no question in the file that is not in the queue already."
    if len(receipts) == 1:
        return f"Imported 1 question, number {receipts[0].number}."
    return f"Imported {len(receipts)} questions, numbers {receipts[0].number} to {receipts[-1].number}."
