"""What is on screen, and a page of what comes after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.paging import Paging, page
from board_qa.domain.questions.question import Question
from board_qa.services.questions import moderating
from board_qa.web.desk.choice import Chosen
from board_qa.web.shell.installation import ports

# A public section of half an hour comes to fewer; the rest of the order is a link away.
PER_PAGE = 20


@dataclass(frozen=True)
class OrderRow:
    """A question of the running order, with its place there, from 1."""

    question: Question
    place: int


@dataclass(frozen=True)
class OrderPage:
    """`put_at` is when the question on screen was put; `expected_next` is what a press of "next" would touch."""

    on_screen: Question | None
    put_at: datetime | None
    rows: Sequence[OrderRow]
    paging: Paging
    expected_next: str


def order_page(meeting: Meeting, choice: Chosen, selected: Question | None, waiting: int) -> OrderPage:
    """What is on screen and what comes after it. `waiting` is how long the running order is."""
    on_screen, paging = ports().store.questions.on_screen(meeting.id), page(choice.order, PER_PAGE, waiting)
    order = moderating.running_order(ports(), meeting, PER_PAGE, paging.skip)
    following = order if paging.number == 1 else moderating.running_order(ports(), meeting, 1)
    rows = [OrderRow(question, place) for place, question in enumerate(order, start=paging.first)]
    return OrderPage(
        on_screen,
        ports().store.questions.put_at(on_screen.id) if on_screen else None,
        [*rows, *_elsewhere(meeting, selected, rows)],
        paging,
        moderating.expected_next(on_screen, following),
    )


def _elsewhere(meeting: Meeting, selected: Question | None, rows: Sequence[OrderRow]) -> list[OrderRow]:
    """The question before the moderator, where it is in another part of the order: it can be moved from there."""
    if selected is None or any(row.question.id == selected.id for row in rows):
        return []
    place = ports().store.queue.place(meeting.id, moderating.WAITING_TO_BE_PUT, selected.id)
    return [] if place is None else [OrderRow(selected, place + 1)]
