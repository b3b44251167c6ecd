"""What was done to a question or to the screen, by whom and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Action(StrEnum):
    """What was done, as the history keeps it."""

    RECEIVE = "receive"
    ACCEPT = "accept"
    HOLD = "hold"
    DECLINE = "decline"
    PROPOSE_DECLINE = "propose_decline"
    RETURN = "return"
    REDIRECT = "redirect"
    GROUP = "group"
    UNGROUP = "ungroup"
    WRITE = "write"
    EDIT_WORDING = "edit_wording"
    LINK = "link"
    CLAIM = "claim"
    RELEASE = "release"
    ASSIGN = "assign"
    MOVE = "move"
    WITHHOLD_NAME = "withhold_name"
    SHOW_NAME = "show_name"
    NOTE = "note"
    BRIEF = "brief"
    NOTE_ANSWER = "note_answer"
    PUT_ON_SCREEN = "put_on_screen"
    TAKE_OFF_SCREEN = "take_off_screen"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    EXPLAIN_WITHDRAWAL = "explain_withdrawal"
    SHOW_AGAIN = "show_again"
    EDIT_AT_SOURCE = "edit_at_source"
    NAME_AUTHOR = "name_author"
    LEAVE_MEETING = "leave_meeting"
    JOIN_MEETING = "join_meeting"
    BLANK = "blank"
    SHOW_JOINING = "show_joining"
    SHOW_CLOSED = "show_closed"
    START_SECTION = "start_section"
    EXTEND_SECTION = "extend_section"
    STOP_SECTION = "stop_section"
    UNDO = "undo"


@dataclass(frozen=True)
class Change:
    """One row of history: who did what to which question (or to the screen), when and why.

    `before` and `after` hold the parts of the question's disposition that differ, or of the section's times. A question
    that was moved to another meeting has two rows, one in each, and each names the other one.
    """

    meeting_id: int
    revision: int
    action: Action
    actor: str
    at: datetime
    question_id: int | None = None
    question_number: int | None = None
    from_state: str = ""
    to_state: str = ""
    reason: str = ""
    text_before: str = ""
    actor_id: int | None = None
    undoes: int | None = None
    other_meeting_id: int | None = None
    other_revision: int | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Actor:
    """Who is acting: a moderator with an account, or a channel speaking for a source (no id)."""

    name: str
    id: int | None = None
