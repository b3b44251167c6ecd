"""Whether a form may be taken: when questions are open, and what must be put right before sending."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from . import wording
from .model import MeetingDetails


class Window(StrEnum):
    """Where a moment lies in a meeting's time for questions."""

    NOT_YET_OPEN = "not_yet_open"
    OPEN = "open"
    PAUSED = "paused"
    LATE = "late"
    CLOSED = "closed"


@dataclass(frozen=True)
class AskForm:
    """What the public typed, exactly; `key` is the page's idempotency key."""

    key: str
    text: str = ""
    name: str = ""
    email: str = ""


def window(details: MeetingDetails, now: datetime) -> Window:
    """Open from `opens_at` up to and including `closes_at`: a deadline of noon takes what came at noon."""
    if now < details.opens_at:
        return Window.NOT_YET_OPEN
    return Window.OPEN if now <= details.closes_at else Window.CLOSED


def problems(form: AskForm) -> dict[str, str]:
    """What the asker must put right, by field; empty when the form can be taken."""
    found = {
        "question": _question_problem(form.text),
        "name": _too_long(form.name, wording.NAME_LIMIT, "Your name or organisation"),
        "email": _email_problem(form.email),
    }
    return {field: problem for field, problem in found.items() if problem}


def _question_problem(text: str) -> str:
    if not wording.shown(text):
        return "Enter your question"
    return _too_long(text, wording.QUESTION_LIMIT, "Your question")


def _too_long(text: str, limit: int, what: str) -> str:
    over = wording.length(text) - limit
    if over <= 0:
        return ""
    characters = "character" if over == 1 else "characters"
    return f"{what} must be {limit} characters or fewer. Shorten it by {over} {characters}"


def _email_problem(email: str) -> str:
    # The standard only promises one @ with something on both sides; a stricter rule turns real people away.
    if not email.strip():
        return ""
    if len(email.strip()) > wording.EMAIL_LIMIT or not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", email.strip()):
        return "Enter an email address in the correct format, like name@example.com, or leave it empty"
    return ""
