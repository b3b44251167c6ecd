"""One sign-in for as long as it lasts: its session is kept, renewed, and only where it is refused begun anew.

An account may sign in 300 times a day, on some servers 100 times (docs/networks/bluesky.md, "Signing in").
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from atproto_client import Client, Session, SessionEvent  # type: ignore[import-untyped]

from board_qa.channels.bluesky import failures
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind

_REFUSED = (ChannelErrorKind.AUTH, ChannelErrorKind.BAD_REQUEST, ChannelErrorKind.BLOCKED)


# From one refused sign-in to the next try: twice as long each time, so that a day's tries are never used up by them.
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=15), timedelta(minutes=30)
_LONGEST_SESSION = 20_000  # characters; tokens of the network itself have some hundred


class Sessions(Protocol):
    """Where the session is kept while no process runs. It is as secret as the password."""

    def get(self) -> str:
        """What was kept last; '' where nothing was."""

    def set(self, session: str) -> None: ...


class SignIn:
    """Keeps a client signed in. Raises ChannelError, nothing else."""

    def __init__(
        self,
        client: Client,
        handle: str,
        app_password: str,
        fingerprint: str,
        clock: Callable[[], datetime],
        kept: Sessions,
    ) -> None:
        self._client, self._handle, self._app_password = client, handle, app_password
        self._fingerprint, self._clock, self._kept = fingerprint, clock, kept
        self._begun = False
        self._wait, self._not_before = _FIRST_WAIT, clock()
        client.on_session_change(self._keep)

    def begin(self) -> None:
        """Go on with the session that was kept, or sign in."""
        if not self._begun and not self._taken_up():
            self._sign_in()
        self._begun = True

    def renew(self) -> None:
        """The session was refused: renew it, or else sign in again."""
        try:
            self._attempt(self._client.refresh)
        except ChannelError as error:
            if error.kind not in _REFUSED:
                raise
            self._sign_in()

    def _taken_up(self) -> bool:
        """Whether what was kept could be used. Another account's or another server's session is not ours."""
        fingerprint, _, session = self._kept.get().partition(" ")
        if fingerprint != self._fingerprint:
            return False
        try:
            self._client.login(session_string=session, fetch_bsky_profile=False)
        except ValueError:
            return False
        return True

    def _sign_in(self) -> None:
        """Sign in with the password; one that was refused is not tried again at once, for tries are counted."""
        if self._clock() < self._not_before:
            raise ChannelError(ChannelErrorKind.AUTH, "the sign-in was refused a moment ago")
        try:
            self._attempt(lambda: self._client.login(self._handle, self._app_password, fetch_bsky_profile=False))
        except ChannelError as error:
            if error.kind not in _REFUSED:
                raise
            self._not_before = self._clock() + self._wait
            self._wait = min(2 * self._wait, _LONGEST_WAIT)
            raise ChannelError(ChannelErrorKind.AUTH, error.detail) from None
        self._wait = _FIRST_WAIT

    def _attempt(self, ask: Callable[[], object]) -> None:
        try:
            ask()
        except Exception as error:  # also pydantic's, whose words would have the tokens in them
            raise failures.channel_error(error, writing=False, now=self._clock()) from None

    def _keep(self, event: SessionEvent, session: Session) -> None:
        exported = session.export()
        if event is not SessionEvent.IMPORT and len(exported) <= _LONGEST_SESSION:
            self._kept.set(f"{self._fingerprint} {exported}")
