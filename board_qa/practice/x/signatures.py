"""OAuth 1.0a as a network checks it: the signature over the address called, each nonce once, a fresh time."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Request
from oauthlib.oauth1.rfc5849 import signature

_FRESH_SECONDS = 300


class Signatures:
    """Verifies requests signed with one application's and one user's keys (RFC 5849, section 3.2)."""

    def __init__(self, keys: tuple[str, str, str, str]) -> None:
        self._key, self._secret, self._token, self._token_secret = keys
        self._nonces: set[str] = set()

    def valid(self, request: Request, now: float) -> bool:
        header = request.headers.get("Authorization", "")
        params = signature.collect_parameters(
            uri_query=request.query_string.decode(),
            headers={"Authorization": header},
            exclude_oauth_signature=False,
        )
        given = dict(params)
        if not self._fresh(given, now):
            return False
        signed = SimpleNamespace(
            uri=request.base_url,
            http_method=request.method,
            params=[(name, value) for name, value in params if name != "oauth_signature"],
            signature=given.get("oauth_signature", ""),
        )
        return bool(signature.verify_hmac_sha1(signed, self._secret, self._token_secret))

    def _fresh(self, given: dict[str, str], now: float) -> bool:
        if (given.get("oauth_consumer_key"), given.get("oauth_token")) != (self._key, self._token):
            return False
        stamp, nonce = given.get("oauth_timestamp", ""), given.get("oauth_nonce", "")
        if not stamp.isdecimal() or abs(int(stamp) - now) > _FRESH_SECONDS or nonce in self._nonces:
            return False
        self._nonces.add(nonce)
        return True
