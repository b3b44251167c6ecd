"""Toy over HTTP, with a time limit, no redirects, and every failure in one vocabulary."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import requests

from board_qa.answers import WholeAnswers
from board_qa.channels.http import TIMEOUT, never_connected, retry_after, unclear
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind

_KINDS = {
    401: ChannelErrorKind.AUTH,
    403: ChannelErrorKind.BLOCKED,
    404: ChannelErrorKind.GONE,
    429: ChannelErrorKind.RATE_LIMITED,
}


class ToyClient:
    """Asks Toy as one account. Raises ChannelError, nothing else."""

    def __init__(self, base_url: str, key: str, clock: Callable[[], datetime]) -> None:
        self._base_url, self._clock = base_url, clock
        self._session = requests.Session()
        WholeAnswers().mount_on(self._session)
        self._headers = {"Authorization": f"Bearer {key}"}

    def get(self, path: str, **values: Any) -> dict[str, Any]:
        return self._ask("GET", path, params={name: value for name, value in values.items() if value})

    def post(self, path: str, **values: str) -> dict[str, Any]:
        return self._ask("POST", path, json=values)

    def delete(self, path: str) -> None:
        self._ask("DELETE", path)

    def _ask(self, method: str, path: str, **what: Any) -> dict[str, Any]:
        writing = method != "GET"
        try:
            response = self._session.request(
                method, self._base_url + path, headers=self._headers, timeout=TIMEOUT, allow_redirects=False, **what
            )
        except requests.RequestException as error:
            may_be_done = writing and not never_connected(error)
            raise ChannelError(unclear(may_be_done), type(error).__name__) from error
        if not response.ok:
            raise self._refusal(response, writing)
        try:
            body = response.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise ChannelError(unclear(writing), "unreadable answer")
        return body

    def _refusal(self, response: requests.Response, writing: bool) -> ChannelError:
        status = response.status_code
        kind = _KINDS.get(status, unclear(writing) if status >= 500 else ChannelErrorKind.BAD_REQUEST)
        until = retry_after(response.headers.get("Retry-After", ""), self._clock()) if status == 429 else None
        return ChannelError(kind, f"HTTP {status}", until)
