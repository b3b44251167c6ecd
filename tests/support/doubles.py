"""A clock that stands still until it is told, names in order, and ears for announcements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from werkzeug.security import check_password_hash, generate_password_hash

from board_qa.domain.accounts.guessing import Visitor
from board_qa.domain.meetings.meeting import MeetingDetails
from board_qa.domain.meetings.rules import Identity, Rules
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

# Reasons of the default rules, as the asker reads them.
ABUSIVE = "It is abusive, frivolous or defamatory"
NOT_OURS = "It is about something this board is not responsible for"
PERSONAL = "It names or identifies a person"
POLITICAL = "It is party political"
REPEATS = "It repeats a question already asked"
STATEMENT = "It is a statement rather than a question"
# Somebody on a device that no account knows.
DOOR = Visitor("192.0.2.1")


class StoppedClock:
    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **time: float) -> None:
        self.now += timedelta(**time)


class CountingIds:
    def __init__(self) -> None:
        self._count = 0

    def token(self) -> str:
        self._count += 1
        return f"token-{self._count:04}"

    def bytes(self, count: int) -> bytes:
        self._count += 1
        return bytes((self._count + i) % 256 for i in range(count))


class RecordingAnnouncer:
    """An announcer that remembers which meetings changed."""

    def __init__(self) -> None:
        self.heard: list[int] = []
        self.notices: list[str] = []

    def changed(self, meeting_id: int) -> None:
        self.heard.append(meeting_id)

    def notice(self, meeting_id: int, words: str) -> None:
        self.notices.append(words)


# What these doubles hold to be a password that many others use.
EASY = "password1234"


class PlainPasswords:
    """Passwords without the work, for tests that are not about hashing."""

    def hash(self, password: str) -> str:
        return f"hashed:{password}"

    def matches(self, password_hash: str, password: str) -> bool:
        return password_hash == f"hashed:{password}"

    def is_outdated(self, password_hash: str) -> bool:
        return False

    def easy_to_guess(self, password: str, names: Sequence[str]) -> bool:
        return password == EASY


class QuickScrypt:
    """Passwords that a running server takes for its own, hashed with a hundredth of the work."""

    def hash(self, password: str) -> str:
        return generate_password_hash(password, "scrypt:256:8:1")

    def matches(self, password_hash: str, password: str) -> bool:
        return check_password_hash(password_hash, password)

    def is_outdated(self, password_hash: str) -> bool:
        return False

    def easy_to_guess(self, password: str, names: Sequence[str]) -> bool:
        return password == EASY


def at_once(job: Callable[[], None], patience: float) -> None:
    """Long work in a process that answers nobody else: the request waits for it."""
    job()


def details(now: datetime = NOON, **changes: object) -> MeetingDetails:
    """A meeting in three days whose questions are open now."""
    given = {
        "title": "Board meeting in public",
        "starts_at": now + timedelta(days=3),
        "timezone": "Europe/London",
        "venue": "Town Hall",
        "hashtag": "AnytownBoard",
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=2),
        "section_minutes": 30,
        "agenda": ("Minutes", "Performance"),
        # What is not about names can then be asked without one.
        "rules": Rules(identity=Identity.OPTIONAL),
    } | changes
    return MeetingDetails(**given)  # type: ignore[arg-type]


def outgoing(text: str, **changes: Any) -> OutgoingPost:
    """What somebody approved just now."""
    post = OutgoingPost(1, 1, "X", text, OutboxState.APPROVED, "Alex", NOON, key="key")
    return replace(post, **changes)
