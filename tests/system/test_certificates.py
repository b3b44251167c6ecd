"""Nobody is spoken to whose certificate no authority vouches for: whoever sits on the line reads no key of ours."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from flask import Flask, request
from werkzeug.serving import make_server

from board_qa.channels.bluesky.channel import BlueskyChannel
from board_qa.channels.mastodon.channel import MastodonChannel
from board_qa.channels.x.channel import XChannel
from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.domain.networks.errors import ChannelError
from board_qa.mail.notify import NotifyMailer
from board_qa.mail.smtp import SmtpMailer, SmtpServer
from board_qa.ports.system import SignOnUnavailable
from board_qa.ports.telling import MailTrouble
from board_qa.system.clock import utc_now
from board_qa.system.ids import RandomIds
from board_qa.system.openid import OpenIdConnect
from tests.channels.contract.practised import Kept
from tests.support.certificates import certificate
from tests.support.notify import KEY, TEMPLATE


@dataclass
class Impostor:
    """A server with a certificate that it made itself."""

    port: int = 0
    heard: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.port}"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return certificate(tmp_path / "own.pem")


@pytest.fixture
def impostor(own: Path) -> Iterator[Impostor]:
    made, app = Impostor(), Flask("impostor")
    app.before_request(lambda: made.heard.append(request.path))
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(own)
    http = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=secure)
    made.port = http.server_port
    threading.Thread(target=http.serve_forever, args=(0.05,), daemon=True).start()
    yield made
    http.shutdown()
    http.server_close()


Ask = Callable[[], object]


def x(server: Impostor) -> Ask:
    return XChannel(server.address, PRACTICE_KEYS, utc_now).account


def bluesky(server: Impostor) -> Ask:
    return BlueskyChannel(server.address, "board.test", "a password", utc_now, Kept()).account


def mastodon(server: Impostor) -> Ask:
    return MastodonChannel(server.address, "a token", utc_now, Kept()).account


def notify(server: Impostor) -> Ask:
    return partial(NotifyMailer(server.address, TEMPLATE, KEY).delivery, "id-1")


def smtps(server: Impostor) -> Ask:
    account = SmtpServer("127.0.0.1", server.port, True, "board", "a password")
    return SmtpMailer(account, "questions@board.example", "Anytown Board", utc_now).ready


def sign_on(server: Impostor) -> Ask:
    provider = OpenIdConnect(server.address, "board", "a secret", RandomIds(), utc_now)
    return partial(provider.begin, "https://board.example/back")


def all_of(error: BaseException | None) -> Iterator[str]:
    """What went wrong, and what went wrong below that."""
    while error is not None:
        yield repr(error)
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize(
    ("ask", "refused"),
    [
        (x, ChannelError), (bluesky, ChannelError), (mastodon, ChannelError),
        (notify, MailTrouble), (smtps, MailTrouble), (sign_on, SignOnUnavailable),
    ],
)  # fmt: skip
def test_a_server_whose_certificate_it_made_itself_hears_nothing(
    impostor: Impostor, ask: Callable[[Impostor], Ask], refused: type[Exception]
) -> None:
    with pytest.raises(refused) as found:
        ask(impostor)()

    assert "CERTIFICATE_VERIFY_FAILED" in " ".join(all_of(found.value))
    assert impostor.heard == []


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "board_qa.certificates"]


@pytest.mark.parametrize("client", [x, bluesky, mastodon, notify, smtps, sign_on])
def test_the_log_says_once_whose_certificate_cannot_be_trusted_and_nothing_that_is_secret(
    impostor: Impostor, client: Callable[[Impostor], Ask], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    ask = client(impostor)
    for _ in range(3):
        with pytest.raises((ChannelError, MailTrouble, SignOnUnavailable)):
            ask()

    why = "its certificate is not right (self-signed certificate)"
    assert told(caplog) == [f"127.0.0.1: TLS cannot be trusted, so it is sent nothing until that is put right: {why}"]
    secrets = ("a password", "a token", "a secret", KEY[-36:], TEMPLATE, *PRACTICE_KEYS)
    assert [one for one in secrets if one in caplog.text] == []


@pytest.mark.parametrize("client", [x, mastodon])
def test_the_log_says_that_it_can_be_trusted_again_and_whatever_follows_anew(
    impostor: Impostor,
    own: Path,
    client: Callable[[Impostor], Ask],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ask = client(impostor)
    for vouched_for in (False, True, True, False):
        monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
        if vouched_for:
            monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(own))
        with pytest.raises(ChannelError):
            ask()  # it knows no address of the network

    assert [line.partition(": ")[2].partition(",")[0] for line in told(caplog)] == [
        "TLS cannot be trusted", "TLS can be trusted again", "TLS cannot be trusted",
    ]  # fmt: skip
    assert len(impostor.heard) == 2


def test_the_log_says_that_a_server_speaks_no_tls_at_all(caplog: pytest.LogCaptureFixture) -> None:
    http = make_server("127.0.0.1", 0, Flask("plain"), threaded=True)
    threading.Thread(target=http.serve_forever, args=(0.05,), daemon=True).start()
    with pytest.raises(ChannelError):
        mastodon(Impostor(http.server_port))()
    http.shutdown()
    http.server_close()

    assert [line for line in told(caplog) if "WRONG_VERSION_NUMBER" in line] == told(caplog) != []


def test_a_server_that_is_away_is_no_matter_of_trust(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    for client in (x, bluesky, mastodon, notify, smtps, sign_on):
        with pytest.raises((ChannelError, MailTrouble, SignOnUnavailable)):
            client(Impostor(port))()

    assert told(caplog) == []
