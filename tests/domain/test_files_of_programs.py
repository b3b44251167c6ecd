"""Files as programs write them, byte for byte: read right, or every reading is there to choose from."""

from __future__ import annotations

import codecs

import ftfy
import pytest

from board_qa.domain.questions import import_asks, imports
from board_qa.domain.questions.import_asks import Answers, Asked, Copies, letters_of
from board_qa.domain.questions.imports import Row, Unreadable
from board_qa.domain.text.letters import Reading, lines_that_differ, readings
from board_qa.domain.text.written_dates import DateOrder

WELSH = "Pam mae’r ganolfan wedi symud?"
ENGLISH = "Why isn’t the café’s “naïve” £5 back – it’s late…"


def texts(data: bytes) -> list[str]:
    return [one.text for one in letters_of(data, ftfy.fix_encoding)]


def rows(data: bytes) -> list[Row]:
    (text,) = texts(data)
    sheet = imports.read(imports.tidy(text))
    return import_asks.rows(sheet, imports.guessed(sheet), Answers())


def said(data: bytes) -> list[tuple[str, str, str]]:
    return [(row.text, row.author, row.time) for row in rows(data)]


EXCEL_BRITISH = "Name,Question,Date\r\nSiân Ŵyn,Pam mae’r ganolfan wedi symud?,19/11/2026 14:30\r\n"
EXCEL_GERMAN = 'sep=;\r\nName;Question;Date\r\nJürgen;"Warum? Und wann; bitte?";24.11.2026 11:00\r\n'
GOOGLE_FORMS = '"Timestamp","Your question","Your name"\n"2026/11/19 3:08:44 PM GMT+1","Why?","Sam"\n'
HOOTSUITE = (
    '"Date (GMT)","Message","Author","Permalink","Network"\r\n"Nov 19, 2026 2:30 PM","Who isn’t paid, and why?",'
    '"@carers","https://x.com/carers/status/1861000000000000000","TWITTER"\r\n'
)
NUMBERS = "Name,Question,When\nZoë,Why isn’t it open?,19 Nov 2026 at 14:30\n"
LIBREOFFICE = '"Name"\t"Question"\t"Time"\n"Zoë"\t"Why, oh why?"\t19/11/26\n'


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (EXCEL_BRITISH.encode("utf-8-sig"), ("Pam mae’r ganolfan wedi symud?", "Siân Ŵyn", "19/11/2026 14:30")),
        (EXCEL_BRITISH.replace("\r\n", "\n").replace(",", "\t").encode("utf-16"),
         ("Pam mae’r ganolfan wedi symud?", "Siân Ŵyn", "19/11/2026 14:30")),
        (EXCEL_GERMAN.encode("cp1252"), ("Warum? Und wann; bitte?", "Jürgen", "24.11.2026 11:00")),
        (EXCEL_GERMAN.replace("sep=;\r\n", "").encode("utf-8"),
         ("Warum? Und wann; bitte?", "Jürgen", "24.11.2026 11:00")),
        (GOOGLE_FORMS.encode(), ("Why?", "Sam", "2026/11/19 3:08:44 PM GMT+1")),
        (HOOTSUITE.encode("utf-16-le"), ("Who isn’t paid, and why?", "@carers", "Nov 19, 2026 2:30 PM GMT")),
        (HOOTSUITE.encode("utf-16-be"), ("Who isn’t paid, and why?", "@carers", "Nov 19, 2026 2:30 PM GMT")),
        (NUMBERS.encode(), ("Why isn’t it open?", "Zoë", "19 Nov 2026 at 14:30")),
        (NUMBERS.replace("\n", "\r").encode("mac_roman"), ("Why isn’t it open?", "Zoë", "19 Nov 2026 at 14:30")),
        (NUMBERS.replace("’", "'").replace("Zoë", "Zoë Müller").encode("cp850"),
         ("Why isn't it open?", "Zoë Müller", "19 Nov 2026 at 14:30")),
        (LIBREOFFICE.encode("utf-8"), ("Why, oh why?", "Zoë", "19/11/26")),
        (LIBREOFFICE.encode("utf-32"), ("Why, oh why?", "Zoë", "19/11/26")),
    ],
)  # fmt: skip
def test_a_file_is_read_as_its_program_wrote_it(data: bytes, expected: tuple[str, str, str]) -> None:
    assert said(data) == [expected]


def test_the_name_of_a_column_says_whose_times_it_has() -> None:
    found = rows(b"Text,Created (UTC)\na?,2026-07-01 14:30\nb?,2026-07-01\nc?,2026-07-01 14:30+02:00\nd?,soon\n")
    assert [row.time for row in found] == ["2026-07-01 14:30 GMT", "2026-07-01", "2026-07-01 14:30+02:00", "soon"]
    assert [row.time for row in rows(b"Text,Created\na?,2026-07-01 14:30\n")] == ["2026-07-01 14:30"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
@pytest.mark.parametrize("text", [ENGLISH, "ÉCOLE “open” now", "Patients’ views: it’s 20° in ½ the rooms"])
def test_enough_letters_tell_how_a_file_was_saved(encoding: str, text: str) -> None:
    if encoding == "mac_roman":
        text = text.replace("½", "half")  # not in its set
    assert texts(f"text\n{text}\n".encode(encoding)) == [f"text\n{text}\n"]


@pytest.mark.parametrize("parting", [";", ",", "\t", "|"])
def test_excels_first_line_says_what_parts_the_cells_and_is_no_row(parting: str) -> None:
    data = f'"sep={parting}"\nName{parting}Question\nSam{parting}Why, oh; why?\n'
    found = rows(data.replace("Why, oh; why?", '"Why, oh; why?"').encode())

    assert [(row.number, row.text, row.author) for row in found] == [(2, "Why, oh; why?", "Sam")]


def test_a_question_that_begins_like_that_line_is_a_question() -> None:
    assert [row.text for row in rows(b"text\nsep=; is what it says?\n")] == ["sep=; is what it says?"]


def test_one_wrong_byte_spoils_no_other_letter() -> None:
    data = "text\nMae’r un\nDyma’r llall\nIsn’t it?\n".encode() + "Who’s there? It’s us\n".encode("cp1252")

    assert texts(data) == ["text\nMae’r un\nDyma’r llall\nIsn’t it?\nWho’s there? It’s us\n"]


def test_a_wrong_byte_that_may_be_several_letters_is_asked_about() -> None:
    data = "text\nMae’r un\n".encode() + "Who’s there?\n".encode("cp1252")

    assert [text.split("\n")[2] for text in texts(data)] == ["Who’s there?", "Whoís there?"]


def test_a_letter_that_was_cut_in_two_is_asked_about_and_can_be_given_up() -> None:
    lasts = [text.split("\n")[2] for text in texts("text\nMae’r un\ncaf".encode() + b"\xc3")]

    assert len(lasts) > 2
    assert "caf�" in lasts


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_one_letter_alone_is_too_little_to_tell_an_old_mac_by(encoding: str) -> None:
    found = texts(f"text\n{WELSH}\n".encode(encoding))

    assert f"text\n{WELSH}\n" in found
    assert (len(found) > 1) == (encoding == "cp1252")  # an Õ in the middle of a word is no letter that anybody wrote


@pytest.mark.parametrize("through", ["cp1252", "latin-1", "mac_roman"])
def test_a_file_saved_wrongly_once_before_is_asked_about(through: str) -> None:
    wrong = f"text\n{WELSH}\nA plain one\n".encode().decode(through)
    right, as_it_stands = letters_of(wrong.encode(), ftfy.fix_encoding)

    assert right.text == f"text\n{WELSH}\nA plain one\n"
    assert as_it_stands.text == wrong
    assert "saved wrongly before" in right.name


def test_only_the_line_that_is_wrong_is_put_right() -> None:
    assert texts("text\nmaeâ€™r\nmae’r\ncafé\n".encode())[0] == "text\nmae’r\nmae’r\ncafé\n"


@pytest.mark.parametrize(
    "text", [WELSH, ENGLISH, "Tŷ a’r ŵyn", "naïve façade, £5 or €6", "日本", "Ünïcödé", "ÃO PAULO"]
)
def test_what_is_right_is_never_asked_about(text: str) -> None:
    assert texts(f"text\n{text}\n".encode()) == [f"text\n{text}\n"]


def test_the_lines_that_differ_are_shown_around_what_differs() -> None:
    found = tuple(Reading(letter, f"same\n{'x' * 90}{letter}{'y' * 90}\nsame\n{letter}\n") for letter in "ab")

    assert lines_that_differ(found, 3, 10) == [("xxxxxayyyy", "xxxxxbyyyy"), ("a", "b")]
    assert lines_that_differ(found, 1, 10) == [("xxxxxayyyy", "xxxxxbyyyy")]


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (codecs.BOM_UTF16_LE + b"t\x00e\x00x", "damaged or cut off"),
        ("text\nWhy?\n".encode("utf-16-le")[:-1], "damaged or cut off"),
        (b"\x00" * 99, "not a text file"),
        (bytes(range(256)) * 50, "not a text file"),
        (b"\x7fELF\x02\x01\x01 text", "not a text file"),
        (bytes(range(1, 256)) * 9, "not a text file"),
        (b"\xd0\xcf\x11\xe0rest", "save it as “CSV UTF-8”"),
        (b"x" * 480_001, "at most 240 kB"),
    ],
)
def test_what_is_no_text_is_explained(data: bytes, advice: str) -> None:
    with pytest.raises(Unreadable, match=advice):
        letters_of(data, ftfy.fix_encoding)


@pytest.mark.parametrize("odd", ["\x1e", "\x1a", "\x0b"])
def test_one_character_that_another_program_left_behind_is_no_reason_to_refuse_a_list(odd: str) -> None:
    text = f"Question\nWhy is it closed{odd}?\n"

    assert texts(text.encode()) == [text]


def test_letters_of_another_alphabet_are_not_taken_for_ours() -> None:
    assert len(texts(("text\n" + "Почему закрыт центр? " * 20).encode("cp1251"))) > 1


def test_every_reading_is_another_text() -> None:
    for data in (bytes([*range(32, 127), *range(128, 256)]) * 9, b"\xff" * 50, "£5".encode("cp1252")):
        found = [one.text for one in readings(data, str)]
        assert len(set(found)) == len(found)


CAMPAIGN = "Question,Date\n" + "Save our centre!,3/11/2026\n" * 20


def plan(text: str, answers: Answers) -> tuple[list[Row], Asked]:
    sheet = imports.read(text)
    found = import_asks.rows(sheet, imports.guessed(sheet), answers)
    return found, import_asks.asked(found, answers)


def test_a_campaign_and_a_date_of_two_days_are_asked_about_until_both_are_said() -> None:
    for answers, open_ones in (
        (Answers(), Asked("3/11/2026", 19)),
        (Answers(order=DateOrder.DAY_FIRST), Asked("", 19)),
        (Answers(copies=Copies.ONE), Asked("3/11/2026")),
        (Answers(DateOrder.MONTH_FIRST, Copies.ALL), Asked()),
    ):
        assert plan(CAMPAIGN, answers)[1] == open_ones
        assert open_ones.anything == (open_ones != Asked())


def test_rows_that_are_all_taken_are_told_apart_by_their_number() -> None:
    found, _ = plan(
        "Question,Name,Link\nWhy?,,\nWhy?,Sam,\nwhy,,\nWhy?,,https://example.org/1\nWhy?,sam,\n",
        Answers(copies=Copies.ALL),
    )

    assert [row.copy for row in found] == [1, 1, 2, 1, 2]


def test_in_a_column_of_both_kinds_only_the_unclear_dates_follow_the_answer() -> None:
    text = "Question,Date\nA?,19/11/2026\nB?,11/19/2026\nC?,3/11/2026\n"

    assert plan(text, Answers())[1] == Asked("3/11/2026")
    found, _ = plan(text, Answers(order=DateOrder.MONTH_FIRST))
    assert [row.order for row in found] == [None, None, DateOrder.MONTH_FIRST]
