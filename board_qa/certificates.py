"""Servers whose certificate nobody vouches for: the log says once that it began, and once that it is over.

Such a server is sent nothing, and who asks it has an error like any other. What the log says is for whoever runs the
service, who may have somebody on the line, or a certificate that was not renewed.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

log = logging.getLogger(__name__)

# A line that broke, which says nothing of who is at its other end.
_BROKEN = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)


class Trust:
    """As one client has it in the hosts that it asks."""

    def __init__(self) -> None:
        self._without: set[str] = set()

    def note(self, host: str, error: Exception) -> None:
        """Asking this host ended so, which may have another reason."""
        if why := _why(error):
            self.is_not(host, why)

    def is_not(self, host: str, why: str) -> None:
        """Its line is none that can be trusted."""
        if host not in self._without:
            log.warning("%s: TLS cannot be trusted, so it is sent nothing until that is put right: %s", host, why)
            self._without.add(host)

    def is_there(self, host: str) -> None:
        """It answered by a line that can be trusted."""
        if host in self._without:
            log.warning("%s: TLS can be trusted again", host)
            self._without.remove(host)


def host_of(url: str) -> str:
    return urlsplit(url).hostname or ""


def _why(error: BaseException) -> str:
    """OpenSSL's own words, which hold nothing but the host's name; '' where it is not about TLS."""
    for one in _all_of(error):
        if isinstance(one, ssl.SSLCertVerificationError):
            return f"its certificate is not right ({one.verify_message})"
        if isinstance(one, ssl.SSLError) and not isinstance(one, _BROKEN):
            return one.reason or "no reason is given"
    return ""


def _all_of(error: BaseException | None) -> Iterator[BaseException]:
    """What went wrong, and what went wrong below that."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
