"""The worker where the machine's clock jumps, and where it loses its lease in the middle of a sending."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import OutboxState
from board_qa.domain.questions.history import Actor
from board_qa.domain.telling.letters import PRIVATE_PAGE, LetterState, MailMode
from board_qa.domain.text.saying import ENGLISH
from board_qa.mail.smtp import SmtpMailer, SmtpServer
from board_qa.ports import Ports
from board_qa.ports.telling import Delivery, Email
from board_qa.rehearsal.mail_server import MailServer, mail_server
from board_qa.services.networks import approving
from board_qa.services.telling import telling
from board_qa.services.telling.telling import Telling
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.worker import Worker
from tests.conftest import RunningNetwork
from tests.services.test_telling import answered, came, letters, seen
from tests.support.doubles import StoppedClock

ADDRESS = "maria@example.org"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


def goes_on(worker: Worker, clock: StoppedClock, minutes: int) -> None:
    for _ in range(minutes * 2):
        worker.tick()
        clock.advance(seconds=30)


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(days=-400), timedelta(hours=1), timedelta(hours=20)])
def test_a_clock_that_jumps_stops_neither_reading_nor_sending(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor, clock: StoppedClock, jump: timedelta
) -> None:
    one = Worker(ports, [practice.channel], "a")
    goes_on(one, clock, 2)
    practice.says("jo", "Why? #AnytownBoard")
    noon = clock.now
    clock.now += jump
    approving.approve(ports, practice.channel, meeting, "Questions are open.", alex)
    goes_on(one, clock, 1)
    clock.now = max(clock.now, noon)  # a meeting that is not open is not read
    goes_on(one, clock, 3)

    assert [post.state for post in ports.store.outbox.of_meeting(meeting.id)] == [OutboxState.SENT]
    assert [q.source.text for q in ports.store.questions.of_meeting(meeting.id)] == ["Why? #AnytownBoard"]


def test_after_a_clock_was_put_back_by_an_hour_posts_are_read_within_minutes(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, clock: StoppedClock
) -> None:
    one = Worker(ports, [practice.channel], "a")
    goes_on(one, clock, 2)
    clock.advance(hours=-1)
    practice.says("jo", "Why? #AnytownBoard")
    goes_on(one, clock, 3)

    assert [q.source.text for q in ports.store.questions.of_meeting(meeting.id)] == ["Why? #AnytownBoard"]


def test_the_lease_of_a_worker_that_died_before_the_clock_was_put_back_is_free_at_once(
    tmp_path: Path, clock: StoppedClock
) -> None:
    stores = [SqliteStore(str(tmp_path / "board.db")) for _ in "ab"]
    dead, living = (store.leases for store in stores)
    assert dead.take("worker", "a", clock(), 20)
    assert not living.take("worker", "b", clock(), 20)
    clock.advance(hours=-1)
    dead.close()  # as its end does, however it comes

    assert living.take("worker", "b", clock(), 20)
    for store in stores:
        store.close()


def test_a_post_whose_worker_lost_its_lease_while_it_was_sent_is_out_once_and_known_to_be(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor, clock: StoppedClock
) -> None:
    approving.approve(ports, practice.channel, meeting, "Questions are open.", alex)
    first, second = (Worker(ports, [practice.channel], name) for name in "ab")

    def slow(endpoint: str) -> None:
        if endpoint == "create":
            practice.network.while_asked = str
            clock.advance(seconds=21)
            assert second.tick()

    practice.network.while_asked = slow
    first.tick()
    goes_on(second, clock, 20)

    assert [post["text"] for post in practice.network.current()] == ["Questions are open."]
    assert [post.state for post in ports.store.outbox.of_meeting(meeting.id)] == [OutboxState.SENT]


class SlowMailer:
    """Something happens after the mail server took a letter, and before the worker hears of it."""

    def __init__(self, mailer: SmtpMailer, meanwhile: Callable[[], object]) -> None:
        self._mailer, self._meanwhile = mailer, meanwhile
        self.practised, self.finds, self.ready = mailer.practised, mailer.finds, mailer.ready
        self.close, self.find = mailer.close, mailer.find

    def send(self, email: Email) -> str:
        reference = self._mailer.send(email)
        self._meanwhile()
        return reference

    def delivery(self, reference: str) -> tuple[Delivery, str]:
        return self._mailer.delivery(reference)


def test_a_letter_whose_worker_lost_its_lease_while_it_was_sent_is_sent_once(
    ports: Ports, meeting: Meeting, alex: Actor, clock: StoppedClock, server: MailServer
) -> None:
    to_tell = Telling(meeting, {}, MailMode.ON, "Board", lambda code: f"https://x/{code}{PRIVATE_PAGE}", ENGLISH)
    answered(ports, came(ports, meeting, "Why?", ADDRESS), alex)
    telling.send_ready(ports, to_tell, seen(ports, to_tell), alex)
    mailer = SmtpMailer(SmtpServer("127.0.0.1", server.port, tls=False), "questions@board.example", "Board", clock)
    second = Worker(ports, [], "b", mailer)

    def overtaken() -> None:
        clock.advance(seconds=21)
        assert second.tick()

    Worker(ports, [], "a", SlowMailer(mailer, overtaken)).tick()
    goes_on(second, clock, 20)

    assert [to for to, _ in server.letters] == [ADDRESS]
    (letter,) = letters(ports, meeting)
    assert letter.state in (LetterState.SENT, LetterState.UNKNOWN)


def test_a_mail_server_that_takes_a_letter_and_says_no_more_gets_it_once(
    ports: Ports, meeting: Meeting, alex: Actor, clock: StoppedClock, server: MailServer
) -> None:
    to_tell = Telling(meeting, {}, MailMode.ON, "Board", lambda code: f"https://x/{code}{PRIVATE_PAGE}", ENGLISH)
    answered(ports, came(ports, meeting, "Why?", ADDRESS), alex)
    telling.send_ready(ports, to_tell, seen(ports, to_tell), alex)
    server.silent = 1
    mailer = SmtpMailer(SmtpServer("127.0.0.1", server.port, tls=False), "questions@board.example", "Board", clock)
    goes_on(Worker(ports, [], "a", mailer), clock, 3)

    assert [to for to, _ in server.letters] == [ADDRESS]
    assert [letter.state for letter in letters(ports, meeting)] == [LetterState.UNKNOWN]
