"""The figures, for a Prometheus that has the token. Without one in the settings there is no such page."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, request
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from board_qa.domain.networks.posts import Source
from board_qa.domain.questions.history import Action
from board_qa.domain.telling.letters import MailMode
from board_qa.ports import Ports
from board_qa.services.operating.figures import Standing, standing
from board_qa.services.operating.health import DatabaseState
from board_qa.services.operating.rounds import Rounds
from board_qa.web.operators.door import Door
from board_qa.web.operators.figures import Figures, figures_of
from board_qa.web.operators.guesses import Guesses
from board_qa.web.operators.health import condition_of
from board_qa.web.operators.security_log import SecurityEvent, note_at_door
from board_qa.web.shell.installation import installation, installation_of

log = logging.getLogger(__name__)

pages = Blueprint("metrics", __name__)

Row = tuple[Sequence[str], float]
_DOOR = Door(
    "METRICS_TOKEN",
    "token",
    "Bearer",
    SecurityEvent.METRICS_SHOWN,
    SecurityEvent.METRICS_TO_NOBODY,
    SecurityEvent.METRICS_NOT_RIGHT,
    SecurityEvent.METRICS_HELD_OFF,
)
_UP = "Whether the database can be read"


@pages.get("/metrics")
def metrics() -> Response:
    """404 where no token is set, 401 for whoever does not have it, 429 for whoever tried too often."""
    here = installation()
    if refusal := refused(here.settings.metrics_token, here.guesses, here.ports.clock(), _tell):
        return refusal
    text = b"".join(map(generate_latest, collectors(current_app)))
    return Response(text, content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _tell(event: SecurityEvent) -> None:
    here = installation()
    note_at_door(event, here.few_lines, here.guesses, here.ports.clock())


def refused(token: str, guesses: Guesses, now: datetime, tell: Callable[[SecurityEvent], None]) -> Response | None:
    """The answer to whoever may not see the figures; None for whoever may."""
    if not token:
        abort(404)
    given, address = request.headers.get("Authorization"), request.remote_addr or ""
    return _DOOR.refusal(given, f"Bearer {token}", guesses, address, now, tell)


def collectors(app: Flask) -> tuple[Collector, Collector]:
    """What was counted of a board's application, and how things stand."""
    here, counted = installation_of(app), figures_of(app)
    networks = tuple(here.channels)
    health = condition_of(app).health(here.ports, networks, backed_up=here.settings.backups is not None)
    return counted.registry, Now(here.ports, networks, here.mail is MailMode.PRACTICE, health.database, counted)


@dataclass(frozen=True)
class Now(Collector):
    """How things stand. Where the database does not answer it says that, and what needs none is there all the same."""

    ports: Ports
    networks: tuple[str, ...]
    practised: bool
    database: DatabaseState
    figures: Figures

    def collect(self) -> Iterator[Metric]:
        yield _gauge("open_sockets", "Screens that listen", _by(self.figures.open_sockets()), "kind")
        yield _one(
            "last_pulse_timestamp_seconds", "When this process last told screens it is there", self.figures.last_pulse
        )
        writable = self.database is DatabaseState.OK
        yield _one("database_writable", "Whether it can be written, as /healthz finds out", writable)
        yield _gauge("free_bytes", "Room left where the database is", self._room())
        if self.database is DatabaseState.DOWN:  # the log has it
            yield _one("database_up", _UP, 0)
            return
        try:
            now = standing(self.ports, self.networks, self.practised)
            self.figures.history.catch_up(self.ports)
        except Exception:
            log.exception("the database cannot be read")
            yield _one("database_up", _UP, 0)
            return
        yield _one("database_up", _UP, 1)
        yield from _standing(now)
        actions = CounterMetricFamily("board_qa_actions", "What was done, by anybody", labels=["action"])
        for action in Action:
            actions.add_metric([action.value], self.figures.history.actions[action])
        yield actions

    def _room(self) -> list[Row]:
        free = self.ports.store.free_bytes()
        return [] if free is None else [((), free)]


def _standing(now: Standing) -> Iterator[Metric]:
    posts = [((name, state.value), float(number)) for (name, state), number in now.posts.items()]
    yield _one("worker_running", "Whether somebody collects and sends", now.worker)
    yield from _rounds(now.rounds)
    yield _one("last_backup_timestamp_seconds", "When the newest backup was made; 0 for none", _time(now.backup))
    yield _gauge("questions", "Questions of all meetings", _by(now.questions), "state")
    yield _one("oldest_unread_timestamp_seconds", "When the first question came that waits; or 0", _time(now.oldest))
    yield _gauge("posts_waiting", "Posts of ours that did not end well, or not yet", posts, "network", "state")
    yield _gauge("posts_sent", "Posts of ours that went out", _by(now.posts_sent), "network")
    yield _gauge("letters_waiting", "The same of emails", _by(now.letters), "state")
    yield _one("letters_sent", "Emails that went out", now.letters_sent)
    yield _gauge("network_spent_dollars", "What was spent on it this month", _by(now.spent), "network")
    for name, meaning, figure in _OF_NETWORKS:
        yield _gauge(name, meaning, [((network,), figure(one)) for network, one in now.networks.items()], "network")


def _rounds(of: Rounds) -> Iterator[Metric]:
    """Of the worker, once a minute. What is counted goes on with the next one."""
    yield _one("worker_last_round_timestamp_seconds", "When it last ended a round; 0 for never", _time(of.last_at))
    yield _one("worker_longest_round_seconds", "The longest round of its last minute", of.longest)
    yield CounterMetricFamily("board_qa_worker_rounds", "Rounds of work that ended", of.number)
    yield CounterMetricFamily("board_qa_worker_failures", "Chores that failed by a fault of ours", of.failures)


def _one(name: str, meaning: str, number: float) -> Metric:
    return _gauge(name, meaning, [((), number)])


def _gauge(name: str, meaning: str, rows: Iterable[Row], *labels: str) -> Metric:
    family = GaugeMetricFamily(f"board_qa_{name}", meaning, labels=labels)
    for values, number in rows:
        family.add_metric(values, number)
    return family


def _by(numbers: Mapping[Any, float]) -> list[Row]:
    return [((str(name),), number) for name, number in numbers.items()]


def _time(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0


_OF_NETWORKS: tuple[tuple[str, str, Callable[[Source], float]], ...] = (
    (
        "network_last_read_timestamp_seconds",
        "When the worker last read a network; 0 for never",
        lambda one: _time(one.last_read_at),
    ),
    ("network_trouble", "Whether reading a network fails", lambda one: one.problem_kind != ""),
    ("network_paused", "Whether somebody paused a network", lambda one: one.paused),
)
