"""A small meeting, lived through by a process that is killed at one of its commits, and by the next that goes on.

Whoever had no receipt asks again, whoever works the desk presses again what was not done, and the worker works.
`python -m tests.support.one_life` lives one life for each line that it reads, and says of each how it ended.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from board_qa.channels.x.channel import XChannel
from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, Question, State
from board_qa.domain.telling.letters import PRIVATE_PAGE, MailMode
from board_qa.domain.text.saying import ENGLISH
from board_qa.mail.smtp import SmtpMailer, SmtpServer
from board_qa.ports import Ports
from board_qa.screening.screener import Screener
from board_qa.services.meetings import meetings
from board_qa.services.networks import approving
from board_qa.services.questions.asking import ask
from board_qa.services.telling import telling
from board_qa.services.telling.asked import askers
from board_qa.services.telling.telling import Telling
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.system.bank_holidays import BankHolidays
from board_qa.system.ids import RandomIds
from board_qa.worker import Worker
from tests.support.deciding import do
from tests.support.doubles import NOON, RecordingAnnouncer, StoppedClock, details

_TEXT = "Why is the lift broken again?"
_ROUNDS, _BETWEEN = (
    45,
    20,
)  # of the worker, and seconds from one to the next: a post that may be out is looked for twice
_NEXT = {
    State.RECEIVED: Action.ACCEPT,
    State.ACCEPTED: Action.PUT_ON_SCREEN,
    State.ON_SCREEN: Action.ANSWER,
}


@dataclass(frozen=True)
class Life:
    """`killed_at` counts the moments just before and just after each commit; 0 is never."""

    database: str
    network: str
    mail: int
    mark: str  # in the words of the post and in the addresses, which no other meeting has
    began: int  # minutes after noon
    killed_at: int = 0


class Moments:
    """Counts them, and dies at one."""

    def __init__(self, killed_at: int) -> None:
        self._killed_at, self.passed, self._was_commit = killed_at, 0, False

    def statement(self, sql: str) -> None:
        """Called by SQLite before each."""
        is_commit = sql == "COMMIT"
        if is_commit or self._was_commit:
            self.passed += 1
            if self.passed == self._killed_at:
                os.kill(os.getpid(), signal.SIGKILL)
        self._was_commit = is_commit


def live(life: Life, record: Path) -> int:
    """All of the meeting. What was acknowledged is written into `record`; how many moments there were."""
    clock, store = StoppedClock(NOON + timedelta(minutes=life.began)), SqliteStore(life.database)
    moments = Moments(life.killed_at)
    store.database.connection.set_trace_callback(moments.statement)
    ports = Ports(store, clock, RandomIds(), RecordingAnnouncer(), Screener(), BankHolidays())
    channel = XChannel(life.network, PRACTICE_KEYS, clock, cap=25_000_000)
    meeting = next(iter(store.meetings.all()), None) or meetings.create(ports, details())
    alex = _alex(ports)
    ask(ports, meeting, AskForm(_TEXT, _TEXT, email=f"asker-{life.mark}@example.org"))
    record.write_text(_TEXT, encoding="utf-8")
    for question in store.questions.of_meeting(meeting.id):
        _decide(ports, question, alex)
    if not store.outbox.of_meeting(meeting.id):
        approving.approve(ports, channel, meeting, words_of(life.mark), alex)
    _tell(ports, meeting, alex)
    _work(ports, channel, life.mail, clock)
    return moments.passed


def words_of(mark: str) -> str:
    return f"Our board meets on Thursday. Questions are open ({mark})."


def _alex(ports: Ports) -> Actor:
    person = ports.store.accounts.by_username("alex") or ports.store.accounts.add("alex", "Alex", "", ports.clock())
    assert person is not None
    return Actor(person.name, person.id)


def _decide(ports: Ports, question: Question, alex: Actor) -> None:
    while action := _NEXT.get(question.state):
        question = do(ports, action, question, alex)
    if not question.disposition.answer:
        do(ports, Action.NOTE_ANSWER, question, alex, update=DispositionUpdate(answer="By April."))


def _tell(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    to_tell = Telling(
        meeting, {}, MailMode.ON, "Anytown Board", lambda code: f"https://x/{code}{PRIVATE_PAGE}", ENGLISH
    )
    everybody = askers(ports, meeting, {}, MailMode.ON)
    telling.send_ready(ports, to_tell, {one.question.number: one.rests_on for one in everybody if one.told_of}, alex)


def _work(ports: Ports, channel: XChannel, mail: int, clock: StoppedClock) -> None:
    server = SmtpServer("127.0.0.1", mail, tls=False)
    worker = Worker(ports, [channel], "worker", SmtpMailer(server, "questions@board.example", "Anytown Board", clock))
    for _ in range(_ROUNDS):
        assert worker.tick()
        if ports.store.outbox.sent("X"):
            break
        clock.advance(seconds=_BETWEEN)
    assert worker.tick()
    worker.stop()


def _in_a_process_of_its_own(life: Life, record: Path) -> str:
    """`killed`, or how many moments it had."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, str(live(life, record)).encode())
        os._exit(0)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    said = os.read(reading, 20).decode()
    os.close(reading)
    return "killed" if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL else said or "failed"


def line_for(life: Life, record: Path) -> str:
    return json.dumps([asdict(life), str(record)]) + "\n"


def main() -> None:
    Screener().vector("What takes long to begin with is there for every life.")
    for line in sys.stdin:
        life, record = json.loads(line)
        sys.stdout.write(_in_a_process_of_its_own(Life(**life), Path(record)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
