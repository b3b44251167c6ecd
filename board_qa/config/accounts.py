"""The accounts with others: networks, mail and sign-on."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from board_qa import addresses
from board_qa.config.names import X_KEYS
from board_qa.config.settings import BlueskyAccount, MastodonAccount, NotifyAccount, OidcProvider, SmtpAccount
from board_qa.config.values import Values

# With STARTTLS, and encrypted from the first byte (RFC 8314).
_SMTP_PORTS = {"smtp": 587, "smtps": 465}
_ADDRESS = re.compile(r"[^@\s<>\"(),:;]+@[A-Za-z0-9.-]+")
# Its last part is two ids.
_NOTIFY_KEY = re.compile(r"[0-9a-f-]{36}-[0-9a-f-]{36}\Z")


def keys_of_x(values: Values) -> tuple[str, str, str, str] | None:
    key, secret, token, token_secret = values.all_or_none("X needs all four keys", X_KEYS)
    return (key, secret, token, token_secret) if key else None


def bluesky_account(values: Values) -> BlueskyAccount | None:
    names = ("BLUESKY_HANDLE", "BLUESKY_APP_PASSWORD")
    handle, password = values.all_or_none("Bluesky needs a handle and an app password", names)
    url = values.address("BLUESKY_URL", "https://bsky.social")
    return BlueskyAccount(url, handle.removeprefix("@"), password) if handle else None


def mastodon_account(values: Values) -> MastodonAccount | None:
    url, token = values.all_or_none("Mastodon needs a server and a token", ("MASTODON_URL", "MASTODON_TOKEN"))
    return MastodonAccount(values.address("MASTODON_URL", ""), token) if url else None


def mail_account(values: Values) -> tuple[SmtpAccount | None, NotifyAccount | None]:
    smtp, notify = _smtp_account(values), _notify_account(values)
    if smtp and notify:
        values.mistakes.append("Email goes out by SMTP_URL or by NOTIFY_API_KEY: set one of them")
    return smtp, notify


def _smtp_account(values: Values) -> SmtpAccount | None:
    url, sender = values.all_or_none("Email needs a server and a sender", ("SMTP_URL", "MAIL_FROM"))
    if not url:
        return None
    try:
        return _server(url, sender)
    except ValueError as error:
        values.mistakes.append(str(error))
        return None


def _server(url: str, sender: str) -> SmtpAccount:
    """Raises ValueError with a sentence for whoever set it."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in _SMTP_PORTS or not parts.hostname or port == 0:
        raise ValueError("SMTP_URL must be like smtp://name:password@mail.example:587 or smtps://mail.example")
    if not _ADDRESS.fullmatch(sender):
        raise ValueError(f"MAIL_FROM must be an email address such as questions@board.example, not “{sender}”")
    name, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(name) != bool(password):
        raise ValueError("SMTP_URL needs a name and a password, or neither")
    if not (name + password).isascii():
        raise ValueError("SMTP_URL needs a name and a password without accents or signs such as £")
    known = port or _SMTP_PORTS[parts.scheme]
    return SmtpAccount(parts.hostname, known, parts.scheme == "smtps", name, password, sender)


def _notify_account(values: Values) -> NotifyAccount | None:
    names = ("NOTIFY_API_KEY", "NOTIFY_TEMPLATE")
    key, template = values.all_or_none("GOV.UK Notify needs a key and a template", names)
    if key and not _NOTIFY_KEY.search(key):
        values.mistakes.append("NOTIFY_API_KEY is no key of GOV.UK Notify: copy all of it, with the name before it")
    url = values.address("NOTIFY_URL", "https://api.notifications.service.gov.uk")
    return NotifyAccount(url, template, key) if key else None


def oidc_provider(values: Values) -> OidcProvider | None:
    names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    issuer, client_id, secret = values.all_or_none("OpenID Connect needs an issuer, an id and a secret", names)
    # As it is written: providers compare it letter by letter, and a slash at the end may be part of it.
    if issuer and not addresses.unread_on_its_way(issuer):
        values.mistakes.append("OIDC_ISSUER must be an address that begins with https://")
    return OidcProvider(issuer, client_id, secret) if issuer else None


def in_practice(values: Values, accounts: bool) -> bool:
    """Whether nothing goes out: as it is set, or where there are no `accounts`."""
    practice = values.yes("PRACTICE", default=not (accounts or values.mistakes))
    if not practice:
        _only_by_https(values, "X_API_BASE_URL", "BLUESKY_URL", "MASTODON_URL", "NOTIFY_URL")
    return practice


def _only_by_https(values: Values, *names: str) -> None:
    """The board's keys are sent there. What is no address at all was said already."""
    values.mistakes += [
        f"{name} must begin with https://: by http:// others could read the board's keys. Only a server on this "
        "machine may have http://, by the name localhost, 127.0.0.1 or [::1]"
        for name in names
        if values.text(name).lower().startswith("http://") and not addresses.unread_on_its_way(values.text(name))
    ]
