"""What whoever is signed in may take back."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g

from board_qa.domain.accounts.roles import may_any
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Change
from board_qa.domain.questions.transitions import rights_to
from board_qa.services.questions import undoing
from board_qa.web.shell.guards import actor
from board_qa.web.shell.installation import ports


def undoable(meeting: Meeting) -> Sequence[Change]:
    """What they did last and may still take back, in the role they have now."""
    done = undoing.offer(ports(), meeting, actor())
    changes = done.rows if done else []
    return changes if all(may_any(g.moderator.role, rights_to(change)) for change in changes) else []


def is_older(meeting: Meeting, rows: Sequence[Change]) -> bool:
    """Whether they did something since that a colleague has gone on from, so that only what was before it, these rows,
    can be taken back."""
    last = undoing.very_last(ports(), meeting, actor()) if rows else None
    return last is not None and last.revision > rows[0].revision
