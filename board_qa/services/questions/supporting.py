"""Count who would like to know the same, each person once. Nothing here changes a question or the order of any list."""

from __future__ import annotations

from datetime import timedelta

from board_qa.domain.questions import support as rules
from board_qa.domain.questions.question import Question, State
from board_qa.ports import Ports

SECRET_BYTES = 32


class NotWaiting(Exception):
    """The question is not waiting to be answered any more; `state` is where it stands."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.state = state


class TooManyFromOneNetwork(Exception):
    """More people than a building has supported this question from one network; in a minute there is room again."""


def support(ports: Ports, question: Question, supporter: str, address: str) -> None:
    """Count this person for this question; twice is once.

    `supporter` is their browser's own secret and `address` where they come from; both are stored as hashes. Raises
    NotWaiting, TooManyFromOneNetwork.
    """
    now = ports.clock()
    with ports.store.transaction():
        question = ports.store.questions.get(question.id) or question
        if question.state not in rules.SUPPORTABLE:
            raise NotWaiting(question.state)
        secret = ports.store.support.secret(now.date(), ports.ids.bytes(SECRET_BYTES))
        network = rules.hashed(address, question.id, secret)
        came = _came(ports, question, network, supporter, rules.WITHIN)
        if not rules.has_room(came, _came(ports, question, network, supporter, rules.EVERY)):
            raise TooManyFromOneNetwork
        ports.store.support.record_newcomer(question.id, supporter, network, now)
        ports.store.support.add(question.id, supporter, now, in_a_crowd=came >= rules.CROWD)


def _came(ports: Ports, question: Question, network: str, but_not: str, lately: timedelta) -> int:
    return ports.store.support.newcomers(question.id, network, but_not, ports.clock() - lately)


def take_back(ports: Ports, question: Question, supporter: str) -> None:
    """Count this person no more, wherever the question stands by now."""
    ports.store.support.remove(question.id, supporter)


def forget(ports: Ports) -> None:
    """Who came from which network is of no use after the hour in which it is counted."""
    now = ports.clock()
    ports.store.support.forget_newcomers(now - rules.WITHIN, now.date())
