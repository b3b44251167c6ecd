"""A post that nobody foresaw the form of: it stops no other post, is told at the desk, and is settled there."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import Lookup, Post, UnreadablePost
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import State
from board_qa.ports import Ports
from board_qa.services.networks.collecting import collect
from board_qa.services.networks.rechecking import check_posts
from board_qa.services.networks.unreadable import settle
from tests.conftest import RunningNetwork
from tests.support.board import Board, post
from tests.support.doubles import NOON, StoppedClock

# After the last day there is, in UTC: it can be read, and not stored.
NO_SUCH_TIME = "9999-12-31T23:59:59-14:00"


def read(ports: Ports, practice: RunningNetwork, clock: StoppedClock) -> None:
    clock.advance(minutes=1)
    collect(ports, practice.channel)


def texts(ports: Ports, meeting: Meeting) -> list[str]:
    return [question.source.text for question in ports.store.questions.of_meeting(meeting.id)]


def dated(practice: RunningNetwork, post_id: str, moment: str) -> None:
    practice.network.db.execute("UPDATE post SET created_at = ? WHERE id = ?", [moment, post_id])


@pytest.fixture
def odd(practice: RunningNetwork) -> str:
    """The id of a post that cannot be taken, between two that can."""
    practice.says("ann", "Before? #AnytownBoard")
    post_id = practice.says("odd", "Odd? #AnytownBoard")
    dated(practice, post_id, NO_SUCH_TIME)
    practice.says("bea", "After? #AnytownBoard")
    return post_id


def test_it_stops_no_other_post_and_is_told_once(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, odd: str
) -> None:
    for _ in range(3):
        read(ports, practice, clock)

    assert sorted(texts(ports, meeting)) == ["After? #AnytownBoard", "Before? #AnytownBoard"]
    assert [one.native_id for one in ports.store.sources.unreadable("X")] == [odd]


def test_it_is_taken_once_it_can_be_and_nobody_needs_to_look_at_it_any_more(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, odd: str
) -> None:
    read(ports, practice, clock)
    dated(practice, odd, NOON.isoformat())
    read(ports, practice, clock)

    assert "Odd? #AnytownBoard" in texts(ports, meeting)
    assert ports.store.sources.unreadable("X") == []


class Garbled:
    """A network that answers a look-up with a post whose text is none."""

    name, cap, looked_up_at_once = "X", 25_000_000, 100

    def __init__(self, post_id: str, others: tuple[Post, ...] = ()) -> None:
        self._garbled = Post(post_id, f"{post_id}9", None, "1", "Ann", "ann", NOON)  # type: ignore[arg-type]
        self._others = others

    def worst_price(self, stream: str, posts: int, with_authors: bool = False) -> int:
        return len(stream) * posts

    def look_up(self, native_ids: Sequence[str], with_authors: bool = False) -> Lookup:
        return Lookup((self._garbled, *self._others), frozenset(native_ids[1:]))


def test_an_edit_that_cannot_be_taken_stops_no_other_look_up(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting
) -> None:
    garbled = practice.says("ann", "Why? #AnytownBoard")
    practice.says("bea", "How? #AnytownBoard")
    read(ports, practice, clock)
    questions = ports.store.questions.of_meeting(meeting.id)
    questions.sort(key=lambda question: question.source.native_id != garbled)
    check_posts(ports, Garbled(garbled), questions)  # type: ignore[arg-type]  # all that is asked of it

    states = {question.source.text: question.state for question in ports.store.questions.of_meeting(meeting.id)}
    assert states == {"Why? #AnytownBoard": State.RECEIVED, "How? #AnytownBoard": State.WITHDRAWN}
    assert [one.native_id for one in ports.store.sources.unreadable("X")] == [garbled]


def test_what_somebody_dealt_with_is_not_told_again(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, alex: Actor, odd: str
) -> None:
    read(ports, practice, clock)
    settle(ports, "X", odd, alex, meeting.id)
    read(ports, practice, clock)

    assert ports.store.sources.unreadable("X") == []


def test_the_desk_says_so_with_a_link_until_somebody_looked(board: Board) -> None:
    address = "https://x.com/i/status/77"
    board.ports.store.sources.add_unreadable("X", UnreadablePost("77", address), NOON)
    moderator = board.signed_in()
    assert f'href="{address}"' in moderator.get(board.path).text

    answer = post(moderator, board.path, f"{board.path}/sources/X/unreadable", post="77")
    assert answer.status_code == 303
    assert address not in moderator.get(board.path).text
