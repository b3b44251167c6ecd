"""What whoever is signed in may take back."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g

from board_qa.domain.accounts.roles import may_any
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Change
from board_qa.domain.questions.transitions import rights_to
from board_qa.domain.questions.undoing import Done
from board_qa.services.questions import undoing
from board_qa.web.shell.guards import actor
from board_qa.web.shell.installation import ports


def undoable(meeting: Meeting) -> Sequence[Change]:
    """What they did last and may still take back, in the role they have now."""
    done = offered(meeting)
    return done.rows if done else []


def offered(meeting: Meeting) -> Done | None:
    """The same, with whether they did something since that a colleague has gone on from."""
    done = undoing.offer(ports(), meeting, actor())
    return done if done and all(may_any(g.moderator.role, rights_to(change)) for change in done.rows) else None
