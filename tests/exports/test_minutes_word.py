"""The Word file as Word and a screen reader find it: headings, a header row on every page, its language, its title."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from board_qa.domain.meetings.key_messages import LONGEST, MOST, KeyMessages
from board_qa.exports.minutes.document import Kind
from board_qa.exports.minutes.word import as_word
from tests.support.packs import described, packed


def opened(kind: Kind = Kind.MINUTES, language: str = "en") -> Any:
    return docx.Document(io.BytesIO(as_word(described(packed(), kind, language))))


def test_its_headings_are_headings() -> None:
    styles = [(one.style.name, one.text) for one in opened(Kind.REPORT).paragraphs]
    headings = [text for style, text in styles if style == "Heading 1"]

    assert styles[0] == ("Title", "Report on questions")
    assert headings == [
        "Key messages", "The meeting", "What became of the questions", "How the questions came",
        "What came of listening", "Questions and answers", "Written answers promised",
        "Declined, or sent to others who can help",
    ]  # fmt: skip


def test_it_has_one_table_whose_header_row_is_repeated_on_every_page() -> None:
    (table,) = opened().tables
    flagged = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]

    assert flagged == [True, False, False, False]
    assert [cell.text for cell in table.rows[0].cells] == ["Number", "Question", "What became of it, and the answer"]
    assert [row.cells[0].text for row in table.rows[1:]] == ["4", "4a", "7"]


@pytest.mark.parametrize(("language", "tag"), [("en", "en-GB"), ("cy", "cy-GB")])
def test_its_language_is_that_of_the_file(language: str, tag: str) -> None:
    file = opened(language=language)

    assert {one.get(qn("w:val")) for one in file.styles.element.iter(qn("w:lang"))} == {tag}
    assert file.core_properties.language == tag
    assert file.core_properties.title.startswith(described(packed(), language=language).title)


def test_what_the_board_typed_is_marked_as_english_in_a_welsh_file() -> None:
    marked = {
        run.text
        for run in opened(language="cy").element.body.iter(qn("w:r"))
        if run.find(f"{qn('w:rPr')}/{qn('w:lang')}") is not None
    }

    assert {"Town Hall", "Performance", "Yes.\n\nAt weekends as well."} <= marked
    assert not any("Gofynnwyd" in one for one in marked)


def test_what_follows_the_key_messages_begins_a_new_page() -> None:
    begins = [one.text for one in opened(Kind.REPORT).paragraphs if one.paragraph_format.page_break_before]

    assert begins == ["The meeting"]
    assert not [one for one in opened().paragraphs if one.paragraph_format.page_break_before]


def test_the_more_the_key_messages_say_the_smaller_are_their_letters() -> None:
    def size(line: str) -> float:
        pack = packed(messages=KeyMessages(tuple(f"{number} {line}"[:LONGEST] for number in range(MOST))))
        file = docx.Document(io.BytesIO(as_word(described(pack, Kind.REPORT))))
        sizes = {run.font.size for one in file.paragraphs if "List Bullet" in str(one.style) for run in one.runs}
        return float(max(one.pt for one in sizes if one))

    assert [size(line) for line in ("Short.", "word " * 40, "word " * 60, "W" * LONGEST)] == [14, 12, 11, 8]
