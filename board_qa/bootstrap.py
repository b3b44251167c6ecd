"""The only chooser: which store, which network, which announcer. Nothing here runs in the background."""

from __future__ import annotations

import logging
import os
import secrets
import socket
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask_socketio import SocketIO
from flask_wtf import CSRFProtect
from werkzeug.routing import BaseConverter, IntegerConverter, Map

from board_qa import catalogue
from board_qa.channels.x.channel import XChannel
from board_qa.config import Settings, read_settings
from board_qa.domain.text.saying import ENGLISH
from board_qa.live import gevent_fixes as gateway
from board_qa.live import sockets
from board_qa.live.broadcaster import Newsroom
from board_qa.practice.crowd import Crowd
from board_qa.practice.x.network import PracticeNetwork
from board_qa.practice.x.server import PracticeServer
from board_qa.screening.process import ScreeningProcess
from board_qa.services.core import Core
from board_qa.services.spending import Budget
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.system.bank_holidays import BankHolidays
from board_qa.system.clock import utc_now
from board_qa.system.ids import RandomIds
from board_qa.system.passwords import ScryptPasswords
from board_qa.web import (
    about,
    asking,
    auth,
    board,
    calls,
    deciding,
    desk,
    entering,
    errors,
    guards,
    health,
    importing,
    language,
    listing,
    meetings,
    people,
    practice,
    public,
    receipts,
    rendering,
    rules,
    run_sheet,
    screen,
    supporting,
    withdrawing,
)
from board_qa.web.product import Product
from board_qa.web.product import install as install_product
from board_qa.worker import Worker, WorkerThread

# A form with 500 characters of question needs a few kilobytes; this leaves room for a kind answer to 10,000, and for
# a file of questions (`imports.LARGEST`).
MAX_FORM_BYTES = 256 * 1024


class Silence:
    """The announcer of a process that serves no screens: the web processes find its writes by themselves."""

    def changed(self, meeting_id: int) -> None:  # noqa: ARG002
        return


@dataclass
class Site:
    """The web application with what gunicorn starts beside it."""

    app: Flask
    socketio: SocketIO
    newsroom: Newsroom
    product: Product
    gateway: gateway.Gateway
    worker: WorkerThread | None = None

    def start_background(self) -> None:
        """Called by gunicorn in the worker process, never at import."""
        self.socketio.start_background_task(self.newsroom.run, self.socketio.sleep)
        if self.product.settings.run_worker:
            self.worker = WorkerThread(make_worker(self.product.settings, self.product.core))
            self.worker.start()

    def stop_collecting(self) -> None:
        """End the round of work under way and give the lease back, so that the next process starts at once."""
        if self.worker is not None:
            self.worker.stop()

    def hang_up(self) -> None:
        """End every connection that is open only to wait: screens come back by themselves, to the next process."""
        self.socketio.server.eio.disconnect()
        self.gateway.close_waiting()


class CodeConverter(BaseConverter):
    """A meeting code in an address, in either case."""

    regex = "[A-Za-z0-9]{4}"


class NumberConverter(IntegerConverter):
    """A number in an address that fits the database."""

    def __init__(self, map: Map) -> None:  # werkzeug's name
        super().__init__(map, max=2**31)


def make_site(settings: Settings | None = None) -> Site:
    """The web application and all that belongs to it."""
    settings = settings or read_settings()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    app, socketio = _flask(settings), _socketio(settings)
    store, welsh = SqliteStore(settings.database_path), catalogue.welsh()
    newsroom = Newsroom(store, socketio, utc_now, {"en": ENGLISH, "cy": welsh})
    core = Core(store, utc_now, RandomIds(), newsroom, ScreeningProcess(), BankHolidays())
    product = Product(settings, core, _channel(settings, settings.x_api_base_url), ScryptPasswords())
    install_product(app, product)
    csrf = CSRFProtect(app)
    for view in (asking.ask_question, supporting.support, withdrawing.withdraw):
        csrf.exempt(view)  # guards.refuse_other_sites says why
    (of_the_public,) = {module.pages for module in (public, listing, supporting, asking, receipts, withdrawing, about)}
    for language_, name in language.MOUNTS.items():
        app.register_blueprint(of_the_public, name=name, url_prefix=language.PREFIXES[language_])
    of_the_desk = (rules, auth, meetings, calls, desk, deciding, entering, importing, people, board, practice,
                   run_sheet)  # fmt: skip
    for module in (screen, *of_the_desk, health):
        app.register_blueprint(module.pages)
    guards.install(app)
    errors.install(app)
    rendering.install(app, settings)
    language.install(app, welsh, catalogue.FOLDER)
    socketio.init_app(app)
    sockets.install(socketio, core, newsroom, guards.session_token)
    front = gateway.Gateway(app.wsgi_app)
    app.wsgi_app = front  # type: ignore[method-assign]
    site = Site(app, socketio, newsroom, product, front)
    app.extensions["site"] = site
    return site


def _flask(settings: Settings) -> Flask:
    app = Flask("board_qa", template_folder=str(rendering.ROOT / "templates"), static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_FORM_BYTES,
        SESSION_COOKIE_NAME="desk",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a board day, with the page left open
        WTF_CSRF_SSL_STRICT=False,  # guards.refuse_other_sites compares the origin, behind a proxy as well
    )
    app.url_map.converters |= {"code": CodeConverter, "number": NumberConverter}
    rendering.prepare(app)
    return app


def _socketio(settings: Settings) -> SocketIO:
    return SocketIO(
        async_mode="gevent",
        cors_allowed_origins=lambda origin, environ: guards.our_own_origin(
            origin, environ.get("HTTP_HOST", ""), settings
        ),
        max_http_buffer_size=sockets.MAX_INBOUND,
        serve_client=False,
    )


def make_core(settings: Settings) -> Core:
    """The core without a web application, for the worker's own process."""
    return Core(
        SqliteStore(settings.database_path), utc_now, RandomIds(), Silence(), ScreeningProcess(), BankHolidays()
    )


def make_worker(settings: Settings, core: Core) -> Worker:
    """The loop that collects and sends, on X or on the practice network it starts."""
    holder = f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"
    budget = Budget(settings.x_spending_cap)
    if not settings.practice:
        return Worker(core, _channel(settings, settings.x_api_base_url), budget, holder)
    network = PracticeNetwork(utc_now, str(settings.data_folder / "practice.db"))
    server = PracticeServer(network, settings.x_keys).start()
    channel = _channel(settings, server.base_url)
    core.store.sources.learn(channel.name, "practice_address", server.base_url)
    worker = Worker(core, channel, budget, holder)
    worker.chores.append(Crowd(network).act)
    return worker


def _channel(settings: Settings, base_url: str) -> XChannel:
    return XChannel(base_url, settings.x_keys, utc_now)


def site_of(app: Flask) -> Site:
    found: Any = app.extensions["site"]
    if not isinstance(found, Site):
        raise TypeError("this application was not made by make_site")
    return found
