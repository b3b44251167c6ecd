"""Whose answer a sign-on takes: signed by the provider's published keys, in a way that was named beforehand, for us."""

from __future__ import annotations

import hmac
import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jws
from joserfc.jwk import ECKey, OctKey, RSAKey
from werkzeug.serving import make_server

from board_qa.domain.accounts.sign_on import Vouched
from board_qa.ports.system import SignOnRefused, SignOnUnavailable
from board_qa.system.ids import RandomIds
from board_qa.system.openid import OpenIdConnect
from tests.support.doubles import NOON, StoppedClock

BACK = "https://board.example/sign-in/organisation/back"
ID, SECRET = "board", "a secret of this service that is as long as a key"
KEY = RSAKey.generate_key(2048, {"kid": "one"})
Key = RSAKey | ECKey | OctKey
NOW = int(NOON.timestamp())


@dataclass
class Provider:
    """It answers with whatever token it is given."""

    address: str = ""
    token: str = ""
    keys: list[Key] = field(default_factory=lambda: [KEY])
    leads_to: str = ""
    asked_elsewhere: int = 0
    named: dict[str, str] = field(default_factory=dict)  # places of its own or of somebody else's
    more: dict[str, Any] = field(default_factory=dict)  # what it tells of a person beside the signed answer
    says: dict[str, str] = field(default_factory=dict)  # instead of what is right, by path
    tokens: list[str] = field(default_factory=list)  # what came with requests that need no token
    grants: list[dict[str, str]] = field(default_factory=list)  # what it was to give tokens for
    app: Flask = field(default_factory=lambda: Flask("provider"))

    def __post_init__(self) -> None:
        self.app.add_url_rule("/.well-known/openid-configuration", "offered", lambda: jsonify(self.offered()))
        self.app.add_url_rule("/keys", "keys", lambda: jsonify(keys=[one.as_dict(private=False) for one in self.keys]))
        self.app.add_url_rule("/token", "token", self.give, methods=["POST"])
        self.app.add_url_rule("/userinfo", "userinfo", lambda: jsonify(self.more))
        self.app.add_url_rule("/elsewhere", "elsewhere", self.elsewhere, methods=["GET", "POST"])
        self.app.before_request(self.lead)

    def lead(self) -> Any:
        """On to the machine's other name, from where it is told to."""
        if request.path != "/userinfo" and "Bearer" in request.headers.get("Authorization", ""):
            self.tokens.append(request.path)
        if said := self.says.get(request.path):
            return Response(said, mimetype="application/json")
        asked_for_it = self.leads_to and request.path.startswith(self.leads_to)
        return redirect(f"{self.address.replace('127.0.0.1', 'localhost')}/elsewhere", 307) if asked_for_it else None

    def elsewhere(self) -> Any:
        self.asked_elsewhere += 1
        return jsonify({})

    def offered(self) -> dict[str, str]:
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return (
            {"issuer": self.address} | {name: f"{self.address}/{place}" for name, place in places.items()} | self.named
        )

    def give(self) -> Any:
        self.grants.append(request.form.to_dict())
        return jsonify(access_token="access", token_type="Bearer", id_token=self.token)


@pytest.fixture
def provider(server: Provider) -> Iterator[Provider]:
    """As others find it."""
    yield server
    server.named, server.more = {}, {}
    server.says.clear()


@pytest.fixture(scope="module")
def server() -> Iterator[Provider]:
    made = Provider()
    http = make_server("127.0.0.1", 0, made.app, threaded=True)
    made.address = f"http://127.0.0.1:{http.server_port}"
    threading.Thread(target=http.serve_forever, args=(0.05,), daemon=True).start()
    yield made
    http.shutdown()
    http.server_close()


def claims(provider: Provider, given: str, **others: Any) -> dict[str, Any]:
    right = {"iss": provider.address, "sub": "subject-1", "aud": ID, "iat": NOW, "exp": NOW + 300, "nonce": given}
    return {**right, "preferred_username": "sam.patel", **others}


def signed(told: dict[str, Any], key: Key = KEY, alg: str = "RS256", **header: str) -> str:
    head = {"typ": "JWT", "alg": alg, "kid": "one", **header}
    return jws.serialize_compact(head, json.dumps(told), key, algorithms=[alg])


def put_together(told: dict[str, Any], alg: str) -> str:
    """What is to be signed, as no library would sign it."""
    parts = [json.dumps(part).encode() for part in ({"alg": alg, "kid": "one"}, told)]
    return ".".join(map(in_letters, parts))


def in_letters(part: bytes) -> str:
    return urlsafe_b64encode(part).decode().rstrip("=")


def by_nobody(told: dict[str, Any]) -> str:
    return f"{put_together(told, 'none')}."


def by_our_secret(told: dict[str, Any]) -> str:
    return signed(told, OctKey.import_key(SECRET), "HS256")


def by_the_public_key(told: dict[str, Any]) -> str:
    """Which everybody has, taken for a secret that is shared."""
    text = put_together(told, "HS256")
    return f"{text}.{in_letters(hmac.digest(KEY.as_pem(private=False), text.encode(), 'sha256'))}"


def by_another_key(told: dict[str, Any]) -> str:
    return signed(told, RSAKey.generate_key(2048, {"kid": "one"}))


def answer(provider: Provider, token: Any, more: str = "") -> Vouched:
    """What becomes of the token that `token` makes of the nonce."""
    ours = OpenIdConnect(provider.address, ID, SECRET, RandomIds(), StoppedClock())
    departure = ours.begin(BACK)
    provider.token = token(departure.nonce)
    (state,) = parse_qs(urlsplit(departure.address).query)["state"]
    return ours.finish(departure, f"{BACK}?code=c&state={state}{more}", BACK)


def test_an_answer_that_is_signed_and_for_us_is_taken(provider: Provider) -> None:
    vouched = answer(provider, lambda nonce: signed(claims(provider, nonce)))

    assert vouched == Vouched(provider.address, "subject-1", ("sam.patel",))


@pytest.mark.parametrize(
    ("told", "ago"),
    [
        ({}, None),
        ({"auth_time": NOW - 90}, timedelta(seconds=90)),
        ({"auth_time": NOW + 30}, timedelta(seconds=-30)),  # its clock is a little ahead
        ({"auth_time": NOW + 61}, None),
    ],
    ids=str,
)
def test_how_long_ago_they_showed_who_they_are_is_taken_from_the_signed_answer(
    provider: Provider, told: dict[str, Any], ago: timedelta | None
) -> None:
    assert answer(provider, lambda nonce: signed(claims(provider, nonce, **told))).ago == ago


@pytest.mark.parametrize("sign", [by_nobody, by_our_secret, by_the_public_key, by_another_key])
def test_one_that_is_signed_by_no_published_key_is_refused(provider: Provider, sign: Any) -> None:
    with pytest.raises(SignOnRefused):
        answer(provider, lambda nonce: sign(claims(provider, nonce)))


@pytest.mark.filterwarnings("ignore:Key size should be")
@pytest.mark.parametrize(("bits", "alg", "taken"), [(1024, "RS256", False), (1024, "PS256", False),
                                                    (2040, "RS256", False), (2048, "PS256", True)])  # fmt: skip
def test_a_key_of_rsa_that_is_too_short_vouches_for_nobody(
    provider: Provider, bits: int, alg: str, taken: bool
) -> None:
    key = RSAKey.generate_key(bits, {"kid": "one"})
    assert vouches(provider, key, alg) is taken


@pytest.mark.parametrize("told", [{}, {"auth_time": NOW - 86_400}], ids=str)
def test_what_nobody_signed_says_nothing_of_how_long_ago_that_was(provider: Provider, told: dict[str, Any]) -> None:
    provider.named = {"userinfo_endpoint": f"{provider.address}/userinfo"}
    provider.more = {"sub": "subject-1", "preferred_username": "sam.patel", "auth_time": NOW, "iss": "another"}
    vouched = answer(provider, lambda nonce: signed(claims(provider, nonce, preferred_username=None, **told)))

    assert vouched == Vouched(
        provider.address, "subject-1", ("sam.patel",), timedelta(days=1) if "auth_time" in told else None
    )


@pytest.mark.parametrize("scheme", ["javascript:alert(1)//", "data:text/html,", "https://elsewhere.example/", ""])
def test_nobody_is_sent_to_another_host_to_sign_in(provider: Provider, scheme: str) -> None:
    provider.named = {"authorization_endpoint": f"{scheme}127.0.0.1"}
    with pytest.raises(SignOnUnavailable):
        OpenIdConnect(provider.address, ID, SECRET, RandomIds(), StoppedClock()).begin(BACK)


NONSENSE: list[Any] = [
    None,
    5,
    -1e400,
    True,
    "",
    "x",
    [],
    [[]],
    {},
    {"keys": 5},
    {"keys": [5]},
    {"keys": [{"kty": []}]},
]


@pytest.mark.parametrize("place", ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("nonsense", NONSENSE, ids=str)
def test_nonsense_in_what_a_provider_offers_is_no_fault_of_ours(provider: Provider, place: str, nonsense: Any) -> None:
    provider.named = {place: nonsense}
    with pytest.raises((SignOnUnavailable, SignOnRefused)):
        answer(provider, lambda nonce: signed(claims(provider, nonce)))


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys", "/userinfo"])
@pytest.mark.parametrize("nonsense", [*NONSENSE, "deep"], ids=str)
def test_nonsense_that_a_provider_answers_is_no_fault_of_ours(provider: Provider, path: str, nonsense: Any) -> None:
    provider.named = {"userinfo_endpoint": f"{provider.address}/userinfo"}
    provider.says[path] = "[" * 100_000 if nonsense == "deep" else json.dumps(nonsense)
    with pytest.raises((SignOnUnavailable, SignOnRefused)):
        answer(provider, lambda nonce: signed(claims(provider, nonce, preferred_username=None)))


@pytest.mark.parametrize("name", ["id_token", "access_token", "token_type"])
@pytest.mark.parametrize("nonsense", NONSENSE, ids=str)
def test_nonsense_in_the_answer_itself_is_no_fault_of_ours(provider: Provider, name: str, nonsense: Any) -> None:
    provider.named = {"userinfo_endpoint": f"{provider.address}/userinfo"}
    provider.more = {"sub": "subject-1"}
    given = {"access_token": "access", "token_type": "Bearer", name: nonsense}

    def token(nonce: str) -> str:
        right = signed(claims(provider, nonce, preferred_username=None))
        provider.says["/token"] = json.dumps({"id_token": right} | given)
        return right

    with suppress(SignOnUnavailable, SignOnRefused):
        assert answer(provider, token).names == ()
        assert name != "id_token"


@pytest.mark.parametrize(
    "name",
    ["\ud800", "sam\ud800", "sam\x00", "sam\u202epatel", "s" * 321, "", 5, True, None, ["sam.patel"], {"a": "b"}],
    ids=repr,
)  # fmt: skip
def test_what_is_no_name_is_nobodys(provider: Provider, name: Any) -> None:
    told = answer(provider, lambda nonce: signed(claims(provider, nonce, preferred_username=name, email_verified=True)))
    more = answer(provider, lambda nonce: signed(claims(provider, nonce, email=name, email_verified=True)))

    assert (told.names, more.names) == ((), ("sam.patel",))


@pytest.mark.parametrize("place", ["token_endpoint", "jwks_uri", "userinfo_endpoint"])
def test_a_provider_that_names_another_host_for_what_we_ask_it_is_asked_nothing_there(
    provider: Provider, place: str
) -> None:
    provider.named = {place: f"{provider.address.replace('127.0.0.1', 'localhost')}/elsewhere"}
    asked = provider.asked_elsewhere
    with pytest.raises(SignOnUnavailable):
        answer(provider, lambda nonce: signed(claims(provider, nonce, preferred_username=None)))

    assert provider.asked_elsewhere == asked


@pytest.mark.parametrize(("subject", "names"), [("subject-1", ("sam.patel",)), ("subject-2", None), (None, None)])
def test_what_the_signed_answer_left_out_counts_of_the_same_person_alone(
    provider: Provider, subject: str | None, names: tuple[str, ...] | None
) -> None:
    provider.named = {"userinfo_endpoint": f"{provider.address}/userinfo"}
    provider.more = {"preferred_username": "sam.patel"} | ({"sub": subject} if subject else {})

    def told() -> Vouched:
        return answer(provider, lambda nonce: signed(claims(provider, nonce, preferred_username=None)))

    if names is None:
        with pytest.raises(SignOnRefused):
            told()
    else:
        assert told().names == names


def test_the_token_of_somebody_goes_to_no_place_that_does_not_need_it(provider: Provider) -> None:
    provider.tokens.clear()
    answer(provider, lambda nonce: signed(claims(provider, nonce)))

    assert provider.tokens == []


@pytest.mark.parametrize(
    "came_with",
    [
        "code=c&state=another",
        "code=c&state=",
        "code=c",
        "code=c&state={state}&state=another",
        "code=c&code=d&state={state}",
        "code=&state={state}",
        "state={state}",
        "error=access_denied&state={state}",
        "error=access_denied",
        "access_token=a#state={state}",
        "code=c&state=%ff%00",
        "",
    ],
)
def test_without_one_code_for_its_own_state_nobody_is_asked_for_a_token(provider: Provider, came_with: str) -> None:
    ours = OpenIdConnect(provider.address, ID, SECRET, RandomIds(), StoppedClock())
    departure = ours.begin(BACK)
    provider.token = signed(claims(provider, departure.nonce))
    provider.grants.clear()
    with pytest.raises(SignOnRefused):
        ours.finish(departure, f"{BACK}?{came_with.format(state=departure.state)}", BACK)

    assert provider.grants == []


def test_what_is_given_for_a_token_is_the_code_and_nothing_else_that_came(provider: Provider) -> None:
    provider.grants.clear()
    answer(provider, lambda nonce: signed(claims(provider, nonce)), "&grant_type=client_credentials&scope=all")

    assert [(grant["grant_type"], grant["code"], grant["redirect_uri"]) for grant in provider.grants] == [
        ("authorization_code", "c", BACK)
    ]
    assert all(grant.keys() == {"grant_type", "code", "redirect_uri", "code_verifier"} for grant in provider.grants)


def test_a_provider_may_sign_with_ecdsa(provider: Provider) -> None:
    assert vouches(provider, ECKey.generate_key("P-256", {"kid": "one"}), "ES256")


def vouches(provider: Provider, key: Key, alg: str) -> bool:
    """Whether an answer that is signed by this key, which the provider publishes, is taken."""
    provider.keys = [key]
    try:
        return answer(provider, lambda nonce: signed(claims(provider, nonce), key, alg)).subject == "subject-1"
    except SignOnRefused:
        return False
    finally:
        provider.keys = [KEY]


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "another-service"},
        {"aud": "another-service", "azp": ID},
        {"aud": ["another-service", "a-third"]},
        {"aud": [ID, "another-service"], "azp": ID},
        {"aud": None},
        {"iss": "https://another.example"},
        {"nonce": "another"},
        {"exp": NOW - 120},
        {"iat": NOW + 120},
        {"sub": ""},
        {"sub": "s" * 256},
        {"sub": "ŵ"},
        {"sub": None},
        {"auth_time": float("-inf")},
        {"events": {"http://schemas.openid.net/event/backchannel-logout": {}}},
    ],
    ids=str,
)
def test_one_for_another_service_of_another_provider_or_of_another_time_is_refused(
    provider: Provider, wrong: dict[str, Any]
) -> None:
    with pytest.raises(SignOnRefused):
        answer(provider, lambda nonce: signed(claims(provider, nonce, **wrong)))


@pytest.mark.parametrize(
    ("kind", "taken"), [("JWT", True), ("jwt", True), ("at+jwt", False), ("logout+jwt", False), ("", False)]
)
def test_a_token_of_another_kind_vouches_for_nobody(provider: Provider, kind: str, taken: bool) -> None:
    with nullcontext() if taken else pytest.raises(SignOnRefused):
        answer(provider, lambda nonce: signed(claims(provider, nonce), typ=kind))


@pytest.mark.parametrize("leads_to", ["/.well-known", "/token", "/keys"])
def test_a_provider_that_leads_elsewhere_is_not_followed(provider: Provider, leads_to: str) -> None:
    provider.leads_to = leads_to
    try:
        with pytest.raises(SignOnUnavailable):
            answer(provider, lambda nonce: signed(claims(provider, nonce)))
    finally:
        provider.leads_to = ""

    assert provider.asked_elsewhere == 0
