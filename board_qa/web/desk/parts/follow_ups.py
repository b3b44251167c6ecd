"""The question that one is a follow-up to, those that were asked after it, and the form for the next of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from board_qa.domain.questions.question import Question
from board_qa.domain.questions.supplementary import PUT
from board_qa.services.questions.supplementary import can_have_one
from board_qa.web.desk.parts.beside import LinkedQuestion
from board_qa.web.desk.parts.frame import Frame
from board_qa.web.desk.supplementary.form import FollowUpForm, blank
from board_qa.web.shell import words
from board_qa.web.shell.installation import ports


@dataclass(frozen=True)
class FollowUps:
    """`parent` is the question it was asked after, which `stands` there now; None where it is no follow-up."""

    parent: LinkedQuestion | None
    stands: str
    asked: Sequence[LinkedQuestion]


@dataclass(frozen=True)
class NextFollowUp:
    """The form for one more; `can_be_put`: it may come on the screen at once."""

    form: FollowUpForm
    action: str
    can_be_put: bool


def follow_ups(frame: Frame, question: Question) -> FollowUps:
    parent = ports().store.questions.get(question.parent_id or 0) if question.supplementary else None
    asked = [one for one in ports().store.questions.asked_after(question) if one.supplementary]
    return FollowUps(
        _linked(frame, parent) if parent else None,
        _stands(frame, parent) if parent else "",
        [_linked(frame, one) for one in asked if one.meeting_id == frame.meeting.id],
    )


def next_follow_up(frame: Frame, question: Question) -> NextFollowUp | None:
    """None where this role may add none, or the question can have none."""
    if not (frame.moderates and can_have_one(ports(), frame.meeting, question)):
        return None
    action = url_for("supplementary.add", meeting_id=frame.meeting.id, number=question.number)
    return NextFollowUp(blank(question), action, frame.drives and question.state in PUT)


def _linked(frame: Frame, one: Question) -> LinkedQuestion:
    there = url_for("desk.queue", meeting_id=one.meeting_id, show="all", q=one.number)
    return LinkedQuestion(one, frame.address_of(one) if one.meeting_id == frame.meeting.id else there, None)


def _stands(frame: Frame, parent: Question) -> str:
    if parent.meeting_id != frame.meeting.id:
        return "moved to another meeting"
    return words.STATES[parent.state].lower()
