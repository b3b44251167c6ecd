"""Whether a form or a socket comes from a page of ours, by what the browser says of that page.

Two headers say it, and no page can set either: `Sec-Fetch-Site` (not of Safari before 16.4) and `Origin`. How a page
was opened, by http or https, is no part of it: behind a proxy the service does not see it. What must not be done over
http is kept from it by the cookies, which are for https alone where the address is.
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


class RequestHeaders(Protocol):
    """What is needed of werkzeug's headers."""

    def get(self, key: str) -> str | None: ...


def from_a_page_of_ours(headers: RequestHeaders, settings: Settings) -> bool:
    """Whether the page that sends this is ours. What is refused is written to the log, once for each origin."""
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    ours = _is_ours(site, origin, headers.get("Host") or "", settings)
    if not ours:
        _report(str(origin)[:_LOGGED], site or "", settings.public_url)
    return ours


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
    try:
        scheme, sender = urlsplit(origin).scheme, addresses.host(origin)
        return sender in (addresses.host(settings.public_url), addresses.host(f"{scheme}://{host}"))
    except ValueError:  # not an address at all
        return False


@lru_cache(maxsize=64)
def _report(origin: str, site: str, public_url: str) -> None:
    log.warning(
        "refused what a page at %r sent (Sec-Fetch-Site: %r). If that page is this service, set PUBLIC_URL, "
        "which is %s, to where it is opened",
        origin,
        site,
        public_url,
    )
