"""The desk's page of the minutes and the report: choose, press, fetch; and what is not offered any more."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.accounts.roles import Role
from board_qa.domain.meetings.key_messages import LONGEST, MOST, KeyMessages
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import DispositionUpdate
from board_qa.services.meetings import meetings
from board_qa.services.meetings.meetings import fingerprint
from board_qa.services.meetings.minutes import choose
from tests.support.board import Board, post
from tests.support.deciding import do
from tests.support.packs import read_in_pdf, read_in_word, read_on_page
from tests.support.page_forms import form_on
from tests.web.test_roles import person, signed_in

READERS = {"word": read_in_word, "pdf": read_in_pdf, "page": read_on_page}
ENDINGS = {"word": "docx", "pdf": "pdf", "page": "html", "all": "zip"}


def path(board: Board) -> str:
    return f"{board.path}/minutes"


def made(board: Board, browser: FlaskClient, kind: str = "minutes", language: str = "en", shape: str = "word") -> str:
    """The address of a file that was made just now."""
    answer = post(browser, path(board), path(board), kind=kind, language=language, shape=shape)
    assert answer.status_code == 303, answer.text
    return f"{path(board)}/{kind}-{language}.{ENDINGS[shape]}"


def messages(board: Board, browser: FlaskClient, english: str, welsh: str = "") -> TestResponse:
    before = form_on(browser.get(path(board)).text, "before")["before"]
    return post(browser, path(board), f"{path(board)}/key-messages", english=english, welsh=welsh, before=before)


def said(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize("shape", READERS)
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("kind", ["minutes", "report"])
def test_one_press_makes_each_file_and_the_next_one_fetches_it(
    board: Board, kind: str, language: str, shape: str
) -> None:
    board.asked("Why is the clinic closed?", Action.ACCEPT, name="Maria")
    browser = board.signed_in()
    messages(board, browser, "It opens in May.")
    address = made(board, browser, kind, language, shape)
    page, file = said(browser.get(path(board)).text), browser.get(address)
    read = READERS[shape](file.data)

    assert "Ready. Made at 12:00" in page
    assert file.headers["Content-Disposition"] == (
        f"attachment; filename={board.meeting.code}-{kind}-{language}.{ENDINGS[shape]}"
    )
    assert file.headers["Cache-Control"] == "no-store"
    assert "Why is the clinic closed?" in read
    assert ("It opens in May." in read) == (kind == "report")
    assert ("Cwestiynau" in read) == (language == "cy")


def test_one_press_makes_all_three_at_once(board: Board) -> None:
    board.asked("Why is the clinic closed?", Action.ACCEPT)
    browser = board.signed_in()
    made(board, browser, shape="all")
    file = browser.get(f"{path(board)}/minutes-en.zip")

    with ZipFile(io.BytesIO(file.data)) as archive:
        assert archive.namelist() == ["minutes-en.docx", "minutes-en.pdf", "minutes-en.html"]
        for shape, read in READERS.items():
            assert "Why is the clinic closed?" in read(archive.read(f"minutes-en.{ENDINGS[shape]}"))


def test_a_file_is_not_offered_any_more_once_the_record_changed(board: Board) -> None:
    question = board.asked("Was this taken back?", Action.ACCEPT)
    browser = board.signed_in()
    address = made(board, browser)
    do(board.ports, Action.WITHDRAW, question, board.alex, "gone")
    refused = browser.get(address, follow_redirects=True)
    page = browser.get(path(board)).text

    assert "it is out of date" in refused.text
    assert refused.request.path == path(board)
    assert "The record has changed since" in page
    assert f'href="{address}"' not in page
    again = form_on(page, "kind")
    assert browser.post(path(board), data=again).status_code == 303
    assert "Was this taken back?" not in read_in_word(browser.get(address).data)


def test_what_colleagues_note_to_each_other_makes_no_file_old(board: Board) -> None:
    question = board.asked("Why?", Action.ACCEPT)
    browser = board.signed_in()
    address = made(board, browser)
    do(board.ports, Action.NOTE, question, board.alex, "Who answers this?")

    assert browser.get(address).status_code == 200


def test_a_file_of_changed_key_messages_is_not_offered_any_more(board: Board) -> None:
    browser = board.signed_in()
    messages(board, browser, "It opens in May.")
    address = made(board, browser, "report")
    messages(board, browser, "It opens in June.")

    assert browser.get(address).status_code == 303


def test_what_was_never_made_is_not_there(board: Board) -> None:
    browser = board.signed_in()

    assert browser.get(f"{path(board)}/minutes-en.pdf").status_code == 404
    assert browser.get(f"{path(board)}/minutes-fr.pdf").status_code == 404
    assert browser.get(f"{path(board)}/../../secrets").status_code == 404


def test_a_report_needs_its_key_messages_first(board: Board) -> None:
    browser = board.signed_in()
    answer = post(browser, path(board), path(board), kind="report", language="en", shape="pdf")

    assert answer.status_code == 422
    assert "type at least one below, and save them first" in answer.text
    assert "Error: Minutes and report" in answer.text


@pytest.mark.parametrize("form", [{"kind": "sermon"}, {"language": "fr"}, {"shape": "rtf"}])
def test_what_is_not_offered_is_not_made(board: Board, form: dict[str, str]) -> None:
    answer = post(board.signed_in(), path(board), path(board), **{"kind": "minutes", "language": "en", **form})

    assert answer.status_code == 422
    assert "There is a problem" in answer.text


def test_while_a_file_is_being_made_the_page_says_how_far_it_is_without_a_script(board: Board) -> None:
    jobs: list[Callable[[], None]] = []
    installation = replace(board.process.installation, run_in_background=lambda job, patience: jobs.append(job))
    board.process.app.extensions["board_qa"] = installation
    browser = board.signed_in()
    address = made(board, browser)
    made(board, browser)
    page = browser.get(path(board))
    early = browser.get(address, follow_redirects=True)

    assert len(jobs) == 1  # pressed twice, made once
    assert "Being made: step 1 of 3." in page.text
    assert "Check progress" in page.text
    assert "This file is not ready." in early.text
    assert browser.get(path(board), headers={"Accept": "application/json"}).get_json() == {"under_way": True}
    jobs[0]()
    assert browser.get(path(board), headers={"Accept": "application/json"}).get_json() == {"under_way": False}
    assert browser.get(address).status_code == 200


def test_a_file_that_could_not_be_made_says_so_and_can_be_made_again(board: Board) -> None:
    def broken(work: Callable[[], object]) -> object:
        raise OSError("no room")

    def quietly(job: Callable[[], None], patience: float) -> None:
        with pytest.raises(OSError, match="no room"):
            job()

    whole = board.process.installation
    hurt = replace(whole, run_apart=broken, run_in_background=quietly)  # type: ignore[arg-type]
    board.process.app.extensions["board_qa"] = hurt
    browser = board.signed_in()
    address = made(board, browser)
    assert "This file could not be made." in browser.get(path(board)).text
    assert browser.get(address).status_code == 303

    board.process.app.extensions["board_qa"] = whole
    made(board, browser)
    assert browser.get(address).status_code == 200


def test_key_messages_that_are_too_many_or_too_long_are_not_stored_and_stay_in_the_form(board: Board) -> None:
    browser = board.signed_in()
    many = messages(board, browser, "\n".join(f"Message {number}." for number in range(MOST + 1)))
    long = messages(board, browser, "A" * (LONGEST + 1))

    assert (many.status_code, long.status_code) == (422, 422)
    assert "Enter 10 lines or fewer" in many.text
    assert "Message 10." in many.text
    assert "to 300 characters or fewer" in long.text
    assert "A" * (LONGEST + 1) in long.text
    assert board.ports.store.meetings.key_messages(board.meeting.id) == KeyMessages()


def test_key_messages_are_saved_a_line_each_in_both_languages(board: Board) -> None:
    browser = board.signed_in()
    answer = messages(board, browser, " One. \r\n\r\n<b>Two</b>\u202e ", "Un.")

    assert answer.status_code == 303
    assert board.ports.store.meetings.key_messages(board.meeting.id) == KeyMessages(("One.", "<b>Two</b>"), ("Un.",))
    assert "&lt;b&gt;Two&lt;/b&gt;" in browser.get(path(board)).text


def test_answers_are_chosen_into_the_box_after_what_is_typed_and_saved_only_then(board: Board) -> None:
    for number, answer in enumerate(("It opens\n\nin May.", "word " * 100, "")):
        question = board.asked(f"Why {number}?", Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER)
        if answer:
            do(board.ports, Action.NOTE_ANSWER, question, board.alex, update=DispositionUpdate(answer=answer))
    board.asked("Unapproved?")
    browser = board.signed_in()
    form = form_on(browser.get(path(board)).text, "before") | {"english": "Typed.", "welsh": "Un."}
    page = browser.post(f"{path(board)}/key-messages", data=form | {"q": ["1", "2", "3", "4", "x"], "add": "1"})
    filled = form_on(page.text, "before")
    lines = filled["english"].splitlines()

    assert page.status_code == 200
    assert lines[:2] == ["Typed.", "It opens in May."]
    assert len(lines) == 3
    assert lines[2].endswith("word…")
    assert filled["welsh"] == "Un."
    assert "2 answers are in the box now" in said(page.text)
    assert board.ports.store.meetings.key_messages(board.meeting.id) == KeyMessages()
    assert browser.post(f"{path(board)}/key-messages", data=filled).status_code == 303
    assert len(board.ports.store.meetings.key_messages(board.meeting.id).english) == 3


def test_whoever_saves_second_reads_what_the_first_one_saved(board: Board) -> None:
    browser = board.signed_in()
    before = form_on(browser.get(path(board)).text, "before")["before"]
    theirs = KeyMessages(("Theirs.",))
    choose(board.ports, board.meeting, theirs, fingerprint(KeyMessages()), board.alex)
    form = {"english": "Mine.", "welsh": "", "before": before}
    answer = post(browser, path(board), f"{path(board)}/key-messages", **form)

    assert answer.status_code == 409
    assert "Somebody else changed the key messages" in answer.text
    assert "Theirs." in answer.text
    assert "Mine." in answer.text
    again = form_on(answer.text, "before")["before"]
    assert post(browser, path(board), f"{path(board)}/key-messages", **(form | {"before": again})).status_code == 303
    assert board.ports.store.meetings.key_messages(board.meeting.id) == KeyMessages(("Mine.",))


def test_a_reader_fetches_what_was_made_and_is_offered_nothing_to_press(board: Board) -> None:
    browser = board.signed_in()
    messages(board, browser, "It opens in May.")
    address = made(board, browser)
    reader = signed_in(board, person(board, Role.READER))
    page = reader.get(path(board)).text

    assert reader.get(address).status_code == 200
    assert "It opens in May." in page
    assert "Make the file" not in page
    assert "Save the key messages" not in page


def test_a_file_of_one_meeting_is_not_that_of_another(board: Board) -> None:
    other = meetings.create(board.ports, board.meeting.details)
    browser = board.signed_in()
    made(board, browser)

    assert browser.get(f"/desk/meetings/{other.id}/minutes/minutes-en.docx").status_code == 404


def test_it_is_linked_from_the_desk_and_from_what_is_left_after_the_meeting(board: Board) -> None:
    board.clock.advance(days=4)
    browser = board.signed_in()

    assert f'href="{path(board)}"' in browser.get(board.path).text
    assert f'href="{path(board)}"' in browser.get(f"{board.path}/after").text
