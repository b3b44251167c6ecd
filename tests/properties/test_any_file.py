from __future__ import annotations

import csv
import io
from contextlib import suppress
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.questions import entries, import_asks, imports
from board_qa.domain.questions.import_asks import Answers, Copies
from board_qa.domain.questions.imports import FIELDS, BadRow, Unreadable
from board_qa.domain.text import wording
from board_qa.domain.text.written_dates import DateOrder
from board_qa.mail.bounces import read_bounce
from tests.properties.made import files, says_why, texts
from tests.support.doubles import NOON, details

MEETING = Meeting(1, "ABCD", "screen", details(NOON), IdleView.JOINING, 1)
ANSWERS = Answers(DateOrder.DAY_FIRST, Copies.ALL)


@given(files)
def test_a_file_is_read_to_its_end_or_refused_with_what_to_do(data: bytes) -> None:
    try:
        readings = import_asks.letters_of(data, str)
    except Unreadable as refused:
        says_why(refused)
        return
    assert readings
    for reading in readings:
        with suppress(Unreadable):
            read_on(imports.tidy(reading.text))


def read_on(text: str) -> None:
    """From a text to questions, as the import does it."""
    sheet = imports.read(text)
    columns = imports.guessed(sheet)
    assert set(columns) <= set(FIELDS)
    assert all(0 <= index < len(sheet.columns) for index in columns.values())
    rows = import_asks.rows(sheet, columns, ANSWERS)
    assert len(rows) == len(sheet.records)
    import_asks.lost_letters(rows)
    for row in rows:
        try:
            question = imports.question(row, MEETING, NOON)
        except BadRow as refused:
            says_why(refused)
            continue
        assert wording.shown(question.text)
        assert wording.over(question.text, entries.LONGEST) == 0


@given(st.lists(texts.filter(wording.shown), min_size=1, max_size=8))
def test_no_row_of_a_table_is_lost_and_each_says_what_was_written(questions: list[str]) -> None:
    kept = [imports.tidy(question).strip("\ufeff") for question in questions]
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([["Question", "Network"], *([text, "X"] for text in kept)])
    sheet = imports.read(imports.tidy(out.getvalue()))
    rows = imports.rows(sheet, imports.guessed(sheet))

    assert [row.text for row in rows] == kept
    assert {row.network for row in rows} == {"X"}


@given(texts, texts, texts, texts)
def test_a_row_is_a_question_or_says_why_it_is_none(text: str, author: str, time: str, link: str) -> None:
    row = imports.Row(2, text, author, time, link, order=None)
    for one in (row, replace(row, order=DateOrder.MONTH_FIRST), replace(row, link=f"https://{link}")):
        with suppress(BadRow):
            assert wording.shown(imports.question(one, MEETING, NOON).text)


@given(files)
def test_whatever_comes_as_a_letter_is_a_bounce_or_none(data: bytes) -> None:
    assert read_bounce(data) is None


_KINDS = ("message/delivery-status", "message/rfc822", "text/rfc822-headers", "text/plain")


@given(st.lists(st.tuples(st.sampled_from(_KINDS), texts), max_size=4))
def test_a_report_with_anything_in_it_is_a_bounce_with_a_key_and_a_status_or_none(parts: list[tuple[str, str]]) -> None:
    said = "".join(f"--b\r\nContent-Type: {kind}\r\n\r\n{text}\r\n" for kind, text in parts)
    raw = f'Content-Type: multipart/report; boundary="b"\r\n\r\n{said}--b--\r\n'.encode("utf-8", "replace")
    bounce = read_bounce(raw)

    assert bounce is None or (bounce.key and bounce.status)


def test_a_word_as_long_as_a_file_is_looked_through_once_for_letters_that_were_lost() -> None:
    long = "a" * imports.LARGEST

    assert import_asks.lost_letters([imports.Row(1, f"{long}?{long} d?r")]) == [f"{'a' * 40}?{'a' * 40}", "d?r"]
