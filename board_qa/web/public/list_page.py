"""One page of a public list. It is named by the number of its first question, and so stays what it is while others are
approved, answered or withdrawn: who reads on from page to page misses none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.question import Question, State
from board_qa.domain.questions.queue import QueueFilter
from board_qa.web.shell.installation import ports

# A meeting of the usual size is one page (docs/boards.md), and a phone is not scrolled for ever.
PER_PAGE = 30


@dataclass(frozen=True)
class PublicPage:
    """The questions of a page. `begins` is the lowest number that it can hold, 0 for the first page, and `until` the
    number with which the next one begins; None where there is none."""

    questions: list[Question]
    begins: int
    earlier: int | None
    until: int | None
    number: int
    pages: int
    total: int


def public_page(meeting: Meeting, states: Collection[State], begins: int, total: int) -> PublicPage:
    """The page that begins with this number, or the last one where there is nothing from there on."""
    queue, listed = ports().store.queue, QueueFilter(frozenset(states))
    skip = queue.numbered_below(meeting.id, states, begins) if begins else 0
    skip = min(skip, max(total - 1, 0) // PER_PAGE * PER_PAGE)
    found = queue.page(meeting.id, listed, PER_PAGE + 1, skip)
    before = -(-skip // PER_PAGE)  # pages
    return PublicPage(
        questions=found[:PER_PAGE],
        begins=found[0].number if skip else 0,
        earlier=_begins(meeting, listed, max(skip - PER_PAGE, 0)) if skip else None,
        until=found[PER_PAGE].number if len(found) > PER_PAGE else None,
        number=before + 1,
        pages=before + max(-(-(total - skip) // PER_PAGE), 1),
        total=total,
    )


def _begins(meeting: Meeting, listed: QueueFilter, skip: int) -> int:
    return ports().store.queue.page(meeting.id, listed, 1, skip)[0].number if skip else 0
