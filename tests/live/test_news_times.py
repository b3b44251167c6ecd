"""How long screens wait for news, and how many there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.text.saying import ENGLISH
from board_qa.live.broadcaster import HEAD_START, STEPS, Broadcaster
from board_qa.live.news_times import NewsTimes, TimedAnnouncer, TimedEmitter
from board_qa.live.open_sockets import open_sockets
from board_qa.ports import Ports
from board_qa.services.meetings import meetings
from tests.support.doubles import details


class SlowWire:
    """Each room takes a second to be told."""

    def __init__(self) -> None:
        self.time = 0.0
        self.told: list[str] = []

    def emit(self, event: str, data: dict[str, Any], *, to: str) -> None:
        self.time += 1
        self.told.append(f"{event} {to}")


class Newsroom:
    def __init__(self, ports: Ports) -> None:
        self.wire, self.seen, self.noted = SlowWire(), list[tuple[str, float]](), list[int]()
        times = NewsTimes(lambda kind, seconds: self.seen.append((kind, seconds)), lambda: self.wire.time)
        self.sleep: Callable[[float], None] = lambda _seconds: None
        emitter, languages = TimedEmitter(self.wire, times), {"en": ENGLISH}
        self.broadcaster = Broadcaster(ports.store, emitter, ports.clock, languages, self._sleep)
        self.announcer = TimedAnnouncer(self.broadcaster, self.broadcaster.watches, times, self.noted.append)

    def _sleep(self, seconds: float) -> None:
        self.sleep(seconds)


@pytest.fixture
def newsroom(ports: Ports) -> Newsroom:
    return Newsroom(ports)


def rename(ports: Ports, meeting: Meeting) -> None:
    fresh = ports.store.meetings.get(meeting.id)
    assert fresh
    meetings.change(ports, fresh, details(title=f"After {fresh.revision}"))


def test_it_is_timed_from_the_announcement_until_each_kind_of_screen_was_told(
    ports: Ports, meeting: Meeting, newsroom: Newsroom
) -> None:
    newsroom.broadcaster.watch(meeting)
    rename(ports, meeting)
    newsroom.announcer.changed(meeting.id)
    newsroom.wire.time += 10
    newsroom.announcer.changed(meeting.id)  # still the same news, which waits since the first time
    newsroom.broadcaster.flush()

    assert newsroom.seen == [("desk", 11), ("screen", 12), ("public", 13)]
    assert newsroom.noted == [meeting.id, meeting.id]


def test_what_nobody_announced_here_or_nobody_watches_is_not_timed(
    ports: Ports, meeting: Meeting, newsroom: Newsroom
) -> None:
    rename(ports, meeting)
    newsroom.announcer.changed(meeting.id)  # before anybody watches
    newsroom.broadcaster.watch(meeting)
    newsroom.broadcaster.round(4)  # as another process wrote it
    newsroom.broadcaster.pulse()

    assert newsroom.wire.told != []
    assert newsroom.seen == []


def test_screens_are_counted_by_kind_and_a_socket_s_own_room_is_none() -> None:
    rooms: dict[Any, dict[str, str]] = {
        None: {"a": "1", "b": "2", "c": "3"},
        "a": {"a": "1"},
        "public-en:7": {"a": "1"},
        "public-cy:7": {"b": "2"},
        "screen:7": {"c": "3"},
    }

    assert open_sockets(rooms) == {"desk": 0, "screen": 1, "public": 2}


class Evening(Exception):
    """The day is over."""


def steps_until_told(newsroom: Newsroom, happening: dict[int, int], last: int) -> list[int]:
    """At which step of the loop a desk was told, where a meeting (by its id) changes before each of these steps."""
    told: list[int] = []

    def sleep(seconds: float) -> None:
        if seconds == HEAD_START:
            return
        at = sleep.step = getattr(sleep, "step", 0) + 1  # type: ignore[attr-defined]
        told.extend([at - 1] * sum(one.startswith("delta desk") for one in newsroom.wire.told))
        newsroom.wire.told.clear()
        if at > last:
            raise Evening
        if at in happening:
            newsroom.broadcaster.changed(happening[at])

    newsroom.sleep = sleep
    with pytest.raises(Evening):
        newsroom.broadcaster.run()
    return told


def test_what_changes_after_a_quiet_moment_is_told_at_once(meeting: Meeting, newsroom: Newsroom) -> None:
    newsroom.broadcaster.watch(meeting)

    assert steps_until_told(newsroom, {8: meeting.id, 21: meeting.id}, 30) == [8, 21]


def test_what_changes_all_the_time_is_told_together(meeting: Meeting, newsroom: Newsroom) -> None:
    newsroom.broadcaster.watch(meeting)
    told = steps_until_told(newsroom, dict.fromkeys(range(8, 100), meeting.id), 100)

    assert told == [8, *range(12, 100, STEPS)]


def test_the_desk_and_the_screen_are_told_a_moment_before_the_public(
    ports: Ports, meeting: Meeting, newsroom: Newsroom
) -> None:
    newsroom.broadcaster.watch(meeting)
    rename(ports, meeting)
    newsroom.sleep = lambda seconds: newsroom.wire.told.append(f"{seconds} s")
    newsroom.broadcaster.changed(meeting.id)
    newsroom.broadcaster.flush()

    rooms = ["desk", "screen", "public-en"]
    desk, screen, public = (f"delta {room}:{meeting.id}" for room in rooms)
    assert newsroom.wire.told == [desk, screen, f"{HEAD_START} s", public]
