"""Withdraw a question from every screen: because its post was deleted, or because its asker wants it gone."""

from __future__ import annotations

from dataclasses import replace

from board_qa.domain.questions.askers import asker
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import Question, State
from board_qa.domain.questions.transitions import decide_withdraw
from board_qa.domain.questions.withdrawing import BY_ITS_ASKER, can_withdraw
from board_qa.services.core import Core


class TooLate(Exception):
    """The question was dealt with already, or its asker has no page of their own to withdraw it on."""


def deleted_at_source(core: Core, question: Question, network: str) -> None:
    """What its author deleted is withdrawn here, whatever had been decided."""
    reason = f"Deleted by its author on {network}"
    with core.store.transaction():
        question = _as_now(core, question)
        if question.state is State.WITHDRAWN:
            return
        _withdraw(core, question, Actor(network), reason, in_history=reason)
    core.announcer.changed(question.meeting_id)


def by_its_asker(core: Core, question: Question) -> None:
    """What its asker no longer wants to ask; twice is once. Raises TooLate."""
    with core.store.transaction():
        question = _as_now(core, question)
        if question.state is State.WITHDRAWN:
            return
        if not can_withdraw(question, core.store.questions.get(question.standing.grouped_into or 0)):
            raise TooLate
        _withdraw(core, question, asker(question), BY_ITS_ASKER, in_history="")
    core.announcer.changed(question.meeting_id)


def _as_now(core: Core, question: Question) -> Question:
    return core.store.questions.get(question.id) or question


def _withdraw(core: Core, question: Question, by: Actor, reason: str, in_history: str) -> None:
    """Store it, in the caller's transaction. Its asker reads the reason."""
    members = core.store.questions.members(question.id)
    decision = replace(decide_withdraw(question, members, reason), reason=in_history)
    seen = {one.id: one.revision for one in (question, *members)}
    core.store.questions.apply(question.meeting_id, decision, seen, by, core.clock())
