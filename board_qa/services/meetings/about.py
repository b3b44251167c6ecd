"""Change what the pages about the service say of the board."""

from __future__ import annotations

from board_qa.domain.meetings import settings
from board_qa.domain.meetings.about import AboutBoard
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.services.meetings.meetings import fingerprint


class ChangedMeanwhile(Exception):
    """Somebody else saved first; `about` is how it stands now. Nothing was stored."""

    def __init__(self, about: AboutBoard) -> None:
        super().__init__("changed meanwhile")
        self.about = about


def help_now(ports: Ports, meeting: Meeting | None = None) -> tuple[str, ...]:
    """Where somebody gets help at once: as the meeting says, else as the board does."""
    of_the_meeting = meeting.details.rules.signposts if meeting else ()
    return of_the_meeting or ports.store.about.get().signposts


def change(ports: Ports, about: AboutBoard, expected: str, actor: Actor) -> None:
    """Store it where it still stands as it was seen: `fingerprint` of what the form was made from.

    What differs goes on the record. Raises ChangedMeanwhile.
    """
    with ports.store.transaction():
        now = ports.store.about.get()
        if fingerprint(now) != expected:
            raise ChangedMeanwhile(now)
        ports.store.about.save(about)
        made = settings.differences(settings.of_board(now), settings.of_board(about))
        ports.store.settings.record(None, made, actor, ports.clock())
