"""Whether a form or a socket comes from a page of ours, by what the browser says of that page.

Two headers say it, and no page can set either: `Sec-Fetch-Site` (not of Safari before 16.4) and `Origin`. Where the
address of the board is https, a page that came by http is not ours: anybody on the way could have made it.
"""

from __future__ import annotations

import logging
import re
from typing import Protocol
from urllib.parse import urlsplit

from board_qa import addresses
from board_qa.config.settings import Settings

log = logging.getLogger(__name__)

# What of a header goes into the log: the name of a machine as browsers write it, and their own words.
_ORIGIN = re.compile(r"null|https?://[a-z0-9.:\[\]-]{1,80}", re.IGNORECASE | re.ASCII)
_SITES = (None, "same-origin", "same-site", "cross-site", "none")
_UNREADABLE = "(not what a browser says)"
_SET_PUBLIC_URL = "set PUBLIC_URL to where it is opened"


class RequestHeaders(Protocol):
    """What is needed of werkzeug's headers."""

    def get(self, key: str) -> str | None: ...


def from_a_page_of_ours(headers: RequestHeaders, settings: Settings) -> bool:
    """Whether the page that sends this is ours."""
    return _is_ours(headers.get("Sec-Fetch-Site"), headers.get("Origin"), headers.get("Host") or "", settings)


def ours_without_https(headers: RequestHeaders, settings: Settings) -> bool:
    """Whether the page has a name of ours, and was opened by http where it is ours by https alone."""
    origin = headers.get("Origin") or ""
    return _lacks_https(origin, settings) and _has_our_name(origin, headers.get("Host") or "", settings)


def opened_without_https(headers: RequestHeaders, settings: Settings) -> bool:
    """Whether the page was opened by http where the address is https: browsers then keep none of our cookies."""
    page = headers.get("Origin")
    if page in (None, "null"):
        page = headers.get("Referer")
    return settings.secure and (page or "").lower().startswith("http://")


def _is_ours(site: str | None, origin: str | None, host: str, settings: Settings) -> bool:
    if site not in (None, "same-origin", "none"):
        return False
    if origin is None:
        return True
    if origin == "null":  # some proxies and page settings hide the origin; the other header is then the browser's word
        return site == "same-origin"
    return _has_our_name(origin, host, settings) and not _lacks_https(origin, settings)


def _has_our_name(origin: str, host: str, settings: Settings) -> bool:
    try:
        scheme, sender = urlsplit(origin).scheme, addresses.host(origin)
        return sender in (addresses.host(settings.public_url), addresses.host(f"{scheme}://{host}"))
    except ValueError:  # not an address at all
        return False


def _lacks_https(origin: str, settings: Settings) -> bool:
    """While a board practises it may be opened by http, by every name but that of its address."""
    if not settings.secure or not origin.lower().startswith("http://"):
        return False
    try:
        return not settings.practice or addresses.machine(origin) == addresses.machine(settings.public_url)
    except ValueError:
        return True


def report(headers: RequestHeaders, settings: Settings) -> None:
    """Say in the log what was refused, and what to set where that page is ours. Of what the sender wrote only what can
    be an origin is repeated.
    """
    origin, site = headers.get("Origin") or "", headers.get("Sec-Fetch-Site")
    without = ours_without_https(headers, settings)
    log.warning(
        "refused what a page at %s sent (Sec-Fetch-Site: %s). If that page is this service: %s. PUBLIC_URL is %s",
        origin if _ORIGIN.fullmatch(origin) else _UNREADABLE,
        site if site in _SITES else _UNREADABLE,
        "send whoever opens it by http on to https" if without else _SET_PUBLIC_URL,
        settings.public_url,
    )
