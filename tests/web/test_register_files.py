"""The register as files and feeds: what the page says, in each of them, and nothing else."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from board_qa import catalogue
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import DispositionUpdate
from board_qa.exports.register.atom import LATEST
from board_qa.exports.register.columns import COUNTS, MEETINGS, QUESTIONS, TABLES, dictionary
from board_qa.exports.register.files import MEETING_COLUMNS, QUESTION_COLUMNS
from board_qa.services.meetings import meetings
from board_qa.services.meetings.record import publish
from tests.support.board import Board
from tests.support.deciding import do, now
from tests.support.doubles import ABUSIVE
from tests.support.places import ROOT
from tests.web.test_register import answered, changed, fresh, published

ATOM = "{http://www.w3.org/2005/Atom}"
PUBLIC = "http://127.0.0.1:8000"
HOSTILE = "=cmd|'/C calc'!A0 </entry> ]]> & <script>x</script> \x0b\x1f Tŷ"


def full(board: Board) -> str:
    """A record with something of every kind in it; the code of the meeting."""
    changed(board, agenda=("Performance",), rules=replace(fresh(board).details.rules, publish_declined=True))
    first = answered(board, HOSTILE)
    do(board.ports, Action.LINK, first, board.alex, update=DispositionUpdate(agenda_item="Performance"))
    board.asked("You are useless", Action.DECLINE, reason=ABUSIVE)
    board.asked("What do beds cost?", Action.ACCEPT)
    published(board)
    return board.meeting.code


def read_csv(board: Board, path: str) -> list[dict[str, str]]:
    text = board.browser().get(path).data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def read_sqlite(board: Board, path: str, folder: Path) -> sqlite3.Connection:
    file = folder / "register.db"
    file.write_bytes(board.browser().get(path).data)
    return sqlite3.connect(file)


def read_atom(board: Board, path: str) -> ElementTree.Element:
    return ElementTree.fromstring(board.browser().get(path).data)


def said(element: ElementTree.Element, name: str) -> str:
    found = element.find(ATOM + name)
    assert found is not None, name
    return found.text or ""


@pytest.mark.parametrize("mount", ["", "/cy"])
def test_the_table_the_data_and_the_database_say_the_same(board: Board, mount: str, tmp_path: Path) -> None:
    code = full(board)
    told = json.loads(board.browser().get(f"{mount}/{code}/register.json").data)["questions"]
    table = read_csv(board, f"{mount}/{code}/register.csv")
    kept = read_sqlite(board, f"{mount}/register.db", tmp_path)
    kept.row_factory = sqlite3.Row
    rows = [dict(row) for row in kept.execute("SELECT * FROM question ORDER BY number")]

    assert [row["number"] for row in told] == ["1", "2", "3"]
    assert rows == [{**row, "edited": int(row["edited"])} for row in told]
    assert table[0].pop("question") == f"'{told[0].pop('question')}"  # it would be a formula
    as_cells = [{name: "no" if value is False else str(value) for name, value in row.items()} for row in told]
    assert table == as_cells


def test_what_the_data_says_stands_on_the_page(board: Board) -> None:
    code = full(board)
    page = board.browser().get(f"/{code}/register").text
    for row in json.loads(board.browser().get(f"/{code}/register.json").data)["questions"]:
        for name in ("number", "became", "asked_by", "came_by", "agenda_item", "reason", "answer", "left_out"):
            assert row[name] in page, row[name]
        assert row["address"].removeprefix(PUBLIC) in page


def test_a_table_is_saved_under_a_name_of_its_language_and_its_letters_are_right_in_excel(board: Board) -> None:
    code = full(board)
    english, welsh = (board.browser().get(f"{mount}/{code}/register.csv") for mount in ("", "/cy"))

    assert english.headers["Content-Disposition"] == f"attachment; filename=register-{code}.csv"
    assert welsh.headers["Content-Disposition"] == f"attachment; filename=register-{code}-cy.csv"
    assert english.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert welsh.data.startswith(b"\xef\xbb\xbf")
    assert "Tŷ" in welsh.data.decode()


@pytest.mark.parametrize("mount", ["", "/cy"])
@pytest.mark.parametrize("of_all", [False, True])
def test_the_feed_is_an_atom_feed_that_stays_whole_whatever_is_in_it(board: Board, mount: str, of_all: bool) -> None:
    """What RFC 4287 asks of a feed (4.1.1) and of an entry (4.1.2)."""
    code = full(board)
    path = f"{mount}/register.atom" if of_all else f"{mount}/{code}/register.atom"
    feed = read_atom(board, path)
    entries = feed.findall(f"{ATOM}entry")

    assert feed.tag == f"{ATOM}feed"
    assert said(feed, "id") == PUBLIC + path
    assert said(feed, "title")
    author = feed.find(f"{ATOM}author")
    assert author is not None
    assert said(author, "name") == "Anytown Board"
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")} == {
        "self": PUBLIC + path,
        "alternate": PUBLIC + path.removesuffix(".atom"),
    }
    assert said(feed, "updated") == max(said(entry, "updated") for entry in entries)
    assert len(entries) == 3
    for entry in entries:
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert said(entry, "id") == link.get("href")
        assert said(entry, "id").startswith(f"{PUBLIC}{mount}/{code}/register/")
        assert said(entry, "title")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", said(entry, "updated"))
        assert board.browser().get(said(entry, "id").removeprefix(PUBLIC)).status_code == 200
    assert any("<script>x</script>" in said(entry, "content") for entry in entries)


def test_an_entry_is_news_when_what_it_says_changes_and_keeps_its_name(board: Board) -> None:
    question = answered(board, "Why is the clinic closed?")
    address = f"{published(board)}.atom"
    before = read_atom(board, address).find(f"{ATOM}entry")
    board.clock.advance(days=3)
    question = do(board.ports, Action.NOTE, now(board.ports, question), board.alex, "Between us")
    same = read_atom(board, address).find(f"{ATOM}entry")
    do(board.ports, Action.NOTE_ANSWER, question, board.alex, update=DispositionUpdate(answer="In June."))
    after = read_atom(board, address).find(f"{ATOM}entry")

    assert before is not None
    assert same is not None
    assert after is not None
    assert said(before, "updated") == said(same, "updated") == said(before, "published") == "2026-11-23T12:00:00+00:00"
    assert said(after, "updated") == "2026-11-26T12:00:00+00:00"
    assert said(before, "id") == said(after, "id")


def test_a_feed_has_what_changed_last_and_no_more(board: Board) -> None:
    for number in range(LATEST + 1):
        board.asked(f"Why {number}?", Action.ACCEPT)
    assert len(read_atom(board, f"{published(board)}.atom").findall(f"{ATOM}entry")) == LATEST


def test_pages_say_where_their_feed_is(board: Board) -> None:
    code = full(board)
    for path, feed in ((f"/{code}/register", f"/{code}/register.atom"), ("/cy/register", "/cy/register.atom")):
        page = " ".join(board.browser().get(path).text.split())
        assert re.search(
            rf'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="{PUBLIC}{feed}"', page
        )


def test_the_database_has_every_published_meeting_and_says_what_its_columns_mean(board: Board, tmp_path: Path) -> None:
    code = full(board)
    other = meetings.create(board.ports, replace(board.meeting.details, title="Another"))
    publish(board.ports, other, board.alex)
    meetings.create(board.ports, replace(board.meeting.details, title="Not published"))
    kept = read_sqlite(board, "/register.db", tmp_path)
    columns = {
        (table, row[1])
        for table in ("meeting", "question", "count")
        for row in kept.execute(f"SELECT * FROM pragma_table_info('{table}')")
    }

    assert dict(kept.execute("SELECT code, title FROM meeting")) == {
        code: "Board meeting in public",
        other.code: "Another",
    }
    assert set(kept.execute('SELECT "table", "column" FROM dictionary')) == columns
    assert kept.execute("PRAGMA foreign_key_check").fetchall() == []
    counted = dict(kept.execute("SELECT label, questions FROM count WHERE meeting = ? AND counted = 'became'", [code]))
    assert (counted["Questions asked"], counted["Answered"], counted["Declined"]) == (3, 1, 1)
    assert kept.execute("SELECT answer FROM question WHERE meeting = ? AND state = 'answered'", [code]).fetchall() == [
        ("In May.",)
    ]


def test_the_dictionary_names_every_column_and_the_document_and_the_page_say_the_same(board: Board) -> None:
    assert tuple(QUESTIONS) == QUESTION_COLUMNS
    assert tuple(MEETINGS) == MEETING_COLUMNS
    assert set(TABLES) == {"question", "meeting", "count"}
    assert tuple(COUNTS) == ("meeting", "counted", "label", "questions")
    document = (ROOT / "docs/public-record.md").read_text()
    english, welsh = (board.browser().get(f"{mount}/register/columns").text for mount in ("", "/cy"))
    for one, its_welsh in zip(dictionary(), dictionary(catalogue.welsh()), strict=True):
        assert f"| `{one.column}` | {one.meaning} |" in document
        assert one.meaning in english
        assert its_welsh.meaning in welsh
