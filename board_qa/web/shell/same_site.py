"""Whether a form or a socket comes from a page of ours, by what the browser says of that page.

Two headers say it, and no page can set either: `Sec-Fetch-Site` (not of Safari before 16.4) and `Origin`. Where the
address of the board is https, a page that came by http is not ours: anybody on the way could have made it.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Protocol
from urllib.parse import urlsplit

from board_qa import addresses
from board_qa.config import Settings

log = logging.getLogger(__name__)

# Of a made-up header no more than this goes into the log (characters).
_LOGGED = 100
_SET_PUBLIC_URL = "set PUBLIC_URL to where it is opened"


class RequestHeaders(Protocol):
    """What is needed of werkzeug's headers."""

    def get(self, key: str) -> str | None: ...


def from_a_page_of_ours(headers: RequestHeaders, settings: Settings) -> bool:
    """Whether the page that sends this is ours. What is refused is written to the log, once for each origin."""
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    ours = _is_ours(site, origin, headers.get("Host") or "", settings)
    if not ours:
        without = ours_without_https(headers, settings)
        advice = "send whoever opens it by http on to https" if without else _SET_PUBLIC_URL
        _report(str(origin)[:_LOGGED], site or "", advice, settings.public_url)
    return ours


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


@lru_cache(maxsize=64)
def _report(origin: str, site: str, advice: str, public_url: str) -> None:
    log.warning(
        "refused what a page at %r sent (Sec-Fetch-Site: %r). If that page is this service: %s. PUBLIC_URL is %s",
        origin,
        site,
        advice,
        public_url,
    )
