"""What whoever runs all boards sees of them: a page, whether they work, and their figures; nothing to press."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template, request
from jinja2 import StrictUndefined
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from prometheus_client.samples import Sample
from werkzeug.middleware.proxy_fix import ProxyFix

from board_qa.boards.standing import BoardStanding, in_words, standing_of
from board_qa.bootstrap.front import refusing
from board_qa.bootstrap.web_process import WebProcess
from board_qa.config.settings import Machine
from board_qa.live import turns
from board_qa.ports.system import Clock
from board_qa.system.clock import utc_now
from board_qa.system.log_lines import of_board
from board_qa.web.operators.door import Door
from board_qa.web.operators.few_lines import FewLines
from board_qa.web.operators.guesses import Guesses
from board_qa.web.operators.health import condition_of
from board_qa.web.operators.metrics import collectors, refused
from board_qa.web.operators.security_log import SecurityEvent, note_at_door
from board_qa.web.shell import rendering

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

pages = Blueprint("operators", __name__)

_NAME = "board_qa_boards"
# Seconds. Each look writes to the database of every board, and anybody may ask whether all of them work.
_KNOWN_FOR = 30.0
_DOOR = Door(
    "OPERATORS_TOKEN",
    "password",
    'Basic realm="boards"',
    SecurityEvent.OPERATORS_SHOWN,
    SecurityEvent.OPERATORS_TO_NOBODY,
    SecurityEvent.OPERATORS_NOT_RIGHT,
    SecurityEvent.OPERATORS_HELD_OFF,
)
_OF_THE_PROCESS = "process_"
_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)


class Overview:
    """All boards, and how they stood a moment ago."""

    def __init__(self, machine: Machine, boards: Mapping[str, WebProcess], clock: Clock) -> None:
        self.machine, self.boards, self.clock = machine, boards, clock
        self.guesses, self.guesses_at_figures, self.few_lines = Guesses(), Guesses(), FewLines()
        self._lock = threading.Lock()
        self._at, self._last = datetime.min.replace(tzinfo=UTC), list[BoardStanding]()

    def standing(self) -> list[BoardStanding]:
        """Those who ask at once wait for one look; meanwhile visitors of the boards are answered."""
        with self._lock:
            if (utc_now() - self._at).total_seconds() > _KNOWN_FOR:
                self._last = [self._one(name) for name in self.boards]
                self._at = utc_now()
            return self._last

    def _one(self, name: str) -> BoardStanding:
        turns.pause()
        return standing_of(name, self.boards[name])

    @property
    def stopping(self) -> bool:
        return any(condition_of(one.app).stopping for one in self.boards.values())


def make_operators_page(machine: Machine, boards: Mapping[str, WebProcess], clock: Clock) -> Flask:
    app = Flask("board_qa", template_folder=str(rendering.ROOT / "templates" / "operators"), static_folder=None)
    app.config["DEBUG"] = False  # whatever FLASK_DEBUG is where it runs
    app.jinja_options = {"undefined": StrictUndefined, "autoescape": True}
    app.extensions[_NAME] = Overview(machine, boards, clock)
    app.register_blueprint(pages)
    rendering.serve_static(app)
    # Who guesses is known by the network, which behind our own proxies they alone know.
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=machine.proxies, x_proto=machine.proxies)  # type: ignore[method-assign]
    return app


def _overview() -> Overview:
    found: Overview = current_app.extensions[_NAME]
    return found


@pages.after_request
def add_headers(response: Response) -> Response:
    response.headers.update({"Referrer-Policy": "no-referrer", "Content-Security-Policy": _CSP})
    return response


@pages.get("/")
def index() -> Response:
    """401 for whoever does not have the token, 429 for whoever tried too often. Any user name does."""
    if refusal := _refusal():
        return refusal
    standing = sorted(_overview().standing(), key=lambda one: (one.works, one.name))
    page = render_template(
        "boards.html",
        rows=[(one, in_words(one)) for one in standing],
        troubled=sum(not one.works for one in standing),
        static=f"/{rendering.static_prefix()}",
        now=utc_now(),
    )
    return Response(page)


def _refusal() -> Response | None:
    """What is wrong with the password; None where nothing is."""
    overview, password = _overview(), _password()
    address, wanted = request.remote_addr or "", overview.machine.operators_token
    return _DOOR.refusal(password, wanted, overview.guesses, address, overview.clock(), _tell)


def _password() -> str | None:
    """What was given, '' where it is none; None where nothing was."""
    try:
        given = request.authorization
    except ValueError:  # of letters that are not of this header
        return ""
    return None if given is None else (given.password or "") if given.type == "basic" else ""


def _tell(event: SecurityEvent) -> None:
    overview = _overview()
    note_at_door(event, overview.few_lines, overview.guesses, overview.clock())


def refuse_strangers(app: Flask) -> WSGIApplication:
    """What answers whoever names no host of ours."""
    overview: Overview = app.extensions[_NAME]
    return refusing(app, overview.machine.proxies, _tell)


@pages.get("/healthz")
def health() -> Response:
    """Whether every board works. Which does not, the page, the command and each board's own address say."""
    works = all(one.works for one in _overview().standing())
    answer = jsonify(status="ok" if works else "failing")
    answer.status_code = 200 if works else 503
    return answer


@pages.get("/readyz")
def ready() -> Response:
    """Whether to send visitors here. A board whose database is gone says so itself, and the others are well."""
    stopping = _overview().stopping
    answer = jsonify(status="stopping" if stopping else "ready")
    answer.status_code = 503 if stopping else 200
    return answer


@pages.get("/metrics")
def metrics() -> Response:
    """The figures of all boards, each with its name; 404, 401 and 429 as a board's own."""
    overview = _overview()
    if refusal := refused(overview.machine.metrics_token, overview.guesses_at_figures, overview.clock(), _tell):
        return refusal
    return Response(generate_latest(OfEach(_overview().boards)), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class OfEach(Collector):
    """The same figures of many boards, as one family each, in which the board is a label."""

    def __init__(self, boards: Mapping[str, WebProcess]) -> None:
        self._boards = boards

    def collect(self) -> Iterator[Metric]:
        families: dict[str, Metric] = {}
        for name, board in self._boards.items():
            turns.pause()
            with of_board(name):
                for metric in (one for figures in collectors(board.app) for one in figures.collect()):
                    if metric.name.startswith(_OF_THE_PROCESS):
                        families.setdefault(metric.name, metric)
                        continue
                    family = families.setdefault(metric.name, Metric(metric.name, metric.documentation, metric.type))
                    family.samples += [_labelled(sample, name) for sample in metric.samples]
        yield from families.values()


def _labelled(sample: Sample, board: str) -> Sample:
    return sample._replace(labels={**sample.labels, "board": board})
