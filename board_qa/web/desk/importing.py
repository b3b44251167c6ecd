"""A file of questions: looked at row by row first, and only then put into the queue.

Between the two steps the browser carries the file's text in the form. Nothing of it is on the server, so nothing is
left behind there when somebody changes their mind, and the second step reads exactly what the first one showed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import sha256

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions import import_asks, imports
from board_qa.domain.questions.import_asks import Answers, Asked
from board_qa.domain.questions.import_runs import ImportRun
from board_qa.domain.questions.imports import FIELDS, NotAList, Row, Sheet, Unreadable
from board_qa.domain.questions.paging import page
from board_qa.services.questions import importing
from board_qa.services.questions.importing import Planned
from board_qa.web.desk.import_forms import FileForm, RowsForm, copies_said, order_said
from board_qa.web.desk.import_letters import LettersUnclear, letters_page, text_sent
from board_qa.web.desk.import_page import Part, PreviewPage, ProgressPage, StartPage
from board_qa.web.operators.security_log import SecurityEvent, note
from board_qa.web.shell.guards import actor, allowed, wants_json
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.responses import done, meeting_or_404, number

pages = Blueprint("importing", __name__, url_prefix="/desk/meetings/<number:meeting_id>/import")

# Rows that are shown at once: more are looked through on the next page.
PER_PAGE = 100
# How long the answer to the form waits for the import, in seconds: a small file is in the queue by then.
_PATIENCE = 1.0

EXAMPLE = """\
author,text,time,link,network
Sam Jones,When will the walk-in centre open again at weekends?,12/01/2026 09:15,https://facebook.com/example/posts/1,
Carers,"Who decides about respite care, and when?",2026-01-12 14:40,https://x.com/carers/status/2010721000000000000,
Dr A Patel,What is being done about waiting times?,13/01/2026,,letter
"""


@dataclass(frozen=True)
class _File:
    """The file as it was sent, with the columns that were chosen or guessed, and what was said where it is unclear."""

    text: str
    sheet: Sheet
    columns: dict[str, int]
    answers: Answers

    @property
    def seen(self) -> str:
        """What a preview was of: an import of anything else is shown first."""
        what = [self.text, self.sheet.has_header, self.columns, self.answers.order, self.answers.copies]
        return sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()

    @cached_property
    def rows(self) -> list[Row]:
        return import_asks.rows(self.sheet, self.columns, self.answers)

    @cached_property
    def asked(self) -> Asked:
        """What somebody must say before any of it is stored."""
        return import_asks.asked(self.rows, self.answers)


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
        return _unreadable(meeting, unreadable)
    except LettersUnclear as unclear:
        return letters_page(meeting, unclear)


@pages.post("/questions")
@allowed(Right.MODERATE)
def store(meeting_id: int) -> BaseResponse | str | tuple[str, int]:
    meeting = meeting_or_404(meeting_id)
    try:
        file = _sent()
    except Unreadable as unreadable:
        return _unreadable(meeting, unreadable)
    except LettersUnclear as unclear:  # bytes that no preview of ours carries
        return letters_page(meeting, unclear)
    if request.form.get("expected") != file.seen or file.asked.anything:
        return _preview_page(meeting, file, changed=True)
    rows, by = file.rows, actor()
    run, new = importing.begin(ports(), meeting, file.seen, len(rows), by)
    if new:
        installation().run_in_background(partial(importing.carry_out, ports(), meeting, run, rows, by), _PATIENCE)
    now = ports().store.imports.get(run.id)
    if now and now.complete:
        return done(meeting, _summary(now), now.first)
    return redirect(url_for("importing.progress", meeting_id=meeting.id, run_id=run.id), 303)


@pages.get("/<number:run_id>")
@allowed(Right.MODERATE)
def progress(meeting_id: int, run_id: int) -> BaseResponse | str:
    """How far an import is; once it is complete, the desk with what came of it."""
    meeting, run = meeting_or_404(meeting_id), ports().store.imports.get(run_id)
    if run is None or run.meeting_id != meeting.id:
        abort(404)
    under_way = run.under_way(ports().clock())
    if wants_json():
        return jsonify(done=run.done, rows=run.rows, under_way=under_way)
    if run.complete:
        return done(meeting, _summary(run), run.first)
    return render_template("desk/importing/progress.html", view=ProgressPage(meeting, run, under_way))


@pages.errorhandler(RequestEntityTooLarge)
@allowed(Right.MODERATE)
def too_large(_: RequestEntityTooLarge) -> tuple[str, int]:
    """The file is so large that it was not even read."""
    note(SecurityEvent.TOO_LARGE)
    meeting = meeting_or_404((request.view_args or {})["meeting_id"])
    problem = f"The file is too large: at most {imports.LARGEST // 1000} kB can be read. Split it in two"
    return _start_page(meeting, problem), 413


def _unreadable(meeting: Meeting, why: Unreadable) -> tuple[str, int]:
    if isinstance(why, NotAList):
        note(SecurityEvent.FILE_REFUSED)
    return _start_page(meeting, str(why), request.form.get("csv", "")), 422


def _sent() -> _File:
    """The file chosen or pasted, or carried by the preview. Raises Unreadable, LettersUnclear."""
    text = imports.tidy(text_sent())
    chosen = bool(request.form.get("chosen"))
    sheet = imports.read(text, bool(request.form.get("header")) if chosen else None)
    return _File(text, sheet, _chosen(sheet) if chosen else imports.guessed(sheet), _answers())


def _answers() -> Answers:
    return Answers(order_said(request.form.get("dates")), copies_said(request.form.get("copies")))


def _chosen(sheet: Sheet) -> dict[str, int]:
    picked = {field: request.form.get(f"column_{field}", -1, type=int) for field in FIELDS}
    return {field: index for field, index in picked.items() if 0 <= index < len(sheet.columns)}


def _start_page(meeting: Meeting, problem: str = "", text: str = "") -> str:
    form = FileForm(formdata=None, csv=text)
    if problem:
        (form.csv if text else form.file).errors = [problem]
    return render_template("desk/importing/start.html", view=StartPage(meeting, form))


def _preview_page(meeting: Meeting, file: _File, changed: bool = False) -> str | tuple[str, int]:
    form = _form(file)
    unclear = form.errors or file.asked.anything
    planned = [] if unclear else importing.plan(ports(), meeting, file.rows)
    view = PreviewPage(
        meeting,
        form,
        new=_part("new", [one for one in planned if one.new]),
        left_out=_part("left_out", [one for one in planned if not one.new]),
        asks_date=bool(file.asked.date),
        asks_copies=bool(file.asked.copies),
        settled=_settled(file),
        lost=import_asks.lost_letters(file.rows),
        changed=changed,
    )
    preview = render_template("desk/importing/preview.html", view=view)
    return (preview, 422) if form.errors else preview


def _form(file: _File) -> RowsForm:
    """The form that sends the file again, and asks what is open."""
    form = RowsForm(
        formdata=None,
        expected=file.seen,
        header=file.sheet.has_header,
        csv=file.text,
        dates=file.answers.order,
        copies=file.answers.copies,
        **{f"column_{name}": str(index) for name, index in file.columns.items()},
    )
    form.offer(file.sheet.columns)
    if file.asked.date:
        form.ask_date(file.asked.date)
    if file.asked.copies:
        form.ask_copies(file.asked.copies)
    return form


def _settled(file: _File) -> dict[str, str]:
    answers, asked = file.answers, file.asked
    said = {"dates": None if asked.date else answers.order, "copies": None if asked.copies else answers.copies}
    return {name: answer.value for name, answer in said.items() if answer}


def _part(name: str, planned: list[Planned]) -> Part:
    """The page of these rows that the form asks for; the rows themselves come with it every time."""
    paging = page(request.form.get(f"page_{name}", 1, type=number), PER_PAGE, len(planned))
    return Part(planned[paging.skip : paging.skip + PER_PAGE], paging)


def _summary(run: ImportRun) -> str:
    if not run.stored:
        return "Nothing was imported: the file has no new questions."
    if run.stored == 1:
        return f"Imported 1 question, number {run.first:,}."
    # Others may have sent theirs meanwhile.
    between = "numbers" if run.last - run.first + 1 == run.stored else "with numbers from"
    return f"Imported {run.stored:,} questions, {between} {run.first:,} to {run.last:,}."
