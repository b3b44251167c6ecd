"""Stop and begin again to take questions from somewhere: a network, or the web form."""

from __future__ import annotations

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.settings import Difference
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports

_SETTING = "paused"


def pause(ports: Ports, meeting: Meeting, source: str, paused: bool, actor: Actor) -> None:
    """For all meetings, by the desk of this one, whose history says who did it. `source` is a network or WEB_FORM."""
    with ports.store.transaction():
        if ports.store.sources.get(source).paused is not paused:
            ports.store.sources.pause(source, paused)
            before, after = ("", source) if paused else (source, "")
            ports.store.settings.record(meeting.id, [Difference(_SETTING, before, after)], actor, ports.clock())
    ports.announcer.changed(meeting.id)
