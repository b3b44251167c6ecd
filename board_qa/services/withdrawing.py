"""Withdraw a question from every screen: because its post was deleted, or because its asker wants it gone."""

from __future__ import annotations

from dataclasses import replace

from board_qa.domain.questions.askers import asker
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import Question, State
from board_qa.domain.questions.transitions import decide_withdraw
from board_qa.domain.questions.withdrawing import BY_ITS_ASKER, can_withdraw
from board_qa.ports import Ports


class WithdrawalClosed(Exception):
    """The question was dealt with already, or its asker has no page of their own to withdraw it on."""


def deleted_at_source(ports: Ports, question: Question, network: str) -> None:
    """What its author deleted is withdrawn here, whatever had been decided."""
    reason = f"Deleted by its author on {network}"
    with ports.store.transaction():
        question = _as_now(ports, question)
        if question.state is State.WITHDRAWN:
            return
        _withdraw(ports, question, Actor(network), reason, in_history=reason)
    ports.announcer.changed(question.meeting_id)


def by_its_asker(ports: Ports, question: Question) -> None:
    """What its asker no longer wants to ask; twice is once. Raises WithdrawalClosed."""
    with ports.store.transaction():
        question = _as_now(ports, question)
        if question.state is State.WITHDRAWN:
            return
        if not can_withdraw(question, ports.store.questions.get(question.disposition.grouped_into or 0)):
            raise WithdrawalClosed
        _withdraw(ports, question, asker(question), BY_ITS_ASKER, in_history="")
    ports.announcer.changed(question.meeting_id)


def _as_now(ports: Ports, question: Question) -> Question:
    return ports.store.questions.get(question.id) or question


def _withdraw(ports: Ports, question: Question, actor: Actor, reason: str, in_history: str) -> None:
    """Store it, in the caller's transaction. Its asker reads the reason."""
    members = ports.store.questions.members(question.id)
    decision = replace(decide_withdraw(question, members, reason), reason=in_history)
    seen = {one.id: one.revision for one in (question, *members)}
    ports.store.questions.apply(question.meeting_id, decision, seen, actor, ports.clock())
