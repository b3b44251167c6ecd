"""Move a question to the meeting that it is for. It is checked again there, under a number of that meeting."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Actor, Change, Details
from board_qa.domain.questions.question import Question
from board_qa.domain.questions.supplementary import GOES_ALONG
from board_qa.domain.questions.transitions import decide_leave_meeting
from board_qa.ports import Ports
from board_qa.services.meetings.meetings import is_over
from board_qa.services.questions.moderating import as_seen
from board_qa.services.questions.storing import store_decision

# As many meetings that are over as one finds a meeting among: a board has six to twelve in a year.
_OVER = 12


def move_to_meeting(
    ports: Ports, meeting: Meeting, question: Question, expected_revision: int, to: Meeting, actor: Actor
) -> Question:
    """Give the question, as it was at the revision that was seen, to another meeting; how it stands there.

    Its supplementary questions that are not settled here go along. One that is moved by itself is a question of its own
    there. Both meetings keep it in their history, and both hear of it. Raises NotAllowed where the question is on the
    screen, was answered here or was withdrawn; Conflict.
    """
    with ports.store.transaction():
        question = as_seen(ports, question, expected_revision)
        along = _going_along(ports, question)
        members = [member for one in (question, *along) for member in ports.store.questions.members(one.id)]
        decision = decide_leave_meeting(question, along, members, to.id, _named(to), _named(meeting))
        store_decision(ports, meeting.id, decision, [question, *along, *members], actor)
    for one in (meeting, to):
        ports.announcer.changed(one.id)
    return ports.store.questions.get(question.id) or question


def _going_along(ports: Ports, question: Question) -> list[Question]:
    asked_after = ports.store.questions.asked_after(question)
    here = (one for one in asked_after if one.supplementary and one.meeting_id == question.meeting_id)
    return [one for one in here if one.state in GOES_ALONG]


def other_meetings(ports: Ports, meeting: Meeting) -> Sequence[Meeting]:
    """Where a question can be moved to: to meetings that are to come and, after these, to the last that are over."""
    now = ports.clock()
    held = [one for one in ports.store.meetings.since(now, _OVER) if not one.details.is_chat]
    others = [one for one in held if one.id != meeting.id]
    over = [one for one in others if is_over(one, now)]
    return [*(one for one in others if one not in over), *reversed(over)]


def came_from(ports: Ports, question: Question) -> Change | None:
    """How the question left the meeting it was in before; None where it always was in this one."""
    return ports.store.questions.last_of(question.id, Action.LEAVE_MEETING)


def _named(meeting: Meeting) -> Details:
    """The meeting as the other one's history names it, whatever becomes of its title."""
    day = meeting.details.starts_at.astimezone(ZoneInfo(meeting.details.timezone)).date()
    return Details(meeting_title=meeting.details.title, meeting_day=day.isoformat())
