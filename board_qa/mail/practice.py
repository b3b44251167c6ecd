"""The mail service of practice mode: nothing leaves this computer, and the desk shows what would have been sent."""

from __future__ import annotations

from board_qa.ports.telling import Delivery, Email, MailRefused

# No address ends like this (RFC 2606), so that a team can see what a refused letter looks like.
_NOWHERE = ".invalid"


class PracticeMailer:
    practised = True
    finds = False

    def ready(self) -> None:
        """There is no line to open."""

    def send(self, email: Email) -> str:
        if email.to.strip().lower().endswith(_NOWHERE):
            raise MailRefused("The mail server does not know this address, or does not take mail for it (550)")
        return email.key

    def find(self, key: str) -> str:  # noqa: ARG002
        return ""

    def delivery(self, reference: str) -> tuple[Delivery, str]:  # noqa: ARG002
        return Delivery.SILENT, ""

    def close(self) -> None:
        """There is no line to close."""
