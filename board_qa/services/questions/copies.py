"""Whether a question that somebody brings in came already."""

from __future__ import annotations

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.copies import DuplicateIndex, DuplicateKeys, duplicate_keys
from board_qa.domain.questions.question import Question
from board_qa.ports import Ports


def in_queue(ports: Ports, meeting: Meeting, new: DuplicateKeys) -> Question | None:
    """The same question: in this meeting by link or words, and in any meeting by the network's own id."""
    known = DuplicateIndex[Question]()
    for question in ports.store.copies.like(meeting.id, new):
        known.add(duplicate_keys(question.source), question)
    there = known.copy_of(new)
    return there or ports.store.questions.by_native_id(new.question.channel, new.question.native_id)
