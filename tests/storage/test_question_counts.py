"""How many questions are in each state: kept beside them, and never another number than they are."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import NewQuestion, State
from board_qa.ports import Ports
from board_qa.ports.stores import Store
from board_qa.services.meetings import meetings
from board_qa.services.questions.moving import move_to_meeting
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.deciding import asked, do, now, take_back, together
from tests.support.doubles import NOON, details

VERSION_BEFORE = Path(__file__).parent / "schema" / "versions" / "0.1.sqlite"


def agreed(store: Store, meeting: Meeting) -> dict[State, int]:
    """The counts, which are those of the questions themselves."""
    counts = store.questions.counts(meeting.id)
    assert counts == Counter(question.state for question in store.questions.of_meeting(meeting.id))
    return counts


def test_each_question_is_counted_where_it_stands(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    questions = [asked(ports, meeting, f"Why is ward {number} closed?") for number in range(4)]
    assert agreed(ports.store, meeting) == {State.RECEIVED: 4}

    do(ports, Action.ACCEPT, questions[0], alex)
    do(ports, Action.HOLD, questions[1], alex)
    assert agreed(ports.store, meeting) == {State.RECEIVED: 2, State.ACCEPTED: 1, State.HELD: 1}

    take_back(ports, meeting, alex)
    assert agreed(ports.store, meeting) == {State.RECEIVED: 3, State.ACCEPTED: 1}

    together(ports, questions[2], questions[0], alex)
    assert sum(agreed(ports.store, meeting).values()) == 4


def test_one_that_is_moved_is_counted_in_the_other_meeting(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    other = meetings.create(ports, details(title="December board", hashtag="Other"))
    question = do(ports, Action.ACCEPT, asked(ports, meeting), alex)
    asked(ports, meeting, "And why not?")

    move_to_meeting(ports, meeting, question, question.revision, other, alex)
    assert agreed(ports.store, meeting) == {State.RECEIVED: 1}
    assert agreed(ports.store, other) == {State.RECEIVED: 1}

    take_back(ports, meeting, alex)
    assert agreed(ports.store, meeting) == {State.RECEIVED: 1, State.ACCEPTED: 1}
    assert agreed(ports.store, other) == {}
    assert now(ports, question).state is State.ACCEPTED


def test_what_is_written_past_the_service_is_counted_too(store: SqlStore, meeting: Meeting) -> None:
    for key in "abc":
        store.questions.receive(meeting.id, NewQuestion("web", key, "Why?", "", NOON), key, NOON)
    store.database.execute("DELETE FROM change")
    store.database.execute("DELETE FROM question_vector_due")
    store.database.execute("UPDATE question SET state = 'declined' WHERE number = 1")
    store.database.execute("DELETE FROM question WHERE number = 2")

    assert agreed(store, meeting) == {State.DECLINED: 1, State.RECEIVED: 1}


def test_what_was_taken_back_whole_is_not_counted(store: SqlStore, meeting: Meeting) -> None:
    with pytest.raises(KeyError), store.transaction():  # noqa: PT012  # the failure must come after the write
        store.questions.receive(meeting.id, NewQuestion("web", "k", "Why?", "", NOON), "t", NOON)
        raise KeyError

    assert agreed(store, meeting) == {}


def test_those_of_the_version_before_are_counted_when_it_opens(tmp_path: Path) -> None:
    path = tmp_path / "board.db"
    shutil.copy(VERSION_BEFORE, path)
    store = SqliteStore(str(path))
    store.open()
    counted = [agreed(store, meeting) for meeting in store.meetings.all()]
    store.close()

    assert any(counted)
