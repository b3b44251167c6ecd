"""The text of a file that was sent, and the page that asks which letters its bytes stand for."""

from __future__ import annotations

import base64

import ftfy
from flask import render_template, request

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.import_asks import letters_of
from board_qa.domain.questions.imports import ENDINGS, ENDINGS_SAID, LARGEST, NotAList, Unreadable
from board_qa.domain.text.letters import Reading, lines_that_differ
from board_qa.web.desk.import_forms import LettersForm
from board_qa.web.desk.import_page import LettersPage
from board_qa.web.shell.installation import installation

# What is shown of each reading: enough lines to tell, and of each as much as a phone shows in two.
_LINES, _WIDTH = 3, 70
_HOW_TO_MAKE_ONE = "If yours is a spreadsheet, open it, save it as “CSV UTF-8”, and choose that file"


class LettersUnclear(Exception):
    """The file can be more than one text. `carried` is all of it, for the form that asks."""

    def __init__(self, carried: str, readings: tuple[Reading, ...]) -> None:
        super().__init__(f"{len(readings)} readings")
        self.carried, self.readings = carried, readings


def text_sent() -> str:
    """The text of the file chosen or pasted, or carried by the preview. Raises Unreadable, LettersUnclear."""
    upload, carried = request.files.get("file"), request.form.get("bytes", "")
    if upload and not (upload.filename or "").lower().endswith(ENDINGS):
        raise NotAList(f"Choose a file whose name ends in {ENDINGS_SAID}. {_HOW_TO_MAKE_ONE}")
    data = upload.read() if upload else b""
    if data or carried:
        return _read(data or _bytes(carried))
    pasted = request.form.get("csv", "")
    # What the preview carries was read or chosen already.
    return pasted if request.form.get("chosen") else _read(pasted.encode("utf-8", "replace"))


def letters_page(meeting: Meeting, unclear: LettersUnclear) -> str:
    """Asks for one of the readings, each by the lines in which it is unlike the others."""
    lines = lines_that_differ(unclear.readings, _LINES, _WIDTH)
    names = [one.name for one in unclear.readings]
    form = LettersForm(formdata=None, bytes=unclear.carried)
    form.offer([(name, [line[i] for line in lines]) for i, name in enumerate(names)])
    # Where the form comes back without an answer, that is said.
    if "bytes" in request.form:
        form.letters.errors = ["Choose the lines that are right"]
    view = LettersPage(meeting, form, len(names), {name: name for name in names})
    return render_template("desk/importing/letters.html", view=view)


def _read(data: bytes) -> str:
    """Raises Unreadable, LettersUnclear."""
    found = installation().run_apart(lambda: _found(data))  # seconds where the bytes are nobody's letters
    if isinstance(found, Unreadable):
        raise found
    chosen = [one.text for one in found if one.name == request.form.get("letters")]
    if chosen or len(found) == 1:
        return chosen[0] if chosen else found[0].text
    carried = base64.b64encode(data).decode()
    if len(carried) > LARGEST:
        raise Unreadable("We cannot tell how this file was saved. Save it as “CSV UTF-8”, and choose that file")
    raise LettersUnclear(carried, found)


def _found(data: bytes) -> tuple[Reading, ...] | Unreadable:
    """What a thread raised would be a fault in the log."""
    try:
        return letters_of(data, _mended)
    except Unreadable as unreadable:
        return unreadable


def _mended(text: str) -> str:
    """A line at a time: one cell that came from elsewhere must not decide about the others."""
    return "".join(ftfy.fix_encoding(line) for line in text.splitlines(keepends=True))


def _bytes(carried: str) -> bytes:
    try:
        return base64.b64decode(carried, validate=True)
    except ValueError as error:
        raise Unreadable("Choose a CSV file, or paste its rows") from error
