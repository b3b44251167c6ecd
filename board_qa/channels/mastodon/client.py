"""Mastodon.py with a time limit, no redirects, and every failure in one vocabulary.

The library wraps whatever goes wrong and says of a limit only what it makes of it by this computer's own clock. So the
session under it reads the answer first (docs/networks/mastodon.md, "The library").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NoReturn

import requests
from mastodon import Mastodon

from board_qa.answers import WholeAnswers
from board_qa.channels.http import TIMEOUT, in_utc, never_connected, since_1970, unclear
from board_qa.channels.mastodon.statuses import is_id
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind

_KINDS = {
    400: ChannelErrorKind.BAD_REQUEST,
    401: ChannelErrorKind.AUTH,
    402: ChannelErrorKind.OUT_OF_CREDIT,
    403: ChannelErrorKind.BLOCKED,
    404: ChannelErrorKind.GONE,
    410: ChannelErrorKind.GONE,
    422: ChannelErrorKind.BAD_REQUEST,
    429: ChannelErrorKind.RATE_LIMITED,
}

_FIGURES = 9  # of a number of calls: int() refuses thousands of them
_WRITING = ("status_post", "status_delete")
# What is asked for by an id, which stands in the address of the call.
_BY_ID = ("account_statuses", "status", "status_context", "status_delete")
_LISTS = ("account_statuses", "notifications", "statuses", "timeline_hashtag")


class Client:
    """Asks one server as one account. Raises ChannelError, nothing else."""

    def __init__(self, base_url: str, token: str, clock: Callable[[], datetime]) -> None:
        self._session = _Session(clock)
        self._mastodon = Mastodon(
            access_token=token,
            api_base_url=base_url,
            ratelimit_method="throw",
            version_check_mode="none",
            session=self._session,
        )

    @property
    def calls_left(self) -> int | None:
        """How many more the server said that it allows just now; None where it never said."""
        return self._session.calls_left

    def ask(self, what: str, *values: Any, **named: Any) -> Any:
        """Call a method of the library by its name, once. What it answers is a list where that was asked for, else an
        object."""
        self._session.failure = None
        writing = what in _WRITING
        if what in _BY_ID and not is_id(values[0]):
            raise ChannelError(ChannelErrorKind.BAD_REQUEST if writing else ChannelErrorKind.GONE, "no such id")
        try:
            answer = getattr(self._mastodon, what)(*values, **named)
        except Exception as error:
            # The library raises many things, and whatever the answer's form makes it stumble over.
            if self._session.failure is not None:
                raise self._session.failure from error
            raise ChannelError(unclear(writing), "unreadable answer") from error
        if not isinstance(answer, list if what in _LISTS else Mapping):
            raise ChannelError(unclear(writing), "unreadable answer")
        return answer


class _Session(requests.Session):
    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__()
        WholeAnswers().mount_on(self)
        self._clock = clock
        self.failure: ChannelError | None = None
        self.calls_left: int | None = None

    def request(self, method: str | bytes, url: str | bytes, *values: Any, **named: Any) -> requests.Response:
        writing = method != "GET"
        # The library ends some addresses with a slash, which servers other than Mastodon answer with a redirect.
        url = str(url).rstrip("/")
        # No request leaves for a host that nobody configured.
        named |= {"timeout": TIMEOUT, "allow_redirects": False}
        try:
            response = super().request(method, url, *values, **named)
        except requests.RequestException as error:
            may_be_done = writing and not never_connected(error)
            self.failure = ChannelError(unclear(may_be_done), type(error).__name__)
            raise
        left = response.headers.get("X-RateLimit-Remaining", "")
        self.calls_left = int(left) if left.isdecimal() and len(left) <= _FIGURES else self.calls_left
        if not 200 <= response.status_code < 300:
            self._refused(response, writing)
        return response

    def _refused(self, response: requests.Response, writing: bool) -> NoReturn:
        status, words = response.status_code, _words(response)
        kind = _KINDS.get(status, unclear(writing) if status >= 500 else ChannelErrorKind.BAD_REQUEST)
        if status == 422 and not writing:
            kind = ChannelErrorKind.AUTH  # so snac says that it does not know the token
        until = _reset(response.headers.get("X-RateLimit-Reset", "")) if status == 429 else None
        self.failure = ChannelError(kind, words or f"HTTP {status}", until)
        raise requests.HTTPError("refused")


def _words(response: requests.Response) -> str:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return ""
    return str(body.get("error") or "") if isinstance(body, dict) else ""


def _reset(text: str) -> datetime | None:
    """A moment in ISO form, or in seconds since 1970 as some servers say it; None where it is neither."""
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return since_1970(text)
    return in_utc(moment)
