"""What was erased stays away: from the record, from the next reading of its network, from whoever looks for it."""

from __future__ import annotations

import pytest

from board_qa import catalogue
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import SourceState, State
from board_qa.domain.questions.register import LeftOut
from board_qa.phrases.record import left_out_said, state_said
from board_qa.ports import Ports
from board_qa.services.meetings.record import record
from board_qa.services.networks.collecting import read_now
from board_qa.services.privacy.erasing import erase
from board_qa.services.questions.withdrawing import hidden_at_source
from tests.conftest import RunningNetwork
from tests.support.collecting import queue, read
from tests.support.deciding import asked, do, now, offered
from tests.support.doubles import StoppedClock


def test_the_record_keeps_the_number_and_the_day_of_what_it_had(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    question = do(ports, Action.ANSWER, do(ports, Action.ACCEPT, asked(ports, meeting), alex), alex)
    erase(ports, [question], [], alex)
    (entry,) = record(ports, meeting).entries

    assert (entry.called, entry.state, entry.left_out) == ("1", State.WITHDRAWN, LeftOut.ERASED)
    assert (entry.text, entry.asked_by, entry.via, entry.url, entry.answer) == ("", "", "", "", "")
    assert state_said(entry, over=True) == "Erased"
    assert left_out_said(entry) == "Erased on Monday 23 November 2026 at the request of the person who asked."
    welsh = catalogue.welsh()
    assert left_out_said(entry, welsh) == "Dilëwyd ddydd Llun 23 Tachwedd 2026 ar gais y sawl a ofynnodd."


def test_the_record_has_nothing_of_what_it_never_had(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    erase(ports, [asked(ports, meeting)], [], alex)

    assert record(ports, meeting).entries == []


def test_it_counts_for_nobody_any_more(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    asked(ports, meeting, "Another?")
    erase(ports, [asked(ports, meeting)], [], alex)

    assert record(ports, meeting).came_by == {"Web form": 1}


def test_a_post_that_is_still_on_its_network_is_not_taken_again(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, alex: Actor
) -> None:
    practice.says("maria", "How long is the wait? #AnytownBoard", reply_to=call)
    practice.says("sam", "And who pays? #AnytownBoard", reply_to=call)
    read(ports, practice, clock)
    theirs = next(one for one in queue(ports, meeting) if one.source.author_handle == "maria")
    erase(ports, [theirs], [], alex)
    read_now(ports, "X")
    read(ports, practice, clock, rounds=3)

    assert [one.words for one in queue(ports, meeting) if one.words] == ["And who pays? #AnytownBoard"]
    assert ports.store.person_data.posts("maria") == []
    assert now(ports, theirs).words == ""


def test_what_they_post_next_is_a_question_like_any_other(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, alex: Actor
) -> None:
    practice.says("maria", "How long is the wait? #AnytownBoard", reply_to=call)
    read(ports, practice, clock)
    erase(ports, queue(ports, meeting), [], alex)
    practice.says("maria", "May I ask again? #AnytownBoard", reply_to=call)
    read(ports, practice, clock)

    assert [one.words for one in queue(ports, meeting) if one.words] == ["May I ask again? #AnytownBoard"]


def test_whoever_supported_or_counted_it_hears_that_the_meeting_changed(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    question = asked(ports, meeting)
    before = ports.store.meetings.revisions()[meeting.id]
    erase(ports, [question], [], alex)

    assert ports.store.meetings.revisions()[meeting.id] > before


def test_nothing_that_was_done_to_it_before_is_offered_to_be_taken_back(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    other = do(ports, Action.HOLD, asked(ports, meeting, "Another?"), alex)
    question = do(ports, Action.ACCEPT, asked(ports, meeting), alex)
    erase(ports, [question], [], alex)

    assert [change.question_id for change in offered(ports, meeting, alex)] == [other.id]


def test_a_post_that_was_hidden_does_not_come_back(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    question = asked(ports, meeting)
    hidden_at_source(ports, question, "X")
    erase(ports, [now(ports, question)], [], alex)

    assert now(ports, question).source_state is SourceState.VISIBLE
    assert ports.store.questions.stale_posts("web", ports.clock()) == []


@pytest.mark.parametrize("words", ["", "  ", "@"])
def test_nobody_is_found_by_nothing(ports: Ports, meeting: Meeting, words: str) -> None:
    asked(ports, meeting)  # without a name

    assert ports.store.person_data.questions(words) == []
    assert ports.store.person_data.posts(words) == []
    assert ports.store.person_data.mentioning(words) == []
