"""What the pages of an import show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.import_runs import ImportRun
from board_qa.domain.questions.paging import Paging
from board_qa.services.questions.importing import Planned
from board_qa.web.desk.import_forms import FileForm, LettersForm, RowsForm


@dataclass(frozen=True)
class StartPage:
    meeting: Meeting
    form: FileForm


@dataclass(frozen=True)
class LettersPage:
    meeting: Meeting
    form: LettersForm
    ways: int  # in which the file can be read
    names: dict[str, str]  # of the encodings, by the value that the form sends


@dataclass(frozen=True)
class Part:
    """Some of the rows of a preview."""

    rows: Sequence[Planned]
    paging: Paging

    @property
    def total(self) -> str:
        return f"{self.paging.total:,}"


@dataclass(frozen=True)
class PreviewPage:
    meeting: Meeting
    form: RowsForm
    new: Part
    left_out: Part
    asks_date: bool
    asks_copies: bool
    settled: dict[str, str]  # what was asked and said, by the name of its field
    lost: Sequence[str]  # words in which letters may have been lost before
    changed: bool  # the file is not what was shown before

    @property
    def asks(self) -> bool:
        return self.asks_date or self.asks_copies

    @property
    def ready(self) -> bool:
        """Whether the rows can be imported as they are."""
        return not self.asks and not self.form.errors

    @property
    def to_import(self) -> str:
        return f"{self.new.total} question{'s' if self.new.paging.total != 1 else ''}"

    @property
    def rows_left_out(self) -> str:
        """'' where all of them are to be imported."""
        if not self.left_out.rows:
            return ""
        rows = "1 row" if self.left_out.paging.total == 1 else f"{self.left_out.total} rows"
        return f"{rows} will be left out: see why below."


@dataclass(frozen=True)
class ProgressPage:
    meeting: Meeting
    run: ImportRun
    under_way: bool

    @property
    def rows(self) -> str:
        return f"{self.run.done:,} of {self.run.rows:,} rows"

    @property
    def title(self) -> str:
        return "Importing a file" if self.under_way else "The import stopped"
