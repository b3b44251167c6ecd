"""tweepy's client with an address of our choice, a time limit, and every failure in one vocabulary.

tweepy fixes its host, has no timeout and, asked to, sleeps for minutes inside a call (channels.md, "tweepy itself").
One method is ours, `request`; signing, routes and parameters stay tweepy's.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NoReturn

import requests
import tweepy
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from ..domain.trouble import ChannelError, Trouble

# Seconds to connect and to wait for an answer. Well under the worker's lease, so that a slow network never
# makes two workers out of one.
TIMEOUT = (3.05, 10.0)

# How X names things, newest last: it is moving from `tweet.*` to `post.*`, and both are met (channels.md).
# The last way asks for nothing optional, for a server that knows neither.
_RENAMED = {"tweet.fields": "post.fields"}
_VALUES = {"referenced_tweets": "referenced_posts"}
_OPTIONAL = ("tweet.fields", "user.fields", "expansions")
DIALECTS: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (
    lambda params: params,
    lambda params: {_RENAMED.get(key, key): _renamed_values(value) for key, value in params.items()},
    lambda params: {key: value for key, value in params.items() if key not in _OPTIONAL},
)


class XClient(tweepy.Client):  # type: ignore[misc]  # tweepy ships no types
    """Signs with OAuth 1.0a over the address it really calls. Raises ChannelError, nothing else."""

    def __init__(self, base_url: str, keys: tuple[str, str, str, str], clock: Callable[[], datetime]) -> None:
        key, secret, token, token_secret = keys
        super().__init__(
            consumer_key=key,
            consumer_secret=secret,
            access_token=token,
            access_token_secret=token_secret,
            return_type=dict,
            wait_on_rate_limit=False,
        )
        self._base_url = base_url
        self._clock = clock
        self._dialect = 0

    def request(
        self,
        method: str,
        route: str,
        params: dict[str, Any] | None = None,
        json: Any = None,
        user_auth: bool = False,  # noqa: ARG002  # always as the user: these are the only keys we are given
    ) -> _Answer:
        """Send once. A 400 that complains of a parameter is asked again in the next dialect, and remembered."""
        while True:
            asked = DIALECTS[self._dialect](params or {})
            try:
                return self._send(method, route, asked, json)
            except ChannelError as error:
                if method != "GET" or not _names_a_parameter(error, asked) or self._dialect + 1 == len(DIALECTS):
                    raise
                self._dialect += 1

    def _send(self, method: str, route: str, params: dict[str, Any], json: Any) -> _Answer:
        writing = method != "GET"
        auth = tweepy.OAuth1UserHandler(
            self.consumer_key, self.consumer_secret, self.access_token, self.access_token_secret
        ).apply_auth()
        try:
            response = self.session.request(
                method,
                self._base_url + route,
                params=params,
                json=json,
                headers={"User-Agent": self.user_agent},
                auth=auth,
                timeout=TIMEOUT,
                allow_redirects=False,  # no request leaves for a host nobody configured
            )
        except requests.RequestException as error:
            kind = Trouble.AMBIGUOUS if writing and not _never_connected(error) else Trouble.TRANSIENT
            raise ChannelError(kind, type(error).__name__) from error
        body = _json_object(response)
        if not 200 <= response.status_code < 300:
            _raise(response, body or {}, writing, self._clock())
        if body is None:
            raise ChannelError(Trouble.AMBIGUOUS if writing else Trouble.TRANSIENT, "unreadable answer")
        return _Answer(body)


class _Answer:
    """What tweepy takes for a response: it asks for nothing but `json()`."""

    def __init__(self, body: dict[str, Any]) -> None:
        self._body = body

    def json(self) -> dict[str, Any]:
        return self._body


def _renamed_values(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return ",".join(_VALUES.get(part, part) for part in value.split(","))


def _names_a_parameter(error: ChannelError, params: dict[str, Any]) -> bool:
    if error.kind is not Trouble.BAD_REQUEST:
        return False
    names = {name for name in params if "fields" in name or name == "expansions"}
    values = {part for name in names for part in str(params[name]).split(",")}
    return any(word in error.detail for word in names | values | {"fields"})


def _never_connected(error: requests.RequestException) -> bool:
    """Whether the request cannot have reached the network, so that a write certainly did not happen."""
    reason = error.args[0] if error.args else None
    if isinstance(reason, MaxRetryError):
        reason = reason.reason
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)


def _json_object(response: requests.Response) -> dict[str, Any] | None:
    try:
        body = response.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _raise(response: requests.Response, body: dict[str, Any], writing: bool, now: datetime) -> NoReturn:
    """Some refusals have no text at all, so the kind comes from the status and the words from the JSON body."""
    status = response.status_code
    kinds = {
        400: Trouble.BAD_REQUEST,
        401: Trouble.AUTH,
        402: Trouble.OUT_OF_CREDIT,
        403: Trouble.BLOCKED,
        404: Trouble.GONE,
        410: Trouble.GONE,
        429: Trouble.RATE_LIMITED,
    }
    unclear = Trouble.AMBIGUOUS if writing else Trouble.TRANSIENT
    kind = kinds.get(status, unclear if status >= 500 or status == 408 else Trouble.BAD_REQUEST)
    until = _reset(response, now) if kind is Trouble.RATE_LIMITED else None
    raise ChannelError(kind, _detail(body) or f"HTTP {status}", until)


def _detail(body: dict[str, Any]) -> str:
    """The words of an error, wherever this one keeps them."""
    errors = body.get("errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    parts = [body.get("detail"), first.get("message"), first.get("detail"), body.get("title")]
    words = [str(part) for part in parts if part]
    if isinstance(first.get("parameters"), dict):
        words.append(" ".join(first["parameters"]))
    return " ".join(dict.fromkeys(words))


def _reset(response: requests.Response, now: datetime) -> datetime | None:
    """The moment the network asked us to wait for; None where it gave none, or nonsense."""
    headers = response.headers
    try:
        if "x-rate-limit-reset" in headers:
            return datetime.fromtimestamp(int(headers["x-rate-limit-reset"]), UTC)
        if "retry-after" in headers:
            return datetime.fromtimestamp(now.timestamp() + int(headers["retry-after"]), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return None
