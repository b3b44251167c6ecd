"""The only chooser: which store, which network, which announcer. Nothing here runs in the background."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from contextvars import copy_context
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from flask import Flask
from flask_socketio import SocketIO
from socketio import Manager
from werkzeug.datastructures import EnvironHeaders
from werkzeug.middleware.proxy_fix import ProxyFix

from board_qa import catalogue
from board_qa.channels.bluesky import limits as bluesky_limits
from board_qa.channels.mastodon import limits as mastodon_limits
from board_qa.channels.mastodon.channel import MastodonChannel
from board_qa.channels.registry import Registry
from board_qa.channels.x import limits as x_limits
from board_qa.channels.x.channel import XChannel
from board_qa.config.databases import is_postgres
from board_qa.config.practice_keys import PRACTICE_APP_PASSWORD, PRACTICE_KEYS, PRACTICE_TOKEN
from board_qa.config.reading import read_settings
from board_qa.config.settings import BlueskyAccount, Settings
from board_qa.domain.accounts.second_step import CodesFor
from board_qa.domain.networks.posts import Measure
from board_qa.domain.telling.letters import MailMode
from board_qa.domain.text.saying import ENGLISH
from board_qa.drawing.process import DrawingApart, DrawingProcess
from board_qa.live import collecting_garbage, gevent_fixes, sockets, turns
from board_qa.live.bodies import WholeBodies
from board_qa.live.broadcaster import Broadcaster
from board_qa.live.cookies import ReadableCookies
from board_qa.live.fanout import FanOut
from board_qa.live.headers import OnEveryAnswer
from board_qa.live.hosts import OnlyOurs, for_any_host, nobodys
from board_qa.live.news_times import NewsTimes, TimedAnnouncer, TimedEmitter
from board_qa.live.open_sockets import open_sockets
from board_qa.live.packets import MAX_INBOUND, OnlyPackets, Said, hear_only_packets
from board_qa.mail.practice import PracticeMailer
from board_qa.mail.smtp import SmtpMailer, SmtpServer
from board_qa.ports import Ports
from board_qa.ports.backups import Backups, NotDone
from board_qa.ports.channels import Channel, Channels, Measures
from board_qa.ports.stores import Store
from board_qa.ports.system import Announcer, SignOn
from board_qa.ports.telling import Mailer
from board_qa.practice.bluesky.network import BOARD_HANDLE, BlueskyNetwork
from board_qa.practice.bluesky.server import BlueskyServer
from board_qa.practice.crowd import CHAT_ON_BLUESKY, CHAT_ON_MASTODON, ON_BLUESKY, ON_MASTODON, Crowd
from board_qa.practice.mastodon.server import MastodonServer
from board_qa.practice.network import PracticeNetwork
from board_qa.practice.serving import Serving
from board_qa.practice.x.server import PracticeServer
from board_qa.screening.process import ScreeningApart, ScreeningProcess
from board_qa.services.operating.backups import RegularBackups
from board_qa.storage.sql.moving import copy_everything, is_empty
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sqlite.backup.backups import SqliteBackups
from board_qa.storage.sqlite.backup.place import Place
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.system import log_lines
from board_qa.system.bank_holidays import BankHolidays
from board_qa.system.clock import utc_now
from board_qa.system.code_apps import TotpApps
from board_qa.system.commands import RunningCommand
from board_qa.system.ids import RandomIds
from board_qa.system.passwords import ScryptPasswords
from board_qa.waiting import until_there
from board_qa.web.application import MAX_FORM_BYTES, make_application
from board_qa.web.operators import figures, request_lines
from board_qa.web.operators.health import condition_of
from board_qa.web.operators.security_log import SecurityEvent, note
from board_qa.web.shell import guards, rendering
from board_qa.web.shell.installation import Installation
from board_qa.web.shell.same_site import from_a_page_of_ours
from board_qa.worker import Worker

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Where a web process would ask a practice network, which it never does: the worker, which starts them, asks.
NOWHERE = "http://127.0.0.1:9"
# Seconds that a start waits for the database. After that visitors are told that the service is busy, until it is there.
AT_START = 2.0
# Under which an application has what gunicorn starts beside it.
SERVING = "web_process"


class NullAnnouncer:
    """The announcer of a process that serves no screens: the web processes find its writes by themselves."""

    def changed(self, meeting_id: int) -> None:  # noqa: ARG002
        return

    def notice(self, meeting_id: int, words: str) -> None:  # noqa: ARG002
        return


@dataclass(frozen=True)
class KeptSession:
    """A network's session, which outlives the process in the store: an account may not sign in as often as it likes."""

    store: Store
    network: str

    def get(self) -> str:
        return self.store.sources.session(self.network)

    def set(self, session: str) -> None:
        self.store.sources.keep_session(self.network, session)


@dataclass(frozen=True)
class KeptLimits:
    """What a network's server told of its limits: the worker asks it, and the web process counts by it."""

    store: Store
    network: str

    def get(self) -> str:
        return self.store.sources.metadata(self.network, "limits")

    def set(self, told: str) -> None:
        self.store.sources.set_metadata(self.network, "limits", told)


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
        if "Bluesky" in self.installation.channels:
            turns.apart(_import_bluesky)  # meanwhile the first pages are answered
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
    store, welsh, socketio = make_store(settings.database), catalogue.welsh(), _socketio(settings)
    counted = figures.Figures()
    times = NewsTimes(counted.count_news)
    languages = {"en": ENGLISH, "cy": welsh}
    broadcaster = Broadcaster(store, TimedEmitter(socketio, times), utc_now, languages, socketio.sleep)
    announcer, start_telling_others = _among_others(settings, broadcaster, listens=True)
    bare = Ports(
        store,
        utc_now,
        RandomIds(),
        TimedAnnouncer(announcer, broadcaster.watches, times, request_lines.note_changed),
        ScreeningApart(screening or ScreeningProcess(), settings.organisation),
        BankHolidays(),
        pause=turns.pause,
    )
    installation = _installation(settings, _as_set(settings, bare), drawing or DrawingProcess())
    app = make_application(installation, welsh)
    figures.install(app, counted)
    socketio.init_app(app)
    hear_only_packets(socketio.server.eio)
    # By this name alone a screen that polls is known once it was let in; engine.io's own has 96 bits of chance.
    socketio.server.eio.generate_id = installation.ports.ids.token
    counted.open_sockets = lambda: open_sockets(socketio.server.manager.rooms.get("/", {}))
    broadcaster.on_pulse.append(counted.pulse)
    sockets.install(
        socketio,
        installation.ports,
        broadcaster,
        guards.session_token,
        partial(note, SecurityEvent.DESK_SOCKET_REFUSED),
        partial(note, SecurityEvent.NO_SUCH_SCREEN),
    )
    _put_in_front(app, settings)
    serving = WebProcess(app, socketio, broadcaster, installation, start_telling_others=start_telling_others)
    app.extensions[SERVING] = serving
    return serving


def _installation(settings: Settings, ports: Ports, drawing: DrawingProcess) -> Installation:
    channels = _channels(settings, ports)
    return Installation(
        settings,
        ports,
        channels,
        ScryptPasswords(settings.organisation),
        TotpApps(settings.secret_key, settings.organisation),
        _sign_on(settings, ports),
        turns.beside,
        turns.apart,
        _measures(channels),
        _mail(settings),
        DrawingApart(drawing),
    )


def _put_in_front(app: Flask, settings: Settings) -> None:
    # Only what our own proxies say of a visitor is believed: with none of them, nothing is.
    behind_proxies = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)
    # While a board practises there is nothing real, and it may be opened by whatever the computer is called.
    ours = OnlyOurs(
        behind_proxies, None if settings.practice else settings.hosts, refusing(app, settings.proxies, note)
    )
    whole = WholeBodies(ReadableCookies(OnlyPackets(ours)), MAX_FORM_BYTES)
    app.wsgi_app = gevent_fixes.Gateway(OnEveryAnswer(whole, settings.secure))  # type: ignore[method-assign]


def refusing(app: Flask, proxies: int, tell: Callable[[SecurityEvent], None]) -> WSGIApplication:
    """Answers whoever names no host of ours, and tells of it as in a request to this application."""

    def refuse(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with app.request_context(for_any_host(environ)):
            tell(SecurityEvent.HOST_NOT_OURS)
        return nobodys(environ, start_response)

    return ProxyFix(refuse, x_for=proxies, x_proto=proxies)


def _sign_on(settings: Settings, ports: Ports) -> SignOn | None:
    if settings.oidc is None:
        return None
    from board_qa.system.openid import OpenIdConnect  # noqa: PLC0415  # only where it is used

    its = settings.oidc
    return OpenIdConnect(its.issuer, its.client_id, its.client_secret, ports.ids, ports.clock)


def _socketio(settings: Settings) -> SocketIO:
    return SocketIO(
        async_mode="gevent",
        client_manager=FanOut() if settings.fast_fanout else Manager(),
        cors_allowed_origins=lambda origin, environ: _is_ours(origin, environ, settings),
        max_http_buffer_size=MAX_INBOUND,
        serializer=Said,
        # Else each prints what it says past our log, with words of whoever sent them.
        logger=logging.getLogger("socketio.server"),
        engineio_logger=logging.getLogger("engineio.server"),
        serve_client=False,
        # While a client that polls tries a websocket, its news are held back: for ever, where a network swallows it.
        allow_upgrades=False,
    )


def _is_ours(origin: str | None, environ: dict[str, Any], settings: Settings) -> bool:
    """Whether news go to the page that asks. What names no origin engine.io lets in, whatever is said here."""
    ours = from_a_page_of_ours(EnvironHeaders(environ), settings)
    if origin and not ours:
        with environ["flask.app"].request_context(environ):
            note(SecurityEvent.SOCKET_OF_ANOTHER_SITE)
            guards.report_other_site()
    return ours


def _among_others(settings: Settings, here: Announcer, listens: bool) -> tuple[Announcer, Callable[[], None]]:
    """The announcer of this process, and what starts it: with Redis, other processes are told as well."""
    if not settings.redis_url:
        return here, lambda: None
    from board_qa.live.neighbours import Neighbours  # noqa: PLC0415  # only where it is used

    neighbours = Neighbours(here, settings.redis_url, settings.secret_key)
    return neighbours, partial(neighbours.start, listens)


def redis_says(settings: Settings) -> str:
    """What is wrong with Redis, or nothing."""
    from board_qa.live import neighbours  # noqa: PLC0415  # only where it is used

    return neighbours.answers(settings.redis_url)


def make_ports(settings: Settings, screening: ScreeningProcess | None = None) -> Ports:
    """The core without a web application, for the worker's own process. `screening` may be several boards'."""
    announcer, start_telling_others = _among_others(settings, NullAnnouncer(), listens=False)
    start_telling_others()
    return _as_set(
        settings,
        Ports(
            make_store(settings.database),
            utc_now,
            RandomIds(),
            announcer,
            ScreeningApart(screening or ScreeningProcess(), settings.organisation),
            BankHolidays(),
        ),
    )


def _as_set(settings: Settings, ports: Ports) -> Ports:
    """With how long what is kept, and how much is taken, as the board set it."""
    return replace(
        ports,
        keep_posts=settings.keep_posts,
        keep_contacts=settings.keep_contacts,
        keep_unpublished=settings.keep_unpublished,
        codes_for=CodesFor(settings.codes_for),
        passwords_for_administrators=settings.oidc is not None,
        questions_an_hour=settings.questions_an_hour,
    )


def make_store(database: str, *, alone: bool = False) -> SqlStore:
    """The store in an SQLite file, or in a PostgreSQL database, as `Settings.database` names them.

    `alone`: nobody else may have it open meanwhile.
    """
    if is_postgres(database):
        # Only where it is used, and never before gevent has patched: then its driver would not let others go on.
        from board_qa.storage.postgres.store import PostgresStore  # noqa: PLC0415

        return PostgresStore(database, alone=alone)
    return SqliteStore(database, alone=alone)


def move_everything(origin: str, to: str, told: Callable[[str, int], None]) -> None:
    """Copy a whole board into an empty database; `told` hears of each table with its rows.

    Raises NotDone, and StoreUnavailable where one of them cannot be reached or is open elsewhere.
    """
    if not is_postgres(origin) and not Path(origin).is_file():
        raise NotDone(f"There is no database {origin}.")
    with closing(make_store(origin, alone=True)) as source, closing(make_store(to, alone=True)) as target:
        if not is_empty(target.database):
            raise NotDone("There is a board in the second one. Nothing is ever moved over another: name an empty one.")
        copy_everything(source.database, target.database, told)


def make_backups(settings: Settings) -> Backups:
    """What makes and restores backups. It opens the store for nothing else."""
    place = Place(settings.database_file, settings.backups, settings.backup_key)
    if settings.on_postgres:
        from board_qa.storage.postgres.backups import PostgresBackups  # noqa: PLC0415  # the same

        return PostgresBackups(settings.database, settings.database_file, utc_now, place)
    return SqliteBackups(settings.database_file, utc_now, place)


def make_worker(settings: Settings, ports: Ports, stand_ins: Mapping[str, StandIn]) -> Worker:
    """The loop that collects and sends, on the networks that are set up or on those that stand in for them."""
    holder = f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"
    channels = _channels(settings, ports, {name: one.server.base_url for name, one in stand_ins.items()})
    worker = Worker(ports, channels.values(), holder, _mailer(settings))
    worker.chores += [one.crowd.act for one in stand_ins.values()]
    if settings.backups:
        start = partial(RunningCommand, "backup", board=settings.board)
        worker.chores.append(RegularBackups(ports, make_backups(settings).place, start))
    return worker


def _mail(settings: Settings) -> MailMode:
    if settings.practice:
        return MailMode.PRACTICE
    return MailMode.ON if settings.smtp or settings.notify else MailMode.OFF


def _mailer(settings: Settings) -> Mailer | None:
    """The mail service that is set up, or the one that stands in for it; None where there is none."""
    if settings.practice:
        return PracticeMailer()
    if smtp := settings.smtp:
        server = SmtpServer(smtp.host, smtp.port, smtp.tls, smtp.username, smtp.password)
        return SmtpMailer(server, smtp.sender, settings.organisation, utc_now)
    if notify := settings.notify:
        from board_qa.mail.notify import NotifyMailer  # noqa: PLC0415  # only where it is used

        return NotifyMailer(notify.url, notify.template, notify.key)
    return None


@dataclass(frozen=True)
class StandIn:
    """A network of this computer's own in the place of a real one, and the audience on it."""

    server: Serving
    crowd: Crowd


def start_stand_ins(settings: Settings, ports: Ports) -> dict[str, StandIn]:
    """In practice mode, a stand-in for each network; the web process finds their addresses in the store."""
    if not settings.practice:
        return {}
    folder = settings.data_folder
    x = PracticeNetwork(utc_now, str(folder / "practice.db"))
    bluesky = BlueskyNetwork(utc_now, str(folder / "practice-bluesky.db"))
    mastodon = PracticeNetwork(utc_now, str(folder / "practice-mastodon.db"))
    stand_ins = {
        "X": StandIn(PracticeServer(x, PRACTICE_KEYS), Crowd(x)),
        "Bluesky": StandIn(
            BlueskyServer(bluesky, BOARD_HANDLE, PRACTICE_APP_PASSWORD), Crowd(bluesky, ON_BLUESKY, CHAT_ON_BLUESKY)
        ),
        "Mastodon": StandIn(MastodonServer(mastodon, PRACTICE_TOKEN), Crowd(mastodon, ON_MASTODON, CHAT_ON_MASTODON)),
    }
    for name, one in stand_ins.items():
        one.server.start()
        ports.store.sources.set_metadata(name, "practice_address", one.server.base_url)
    return stand_ins


def _channels(settings: Settings, ports: Ports, practice: Mapping[str, str] | None = None) -> Channels:
    """The networks that are set up; in practice mode, those that stand in for them, wherever they are."""
    if settings.practice:
        return Registry(_practised(settings, ports, practice or {}))
    limits = KeptLimits(ports.store, "Mastodon")
    chosen: dict[str, Callable[[], Channel]] = {}
    if keys := settings.x_keys:
        chosen["X"] = lambda: XChannel(settings.x_api_base_url, keys, utc_now, settings.x_spending_cap)
    if bluesky := settings.bluesky:
        chosen["Bluesky"] = lambda: _bluesky(bluesky, ports)
    if mastodon := settings.mastodon:
        chosen["Mastodon"] = lambda: MastodonChannel(mastodon.url, mastodon.token, utc_now, limits)
    return Registry(chosen)


def _practised(settings: Settings, ports: Ports, at: Mapping[str, str]) -> Mapping[str, Callable[[], Channel]]:
    """Their addresses change, and the account that practises does not."""
    x, bluesky, mastodon = (at.get(name, NOWHERE) for name in ("X", "Bluesky", "Mastodon"))
    limits = KeptLimits(ports.store, "Mastodon")
    us = BlueskyAccount(bluesky, BOARD_HANDLE, PRACTICE_APP_PASSWORD)
    return {
        "X": lambda: XChannel(x, PRACTICE_KEYS, utc_now, settings.x_spending_cap),
        "Bluesky": lambda: _bluesky(us, ports, account="practice"),
        "Mastodon": lambda: MastodonChannel(mastodon, PRACTICE_TOKEN, utc_now, limits, "practice"),
    }


def _bluesky(to: BlueskyAccount, ports: Ports, account: str = "") -> Channel:
    from board_qa.channels.bluesky.channel import BlueskyChannel  # noqa: PLC0415  # see `_import_bluesky`

    kept = KeptSession(ports.store, "Bluesky")
    return BlueskyChannel(to.url, to.handle, to.app_password, utc_now, kept, account)


def _import_bluesky() -> None:
    """Its library takes half a second to begin with, which only those wait for who are there."""
    import board_qa.channels.bluesky.channel  # noqa: PLC0415, F401


def _measures(channels: Channels) -> Measures:
    """What is set up counts as it knows best; a partner posts on the other networks as well."""
    known: Measures = {
        "X": x_limits.measure,
        "Bluesky": bluesky_limits.measure,
        "Mastodon": mastodon_limits.measure,
    }
    # Each is asked for when it is first used: Bluesky's library takes half a second to begin with.
    return {**known, **{name: partial(_measured, channels, name) for name in channels}}


def _measured(channels: Channels, name: str, text: str) -> Measure:
    return channels[name].measure(text)


def web_process_of(app: Flask) -> WebProcess:
    found = serving_of(app)
    if not isinstance(found, WebProcess):
        raise TypeError("this application is not that of one board")
    return found


class Served(Protocol):
    """What gunicorn starts and stops with its worker: the web process of one board, or those of many."""

    def start_background(self) -> None: ...
    def stop_serving(self) -> None: ...
    def stop_collecting(self) -> None: ...


def serving_of(app: Flask) -> Served:
    return cast(Served, app.extensions[SERVING])
