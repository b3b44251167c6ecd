"""Long lists, a page at a time: every question is on one page, and no more is read than a page shows."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Actor, Details
from board_qa.domain.questions.paging import Paging, page, page_with
from board_qa.domain.questions.question import Question, State
from board_qa.domain.questions.queue import QueueFilter
from board_qa.domain.text.flags import Kind
from board_qa.ports import Ports
from board_qa.services.meetings import meetings
from board_qa.services.meetings.run_sheet import run_sheet
from board_qa.services.questions import moderating, searching
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.crowds import crowd, mixed
from tests.support.deciding import asked, do, together
from tests.support.doubles import NOON, details
from tests.support.old_database import before
from tests.support.watching import watched

EVERY = frozenset(State)
LISTS = [
    QueueFilter(frozenset({State.RECEIVED})),
    QueueFilter(frozenset({State.ACCEPTED, State.ON_SCREEN}), in_order=True),
    QueueFilter(frozenset({State.DECLINED, State.REDIRECTED, State.WITHDRAWN})),
    QueueFilter(EVERY),
    QueueFilter(EVERY, channel="X"),
    QueueFilter(EVERY, agenda_item="Minutes", kinds=frozenset({Kind.PHONE, Kind.DISTRESS})),
    QueueFilter(EVERY, assignee=1),
    QueueFilter(frozenset({State.ACCEPTED}), in_order=True, after=NOON),
]


@pytest.mark.parametrize(
    ("number", "total", "expected"),
    [(1, 0, (1, 1, 0, 0)), (1, 50, (1, 1, 1, 50)), (2, 51, (2, 2, 51, 51)), (9, 51, (2, 2, 51, 51)),
     (-3, 120, (1, 3, 1, 50)), (2, 120, (2, 3, 51, 100))],
)  # fmt: skip
def test_a_page_is_one_that_is_there(number: int, total: int, expected: tuple[int, ...]) -> None:
    paging = page(number, 50, total)

    assert (paging.number, paging.pages, paging.first, paging.last) == expected


def test_a_page_says_what_is_before_and_after_it() -> None:
    assert [(one.earlier, one.later) for one in (page(n, 50, 120) for n in (1, 2, 3))] == [(None, 2), (1, 3), (2, None)]
    assert [page_with(place, 50, 120).number for place in (0, 49, 50, 119)] == [1, 1, 2, 3]
    assert page(1, 50, 0) == Paging(1, 50, 0)


def plainly(questions: list[Question], queue_filter: QueueFilter) -> list[int]:
    """The whole list, as one puts it together who has read every question."""
    found = [
        question
        for question in questions
        if question.state in queue_filter.states
        and queue_filter.channel in ("", question.source.channel)
        and queue_filter.agenda_item in ("", question.disposition.agenda_item)
        and (not queue_filter.kinds or queue_filter.kinds & {flag.kind for flag in question.flags})
        and queue_filter.assignee in (None, question.disposition.assignee)
        and (queue_filter.after is None or question.source.asked_at > queue_filter.after)
    ]
    if queue_filter.in_order:
        return [question.number for question in sorted(found, key=lambda question: question.place)]
    return [question.number for question in sorted(found, key=lambda question: (not _first(question), question.number))]


def _first(question: Question) -> bool:
    at_risk = any(flag.kind is Kind.DISTRESS for flag in question.flags)
    return question.state is State.RECEIVED and at_risk


@pytest.mark.parametrize("queue_filter", LISTS, ids=range(len(LISTS)))
def test_every_list_is_the_same_in_pages_as_whole(
    ports: Ports, store: SqlStore, meeting: Meeting, alex: Actor, queue_filter: QueueFilter
) -> None:
    mixed(store, meeting, 150, random.Random(7), alex.id or 0)
    whole = plainly(ports.store.questions.of_meeting(meeting.id), queue_filter)
    pages = [ports.store.queue.page(meeting.id, queue_filter, 7, skip) for skip in range(0, 154, 7)]
    listed = [question for one in pages for question in one]

    assert [question.number for question in listed] == whole
    assert ports.store.queue.count(meeting.id, queue_filter) == len(whole)
    places = [ports.store.queue.place(meeting.id, queue_filter, question.id) for question in listed]
    assert places == list(range(len(whole)))


def test_a_question_that_is_not_in_a_list_has_no_place_there(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    question = do(ports, Action.HOLD, asked(ports, meeting), alex)

    assert ports.store.queue.place(meeting.id, LISTS[0], question.id) is None
    assert ports.store.queue.place(meeting.id + 1, QueueFilter(EVERY), question.id) is None
    assert ports.store.queue.place(meeting.id, QueueFilter(EVERY, channel="X"), question.id) is None


def test_a_page_costs_as_little_in_a_long_list_as_in_a_short_one(
    ports: Ports, sqlite: SqliteStore, meeting: Meeting
) -> None:
    def cost(skip: int) -> tuple[int, int]:
        with watched(sqlite.database, step=1) as seen:
            assert len(ports.store.queue.page(meeting.id, QueueFilter(EVERY), 20, skip)) == 20
        return seen.rows, seen.steps

    for state in (State.RECEIVED, State.ACCEPTED, State.DECLINED):
        crowd(sqlite, meeting, 100, state)
    short = cost(0)
    for state in (State.RECEIVED, State.ACCEPTED, State.DECLINED):
        crowd(sqlite, meeting, 1_000, state)
    assert short[0] == 40  # their ids, and each of them
    assert cost(0) == short
    assert cost(3_000)[0] == 40


def test_next_and_a_move_read_the_neighbours_and_not_the_running_order(
    ports: Ports, sqlite: SqliteStore, alex: Actor
) -> None:
    def cost(length: int) -> int:
        meeting = meetings.create(ports, details())
        crowd(sqlite, meeting, length, State.ACCEPTED)
        moving = ports.store.questions.by_number(meeting.id, length // 2)
        assert moving
        with watched(sqlite.database) as seen:
            moderating.move(ports, meeting, moving, moving.revision, alex, -2)
            first = moderating.running_order(ports, meeting, 1)
            moderating.answer_and_next(ports, meeting, moderating.expected_next(None, first), alex)
        assert seen.whole_tables() == []
        order = [question.number for question in moderating.running_order(ports, meeting, 5, length // 2 - 4)]
        assert order == [length // 2 + by for by in (0, -2, -1, 1, 2)]
        return seen.rows

    assert cost(1_000) == cost(10)


def test_a_question_is_moved_to_either_end_of_a_long_order(
    ports: Ports, store: SqlStore, meeting: Meeting, alex: Actor
) -> None:
    crowd(store, meeting, 60, State.ACCEPTED)
    for number, places, beside in ((30, -99, Details(before_number="1")), (31, 99, Details(after_number="60"))):
        question = ports.store.questions.by_number(meeting.id, number)
        assert question
        moderating.move(ports, meeting, question, question.revision, alex, places)
        assert ports.store.questions.history(question.id)[-1].details == beside
    order = [question.number for question in moderating.running_order(ports, meeting, 100)]

    assert order == [30, *range(1, 30), *range(32, 61), 31]


def test_the_run_sheet_says_how_many_there_are_and_reads_what_it_shows(
    ports: Ports, sqlite: SqliteStore, meeting: Meeting
) -> None:
    crowd(sqlite, meeting, 200, State.ACCEPTED)
    crowd(sqlite, meeting, 200, State.HELD)
    sqlite.database.execute("UPDATE question SET proposal = 'It is abusive' WHERE state = 'held'")
    with watched(sqlite.database) as seen:
        sheet = run_sheet(ports, meeting)

    assert (len(sheet.following), len(sheet.later), sheet.waiting) == (3, 27, 200)
    assert (len(sheet.proposed), sheet.proposing) == (20, 200)
    assert seen.rows < 120
    assert seen.whole_tables() == []


def test_a_search_is_read_in_pages_with_the_number_on_a_receipt_first(
    ports: Ports, store: SqlStore, meeting: Meeting
) -> None:
    crowd(store, meeting, 120)
    pages = [searching.search(ports, meeting, "ward", 50, skip) for skip in (0, 50, 100)]
    numbered = [one.number for skip in range(0, 12, 2) for one in searching.search(ports, meeting, "7", 2, skip)]

    assert sorted(question.number for one in pages for question in one) == list(range(1, 121))
    assert searching.count(ports, meeting, "ward") == 120
    assert (numbered[0], sorted(numbered)) == (7, [7, *range(70, 80)])
    assert (searching.count(ports, meeting, "7"), searching.count(ports, meeting, "nowhere")) == (11, 0)


def test_a_group_and_a_history_are_read_in_pages(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    leader = do(ports, Action.ACCEPT, asked(ports, meeting), alex)
    members = [together(ports, asked(ports, meeting, f"Why {n}?"), leader, alex).number for n in range(5)]
    for n in range(6):
        leader = do(ports, Action.NOTE, leader, alex, f"Note {n}")
    read = ports.store.questions.history
    parts = [[change.details.note for change in read(leader.id, 3, skip)] for skip in (0, 3, 6, 9)]

    assert [q.number for skip in (0, 2, 4) for q in ports.store.queue.members(leader.id, 2, skip)] == members
    assert parts == [["Note 3", "Note 4", "Note 5"], ["Note 0", "Note 1", "Note 2"], ["", ""], []]
    assert ports.store.questions.history_length(leader.id) == 8
    assert [change.details.note for change in ports.store.questions.notes(leader.id, 2)] == ["Note 4", "Note 5"]


def test_the_first_of_those_that_wait_is_the_oldest_wherever_it_stands_in_the_list(
    ports: Ports, store: SqlStore, meeting: Meeting, alex: Actor
) -> None:
    assert ports.store.queue.oldest(meeting.id, State.RECEIVED) is None
    mixed(store, meeting, 60, random.Random(3), alex.id or 0)
    for number, moment in enumerate(range(60), start=1):
        store.database.execute(
            "UPDATE question SET received_at = ? WHERE number = ?", f"2026-11-23T12:{moment:02}:00.000000Z", number
        )
    waiting = [q for q in ports.store.questions.of_meeting(meeting.id) if q.state is State.RECEIVED]

    assert ports.store.queue.oldest(meeting.id, State.RECEIVED) == min(q.received_at for q in waiting)


def test_a_database_of_the_version_before_has_its_lists_as_they_were(tmp_path: Path) -> None:
    old = before(tmp_path, "m021_pages", "Why?", "When?", "Who?")
    old.execute("UPDATE question SET state = 'accepted', place = 4 - number")
    old.close()
    store = SqliteStore(str(tmp_path / "old.db"))

    assert [q.number for q in store.queue.page(1, replace(LISTS[1]), 9)] == [3, 2, 1]
    store.close()
