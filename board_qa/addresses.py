"""Addresses of sites as browsers compare them: capitals, the port of the scheme and a dot at the end say nothing."""

from __future__ import annotations

import re
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

import idna

_PORTS = {"http": 80, "https": 443}
_THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")


def normal(address: str) -> str:
    """An http or https address as it is compared: its origin, and its path without a slash at the end.

    Raises ValueError for everything else, and where a user is named: that would stand on every screen.
    """
    return origin(address) + urlsplit(address).path.rstrip("/")


def origin(address: str) -> str:
    """Scheme, host and, where it is not the scheme's own, port. Raises ValueError where it is no such address."""
    return f"{urlsplit(address).scheme}://{host(address)}"


def host(address: str) -> str:
    """The host, with its port where that is not the scheme's own. Raises ValueError where it is no such address."""
    parts = urlsplit(address)
    if parts.scheme not in _PORTS or "@" in parts.netloc:
        raise ValueError("not the address of a site")
    name, port = _name(parts), parts.port
    return name if port in (None, _PORTS[parts.scheme]) else f"{name}:{port}"


def machine(address: str) -> str:
    """The host without its port: browsers share cookies between ports. Raises ValueError as `host` does."""
    return re.sub(r":\d+$", "", host(address))


def unread_on_its_way(address: str) -> bool:
    """Whether nobody can read what is sent there: it goes by https, or to this machine itself."""
    try:
        name = machine(address)
    except ValueError:
        return False
    return urlsplit(address).scheme == "https" or name in _THIS_MACHINE


def for_people(address: str) -> str:
    """An address without its scheme, its host in the letters that people write it with."""
    shown, name = address.split("://", 1)[-1], urlsplit(address).hostname or ""
    with suppress(idna.IDNAError):
        return shown.replace(name, idna.decode(name), 1)
    return shown


def _name(parts: SplitResult) -> str:
    """The host in the letters of the Domain Name System. Raises ValueError where it has none."""
    name = (parts.hostname or "").rstrip(".")
    if not name:
        raise ValueError("no host")
    if ":" in name:
        return f"[{ip_address(name).compressed}]"
    return name if name.isascii() else idna.encode(name, uts46=True).decode()
