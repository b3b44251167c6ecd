from __future__ import annotations

import io
import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.questions.question import Question
from board_qa.web.desk.importing import EXAMPLE
from tests.support.board import Board, post, token_on
from tests.support.page_forms import form_on

HOSTILE = "</textarea><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
LINK = "https://www.facebook.com/AnytownNHS/posts/123?comment_id=4"


def stored(board: Board) -> list[Question]:
    return board.ports.store.questions.of_meeting(board.meeting.id)


def send(board: Board, browser: FlaskClient, what: str, **form: str) -> TestResponse:
    return post(browser, f"{board.path}/{what}", f"{board.path}/{what}", **form)


def upload(
    board: Board, browser: FlaskClient, data: bytes, what: str = "import", name: str = "file.csv", **form: str
) -> TestResponse:
    token = token_on(browser.get(f"{board.path}/import").text)
    return browser.post(
        f"{board.path}/{what}",
        content_type="multipart/form-data",
        data={"csrf_token": token, "file": (io.BytesIO(data), name), **form},
    )


def rows_form(page: str) -> dict[str, str]:
    """The preview's form as a browser sends it."""
    form = form_on(page, "csv")
    return {**form, "csv": form["csv"].replace("\n", "\r\n")}


def bring_in(board: Board, browser: FlaskClient, page: str, **changes: str) -> TestResponse:
    return browser.post(
        f"{board.path}/import/questions", content_type="multipart/form-data", data={**rows_form(page), **changes}
    )


def test_the_example_can_be_downloaded_and_imported(board: Board) -> None:
    browser = board.signed_in()
    example = browser.get(f"{board.path}/import/example.csv")
    assert example.mimetype == "text/csv"
    assert example.get_data(as_text=True) == "\ufeff" + EXAMPLE
    page = upload(board, browser, example.data).text
    assert "Import 3 questions" in page
    assert stored(board) == []
    answer = bring_in(board, browser, page)

    assert answer.headers["Location"] == f"{board.path}?q=1"
    assert "Imported 3 questions, numbers 1 to 3." in browser.get(board.path).text
    assert [q.source.channel for q in stored(board)] == ["Facebook", "X", "letter"]


def test_every_row_is_shown_with_what_is_wrong_with_it(board: Board) -> None:
    board.asked("Is it in the queue?")
    data = f"text,time,link\n ,1/1/2026,\nWhy?,31/02/2026,\nIs it in the queue?,,\nWhen?,,{LINK}\nWhen,,\n".encode()
    page = unescape(upload(board, board.signed_in(), data).text)
    flat = " ".join(re.sub(r"<[^>]+>", "", page).split())

    assert "Board meeting in public, " in flat
    assert "Row 2: no question text." in flat
    assert "Row 3: the time “31/02/2026” is not a date." in flat
    assert "Row 4: it is in the queue already, as question 1" in flat
    assert "Row 6: it repeats row 5." in flat
    assert "Import 1 question" in flat
    assert f'<a href="{LINK}" target="_blank" rel="noopener noreferrer">' in page
    assert len(stored(board)) == 1


def test_the_columns_can_be_chosen_and_what_changed_is_shown_before_it_is_stored(board: Board) -> None:
    browser = board.signed_in()
    page = upload(board, browser, b"text,comment\nNot this one?,This one?\n").text
    first = bring_in(board, browser, page, column_text="1")

    assert first.status_code == 200
    assert "You made changes" in first.text
    assert stored(board) == []
    bring_in(board, browser, first.text)
    assert [q.source.text for q in stored(board)] == ["This one?"]


def test_a_row_can_be_mended_on_the_page(board: Board) -> None:
    browser = board.signed_in()
    page = upload(board, browser, b"text,time\nWhy?,31/02/2026\n").text
    assert "formaction" not in page
    mended = rows_form(page)["csv"].replace("31/02", "28/02")
    again = browser.post(f"{board.path}/import", data={**rows_form(page), "csv": mended})

    assert re.search(r">\s*Import 1 question\s*<", again.text)
    bring_in(board, browser, again.text)
    assert stored(board)[0].source.asked_at.isoformat() == "2026-02-28T00:00:00+00:00"


def test_without_a_column_for_the_questions_nothing_can_be_imported(board: Board) -> None:
    browser = board.signed_in()
    page = upload(board, browser, b"text\nWhy?\n").text
    answer = browser.post(f"{board.path}/import", data={**rows_form(page), "column_text": ""})
    forged = bring_in(board, browser, answer.text)

    assert answer.status_code == 422
    assert "Choose the column that holds the questions" in answer.text
    assert "formaction" not in answer.text
    assert forged.status_code == 303
    assert stored(board) == []


def test_an_import_sent_twice_is_one_import(board: Board) -> None:
    browser = board.signed_in()
    page = upload(board, browser, EXAMPLE.encode()).text
    answers = [bring_in(board, browser, page) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(stored(board)) == 3
    assert "Nothing was imported" in browser.get(board.path).text


def test_the_second_step_needs_the_first(board: Board) -> None:
    answer = upload(board, board.signed_in(), EXAMPLE.encode(), "import/questions")

    assert answer.status_code == 200
    assert "You made changes" in answer.text
    assert stored(board) == []


def test_hostile_cells_are_words_like_any_other(board: Board) -> None:
    browser = board.signed_in()
    cells = ",".join('"' + cell.replace('"', '""') + '"' for cell in (HOSTILE, '=HYPERLINK("https://evil.example")'))
    data = f'{HOSTILE.replace(",", "")},text\n{cells}\n"","=1+1"\n'.encode()
    page = upload(board, browser, data)
    bring_in(board, browser, page.text)
    desk = browser.get(f"{board.path}?show=all").text

    for shown in (page.text, desk):
        assert "<script>alert" not in shown
        assert "<img" not in shown
    assert [q.source.text for q in stored(board)] == ['=HYPERLINK("https://evil.example")', "=1+1"]


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [(b"", 422, "Choose a CSV file"), (b"PK\x03\x04spreadsheet", 422, "save it as “CSV UTF-8”"),
     (b"x" * 250_000, 422, "at most 240 kB"), (b"x" * 400_000, 413, "at most 240 kB"),
     (b"text\n" + b"Why?\n" * 1001, 422, "At most 1,000"), (b"a\n" * 119_000, 422, "119,000 lines"),
     (b"a\r" * 119_000, 422, "119,000 lines"), (b'b","' + b"*" * 139_000 + b"\n1,2\n", 422, "far too long"),
     (b"column;" * 30_000 + b"\n1;2\n", 422, "At most 300"), (b"c," * 301 + b"\n1,2\n", 422, "302 columns")],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_explained_on_the_page_it_was_sent_from(
    board: Board, data: bytes, status: int, said: str
) -> None:
    answer = upload(board, board.signed_in(), data)

    assert answer.status_code == status
    assert said in answer.text
    assert "<h1>Import a file of questions</h1>" in answer.text
    assert stored(board) == []


@pytest.mark.parametrize(
    "name",
    [
        "evil.exe",
        "questions.csv.exe",
        "questions.xlsx",
        "csv",
        "questions",
        ".csv/evil.html",
        "a.csv\u202e",
        "a.csv.",
        "ŵ",
    ],
)
def test_a_file_of_another_kind_by_its_name_is_refused_with_what_to_do(board: Board, name: str) -> None:
    answer = upload(board, board.signed_in(), b"text\nWhy?\n", name=name)

    assert answer.status_code == 422
    assert "Choose a file whose name ends in .csv, .tsv or .txt" in answer.text
    assert "save it as “CSV UTF-8”" in answer.text
    assert "<h1>Import a file of questions</h1>" in answer.text


@pytest.mark.parametrize("name", ["a.csv", "A.CSV", "a.tsv", "a b.Txt", "a.exe.txt", "../../ŵ.csv"])
def test_a_file_whose_name_says_that_it_is_text_is_read(board: Board, name: str) -> None:
    assert "Import 1 question" in upload(board, board.signed_in(), b"text\nWhy?\n", name=name).text


def test_rows_are_pasted_without_a_file(board: Board) -> None:
    browser = board.signed_in()
    answer = upload(board, browser, b"", name="", csv="text\nWhy?\n")

    assert "Import 1 question" in answer.text


def test_the_page_says_how_a_file_may_end_and_a_browser_offers_no_other(board: Board) -> None:
    page = board.signed_in().get(f"{board.path}/import").text

    assert "The name must end in .csv, .tsv or .txt" in page
    assert 'accept=".csv,.tsv,.txt"' in page


def test_a_stranger_with_a_large_file_is_asked_to_sign_in(board: Board) -> None:
    answer = board.browser().post(f"{board.path}/import", data={"csv": "x" * 400_000})

    assert answer.headers["Location"].startswith("/sign-in")


def test_pasted_rows_that_cannot_be_read_are_kept(board: Board) -> None:
    browser = board.signed_in()
    rows = "text\n" + "\n".join(f"Question {n}?" for n in range(1001))
    answer = send(board, browser, "import", csv=rows)

    assert answer.status_code == 422
    assert "Question 1000?" in answer.text


def test_the_largest_file_comes_back_from_its_preview_whole(board: Board) -> None:
    browser = board.signed_in()
    page = upload(board, browser, b"text\n" + "\n".join("é" * 110 + f" {n}?" for n in range(1000)).encode()).text
    answer = bring_in(board, browser, page)

    assert answer.status_code == 303
    assert len(stored(board)) == 1000
