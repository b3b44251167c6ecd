"""An old number, from a receipt perhaps: where that question is now."""

from __future__ import annotations

from dataclasses import dataclass

from board_qa.domain.meetings.meeting import Meeting
from board_qa.web.desk.choice import Chosen
from board_qa.web.shell.installation import ports


@dataclass(frozen=True)
class MovedQuestion:
    """`old_number` is what it was here, `number` what it is in `meeting`."""

    old_number: int
    number: int
    meeting: Meeting


def moved_question(meeting: Meeting, choice: Chosen) -> MovedQuestion | None:
    if choice.number is None:
        return None
    moved = ports().store.questions.moved_from(meeting.id, choice.number)
    there = ports().store.meetings.get(moved.meeting_id) if moved else None
    return MovedQuestion(choice.number, moved.number, there) if moved and there else None
