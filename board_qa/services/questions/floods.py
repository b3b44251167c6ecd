"""Hold off a flood of questions from the form: what came before one of them, and what is noted of it."""

from __future__ import annotations

from board_qa.domain.questions import flooding
from board_qa.domain.questions.flooding import Limit, Sender
from board_qa.domain.questions.question import Receipt
from board_qa.ports import Ports
from board_qa.services.questions.supporting import SECRET_BYTES


def full(ports: Ports, sender: Sender) -> Limit | None:
    """What there is no room for now; None where the question can come. In the transaction that stores it."""
    came = ports.store.arrivals.before(sender.page, _network(ports, sender), ports.clock())
    return flooding.full(came, sender.hasty, ports.questions_an_hour)


def record(ports: Ports, sender: Sender, receipt: Receipt) -> None:
    ports.store.arrivals.record(receipt.token, sender.page, _network(ports, sender), sender.hasty, ports.clock())


def forget(ports: Ports) -> None:
    """Where questions came from is of no use after a day."""
    ports.store.arrivals.forget(ports.clock() - flooding.KEPT)


def _network(ports: Ports, sender: Sender) -> str:
    """The day's own mark of a network: at midnight its count begins anew."""
    secret = ports.store.support.secret(ports.clock().date(), ports.ids.bytes(SECRET_BYTES))
    return flooding.hashed(sender.address, secret)
