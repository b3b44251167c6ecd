"""What one person was told, or is to be: a row for each email, and for each time that somebody told them otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

# How the words of a letter name the private page of whoever asked. Its address opens it to anybody, so nobody at the
# desk sees the end of it, and it is put in when the letter is sent.
PRIVATE_PAGE = "/r/…"


class MailMode(StrEnum):
    """Whether emails are sent. In PRACTICE they are kept on this computer, where a team can read them."""

    OFF = "off"
    PRACTICE = "practice"
    ON = "on"


class LetterKind(StrEnum):
    """BY_HAND: a person told them, by phone, by letter, in the room or by an email of their own."""

    EMAIL = "email"
    BY_HAND = "by_hand"


class LetterState(StrEnum):
    """Where a letter stands. UNKNOWN: it may have been sent, and nobody can say. FAILED: refused, or it came back."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Letter:
    """The exact words, but for the end of `PRIVATE_PAGE`, who sent them, and what became of it.

    `told_of` stands for what became of the question when it was written (`domain.telling.fates`), and `rests_on` for
    all that an email says (`rests_on.of_letter`); '' on letters from before that was kept. `key` is made for
    this letter alone, before it is sent, and goes with it, so that it can be found again. `reference` is what the mail
    service calls it. `practised`: it never left this computer. `next_step_at` is when it is sent (again), or when the
    service is asked what became of it; None where nothing more is done.
    """

    id: int
    meeting_id: int
    question_id: int
    kind: LetterKind
    told_of: str
    subject: str
    text: str
    state: LetterState
    told_by: str
    told_at: datetime
    key: str
    practised: bool = False
    attempts: int = 0
    next_step_at: datetime | None = None
    sent_at: datetime | None = None
    reference: str = ""
    problem: str = ""
    rests_on: str = ""

    def text_for(self, token: str) -> str:
        """What is sent to whoever asked the question that has this token."""
        return self.text.replace(PRIVATE_PAGE, PRIVATE_PAGE.replace("…", token))
