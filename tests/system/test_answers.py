"""An answer that never comes to its end, or has no end in sight, is given up, and says so as any other trouble."""

from __future__ import annotations

import gzip
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from traceback import format_exception

import pytest
import requests
from flask import Flask, Response
from werkzeug.serving import make_server

from board_qa.answers import LARGEST, TooLarge, WholeAnswers
from board_qa.channels.bluesky.channel import BlueskyChannel
from board_qa.channels.mastodon.channel import MastodonChannel
from board_qa.channels.x.channel import XChannel
from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.mail.notify import NotifyMailer
from board_qa.mail.smtp import SmtpMailer, SmtpServer
from board_qa.ports.system import SignOnUnavailable
from board_qa.ports.telling import MailTrouble
from board_qa.system.clock import utc_now
from board_qa.system.ids import RandomIds
from board_qa.system.openid import OpenIdConnect
from tests.channels.contract.practised import Kept
from tests.support.certificates import certificate
from tests.support.dribbling import TLS_RECORD, Say, dribbling, dribbling_at_starttls, dribbling_below_tls, saying
from tests.support.notify import KEY, TEMPLATE
from tests.support.places import ROOT

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_SECONDS = (1.0, 0.2)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return certificate(tmp_path / "own.pem")


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as made:
        WholeAnswers().mount_on(made)
        yield made


@pytest.mark.parametrize(
    ("begins", "goes_on"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 3, b"H"),
        (_HEAD + b"X-Long: ", b"a"),
        (_HEAD + b"Content-Length: 100000\r\n\r\n", b"1"),
        (_HEAD + b"\r\n", b"1"),
        (_HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n1\r\n"),
        (_HEAD + b"Content-Encoding: gzip\r\nContent-Length: 100000\r\n\r\n" + gzip.compress(b"1")[:10], b"\0"),
    ],
)
def test_an_answer_that_comes_a_byte_at_a_time_is_given_up(
    session: requests.Session, begins: bytes, goes_on: bytes
) -> None:
    with saying(dribbling(begins, goes_on)) as port, pytest.raises(requests.RequestException):
        session.get(f"http://127.0.0.1:{port}/", timeout=_SECONDS)


def test_so_is_one_that_comes_through_a_proxy(session: requests.Session) -> None:
    with saying(dribbling(_HEAD + b"\r\n", b"1")) as port, pytest.raises(requests.Timeout):
        session.get("http://network.example/", timeout=_SECONDS, proxies={"http": f"http://127.0.0.1:{port}"})


def test_so_is_one_by_https_in_whatever_pieces_it_comes(session: requests.Session, own: Path) -> None:
    say = dribbling_below_tls(own, _HEAD + b"Content-Length: 16000\r\n\r\n" + b"1" * 15_000)
    with saying(say) as port, pytest.raises(requests.Timeout):
        session.get(f"https://127.0.0.1:{port}/", timeout=_SECONDS, verify=str(own))


def test_so_is_a_server_that_only_begins_to_speak_tls(session: requests.Session) -> None:
    with saying(dribbling(TLS_RECORD, b"\2")) as port, pytest.raises(requests.Timeout):
        session.get(f"https://127.0.0.1:{port}/", timeout=_SECONDS)


class Hasty(SmtpMailer):
    patience = _SECONDS[1]


def mailer(port: int, tls: bool) -> SmtpMailer:
    account = SmtpServer("127.0.0.1", port, tls, "board", "a password")
    return Hasty(account, "questions@board.example", "Anytown Board", utc_now)


@pytest.mark.parametrize(
    ("say", "tls"),
    [
        (dribbling(b"2", b"2"), False),
        (dribbling(b"220-hello\r\n", b"2"), False),
        (dribbling(b"220-hello\r\n", b"220-and\r\n"), False),
        (dribbling(TLS_RECORD, b"\2"), True),
        (dribbling_at_starttls, False),
    ],
)
def test_so_is_a_mail_server(say: Say, tls: bool) -> None:
    with saying(say) as port, pytest.raises(MailTrouble):
        mailer(port, tls).ready()


def test_all_of_it_holds_in_gunicorns_processes_too() -> None:
    """There a line waits for each byte of TLS anew."""
    patched = "from gevent import monkey; monkey.patch_all(); import sys, pytest; sys.exit(pytest.main(sys.argv[1:]))"
    others = ["-n", "0", "-q", "-p", "no:cacheprovider", "-k", "not gunicorns", __file__]
    ran = subprocess.run(
        [sys.executable, "-c", patched, *others], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout


Ask = Callable[[str], object]


def x(address: str) -> object:
    return XChannel(address, PRACTICE_KEYS, utc_now).account()


def bluesky(address: str) -> object:
    return BlueskyChannel(address, "board.test", "a password", utc_now, Kept()).account()


def mastodon(address: str) -> object:
    return MastodonChannel(address, "a token", utc_now, Kept()).account()


def notify(address: str) -> object:
    return NotifyMailer(address, TEMPLATE, KEY).delivery("id-1")


def sign_on(address: str) -> object:
    return OpenIdConnect(address, "board", "a secret", RandomIds(), utc_now).begin("https://board.example/back")


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    http = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=http.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{http.server_port}"
    http.shutdown()
    http.server_close()


@pytest.fixture(params=["plain", "packed"])
def too_much(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a server whose every answer is JSON of one byte too many."""
    body, app = b'"' + b"a" * (LARGEST - 1) + b'"', Flask("too-much")
    packed = {"Content-Encoding": "gzip"} if request.param == "packed" else {}
    answer = partial(Response, gzip.compress(body) if packed else body, mimetype="application/json", headers=packed)
    app.before_request(answer)
    with serving(app) as address:
        yield address


@pytest.mark.parametrize("ask", [x, bluesky, mastodon])
def test_no_network_is_heard_to_the_end_of_an_answer_that_is_too_large(too_much: str, ask: Ask) -> None:
    with pytest.raises(ChannelError) as failed:
        ask(too_much)

    assert (failed.value.kind, failed.value.detail) == (ChannelErrorKind.TRANSIENT, TooLarge.__name__)


@pytest.mark.parametrize(("ask", "trouble"), [(notify, MailTrouble), (sign_on, SignOnUnavailable)])
def test_nor_is_who_sends_letters_or_knows_who_somebody_is(too_much: str, ask: Ask, trouble: type[Exception]) -> None:
    with pytest.raises(trouble) as failed:
        ask(too_much)

    assert TooLarge.__name__ in "".join(format_exception(failed.value))


class KeepsOpen(BaseHTTPRequestHandler):
    """Tells whoever asks from which port they come."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # as the library calls it
        port = str(self.client_address[1])
        self.send_response(200)
        self.send_header("Content-Length", str(len(port)))
        self.end_headers()
        self.wfile.write(port.encode())


@pytest.mark.parametrize("ask", [x, bluesky, mastodon])
def test_no_network_is_heard_in_an_answer_that_is_too_deep(ask: Ask) -> None:
    app = Flask("too-deep")
    app.before_request(lambda: Response("[" * 100_000, mimetype="application/json"))
    with serving(app) as address, pytest.raises(ChannelError) as failed:
        ask(address)

    assert failed.value.kind is ChannelErrorKind.TRANSIENT


def test_the_next_question_goes_by_the_same_line(session: requests.Session) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), KeepsOpen) as http:
        threading.Thread(target=http.serve_forever, args=(0.05,), daemon=True).start()
        told = {session.get(f"http://127.0.0.1:{http.server_port}/", timeout=_SECONDS).text for _ in range(3)}
        session.close()
        http.shutdown()

    assert len(told) == 1
