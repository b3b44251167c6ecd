"""Hold off a flood of questions from the form, and put aside in one press what came through."""

from __future__ import annotations

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions import flooding
from board_qa.domain.questions.flooding import By, Flood, Limit, Sender
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import Question, Receipt
from board_qa.domain.questions.transitions import decide_put_aside
from board_qa.ports import Ports
from board_qa.services.questions.storing import store_decision
from board_qa.services.questions.supporting import SECRET_BYTES


def full(ports: Ports, sender: Sender) -> Limit | None:
    """What there is no room for now; None where the question can come. In the transaction that stores it."""
    came = ports.store.arrivals.before(sender.page, _network(ports, sender), ports.clock())
    return flooding.full(came, sender.hasty, ports.questions_an_hour)


def record(ports: Ports, sender: Sender, receipt: Receipt) -> None:
    ports.store.arrivals.record(receipt.token, sender.page, _network(ports, sender), sender.hasty, ports.clock())


def waiting(ports: Ports, meeting: Meeting) -> list[Flood]:
    """What may be floods among the questions of a meeting that nobody has read yet, the largest first."""
    return ports.store.arrivals.floods(meeting.id, flooding.MANY)


def put_aside(ports: Ports, meeting: Meeting, by: By, mark: str, actor: Actor) -> int:
    """Put all questions of a flood aside that still wait to be checked; how many. It is undone like one decision."""
    with ports.store.transaction():
        questions = ports.store.questions.several(ports.store.arrivals.of_flood(meeting.id, by, mark))
        if questions:
            store_decision(ports, meeting.id, decide_put_aside(questions, flooding.IN_A_FLOOD), questions, actor)
    ports.announcer.changed(meeting.id)
    return len(questions)


def examples(ports: Ports, meeting: Meeting, flood: Flood, count: int) -> list[Question]:
    """The first questions of a flood."""
    return ports.store.questions.several(ports.store.arrivals.of_flood(meeting.id, flood.by, flood.mark)[:count])


def forget(ports: Ports) -> None:
    """Where questions came from is of no use after a day."""
    ports.store.arrivals.forget(ports.clock() - flooding.KEPT)


def _network(ports: Ports, sender: Sender) -> str:
    """The day's own mark of a network: at midnight its count begins anew."""
    secret = ports.store.support.secret(ports.clock().date(), ports.ids.bytes(SECRET_BYTES))
    return flooding.hashed(sender.address, secret)
