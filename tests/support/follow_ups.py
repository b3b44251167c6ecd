"""A board whose rules allow supplementary questions, and a moderator who adds them."""

from __future__ import annotations

from dataclasses import replace

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.entries import Logged
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import Question
from board_qa.ports import Ports
from board_qa.services.questions.supplementary import Becomes, add
from tests.support.deciding import now


def allowing(ports: Ports, meeting: Meeting, **rules: int) -> Meeting:
    """The meeting with a rule that allows them, and perhaps with limits."""
    allowed = replace(meeting.details.rules, supplementary=True, **rules)  # type: ignore[arg-type]
    changed = replace(meeting.details, rules=allowed)
    ports.store.meetings.update(meeting.id, changed)
    found = ports.store.meetings.get(meeting.id)
    assert found is not None
    return found


def follow_up(
    ports: Ports,
    meeting: Meeting,
    parent: Question,
    actor: Actor,
    text: str = "And when?",
    becomes: Becomes = Becomes.ACCEPTED,
    name: str = "",
) -> Question:
    """One more to this question, as it stands now."""
    parent = now(ports, parent)
    typed = Logged(ports.ids.token(), text, name=name)
    return add(ports, meeting, parent, parent.revision, typed, becomes, actor)
