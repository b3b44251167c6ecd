"""Questions by the thousand: a room comes through, a script is held off, and it is forgotten who came from where."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.flooding import HASTY, MANY, MORE, OF_A_NETWORK, OF_A_PAGE, PAGE_WITHIN, By, Sender
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import Receipt, State
from board_qa.phrases.history import did_together
from board_qa.ports import Ports
from board_qa.services.meetings import meetings
from board_qa.services.questions import floods, undoing
from board_qa.services.questions.asking import NotTaken, TooMany, ask
from board_qa.storage.sql.store import SqlStore
from tests.support.deciding import asked, do
from tests.support.doubles import StoppedClock, details

ROOM, ELSEWHERE = "203.0.113.9", "192.0.2.7"


def send(ports: Ports, meeting: Meeting, number: int, sender: Sender) -> Receipt:
    return ask(ports, meeting, AskForm(sender.page, f"Why is ward {number} closed?"), sender=sender)


def somebody(number: int, address: str = ROOM, hasty: bool = False) -> Sender:
    return Sender(f"page {number}", address, hasty)


def taken_of(ports: Ports, meeting: Meeting, senders: list[Sender]) -> int:
    taken = 0
    for number, sender in enumerate(senders):
        try:
            send(ports, meeting, number, sender)
        except TooMany:
            continue
        taken += 1
    return taken


def test_one_page_has_five_questions_and_then_waits(ports: Ports, meeting: Meeting, clock: StoppedClock) -> None:
    page = somebody(1)
    assert taken_of(ports, meeting, [page] * (OF_A_PAGE + 2)) == OF_A_PAGE
    with pytest.raises(TooMany) as refused:
        send(ports, meeting, 100, page)
    assert refused.value.wait == PAGE_WITHIN
    assert "What you typed is still here" in refused.value.problems["question"]

    clock.advance(minutes=10)
    assert send(ports, meeting, 100, page).new


def test_the_same_question_sent_again_has_its_receipt_however_many_came(ports: Ports, meeting: Meeting) -> None:
    page = somebody(1)
    first = [send(ports, meeting, number, page) for number in range(OF_A_PAGE)]

    assert send(ports, meeting, 0, page).token == first[0].token


def test_what_nobody_typed_is_held_off_and_those_who_type_are_not(ports: Ports, meeting: Meeting) -> None:
    script = [somebody(number, hasty=True) for number in range(50)]
    assert taken_of(ports, meeting, script) == HASTY
    assert taken_of(ports, meeting, [somebody(1_000)]) == 1
    assert taken_of(ports, meeting, [somebody(1_001, ELSEWHERE, hasty=True)]) == 1


def test_after_a_roomful_a_network_has_some_every_minute(ports: Ports, meeting: Meeting, clock: StoppedClock) -> None:
    with ports.store.transaction():
        assert taken_of(ports, meeting, [somebody(number) for number in range(OF_A_NETWORK)]) == OF_A_NETWORK
        clock.advance(minutes=2)
        late = [somebody(number) for number in range(2_000, 2_050)]
        assert taken_of(ports, meeting, late) == MORE
        assert taken_of(ports, meeting, [somebody(3_000, ELSEWHERE)]) == 1


def test_everybody_together_has_what_the_board_set(ports: Ports, meeting: Meeting) -> None:
    ports = replace(ports, questions_an_hour=100)
    senders = [somebody(number, f"192.0.2.{number}") for number in range(120)]

    assert taken_of(ports, meeting, senders) == 100


def test_what_a_program_fills_in_unseen_is_not_taken(ports: Ports, meeting: Meeting) -> None:
    form = AskForm("k", "Why?", unseen="http://buy.example")
    with pytest.raises(NotTaken) as refused:
        ask(ports, meeting, form, sender=somebody(1))

    assert "press “Send question” once more" in refused.value.problems["question"]
    assert list(ports.store.questions.of_meeting(meeting.id)) == []


def test_where_a_question_came_from_is_forgotten_after_a_day(
    store: SqlStore, ports: Ports, meeting: Meeting, clock: StoppedClock
) -> None:
    send(ports, meeting, 1, somebody(1))
    kept = "SELECT page, network FROM question_arrival"
    (row,) = store.database.rows(kept)
    assert ROOM not in str(row)
    assert "page 1" not in str(row)
    floods.forget(ports)
    assert len(store.database.rows(kept)) == 1

    clock.advance(hours=24)
    floods.forget(ports)
    assert store.database.rows(kept) == []


def flood(ports: Ports, meeting: Meeting, count: int, address: str = ROOM, text: str = "") -> None:
    for number in range(count):
        page = f"{address} {number} {text}"
        form = AskForm(page, text or f"{number} flats at {number}, and who pays?")
        ask(ports, meeting, form, sender=Sender(page, address, hasty=False))


def states(ports: Ports, meeting: Meeting) -> Counter[State]:
    return Counter(question.state for question in ports.store.questions.of_meeting(meeting.id))


def test_a_flood_from_one_network_is_put_aside_and_taken_back_as_one(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    asked(ports, meeting)
    flood(ports, meeting, MANY)
    flood(ports, meeting, MANY - 1, ELSEWHERE)
    (found,) = floods.waiting(ports, meeting)
    assert (found.by, found.questions) == (By.NETWORK, MANY)
    assert [one.number for one in floods.examples(ports, meeting, found, 2)] == [2, 3]

    assert floods.put_aside(ports, meeting, found.by, found.mark, alex) == MANY
    assert states(ports, meeting) == {State.RECEIVED: MANY, State.WITHDRAWN: MANY}
    assert floods.waiting(ports, meeting) == []
    assert floods.put_aside(ports, meeting, found.by, found.mark, alex) == 0

    offer = undoing.offer(ports, meeting, alex)
    assert offer
    assert did_together(offer.rows) == f"{MANY} questions put aside as a flood"
    undoing.undo(ports, meeting, offer.revision, alex)
    assert states(ports, meeting) == {State.RECEIVED: 2 * MANY}


def test_questions_with_the_same_words_are_a_flood_wherever_they_come_from(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    for number in range(MANY):
        flood(ports, meeting, 1, f"192.0.2.{number}", "Buy our pills now")
    (found,) = floods.waiting(ports, meeting)

    assert (found.by, found.questions) == (By.WORDS, MANY)
    assert floods.put_aside(ports, meeting, found.by, found.mark, alex) == MANY


def test_nobody_in_distress_and_nothing_decided_is_put_aside_with_a_flood(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    flood(ports, meeting, MANY + 1)
    flood(ports, meeting, 1, ROOM, "I want to die, and nobody listens")
    first = ports.store.questions.by_number(meeting.id, 1)
    assert first
    do(ports, Action.ACCEPT, first, alex)
    (found,) = floods.waiting(ports, meeting)
    assert floods.put_aside(ports, meeting, found.by, found.mark, alex) == MANY

    left = [one for one in ports.store.questions.of_meeting(meeting.id) if one.state is not State.WITHDRAWN]
    assert [(one.number, one.state) for one in left] == [(1, State.ACCEPTED), (MANY + 2, State.RECEIVED)]


def test_a_flood_of_one_meeting_touches_no_other(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    other = meetings.create(ports, details(ports.clock()))
    flood(ports, meeting, MANY)
    (found,) = floods.waiting(ports, meeting)

    assert floods.waiting(ports, other) == []
    assert floods.put_aside(ports, other, found.by, found.mark, alex) == 0
