"""A real mail server on a port of this computer, which can be told to misbehave."""

from __future__ import annotations

import asyncio
import socket
from asyncio import Transport
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

_FOR_EVER = 600.0  # seconds: longer than anybody waits for an answer


class MailServer:
    """What it took, in order. `refuses` has its answer to some addresses; `loses` takes the next letter and hangs up,
    and `silent` takes it and never answers. `says` is what it answers to a letter. `password`: nobody gets in without
    it."""

    def __init__(self, password: str = "") -> None:
        self.letters: list[tuple[str, EmailMessage]] = []
        self.refuses: dict[str, str] = {}
        self.loses, self.silent, self.password = 0, 0, password
        self.says = "250 OK"
        self.lines = 0
        self.controller = Controller(
            self,
            hostname="127.0.0.1",
            port=_free_port(),
            authenticator=self._authenticate if password else None,
            auth_require_tls=False,
        )

    @property
    def port(self) -> int:
        return int(self.controller.port)

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for recipient, letter in self.letters if recipient == address]

    async def handle_EHLO(  # noqa: N802  # as aiosmtpd calls it
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.lines += 1
        return responses

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        letter = _read(envelope)
        self.letters.append((envelope.rcpt_tos[0], letter))
        if self.loses:
            self.loses -= 1
            _hang_up(server)
        if self.silent:
            self.silent -= 1
            await asyncio.sleep(_FOR_EVER)
        return self.says

    def _authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any) -> AuthResult:
        known = isinstance(data, LoginPassword) and data.password.decode() == self.password
        return AuthResult(success=known)


def _read(envelope: Envelope) -> EmailMessage:
    return message_from_bytes(bytes(envelope.content or b""), policy=default)  # type: ignore[arg-type]


def _hang_up(server: SMTP) -> None:
    cast(Transport, server.transport).abort()


@contextmanager
def mail_server(password: str = "") -> Iterator[MailServer]:
    server = MailServer(password)
    server.controller.start()
    try:
        yield server
    finally:
        with suppress(RuntimeError):
            server.controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
