"""The door of what a token of the settings opens: whoever guesses it has to wait, and is in the log."""

from __future__ import annotations

import hmac
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Response

from board_qa.domain.meetings.deadlines import counted
from board_qa.web.operators.guesses import Guesses
from board_qa.web.operators.security_log import SecurityEvent

_PLAIN = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Door:
    setting: str  # whose value is the token
    called: str  # what people call the token
    challenge: str  # how a browser, or a program, is asked for it
    shown: SecurityEvent
    nothing_given: SecurityEvent
    not_right: SecurityEvent
    held_off: SecurityEvent

    def refusal(
        self,
        given: str | None,
        wanted: str,
        guesses: Guesses,
        address: str,
        now: datetime,
        tell: Callable[[SecurityEvent], None],
    ) -> Response | None:
        """None for whoever has what is wanted. Who gives nothing guessed nothing: browsers ask so first."""
        if given is None:
            tell(self.nothing_given)
            return self._needed()
        if wait := guesses.wait(address, now):
            tell(self.held_off)
            return self._held_off(wait)
        if wanted and hmac.compare_digest(given.encode(), wanted.encode()):
            guesses.forget(address)
            tell(self.shown)
            return None
        guesses.count(address, now)
        tell(self.not_right)
        return self._needed()

    def _needed(self) -> Response:
        sentence = f"The {self.called} of {self.setting} is needed.\n"
        return Response(sentence, 401, {"WWW-Authenticate": self.challenge}, content_type=_PLAIN)

    def _held_off(self, wait: timedelta) -> Response:
        seconds = math.ceil(wait.total_seconds())
        minutes = counted(math.ceil(seconds / 60), "minute")
        sentence = f"Too many wrong {self.called}s were tried from here. Wait {minutes}, then try again.\n"
        return Response(sentence, 429, {"Retry-After": str(seconds)}, content_type=_PLAIN)
