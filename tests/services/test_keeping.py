"""What was kept as long as the board keeps it goes by itself, and nothing else does."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import REDIRECTS
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.flooding import IN_A_FLOOD
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, Question, State
from board_qa.domain.questions.register import LeftOut
from board_qa.ports import Ports
from board_qa.services.meetings import meetings
from board_qa.services.meetings.record import record
from board_qa.services.privacy.erasing import erase
from board_qa.services.privacy.keeping import Keeping
from board_qa.services.questions.asking import ask
from board_qa.services.questions.withdrawing import by_its_asker, deleted_at_source
from board_qa.worker import Worker
from tests.support.deciding import do, now, together
from tests.support.doubles import ABUSIVE, StoppedClock, details

YEAR, TWO_YEARS = timedelta(days=365), timedelta(days=730)


def came(ports: Ports, meeting: Meeting, text: str = "Why?", email: str = "zebedee@example.org") -> Question:
    receipt = ask(ports, meeting, AskForm(text, text, "Zebedee Quill", email=email))
    return now(ports, ports.store.questions.by_token(receipt.token))


def after(ports: Ports, clock: StoppedClock, meeting: Meeting, time: timedelta) -> None:
    """Let the worker's chore do all it has to, so long after the meeting."""
    clock.now = meeting.details.starts_at + time
    keeping = Keeping(ports)
    for _ in range(20):
        keeping.go_on()


def test_an_address_goes_a_year_after_the_meeting_and_the_question_stays(
    ports: Ports, meeting: Meeting, clock: StoppedClock
) -> None:
    question = came(ports, meeting)
    after(ports, clock, meeting, YEAR)
    assert now(ports, question).source.email

    after(ports, clock, meeting, YEAR + timedelta(days=1))
    left = now(ports, question)
    assert (left.source.email, left.words, left.source.author_name) == ("", "Why?", "Zebedee Quill")
    assert ports.store.person_data.questions("zebedee@example.org") == []


def test_whoever_had_an_address_is_still_known_by_their_name(
    ports: Ports, meeting: Meeting, clock: StoppedClock
) -> None:
    came(ports, meeting)
    came(ports, meeting, "And when?", email="other@example.org")
    after(ports, clock, meeting, YEAR + timedelta(days=1))

    (same,) = ports.store.askers.same_people(meeting.id, ["name: zebedee quill"])
    assert same.numbers == (1, 2)


def test_whoever_waits_for_an_answer_in_writing_keeps_their_address_and_their_question(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor
) -> None:
    question = do(ports, Action.WRITE, came(ports, meeting), alex, update=DispositionUpdate(due_on="2030-01-01"))
    after(ports, clock, meeting, TWO_YEARS * 2)

    assert now(ports, question) == question


def test_so_does_whoever_asked_what_was_put_together_with_it(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor
) -> None:
    leader = do(ports, Action.WRITE, came(ports, meeting), alex, update=DispositionUpdate(due_on="2030-01-01"))
    member = together(ports, came(ports, meeting, "Why so?", "other@example.org"), leader, alex)
    after(ports, clock, meeting, TWO_YEARS * 2)

    assert now(ports, member) == member


def test_once_it_was_answered_their_address_goes_as_all_do(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor
) -> None:
    promised = do(ports, Action.WRITE, came(ports, meeting), alex, update=DispositionUpdate(due_on="2030-01-01"))
    member = together(ports, came(ports, meeting, "Why so?", "other@example.org"), promised, alex)
    noted = do(ports, Action.NOTE_ANSWER, now(ports, promised), alex, update=DispositionUpdate(answer="By March."))
    do(ports, Action.ANSWER, noted, alex)
    after(ports, clock, meeting, YEAR + timedelta(days=1))

    assert (now(ports, promised).source.email, now(ports, member).source.email) == ("", "")
    assert now(ports, promised).disposition.answer == "By March."


@pytest.mark.parametrize("decided", [None, Action.HOLD, Action.DECLINE, Action.REDIRECT, Action.WITHDRAW])
def test_what_was_never_public_goes_two_years_after_the_meeting_and_stays_counted(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor, decided: Action | None
) -> None:
    question = came(ports, meeting)
    if decided:
        question = do(ports, decided, question, alex, ABUSIVE)
    after(ports, clock, meeting, TWO_YEARS)
    assert now(ports, question).words == "Why?"

    after(ports, clock, meeting, TWO_YEARS + timedelta(days=1))
    left = now(ports, question)
    assert (left.words, left.signed_with, left.erased_at) == ("", (), clock())
    assert (left.state, left.reason) == (question.state, question.reason)
    last = ports.store.questions.last_change(question.id)
    assert last is not None
    assert (last.action, last.actor) == (Action.ERASE, "the rule on how long questions are kept")


@pytest.mark.parametrize("decided", [Action.DECLINE, Action.REDIRECT, Action.WITHDRAW])
def test_a_reason_that_somebody_typed_goes_with_it(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor, decided: Action
) -> None:
    question = do(ports, decided, came(ports, meeting), alex, "Dear Rita, ring ward 7 about your mother")
    after(ports, clock, meeting, TWO_YEARS + timedelta(days=1))

    assert (now(ports, question).erased_at, now(ports, question).reason) == (clock(), "")


def test_what_is_in_the_public_record_stays(ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor) -> None:
    answered = do(ports, Action.ANSWER, do(ports, Action.ACCEPT, came(ports, meeting), alex), alex)
    waiting = do(ports, Action.ACCEPT, came(ports, meeting, "Not reached?"), alex)
    after(ports, clock, meeting, timedelta(days=9_000))

    assert [now(ports, one).words for one in (answered, waiting)] == ["Why?", "Not reached?"]
    assert now(ports, answered).state is State.ANSWERED


def test_what_was_answered_before_its_post_was_deleted_stays_with_its_answer_and_what_is_together_with_it(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor
) -> None:
    wording = DispositionUpdate(wording="When does the ward open?")
    question = do(ports, Action.EDIT_WORDING, came(ports, meeting), alex, update=wording)
    question = do(ports, Action.ANSWER, do(ports, Action.ACCEPT, question, alex), alex)
    do(ports, Action.NOTE_ANSWER, question, alex, update=DispositionUpdate(answer="In May."))
    member = together(ports, came(ports, meeting, "Why so?", "other@example.org"), now(ports, question), alex)
    deleted_at_source(ports, now(ports, question), "X")
    before = {entry.number: entry for entry in record(ports, meeting).entries}
    after(ports, clock, meeting, TWO_YEARS * 2)

    assert {entry.number: entry for entry in record(ports, meeting).entries} == before
    assert (before[1].text, before[1].answer, before[2].with_called) == ("When does the ward open?", "In May.", "1")
    assert now(ports, member).erased_at is not None  # its own words were never public
    left = now(ports, question)
    assert (left.source.words, left.signed_with, left.source.url, left.erased_at) == ("", (), "", clock())


def test_what_the_record_keeps_of_it_is_found_and_goes_where_somebody_asks(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor
) -> None:
    wording = DispositionUpdate(wording="Why was Zebedee Quill not told?")
    question = do(ports, Action.EDIT_WORDING, came(ports, meeting), alex, update=wording)
    question = do(ports, Action.ANSWER, do(ports, Action.ACCEPT, question, alex), alex)
    deleted_at_source(ports, question, "X")
    after(ports, clock, meeting, TWO_YEARS * 2)
    assert [one.id for one in ports.store.person_data.mentioning("zebedee quill")] == [question.id]
    erase(ports, [now(ports, question)], [], alex)

    assert now(ports, question).words == ""
    (entry,) = record(ports, meeting).entries
    assert (entry.text, entry.left_out) == ("", LeftOut.ERASED)


def test_what_is_together_with_it_does_not_come_back_without_words(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor
) -> None:
    question = do(ports, Action.ANSWER, do(ports, Action.ACCEPT, came(ports, meeting), alex), alex)
    do(ports, Action.NOTE_ANSWER, question, alex, update=DispositionUpdate(answer="In May."))
    member = together(ports, came(ports, meeting, "Why so?", "other@example.org"), now(ports, question), alex)
    deleted_at_source(ports, now(ports, question), "X")
    after(ports, clock, meeting, TWO_YEARS * 2)
    erase(ports, [now(ports, question)], [], alex)

    assert now(ports, member).state is State.GROUPED
    assert {one.number: one.left_out for one in record(ports, meeting).entries} == {
        1: LeftOut.ERASED,
        2: LeftOut.NOT_ACCEPTED,
    }


def test_an_answer_that_was_taken_back_before_the_post_was_deleted_is_no_reason_to_keep_it(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor
) -> None:
    answered = do(ports, Action.ANSWER, do(ports, Action.ACCEPT, came(ports, meeting), alex), alex)
    again = do(ports, Action.PUT_ON_SCREEN, answered, alex)
    accepted = do(ports, Action.TAKE_OFF_SCREEN, again, alex)
    deleted_at_source(ports, accepted, "X")
    assert list(record(ports, meeting).entries) == []
    after(ports, clock, meeting, TWO_YEARS + timedelta(days=1))

    assert now(ports, answered).words == ""


def test_an_erasure_puts_nothing_into_the_record_that_was_not_there(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    question = do(ports, Action.ACCEPT, came(ports, meeting), alex)
    by_its_asker(ports, question)
    erase(ports, [now(ports, question)], [], alex)

    assert list(record(ports, meeting).entries) == []


@pytest.mark.parametrize("by_asker", [True, False])
def test_what_was_taken_back_before_it_was_answered_is_in_no_record_once_it_goes(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor, by_asker: bool
) -> None:
    question = do(ports, Action.ACCEPT, came(ports, meeting), alex)
    if by_asker:
        by_its_asker(ports, question)
    else:
        deleted_at_source(ports, question, "X")
    assert list(record(ports, meeting).entries) == []
    after(ports, clock, meeting, TWO_YEARS + timedelta(days=1))

    assert now(ports, question).erased_at is not None
    assert list(record(ports, meeting).entries) == []


@pytest.mark.parametrize("reason", [REDIRECTS[0].sentence, IN_A_FLOOD, ABUSIVE])
def test_what_everybody_is_told_alike_stays(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor, reason: str
) -> None:
    question = do(ports, Action.REDIRECT, came(ports, meeting), alex, reason)
    after(ports, clock, meeting, TWO_YEARS + timedelta(days=1))

    assert (now(ports, question).words, now(ports, question).reason) == ("", reason)


def test_a_later_meeting_keeps_its_own(ports: Ports, meeting: Meeting, clock: StoppedClock) -> None:
    later = meetings.create(ports, details(clock() + timedelta(days=30), opens_at=clock() - timedelta(days=1)))
    question = came(ports, later)
    came(ports, meeting, "Earlier?")
    after(ports, clock, meeting, TWO_YEARS + timedelta(days=1))

    assert now(ports, question).words == "Why?"
    assert ports.store.questions.of_meeting(meeting.id)[0].words == ""


def test_a_board_says_how_long(ports: Ports, meeting: Meeting, clock: StoppedClock) -> None:
    question = came(ports, meeting)
    shorter = replace(ports, keep_contacts=timedelta(days=30), keep_unpublished=timedelta(days=60))
    after(shorter, clock, meeting, timedelta(days=31))
    assert (now(ports, question).source.email, now(ports, question).words) == ("", "Why?")

    after(shorter, clock, meeting, timedelta(days=61))
    assert now(ports, question).words == ""


def test_the_worker_does_it_and_logs_nothing_but_how_many(
    ports: Ports, meeting: Meeting, clock: StoppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for number in range(25):  # more than in one round
        came(ports, meeting, f"Why the xylophone, {number}?")
    clock.now = meeting.details.starts_at + TWO_YEARS + timedelta(days=1)
    worker = Worker(ports, [], "worker")
    for _ in range(3):
        assert worker.tick()

    assert {one.words for one in ports.store.questions.of_meeting(meeting.id)} == {""}
    assert "25 addresses, 25 questions" in caplog.text
    assert not any(word in caplog.text.casefold() for word in ("zebedee", "quill", "xylophone"))
