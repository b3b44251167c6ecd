"""What a file does not say is asked on the page before it is imported, and nothing is stored until it is answered."""

from __future__ import annotations

import re
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.board import Board
from tests.support.page_forms import form_on
from tests.web.test_import_pages import stored, upload

NOT_SAID = "Choose the lines that are right"


def send(
    board: Board, browser: FlaskClient, page: TestResponse, what: str = "import", having: str = "csv", **said: str
) -> TestResponse:
    form = {name: value for name, value in form_on(page.text, having).items() if name != "file"}
    return browser.post(f"{board.path}/{what}", content_type="multipart/form-data", data={**form, **said})


def choices(page: TestResponse) -> dict[str, str]:
    """What can be chosen on the page of letters: its lines, by the name of the reading."""
    found = re.findall(r'name="letters" type="radio" value="([^"]+)".*?<label[^>]*>(.*?)</label>', page.text, re.DOTALL)
    return {unescape(name): " ".join(unescape(re.sub(r"<[^>]+>", "", lines)).split()) for name, lines in found}


def test_a_file_of_an_old_mac_is_asked_about_with_a_line_in_each_reading(board: Board) -> None:
    browser = board.signed_in()
    page = upload(board, browser, "text\nMae’r ganolfan wedi symud?\nWhy?\n".encode("cp1252"))

    assert choices(page) == {
        "Letters from Windows": "Mae’r ganolfan wedi symud?",
        "Letters from an old Mac": "Maeír ganolfan wedi symud?",
    }
    assert "formaction" not in page.text
    rows = send(board, browser, page, having="bytes", letters="Letters from Windows")
    send(board, browser, rows, "import/questions")
    assert [question.source.text for question in stored(board)] == ["Mae’r ganolfan wedi symud?", "Why?"]


def test_without_an_answer_the_page_of_letters_says_what_is_missing(board: Board) -> None:
    browser = board.signed_in()
    page = upload(board, browser, "text\nMae’r ganolfan wedi symud?\n".encode("cp1252"))
    assert NOT_SAID not in page.text
    for letters in ("", "of another planet"):
        assert NOT_SAID in send(board, browser, page, having="bytes", letters=letters).text
    assert stored(board) == []


def test_rows_that_were_pasted_after_they_had_been_saved_wrongly_are_put_right_or_kept(board: Board) -> None:
    browser = board.signed_in()
    start = browser.get(f"{board.path}/import")
    page = send(board, browser, start, csv="text\nYr un maeâ€™r\n")
    mended, as_it_stands = choices(page).items()

    assert (mended[1], as_it_stands[1]) == ("Yr un mae’r", "Yr un maeâ€™r")
    for name, _ in (mended, as_it_stands):
        rows = send(board, browser, page, having="bytes", letters=name)
        send(board, browser, rows, "import/questions")  # what was chosen is not asked about again
    assert [question.source.text for question in stored(board)] == ["Yr un mae’r", "Yr un maeâ€™r"]


def test_a_file_without_a_mark_comes_through_the_page_of_letters_whole(board: Board) -> None:
    browser = board.signed_in()
    page = upload(board, browser, 'text\r\n"maeâ€™r\x85\ncath"\r\n'.encode("utf-16-le"))
    mended = next(iter(choices(page)))
    rows = send(board, browser, page, having="bytes", letters=mended)
    send(board, browser, rows, "import/questions")

    assert [question.source.text.split() for question in stored(board)] == [["mae’r…", "cath"]]


def test_bytes_that_were_tampered_with_are_no_file(board: Board) -> None:
    browser = board.signed_in()
    page = upload(board, browser, "text\nMae’r ganolfan wedi symud?\n".encode("cp1252"))

    assert "Choose a CSV file" in send(board, browser, page, having="bytes", bytes="£££").text
    assert "spreadsheet" in send(board, browser, page, having="bytes", bytes="UEsDBA==").text


def test_letters_that_are_unclear_where_rows_are_stored_are_asked_about_as_well(board: Board) -> None:
    browser = board.signed_in()
    page = upload(board, browser, "text\nMae’r ganolfan wedi symud?\n".encode("cp1252"))

    assert choices(send(board, browser, page, "import/questions", having="bytes")) == choices(page)
    assert stored(board) == []


def test_hostile_letters_are_words_like_any_other(board: Board) -> None:
    page = upload(board, board.signed_in(), "text\n</span><script>alert(1)</script> a’r b\n".encode("cp1252"))

    assert len(choices(page)) > 1
    assert "<script>alert" not in page.text


def test_a_large_file_whose_letters_are_unclear_gets_advice(board: Board) -> None:
    page = upload(board, board.signed_in(), ("text\n" + "Почему закрыт? " * 13_000).encode("cp1251"))

    assert page.status_code == 422
    assert "Save it as “CSV UTF-8”" in page.text


def test_which_comes_first_in_a_date_is_asked_and_nothing_is_imported_before(board: Board) -> None:
    browser = board.signed_in()
    page = upload(board, browser, b"text,date\nWhy?,03/02/2026\nWhen?,\n")

    assert "Which day is “03/02/2026”?" in unescape(page.text)
    days = re.findall(r'name="dates".*?<label[^>]*>\s*([^<]*?)\s*</label>', page.text, re.DOTALL)
    assert days == ["3 February", "2 March"]
    assert "formaction" not in page.text
    forged = send(board, browser, page, "import/questions")
    assert forged.status_code == 200
    assert stored(board) == []
    rows = send(board, browser, page, dates="month")
    assert "2 March 2026" in rows.text
    send(board, browser, rows, "import/questions")
    assert f"{stored(board)[0].source.asked_at:%d %B %Y}" == "02 March 2026"


def test_a_column_that_tells_its_order_is_not_asked_about(board: Board) -> None:
    page = upload(board, board.signed_in(), b"text,date\nWhy?,02/19/2026\nWhen?,2/9/2026\n")

    assert "Which day" not in page.text
    assert "19 February 2026" in page.text
    assert "9 February 2026" in page.text
    assert "September" not in page.text


def test_a_campaign_is_taken_whole_where_somebody_says_so_and_once_however_often_it_is_sent(board: Board) -> None:
    browser = board.signed_in()
    board.asked("Save our centre!")
    data = b"text\n" + b"Save our centre!\n" * 20 + b"Why?\n"
    page = upload(board, browser, data)
    assert "19 questions repeat another row word for word" in " ".join(page.text.split())
    assert "formaction" not in page.text
    for _ in range(2):
        rows = send(board, browser, page, copies="all")
        send(board, browser, rows, "import/questions")

    # One of them is there already: it came by the form.
    assert [question.source.text for question in stored(board)] == ["Save our centre!"] * 20 + ["Why?"]


def test_a_campaign_is_one_question_where_somebody_says_so(board: Board) -> None:
    browser = board.signed_in()
    page = upload(board, browser, b"text,name\nSave our centre!,Sam\nsave our centre,sam\nSave our centre!,Jo\n")
    rows = send(board, browser, page, copies="one")
    assert "it repeats row 2" in rows.text
    send(board, browser, rows, "import/questions")

    assert [question.source.author_name for question in stored(board)] == ["Sam", "Jo"]


def test_letters_that_a_program_could_not_save_are_pointed_out_before_the_rows_are_imported(board: Board) -> None:
    browser = board.signed_in()
    lost = upload(board, browser, "text,name\nPwy sy’n talu am y d?r a’r ?yn?,Si?n\n".encode())
    assert "Some letters may have been lost" in lost.text
    assert re.findall(r'<q dir="auto">([^<]+)</q>', lost.text) == ["d?r", "?yn", "Si?n"]
    assert "formaction" in lost.text

    for kept in ("Why?When?", "Is it late? it is", "What? Why?", "https://example.org/a?b=c"):
        assert "letters may have been lost" not in upload(board, browser, f"text\n{kept}\n".encode()).text
