"""What the core needs from the machine it runs on, and from whoever listens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

from board_qa.domain.accounts.sign_on import Departure, Vouched
from board_qa.domain.meetings.rules import Nation
from board_qa.domain.text.flags import Flag

Result = TypeVar("Result")


class Clock(Protocol):
    """Now, as an aware UTC datetime."""

    def __call__(self) -> datetime: ...


class Ids(Protocol):
    """Unguessable names and random bytes."""

    def token(self) -> str: ...
    def bytes(self, count: int) -> bytes: ...


class Passwords(Protocol):
    """Slow hashing that never runs in the event loop."""

    def hash(self, password: str) -> str: ...
    def matches(self, password_hash: str, password: str) -> bool: ...
    def is_outdated(self, password_hash: str) -> bool:
        """Whether it was hashed with less work than a password is today: whoever has it is to hash it anew."""

    def easy_to_guess(self, password: str, names: Sequence[str]) -> bool:
        """Whether many others use it, or it says little more than these names or the board's."""


class SignOnUnavailable(Exception):
    """The organisation's provider does not answer, or not as it should."""


class SignOnRefused(Exception):
    """The provider did not let somebody in, or nobody here sent whoever comes back."""


class SignOn(Protocol):
    """The organisation's provider, with which people sign in. `back` is our address that it sends them back to."""

    def begin(self, back: str, anew: bool = False) -> Departure:
        """`anew`: whoever is signed in there is to show again who they are. Raises SignOnRefused, SignOnUnavailable."""

    def finish(self, departure: Departure, came_to: str, back: str) -> Vouched:
        """Who came back to an address that begins with `back`. Raises SignOnRefused, SignOnUnavailable."""


class CodeApps(Protocol):
    """The apps on people's phones that show a new code every 30 seconds, by a key that each shares with an account."""

    def seal(self, key: bytes) -> str:
        """The key as it is kept: nobody reads it there."""

    def key(self, sealed: str) -> str:
        """The key as somebody types it into an app."""

    def address(self, sealed: str, username: str) -> str:
        """The same as an app reads it from a QR code, with whose it is."""

    def step(self, sealed: str, code: str, now: datetime) -> int | None:
        """The time step that a code is of, as long as that is now, the one before or the next; else None."""


class Pause(Protocol):
    """Lets everybody else have their turn in the middle of long work. Never inside a transaction."""

    def __call__(self) -> None: ...


class RunInBackground(Protocol):
    """Does a job beside the request that asked for it, which waits for it for at most so many seconds."""

    def __call__(self, job: Callable[[], None], patience: float) -> None: ...


class RunApart(Protocol):
    """Does work that never pauses beside everybody else's, and answers what comes of it. It may use no store."""

    def __call__(self, work: Callable[[], Result]) -> Result: ...


class Announcer(Protocol):
    """Tells every screen, after the commit, that a meeting changed. Never fails its caller."""

    def changed(self, meeting_id: int) -> None: ...
    def notice(self, meeting_id: int, words: str) -> None:
        """Tell the desk of a meeting about something that changed nothing, like a press that was refused."""


class WorkingDays(Protocol):
    """Which days are working days: not Saturdays, Sundays or the nation's bank holidays."""

    def is_working_day(self, day: date, nation: Nation) -> bool: ...


class Screening(Protocol):
    """Points at what a person should look at in a text. It decides nothing.

    It can take seconds, and the caller's greenlet with it: never inside a transaction.
    """

    def flags(self, text: str, language: str = "en") -> tuple[Flag, ...] | None:
        """What it found; None where too many texts wait for it just now, so that it was not looked through."""

    def flags_of_names(self, names: Sequence[str]) -> tuple[Flag, ...] | None:
        """The same for what somebody signed with: personal details, abuse, names that pass for somebody official.

        A handle begins with its @.
        """

    def vector(self, text: str) -> bytes | None:
        """What a text is about, as `SearchStore` compares it; b"" where it says nothing, None as above."""
