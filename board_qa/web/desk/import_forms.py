"""The forms of an import: the file itself, and what must be said about it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, TypeVar

from flask_wtf.file import FileField
from markupsafe import Markup
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from board_qa.domain.questions.import_asks import Copies
from board_qa.domain.questions.imports import ENDINGS_SAID, FIELDS, LARGEST, MOST_ROWS
from board_qa.domain.text.written_dates import DateOrder, both_days
from board_qa.web.operators.security_log import note_not_offered
from board_qa.web.shell import words
from board_qa.web.shell.forms import MadeFrom, PageForm

Choice = TypeVar("Choice", bound=StrEnum)

NO_TEXT = "Choose the column that holds the questions"


class FileForm(PageForm):
    file = FileField(
        "CSV file",
        description=f"The name must end in {ENDINGS_SAID}. At most {MOST_ROWS:,} rows and {LARGEST // 1000} kB",
    )
    csv = TextAreaField("Or paste the rows", description="With the row of column names, as copied from a spreadsheet")


class LettersForm(PageForm):
    bytes = HiddenField()  # all of the file: nothing of it is on the server
    letters = RadioField("Lines that look right", validate_choice=False)

    def offer(self, readings: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Give the choice of some lines as each encoding, by its name, reads them."""
        line = Markup('<span class="m-letters" dir="auto">{}</span>')
        self.letters.choices = [
            SelectChoice(name, Markup(" ").join(line.format(one) for one in lines)) for name, lines in readings
        ]


def _column(field: str) -> SelectField:
    return SelectField(FIELDS[field], validate_choice=False)


class RowsForm(PageForm):
    """The file that was read, with all that was said about it, to be sent again."""

    chosen = HiddenField(default="1")  # the columns are those of this form, and not to be guessed
    expected = MadeFrom()  # what the page that has this form shows
    column_text = _column("text")
    column_author = _column("author")
    column_time = _column("time")
    column_link = _column("link")
    column_network = _column("network")
    header = BooleanField("The first row holds the names of the columns")
    csv = TextAreaField("The file as text", description="Change what is wrong, then check again")
    dates = RadioField(description="All dates of the file are read the same way.", validate_choice=False)
    copies = RadioField(
        "What should we do with identical rows?",
        choices=[
            SelectChoice(Copies.ALL.value, "Import them all: each is a separate question"),
            SelectChoice(Copies.ONE.value, "Import one of each"),
        ],
        validate_choice=False,
    )

    @property
    def columns(self) -> list[Any]:
        return [self[f"column_{name}"] for name in FIELDS]

    def offer(self, columns: Sequence[str]) -> None:
        """Give the choice of these columns."""
        held = [SelectChoice(str(index), title) for index, title in enumerate(columns)]
        for field in self.columns:
            none = "Choose a column" if field is self.column_text else "Not in the file"
            field.choices = [SelectChoice("", none), *held]
        if not self.column_text.data:
            self.column_text.errors = [NO_TEXT]

    def ask_date(self, unclear: str) -> None:
        self.dates.label.text = f"Which day is “{unclear}”?"
        self.dates.choices = [SelectChoice(o.value, words.day_and_month(day)) for o, day in both_days(unclear).items()]

    def ask_copies(self, count: int) -> None:
        what = "1 question repeats" if count == 1 else f"{count:,} questions repeat"
        self.copies.description = (
            f"{what} another row word for word, and the file does not say who asked. In a campaign, many people send "
            f"the same words."
        )


def order_said(sent: str | None) -> DateOrder | None:
    return _said(sent or "", DateOrder)


def copies_said(sent: str | None) -> Copies | None:
    return _said(sent or "", Copies)


def _said(sent: str, choices: type[Choice]) -> Choice | None:
    """What of these was chosen; None where nothing was, or what is not among them."""
    try:
        return choices(sent)
    except ValueError:
        note_not_offered(sent)
        return None
