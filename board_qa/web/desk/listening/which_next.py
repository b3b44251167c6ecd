"""Which channel next, as its part of the listening report is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from board_qa.domain.listening.poll import Poll, Stage
from board_qa.domain.listening.ways import Bill, Way
from board_qa.domain.meetings.meeting import Meeting
from board_qa.phrases.listening import Said, as_said
from board_qa.phrases.ways import BILLS, COSTS, POLL_MEANS, WAYS, way_called
from board_qa.services.listening.report import Report
from board_qa.web.shell import words

_SHARES = ("share", "share_answered")


@dataclass(frozen=True)
class WayRow:
    name: str
    cells: Sequence[str]


@dataclass(frozen=True)
class PollRow:
    choice: str
    answers: str
    share: int


@dataclass(frozen=True)
class PollTold:
    """`stands` says how it stands, `rows` are empty where nobody answered, and `crowd` says how many answers came as a
    crowd, '' for none."""

    stands: str
    rows: Sequence[PollRow]
    crowd: str
    means: str


@dataclass(frozen=True)
class WhichNext:
    columns: Sequence[Said[Way]]
    rows: Sequence[WayRow]
    poll: PollTold


def which_next(meeting: Meeting, report: Report) -> WhichNext:
    rows = [WayRow(way_called(one), [_cell(column.name, column, one) for column in WAYS]) for one in report.ways]
    return WhichNext(WAYS, rows, _poll(meeting, report.poll, report.poll_crowd))


def _cell(name: str, column: Said[Way], way: Way) -> str:
    if name in COSTS:
        return _cost(way, way.cost if name == "cost" else way.cost_a_question)
    number = column.of(way)
    return f"{number}%" if name in _SHARES and number is not None else as_said(number)


def _cost(way: Way, amount: int | None) -> str:
    if way.bill in (Bill.UNKNOWN, Bill.NOT_COUNTED):
        return BILLS[way.bill].capitalize()
    if amount is None:
        return as_said(None)
    said = words.dollars(amount)
    return f"{said}, {BILLS[way.bill]}" if way.bill is Bill.FREE else said


def _poll(meeting: Meeting, poll: Poll, crowd: int) -> PollTold:
    rows = [PollRow(one.choice, as_said(one.answers), one.share) for one in poll.results] if poll.answers else []
    came = f"{poll.answers:,} answered{words.in_a_crowd(crowd)}." if crowd else ""
    return PollTold(_stands(meeting, poll), rows, came, POLL_MEANS)


def _stands(meeting: Meeting, poll: Poll) -> str:
    if poll.stage is Stage.HIDDEN:
        return "Nobody answered the poll." if meeting.details.poll else "This meeting did not ask what people use most."
    if not poll.answers:
        return "The poll is on the public page. Nobody has answered yet."
    people = "1 person has answered" if poll.answers == 1 else f"{poll.answers:,} people have answered"
    return f"{people}. The poll is {'still open' if poll.stage is Stage.OPEN else 'closed'}."
