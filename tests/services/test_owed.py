"""Answers that are owed in writing: which, in which order, to whom they fall, and how they are said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.owed import OwedAnswer, OwedFilter, Owner
from board_qa.domain.questions.question import DispositionUpdate, Question, State
from board_qa.exports.answers_calendar import answers_calendar
from board_qa.phrases.owed import due_said, mail_link, reminder
from board_qa.ports import Ports
from board_qa.services.meetings import meetings
from board_qa.services.questions.moderating import answer_and_next
from board_qa.services.questions.moving import move_to_meeting
from board_qa.services.questions.owed import owed_answers
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.crowds import crowd
from tests.support.deciding import asked, do, expected_next_now, named, now
from tests.support.doubles import NOON, StoppedClock, details
from tests.support.watching import watched

HOSTILE = "Why;\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:Free, money\\; \x00\x0b?"


def written(
    ports: Ports, meeting: Meeting, alex: Actor, text: str, owner: str = "", due: str = "2026-12-24"
) -> Question:
    return do(
        ports,
        Action.WRITE,
        asked(ports, meeting, text),
        alex,
        update=DispositionUpdate(owner=owner, due_on=due),
        override_reason="It is meant to be hostile",
    )


@pytest.fixture
def other(ports: Ports) -> Meeting:
    return meetings.create(ports, details(title="October board", hashtag="Other"))


@pytest.fixture
def four(ports: Ports, meeting: Meeting, other: Meeting, alex: Actor) -> None:
    written(ports, meeting, alex, "Third?", "Dr Shah", "2026-12-24")
    written(ports, other, alex, "First?", "dr shah", "2026-11-20")
    written(ports, other, alex, "Last?", "", "")
    written(ports, other, alex, "Second?", "Estates", "2026-11-23")


def texts(answers: list[OwedAnswer] | object) -> list[str]:
    assert isinstance(answers, list)
    return [one.question.source.text for one in answers]


@pytest.mark.parametrize(
    ("owed", "expected"),
    [
        (OwedFilter(), ["First?", "Second?", "Third?", "Last?"]),
        (OwedFilter(owner="DR SHAH"), ["First?", "Third?"]),
        (OwedFilter(owner=""), ["Last?"]),
        (OwedFilter(before="2026-11-23"), ["First?"]),
        (OwedFilter(meeting_id=1), ["Third?"]),
        (OwedFilter(owner="Estates", before="2026-11-23"), []),
        (OwedFilter(owner="' OR 1=1 --"), []),
    ],
)
def test_the_first_due_is_first_across_meetings(
    ports: Ports, four: None, owed: OwedFilter, expected: list[str]
) -> None:
    assert texts(owed_answers(ports, owed)) == expected
    assert ports.store.owed.count(owed) == len(expected)


def test_everybody_who_owes_an_answer_is_there_once(ports: Ports, four: None) -> None:
    assert [(one.name.casefold(), one.count) for one in ports.store.owed.owners()] == [
        ("", 1), ("dr shah", 2), ("estates", 1)]  # fmt: skip
    assert all(isinstance(one, Owner) for one in ports.store.owed.owners())


def test_it_is_owed_until_it_is_answered_or_decided_otherwise(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    kept = written(ports, meeting, alex, "Kept?")
    do(ports, Action.ANSWER, do(ports, Action.NOTE_ANSWER, kept, alex, update={"answer": "Yes."}), alex)
    do(ports, Action.DECLINE, written(ports, meeting, alex, "Declined?"), alex, "No")
    do(ports, Action.ACCEPT, written(ports, meeting, alex, "To be put after all?"), alex)

    assert owed_answers(ports, OwedFilter()) == []
    assert ports.store.owed.kept(meeting.id) == 1


def test_the_next_question_on_screen_leaves_a_promise_owed(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    accepted = do(ports, Action.ACCEPT, asked(ports, meeting, "Put after it?"), alex)
    question = written(ports, meeting, alex, "What does it cost?")
    other = meetings.create(ports, details(title="October board", hashtag="Other"))
    move_to_meeting(ports, meeting, question, question.revision, other, alex)
    move_to_meeting(ports, meeting, accepted, accepted.revision, other, alex)
    for one in (question, accepted):
        do(ports, Action.ACCEPT, now(ports, one), alex)
    do(ports, Action.PUT_ON_SCREEN, now(ports, question), alex)
    answer_and_next(ports, other, expected_next_now(ports, other), alex)

    assert [answer.question.id for answer in owed_answers(ports, OwedFilter())] == [question.id]
    assert [now(ports, one).state for one in (question, accepted)] == [State.WRITTEN, State.ON_SCREEN]
    assert ports.store.owed.kept(other.id) == 0


def test_a_promise_that_moved_to_another_meeting_is_owed_there(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor
) -> None:
    question = written(ports, meeting, alex, "What does it cost?", "Dr Shah")
    move_to_meeting(ports, meeting, question, question.revision, other, alex)
    (answer,) = owed_answers(ports, OwedFilter())

    assert (answer.meeting.id, answer.question.state, answer.due) == (other.id, State.RECEIVED, date(2026, 12, 24))


def test_what_nobody_promised_is_never_looked_at(
    ports: Ports, sqlite: SqliteStore, meeting: Meeting, four: None
) -> None:
    def steps() -> int:
        with watched(sqlite.database, step=1) as seen:
            owed_answers(ports, OwedFilter(), 2, 1)
            ports.store.owed.count(OwedFilter(before="2026-12-01"))
            ports.store.owed.owners()
            ports.store.owed.count_without_answer(meeting.id)
        return seen.steps

    before = steps()
    crowd(sqlite, meeting, 2_000)

    assert steps() == before


@pytest.mark.parametrize(
    ("today", "due", "said"),
    [
        ("2026-11-23", "2026-11-26", "due in 3 working days"),
        ("2026-11-23", "2026-11-24", "due in 1 working day"),
        ("2026-11-23", "2026-11-23", "due today"),
        ("2026-11-25", "2026-11-23", "overdue by 2 days"),
        ("2026-11-24", "2026-11-23", "overdue by 1 day"),
        ("2026-11-28", "2026-11-29", "due before the next working day"),
        ("2026-12-24", "2026-12-29", "due in 1 working day"),  # Christmas, a weekend and Boxing Day's substitute
        ("2026-11-23", "", "no date"),
    ],
)
def test_how_long_there_is_is_said_in_working_days(
    ports: Ports, meeting: Meeting, alex: Actor, clock: StoppedClock, today: str, due: str, said: str
) -> None:
    written(ports, meeting, alex, "Why?", due=due)
    clock.now = NOON.replace(month=int(today[5:7]), day=int(today[8:]))
    (answer,) = owed_answers(ports, OwedFilter())

    assert due_said(answer) == said


def test_a_reminder_has_all_that_one_person_owes_and_nothing_of_whoever_asked(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    question = do(ports, Action.ACCEPT, named(ports, meeting, "Maria Lopez"), alex)
    do(ports, Action.WRITE, question, alex, update=DispositionUpdate(owner="Dr Shah", due_on="2026-11-20"))
    written(ports, meeting, alex, "What does it cost?", "Dr Shah", "")
    text = reminder("Dr Shah", owed_answers(ports, OwedFilter("Dr Shah")))

    assert text.startswith("Dear Dr Shah,\n\nYou owe written answers to 2 questions that people asked the board:")
    assert "1. Question 1, Board meeting in public, Thursday 26 November 2026:\n“Why is the car park" in text
    assert "Due on Friday 20 November (overdue by 3 days)." in text
    assert "“What does it cost?”\nIt has no date yet." in text
    assert "Maria" not in text
    assert "Lopez" not in text


def test_an_email_has_the_reminder_in_it_unless_it_is_too_long_for_an_address() -> None:
    assert mail_link("Dear X,\nWhy? 50% & more") == (
        "mailto:?subject=Written%20answers%20for%20the%20board&body=Dear%20X%2C%0D%0AWhy%3F%2050%25%20%26%20more"
    )
    assert mail_link("long " * 500) == "mailto:?subject=Written%20answers%20for%20the%20board"


def test_a_calendar_has_a_day_for_each_answer_and_text_that_is_meant_to_break_it_does_not(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    first = written(ports, meeting, alex, HOSTILE, "Dr; Shah,\nX:Y", "2026-12-24")
    written(ports, meeting, alex, "Without a date?", due="")
    question = do(ports, Action.ACCEPT, named(ports, meeting, "Maria Lopez"), alex)
    do(ports, Action.WRITE, question, alex, update=DispositionUpdate(due_on="2026-12-18"))
    file = answers_calendar(owed_answers(ports, OwedFilter()), "board.example", NOON, lambda one: "https://b.example/1")
    events = Calendar.from_ical(file).walk("VEVENT")

    assert [(str(one["uid"]), one.decoded("dtstart")) for one in events] == [
        (f"written-answer-{question.id}@board.example", date(2026, 12, 18)),
        (f"written-answer-{first.id}@board.example", date(2026, 12, 24)),
    ]
    assert [str(one["summary"]) for one in events] == [
        "Written answer due: question 3", "Written answer due: question 1"]  # fmt: skip
    assert "SUMMARY:Free, money" in str(events[1]["description"])
    assert events[1].decoded("dtend") - events[1].decoded("dtstart") == timedelta(days=1)
    assert [part for part in (b"Maria", b"Lopez", b"\x00", b"\x0b") if part in file] == []


def test_the_name_of_an_entry_stays_when_its_question_moves(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor
) -> None:
    def name() -> str:
        file = answers_calendar(owed_answers(ports, OwedFilter()), "board.example", NOON, lambda one: "")
        (event,) = Calendar.from_ical(file).walk("VEVENT")
        return str(event["uid"])

    question = written(ports, meeting, alex, "Why?")
    before = name()
    move_to_meeting(ports, meeting, now(ports, question), question.revision, other, alex)

    assert name() == before
