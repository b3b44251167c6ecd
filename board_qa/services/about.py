"""Change what the pages about the service say of the board."""

from __future__ import annotations

from collections.abc import Sequence

from board_qa.domain.meetings.about import AboutBoard
from board_qa.domain.meetings.settings import Difference
from board_qa.domain.questions.history import Actor
from board_qa.services.core import Core
from board_qa.services.meetings import fingerprint


class ChangedMeanwhile(Exception):
    """Somebody else saved first; `about` is how it stands now. Nothing was stored."""

    def __init__(self, about: AboutBoard) -> None:
        super().__init__("changed meanwhile")
        self.about = about


def change(core: Core, about: AboutBoard, seen: str, by: Actor, differences: Sequence[Difference]) -> None:
    """Store it where it still stands as it was seen: `fingerprint` of what the form was made from.

    The differences made go on the record. Raises ChangedMeanwhile.
    """
    with core.store.transaction():
        now = core.store.about.get()
        if fingerprint(now) != seen:
            raise ChangedMeanwhile(now)
        core.store.about.save(about)
        core.store.settings.record(None, differences, by, core.clock())
