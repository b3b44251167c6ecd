"""Withdraw a question from every screen: because its post cannot be seen, or because its asker wants it gone."""

from __future__ import annotations

from board_qa.domain.questions.askers import asker
from board_qa.domain.questions.gone_posts import decide_other_reason, reason
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import Question, SourceState, State
from board_qa.domain.questions.transitions import decide_withdraw, decide_withdraw_by_asker
from board_qa.domain.questions.withdrawing import BY_ITS_ASKER, can_withdraw
from board_qa.ports import Ports
from board_qa.services.questions.storing import store_decision


class WithdrawalClosed(Exception):
    """The question was dealt with already, or its asker has no page of their own to withdraw it on."""


def deleted_at_source(ports: Ports, question: Question, network: str) -> None:
    """What its author deleted is withdrawn here, whatever had been decided."""
    _not_to_be_seen(ports, question, network, SourceState.GONE)


def hidden_at_source(ports: Ports, question: Question, network: str) -> None:
    """So is what its network does not show, for a minute or for good: it is asked about again."""
    _not_to_be_seen(ports, question, network, SourceState.HIDDEN)


def _not_to_be_seen(ports: Ports, question: Question, network: str, state: SourceState) -> None:
    why = reason(state, network)
    with ports.store.transaction():
        question = _as_now(ports, question)
        withdrawn = question.state is State.WITHDRAWN
        if withdrawn and question.source_state in (state, SourceState.VISIBLE):
            return  # nothing new, or its asker withdrew it
        ports.store.questions.set_source_state(question, state)
        if withdrawn:
            store_decision(ports, question.meeting_id, decide_other_reason(question, why), [question], Actor(network))
        else:
            members = ports.store.questions.members(question.id)
            store_decision(
                ports,
                question.meeting_id,
                decide_withdraw(question, members, why),
                [question, *members],
                Actor(network),
            )
    ports.announcer.changed(question.meeting_id)


def by_its_asker(ports: Ports, question: Question) -> None:
    """What its asker no longer wants to ask; twice is once. Raises WithdrawalClosed."""
    with ports.store.transaction():
        question = _as_now(ports, question)
        if question.state is State.WITHDRAWN:
            return
        if not can_withdraw(question, ports.store.questions.get(question.disposition.grouped_into or 0)):
            raise WithdrawalClosed
        members = ports.store.questions.members(question.id)
        decision = decide_withdraw_by_asker(question, members, BY_ITS_ASKER)
        store_decision(ports, question.meeting_id, decision, [question, *members], asker(question))
    ports.announcer.changed(question.meeting_id)


def _as_now(ports: Ports, question: Question) -> Question:
    return ports.store.questions.get(question.id) or question
