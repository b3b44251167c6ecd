"""The real clock and the real source of names."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)


class RandomIds:
    """From the operating system's source of randomness."""

    def token(self) -> str:
        """128 bits, in a form that fits an address."""
        return secrets.token_urlsafe(16)

    def bytes(self, count: int) -> bytes:
        return secrets.token_bytes(count)
