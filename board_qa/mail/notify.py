"""GOV.UK Notify (https://docs.notifications.service.gov.uk/python.html), for boards that have an account with it.

Its template has two gaps, ((subject)) and ((text)). Each letter carries its key as its reference, by which it is found
again, and Notify says later whether it arrived.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import requests
from notifications_python_client.errors import APIError, HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

from board_qa.answers import WholeAnswers
from board_qa.ports.telling import Delivery, Email, MailRefused, MailTrouble, MailUnclear

# Seconds. Another worker takes over after 20.
_PATIENCE = 10
_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_BECAME = {
    "created": (Delivery.PENDING, ""),
    "sending": (Delivery.PENDING, ""),
    "pending": (Delivery.PENDING, ""),
    "delivered": (Delivery.DELIVERED, ""),
    "permanent-failure": (Delivery.FAILED, "There is no such email address"),
    "temporary-failure": (
        Delivery.FAILED,
        "Their mail server did not take it in three days. Their inbox may be full",
    ),
    "technical-failure": (Delivery.FAILED, "GOV.UK Notify could not send it"),
}
_NONSENSE = "GOV.UK Notify does not answer as it should"


class NotifyMailer:
    practised = False
    finds = True

    def __init__(self, url: str, template: str, key: str) -> None:
        """`template` is the id of the template that every letter is made with."""
        self._template = template
        self._client: Any = NotificationsAPIClient(key, url, timeout=_PATIENCE)  # type: ignore[no-untyped-call]
        self._client.request_session.max_redirects = 0  # or letters went wherever an answer says
        WholeAnswers().mount_on(self._client.request_session)

    def ready(self) -> None:
        """Each letter is a request of its own."""

    def send(self, email: Email) -> str:
        words = {"subject": email.subject, "text": email.text}
        try:
            taken = self._client.send_email_notification(email.to, self._template, words, email.key)
        except HTTPError as error:
            raise _what(error) from error
        except (APIError, requests.RequestException, RecursionError) as error:
            raise MailUnclear from error
        if not (reference := _id(taken)):
            raise MailUnclear
        return reference

    def find(self, key: str) -> str:
        """Only an answer that says so in its form says that it has none: the letter is sent again then."""
        found = self._asked(lambda: self._client.get_all_notifications(reference=key)).get("notifications")
        if not isinstance(found, list) or not all(_id(one) and one.get("reference") == key for one in found):
            raise MailTrouble(_NONSENSE)
        return _id(found[0]) if found else ""

    def delivery(self, reference: str) -> tuple[Delivery, str]:
        answer = self._asked(lambda: self._client.get_notification_by_id(reference))
        status = answer.get("status")
        if _id(answer) != reference or not isinstance(status, str) or status not in _BECAME:
            raise MailTrouble(_NONSENSE)
        return _BECAME[status]

    def close(self) -> None:
        """There is no line to close."""

    @staticmethod
    def _asked(ask: Callable[[], Any]) -> dict[str, Any]:
        """Raises MailTrouble."""
        try:
            answer = ask()
        except (APIError, requests.RequestException, RecursionError) as error:
            raise MailTrouble(_NONSENSE) from error
        return answer if isinstance(answer, dict) else {}


def _what(error: HTTPError) -> Exception:
    """What an answer that is an error means for the letter."""
    code = error.status_code
    if code < HTTPStatus.BAD_REQUEST:
        return MailTrouble("GOV.UK Notify is not at the address in NOTIFY_URL. Ask whoever set up the service")
    if code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return MailTrouble("GOV.UK Notify does not accept our key. Ask whoever set up the service")
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        return MailTrouble("GOV.UK Notify asks us to send no more for now")
    if code < HTTPStatus.INTERNAL_SERVER_ERROR and "email_address" in str(error.message):
        return MailRefused(f"GOV.UK Notify says that this is not an email address ({code})")
    if code < HTTPStatus.INTERNAL_SERVER_ERROR:
        return MailTrouble(f"GOV.UK Notify refused the letter ({code}). Ask whoever set up the service")
    return MailUnclear()


def _id(answer: Any) -> str:
    """Of a letter: a UUID, which stands in the address of a call; '' where there is none."""
    id_ = str(answer.get("id", "")) if isinstance(answer, dict) else ""
    return id_ if _ID.fullmatch(id_) else ""
