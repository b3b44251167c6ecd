"""Names and bytes that nobody can guess."""

from __future__ import annotations

import secrets


class RandomIds:
    """From the operating system's source of randomness."""

    def token(self) -> str:
        """128 bits, in a form that fits an address."""
        return secrets.token_urlsafe(16)

    def bytes(self, count: int) -> bytes:
        return secrets.token_bytes(count)
