"""Codes of the apps on people's phones (TOTP, RFC 6238), by keys that are encrypted where they are kept."""

from __future__ import annotations

from base64 import b32encode, urlsafe_b64encode
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_SECONDS = 30
# A code is typed while the next one comes (RFC 6238, 5.2). None is good before its time.
_STEPS = (0, -1)


class TotpApps:
    """Keys can be read with the board's SECRET_KEY only: a copy of the database makes nobody's codes."""

    def __init__(self, secret_key: str, organisation: str) -> None:
        derived = HKDF(SHA256(), 32, salt=None, info=b"second step of signing in").derive(secret_key.encode())
        self._fernet = Fernet(urlsafe_b64encode(derived))
        self._organisation = organisation

    def seal(self, key: bytes) -> str:
        return self._fernet.encrypt(b32encode(key)).decode()

    def key(self, sealed: str) -> str:
        return self._fernet.decrypt(sealed.encode()).decode()

    def address(self, sealed: str, username: str) -> str:
        return pyotp.TOTP(self.key(sealed)).provisioning_uri(name=username, issuer_name=self._organisation)

    def step(self, sealed: str, code: str, now: datetime) -> int | None:
        try:
            codes = pyotp.TOTP(self.key(sealed), interval=_SECONDS)
        except InvalidToken:
            return None
        this = int(now.timestamp()) // _SECONDS
        steps = (this + back for back in _STEPS)
        return next((one for one in steps if pyotp.utils.strings_equal(codes.generate_otp(one), code)), None)
