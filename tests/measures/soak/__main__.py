"""Many questions a second while the web process and the worker are killed in turn: `make soak`. One line at the end.

Everything is real: the service's own processes, HTTP by the form as browsers send it, a socket for the projector, three
practice networks and a mail server that outlive every kill. What was lost, or came twice, is counted by our own record
and compared with the database, the networks and the mail server. With --postgres: two web processes behind nginx, with
PostgreSQL and Redis, which are killed as well.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

from board_qa.bootstrap.stores import make_store
from board_qa.config.databases import database_of
from board_qa.config.names import X_KEYS
from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.rehearsal import networks as practice
from board_qa.rehearsal.__main__ import say
from board_qa.rehearsal.clients import Moderator, Projector, Public
from board_qa.rehearsal.mail_server import MailServer, mail_server
from board_qa.rehearsal.networks import Rehearsed
from board_qa.rehearsal.records import Records
from board_qa.rehearsal.server import add_moderator
from tests.measures.kills import DOWN, Part, parts_of
from tests.measures.scale import FLASK, Program, make_tables, missing, scaled_out, web_process
from tests.measures.soak.crowd import Crowd
from tests.measures.soak.desk import Desk
from tests.support.places import free_port

_QUIET = 60.0  # seconds in which posts and letters that wait at the end go out
_SHOWN = 5  # of those who gave up, and of those who were lost


@dataclass(frozen=True)
class Plan:
    minutes: float = 10.0
    rate: float = 50.0  # questions a second
    every: float = 20.0  # seconds from one kill to the next


@dataclass(frozen=True)
class Verdict:
    """`missing`: approved posts that are not on a network. `untold`: whom neither a letter reached nor a person told.
    `by_a_person`: whom a person is to tell, because nobody knows of the letter. `gave_up`: whoever could not go on."""

    seconds: float
    killed: int
    acknowledged: int
    lost: int
    stored_twice: int
    sent: int
    missing: int
    sent_twice: int
    told: int
    untold: int
    told_twice: int
    by_a_person: int
    shown: int
    unapproved: int
    gave_up: int

    @property
    def is_good(self) -> bool:
        wrong = (self.lost, self.stored_twice, self.missing, self.sent_twice, self.untold, self.told_twice)
        return not any((*wrong, self.unapproved, self.gave_up)) and all(
            (self.killed, self.acknowledged, self.sent, self.told, self.shown)
        )

    def __str__(self) -> str:
        return (
            f"acknowledged {self.acknowledged} lost {self.lost} twice {self.stored_twice}, "
            f"sent {self.sent} missing {self.missing} twice {self.sent_twice}, "
            f"told {self.told} untold {self.untold} twice {self.told_twice} by a person {self.by_a_person}, "
            f"shown {self.shown} unapproved {self.unapproved}, gave up {self.gave_up}; "
            f"killed {self.killed} times, {self.acknowledged / self.seconds:.1f} questions a second"
        )


@dataclass(frozen=True)
class Service:
    """The service as it runs, and what of it can be killed."""

    environ: Mapping[str, str]
    parts: Sequence[Part]


def soak(plan: Plan, service: Service, networks: Mapping[str, Rehearsed], mail: MailServer) -> Verdict:
    address, records = service.environ["PUBLIC_URL"], Records()
    add_moderator(service.environ)
    moderator = Moderator(address)
    moderator.sign_in()
    moderator.make_meeting(datetime.now(UTC))
    projector = Projector(address, moderator.screen, records)
    public = Public(address, moderator.code, records)
    crowd, began = Crowd(address, moderator.code, records, plan.rate), time.monotonic()
    desk = Desk(moderator, projector, records, plan.every * 0.7)
    try:
        with desk.at_work(), crowd.asking():
            records.killed = _kill_in_turn(plan, service.parts, records)
        seconds = time.monotonic() - began
        _until_quiet(desk, networks, mail)
    finally:
        public.close()
        projector.close()
    gave_up = [*crowd.gave_up, *desk.gave_up]
    for why in gave_up[:_SHOWN]:
        say(f"gave up: {why}")
    return _verdict(seconds, records, desk, networks, mail, _stored(service.environ), len(gave_up))


def _kill_in_turn(plan: Plan, parts: Sequence[Part], records: Records) -> int:
    """Until the time is over, and each part was killed once."""
    over, killed = time.monotonic() + plan.minutes * 60, 0
    for part in cycle(parts):
        missing = killed < len(parts)
        time.sleep(plan.every if missing else max(0.0, min(plan.every, over - time.monotonic())))
        if time.monotonic() >= over and not missing:
            break
        part.kill()
        time.sleep(0.0 if part.goes_on else DOWN)
        part.start()
        killed += 1
        say(f"{part.name} killed and started again; {len(records.acknowledged)} acknowledged so far")
    return killed


def _until_quiet(desk: Desk, networks: Mapping[str, Rehearsed], mail: MailServer) -> None:
    """What waits is sent. What is not there then is counted as missing."""
    deadline = time.monotonic() + _QUIET
    while time.monotonic() < deadline:
        desk.tell()
        out = all(desk.published <= network.posts_of_the_board().keys() for network in networks.values())
        if out and not desk.untold({to for to, _ in mail.letters}):
            break
        time.sleep(1)


def _stored(environ: Mapping[str, str]) -> Counter[str]:
    store = make_store(database_of(environ["DATABASE_URL"]))
    try:
        return Counter(str(row["text"]) for row in store.database.rows("SELECT text FROM question"))
    finally:
        store.close()


def _verdict(
    seconds: float,
    records: Records,
    desk: Desk,
    networks: Mapping[str, Rehearsed],
    mail: MailServer,
    stored: Counter[str],
    gave_up: int,
) -> Verdict:
    posts = [network.posts_of_the_board() for network in networks.values()]
    letters = Counter(to for to, _ in mail.letters)
    lost = sorted(records.acknowledged.keys() - stored.keys())
    for question in lost[:_SHOWN]:
        say(f"lost: {question} {records.acknowledged[question]}")
    return Verdict(
        seconds,
        records.killed,
        acknowledged=len(records.acknowledged),
        lost=len(lost),
        stored_twice=_beyond_once(stored) + records.receipts.total(),
        sent=sum(len(on_one) for on_one in posts),
        missing=sum(len(desk.published - on_one.keys()) for on_one in posts),
        sent_twice=sum(_beyond_once(on_one) for on_one in posts),
        told=len(letters),
        untold=len(desk.untold(letters)),
        told_twice=_beyond_once(letters),
        by_a_person=desk.told_by_a_person,
        shown=len(records.shown),
        unapproved=len(records.leaks),
        gave_up=gave_up,
    )


def _beyond_once(counted: Counter[str]) -> int:
    return counted.total() - len(counted)


@contextmanager
def outside() -> Iterator[tuple[dict[str, Rehearsed], MailServer, dict[str, str]]]:
    """The practice networks and a mail server, and the settings that lead to them."""
    networks = practice.start()
    try:
        with mail_server() as mail:
            yield (
                networks,
                mail,
                {
                    **dict(zip(X_KEYS, PRACTICE_KEYS, strict=True)),
                    "X_API_BASE_URL": networks["X"].server.base_url,
                    **practice.settings(networks),
                    "SMTP_URL": f"smtp://127.0.0.1:{mail.port}",
                    "MAIL_FROM": "questions@board.example",
                    "SECRET_KEY": "k" * 64,
                    "QUESTIONS_AN_HOUR": "1000000",
                    "CODES_FOR": "nobody",
                },
            )
    finally:
        for network in networks.values():
            network.server.stop()


@contextmanager
def one_machine(folder: Path, settings: Mapping[str, str]) -> Iterator[Service]:
    """One web process and a worker of its own, on an SQLite file."""
    port = free_port()
    environ = os.environ | settings | {
        "DATABASE_URL": f"sqlite:///{folder}/soak.db", "PUBLIC_URL": f"http://127.0.0.1:{port}", "RUN_WORKER": "0",
    }  # fmt: skip
    make_tables(environ)
    web, worker = web_process(environ, folder, port), Program([*FLASK, "worker"], environ, folder / "worker.log")
    with ExitStack() as running:
        for program in (web, worker):
            running.callback(program.stop)
            program.start()
        web.wait_until_it_answers()
        yield Service(
            environ,
            [Part("web process", web.kill, web.start_and_wait), Part("worker", worker.kill, worker.start)],
        )


@contextmanager
def several_machines(folder: Path, settings: Mapping[str, str]) -> Iterator[Service]:
    with scaled_out(folder, **settings, PORT=str(free_port())) as running:
        yield Service(running.environ, parts_of(running))


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    for name, default in (("minutes", Plan.minutes), ("rate", Plan.rate), ("every", Plan.every)):
        arguments.add_argument(f"--{name}", type=float, default=default)
    arguments.add_argument("--postgres", action="store_true")
    chosen = arguments.parse_args()
    if chosen.postgres and (packages := missing()):
        sys.exit(f"There is no {' and no '.join(packages)} here: apt-get install {' '.join(packages)}")
    with tempfile.TemporaryDirectory() as folder, outside() as (networks, mail, settings):
        start = several_machines if chosen.postgres else one_machine
        with start(Path(folder), settings) as service:
            verdict = soak(Plan(chosen.minutes, chosen.rate, chosen.every), service, networks, mail)
    print(verdict)
    return 0 if verdict.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
