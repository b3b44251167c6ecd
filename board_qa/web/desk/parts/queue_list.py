"""The list on the left of the desk: what is waiting, with its flags, and what it can be narrowed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.audience import CAME_BY
from board_qa.domain.questions.breaches import Breach
from board_qa.domain.questions.flooding import MANY
from board_qa.domain.questions.question import State
from board_qa.domain.questions.queue import QueueFilter
from board_qa.services.questions import floods
from board_qa.web.desk.choice import FLAGS, LATE, LISTS, LONGEST_SEARCH, MINE
from board_qa.web.desk.parts.frame import Frame
from board_qa.web.desk.parts.listed import ListedQuestion, rows
from board_qa.web.desk.parts.pages import Pages, pages
from board_qa.web.desk.queue_page import QueuePage, neighbour
from board_qa.web.shell.installation import ports


@dataclass(frozen=True)
class ListLink:
    """A list of the meeting, with how many questions it has."""

    title: str
    count: int
    address: str
    is_current: bool
    is_yours: bool = False


@dataclass(frozen=True)
class Option:
    """What a list can be narrowed to."""

    value: str
    title: str
    is_chosen: bool


@dataclass(frozen=True)
class Narrowing:
    ways: Sequence[Option]
    flags: Sequence[Option]
    items: Sequence[Option]


@dataclass(frozen=True)
class QueueList:
    """`before` and `after` are where the keys J and K go at the edge of the page, as addresses; '' for nowhere.

    `list_title` is the list that was chosen, and `title` says so too, unless something is searched for. `oldest` is
    when the question came that has waited longest. `all_of_it` is the address of the list as a whole. `in_a_flood` is
    how many of it may have come in a flood.
    """

    list_title: str
    title: str
    links: Sequence[ListLink]
    narrowing: Narrowing
    rows: Sequence[ListedQuestion]
    pages: Pages
    before: str
    after: str
    oldest: datetime | None
    all_of_it: str
    in_a_flood: int
    longest_search: int = LONGEST_SEARCH

    @property
    def total(self) -> int:
        return self.pages.paging.total


def queue_list(
    frame: Frame,
    listed: QueuePage,
    chosen: int | None,
    counts: Mapping[State, int],
    breaches: Mapping[int, Sequence[Breach]],
) -> QueueList:
    """`chosen` is the id of the question before the moderator; `breaches` are by a question's number."""
    store, meeting, choice, paging = ports().store, frame.meeting, frame.choice, listed.paging
    whole = choice.show == "to-check" and not (choice.find or choice.narrowed)
    return QueueList(
        LISTS[choice.show][0],
        "Found" if choice.find else LISTS[choice.show][0],
        [*_links(frame, counts), *_yours(frame)],
        _narrowing(frame),
        rows(frame, listed.questions, chosen, breaches),
        pages(frame, paging, "page", "the list"),
        before=_there(frame, neighbour(choice, meeting, listed.before, paging.earlier)),
        after=_there(frame, neighbour(choice, meeting, listed.after, paging.later)),
        oldest=store.queue.oldest(meeting.id, State.RECEIVED) if whole else None,
        all_of_it=frame.bare_address(show=choice.show),
        in_a_flood=_in_a_flood(meeting) if whole and counts.get(State.RECEIVED, 0) >= MANY else 0,
    )


def _in_a_flood(meeting: Meeting) -> int:
    """How many questions are in the largest of what may be floods; 0 where there is none."""
    return max((flood.questions for flood in floods.waiting(ports(), meeting)), default=0)


def _there(frame: Frame, query: Mapping[str, object]) -> str:
    return frame.bare_address(**query) if query else ""


def _links(frame: Frame, counts: Mapping[State, int]) -> list[ListLink]:
    choice = frame.choice
    return [
        ListLink(
            title,
            sum(counts.get(state, 0) for state in states),
            frame.bare_address(show=name),
            name == choice.show and choice.flag != MINE,
        )
        for name, (title, states) in LISTS.items()
    ]


def _yours(frame: Frame) -> list[ListLink]:
    count = ports().store.queue.count(frame.meeting.id, QueueFilter(frozenset(State), assignee=frame.you))
    there = frame.bare_address(show="all", flag=MINE)
    return [ListLink("Yours", count, there, frame.choice.flag == MINE, is_yours=True)] if count else []


def _narrowing(frame: Frame) -> Narrowing:
    choice, details = frame.choice, frame.meeting.details
    flags = {name: title for name, (title, _) in FLAGS.items()}
    flags |= {LATE: "Late", MINE: "Yours: taken, or asked of you"}
    channels = ports().store.questions.channels(frame.meeting.id)
    return Narrowing(
        [Option(one, CAME_BY.get(one, one), one == choice.source) for one in channels],
        [Option(name, title, name == choice.flag) for name, title in flags.items()],
        [Option(item, item, item == choice.item) for item in details.agenda],
    )
