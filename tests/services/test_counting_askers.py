"""Limits for each person, organisation and meeting are counted for the questions shown, as if the queue were read."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import Identity, Rules
from board_qa.domain.questions.askers import organisation_key
from board_qa.domain.questions.breaches import Asked, Breach, Counted, Rule, breaches_of
from board_qa.domain.questions.question import NewQuestion, Question, State
from board_qa.domain.questions.tallies import Earlier, Tally
from board_qa.ports import Ports
from board_qa.services.meetings import meetings
from board_qa.services.questions import rule_checks
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.doubles import NOON, details
from tests.support.old_database import before
from tests.support.rules_meeting import ruled
from tests.support.watching import watched

NAMES = ["", "", "Ann Lee", "ann lee", "Dr Ann Lee", "Bo Kim", "Sam", "Anonymous", "Cy Roe", "Dee Fox", "Ed Hall"]
HANDLES = ["", "", "", "ann", "bo", "dee_f"]
EMAILS = ["", "", "ann@example.org", "Ann@Example.org", "bo@example.org", "family@example.org", "dee@example.org"]
ORGANISATIONS = ["", "", "Carers’ Group", "the carers' group", "Self", "Patient Voice"]
LIMITS = {"per_person": 2, "per_organisation": 1, "per_meeting": 30}


def fill(ports: Ports, meeting: Meeting, count: int, chance: random.Random) -> None:
    """Questions of people who are sometimes known by one key and sometimes by another; some are withdrawn."""
    for number in range(count):
        new = NewQuestion(
            chance.choice(("web", "X", "Bluesky")),
            f"{meeting.id}-{number}",
            "Why?",
            chance.choice(NAMES),
            NOON,
            author_handle=chance.choice(HANDLES),
            email=chance.choice(EMAILS),
            organisation=chance.choice(ORGANISATIONS),
        )
        ports.store.questions.receive(meeting.id, new, f"token-{meeting.id}-{number}", NOON)


def withdraw(store: SqlStore, meeting: Meeting, chance: random.Random, share: float) -> None:
    for question in store.questions.of_meeting(meeting.id):
        if chance.random() < share:
            store.database.execute("UPDATE question SET state = 'withdrawn' WHERE id = ?", question.id)


def whole_queue(ports: Ports, meeting: Meeting) -> dict[int, tuple[Breach, ...]]:
    """Every question's breaches, by reading all of them and counting one after the other."""
    questions = [q for q in ports.store.questions.of_meeting(meeting.id) if q.state is not State.WITHDRAWN]
    everything = [rule_checks.asked(question) for question in questions]
    return breaches_of(meeting.details.rules, meeting.details.closes_at, everything, _plainly(everything))


def _plainly(everything: list[Asked]) -> Counted:
    people, organisations, all_of_them = Tally(), Tally(), Tally()
    return {
        Rule.PER_PERSON: {one.number: people.add(one.number, one.people) for one in everything},
        Rule.PER_ORGANISATION: {
            one.number: organisations.add(one.number, {organisation_key(one.organisation)} - {""}) for one in everything
        },
        Rule.PER_MEETING: {one.number: all_of_them.add(one.number, {"meeting"}) for one in everything},
    }


def pages(questions: list[Question], chance: random.Random) -> list[list[Question]]:
    """What a desk may show: runs of the queue, and questions from here and there."""
    starts = [chance.randrange(len(questions)) for _ in range(4)]
    return [*(questions[start : start + 15] for start in starts), chance.sample(questions, 10), [questions[-1]], []]


@pytest.mark.parametrize("seed", range(12))
def test_counted_for_a_page_they_are_as_counted_over_the_whole_queue(
    ports: Ports, store: SqlStore, meeting: Meeting, seed: int
) -> None:
    chance = random.Random(seed)
    fill(ports, meetings.create(ports, details()), 60, chance)  # the same people, at another meeting
    fill(ports, meeting, 90, chance)
    withdraw(store, meeting, chance, seed / 30)
    meeting = ruled(ports, meeting, **LIMITS)
    expected = whole_queue(ports, meeting)

    for shown in pages(ports.store.questions.of_meeting(meeting.id), chance):
        numbers = {question.number for question in shown if question.state is not State.WITHDRAWN}
        assert rule_checks.breaches(ports, meeting, shown) == {number: expected[number] for number in numbers}
    assert any(found.rule is rule for rule in _plainly([]) for breaches in expected.values() for found in breaches)


def test_a_limit_reads_the_questions_of_those_shown_alone_and_along_an_index(
    ports: Ports, sqlite: SqliteStore, meeting: Meeting
) -> None:
    meeting = ruled(ports, meeting, **LIMITS)
    shown: list[Question] = []

    def cost() -> tuple[int, int]:
        with watched(sqlite.database, step=1) as seen:
            rule_checks.breaches(ports, meeting, shown)
        assert seen.whole_tables() == []
        return seen.rows, seen.steps

    def others(first: int, count: int) -> None:
        with sqlite.transaction():
            for number in range(first, first + count):
                new = NewQuestion(
                    "web",
                    f"{number}",
                    "Why?",
                    f"Ann Lee{number}",
                    NOON,
                    email=f"{number}@example.org",
                    organisation=f"Group {number}",
                )
                sqlite.questions.receive(meeting.id, new, f"other-{number}", NOON)

    others(0, 50)
    shown = ports.store.questions.of_meeting(meeting.id)
    rows, steps = cost()
    others(50, 1_000)
    more_rows, more_steps = cost()

    assert more_rows == rows
    # What is looked for ends where its index ends, or where another row begins, which is one step more for each shown.
    assert steps <= more_steps <= steps + len(shown)


def test_a_flood_from_one_person_is_one_row_and_counted_to_the_last(
    ports: Ports, sqlite: SqliteStore, meeting: Meeting
) -> None:
    meeting = ruled(ports, meeting, per_person=1)
    with sqlite.transaction():
        for number in range(1_000):
            new = NewQuestion("web", f"{number}", "Why?", "Ann Lee", NOON, email="ann@example.org")
            sqlite.questions.receive(meeting.id, new, f"flood-{number}", NOON)
    last = ports.store.questions.by_number(meeting.id, 1_000)
    assert last
    with watched(sqlite.database) as seen:
        (breach,) = rule_checks.breaches(ports, meeting, [last])[1_000]

    assert breach.label == "1000 from one person"
    assert "999 questions came before it from the same person" in breach.sentence
    assert seen.rows == 1


def test_the_keys_of_an_asker_are_kept_as_digests(ports: Ports, store: SqlStore, meeting: Meeting) -> None:
    fill(ports, meeting, 40, random.Random(5))
    kept = str(store.database.rows("SELECT asker, organisation_key FROM question")) + str(
        store.database.rows("SELECT * FROM asker_key")
    )

    assert store.database.rows("SELECT key FROM asker_key")
    assert not [word for word in ("ann", "example", "carers", "dee_f") if word in kept.casefold()]


def test_the_askers_of_a_database_of_the_version_before_are_counted_as_well(tmp_path: Path) -> None:
    old = before(tmp_path, "m022_askers", "Why?", "When?", "Who?", "Where?")
    old.execute("UPDATE question SET author_name = 'Dr Ann Lee' WHERE number IN (1, 3)")
    old.execute("UPDATE question SET email = 'ann@example.org', organisation = 'Carers’ Group' WHERE number IN (3, 4)")
    old.close()
    store = SqliteStore(str(tmp_path / "old.db"))
    people = store.askers.same_people(1, ["email: ann@example.org"])
    (group,) = store.askers.same_organisations(1, ["carers group"])
    store.close()

    assert sorted(one.numbers for one in people) == [(1,), (3,), (4,)]
    assert group.numbers == (3, 4)


def test_without_a_limit_nobody_is_counted(ports: Ports, sqlite: SqliteStore, meeting: Meeting) -> None:
    fill(ports, meeting, 20, random.Random(1))
    questions = ports.store.questions.of_meeting(meeting.id)
    plain = replace(meeting, details=replace(meeting.details, rules=Rules(identity=Identity.OPTIONAL)))
    with watched(sqlite.database) as seen:
        rule_checks.breaches(ports, plain, questions)

    assert seen.statements == []
    assert ports.store.askers.came_before(meeting.id, []) == {}
    assert Earlier() == Earlier(0, 0)
