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
    PUT_ASIDE = "put_aside"
    EXPLAIN_WITHDRAWAL = "explain_withdrawal"
    SHOW_AGAIN = "show_again"
    EDIT_AT_SOURCE = "edit_at_source"
    CORRECT_COPY = "correct_copy"
    ERASE = "erase"
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
class Details:
    """What belongs to an action beside what it changed: `phrases.history` says it. Each action has its own of them.

    `reason` is what the asker reads of a decline, a redirect or a withdrawal, and `override_reason` why words were
    published that stop an approval. `note` was typed for colleagues, and `colleague` was asked. `with_number` is the
    question that one was grouped with, `before_number` or `after_number` beside which one it was moved. `owner` and
    `due_on` (an ISO date) are of a written answer. `meeting_title` and `meeting_day` (an ISO date) are the other
    meeting of a move, and `was_number` the number that the question had there. Numbers are as people say them ("4a").
    """

    reason: str = ""
    override_reason: str = ""
    note: str = ""
    colleague: str = ""
    agenda_item: str | None = None  # '' where the question has none now
    with_number: str = ""
    before_number: str = ""
    after_number: str = ""
    owner: str = ""
    due_on: str = ""
    meeting_title: str = ""
    meeting_day: str = ""
    was_number: str = ""


NO_DETAILS = Details()


@dataclass(frozen=True)
class Change:
    """One row of history: who did what to which question (or to the screen), when, and with which details.

    `before` and `after` hold the parts of the question's disposition that differ, or of the section's times. A question
    that was moved to another meeting has two rows, one in each, and each names the other one. `supplementary` is what a
    supplementary question was called then ("4a"), '' for any other.
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
    details: Details = NO_DETAILS
    text_before: str = ""
    actor_id: int | None = None
    undoes: int | None = None
    other_meeting_id: int | None = None
    other_revision: int | None = None
    supplementary: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)

    @property
    def called(self) -> str:
        """The number of its question as people say it; '' where it is of none."""
        return self.supplementary or str(self.question_number or "")


@dataclass(frozen=True)
class Actor:
    """Who is acting: a moderator with an account, or a channel speaking for a source (no id)."""

    name: str
    id: int | None = None
