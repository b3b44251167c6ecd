"""Take back what one did oneself, as long as nobody has built upon it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Actor, Change
from board_qa.domain.questions.question import Question
from board_qa.domain.questions.undoing import BuiltUpon, Done, decide_undo
from board_qa.ports import Ports
from board_qa.ports.questions import Conflict

# Of somebody's last actions so many are looked through for one that nobody has built upon.
_LOOKED_THROUGH = 100


class NothingToUndo(Exception):
    """This moderator has done nothing in this meeting that still stands."""


def offer(ports: Ports, meeting: Meeting, actor: Actor) -> Done | None:
    """This moderator's last action but for those that somebody else has built upon, which nothing can be done about."""
    return next((done for done in _last(ports, meeting, actor) if not done.built_upon_by_others(actor)), None)


def very_last(ports: Ports, meeting: Meeting, actor: Actor) -> Done | None:
    """This moderator's last action that nobody took back, whatever was built upon it."""
    return next(_last(ports, meeting, actor), None)


def offered(ports: Ports, meeting: Meeting, revision: int, actor: Actor) -> Done:
    """The action that this moderator was offered to take back; a colleague may have built upon it since.

    Raises NothingToUndo.
    """
    for done in (offer(ports, meeting, actor), very_last(ports, meeting, actor)):
        if done and done.revision == revision:
            return done
    raise NothingToUndo


def undo(ports: Ports, meeting: Meeting, revision: int, actor: Actor) -> Sequence[Change]:
    """Take back this moderator's last action that still stands, and return its rows.

    `revision` names the action the moderator saw offered: pressed twice, it is taken back once.

    Raises NothingToUndo, Conflict where something was done since, NotAllowed where another question is on screen now.
    """
    with ports.store.transaction():
        pressed = offered(ports, meeting, revision, actor)
        take_back(ports, pressed, actor)
    announce(ports, meeting, pressed)
    return pressed.rows


def take_back(ports: Ports, pressed: Done, actor: Actor) -> None:
    """Store the undo of an action of theirs, and tell nobody yet. Raises Conflict, NotAllowed as `undo` does."""
    with ports.store.transaction():
        done = _whole(ports, pressed)
        there = done.rows[0].meeting_id
        try:
            decision = decide_undo(done, _touched(ports, done.rows), ports.store.questions.on_screen(there))
        except BuiltUpon as since:
            raise Conflict(since.change) from since
        ports.store.questions.apply(there, decision, {}, actor, ports.clock())


def announce(ports: Ports, meeting: Meeting, pressed: Done) -> None:
    """Tell whoever looks at it of what was taken back, in both meetings where a question was moved."""
    for meeting_id in {meeting.id, *(change.other_meeting_id or meeting.id for change in pressed.rows)}:
        ports.announcer.changed(meeting_id)


def _last(ports: Ports, meeting: Meeting, actor: Actor) -> Iterator[Done]:
    """What this moderator did in the meeting and nobody took back, last first. What was erased is gone for good."""
    if actor.id is None:
        return
    history, is_last = ports.store.meetings, True
    for rows in islice(history.actions_of(meeting.id, actor.id), _LOOKED_THROUGH):
        done = Done(rows, history.standing_since(rows), is_last)
        if all(change.action is not Action.ERASE for change in (*rows, *done.in_the_way())):
            yield done
            is_last = False


def _whole(ports: Ports, done: Done) -> Done:
    """The action in the meeting where it was done: a question that came from another one left that one."""
    came = next((change for change in done.rows if change.action is Action.JOIN_MEETING), None)
    if came is None or came.other_meeting_id is None or came.other_revision is None:
        return done
    rows = ports.store.meetings.changes_of(came.other_meeting_id, came.other_revision)
    return Done(rows, ports.store.meetings.standing_since(rows))


def _touched(ports: Ports, changes: Sequence[Change]) -> dict[int, Question]:
    """The questions of these changes, with those they were grouped into."""
    ids = {id_ for change in changes for id_ in (change.question_id, change.before.get("grouped_into")) if id_}
    return {id_: question for id_ in ids if (question := ports.store.questions.get(id_))}
