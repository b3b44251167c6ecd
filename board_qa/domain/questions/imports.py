"""A list of questions as a spreadsheet or a network exports it: read, its columns guessed, each row made a question."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.links import NotALink, read_link
from board_qa.domain.networks.names import NETWORKS, OTHERS
from board_qa.domain.questions import audience, entries
from board_qa.domain.questions.question import NewQuestion
from board_qa.domain.text import wording
from board_qa.domain.text.moments import InTheFuture, NotAMoment, past_stamp
from board_qa.domain.text.written_dates import DateOrder

# Bytes, as a form carries the text from the preview to the import. It leaves room for the rest of the form in the
# 256 KiB that `web.application.MAX_FORM_BYTES` allows.
LARGEST = 240_000
# How the name of a file ends, in small letters: what claims to be something else is not opened.
ENDINGS = (".csv", ".tsv", ".txt")
ENDINGS_SAID = ".csv, .tsv or .txt"
# As many rows as somebody looks through; they take a few seconds, in which everybody else goes on. The most questions
# one meeting ever had is 300 (docs/boards.md).
MOST_ROWS = 1000
# What has more of them has more rows than those, or is no list; each takes its time before the rows can be counted.
_MOST_LINES = 10 * MOST_ROWS
# Exports of programs that look after posts have some 100. The preview offers each of them five times.
_MOST_COLUMNS = 300

# What a column can hold, in the order of `Row`, and the names that exports and people give such a column.
FIELDS = {"text": "Question", "author": "Who asked", "time": "When", "link": "Link", "network": "Network"}
_NAMES: dict[str, tuple[str, ...]] = {
    "text": ("text", "question", "questions", "your question", "message", "comment", "comment text", "post",
             "post text", "tweet", "full text", "content", "body"),
    "author": ("author", "author name", "name", "full name", "your name", "who asked", "asked by", "who", "from",
               "posted by", "user", "user name", "username", "screen name", "handle"),
    "time": ("time", "date", "datetime", "date and time", "when", "timestamp", "created", "created at", "posted",
             "posted at", "date posted", "published", "received"),
    "link": ("link", "url", "permalink", "post link", "post url", "comment link", "comment url", "tweet url"),
    "network": ("network", "channel", "platform", "source", "site", "came by", "via"),
}  # fmt: skip
# What people write in a column for the network, and what it is called here.
_CHANNELS = {
    **{name.casefold(): name for name in (*NETWORKS, *OTHERS)},
    **{word: way for way in entries.WAYS for word in (way, audience.CAME_BY[way].casefold())},
    "twitter": "X",
}
# "Date (GMT)", as exports name a column whose times are not the board's own.
_IN_UTC = re.compile(r"\b(?:GMT|UTC)\b", re.IGNORECASE)
_BY_THE_CLOCK = re.compile(r"(?<![-+\d])\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?(?=\s*$)", re.IGNORECASE)

_SHORT = 40  # characters of a cell, as it is named to whoever sends the file

# Excel's own first line, which says what parts the cells. It shows no row for it.
_PARTED_BY = re.compile(r'\s*"?sep=(.)"?[^\S\n]*(?:\n|$)', re.IGNORECASE)


class Unreadable(Exception):
    """The file as a whole cannot be read; the text says what to do."""


class NotAList(Unreadable):
    """It is no text at all, or its name says that it is something else."""


class BadRow(ValueError):
    """One row cannot be a question; the text says why."""


@dataclass(frozen=True)
class Sheet:
    """A file as rows of cells, each with its number as a spreadsheet shows it. `columns` are names to choose from."""

    has_header: bool
    columns: tuple[str, ...]
    records: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Row:
    """What one row says, as it is written there; `surplus` is how many cells it has beyond the columns.

    `order` is how its column writes dates, None where nobody knows it yet. `copy` counts the rows that say the very
    same and are to be as many questions.
    """

    number: int
    text: str
    author: str = ""
    time: str = ""
    link: str = ""
    network: str = ""
    surplus: int = 0
    order: DateOrder | None = DateOrder.DAY_FIRST
    copy: int = 1


def refuse_too_many_lines(lines: int) -> None:
    """Raises Unreadable."""
    if lines > _MOST_LINES:
        raise Unreadable(f"The file has {lines:,} lines. At most {MOST_ROWS:,} rows can be imported at once. Split it")


def tidy(text: str) -> str:
    """The text with one kind of line end, as forms carry it to and fro. Raises Unreadable for none or too much."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if not text.strip():
        raise Unreadable("Choose a CSV file, or paste its rows")
    # Browsers send each line end as two bytes.
    if len(text.encode("utf-8", "replace")) + text.count("\n") > LARGEST:
        raise Unreadable(f"The file is too large: at most {LARGEST // 1000} kB can be read. Split it in two")
    refuse_too_many_lines(text.count("\n"))
    return text


def read(text: str, has_header: bool | None = None) -> Sheet:
    """The rows of a file whose cells are parted by commas, semicolons or tabs, or as their first line says.

    Raises Unreadable.

    Whether the first row holds names is guessed where `has_header` is None.
    """
    parted_by = _PARTED_BY.match(text)
    text = text[parted_by.end() :] if parted_by else text
    delimiter = parted_by[1] if parted_by else _delimiter(text)
    try:
        lines = list(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1))
    except csv.Error as error:
        raise Unreadable("One cell is far too long. Look for a quotation mark that is never closed") from error
    filled = tuple((number, tuple(cells)) for number, cells in lines if _says_something(cells))
    if not filled:
        raise Unreadable("Choose a CSV file, or paste its rows")
    first = filled[0][1]
    if has_header is None:
        has_header = any(_field(cell) for cell in first)
    records = filled[1:] if has_header else filled
    if len(records) > MOST_ROWS:
        raise Unreadable(f"The file has {len(records):,} rows. At most {MOST_ROWS:,} can be imported at once. Split it")
    if len(first) > _MOST_COLUMNS:
        raise Unreadable(f"The file has {len(first):,} columns. At most {_MOST_COLUMNS} can be read. Leave some out")
    return Sheet(has_header, tuple(_column_names(first, has_header)), records)


def guessed(sheet: Sheet) -> dict[str, int]:
    """Which column holds what, by its name; the questions are in the longest column where no name says so."""
    found: dict[str, int] = {}
    for index, name in enumerate(sheet.columns if sheet.has_header else ()):
        found.setdefault(_field(name), index)
    found.pop("", None)
    if "text" not in found:
        free = [index for index in range(len(sheet.columns)) if index not in found.values()]
        lengths = {index: sum(len(_cell(cells, index)) for _, cells in sheet.records) for index in free}
        found |= {"text": max(lengths, key=lambda index: lengths[index])} if lengths else {}
    return found


def rows(sheet: Sheet, columns: Mapping[str, int]) -> list[Row]:
    """What each row says, with each field taken from its column."""
    found = [_row(number, cells, columns, len(sheet.columns)) for number, cells in sheet.records]
    if not sheet.has_header or "time" not in columns or not _IN_UTC.search(sheet.columns[columns["time"]]):
        return found
    return [replace(row, time=_BY_THE_CLOCK.sub(r"\g<0> GMT", row.time)) for row in found]


def question(row: Row, meeting: Meeting, now: datetime) -> NewQuestion:
    """The row as it is stored. Raises BadRow."""
    if row.surplus:
        raise BadRow("it has more cells than there are columns. Put text that has commas in it in quotation marks")
    if over := wording.over(row.text, entries.LONGEST):
        has = f"{entries.LONGEST + over:,}"
        raise BadRow(f"the question has {has} characters. At most {entries.LONGEST:,} are kept")
    if not wording.shown(row.text):
        raise BadRow("no question text")
    if over := wording.over(row.author, wording.NAME_LIMIT):
        has = f"{wording.NAME_LIMIT + over}"
        raise BadRow(f"the name has {has} characters. At most {wording.NAME_LIMIT} are kept")
    name = wording.one_line(row.author)
    if not row.link.strip():
        return entries.without_a_link(meeting, channel(row.network), row.text, name, _when(row, meeting, now), row.copy)
    try:
        link = read_link(row.link)
    except NotALink as error:
        raise BadRow(f"{_quoted(row.link)} is not a link that begins with https://") from error
    when = _when(row, meeting, now) if row.time.strip() else entries.posted_at(link, now)
    handle = name if name.startswith("@") else ""
    return entries.of_post(link, row.text, name.lstrip("@"), handle, when)


def channel(network: str) -> str:
    """A network or a way as it is called here. What we have no name for is in the column by a slip, or names somebody;
    and what came by our own form is known by its receipt, never by a list's word for it."""
    return _CHANNELS.get(wording.one_line(network).casefold(), "other")


def _row(number: int, cells: Sequence[str], columns: Mapping[str, int], width: int) -> Row:
    text, author, time, link, network = (_cell(cells, columns.get(field, -1)) for field in FIELDS)
    return Row(number, text, author, time, link, network, sum(bool(cell.strip()) for cell in cells[width:]))


def _when(row: Row, meeting: Meeting, now: datetime) -> datetime:
    try:
        return past_stamp(row.time, meeting.details.timezone, now, row.order)
    except NotAMoment as error:
        raise BadRow(f"the time {_quoted(row.time)} {error.why}") from error
    except InTheFuture as error:
        raise BadRow(f"the time {_quoted(row.time)} is in the future") from error


def _delimiter(text: str) -> str:
    """What parts the cells: what makes the most of the first row. A list of one column is parted by nothing."""

    def makes(delimiter: str) -> tuple[int, int]:
        first = _first_row(text, delimiter)
        return sum(bool(_field(cell)) for cell in first), len(first)

    best = max(",;\t", key=makes)
    return best if makes(best)[1] != 1 else "\x1f"


def _first_row(text: str, delimiter: str) -> list[str]:
    """Nothing where, so parted, it has a cell that is far too long."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    with suppress(csv.Error):
        return next((cells for cells in lines if _says_something(cells)), [])
    return []


def _says_something(cells: Sequence[str]) -> bool:
    """Whether a row is more than the commas that a spreadsheet leaves of an empty one."""
    return any(cell.strip(",; \t\n") for cell in cells)


def _field(column: str) -> str:
    """What a column of this name holds; '' where the name does not say."""
    name = " ".join(re.sub(r"[^\w]|_", " ", _IN_UTC.sub("", column)).casefold().split())
    return next((field for field, names in _NAMES.items() if name in names), "")


def _column_names(first: Sequence[str], has_header: bool) -> Iterator[str]:
    for number, cell in enumerate(first, start=1):
        said = wording.one_line(cell)
        short = said if len(said) <= _SHORT else f"{said[:_SHORT]}…"
        yield (short or f"Column {number}") if has_header else f"Column {number}{f', {short}' if short else ''}"


def _cell(cells: Sequence[str], index: int) -> str:
    return cells[index] if 0 <= index < len(cells) else ""


def _quoted(cell: str) -> str:
    said = wording.one_line(cell)
    return f"“{said if len(said) <= _SHORT else said[:_SHORT] + '…'}”"
