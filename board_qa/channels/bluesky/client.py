"""atproto's client at one address, with a time limit, and every failure in one vocabulary.

Left to itself it goes on at the server that a sign-in names, follows redirects, and refuses a whole page for one post
of a form it does not know (docs/networks/bluesky.md, "atproto"). Signing in, sessions and errors stay atproto's; the
answers are taken as they come.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

import requests
from atproto_client import Client  # type: ignore[import-untyped]
from atproto_client.request import Request, Response  # type: ignore[import-untyped]

from board_qa.answers import WholeAnswers
from board_qa.channels.bluesky import failures
from board_qa.channels.bluesky.signing_in import Sessions, SignIn
from board_qa.channels.http import TIMEOUT
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind


class _Asking:
    """What atproto takes for a client of httpx: it asks for nothing but `request`."""

    def __init__(self) -> None:
        self._session = requests.Session()
        WholeAnswers().mount_on(self._session)

    def request(self, method: str, url: str, **named: Any) -> requests.Response:
        """No request leaves for a host that nobody configured."""
        if "content" in named:
            named["data"] = named.pop("content")  # requests has another name for it
        return self._session.request(method, url, **named, timeout=TIMEOUT, allow_redirects=False)


class _Request(Request):  # type: ignore[misc]  # atproto ships no types
    def __init__(self) -> None:
        super().__init__()
        self._client = _Asking()


class _OneHostClient(Client):  # type: ignore[misc]  # atproto ships no types
    @property
    def did(self) -> str:
        return str(self._session.did)

    def refresh(self) -> None:
        self._refresh_and_set_session()

    def _update_pds_endpoint(self, pds_endpoint: str) -> None:
        """Stay at the address that was configured, whatever a session says."""

    def query(self, method: str, params: dict[str, Any]) -> Response:
        return self.request.get(url=self._build_url(method), params=params)

    def write(self, method: str, body: dict[str, Any]) -> Response:
        return self.request.post(url=self._build_url(method), json=body)


class BlueskyClient:
    """Asks one server as one account. Raises ChannelError, nothing else."""

    def __init__(
        self,
        base_url: str,
        handle: str,
        app_password: str,
        clock: Callable[[], datetime],
        kept: Sessions,
        account: str = "",
    ) -> None:
        self.fingerprint = sha256("\n".join((account or base_url, handle, app_password)).encode()).hexdigest()[:16]
        self._client = _OneHostClient(base_url, _Request())
        self._sign_in = SignIn(self._client, handle, app_password, self.fingerprint, clock, kept)
        self._clock = clock

    @property
    def did(self) -> str:
        """Our own id, which a session knows."""
        self._sign_in.begin()
        return self._client.did

    def query(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask something. What is empty is not asked with."""
        asked = {name: value for name, value in params.items() if value not in ("", None)}
        return self._signed_in(lambda: self._client.query(method, asked), writing=False)

    def write(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._signed_in(lambda: self._client.write(method, body), writing=True)

    def _signed_in(self, send: Callable[[], Response], writing: bool) -> dict[str, Any]:
        """Send, and once more with a new session where the old one was refused: then nothing was done."""
        self._sign_in.begin()
        try:
            return self._answer(send, writing)
        except ChannelError as error:
            if error.kind is not ChannelErrorKind.AUTH:
                raise
        self._sign_in.renew()
        return self._answer(send, writing)

    def _answer(self, send: Callable[[], Response], writing: bool) -> dict[str, Any]:
        try:
            content = send().content
        except Exception as error:  # atproto's, those of requests, and those of the JSON that could not be read
            raise failures.channel_error(error, writing, self._clock()) from None
        if writing and not content:
            return {}  # what older servers answer to a deletion
        if not isinstance(content, dict):
            raise failures.unreadable(writing)
        return content
