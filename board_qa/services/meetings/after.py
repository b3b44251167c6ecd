"""What is left to do after a meeting: how far each part of it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import TO_NEXT_MEETING
from board_qa.domain.questions.owed import OwedFilter
from board_qa.domain.questions.question import Question, State
from board_qa.domain.questions.queue import QueueFilter
from board_qa.ports import Ports
from board_qa.services.networks.signing_off import is_signed_off
from board_qa.services.questions import rule_checks

_REACHED = (State.ON_SCREEN, State.WRITTEN, State.ANSWERED)
# As many questions as one reads through on a page, and more than any board has been known to leave over.
MOST = 200


@dataclass(frozen=True)
class Progress:
    """So many of so many."""

    done: int
    total: int

    @property
    def left(self) -> int:
        return self.total - self.done


@dataclass(frozen=True)
class WrittenAnswers:
    """The answers promised in writing: how many were given. Of those that are owed, `next_due` is when the first one is
    due, an ISO date ('' where none is), and `overdue` how many should have been given."""

    given: Progress
    next_due: str
    overdue: int


@dataclass(frozen=True)
class AfterMeeting:
    """Of the undecided so many are to be checked and so many `on_hold`, `proposing` of those for the chair's yes to a
    decline. `signed_off` is None where the day needs no last post."""

    decided: Progress
    to_check: int
    on_hold: int
    proposing: int
    reached: Progress
    noted: Progress
    written: WrittenAnswers
    signed_off: bool | None
    published: bool


def after_meeting(ports: Ports, meeting: Meeting) -> AfterMeeting:
    counts = ports.store.questions.counts(meeting.id)
    to_check, on_hold = counts.get(State.RECEIVED, 0), counts.get(State.HELD, 0)
    approved = _sum(counts, State.ACCEPTED, *_REACHED)
    put, unnoted = _sum(counts, State.ON_SCREEN, State.ANSWERED), ports.store.owed.count_without_answer(meeting.id)
    asked = _sum(counts, *(frozenset(State) - {State.WITHDRAWN}))
    return AfterMeeting(
        decided=Progress(asked - to_check - on_hold, asked),
        to_check=to_check,
        on_hold=on_hold,
        proposing=ports.store.queue.proposing(meeting.id),
        reached=Progress(approved - counts.get(State.ACCEPTED, 0), approved),
        noted=Progress(put - unnoted, put),
        written=_written(ports, meeting),
        signed_off=is_signed_off(ports, meeting),
        published=meeting.record_published_at is not None,
    )


def not_reached(ports: Ports, meeting: Meeting) -> Sequence[Question]:
    """What was approved and not put, in the order in which it was to be."""
    return ports.store.queue.page(meeting.id, QueueFilter(frozenset({State.ACCEPTED}), in_order=True), MOST)


def for_the_next(ports: Ports, meeting: Meeting) -> Sequence[Question]:
    """Questions whose askers were told that the board keeps them for the next meeting."""
    told = {one.sentence for one in meeting.details.rules.redirects if one.id == TO_NEXT_MEETING}
    redirected = ports.store.queue.page(meeting.id, QueueFilter(frozenset({State.REDIRECTED})), MOST)
    return [question for question in redirected if question.reason in told]


def promised(ports: Ports, meeting: Meeting) -> Sequence[Question]:
    """Questions to be answered in writing, the first due first."""
    return ports.store.owed.page(OwedFilter(meeting_id=meeting.id), MOST)


def without_answer(ports: Ports, meeting: Meeting) -> Sequence[Question]:
    """Questions that the board answered, and nobody has noted what."""
    return ports.store.owed.without_answer(meeting.id, MOST)


def _written(ports: Ports, meeting: Meeting) -> WrittenAnswers:
    owed, today = ports.store.owed, rule_checks.today(ports, meeting).isoformat()
    given, open_ = owed.kept(meeting.id), owed.count(OwedFilter(meeting_id=meeting.id))
    first = next(iter(owed.page(OwedFilter(meeting_id=meeting.id), 1)), None)
    return WrittenAnswers(
        Progress(given, given + open_),
        first.disposition.due_on if first else "",
        owed.count(OwedFilter(meeting_id=meeting.id, before=today)),
    )


def _sum(counts: Mapping[State, int], *states: State) -> int:
    return sum(counts.get(state, 0) for state in states)
