"""Codes of the apps on people's phones (TOTP, RFC 6238), by keys that are encrypted where they are kept.

By AES-256-GCM; what was encrypted before that, by Fernet, is still read.
"""

from __future__ import annotations

import os
from base64 import b32encode, urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_SECONDS = 30
# A code is typed while the next one comes (RFC 6238, 5.2). None is good before its time.
_STEPS = (0, -1)
_NONCE = 12  # bytes, by chance: NIST SP 800-38D allows that for far more keys than a board has
_BY_GCM = "gcm:"


class TotpApps:
    """Keys can be read with the board's SECRET_KEY only: a copy of the database makes nobody's codes."""

    def __init__(self, secret_key: str, organisation: str) -> None:
        self._gcm = AESGCM(_derived(secret_key, b"second step of signing in, AES-256-GCM"))
        self._fernet = Fernet(urlsafe_b64encode(_derived(secret_key, b"second step of signing in")))
        self._organisation = organisation

    def seal(self, key: bytes) -> str:
        nonce = os.urandom(_NONCE)
        return _BY_GCM + urlsafe_b64encode(nonce + self._gcm.encrypt(nonce, b32encode(key), None)).decode()

    def key(self, sealed: str) -> str:
        if not sealed.startswith(_BY_GCM):
            return self._fernet.decrypt(sealed.encode()).decode()
        closed = urlsafe_b64decode(sealed.removeprefix(_BY_GCM))
        return self._gcm.decrypt(closed[:_NONCE], closed[_NONCE:], None).decode()

    def address(self, sealed: str, username: str) -> str:
        return pyotp.TOTP(self.key(sealed)).provisioning_uri(name=username, issuer_name=self._organisation)

    def step(self, sealed: str, code: str, now: datetime) -> int | None:
        try:
            codes = pyotp.TOTP(self.key(sealed), interval=_SECONDS)
        except (InvalidTag, InvalidToken):
            return None
        this = int(now.timestamp()) // _SECONDS
        steps = (this + back for back in _STEPS)
        return next((one for one in steps if pyotp.utils.strings_equal(codes.generate_otp(one), code)), None)


def _derived(secret_key: str, purpose: bytes) -> bytes:
    """A key of 256 bits for this purpose alone."""
    return HKDF(SHA256(), 32, salt=None, info=purpose).derive(secret_key.encode())
