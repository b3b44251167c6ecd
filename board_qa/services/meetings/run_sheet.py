"""What the chair has before them: the question on screen, the next three, and what waits for the chair's yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import Attending, Rules
from board_qa.domain.questions.question import Question
from board_qa.ports import Ports
from board_qa.services.questions.moderating import WAITING_TO_BE_PUT, running_order

# As many as a chair can keep in mind, each in full; those after them are a line each, as many as a meeting comes to.
NEXT, LATER = 3, 27
# As many proposals to decline as are read one after the other.
PROPOSED = 20


@dataclass(frozen=True)
class Entry:
    """A question on the sheet. `at` is when it was put or may be, in aware UTC; None where the board times no question.

    `put_by` is an Attending: who says the question aloud; EITHER where the asker did not say.
    """

    question: Question
    at: datetime | None
    put_by: Attending


@dataclass(frozen=True)
class RunSheet:
    """`waiting` is how many questions wait to be put, and `proposing` how many for the chair's yes, shown or not."""

    on_screen: Entry | None
    following: tuple[Entry, ...]
    later: tuple[Entry, ...]
    waiting: int
    proposed: tuple[Question, ...]
    proposing: int


def run_sheet(ports: Ports, meeting: Meeting) -> RunSheet:
    """The sheet as it is now."""
    rules, questions = meeting.details.rules, ports.store.questions
    on_screen = questions.on_screen(meeting.id)
    put_at = questions.put_at(on_screen.id) if on_screen else None
    order = running_order(ports, meeting, NEXT + LATER)
    times = expected(ports.clock(), put_at, rules.minutes_per_question, len(order))
    waiting = tuple(Entry(one, at, put_by(one, rules)) for one, at in zip(order, times, strict=True))
    return RunSheet(
        Entry(on_screen, put_at, put_by(on_screen, rules)) if on_screen else None,
        waiting[:NEXT],
        waiting[NEXT:],
        ports.store.queue.count(meeting.id, WAITING_TO_BE_PUT),
        tuple(ports.store.queue.proposed(meeting.id, PROPOSED)),
        ports.store.queue.proposing(meeting.id),
    )


def expected(now: datetime, put_at: datetime | None, minutes: int, count: int) -> Sequence[datetime | None]:
    """When each of `count` questions may be put, if each takes the board's `minutes`; nothing is expected in the past.

    `put_at` is when the question on screen was put; without one, the next one may be put now.
    """
    if not minutes:
        return [None] * count
    each = timedelta(minutes=minutes)
    first = now if put_at is None else max(now, put_at + each)
    return [first + each * place for place in range(count)]


def put_by(question: Question, rules: Rules) -> Attending:
    """Who says it aloud: by the board's rule, or where that leaves it to the asker, by what the asker said."""
    if rules.attending is not Attending.EITHER:
        return rules.attending
    return Attending(question.source.attending or Attending.EITHER)
