"""The running order: as questions came, unless somebody moved one, on the record and to be undone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from board_qa.domain.accounts.roles import Role
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Actor, Details
from board_qa.domain.questions.question import Disposition, Question, State
from board_qa.domain.questions.transitions import NotAllowed, decide_move
from board_qa.ports import Ports
from board_qa.ports.questions import Conflict
from board_qa.services.questions.moderating import answer_and_next, move, running_order
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.board import Board, post
from tests.support.browsers import WALL, Window, drag, not_busy
from tests.support.deciding import asked, do, expected_next_now, now, take_back
from tests.support.old_database import before
from tests.support.running import Running
from tests.web.test_roles import person, send, signed_in


@pytest.fixture
def four(ports: Ports, meeting: Meeting, alex: Actor) -> list[Question]:
    """Four questions that wait to be put, 1 to 4."""
    return [do(ports, Action.ACCEPT, asked(ports, meeting, f"Question {n}?"), alex) for n in range(1, 5)]


def order(ports: Ports, meeting: Meeting) -> list[float]:
    return [question.number for question in running_order(ports, meeting)]


def shift(ports: Ports, meeting: Meeting, question: Question, actor: Actor, places: int) -> int | None:
    question = now(ports, question)
    return move(ports, meeting, question, question.revision, actor, places)


def places(ports: Ports, meeting: Meeting) -> list[float]:
    return sorted(question.place for question in ports.store.questions.of_meeting(meeting.id))


def test_questions_are_put_in_the_order_they_came(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    for question in reversed([asked(ports, meeting, f"Question {n}?") for n in range(1, 4)]):
        do(ports, Action.ACCEPT, question, alex)

    assert order(ports, meeting) == [1, 2, 3]


@pytest.mark.parametrize(
    ("number", "by_places", "expected"),
    [(3, -1, [1, 3, 2, 4]), (1, 1, [2, 1, 3, 4]), (4, -3, [4, 1, 2, 3]), (1, 2, [2, 3, 1, 4]), (4, -9, [4, 1, 2, 3])],
)
def test_a_question_is_moved_and_moved_back_and_the_others_keep_their_order(
    ports: Ports, meeting: Meeting, alex: Actor, four: list[Question], number: int, by_places: int, expected: list[int]
) -> None:
    before = [question.disposition for question in four]
    shift(ports, meeting, four[number - 1], alex, by_places)
    assert order(ports, meeting) == expected
    assert places(ports, meeting) == [1, 2, 3, 4]  # they are exchanged: no two have the same

    take_back(ports, meeting, alex)
    assert order(ports, meeting) == [1, 2, 3, 4]
    assert [now(ports, question).disposition for question in four] == before


def test_only_what_changed_its_place_is_changed(four: list[Question]) -> None:
    decision = decide_move(four, four[2], 1)

    assert [(step.question_id, step.after.place) for step in decision.steps] == [(four[1].id, 3), (four[2].id, 2)]
    assert decision.details == Details(before_number="2")


def test_moved_there_and_back_by_hand_a_question_stands_as_if_nobody_had_moved_it(
    ports: Ports, meeting: Meeting, alex: Actor, four: list[Question]
) -> None:
    shift(ports, meeting, four[0], alex, 1)
    shift(ports, meeting, four[0], alex, -1)

    assert [now(ports, question).disposition for question in four] == [Disposition(State.ACCEPTED)] * 4


def test_the_first_cannot_go_earlier_and_nothing_is_put_on_the_record(
    ports: Ports, meeting: Meeting, alex: Actor, four: list[Question]
) -> None:
    revision = ports.store.meetings.revisions()[meeting.id]

    assert shift(ports, meeting, four[0], alex, -1) is None
    assert shift(ports, meeting, four[3], alex, 1) is None
    assert ports.store.meetings.revisions()[meeting.id] == revision


def test_who_moved_what_where_is_on_the_record(
    ports: Ports, meeting: Meeting, alex: Actor, four: list[Question]
) -> None:
    shift(ports, meeting, four[3], alex, -2)
    row = ports.store.questions.history(four[3].id)[-1]

    assert (row.action, row.actor, row.details) == (Action.MOVE, "Alex", Details(before_number="2"))
    assert (row.before, row.after) == ({"place": 0}, {"place": 2})


def test_a_question_that_does_not_wait_to_be_put_has_no_place_to_change(
    ports: Ports, meeting: Meeting, alex: Actor, four: list[Question]
) -> None:
    do(ports, Action.PUT_ON_SCREEN, four[0], alex)

    with pytest.raises(NotAllowed):
        shift(ports, meeting, four[0], alex, 1)
    with pytest.raises(NotAllowed):
        shift(ports, meeting, asked(ports, meeting, "New?"), alex, -1)


def test_of_two_who_move_the_same_question_the_second_is_told(
    ports: Ports, meeting: Meeting, alex: Actor, sam: Actor, four: list[Question]
) -> None:
    shift(ports, meeting, four[1], alex, 1)

    with pytest.raises(Conflict) as conflict:
        move(ports, meeting, four[1], four[1].revision, sam, 1)
    assert conflict.value.change is not None
    assert conflict.value.change.actor == "Alex"
    assert order(ports, meeting) == [1, 3, 2, 4]


def test_next_follows_the_order_as_it_was_moved(
    ports: Ports, meeting: Meeting, alex: Actor, four: list[Question]
) -> None:
    shift(ports, meeting, four[2], alex, -2)
    put = [answer_and_next(ports, meeting, expected_next_now(ports, meeting), alex) for _ in range(5)]

    assert [question.number if question else None for question in put] == [3, 1, 2, 4, None]


def test_next_pressed_while_somebody_moved_the_order_puts_nothing(
    ports: Ports, meeting: Meeting, alex: Actor, sam: Actor, four: list[Question]
) -> None:
    seen = expected_next_now(ports, meeting)
    shift(ports, meeting, four[1], sam, -1)

    with pytest.raises(Conflict):
        answer_and_next(ports, meeting, seen, alex)
    assert ports.store.questions.on_screen(meeting.id) is None


def test_a_question_taken_off_the_screen_goes_back_to_the_place_it_had(
    ports: Ports, meeting: Meeting, alex: Actor, four: list[Question]
) -> None:
    shift(ports, meeting, four[3], alex, -2)
    shown = do(ports, Action.PUT_ON_SCREEN, now(ports, four[3]), alex)
    do(ports, Action.TAKE_OFF_SCREEN, shown, alex)

    assert order(ports, meeting) == [1, 4, 2, 3]


def test_a_new_question_is_last_however_the_others_were_moved(
    ports: Ports, meeting: Meeting, alex: Actor, four: list[Question]
) -> None:
    shift(ports, meeting, four[3], alex, -3)
    do(ports, Action.ACCEPT, asked(ports, meeting, "Question 5?"), alex)

    assert order(ports, meeting) == [4, 1, 2, 3, 5]


def test_questions_stored_before_there_were_places_are_in_the_order_they_came(tmp_path: Path) -> None:
    before(tmp_path, "m009_running_order").close()
    store = SqliteStore(str(tmp_path / "old.db"))

    assert [(question.number, question.place) for question in store.questions.of_meeting(1)] == [(1, 1), (2, 2)]
    store.close()


def test_the_desk_moves_a_question_by_plain_forms_and_shows_the_order_everywhere(board: Board) -> None:
    for n in range(1, 4):
        board.asked(f"Question {n}?", Action.ACCEPT)
    browser, path = board.signed_in(), f"{board.path}?show=running-order&q=2"
    question = board.ports.store.questions.by_number(1, 2)
    assert question is not None
    answer = post(browser, path, f"{board.path}/questions/2/earlier", expected=str(question.revision), back="q=2")
    page = browser.get(answer.headers["Location"] + "&show=running-order").text

    assert "Moved question 2 earlier in the running order." in page
    assert "moved in the running order by Alex Morgan (before question 1)" in page
    run, listed = (
        re.findall(r'm-run__t"[^>]*>Question (\d)', page),
        re.findall(r'm-item__text"[^>]*>Question (\d)', page),
    )
    assert run == listed == ["2", "1", "3"]


def test_at_the_end_of_the_order_the_desk_says_so(board: Board) -> None:
    question = board.asked("Why?", Action.ACCEPT)
    page = board.signed_in()
    answer = send(page, "POST", f"{board.path}/questions/1/later", "application/json", expected=str(question.revision))

    assert answer.get_json()["message"] == "Question 1 is last already."


@pytest.mark.parametrize(("role", "moved"), [(Role.CHAIR, True), (Role.MODERATOR, True), (Role.READER, False)])
def test_who_works_the_projector_moves_questions_and_a_reader_does_not(board: Board, role: Role, moved: bool) -> None:
    board.asked("One?", Action.ACCEPT)
    question = board.asked("Two?", Action.ACCEPT)
    browser = signed_in(board, person(board, role))
    answer = send(browser, "POST", f"{board.path}/questions/2/earlier", expected=str(question.revision))

    assert (answer.status_code == 403) != moved
    assert (order(board.ports, board.meeting) == [2, 1]) == moved
    assert ("Move question 2" in browser.get(board.path).text) == moved


def test_a_question_is_dragged_to_its_place_and_an_undo_takes_it_back(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    for number in range(1, 5):
        live.asked(meeting, f"Question {number}?", Action.ACCEPT)
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    page.set_viewport_size({"width": WALL[0], "height": WALL[1]})  # all four are in sight
    rows = page.locator(".m-run li")
    drag(page, rows.nth(3), rows.nth(0))
    expect(page.get_by_role("status")).to_contain_text("Moved question 4 earlier")
    expect(rows.nth(0)).to_contain_text("Question 4?")
    assert order(live.ports, meeting) == [4, 1, 2, 3]
    not_busy(page)
    drag(page, rows.nth(0), rows.nth(2))
    expect(page.get_by_role("status")).to_contain_text("Moved question 4 later")
    expect(rows.nth(2)).to_contain_text("Question 4?")
    assert order(live.ports, meeting) == [1, 2, 4, 3]

    for _ in range(2):
        not_busy(page)
        page.keyboard.press("u")
        expect(page.get_by_role("status")).to_contain_text("Undone")
        not_busy(page)
    assert order(live.ports, meeting) == [1, 2, 3, 4]


def test_a_drag_goes_on_when_news_replaces_the_list_in_the_middle(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    for number in range(1, 4):
        live.asked(meeting, f"Question {number}?", Action.ACCEPT)
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    page.set_viewport_size({"width": WALL[0], "height": WALL[1]})
    rows = page.locator(".m-run li")
    rows.nth(2).hover()
    page.mouse.down()
    rows.nth(1).hover()
    live.asked(meeting, "Question 4?", Action.ACCEPT)
    expect(rows).to_have_count(4)
    rows.nth(0).hover()
    page.mouse.up()
    expect(page.get_by_role("status")).to_contain_text("Moved question 3 earlier")

    assert order(live.ports, meeting) == [3, 1, 2, 4]
