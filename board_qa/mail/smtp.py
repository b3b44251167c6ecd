"""The board's own mail server, by SMTP (RFC 5321). It says whether it took a letter, and never what became of it."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.errors import HeaderParseError, MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from board_qa.answers import in_time, within
from board_qa.certificates import Trust
from board_qa.ports.system import Clock
from board_qa.ports.telling import Delivery, Email, MailRefused, MailTrouble, MailUnclear

_GOING_AWAY = 421  # its answer to whatever it is asked before it closes the line (RFC 5321, 3.8)
_REFUSED = "The mail server refused the letter"
_UNKNOWN = "The mail server does not know this address, or does not take mail for it"
_TAKES_NO_MAIL = "The mail server does not take mail from us"


@dataclass(frozen=True)
class SmtpServer:
    """Where the server is and how to sign in. `tls`: the line is encrypted from the first byte (smtps)."""

    host: str
    port: int
    tls: bool
    username: str = ""
    password: str = field(default="", repr=False)


class Line(smtplib.SMTP):
    """Each answer is whole within the time, of however many lines it is: smtplib waits for each line alone."""

    def getreply(self) -> tuple[int, bytes]:
        if self.file is not None:
            self.file.close()
        if self.sock is not None:
            self.sock.settimeout(self.timeout)
            self.file = in_time(self.sock)
        with within(self.timeout):
            return super().getreply()


class SecureLine(Line, smtplib.SMTP_SSL):
    pass


def take_no_md5(line: smtplib.SMTP) -> None:
    """The line is encrypted, so PLAIN and LOGIN are safe: smtplib itself begins with CRAM-MD5 where that is offered."""
    offered = line.esmtp_features.get("auth", "").split()
    if offered:
        line.esmtp_features["auth"] = " ".join(kind for kind in offered if kind.upper() != "CRAM-MD5")


class SmtpMailer:
    """Sends from one address. Without encryption no password is ever sent."""

    practised = False
    finds = False
    # Seconds for an answer. A letter is four of them, and another worker takes over after 20.
    patience = 4.0

    def __init__(self, server: SmtpServer, sender: str, organisation: str, clock: Clock) -> None:
        self._server, self._clock = server, clock
        self._sender = Address(organisation, addr_spec=sender)
        self._line: smtplib.SMTP | None = None
        self._trust = Trust()

    def ready(self) -> None:
        if self._line is not None:
            return
        try:
            self._line = self._open()
        except smtplib.SMTPAuthenticationError as error:
            raise MailTrouble("The mail server does not accept our password. Ask whoever set up the service") from error
        except (OSError, ValueError, smtplib.SMTPException) as error:
            self._trust.note(self._server.host, error)
            where = f"{self._server.host}:{self._server.port}"
            raise MailTrouble(f"The mail server {where} does not answer as it should") from error
        self._trust.is_there(self._server.host)

    def _open(self) -> smtplib.SMTP:
        server, secure = self._server, ssl.create_default_context()
        with within(2 * self.patience):  # to connect, and for its greeting
            if server.tls:
                line: smtplib.SMTP = SecureLine(server.host, server.port, timeout=self.patience, context=secure)
            else:
                line = Line(server.host, server.port, timeout=self.patience)
        try:
            line.ehlo()
            if not server.tls:
                self._encrypt(line, secure)
            if server.password:
                take_no_md5(line)
                line.login(server.username, server.password)
        except BaseException:
            line.close()
            raise
        return line

    def _encrypt(self, line: smtplib.SMTP, secure: ssl.SSLContext) -> None:
        """Begin TLS where the server offers it. Somebody on the line may have taken the offer away."""
        if line.has_extn("starttls"):
            try:
                with within(self.patience):
                    line.starttls(context=secure)
            except smtplib.SMTPResponseException as error:
                self._trust.is_not(self._server.host, f"it does not begin TLS, which it offers ({error.smtp_code})")
                raise
            line.ehlo()
        elif self._server.password:
            self._trust.is_not(self._server.host, "it offers no TLS")
            raise MailTrouble("The mail server offers no encryption, so our password was not sent")

    def send(self, email: Email) -> str:
        message, line = self._message(email), self._line
        if line is None:
            raise MailTrouble("The line to the mail server was lost")
        handed_over = False
        try:
            with within(4 * self.patience):
                self._ask(line.mail(self._sender.addr_spec), "")
                self._ask(line.rcpt(email.to), _UNKNOWN)
                handed_over = True
                code, _ = line.data(message.as_bytes())
        except smtplib.SMTPDataError as error:  # before any of the letter went out
            self._answered(error.smtp_code, _REFUSED)
        except (OSError, ValueError, smtplib.SMTPException) as error:
            self.close()
            if handed_over:
                raise MailUnclear from error
            raise MailTrouble("The line to the mail server was lost") from error
        if not 200 <= code < 300:
            self._answered_the_letter(code)
        return email.key

    def _ask(self, answer: tuple[int, bytes], refused: str) -> None:
        code, _ = answer
        if not 200 <= code < 300:
            self._answered(code, refused)

    def _answered_the_letter(self, code: int) -> None:
        """What is neither a yes nor a no may be a yes that was garbled on its way. Raises MailUnclear there."""
        if 400 <= code < 600:
            self._answered(code, _REFUSED)
        self.close()
        raise MailUnclear

    def _answered(self, code: int, refused: str) -> None:
        """The server said no. Raises MailTrouble where it says later, or takes no mail of ours at all, which is said by
        a `refused` of '', and MailRefused where it says never."""
        with suppress(OSError, smtplib.SMTPException):
            if self._line is not None and code != _GOING_AWAY:
                self._line.rset()
        if code == _GOING_AWAY:
            self.close()
        if code < 500:
            raise MailTrouble(f"The mail server asks us to try later ({code})")
        if not refused:
            raise MailTrouble(f"{_TAKES_NO_MAIL} ({code}). Ask whoever set up the service")
        raise MailRefused(f"{refused} ({code})")

    def _message(self, email: Email) -> EmailMessage:
        """Raises MailRefused for what is no address, or none that every mail server takes."""
        message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))  # the server may take no other letters
        if not email.to.isascii():
            raise MailRefused("This address has letters that not every mail server takes. Tell them another way")
        try:
            message["To"] = Address(addr_spec=email.to)
        except (ValueError, IndexError, MessageError, HeaderParseError) as error:
            raise MailRefused("This is not an email address") from error
        message["From"] = self._sender
        message["Subject"] = " ".join(email.subject.split())
        message["Date"] = format_datetime(self._clock())
        message["Message-ID"] = f"<{email.key}@{self._sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice answers it
        message.set_content(email.text)
        return message

    def find(self, key: str) -> str:  # noqa: ARG002
        return ""

    def delivery(self, reference: str) -> tuple[Delivery, str]:  # noqa: ARG002
        return Delivery.SILENT, ""

    def close(self) -> None:
        if self._line is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._line.quit()
            self._line = None
