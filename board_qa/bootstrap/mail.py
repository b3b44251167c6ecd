"""Which mail service."""

from __future__ import annotations

from board_qa.config.settings import Settings
from board_qa.domain.telling.letters import MailMode
from board_qa.mail.practice import PracticeMailer
from board_qa.mail.smtp import SmtpMailer, SmtpServer
from board_qa.ports.telling import Mailer
from board_qa.system.clock import utc_now


def mail_mode(settings: Settings) -> MailMode:
    if settings.practice:
        return MailMode.PRACTICE
    return MailMode.ON if settings.smtp or settings.notify else MailMode.OFF


def mailer_of(settings: Settings) -> Mailer | None:
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
