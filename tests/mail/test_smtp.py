"""The board's own mail server: what it takes, what it refuses, and what nobody knows of."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from board_qa.mail.smtp import SmtpMailer, SmtpServer, take_no_md5
from board_qa.ports.telling import Delivery, Email, MailRefused, MailTrouble, MailUnclear
from board_qa.rehearsal.mail_server import MailServer, mail_server
from tests.support.doubles import StoppedClock

SENDER = "questions@board.example"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def mailer(server: MailServer) -> Iterator[SmtpMailer]:
    mailer = made(SmtpServer("127.0.0.1", server.port, tls=False))
    yield mailer
    mailer.close()


def made(server: SmtpServer) -> SmtpMailer:
    return SmtpMailer(server, SENDER, "Anytown Board", StoppedClock())


def email(to: str = "maria@example.org", text: str = "Hello,\n\nYes.\n", subject: str = "Your question") -> Email:
    return Email(to, subject, text, "key-1")


def sent(mailer: SmtpMailer, letter: Email) -> str:
    mailer.ready()
    return mailer.send(letter)


def test_a_letter_arrives_with_its_key_and_its_words(server: MailServer, mailer: SmtpMailer) -> None:
    assert sent(mailer, email(text="Bore da, Siân.\n.\nFrom here.\n", subject="Eich cwestiwn – Siân")) == "key-1"

    ((to, letter),) = server.letters
    assert (to, letter["To"], letter["From"]) == (
        "maria@example.org",
        "maria@example.org",
        "Anytown Board <questions@board.example>",
    )
    assert (letter["Subject"], letter["Message-ID"]) == ("Eich cwestiwn – Siân", "<key-1@board.example>")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"] == "Mon, 23 Nov 2026 12:00:00 +0000"
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().replace("\r\n", "\n") == "Bore da, Siân.\n.\nFrom here.\n"


def test_a_letter_in_any_language_goes_out_in_letters_that_every_server_takes(
    server: MailServer, mailer: SmtpMailer
) -> None:
    sent(mailer, email(text="Bore da, Siân. 早上好\n"))

    ((_, letter),) = server.letters
    assert letter.as_bytes().isascii()
    assert letter["Content-Transfer-Encoding"] in ("base64", "quoted-printable")
    assert letter.get_content().strip() == "Bore da, Siân. 早上好"


@pytest.mark.parametrize("says", ["Perhaps", "999 Perhaps"])
def test_after_an_answer_that_nobody_understands_nobody_can_say_whether_it_was_sent(
    server: MailServer, mailer: SmtpMailer, says: str
) -> None:
    server.says = says
    with pytest.raises(MailUnclear):
        sent(mailer, email())

    assert len(server.letters) == 1


def test_several_letters_go_over_one_line(server: MailServer, mailer: SmtpMailer) -> None:
    for _ in range(3):
        sent(mailer, email())

    assert len(server.letters) == 3
    assert server.lines == 1


@pytest.mark.parametrize(
    "to",
    ["no address", "", "a@b@c", "maria@example.org\r\nBcc: all@example.org", "siân@example.org", "a@b.c> SIZE=1"],
)
def test_what_is_no_address_is_refused_before_anything_is_sent(server: MailServer, mailer: SmtpMailer, to: str) -> None:
    with pytest.raises(MailRefused):
        sent(mailer, email(to))

    assert server.letters == []


def test_a_subject_in_two_lines_makes_no_header_of_its_own(server: MailServer, mailer: SmtpMailer) -> None:
    sent(mailer, email(subject="Yours\r\nBcc: all@example.org"))

    ((_, letter),) = server.letters
    assert (letter["Subject"], letter["Bcc"]) == ("Yours Bcc: all@example.org", None)


def test_an_address_that_the_server_does_not_know_is_refused_and_the_next_letter_goes_out(
    server: MailServer, mailer: SmtpMailer
) -> None:
    server.refuses["gone@example.org"] = "550 5.1.1 No such user"
    with pytest.raises(MailRefused, match=r"does not know this address.*\(550\)"):
        sent(mailer, email("gone@example.org"))
    sent(mailer, email())

    assert [to for to, _ in server.letters] == ["maria@example.org"]


def test_a_server_that_asks_to_wait_is_trouble_and_no_refusal(server: MailServer, mailer: SmtpMailer) -> None:
    server.refuses["slow@example.org"] = "450 4.7.1 Greylisted"
    with pytest.raises(MailTrouble, match=r"later \(450\)"):
        sent(mailer, email("slow@example.org"))

    assert server.letters == []


def test_a_line_that_breaks_after_the_letter_leaves_it_unclear(server: MailServer, mailer: SmtpMailer) -> None:
    server.loses = 1
    with pytest.raises(MailUnclear):
        sent(mailer, email())
    assert len(server.letters) == 1
    sent(mailer, email("next@example.org"))  # over a new line
    assert len(server.letters) == 2


def test_a_server_that_is_not_there_is_trouble() -> None:
    mailer = made(SmtpServer("127.0.0.1", 1, tls=False))

    with pytest.raises(MailTrouble, match=r"127\.0\.0\.1:1 does not answer"):
        mailer.ready()


def test_a_password_is_never_sent_without_encryption_and_the_log_says_so_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with mail_server("secret") as server:
        mailer = made(SmtpServer("127.0.0.1", server.port, False, "board", "secret"))
        for _ in range(2):
            with pytest.raises(MailTrouble, match="no encryption, so our password was not sent"):
                mailer.ready()

    (line,) = [one.getMessage() for one in caplog.records]
    assert line == "127.0.0.1: TLS cannot be trusted, so it is sent nothing until that is put right: it offers no TLS"


class Pretends(MailServer):
    """Offers TLS, and does not begin it when it is asked to."""

    async def handle_EHLO(  # noqa: N802  # as aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        told = await super().handle_EHLO(server, session, envelope, hostname, responses)
        return [told[0], "250-STARTTLS", *told[1:]]


def test_the_log_says_of_a_server_that_it_does_not_begin_the_tls_which_it_offers(
    caplog: pytest.LogCaptureFixture,
) -> None:
    server = Pretends("secret")
    server.controller.start()
    try:
        with pytest.raises(MailTrouble, match="does not answer as it should"):
            made(SmtpServer("127.0.0.1", server.port, False, "board", "secret")).ready()
    finally:
        server.controller.stop()

    (line,) = [one.getMessage() for one in caplog.records if one.name == "board_qa.certificates"]
    assert line.endswith("it does not begin TLS, which it offers (454)")


def test_of_the_ways_to_sign_in_that_a_server_offers_the_one_by_md5_is_not_taken() -> None:
    line = smtplib.SMTP()
    line.esmtp_features = {"auth": "cram-md5 CRAM-MD5 PLAIN LOGIN", "size": "1"}
    take_no_md5(line)
    without = smtplib.SMTP()
    take_no_md5(without)

    assert line.esmtp_features == {"auth": "PLAIN LOGIN", "size": "1"}
    assert without.esmtp_features == {}


def test_it_never_says_what_became_of_a_letter(mailer: SmtpMailer) -> None:
    assert mailer.delivery("key-1") == (Delivery.SILENT, "")
    assert mailer.find("key-1") == ""
    assert not mailer.finds


def test_the_password_is_not_in_what_is_printed() -> None:
    assert "secret" not in repr(SmtpServer("mail.example", 587, False, "board", "secret"))
