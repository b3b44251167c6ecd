"""What stands before the application, and who is let through to its sockets."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_socketio import SocketIO
from socketio import Manager
from werkzeug.datastructures import EnvironHeaders
from werkzeug.middleware.proxy_fix import ProxyFix

from board_qa.config.settings import Settings
from board_qa.live import gevent_fixes
from board_qa.live.bodies import WholeBodies
from board_qa.live.cookies import ReadableCookies
from board_qa.live.fanout import FanOut
from board_qa.live.headers import OnEveryAnswer
from board_qa.live.hosts import OnlyOurs, for_any_host, nobodys
from board_qa.live.packets import MAX_INBOUND, OnlyPackets, Said, Tell
from board_qa.web.application import MAX_FORM_BYTES
from board_qa.web.operators.security_log import SecurityEvent, note
from board_qa.web.shell import guards
from board_qa.web.shell.same_site import from_a_page_of_ours

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def put_in_front(app: Flask, settings: Settings) -> None:
    # Only what our own proxies say of a visitor is believed: with none of them, nothing is.
    behind_proxies = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)
    packets = OnlyPackets(behind_proxies, telling_of_nonsense(app, settings))
    # While a board practises there is nothing real, and it may be opened by whatever the computer is called.
    ours = OnlyOurs(packets, None if settings.practice else settings.hosts, refusing(app, settings.proxies, note))
    whole = WholeBodies(ReadableCookies(ours), MAX_FORM_BYTES)
    app.wsgi_app = gevent_fixes.Gateway(OnEveryAnswer(whole, settings.secure))  # type: ignore[method-assign]


def refusing(app: Flask, proxies: int, tell: Callable[[SecurityEvent], None]) -> WSGIApplication:
    """Answers whoever names no host of ours."""
    tells = _telling(app, proxies, partial(tell, SecurityEvent.HOST_NOT_OURS))

    def refuse(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        tells(environ)
        return nobodys(environ, start_response)

    return refuse


def telling_of_nonsense(app: Flask, settings: Settings) -> Tell:
    """What tells the log that no page of ours sends what came to a socket."""
    return _telling(app, settings.proxies, partial(note, SecurityEvent.SOCKET_NONSENSE))


def _telling(app: Flask, proxies: int, tell: Callable[[], None]) -> Tell:
    """Tells of a request that never comes to the application as in one to it, with the visitor's own address."""

    def inside(environ: WSGIEnvironment, _: StartResponse) -> Iterable[bytes]:
        with app.request_context(for_any_host(environ)):
            tell()
        return []

    as_it_came = ProxyFix(inside, x_for=proxies, x_proto=proxies)

    def tells(environ: WSGIEnvironment) -> None:
        as_it_came(dict(environ), lambda *_: None)  # type: ignore[arg-type]  # nothing is answered

    return tells


def socketio_of(settings: Settings) -> SocketIO:
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
