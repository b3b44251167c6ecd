"""An organisation's provider of OpenID Connect: the code flow with PKCE, by authlib.

What the provider offers is read once an hour, so that nobody makes us ask it by opening a page; its keys are read for
each answer. No request goes to any host but the issuer's, and none is led on to another address.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hmac import compare_digest
from math import inf
from typing import Any, TypeGuard
from urllib.parse import parse_qs, urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from board_qa.answers import WholeAnswers
from board_qa.domain.accounts.sign_on import Departure, Vouched
from board_qa.ports.system import Clock, Ids, SignOnRefused, SignOnUnavailable

_SCOPE = "openid email profile"
# Signed by keys that the provider publishes: with a shared secret, or nothing, anybody could be anybody.
_ALGORITHMS = ("RS256", "PS256", "ES256", "RS384", "ES384", "RS512", "ES512", "PS384", "PS512")
_RSA_BITS = 2048  # at the least; what NIST SP 800-131A asks for
_TIMEOUT = 5.0  # seconds; somebody waits for it
_OFFERED_FOR = timedelta(hours=1)
_LEEWAY = 60  # seconds that its clock may be off
_SECRET_BYTES = 48
_LONGEST_NAME = 320  # characters; as many as an email address
_LONGEST_SUBJECT = 255  # characters of ASCII (OpenID Connect Core, 2)
# What the libraries raise where what came is refused, or is not of the shape that it should have.
_NONSENSE = (
    AuthlibBaseError, JoseError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
)  # fmt: skip
# To be asked again who one is, and to be told when that was (OpenID Connect Core, 3.1.2.1).
_ANEW = {"prompt": "login", "max_age": 0}


class OpenIdConnect:
    def __init__(self, issuer: str, client_id: str, client_secret: str, ids: Ids, clock: Clock) -> None:
        self._issuer, self._client_id, self._client_secret = issuer, client_id, client_secret
        self._ids, self._clock = ids, clock
        self._answers = WholeAnswers()
        self._known: tuple[datetime, dict[str, Any]] | None = None

    def begin(self, back: str, anew: bool = False) -> Departure:
        with self._asking(back) as (session, offered):
            state, nonce, verifier = self._secret(), self._secret(), self._secret()
            address, _ = session.create_authorization_url(
                self._theirs(offered["authorization_endpoint"]),
                state=state,
                nonce=nonce,
                code_verifier=verifier,
                **(_ANEW if anew else {}),
            )
        return Departure(address, state, nonce, verifier, anew)

    def finish(self, departure: Departure, came_to: str, back: str) -> Vouched:
        # Before anybody is asked: whoever was led here from elsewhere, or cancelled, has no code of this departure.
        code = _code(came_to, departure.state)
        with self._asking(back) as (session, offered):
            token = session.fetch_token(
                self._theirs(offered["token_endpoint"]),
                grant_type="authorization_code",
                code=code,
                code_verifier=departure.verifier,
            )
            claims = self._claims(session, offered, token, departure.nonce)
            names = _names(claims)
            if not names and "userinfo_endpoint" in offered:
                names = self._more_names(session, offered, claims["sub"])
            return Vouched(self._issuer, str(claims["sub"]), names, self._ago(claims))

    def _claims(self, session: Any, offered: dict[str, Any], token: dict[str, Any], nonce: str) -> dict[str, Any]:
        keys = session.get(self._theirs(offered["jwks_uri"]), withhold_token=True)
        keys.raise_for_status()
        read = jwt.decode(token["id_token"], _strong(KeySet.import_key_set(keys.json())), algorithms=_ALGORITHMS)
        known = {"client_id": self._client_id, "nonce": nonce, "access_token": token.get("access_token")}
        wanted = {
            "iss": {"essential": True, "value": self._issuer},
            "aud": {"essential": True, "value": self._client_id},
            "nonce": {"essential": True, "value": nonce},
        }
        CodeIDToken(read.claims, read.header, wanted, known).validate(int(self._clock().timestamp()), _LEEWAY)
        # For us alone: whoever else it is for could sign in here with it (OpenID Connect Core, 3.1.3.7).
        is_for_us = read.claims["aud"] in (self._client_id, [self._client_id])
        if not is_for_us or not _says_who_they_are(read.header, read.claims):
            raise SignOnRefused
        return dict(read.claims)

    def _more_names(self, session: Any, offered: dict[str, Any], subject: str) -> tuple[str, ...]:
        """Those that the signed answer left out. For anything else what nobody signed is not enough."""
        answer = session.get(self._theirs(offered["userinfo_endpoint"]))
        answer.raise_for_status()
        claims = dict(answer.json())
        if claims.get("sub") != subject:
            raise SignOnRefused
        return _names(claims)

    def _ago(self, claims: dict[str, Any]) -> timedelta | None:
        """How long since they showed the provider who they are; None where the signed answer does not say, or says a
        time to come."""
        at = claims.get("auth_time")
        seconds = -inf if at is None else self._clock().timestamp() - float(at)
        return timedelta(seconds=seconds) if seconds >= -_LEEWAY else None

    @contextmanager
    def _asking(self, back: str) -> Iterator[tuple[Any, dict[str, Any]]]:
        """A connection to the provider, and what it offers. Raises SignOnRefused, SignOnUnavailable."""
        session = OAuth2Session(
            self._client_id,
            self._client_secret,
            scope=_SCOPE,
            redirect_uri=back,
            code_challenge_method="S256",
            default_timeout=_TIMEOUT,
        )
        session.max_redirects = 0
        self._answers.mount_on(session)
        try:
            yield session, self._offered(session)
        except requests.RequestException as error:
            raise SignOnUnavailable from error
        except _NONSENSE as error:
            raise SignOnRefused from error
        finally:
            session.close()

    def _offered(self, session: Any) -> dict[str, Any]:
        now = self._clock()
        if self._known is None or self._known[0] < now - _OFFERED_FOR:
            found = session.get(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration", withhold_token=True)
            found.raise_for_status()
            offered = dict(found.json())
            if offered["issuer"] != self._issuer:
                raise SignOnUnavailable
            self._known = now, offered
        return self._known[1]

    def _theirs(self, address: str) -> str:
        """An address of the issuer's own host."""
        if _origin(address) != _origin(self._issuer):
            raise SignOnUnavailable
        return address

    def _secret(self) -> str:
        return urlsafe_b64encode(self._ids.bytes(_SECRET_BYTES)).decode()


def _code(came_to: str, state: str) -> str:
    """The code in the address that somebody came back to. Raises SignOnRefused where it is not one, for this state."""
    came_with = parse_qs(urlsplit(came_to).query)
    codes, states = came_with.get("code", []), came_with.get("state", [])
    if len(codes) != 1 or len(states) != 1 or not compare_digest(states[0].encode(), state.encode()):
        raise SignOnRefused
    return codes[0]


def _strong(keys: KeySet) -> KeySet:
    """Those that nobody can work out. A curve of ECDSA goes with its algorithm, and has 256 bits or more."""
    return KeySet([key for key in keys if not isinstance(key, RSAKey) or key.public_key.key_size >= _RSA_BITS])


def _says_who_they_are(header: dict[str, Any], claims: dict[str, Any]) -> bool:
    """Whether it is an ID token, and names somebody: a provider signs tokens of other kinds by the same keys.

    RFC 9068, 4, and OpenID Connect Back-Channel Logout, 2.4, say how those are told from it.
    """
    of_its_kind = str(header.get("typ", "JWT")).upper() == "JWT" and "events" not in claims
    subject = claims.get("sub")
    return of_its_kind and isinstance(subject, str) and subject.isascii() and 0 < len(subject) <= _LONGEST_SUBJECT


def _origin(address: str) -> tuple[str, str | None, int]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname, parts.port or 443


def _names(claims: dict[str, Any]) -> tuple[str, ...]:
    email = claims.get("email") if claims.get("email_verified") is True else None
    return tuple(one for one in (email, claims.get("preferred_username")) if _is_a_name(one))


def _is_a_name(told: Any) -> TypeGuard[str]:
    return isinstance(told, str) and 0 < len(told) <= _LONGEST_NAME and told.isprintable()
