"""The web application with what gunicorn starts beside it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial

from flask import Flask
from flask_socketio import SocketIO

from board_qa import catalogue
from board_qa.bootstrap.front import put_in_front, socketio_of, telling_of_nonsense
from board_qa.bootstrap.mail import mail_mode
from board_qa.bootstrap.networks import channels_of, import_libraries, measures_of, start_stand_ins
from board_qa.bootstrap.ports import among_others, as_set
from board_qa.bootstrap.serving import SERVING, serving_of
from board_qa.bootstrap.stores import make_store
from board_qa.bootstrap.workers import make_worker
from board_qa.config.reading import read_settings
from board_qa.config.settings import Settings
from board_qa.domain.text.saying import ENGLISH
from board_qa.drawing.process import DrawingApart, DrawingProcess
from board_qa.live import collecting_garbage, sockets, turns
from board_qa.live.broadcaster import Broadcaster
from board_qa.live.news_times import NewsTimes, TimedAnnouncer, TimedEmitter
from board_qa.live.open_sockets import open_sockets
from board_qa.live.packets import hear_only_packets
from board_qa.ports import Ports
from board_qa.ports.system import SignOn
from board_qa.screening.process import ScreeningApart, ScreeningProcess
from board_qa.system import log_lines
from board_qa.system.bank_holidays import BankHolidays
from board_qa.system.clock import utc_now
from board_qa.system.code_apps import TotpApps
from board_qa.system.ids import RandomIds
from board_qa.system.passwords import ScryptPasswords
from board_qa.waiting import until_there
from board_qa.web.application import make_application
from board_qa.web.operators import figures, request_lines
from board_qa.web.operators.health import condition_of
from board_qa.web.operators.security_log import SecurityEvent, note
from board_qa.web.shell import guards, rendering
from board_qa.web.shell.installation import Installation
from board_qa.worker import Worker

# Seconds that a start waits for the database. After that visitors are told that the service is busy, until it is there.
AT_START = 2.0


@dataclass
class WebProcess:
    """The web application with what gunicorn starts beside it."""

    app: Flask
    socketio: SocketIO
    broadcaster: Broadcaster
    installation: Installation
    worker: Worker | None = None
    start_telling_others: Callable[[], None] = lambda: None

    def start_background(self) -> None:
        """Called by gunicorn in the worker process, never at import."""
        opening = threading.Thread(target=until_there, args=(self.open,), daemon=True)
        opening.start()
        opening.join(AT_START)
        make_ready(self.app)
        self.start()
        # Its process takes seconds to start on a busy machine, in which what is approved would be "not checked".
        threading.Thread(target=self.installation.ports.screening.flags, args=("",), daemon=True).start()

    def open(self) -> None:
        """Read what the database has to give before anybody asks. Raises StoreUnavailable."""
        self.installation.ports.store.open()
        figures.figures_of(self.app).history.begin(self.installation.ports)

    def start(self) -> None:
        """Begin to tell screens, and to collect and send where this process does. Everything is said of this board."""
        board = self.installation.settings.board
        counter = figures.ErrorCounter(figures.figures_of(self.app), lambda: log_lines.BOARD.get() == board)
        logging.getLogger().addHandler(counter)
        self.socketio.start_background_task(copy_context().run, self.broadcaster.run)
        self.start_telling_others()
        if self.installation.settings.run_worker:
            threading.Thread(target=copy_context().run, args=(self._collect,), daemon=True).start()

    def _collect(self) -> None:
        until_there(self.installation.ports.store.open)
        stand_ins = start_stand_ins(self.installation.settings, self.installation.ports)
        turns.apart(partial(import_libraries, self.installation.channels))  # meanwhile the first pages are answered
        self.worker = make_worker(self.installation.settings, self.installation.ports, stand_ins)
        self.worker.run()

    def stop_serving(self) -> None:
        """Say to whoever asks that this process is ending, so that visitors are sent to another."""
        condition_of(self.app).stopping = True

    def stop_collecting(self) -> None:
        """Give the lease back, so that the next process collects and sends at once."""
        if self.worker is not None:
            self.worker.stop()


def make_ready(app: Flask) -> None:
    """Once for a process, before it answers: nobody waits for what is worked out now."""
    rendering.warm(app)
    collecting_garbage.rarely()


def make_web_process(
    settings: Settings | None = None,
    screening: ScreeningProcess | None = None,
    drawing: DrawingProcess | None = None,
) -> WebProcess:
    """The web application and all that belongs to it. `screening` and `drawing` may be several boards'."""
    settings = settings or read_settings()
    log_lines.set_up(settings.log_json)
    store, welsh, socketio = make_store(settings.database), catalogue.welsh(), socketio_of(settings)
    counted = figures.Figures()
    times = NewsTimes(counted.count_news)
    languages = {"en": ENGLISH, "cy": welsh}
    broadcaster = Broadcaster(store, TimedEmitter(socketio, times), utc_now, languages, socketio.sleep)
    announcer, start_telling_others = among_others(settings, broadcaster, listens=True)
    bare = Ports(
        store,
        utc_now,
        RandomIds(),
        TimedAnnouncer(announcer, broadcaster.watches, times, request_lines.note_changed),
        ScreeningApart(screening or ScreeningProcess(), settings.organisation),
        BankHolidays(),
        pause=turns.pause,
    )
    installation = _installation(settings, as_set(settings, bare), drawing or DrawingProcess())
    app = make_application(installation, welsh)
    figures.install(app, counted)
    socketio.init_app(app)
    hear_only_packets(socketio.server, telling_of_nonsense(app, settings))
    # By this name alone a screen that polls is known once it was let in; engine.io's own has 96 bits of chance.
    socketio.server.eio.generate_id = installation.ports.ids.token
    counted.open_sockets = lambda: open_sockets(socketio.server.manager.rooms.get("/", {}))
    broadcaster.on_pulse.append(counted.pulse)
    sockets.install(
        socketio,
        installation.ports,
        broadcaster,
        guards.session_token,
        sockets.Refusals(
            partial(note, SecurityEvent.DESK_SOCKET_REFUSED),
            partial(note, SecurityEvent.NO_SUCH_SCREEN),
            partial(note, SecurityEvent.SOCKET_NONSENSE),
        ),
    )
    put_in_front(app, settings)
    serving = WebProcess(app, socketio, broadcaster, installation, start_telling_others=start_telling_others)
    app.extensions[SERVING] = serving
    return serving


def _installation(settings: Settings, ports: Ports, drawing: DrawingProcess) -> Installation:
    channels = channels_of(settings, ports)
    return Installation(
        settings,
        ports,
        channels,
        ScryptPasswords(settings.organisation),
        TotpApps(settings.secret_key, settings.organisation),
        _sign_on(settings, ports),
        turns.beside,
        turns.apart,
        measures_of(channels),
        mail_mode(settings),
        DrawingApart(drawing),
    )


def _sign_on(settings: Settings, ports: Ports) -> SignOn | None:
    if settings.oidc is None:
        return None
    from board_qa.system.openid import OpenIdConnect  # noqa: PLC0415  # only where it is used

    its = settings.oidc
    return OpenIdConnect(its.issuer, its.client_id, its.client_secret, ports.ids, ports.clock)


def web_process_of(app: Flask) -> WebProcess:
    found = serving_of(app)
    if not isinstance(found, WebProcess):
        raise TypeError("this application is not that of one board")
    return found
