"""How long a change takes until screens are told of it: what stands before and behind the broadcaster and looks on."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from board_qa.live.broadcaster import Emitter
from board_qa.ports.system import Announcer

Observe = Callable[[str, float], None]


class NewsTimes:
    """When each meeting's change was announced that is not told yet; `observe` gets the kind of room, and seconds.

    What another process changed is not timed: nobody announced it here.
    """

    def __init__(self, observe: Observe, now: Callable[[], float] = time.monotonic) -> None:
        self._observe, self._now = observe, now
        self._announced: dict[str, float] = {}
        self._being_told: dict[str, float | None] = {}

    def announced(self, meeting_id: int) -> None:
        self._announced.setdefault(str(meeting_id), self._now())

    def begin(self, kind: str, meeting_id: str) -> None:
        """A room is about to be told; the desk's is the first of a meeting's."""
        if kind == "desk":
            self._being_told[meeting_id] = self._announced.pop(meeting_id, None)

    def end(self, kind: str, meeting_id: str) -> None:
        began = self._being_told.get(meeting_id)
        if began is not None:
            self._observe(kind, self._now() - began)


class TimedAnnouncer:
    """Listens to whoever announces a change; `also` is told as well. What no screen shows is not timed."""

    def __init__(
        self, announcer: Announcer, watched: Callable[[int], bool], times: NewsTimes, also: Callable[[int], None]
    ) -> None:
        self._announcer, self._watched, self._times, self._also = announcer, watched, times, also

    def changed(self, meeting_id: int) -> None:
        if self._watched(meeting_id):
            self._times.announced(meeting_id)
        self._also(meeting_id)
        self._announcer.changed(meeting_id)

    def notice(self, meeting_id: int, words: str) -> None:
        self._announcer.notice(meeting_id, words)


class TimedEmitter:
    """What the broadcaster sends by; the time it takes is part of how long a screen waits."""

    def __init__(self, emitter: Emitter, times: NewsTimes) -> None:
        self._emitter, self._times = emitter, times

    def emit(self, event: str, data: dict[str, Any], *, to: str) -> None:
        name, _, meeting_id = to.partition(":")
        kind = name.partition("-")[0]
        if event == "delta":
            self._times.begin(kind, meeting_id)
        self._emitter.emit(event, data, to=to)
        if event == "delta":
            self._times.end(kind, meeting_id)
