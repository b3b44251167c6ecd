from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions import imports
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.entries import Pasted
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.import_asks import letters_of
from board_qa.domain.questions.import_runs import ImportRun
from board_qa.domain.questions.imports import Row, Unreadable
from board_qa.domain.questions.question import Question
from board_qa.ports import Ports
from board_qa.services.questions import entering, importing
from board_qa.services.questions.asking import ask
from tests.support.doubles import NOON, RecordingAnnouncer

FACEBOOK = "https://www.facebook.com/AnytownNHS/posts/123"


def questions(ports: Ports, meeting: Meeting) -> list[Question]:
    return ports.store.questions.of_meeting(meeting.id)


def texts(ports: Ports, meeting: Meeting) -> list[str]:
    return [question.source.text for question in questions(ports, meeting)]


def rows(text: str) -> list[Row]:
    sheet = imports.read(imports.tidy(text))
    return imports.rows(sheet, imports.guessed(sheet))


def brought_in(ports: Ports, meeting: Meeting, rows: Sequence[Row], actor: Actor) -> ImportRun:
    """How an import of these rows ended."""
    run, _ = importing.begin(ports, meeting, "file.csv", len(rows), actor)
    importing.carry_out(ports, meeting, run, rows, actor)
    ended = ports.store.imports.get(run.id)
    assert ended
    return ended


def decoded(data: bytes) -> str:
    """The text of a file that leaves no doubt, or its likeliest reading."""
    return letters_of(data, str)[0].text


def problems(ports: Ports, meeting: Meeting, text: str) -> list[str]:
    return [one.problem for one in importing.plan(ports, meeting, rows(text))]


FILE = f"""author,text,time,link,network
Sam Jones,Why has the centre moved?,20/11/2026 09:15,{FACEBOOK},
@carers,"Who decides, and when?",2026-11-20T14:40,https://x.com/carers/status/1861000000000000000,
Dr A Patel,What is being done?,,,letter
"""


def test_a_file_becomes_questions_with_all_it_says(
    ports: Ports, meeting: Meeting, alex: Actor, announcer: RecordingAnnouncer
) -> None:
    run = brought_in(ports, meeting, rows(FILE), alex)

    stored = [q.source for q in questions(ports, meeting)]
    assert (run.stored, run.first, run.last) == (3, 1, 3)
    assert [(s.channel, s.author_name, s.author_handle) for s in stored] == [
        ("Facebook", "Sam Jones", ""),
        ("X", "carers", "carers"),
        ("letter", "Dr A Patel", ""),
    ]
    assert [s.text for s in stored] == ["Why has the centre moved?", "Who decides, and when?", "What is being done?"]
    assert [s.asked_at for s in stored] == [
        datetime(2026, 11, 20, 9, 15, tzinfo=UTC),
        datetime(2026, 11, 20, 14, 40, tzinfo=UTC),
        NOON,
    ]
    assert announcer.heard == [meeting.id]
    assert ports.store.questions.history(1)[0].actor == "Alex"


def test_the_same_file_again_imports_nothing(
    ports: Ports, meeting: Meeting, alex: Actor, announcer: RecordingAnnouncer
) -> None:
    brought_in(ports, meeting, rows(FILE), alex)

    assert brought_in(ports, meeting, rows(FILE), alex).stored == 0
    assert len(questions(ports, meeting)) == 3
    assert announcer.heard == [meeting.id]


def test_copies_are_marked_within_the_file_and_against_the_queue(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    ask(ports, meeting, AskForm("key", "Why has the centre moved?"))
    plan = importing.plan(
        ports,
        meeting,
        rows(
            f"text,link,author\nwhy has the centre moved,,\nWhen?,{FACEBOOK},\nOther?,{FACEBOOK}?fbclid=1,\n"
            "when,,Sam\nAll of us?,,Sam\nAll of us?,,Jo\n"
        ),
    )

    assert [(one.row.number, one.in_queue and one.in_queue.number, one.like_row) for one in plan] == [
        (2, 1, None),
        (3, None, None),
        (4, None, 3),
        (5, None, 3),
        (6, None, None),
        (7, None, None),
    ]
    assert len(questions(ports, meeting)) == 1


def test_what_came_meanwhile_is_not_imported_a_second_time(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    looked_at = rows(FILE)
    assert len([one for one in importing.plan(ports, meeting, looked_at) if one.new]) == 3
    entering.paste(ports, meeting, Pasted(FACEBOOK, "Why has the centre moved?", "Sam Jones"), alex)

    assert brought_in(ports, meeting, looked_at, alex).stored == 2
    assert len(questions(ports, meeting)) == 3


def test_bad_rows_are_explained_one_by_one_and_the_others_are_imported(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    text = (
        "text,author,time,link\n ,Sam,,\nWhy?,,31/02/2026,\nWho?,,,javascript:alert(1)\nWhen?,,01/01/2030,\n"
        f"{'x' * 5001},,,\nHow?,{'n' * 81},,\nWhere,is,,,it?\nWhat?,,,\n"
    )
    assert problems(ports, meeting, text) == [
        "no question text",
        "the time “31/02/2026” is not a date. Write it like 23/11/2026 14:30",
        "“javascript:alert(1)” is not a link that begins with https://",
        "the time “01/01/2030” is in the future",
        "the question has 5,001 characters. At most 5,000 are kept",
        "the name has 81 characters. At most 80 are kept",
        "it has more cells than there are columns. Put text that has commas in it in quotation marks",
        "",
    ]
    brought_in(ports, meeting, rows(text), alex)
    assert texts(ports, meeting) == ["What?"]


@pytest.mark.parametrize("parting", [",", ";", "\t"])
def test_the_cells_may_be_parted_by_commas_semicolons_or_tabs(ports: Ports, meeting: Meeting, parting: str) -> None:
    text = f'Name{parting}Question{parting}Date\r\nSam{parting}"Why, oh; why?\nAnd when?"{parting}20/11/2026\r\n'

    assert rows(text) == [Row(2, "Why, oh; why?\nAnd when?", "Sam", "20/11/2026")]


def test_a_plain_list_of_questions_is_a_file_too() -> None:
    assert rows("Question\nWhy, oh why?\n\nAnd; when?\n") == [Row(2, "Why, oh why?"), Row(4, "And; when?")]
    assert rows("Why has it moved?\nWhen?") == [Row(1, "Why has it moved?"), Row(2, "When?")]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    assert [row.number for row in rows('text,author\n"One\nline\nmore?",Sam\n,\n\nTwo?,Jo\n')] == [2, 5]


def test_columns_are_found_by_their_names_or_else_the_longest_is_the_question() -> None:
    sheet = imports.read("Created_At;Permalink;User Name;Full text;Platform\n;;;;\nx;;;;\n")
    assert imports.guessed(sheet) == {"time": 0, "link": 1, "author": 2, "text": 3, "network": 4}

    sheet = imports.read("Enw;Cwestiwn\nSam;Pam mae’r ganolfan wedi symud?\n")
    assert not sheet.has_header
    assert imports.guessed(sheet) == {"text": 1}
    assert imports.guessed(imports.read("Enw;Cwestiwn\nSam;Pam mae’r ganolfan?\n", True)) == {"text": 1}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_accents_survive_the_character_sets_of_spreadsheets(encoding: str) -> None:
    assert decoded("text\nA café’s “naïve” £5?".encode(encoding)) == "text\nA café’s “naïve” £5?"


def test_a_file_that_is_no_text_gets_advice_and_never_an_error() -> None:
    with pytest.raises(Unreadable, match="save it as “CSV UTF-8”"):
        decoded(b"PK\x03\x04rest of a spreadsheet")
    for data in (bytes(range(256)) * 50, b"\xff\xfe\x00", b"\x00" * 99, b'"' * 1001, b"\xff" * 1000):
        try:
            rows(decoded(data))
        except Unreadable as unreadable:
            assert str(unreadable)  # noqa: PT017


@pytest.mark.parametrize(
    ("text", "said"),
    [(" \n ", "Choose a CSV file"), (",,\n,,\n", "Choose a CSV file"), ("x" * 240_001, "at most 240 kB"),
     ("\n" * 130_000 + "x", "at most 240 kB"), ("text\n" + "Why?\n" * 1001, "1,001 rows"),
     ('text\n"' + "x" * 140_000, "quotation mark")],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_explained(text: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        imports.read(imports.tidy(text))


def test_formulas_and_markup_are_words_like_any_other(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    hostile = ['=HYPERLINK("https://evil.example","x")', "</textarea><script>alert(1)</script>", "+cmd|' /C calc'!A0"]
    text = "text\n" + "\n".join('"' + one.replace('"', '""') + '"' for one in hostile)
    brought_in(ports, meeting, rows(text), alex)

    assert texts(ports, meeting) == hostile


@pytest.mark.parametrize(
    ("network", "channel"),
    [("Twitter", "X"), ("facebook", "Facebook"), ("By Phone", "phone"), ("in the room", "room"), ("", "other"),
     ("WhatsApp", "WhatsApp"), ("web", "other"), ("WEB FORM", "other"), ("jane.roe@patient.example", "other"),
     ("LINKEDIN", "LinkedIn")],
)  # fmt: skip
def test_a_network_is_known_by_its_usual_names_and_nothing_passes_for_our_own_form(network: str, channel: str) -> None:
    assert imports.channel(network) == channel
