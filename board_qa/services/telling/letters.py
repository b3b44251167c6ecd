"""Whether a letter still says what is so, and moving it on. Its meeting hears of that."""

from __future__ import annotations

from dataclasses import replace

from board_qa.domain.rests_on import of_letter
from board_qa.domain.telling.fates import told_of
from board_qa.domain.telling.letters import Letter
from board_qa.ports import Ports
from board_qa.services.questions.fates import fate

CHANGED = "Something else became of the question before it was sent"


def is_still_right(ports: Ports, letter: Letter) -> bool:
    """Whether what an email says is so. Of older ones nobody knows more than what had become of the question."""
    question = ports.store.questions.get(letter.question_id)
    meeting = ports.store.meetings.get(question.meeting_id) if question else None
    if question is None or meeting is None:
        return False
    became = fate(ports, question)
    rests_on = letter.rests_on in ("", of_letter(meeting.details, question, became))
    return rests_on and letter.told_of == told_of(became)


def move(ports: Ports, letter: Letter, **changes: object) -> bool:
    """Store these changes where the letter still is as it was read; whether that was so."""
    moved = ports.store.letters.move(letter, replace(letter, **changes))  # type: ignore[arg-type]
    if moved:
        ports.announcer.changed(letter.meeting_id)
    return moved
