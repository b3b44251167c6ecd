"""What the address of the desk says: which list, narrowed to what, which page of it, which question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.question import State
from board_qa.domain.questions.queue import QueueFilter
from board_qa.domain.text import flags
from board_qa.domain.text.flags import Kind
from board_qa.web.shell import responses
from board_qa.web.shell.guards import actor

# The lists a moderator looks at, and the states in each.
LISTS: dict[str, tuple[str, frozenset[State]]] = {
    "to-check": ("To check", frozenset({State.RECEIVED})),
    "on-hold": ("On hold", frozenset({State.HELD})),
    "running-order": ("Running order", frozenset({State.ACCEPTED, State.ON_SCREEN})),
    "written": ("In writing", frozenset({State.WRITTEN})),
    "answered": ("Answered", frozenset({State.ANSWERED})),
    "declined": ("Declined", frozenset({State.DECLINED, State.REDIRECTED, State.WITHDRAWN})),
    "all": ("All", frozenset(State)),
}
# What a list can be narrowed to: its name, and the kinds of flag in it.
FLAGS: dict[str, tuple[str, frozenset[Kind]]] = {
    "personal": ("Personal details", flags.PERSONAL),
    **{
        kind.value: (flags.LABELS[kind], frozenset({kind}))
        for kind in Kind
        if kind not in flags.PERSONAL | flags.OF_NAMES
    },
}
LATE = "late"
# What somebody took, or was asked about by a colleague.
MINE = "mine"
# Characters of an address. A letter that is pasted into the search is found by how it begins, and a longer address is
# refused by servers and proxies before we see it.
LONGEST_SEARCH = 300


@dataclass(frozen=True)
class Chosen:
    """What the address says. `page` is of the list, `order` of the running order beside it, `history` and `together` of
    what is told of the question; all count from 1."""

    show: str
    source: str
    item: str
    flag: str
    find: str
    number: int | None
    page: int = 1
    order: int = 1
    history: int = 1
    together: int = 1
    # Whether more was typed than is looked for.
    cut: bool = False

    @property
    def narrowed(self) -> bool:
        return bool(self.source or self.item or self.flag)

    def link(self, **changes: Any) -> dict[str, Any]:
        """The address of this list with another question, page or filter, as arguments; empty ones are left out."""
        here = {
            "show": self.show,
            "source": self.source,
            "item": self.item,
            "flag": self.flag,
            "find": self.find,
            "page": self.page,
            "order": self.order,
        }
        return {name: value for name, value in {**here, **changes}.items() if value and (name, value) not in _FIRST}


_PAGES = ("page", "order", "history", "together")
_FIRST = {(name, 1) for name in _PAGES}


def chosen() -> Chosen:
    asked = request.args
    show, find = asked.get("show", "to-check"), asked.get("find", "")
    return Chosen(
        show=show if show in LISTS else "to-check",
        source=asked.get("source", "")[:LONGEST_SEARCH],
        item=asked.get("item", "")[:LONGEST_SEARCH],
        flag=flag if (flag := asked.get("flag", "")) in (*FLAGS, LATE, MINE) else "",
        find=find.strip()[:LONGEST_SEARCH],
        number=asked.get("q", type=responses.number),
        # The field takes one more than is looked for, by which it is known; browsers count as UTF-16 does.
        cut=len(find.encode("utf-16-le", "replace")) > 2 * LONGEST_SEARCH,
        **{name: asked.get(name, 1, type=responses.number) for name in _PAGES},
    )


def queue_filter(meeting: Meeting, choice: Chosen) -> QueueFilter:
    """The list as the store is asked for it."""
    return QueueFilter(
        states=LISTS[choice.show][1],
        channel=choice.source,
        agenda_item=choice.item,
        kinds=FLAGS[choice.flag][1] if choice.flag in FLAGS else frozenset(),
        after=meeting.details.closes_at if choice.flag == LATE else None,
        assignee=actor().id if choice.flag == MINE else None,
        in_order=choice.show == "running-order",
    )
