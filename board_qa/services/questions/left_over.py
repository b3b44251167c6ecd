"""Questions that a meeting did not come to: answered in writing together, or moved to the next meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import Question, State
from board_qa.domain.questions.transitions import NotAllowed, decide_write
from board_qa.domain.questions.undoing import Done
from board_qa.ports import Ports
from board_qa.ports.questions import Conflict
from board_qa.services.meetings.meetings import is_over
from board_qa.services.questions.moderating import as_seen
from board_qa.services.questions.moving import move_to_meeting, other_meetings
from board_qa.services.questions.storing import store_decision
from board_qa.services.questions.undoing import NothingToUndo, announce, take_back


@dataclass(frozen=True)
class Together:
    """What the questions are called with which something was done, and those that somebody else was quicker with."""

    done: Sequence[str]
    refused: Sequence[str]


def answer_in_writing(
    ports: Ports, meeting: Meeting, seen: Mapping[int, int], owner: str, due_on: str, actor: Actor
) -> Sequence[Question]:
    """Promise a written answer to these questions of the meeting, by number and revision, as one action with one undo.

    Raises Conflict where one has changed since, NotAllowed where one was never approved: it is looked at by itself.
    """
    with ports.store.transaction():
        questions = [as_seen(ports, one, seen[one.number]) for one in _these(ports, meeting, seen)]
        for one in questions:
            if one.state is not State.ACCEPTED:
                raise NotAllowed(Action.WRITE, one.state)
        if questions:
            store_decision(ports, meeting.id, decide_write(questions, owner, due_on), questions, actor)
    ports.announcer.changed(meeting.id)
    return questions


def meetings_to_come(ports: Ports, meeting: Meeting) -> Sequence[Meeting]:
    """Meetings that a question can be kept for, the next one first."""
    now = ports.clock()
    others = other_meetings(ports, meeting)
    return [one for one in others if not (one.details.cancelled or is_over(one, now))]


def carry_over(ports: Ports, meeting: Meeting, seen: Mapping[int, int], to: Meeting, actor: Actor) -> Together:
    """Move these questions, by number and revision, to another meeting, each as an action of its own.

    Whatever was put together with one of them comes along, or both stay. All of one press have the same moment, by
    which they are known when they are taken back.
    """
    moment = ports.clock()
    at_once = replace(ports, clock=lambda: moment)
    done: list[str] = []
    refused = [str(number) for number in seen if ports.store.questions.by_number(meeting.id, number) is None]
    for question in _these(ports, meeting, seen):
        try:
            done += _carry(at_once, meeting, question, seen[question.number], to, actor)
        except (Conflict, NotAllowed):
            refused.append(question.called)
    return Together(done, refused)


def _carry(
    ports: Ports, meeting: Meeting, question: Question, revision: int, to: Meeting, actor: Actor
) -> Sequence[str]:
    """Move one with all that were put together with it, or nothing; what they were called."""
    with ports.store.transaction():
        members = ports.store.questions.members(question.id)
        move_to_meeting(ports, meeting, question, revision, to, actor)
        for member in members:
            fresh = ports.store.questions.get(member.id) or member
            move_to_meeting(ports, meeting, fresh, fresh.revision, to, actor)
    return [question.called, *(member.called for member in members)]


def moved_last(ports: Ports, meeting: Meeting, actor: Actor) -> Sequence[Done]:
    """What this moderator moved away from the meeting with their last press, if nothing else came after; last first."""
    if actor.id is None:
        return []
    history = ports.store.meetings
    actions = history.actions_of(meeting.id, actor.id)
    first = next(actions, None)
    if first is None or first[0].action is not Action.LEAVE_MEETING:
        return []
    moment = first[0].at
    same_press = takewhile(lambda rows: (rows[0].action, rows[0].at) == (Action.LEAVE_MEETING, moment), actions)
    return [Done(rows, history.standing_since(rows)) for rows in (first, *same_press)]


def bring_back(ports: Ports, meeting: Meeting, revision: int, actor: Actor) -> Together:
    """Take back what was moved with one press; `revision` is of the last of those moves.

    What somebody has decided about since, in the other meeting, stays there. Raises NothingToUndo.
    """
    moved = moved_last(ports, meeting, actor)
    if not moved or moved[0].revision != revision:
        raise NothingToUndo
    done: list[str] = []
    refused: list[str] = []
    for one in moved:
        called = one.rows[0].called
        try:
            # A question goes back into its group only after that has: what stands since is looked at each time.
            take_back(ports, Done(one.rows, ports.store.meetings.standing_since(one.rows)), actor)
        except (Conflict, NotAllowed):
            refused.append(called)
            continue
        announce(ports, meeting, one)
        done.append(called)
    return Together(done, refused)


def _these(ports: Ports, meeting: Meeting, seen: Mapping[int, int]) -> Sequence[Question]:
    """The questions with these numbers, in their order."""
    if not seen:
        return []
    found = {one.number: one for one in ports.store.queue.numbered(meeting.id, frozenset(State), seen)}
    return [found[number] for number in seen if number in found]
