"""Who may ask: a password begins a session, whose token lasts two hours and can be renewed for weeks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

_ACCESS, _REFRESH = timedelta(hours=2), timedelta(days=60)


class AccountSessions:
    """Sessions of one account. A server that is started again has forgotten them."""

    def __init__(self, did: str, handle: str, app_password: str, clock: Callable[[], datetime]) -> None:
        self._did, self._handle, self._app_password, self._clock = did, handle, app_password, clock
        self._until: dict[str, datetime] = {}
        self._made = 0
        self.sign_ins = 0

    def begin(self, identifier: str, password: str) -> dict[str, Any] | None:
        """A new session for whoever has the password."""
        self.sign_ins += 1
        return self._new() if (identifier, password) == (self._handle, self._app_password) else None

    def renew(self, token: str) -> dict[str, Any] | None:
        """A new session in place of one whose second token this is. It is good for that once."""
        good = token.startswith("refresh-") and self.allows(token)
        self._until.pop(token, None)
        return self._new() if good else None

    def allows(self, token: str) -> bool:
        return self._until.get(token, self._clock()) > self._clock()

    def is_access(self, token: str) -> bool:
        return token.startswith("access-") and self.allows(token)

    def forget(self) -> None:
        """Refuse every session there is."""
        self._until.clear()

    def whose(self) -> dict[str, Any]:
        return {"did": self._did, "handle": self._handle, "active": True}

    def _new(self) -> dict[str, Any]:
        self._made += 1
        access, refresh = f"access-{self._made}", f"refresh-{self._made}"
        self._until |= {access: self._clock() + _ACCESS, refresh: self._clock() + _REFRESH}
        return {**self.whose(), "accessJwt": access, "refreshJwt": refresh, "didDoc": self._did_document()}

    def _did_document(self) -> dict[str, Any]:
        """It names the server that the account lives on, which is not the one that is asked here."""
        service = {
            "id": "#atproto_pds",
            "type": "AtprotoPersonalDataServer",
            "serviceEndpoint": "https://elsewhere.invalid",
        }
        return {"id": self._did, "alsoKnownAs": [f"at://{self._handle}"], "service": [service]}
