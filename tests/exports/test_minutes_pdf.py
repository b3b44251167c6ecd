"""The PDF as a screen reader finds it: tagged, in its language, with a title and one table whose cells have headers."""

from __future__ import annotations

import io
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pypdf
import pytest

from board_qa.domain.meetings.key_messages import LONGEST, MOST, KeyMessages
from board_qa.domain.text.wording import shown
from board_qa.exports.minutes.document import Kind
from board_qa.exports.minutes.pdf import as_pdf
from tests.support.packs import ANSWERED, described, packed


def opened(kind: Kind = Kind.MINUTES, language: str = "en") -> pikepdf.Pdf:
    return pikepdf.Pdf.open(io.BytesIO(as_pdf(described(packed(), kind, language))))


def tags(element: Any) -> Iterator[Any]:
    """Every element of the structure below this one."""
    below = element.get("/K", [])
    for one in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(one, pikepdf.Dictionary) and "/S" in one:
            yield one
            yield from tags(one)


def structure(file: pikepdf.Pdf) -> list[Any]:
    return list(tags(file.Root.StructTreeRoot))


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("kind", Kind)
def test_it_says_that_it_is_tagged_pdf_ua_in_its_language_and_shows_its_title(kind: Kind, language: str) -> None:
    with opened(kind, language) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == f"{language}-GB"
        assert file.Root.ViewerPreferences.DisplayDocTitle
        with file.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"] == described(packed(), kind, language).title
            assert "2026-11-23" in about["xmp:CreateDate"]


def test_it_has_one_table_and_each_of_its_columns_has_a_header() -> None:
    with opened() as file:
        found = structure(file)
        (table,) = [one for one in found if one.S == "/Table"]
        heads = [one for one in tags(table) if one.S == "/TH"]
        cells = [one for one in tags(table) if one.S == "/TD"]

        assert len(heads) == 3
        assert len(cells) == 9  # three questions: the declined one is in a list
        assert [one.S for one in tags(table) if one.S in ("/THead", "/TBody")] == ["/THead", "/TBody"]
        assert all(head.get("/A") is not None for head in heads)  # their scope


def test_its_headings_are_headings_and_its_lists_are_lists() -> None:
    with opened(Kind.REPORT) as file:
        kinds = [str(one.S) for one in structure(file)]

        assert kinds.count("/H1") + kinds.count("/H2") >= 7
        assert kinds.count("/L") == 6


def test_a_word_in_another_language_is_marked() -> None:
    with opened(Kind.MINUTES, "cy") as file:
        assert "en-GB" in {str(one.get("/Lang", "")) for one in structure(file)}


@pytest.mark.parametrize("seed", range(3))
def test_whatever_letters_and_marks_people_mix_there_is_a_pdf(seed: int) -> None:
    """typst refuses a PDF/UA, or breaks down, over a mark that another font has than its letter."""
    mixing = random.Random(seed)
    assigned = [chr(code) for code in (*range(0x20, 0x3000), *range(0xFB00, 0xFFFE), *range(0x1F000, 0x20000))]
    letters = [one for one in assigned if unicodedata.category(one) not in ("Cn", "Co", "Cs")]
    words = "".join(" " if mixing.random() < 0.2 else mixing.choice(letters) for _ in range(3000))
    mixed = replace(ANSWERED, text=shown(words), answer=shown(words[::-1]))

    assert as_pdf(described(packed((mixed,)))).startswith(b"%PDF-")


@pytest.mark.parametrize("line", ["Seven months. " * 22, "W" * LONGEST, "x"])
def test_the_key_messages_stand_on_the_first_page_alone(line: str) -> None:
    pack = packed(messages=KeyMessages(tuple(f"{number} {line}"[:LONGEST] for number in range(MOST))))
    first, second, *_ = pypdf.PdfReader(io.BytesIO(as_pdf(described(pack, Kind.REPORT)))).pages

    assert "Key messages" in first.extract_text()
    assert "9 " in first.extract_text()
    assert "The meeting" not in first.extract_text()
    assert second.extract_text().strip().startswith("The meeting")
