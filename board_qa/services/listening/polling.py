"""Count what people use most, each device once for a meeting. It changes no question, no order and no revision."""

from __future__ import annotations

from datetime import timedelta

from board_qa.domain.listening import poll as rules
from board_qa.domain.listening.poll import Poll, Stage
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions import support
from board_qa.ports import Ports
from board_qa.services.meetings.phases import phase
from board_qa.services.questions.supporting import SECRET_BYTES


class NotOffered(ValueError):
    """Nothing was chosen, or something that is not offered."""


class PollClosed(Exception):
    """The poll takes no answers: it has closed, or the board never asked."""


class TooManyAnswers(Exception):
    """More devices than a building has answered from one network; in a minute there is room again."""


def answer(ports: Ports, meeting: Meeting, choice: str, device: str, address: str) -> None:
    """Count this device for this choice, and for none that it made before.

    `device` is its own secret and `address` where it comes from; both are stored as hashes. Raises PollClosed,
    NotOffered, TooManyAnswers.
    """
    now, store = ports.clock(), ports.store
    with store.transaction():
        meeting = store.meetings.get(meeting.id) or meeting
        if rules.stage(meeting.details.poll, phase(ports, meeting), 0) is not Stage.OPEN:
            raise PollClosed
        if choice not in _offered(ports):
            raise NotOffered
        secret = store.support.secret(now.date(), ports.ids.bytes(SECRET_BYTES))
        network = rules.hashed(address, meeting.id, secret)
        came = _came(ports, meeting, network, device, support.WITHIN)
        if not support.has_room(came, _came(ports, meeting, network, device, support.EVERY)):
            raise TooManyAnswers
        store.poll.record_newcomer(meeting.id, device, network, now)
        store.poll.answer(meeting.id, device, choice, in_a_crowd=came >= support.CROWD)


def poll_of(ports: Ports, meeting: Meeting, device: str = "") -> Poll:
    """How it stands, and what this device answered, '' for none."""
    store = ports.store
    counts = store.poll.counts(meeting.id)
    return Poll(
        stage=rules.stage(meeting.details.poll, phase(ports, meeting), sum(counts.values())),
        offered=_offered(ports),
        counts=counts,
        mine=store.poll.choice_of(meeting.id, device) if device else "",
    )


def forget(ports: Ports) -> None:
    """Which network answers came from is of no use after the hour in which it is counted."""
    ports.store.poll.forget_newcomers(ports.clock() - support.WITHIN)


def _offered(ports: Ports) -> tuple[str, ...]:
    return rules.offered(ports.store.about.get().poll_answers)


def _came(ports: Ports, meeting: Meeting, network: str, but_not: str, lately: timedelta) -> int:
    return ports.store.poll.newcomers(meeting.id, network, but_not, ports.clock() - lately)
