"""The vectors of questions: which are due, which are near, and whatever another process stored meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, NewQuestion, Question
from board_qa.ports import Ports
from board_qa.services.meetings import meetings
from board_qa.services.questions.moderating import act
from board_qa.services.questions.vectors import work_out_vectors
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sql.vector_matrix import VectorMatrix
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.deciding import asked, now
from tests.support.doubles import NOON, details


def pointing(*numbers: float) -> bytes:
    vector = np.zeros(256)
    vector[: len(numbers)] = numbers
    return (vector / (np.linalg.norm(vector) or 1)).astype("<f2").tobytes()


def filled(vectors: Sequence[bytes]) -> VectorMatrix:
    matrix = VectorMatrix()
    for at, vector in enumerate(vectors):
        matrix.set(at, vector)
    return matrix


def ids(matrix: VectorMatrix, question_id: int, *but_not: int, limit: int = 10) -> list[int]:
    return [id_ for id_, _ in matrix.nearest(question_id, {question_id, *but_not}, limit)]


def due(ports: Ports) -> list[int]:
    return [question.id for question in ports.store.vectors.due(100)]


def test_the_nearest_come_first_and_what_points_elsewhere_not_at_all() -> None:
    matrix = filled([pointing(1), pointing(1, 1), pointing(1, 0.1), pointing(-1), pointing(0, 1), b""])

    assert ids(matrix, 0) == [2, 1]
    assert ids(matrix, 0, 2) == [1]
    assert ids(matrix, 0, limit=1) == [2]


def test_a_question_about_nothing_is_near_to_none_and_an_unknown_one_is_said_to_be_unknown() -> None:
    matrix = filled([b"", pointing(1), b""])

    assert ids(matrix, 0) == ids(matrix, 1) == []
    assert 2 in matrix
    assert 9 not in matrix


def test_how_near_those_usually_are_is_told_as_well() -> None:
    matrix = filled([pointing(1), pointing(1), pointing(1)])

    assert [cosine for _, cosine in matrix.nearest(0, {0}, 2)] == pytest.approx([1, 1], abs=0.001)
    assert matrix.usual(1, 2) == pytest.approx(1, abs=0.001)
    assert matrix.usual(1, 4) == matrix.usual(1, 2)  # remembered


def test_among_thousands_the_nearest_are_the_same_as_by_comparing_with_each() -> None:
    random = np.random.default_rng(1948)
    vectors = [pointing(*random.standard_normal(256)) for _ in range(3_000)]
    close = [
        pointing(*(np.frombuffer(vectors[at], dtype="<f2") + random.standard_normal(256) * 0.02)) for at in range(9)
    ]
    matrix = filled([*vectors, *close])

    assert [ids(matrix, at, limit=1) for at in range(9)] == [[3_000 + at] for at in range(9)]


def test_every_question_is_due_once_until_its_vector_is_there(ports: Ports, meeting: Meeting) -> None:
    first, second = asked(ports, meeting, "Why is the lift broken?"), asked(ports, meeting, "Why is the lift out?")
    assert due(ports) == [first.id, second.id]
    work_out_vectors(ports)

    assert due(ports) == []
    assert [one.question_id for one in ports.store.vectors.nearest(first.id, {first.id}, 10) or []] == [second.id]


def test_other_words_make_it_due_again_and_another_decision_does_not(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    question = asked(ports, meeting, "Why is the lift broken?")
    work_out_vectors(ports)
    act(ports, Action.HOLD, question, question.revision, alex)
    assert due(ports) == []
    question = now(ports, question)
    act(
        ports,
        Action.EDIT_WORDING,
        question,
        question.revision,
        alex,
        update=DispositionUpdate(wording="Why is the chapel cold?"),
    )
    assert due(ports) == [question.id]


def test_a_vector_of_words_that_changed_meanwhile_is_not_stored(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    read = asked(ports, meeting, "Why is the lift broken?")
    act(
        ports,
        Action.EDIT_WORDING,
        read,
        read.revision,
        alex,
        update=DispositionUpdate(wording="Why is the chapel cold?"),
    )
    ports.store.vectors.put([(read, pointing(1))])

    assert due(ports) == [read.id]
    assert ports.store.vectors.nearest(read.id, (), 10) is None


def test_what_another_process_stored_is_found_at_once(process: Callable[[], SqlStore]) -> None:
    ours, theirs = process(), process()
    for store in (ours, theirs):
        assert store.vectors.nearest(1, (), 10) is None
    meeting = ours.meetings.add(details(), "7K4P", "token", NOON)
    assert meeting is not None
    questions = [_stored(ours, meeting, text) for text in ("One?", "Two?")]
    theirs.vectors.put([(question, pointing(1)) for question in questions])
    near = ours.vectors.nearest(questions[0].id, {questions[0].id}, 10)
    theirs.vectors.put([])

    assert [one.question_id for one in near or []] == [questions[1].id]


def _stored(store: SqlStore, meeting: Meeting, text: str) -> Question:
    store.questions.receive(meeting.id, NewQuestion("web", text, text, "", NOON), text, NOON)
    question = store.questions.by_token(text)
    assert question is not None
    return question


def test_the_questions_of_the_version_before_are_due(tmp_path: Path) -> None:
    before = Path(__file__).parent / "schema" / "versions" / "0.1.sqlite"
    path = tmp_path / "board.db"
    path.write_bytes(before.read_bytes())
    with sqlite3.connect(path) as old:
        (many,) = old.execute("SELECT COUNT(*) FROM question").fetchone()
    store = SqliteStore(str(path))

    assert many > 0
    assert len(store.vectors.due(1_000)) == many
    store.close()


def test_the_worker_works_them_out_a_hundred_at_a_time(ports: Ports) -> None:
    meeting = meetings.create(ports, details())
    for number in range(130):
        asked(ports, meeting, f"Why is lift {number} broken?")
    work_out_vectors(ports)
    assert len(due(ports)) == 30
    work_out_vectors(ports)
    assert due(ports) == []
