"""Receipt numbers follow the order in which people posted, whatever order the network's pages have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.ports import Ports
from board_qa.practice.state import Fault
from board_qa.services.meetings import meetings
from tests.conftest import RunningNetwork
from tests.support.collecting import queue, read, texts
from tests.support.doubles import StoppedClock, details


def burst(practice: RunningNetwork, clock: StoppedClock, call: str, count: int = 250) -> list[str]:
    """Replies, posts with the hashtag and mentions, one after the other."""
    said = []
    for n in range(count):
        clock.advance(seconds=0.2)
        text = (f"{n}?", f"{n}? #AnytownBoard", f"@PracticeBoard {n}?")[n % 3]
        practice.says(f"p{n}", text, reply_to="" if n % 3 else call)
        said.append(text)
    return said


def test_a_burst_is_numbered_in_the_order_in_which_it_was_posted(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    said = burst(practice, clock, call)
    read(ports, practice, clock)

    assert texts(ports, meeting) == said
    assert [question.number for question in queue(ports, meeting)] == list(range(1, 251))


def test_posts_of_the_same_moment_are_told_apart_by_their_ids(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    for n in range(120):
        practice.says(f"p{n}", f"{n}?", reply_to=call)
    read(ports, practice, clock)

    assert texts(ports, meeting) == [f"{n}?" for n in range(120)]


@pytest.mark.parametrize("broken", [Fault("search", 500, skip=1), Fault("search", drop=True, skip=1)])
def test_what_was_read_before_a_page_broke_off_is_stored_in_order_and_the_rest_comes_next(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, broken: Fault
) -> None:
    for n in range(150):
        clock.advance(seconds=0.1)
        practice.says(f"p{n}", f"{n}?", reply_to=call)
    practice.network.faults.append(replace(broken))
    read(ports, practice, clock)
    assert texts(ports, meeting) == [f"{n}?" for n in range(50, 150)]  # the newest page came first
    read(ports, practice, clock)

    assert texts(ports, meeting) == [f"{n}?" for n in (*range(50, 150), *range(50))]


def test_the_questions_of_several_meetings_are_each_in_order(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    other = meetings.create(ports, details(hashtag="OtherBoard"))
    for n in range(40):
        clock.advance(seconds=1)
        practice.says(f"p{n}", f"{n}? #{('AnytownBoard', 'OtherBoard')[n % 2]}")
    read(ports, practice, clock)

    for queued in (queue(ports, meeting), queue(ports, other)):
        assert [q.source.asked_at for q in queued] == sorted(q.source.asked_at for q in queued)
        assert len(queued) == 20


def test_an_old_post_that_was_edited_before_it_was_read_keeps_its_place(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    first = practice.says("maria", "Frist?", reply_to=call)
    clock.advance(seconds=5)
    practice.says("jo", "Second?", reply_to=call)
    clock.advance(seconds=5)
    practice.network.edit(first, "First?")
    read(ports, practice, clock)

    assert texts(ports, meeting) == ["First?", "Second?"]
