"""What the core needs from where the recaps of meetings are kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from board_qa.domain.meetings.recap import Recap


class RecapStore(Protocol):
    """What moderators picked for the recaps of meetings."""

    def of_meeting(self, meeting_id: int) -> Recap:
        """What was saved last, or an empty one of revision 0."""

    def save(self, meeting_id: int, recap: Recap) -> bool:
        """Store it in place of the one that has the same revision, as the next one; False where there is no such one
        any more."""

    def last_set(self, question_ids: Collection[int], parts: Collection[str]) -> dict[int, datetime]:
        """By id of a question: when one of these parts of its disposition, its words where they were posted or whether
        its name is withheld changed last. Those of which none ever did are left out."""
