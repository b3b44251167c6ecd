"""Whether somebody can still withdraw their question themselves."""

from __future__ import annotations

from board_qa.domain.questions.audience import shares_with
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import WEB_FORM, Question, State
from board_qa.domain.questions.transitions import TABLE

# The reason as it is stored and stands at the desk. The asker's private page says "you".
BY_ITS_ASKER = "Whoever asked it withdrew it"

# Once it was answered, declined or sent on to somebody else, there is nothing left to withdraw it from.
_TOO_LATE = frozenset({State.ANSWERED, State.DECLINED, State.REDIRECTED})
_STILL_OPEN = TABLE[Action.WITHDRAW][0] - _TOO_LATE


def has_own_page(question: Question) -> bool:
    """Whether only whoever asked it has the address of its private page.

    The address of a question that was logged at the desk is read out by somebody there, so that it says nothing about
    who presses a button on it. A post is withdrawn by deleting it.
    """
    return question.source.channel == WEB_FORM


def can_withdraw(question: Question, leader: Question | None) -> bool:
    """`leader` is the question it is put together with, which may be settled already."""
    return has_own_page(question) and shares_with(question, leader).state in _STILL_OPEN
