"""Who may see what. Every page, screen and socket message is built from the views made here.

Text that no moderator accepted has no path to the public or the screen: their views exist only for questions
in PUBLIC_STATES, and each view lists its fields one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .calls import spoken_time
from .model import WEB_FORM, Change, IdleView, Meeting, Question, State
from .wording import shown

PUBLIC_STATES = frozenset({State.ACCEPTED, State.ON_SCREEN, State.ANSWERED})

ANONYMOUS = "Anonymous"


@dataclass(frozen=True)
class PublicQuestion:
    """What anyone may know of an accepted question."""

    number: int
    text: str
    asked_by: str
    via: str
    state: str
    lang: str
    url: str


@dataclass(frozen=True)
class ScreenView:
    """What the projector shows: a question, the joining code, or nothing."""

    view: str
    question: PublicQuestion | None


@dataclass(frozen=True)
class ReceiptView:
    """What the holder of a private link may know of their own question."""

    number: int
    text: str
    state: str
    reason: str


def public_question(question: Question, zone: str) -> PublicQuestion | None:
    """The public's view of a question, or None where the public may not see it."""
    if question.state not in PUBLIC_STATES:
        return None
    return PublicQuestion(
        number=question.number,
        text=shown(question.source.text),
        asked_by=asked_by(question),
        via=attribution(question, zone),
        state=question.state.value,
        lang=question.source.lang,
        url=question.source.url,
    )


def screen_view(meeting: Meeting, on_screen: Question | None) -> ScreenView:
    """The chair's screen. Anything but an accepted question that was put on it shows as the idle view."""
    if on_screen is not None and on_screen.state is State.ON_SCREEN:
        return ScreenView("question", public_question(on_screen, meeting.details.timezone))
    return ScreenView((meeting.idle_view or IdleView.BLANK).value, None)


def receipt_view(question: Question) -> ReceiptView:
    """The asker's own words are theirs to see in any state, with the reason for that state."""
    return ReceiptView(question.number, shown(question.source.text), question.state.value, question.reason)


def no_longer_public(changes: Iterable[Change], now_public: set[int]) -> list[int]:
    """Numbers of questions to remove from public pages: once public in these changes, and not any more.

    A question that was never public is not mentioned, so that its number says nothing.
    """
    were = {c.question_number for c in changes if c.from_state in PUBLIC_STATES and c.question_number}
    return sorted(were - now_public)


def public_delta(since: int, meeting: Meeting, changed: Sequence[Question], changes: Sequence[Change],
                 on_screen: Question | None) -> dict[str, Any]:  # fmt: skip
    """The news for the public room: accepted questions that changed, and numbers to take away."""
    views = [view for question in changed if (view := public_question(question, meeting.details.timezone))]
    return {
        "since": since,
        "revision": meeting.revision,
        "now": on_screen.number if on_screen else None,
        "questions": [view.__dict__ for view in views],
        "gone": no_longer_public(changes, {view.number for view in views}),
    }


def screen_delta(meeting: Meeting, on_screen: Question | None) -> dict[str, Any]:
    """The news for the projector: all of its view, so that it can never show a mixture."""
    view = screen_view(meeting, on_screen)
    return {
        "revision": meeting.revision,
        "view": view.view,
        "question": view.question.__dict__ if view.question else None,
    }


def desk_delta(since: int, meeting: Meeting, changes: Sequence[Change]) -> dict[str, Any]:
    """The news for the desk: which questions changed. The desk fetches its own page, with its own rights."""
    numbers = sorted({c.question_number for c in changes if c.question_number})
    return {"since": since, "revision": meeting.revision, "changed": numbers}


def asked_by(question: Question) -> str:
    """The name to show; a post keeps name and handle together, as its network requires (product.md)."""
    name = shown(question.source.author_name) or ANONYMOUS
    handle = shown(question.source.author_handle)
    return f"{name} @{handle}" if handle else name


def via(question: Question) -> str:
    """Where a question came from, in the words every screen uses."""
    return "Web form" if question.source.channel == WEB_FORM else f"Posted on {question.source.channel}"


def attribution(question: Question, zone: str) -> str:
    """Where a question came from and, for a post, when: networks require the time beside the text (product.md)."""
    if question.source.channel == WEB_FORM:
        return via(question)
    return f"{via(question)}, {spoken_time(question.source.asked_at, zone)}"
