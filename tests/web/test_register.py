"""The public register: when it is there, what it shows, and that it is the same for everybody and read once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import DispositionUpdate, Question
from board_qa.services.meetings import meetings
from board_qa.services.meetings.record import publish, take_down
from board_qa.services.questions import moving
from board_qa.web.public.list_page import PER_PAGE
from tests.support.board import Board
from tests.support.deciding import do, now
from tests.support.doubles import ABUSIVE, details

APPROVE, SHOW, ANSWER = Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER
FILES = ("register.csv", "register.json", "register.atom")


def fresh(board: Board) -> Meeting:
    found = board.ports.store.meetings.get(board.meeting.id)
    assert found is not None
    return found


def answered(board: Board, text: str, answer: str = "In May.") -> Question:
    question = board.asked(text, APPROVE, SHOW, ANSWER, name="Maria")
    update = DispositionUpdate(answer=answer, answered_by="The chair")
    return do(board.ports, Action.NOTE_ANSWER, question, board.alex, update=update)


def published(board: Board) -> str:
    """The address of the record, which is published now."""
    publish(board.ports, fresh(board), board.alex)
    return f"/{board.meeting.code}/register"


def changed(board: Board, **changes: object) -> None:
    meeting = fresh(board)
    meetings.change(board.ports, meeting, replace(meeting.details, **changes))  # type: ignore[arg-type]


@contextmanager
def reads(board: Board) -> Iterator[list[str]]:
    """What is read of questions and of their history meanwhile."""
    said: list[str] = []
    connection = board.ports.store.database.connection  # type: ignore[attr-defined]
    connection.set_trace_callback(lambda sql: said.append(sql) if re.search(r"FROM (question|change)\b", sql) else None)
    yield said
    connection.set_trace_callback(None)


def test_before_it_is_published_the_page_says_when_it_will_be(board: Board) -> None:
    answered(board, "Why is the clinic closed?")
    address, browser = f"/{board.meeting.code}/register", board.browser()
    assert "The board publishes it after the meeting." in browser.get(address).text
    changed(board, rules=replace(fresh(board).details.rules, publish_within_days=10))
    page = browser.get(address)

    assert page.status_code == 200
    assert "Our rules say that it is published by Sunday 6 December." in page.text
    assert "clinic" not in page.text
    assert "dydd Sul 6 Rhagfyr" in browser.get(f"/cy{address}").text
    board.clock.advance(days=14)
    assert "It is late." in browser.get(address).text


@pytest.mark.parametrize("mount", ["", "/cy"])
def test_what_is_not_published_has_no_question_no_feed_and_no_file(board: Board, mount: str) -> None:
    answered(board, "Why is the clinic closed?")
    browser, code = board.browser(), board.meeting.code
    for path in ("register/1", *FILES):
        answer = browser.get(f"{mount}/{code}/{path}")
        assert answer.status_code == 404, path
        assert "clinic" not in answer.text
    for path in ("register", "register.atom", "register.db", "register?find=clinic"):
        answer = browser.get(f"{mount}/{path}")
        assert answer.status_code == 200, path
        assert b"why is the clinic" not in answer.data.lower()


@pytest.mark.parametrize(("way", "status"), [("taken down", 410), ("cancelled", 404)])
def test_a_record_that_is_taken_down_or_of_a_cancelled_meeting_is_nowhere_and_its_page_says_why(
    board: Board, way: str, status: int
) -> None:
    answered(board, "Why is the clinic closed?")
    address, browser = published(board), board.browser()
    assert "clinic" in browser.get(address).text
    if way == "cancelled":
        changed(board, cancelled=True)
    else:
        take_down(board.ports, fresh(board), board.alex)

    for path in (address, f"{address}/1", *(f"/{board.meeting.code}/{file}" for file in FILES)):
        answer = browser.get(path)
        assert answer.status_code == status, path
        assert "clinic" not in answer.text
        assert way in answer.text
    for path in ("/register", "/register.atom", "/register.db"):
        assert b"clinic" not in browser.get(path).data


def test_the_page_says_what_became_of_each_question(board: Board) -> None:
    changed(board, rules=replace(fresh(board).details.rules, publish_declined=True))
    question = board.asked("Why <b>so</b> late?", APPROVE, name="Maria")
    wording = DispositionUpdate(wording="Why is the report late?", shows_original=True)
    question = do(board.ports, Action.EDIT_WORDING, question, board.alex, update=wording)
    question = do(board.ports, ANSWER, question, board.alex)
    noted = DispositionUpdate(answer="In May.", answered_by="The chair")
    do(board.ports, Action.NOTE_ANSWER, question, board.alex, update=noted)
    board.asked("You are useless", Action.DECLINE, reason=ABUSIVE)
    page = board.browser().get(published(board)).text

    for said in (
        "Why is the report late?",
        "As put to the board (edited)",
        "Why &lt;b&gt;so&lt;/b&gt; late?",
        "In May.",
        "Answered by The chair on Monday 23 November 2026",
        "We do not publish the words of this question.",
        ABUSIVE,
        "Maria",
        "Web form",
        "Asked on Monday 23 November 2026",
    ):
        assert said in page, said
    assert "useless" not in page


def test_it_is_narrowed_by_state_by_agenda_item_and_by_words_and_the_address_says_so(board: Board) -> None:
    changed(board, agenda=("Minutes", "Performance"))
    first = answered(board, "Why is the clinic closed?")
    do(board.ports, Action.LINK, first, board.alex, update=DispositionUpdate(agenda_item="Performance"))
    board.asked("What do beds cost?", APPROVE)
    address, browser = published(board), board.browser()

    def shown(query: str) -> list[str]:
        return re.findall(r"(?:the clinic closed|do beds cost)", browser.get(f"{address}?{query}").text)

    assert shown("") == shown("state=nonsense&item=nonsense&page=-3") == ["the clinic closed", "do beds cost"]
    assert shown("state=answered") == shown("item=Performance") == shown("find=CLINIC") == ["the clinic closed"]
    assert shown("state=accepted") == ["do beds cost"]
    assert shown("state=accepted&find=clinic") == shown("state=withdrawn&find=zeppelin") == []
    assert "No question in this record matches." in browser.get(f"{address}?find=zeppelin").text


def test_a_long_record_has_pages_that_keep_what_was_asked_for(board: Board) -> None:
    for number in range(PER_PAGE + 2):
        board.asked(f"Why {number}?", APPROVE)
    address, browser = published(board), board.browser()
    first, last = browser.get(f"{address}?find=why").text, browser.get(f"{address}?page=2&find=why").text

    assert first.count("app-r__number") == PER_PAGE
    assert f'href="{address}?page=2&amp;find=why"' in first
    assert last.count("app-r__number") == 2
    assert f'href="{address}?find=why"' in last
    assert browser.get(f"{address}?page=99999999999999999999").status_code == 200


def test_each_question_has_an_address_and_a_number_that_the_record_has_not_says_no_more_than_one_never_given(
    board: Board,
) -> None:
    answered(board, "Why is the clinic closed?")
    board.asked("Never mind", Action.WITHDRAW)
    board.asked("Not yet", Action.HOLD)
    address, browser = published(board), board.browser()
    told = [browser.get(f"{address}/{number}") for number in (1, 2, 3, 77)]

    assert [answer.status_code for answer in told] == [200, 404, 404, 404]
    assert "Why is the clinic closed?" in told[0].text
    hidden = {re.sub(r"(estion |gister/)\d+", r"\1N", answer.text) for answer in told[1:]}
    assert len(hidden) == 1


def test_a_question_that_was_moved_leads_to_where_it_is_once_that_is_published(board: Board) -> None:
    board.asked("Why is the clinic closed?", APPROVE)
    there = meetings.create(board.ports, details(board.ports.clock() + timedelta(days=30)))
    moved = board.ports.store.questions.by_number(board.meeting.id, 1)
    question = now(board.ports, moved)
    moving.move_to_meeting(board.ports, fresh(board), question, question.revision, there, board.alex)
    address, browser = published(board), board.browser()
    assert browser.get(f"{address}/1").status_code == 404
    here = now(board.ports, moved)
    do(board.ports, APPROVE, here, board.alex)
    publish(board.ports, there, board.alex)
    page = browser.get(f"{address}/1")

    assert page.status_code == 200
    assert "Question 1 was moved to another meeting" in page.text
    assert f'href="/{there.code}/register/{here.number}"' in page.text


def test_it_is_read_once_for_each_revision_and_language_and_never_for_the_next_reader(board: Board) -> None:
    question = answered(board, "Why is the clinic closed?")
    address = published(board)
    paths = (address, f"{address}?find=clinic", f"{address}/1", "/register", *(f"{address}.{end}" for end in
             ("csv", "json", "atom")), "/register.atom", "/register.db")  # fmt: skip
    for mount in ("", "/cy"):
        with reads(board) as first:
            board.browser().get(mount + address)
        with reads(board) as again:
            for path in paths:
                assert board.browser().get(mount + path).status_code == 200
        assert first
        assert again == []
    do(board.ports, Action.NOTE_ANSWER, question, board.alex, update=DispositionUpdate(answer="In June."))

    with reads(board) as after:
        page = board.browser().get(address).text
    assert after
    assert "In June." in page
    assert "In May." not in page


def test_everybody_gets_the_same_bytes_without_cookie_or_token(board: Board) -> None:
    answered(board, "Why is the clinic closed?")
    address = published(board)
    supporter = board.browser()
    supporter.set_cookie("supporter", "x" * 32)
    somebody, moderator = board.browser(), board.signed_in()
    for path in (address, f"{address}/1", f"{address}?find=clinic", "/register", f"{address}.csv", "/register.db"):
        answers = [browser.get(path) for browser in (somebody, supporter, moderator)]
        assert len({answer.data for answer in answers}) == 1, path
        for answer in answers:
            assert "Set-Cookie" not in answer.headers
            assert b"csrf" not in answer.data
            assert somebody.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_what_one_reader_wrote_in_an_address_is_on_nobody_elses_page(board: Board) -> None:
    answered(board, "Why is the clinic closed?")
    address = published(board)
    board.browser().get(f"{address}?utm_source=zeppelin&p=AAA")

    assert "zeppelin" not in board.browser().get(address).text


def test_only_a_device_that_many_people_use_has_the_bar_to_leave_it(board: Board) -> None:
    address = published(board)
    shared = board.browser()
    shared.set_cookie("shared", "person")

    assert "data-finish" in shared.get(address).text
    assert "data-finish" not in board.browser().get(address).text


def test_the_pages_of_the_meeting_lead_to_its_record_once_it_is_published(board: Board) -> None:
    question = answered(board, "Why is the clinic closed?")
    browser, code = board.browser(), board.meeting.code
    pages = (f"/{code}", f"/cy/{code}", f"/r/{question.token}", "/")
    for page in pages:
        assert f"{code}/register" not in browser.get(page).text
    board.clock.advance(days=30)
    published(board)
    for page in pages:
        assert f"{code}/register" in browser.get(page).text, page


def test_the_front_page_leads_to_all_records_and_they_are_listed_latest_first(board: Board) -> None:
    later = meetings.create(board.ports, details(board.ports.clock() + timedelta(days=30), title="The later one"))
    publish(board.ports, later, board.alex)
    answered(board, "Why is the clinic closed?")
    published(board)
    board.clock.advance(days=90)
    browser = board.browser()
    page = browser.get("/register").text

    assert 'href="/register"' in browser.get("/").text
    assert page.index("The later one") < page.index("Board meeting in public")
    assert "Questions asked: 1, Answered: 1" in page
    assert "Why is the clinic closed?" in browser.get("/register?find=clinic").text
