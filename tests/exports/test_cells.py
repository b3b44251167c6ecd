"""CSV in a spreadsheet: no cell is worked out, and every letter is right."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pytest

from board_qa.exports.cells import cell, csv_file

HOSTILE = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1;1)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "\n=1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "＝1+1",
    '=HYPERLINK("https://evil.example","Click")',
    "=cmd|' /C calc'!A0",
    "\tplain, after a tab",
]
HARMLESS = ["Why?", "1-1", "a=b", 'He said "no"; and left', "Tŷ â’r ŵyl – 5%", "line\nline", ""]


def rows(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_spreadsheet_would_work_out_is_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_any_other_text_is_as_it_is(text: str) -> None:
    assert cell(text) == text


def test_numbers_answers_and_nothing_are_cells_as_well() -> None:
    assert [cell(value) for value in (3, -3, 6.5, True, False, None)] == ["3", "-3", "6.5", "yes", "no", ""]


def test_the_file_reads_back_as_it_was_with_a_mark_by_which_excel_knows_its_letters() -> None:
    file = csv_file(["one", "two"], [[text, "x"] for text in HARMLESS])

    assert file.startswith(b"\xef\xbb\xbf")
    assert rows(file) == [["one", "two"], *([text, "x"] for text in HARMLESS)]


def test_a_semicolon_ends_no_cell_where_it_is_the_sign_between_them() -> None:
    """Excel reads semicolons where numbers have a decimal comma: only what is quoted holds together."""
    file = csv_file(["one"], [['a";=1+1;"']]).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(file), delimiter=";"))[1] == ['a";=1+1;"']


def opened_by_libreoffice(file: bytes, folder: Path) -> str:
    """What LibreOffice makes of it when it is told to work formulas out (the last of the filter's options)."""
    (folder / "in.csv").write_bytes(file)
    into = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "fods"]
    reading = "--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,-1,true"
    subprocess.run([*into, reading, "in.csv"], cwd=folder, check=True, capture_output=True, timeout=120)
    return (folder / "in.fods").read_text()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice on this machine")
def test_libreoffice_works_nothing_out(tmp_path: Path) -> None:
    opened = opened_by_libreoffice(csv_file(["text"], [[text] for text in [*HOSTILE, "Tŷ"]]), tmp_path)

    assert "table:formula" not in opened
    assert "Tŷ" in opened
    assert "table:formula" in opened_by_libreoffice(b'"text"\r\n"=1+1"\r\n', tmp_path)  # as it would any other file's
