"""Texts are looked through apart from the service, within a budget, and stored before that."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Actor, Details
from board_qa.domain.questions.question import NewQuestion, State
from board_qa.domain.text.flags import Flag, Kind
from board_qa.ports import Ports
from board_qa.screening.folded import Folded
from board_qa.screening.process import ScreeningApart, ScreeningProcess
from board_qa.screening.screener import Screener
from board_qa.services.questions.moderating import ApprovalBlocked, act
from board_qa.services.questions.screening import screen_waiting
from board_qa.storage.sql.store import SqlStore
from tests.support.deciding import asked, now
from tests.support.doubles import NOON, StoppedClock
from tests.support.places import ROOT

pytestmark = pytest.mark.server

SLOW = "01 02 03 04 05 06 07 08 09 " * 900
UNREAD = (Flag(Kind.UNREAD),)


@pytest.fixture(scope="module")
def process() -> Iterator[ScreeningProcess]:
    process = ScreeningProcess()
    yield process
    process.close()


@pytest.fixture
def strict() -> Iterator[ScreeningProcess]:
    """Gives a text so little time that a long one uses it up."""
    process = ScreeningProcess(budget=0.02)
    yield process
    process.close()


@pytest.mark.parametrize("text", ["Ring 07700 900123", "Pam?", "Pryd fydd y feddygfa ar agor?", "a\nb\u2028c 👋🏽", ""])
def test_a_text_looked_through_in_another_process_has_the_same_flags(process: ScreeningProcess, text: str) -> None:
    assert ScreeningApart(process).flags(text) == Screener().flags(text)


def test_a_text_that_uses_up_its_time_is_left_to_a_person_and_the_next_is_looked_through(
    strict: ScreeningProcess,
) -> None:
    assert ScreeningApart(strict).flags(SLOW) == UNREAD
    assert ScreeningApart(strict).flags("Ring 07700 900123") == Screener().flags("Ring 07700 900123")


def test_a_process_that_was_killed_is_started_again(process: ScreeningProcess) -> None:
    ScreeningApart(process).flags("One?")
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)

    assert ScreeningApart(process).flags("Ring 07700 900124") == Screener().flags("Ring 07700 900124")


def test_the_process_ends_with_the_service_however_that_ends() -> None:
    """The child inherits this pipe from the service, so that the end of it is the end of both."""
    script = (
        "from board_qa.screening.process import ScreeningApart as A, ScreeningProcess as P; import os, signal; "
        "A(P()).flags('Why?'); os.kill(os.getpid(), signal.SIGKILL)"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stderr=subprocess.PIPE) as service:
        assert service.stderr is not None
        service.stderr.read()

    assert service.returncode == -signal.SIGKILL


def test_a_character_that_stands_for_many_grows_to_four_at_most() -> None:
    assert len(Folded("\ufdfa" * 495).text) == 4 * 495
    assert Folded("ﬃ½㎏…").text == "ffi1⁄2kg..."


def unread(ports: Ports, meeting: Meeting, text: str) -> int:
    """A question as it is stored before anybody or anything looked it through."""
    ports.store.questions.receive(meeting.id, NewQuestion("X", text, text, "Jo", NOON), text, NOON)
    question = ports.store.questions.by_native_id("X", text)
    assert question is not None
    return question.id


def test_a_question_is_marked_until_it_was_looked_through(ports: Ports, meeting: Meeting) -> None:
    id_ = unread(ports, meeting, "Who has my number, 07700 900123?")
    question = ports.store.questions.get(id_)
    assert question is not None
    assert question.flags == UNREAD
    screen_waiting(ports)

    assert [flag.kind for flag in now(ports, question).flags] == [Kind.PHONE]
    assert ports.store.questions.unscreened(1) == []


def test_the_desks_hear_of_what_was_found(ports: Ports, meeting: Meeting) -> None:
    unread(ports, meeting, "Why?")
    before = ports.store.meetings.revisions()
    screen_waiting(ports)

    assert ports.store.meetings.revisions()[meeting.id] > before[meeting.id]


def test_a_question_from_before_texts_were_screened_gets_its_flags(
    ports: Ports, store: SqlStore, meeting: Meeting
) -> None:
    question = asked(ports, meeting, "Who has my number, 07700 900123?")
    store.database.execute("UPDATE question SET flags = NULL")  # as a migration found it
    screen_waiting(ports)

    assert [flag.kind for flag in now(ports, question).flags] == [Kind.PHONE]


class Overwhelmed:
    """A screening for which too many texts wait, or that takes long for each."""

    def __init__(self, clock: StoppedClock, found: tuple[Flag, ...] | None, seconds: float = 0) -> None:
        self._clock, self._found, self._seconds = clock, found, seconds

    def flags(self, text: str, language: str = "en") -> tuple[Flag, ...] | None:
        self._clock.advance(seconds=self._seconds)
        return self._found

    def flags_of_names(self, names: Sequence[str]) -> tuple[Flag, ...] | None:
        return self._found

    def vector(self, text: str) -> bytes | None:
        return None


@pytest.mark.parametrize("found", [None, UNREAD])
def test_what_nobody_looked_through_is_approved_only_with_a_reason(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor, found: tuple[Flag, ...] | None
) -> None:
    question = asked(ports, meeting)
    busy = replace(ports, screening=Overwhelmed(clock, found))
    with pytest.raises(ApprovalBlocked) as stopped:
        act(busy, Action.ACCEPT, question, question.revision, alex)

    assert stopped.value.unread
    assert now(ports, question).state is State.RECEIVED
    act(busy, Action.ACCEPT, question, question.revision, alex, Details(override_reason="Read by two of us"))
    assert now(ports, question).state is State.ACCEPTED


def test_a_question_is_taken_while_too_many_texts_wait_and_looked_through_later(
    ports: Ports, meeting: Meeting, clock: StoppedClock
) -> None:
    question = asked(replace(ports, screening=Overwhelmed(clock, None)), meeting, "Ring 07700 900123?")
    assert question.flags == UNREAD
    screen_waiting(ports)

    assert Kind.PHONE in {flag.kind for flag in now(ports, question).flags}


def test_texts_that_take_long_leave_the_worker_time_for_its_other_work(
    ports: Ports, meeting: Meeting, clock: StoppedClock
) -> None:
    for n in range(10):
        unread(ports, meeting, f"Question {n}?")
    slow = replace(ports, screening=Overwhelmed(clock, (), seconds=3))
    screen_waiting(slow)
    assert len(ports.store.questions.unscreened(10)) == 8
    screen_waiting(slow)
    assert len(ports.store.questions.unscreened(10)) == 6
