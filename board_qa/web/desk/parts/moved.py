"""An old number, from a receipt perhaps: where that question is now."""

from __future__ import annotations

from dataclasses import dataclass

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.question import Question
from board_qa.web.desk.choice import Chosen
from board_qa.web.shell.installation import ports


@dataclass(frozen=True)
class MovedQuestion:
    """`was_called` is its number here, and `meeting` where it is now."""

    was_called: str
    question: Question
    meeting: Meeting


def moved_question(meeting: Meeting, choice: Chosen) -> MovedQuestion | None:
    if choice.number is None:
        return None
    moved = ports().store.questions.moved_from(meeting.id, choice.number)
    there = ports().store.meetings.get(moved.meeting_id) if moved else None
    return MovedQuestion(_was_called(meeting, moved), moved, there) if moved and there else None


def _was_called(meeting: Meeting, moved: Question) -> str:
    history = reversed(ports().store.questions.history(moved.id))
    left = (change.called for change in history if change.meeting_id == meeting.id)
    return next(left, "")
