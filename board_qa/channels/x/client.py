"""tweepy's client with an address of our choice, a time limit, and every failure in one vocabulary.

tweepy fixes its host, has no timeout and, asked to, sleeps for minutes inside a call (docs/networks/x.md, "tweepy").
One method is ours, `request`; signing, routes and parameters stay tweepy's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, NoReturn

import requests
import tweepy

from board_qa.answers import WholeAnswers
from board_qa.channels.http import TIMEOUT, never_connected, unclear
from board_qa.channels.x.dialect import FIELDS, Dialect
from board_qa.channels.x.resets import reset
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind


class RefusedParameter(ChannelError):
    """A 400 that says which parameters, or which of their values, it does not take."""

    def __init__(self, detail: str, names: frozenset[str]) -> None:
        super().__init__(ChannelErrorKind.BAD_REQUEST, detail)
        self.names = names


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
        WholeAnswers().mount_on(self.session)
        self._base_url = base_url
        self._clock = clock
        self._dialect = Dialect(clock)

    def request(
        self,
        method: str,
        route: str,
        params: dict[str, Any] | None = None,
        json: Any = None,
        user_auth: bool = False,  # noqa: ARG002  # always as the user: these are the only keys we are given
    ) -> _Answer:
        """Send once. Where the network refuses how a field is named, ask again in other words, and remember them."""
        tried: set[str] = set()
        while True:
            asked = self._dialect.words(params or {})
            try:
                return self._send(method, route, asked, json)
            except RefusedParameter as refused:
                if not self._dialect.reword(refused.names, asked, tried):
                    raise

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
            may_be_done = writing and not never_connected(error)
            raise ChannelError(unclear(may_be_done), type(error).__name__) from error
        body = _json_object(response)
        if not 200 <= response.status_code < 300:
            _raise(response, body or {}, params, writing, self._clock())
        if body is None:
            raise ChannelError(unclear(writing), "unreadable answer")
        return _Answer(body)


class _Answer:
    """What tweepy takes for a response: it asks for nothing but `json()`."""

    def __init__(self, body: dict[str, Any]) -> None:
        self._body = body

    def json(self) -> dict[str, Any]:
        return self._body


def _refused_names(body: dict[str, Any], detail: str, asked: dict[str, Any]) -> frozenset[str]:
    """Which of the parameters asked for, or of their values, a 400 complains of.

    X's own words go on to list every name it does know, after "is not one of": that list is no complaint.
    """
    complaint = re.split(r"(?:is|are) not one of|must be one of|expected one of|valid ", detail)[0]
    words = set(re.findall(r"[\w.]+", complaint))
    values = {part for name in FIELDS for part in str(asked.get(name, "")).split(",") if part}
    named = {name for name in asked if name in words} | (values & words)
    errors = body.get("errors")
    for error in errors if isinstance(errors, list) else []:
        if isinstance(error, dict) and isinstance(error.get("parameters"), dict):
            named |= set(error["parameters"]) & set(asked)
    if named & values:
        named -= set(FIELDS)  # one value is unknown, not the parameter
    if not named and "fields" in complaint:
        named = set(asked) & set(FIELDS)
    return frozenset(named)


def _json_object(response: requests.Response) -> dict[str, Any] | None:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _raise(
    response: requests.Response, body: dict[str, Any], asked: dict[str, Any], writing: bool, now: datetime
) -> NoReturn:
    """Some refusals have no text at all, so the kind comes from the status and the words from the JSON body."""
    status = response.status_code
    kinds = {
        400: ChannelErrorKind.BAD_REQUEST,
        401: ChannelErrorKind.AUTH,
        402: ChannelErrorKind.OUT_OF_CREDIT,
        403: ChannelErrorKind.BLOCKED,
        404: ChannelErrorKind.GONE,
        410: ChannelErrorKind.GONE,
        429: ChannelErrorKind.RATE_LIMITED,
    }
    kind = kinds.get(status, unclear(writing) if status >= 500 or status == 408 else ChannelErrorKind.BAD_REQUEST)
    if status == 400 and (names := _refused_names(body, _detail(body), asked)):
        raise RefusedParameter(_detail(body), names)
    until = reset(response.headers, now) if kind is ChannelErrorKind.RATE_LIMITED else None
    raise ChannelError(kind, _detail(body) or f"HTTP {status}", until)


def _detail(body: dict[str, Any]) -> str:
    """The words of an error, wherever this one keeps them."""
    errors = body.get("errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    parts = [body.get("detail"), first.get("message"), first.get("detail"), body.get("title")]
    words = [str(part) for part in parts if part]
    return " ".join(dict.fromkeys(words))
