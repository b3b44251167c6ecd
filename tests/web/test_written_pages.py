"""The page of written answers: all meetings, who owes what, and what is done about it there."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from werkzeug.test import TestResponse

from board_qa.domain.accounts.roles import Role
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import DispositionUpdate, Question, State
from board_qa.services.meetings import meetings
from board_qa.services.questions.moving import move_to_meeting
from tests.support.board import Board
from tests.support.deciding import do, now
from tests.support.doubles import details
from tests.support.page_forms import form_on
from tests.web.test_after_pages import said
from tests.web.test_roles import person, signed_in

PAGE = "/desk/written"
HOSTILE = "</textarea><script>alert(1)</script>"


def promised(board: Board, text: str, owner: str = "", due: str = "2026-12-24", name: str = "") -> Question:
    update = DispositionUpdate(owner=owner, due_on=due)
    question = board.asked(text, Action.ACCEPT, name=name)
    return do(board.ports, Action.WRITE, question, board.alex, update=update)


def send(browser: FlaskClient, question: Question, what: str, query: str = "", **form: str) -> TestResponse:
    token = form_on(browser.get(PAGE).text, "csrf_token")["csrf_token"]
    data = {"csrf_token": token, "expected": str(question.revision), **form}
    return browser.post(f"{PAGE}/{question.id}/{what}{query}", data=data, follow_redirects=True)


def listed(html: str) -> list[str]:
    """The head of each answer: which question of which meeting, and how long there is."""
    return [said(one) for one in re.findall(r'<div class="m-owed__head">.*?</div>', html, re.DOTALL)]


def test_the_first_due_of_all_meetings_is_first_with_how_long_there_is(board: Board) -> None:
    promised(board, "Later?", "Dr Shah", "2026-11-26")
    board.meeting = meetings.create(board.ports, details(title="October board"))
    promised(board, "Late?", "Estates", "2026-11-20")
    page = board.signed_in().get(PAGE).text

    heads = listed(page)
    assert [re.sub(r" , \w{4}", "", one) for one in heads] == [
        "Question 1 October board, 26 November 2026 overdue by 3 days",
        "Question 1 Board meeting in public, 26 November 2026 due in 3 working days",
    ]
    assert "Estates answers, by Friday 20 November." in said(page)
    assert "m-owed--late" in page


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("", ["Overdue?", "Mine?", "Whose?"]),
        ("?overdue=1", ["Overdue?"]),
        ("?owner=dr+shah", ["Mine?"]),
        ("?owner=", ["Whose?"]),
        ("?meeting=99", ["Overdue?", "Mine?", "Whose?"]),
        ("?meeting=x&page=x", ["Overdue?", "Mine?", "Whose?"]),
        ("?owner=nobody+at+all", []),
    ],
)
def test_the_list_can_be_narrowed(board: Board, query: str, texts: list[str]) -> None:
    promised(board, "Overdue?", "Estates", "2026-11-20")
    promised(board, "Mine?", "Dr Shah")
    promised(board, "Whose?", "", "2027-01-08")
    page = said(board.signed_in().get(PAGE + query).text)
    places = [page.find(text) for text in ("Overdue?", "Mine?", "Whose?")]

    assert [text for text in ("Overdue?", "Mine?", "Whose?") if text in page] == texts
    assert [place for place in places if place > 0] == sorted(place for place in places if place > 0)
    assert "All 3 Overdue 1 Nobody is named 1" in page


def test_an_empty_list_says_how_something_comes_there(board: Board) -> None:
    browser = board.signed_in()

    assert "No written answer is owed here." in said(browser.get(PAGE).text)
    assert "No answer is overdue." in said(browser.get(f"{PAGE}?overdue=1").text)


def test_a_long_list_has_pages(board: Board) -> None:
    for number in range(27):
        promised(board, f"Number {number}?", due=f"2026-12-{number + 1:02}")
    browser = board.signed_in()
    first, second = browser.get(PAGE).text, browser.get(f"{PAGE}?page=2").text

    assert (len(listed(first)), len(listed(second))) == (25, 2)
    assert "1 to 25 of 27" in said(first)
    assert f'href="{PAGE}?page=2"' in first
    assert f'href="{PAGE}"' in second or f'href="{PAGE}?page=1"' in second


def test_who_answers_and_by_when_is_changed_there_and_taken_back(board: Board) -> None:
    question, browser = promised(board, "Why?", "Dr Shah"), board.signed_in()
    done = send(browser, question, "who", "?overdue=1", owner="Estates", due_on="2026-12-18")

    assert "Question 1 will be answered in writing by Estates, by Friday 18 December." in done.text
    assert done.request.args["overdue"] == "1"
    changed = now(board.ports, question)
    assert (changed.disposition.owner, changed.disposition.due_on) == ("Estates", "2026-12-18")
    undo = re.search(r'action="(/desk/meetings/1/undo)".*?name="expected" value="(\d+)"', done.text, re.DOTALL)
    assert undo
    token = form_on(done.text, "csrf_token")["csrf_token"]
    form = {"csrf_token": token, "expected": undo[2], "from": "written"}
    back = browser.post(undo[1], data=form, follow_redirects=True)
    assert back.request.path == PAGE
    assert "Undone: question 1 marked for a written answer." in back.text
    assert now(board.ports, question).disposition == question.disposition


def test_an_answer_is_noted_and_the_question_marked_answered_with_one_undo(board: Board) -> None:
    question, browser = promised(board, "Why?", "Dr Shah"), board.signed_in()
    assert form_on(browser.get(PAGE).text, "answered_by")["answered_by"] == "Dr Shah"
    done = send(browser, question, "answered", answer="It opens in May.", answered_by="Dr Shah")
    after = now(board.ports, question)

    assert "Question 1 is answered." in done.text
    assert (after.state, after.disposition.answer, after.disposition.answered_by) == (
        State.ANSWERED, "It opens in May.", "Dr Shah")  # fmt: skip
    assert "It opens in May." in board.browser().get(f"/r/{question.token}").text
    undo = re.search(r'name="expected" value="(\d+)"', done.text)
    assert undo
    token = form_on(done.text, "csrf_token")["csrf_token"]
    browser.post("/desk/meetings/1/undo", data={"csrf_token": token, "expected": undo[1], "from": "written"})
    assert now(board.ports, question).disposition == question.disposition


def test_an_answer_that_is_kept_for_later_is_not_public(board: Board) -> None:
    question, browser = promised(board, "Why?"), board.signed_in()
    done = send(browser, question, "answer", answer="Not yet agreed.")

    assert "The answer is noted, and not public yet." in said(done.text)
    for address in (f"/r/{question.token}", f"/{board.meeting.code}?show=answered", f"/{board.meeting.code}"):
        assert "Not yet agreed." not in board.browser().get(address).text


@pytest.mark.parametrize(
    ("what", "form", "says"),
    [
        ("answered", {"answer": ""}, "Add the answer to question 1 first"),
        ("answered", {"answer": "Ring Mrs Jones, 943 476 5919."}, "may identify a person"),
        ("answer", {"answer": "Ring Mrs Jones, 943 476 5919."}, "may identify a person"),
        ("answer", {"answer": "x" * 20_000}, "characters too long"),
        ("who", {"owner": "Estates", "due_on": "1999-01-01"}, "Enter a year in full"),
        ("who", {"owner": "x" * 300, "due_on": ""}, "The name must be"),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(
    board: Board, what: str, form: dict[str, str], says: str
) -> None:
    question, browser = promised(board, "Why?", "Dr Shah"), board.signed_in()
    refused = send(browser, question, what, **form)

    assert refused.status_code == 422
    assert says in said(refused.text)
    assert "Error: Written answers" in refused.text
    kept = form_on(refused.text, "owner" if what == "who" else "answer")
    assert {name: kept[name] for name in form} == form
    assert len(re.findall(r"<details\s+open", refused.text)) == 1
    assert now(board.ports, question) == question


def test_a_detail_is_published_on_purpose_with_the_reason_on_the_record(board: Board) -> None:
    question, browser = promised(board, "Why?"), board.signed_in()
    send(browser, question, "answered", answer="Ring 01632 960 123.", override_reason="It is our switchboard")

    assert now(board.ports, question).state is State.ANSWERED


def test_two_who_answer_one_question_do_not_overwrite_each_other(board: Board) -> None:
    question, browser = promised(board, "Why?"), board.signed_in()
    do(board.ports, Action.NOTE_ANSWER, question, board.alex, update={"answer": "Theirs."})
    answer = send(browser, question, "answered", answer="Mine.")

    assert answer.status_code == 409
    assert now(board.ports, question).disposition.answer == "Theirs."


def test_a_question_that_waits_for_no_answer_takes_none(board: Board) -> None:
    question, browser = board.asked("Why?"), board.signed_in()
    promised(board, "Another?")
    answer = send(browser, question, "answered", answer="Mine.")

    assert answer.status_code == 409
    assert now(board.ports, question).state is State.RECEIVED


def test_a_form_without_its_token_or_for_nothing_does_nothing(board: Board) -> None:
    question, browser = promised(board, "Why?"), board.signed_in()

    assert browser.post(f"{PAGE}/{question.id}/answered", data={"answer": "x"}).status_code == 400
    assert send(browser, question, "answered", expected="").status_code == 422
    token = form_on(browser.get(PAGE).text, "csrf_token")["csrf_token"]
    assert browser.post(f"{PAGE}/99/answered", data={"csrf_token": token, "expected": "1"}).status_code == 404
    assert now(board.ports, question) == question


def test_the_address_cannot_make_a_form_lead_elsewhere(board: Board) -> None:
    promised(board, "Why?")
    page = board.signed_in().get(f"{PAGE}?_external=1&_scheme=ftp&_anchor=x&question_id=7&what=answer&owner=").text

    actions = {unescape(one) for one in re.findall(r'(?:form)?action="([^"]+)"', page)}
    assert {one for one in actions if "written" in one} == {
        "/desk/written/1/who?owner=", "/desk/written/1/answered?owner=", "/desk/written/1/answer?owner="}  # fmt: skip


def test_a_reader_sees_what_is_owed_and_changes_nothing(board: Board) -> None:
    question = promised(board, "Why?", "Dr Shah")
    browser = signed_in(board, person(board, Role.READER))
    page = browser.get(PAGE).text

    assert "Why?" in page
    assert "<textarea" not in page
    assert now(board.ports, question) == question


def test_one_persons_answers_come_with_a_reminder_to_copy_and_to_mail(board: Board) -> None:
    promised(board, "What does it cost?", "Dr Shah", "2026-11-20", name="Maria Lopez")
    promised(board, "Another’s?", "Estates")
    page = board.signed_in().get(f"{PAGE}?owner=Dr+Shah").text
    text = re.search(r'<textarea id="reminder"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    mail = re.search(r'href="(mailto:[^"]+)"', page)

    assert text
    assert mail
    assert "What does it cost?" in text[1]
    assert "overdue by 3 days" in text[1]
    assert unquote(unescape(mail[1])).replace("\r\n", "\n").endswith(unescape(text[1]))
    assert "Another’s" not in page
    assert "Maria" not in page
    assert 'id="reminder"' not in board.signed_in().get(PAGE).text


def test_hostile_words_and_names_are_text_everywhere(board: Board) -> None:
    promised(board, f"Why? {HOSTILE}", HOSTILE[:60])
    browser = board.signed_in()
    for address in (PAGE, f"{PAGE}?owner={HOSTILE[:60]}"):
        assert "<script>alert" not in browser.get(address).text


def test_the_calendar_file_has_each_answer_on_its_day_and_nothing_of_whoever_asked(board: Board) -> None:
    promised(board, "What does it cost?", "Dr Shah", "2026-12-24", name="Maria Lopez")
    promised(board, "When?", "Estates", "2026-12-18")
    browser = board.signed_in()
    answer = browser.get(f"{PAGE}/answers.ics")
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="written-answers.ics"'
    assert [str(one["summary"]) for one in Calendar.from_ical(answer.data).walk("VEVENT")] == [
        "Written answer due: question 2", "Written answer due: question 1"]  # fmt: skip
    for private in (b"Maria", b"Lopez", b"asker@example.org"):
        assert private not in answer.data
    (one,) = Calendar.from_ical(browser.get(f"{PAGE}/answers.ics?owner=estates").data).walk("VEVENT")
    assert str(one["url"]) == "http://127.0.0.1:8000/desk/meetings/1?show=all&q=2"
    assert board.browser().get(f"{PAGE}/answers.ics").status_code == 302


def test_a_promise_that_came_with_a_move_leads_to_the_desk(board: Board) -> None:
    question = promised(board, "What does it cost?", "Dr Shah")
    other = meetings.create(board.ports, details(starts_at=board.clock.now + timedelta(days=40)))
    move_to_meeting(board.ports, board.meeting, question, question.revision, other, board.alex)
    page = board.signed_in().get(PAGE).text

    assert "It came to this meeting with its promise." in said(page)
    assert f'href="/desk/meetings/{other.id}?show=all&amp;q=1"' in page
    assert "Add the answer" not in page
