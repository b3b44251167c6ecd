"""One page of the list on the left of the desk. The question before the moderator is always on it, if in the list."""

from __future__ import annotations

from dataclasses import dataclass, replace

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.paging import Paging, page, page_with
from board_qa.domain.questions.question import Question
from board_qa.services.questions import searching
from board_qa.web.desk.choice import Chosen, queue_filter
from board_qa.web.shell.installation import ports

# As many as one looks through; the next page is a key away, and a page is read again with every change.
PER_PAGE = 50


@dataclass(frozen=True)
class QueuePage:
    """The questions of a page, and those just before and after it, to which the keys J and K go on."""

    questions: list[Question]
    paging: Paging
    before: Question | None
    after: Question | None


def queue_page(meeting: Meeting, choice: Chosen, selected: Question | None, total: int | None = None) -> QueuePage:
    """The page that holds the selected question, else the one in the address. `total` is counted where it is None."""
    if choice.find:
        paging = page(choice.page, PER_PAGE, searching.count(ports(), meeting, choice.find))
    else:
        paging = _paging(meeting, choice, selected, total)
    found = _around(meeting, choice, paging)
    before = found[0] if paging.skip else None
    rest = found[1 if before else 0 :]
    return QueuePage(rest[:PER_PAGE], paging, before, rest[PER_PAGE] if len(rest) > PER_PAGE else None)


def first_of(meeting: Meeting, listed: QueuePage) -> Question | None:
    """What is selected where the address names no question; a search finds those of other meetings as well."""
    return next((question for question in listed.questions if question.meeting_id == meeting.id), None)


def neighbour(choice: Chosen, meeting: Meeting, question: Question | None, on_page: int | None) -> dict[str, object]:
    """Where J or K goes at the edge of a page; to the page alone where the next question is another meeting's."""
    if question is None or on_page is None:
        return {}
    there = replace(choice, page=on_page)
    return there.link(q=question.number) if question.meeting_id == meeting.id else there.link()


def _paging(meeting: Meeting, choice: Chosen, selected: Question | None, total: int | None) -> Paging:
    queue, list_ = ports().store.queue, queue_filter(meeting, choice)
    total = queue.count(meeting.id, list_) if total is None else total
    place = queue.place(meeting.id, list_, selected.id) if selected else None
    return page(choice.page, PER_PAGE, total) if place is None else page_with(place, PER_PAGE, total)


def _around(meeting: Meeting, choice: Chosen, paging: Paging) -> list[Question]:
    """The page, with one question more at each end where there is one."""
    skip = max(paging.skip - 1, 0)
    limit = PER_PAGE + 1 + (paging.skip - skip)
    if choice.find:
        return searching.search(ports(), meeting, choice.find, limit, skip)
    return ports().store.queue.page(meeting.id, queue_filter(meeting, choice), limit, skip)
