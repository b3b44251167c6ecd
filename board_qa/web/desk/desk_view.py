"""What the desk shows: the list, the question, the screen. Everything is read here and nothing is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import g, request
from flask_wtf import FlaskForm

from board_qa.domain.accounts.presence import Presence
from board_qa.domain.accounts.roles import may_any
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import reasons_offered
from board_qa.domain.questions.breaches import Breach
from board_qa.domain.questions.history import Change
from board_qa.domain.questions.question import WEB_FORM, Question, State
from board_qa.domain.questions.queue import QueueFilter
from board_qa.domain.questions.transitions import LEADERS, TABLE, rights_to
from board_qa.domain.text import flags, wording
from board_qa.domain.text.difference import difference
from board_qa.domain.text.flags import Kind
from board_qa.services import colleagues, moderating, rule_checks, searching, similar
from board_qa.services.screening import flags_of
from board_qa.web.shell import responses as answers
from board_qa.web.shell import words
from board_qa.web.shell.guards import actor
from board_qa.web.shell.installation import installation, ports

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
    **{kind.value: (flags.LABELS[kind], frozenset({kind})) for kind in Kind if kind not in flags.PERSONAL},
}
LATE = "late"
# What somebody took, or was asked about by a colleague.
MINE = "mine"
# More than one laptop shows: the rest of a flood is a link away, and search finds all of it.
SHOWN = 200
# Best first: whoever does not see it among so many adds a word.
FOUND = 50
# A post that was not seen on its network for this long may have been deleted there.
_STALE = timedelta(minutes=10)


@dataclass(frozen=True)
class Context:
    """What every form of the desk needs to know."""

    meeting: Meeting
    choice: Chosen
    panel: str


@dataclass(frozen=True)
class Chosen:
    """What the address says: which list, narrowed to what, which question, what is searched for."""

    show: str
    source: str
    item: str
    flag: str
    find: str
    number: int | None
    limit: int

    @property
    def narrowed(self) -> bool:
        return bool(self.source or self.item or self.flag)

    def link(self, **changes: Any) -> dict[str, Any]:
        """The address of this list with another question or filter, as arguments; empty ones are left out."""
        here = {"show": self.show, "source": self.source, "item": self.item, "flag": self.flag, "find": self.find}
        return {name: value for name, value in {**here, **changes}.items() if value}


def chosen() -> Chosen:
    asked = request.args
    show = asked.get("show", "to-check")
    return Chosen(
        show=show if show in LISTS else "to-check",
        source=asked.get("source", ""),
        item=asked.get("item", ""),
        flag=flag if (flag := asked.get("flag", "")) in (*FLAGS, LATE, MINE) else "",
        find=asked.get("find", "").strip(),
        number=asked.get("q", type=answers.number),
        limit=min(max(asked.get("limit", SHOWN, type=answers.number), SHOWN), 10_000),
    )


def view(meeting: Meeting) -> dict[str, Any]:
    """Everything the desk shows: the queue, the question in the middle, and what is on screen."""
    choice = chosen()
    listed = _listed(meeting, choice)
    selected = _selected(meeting, choice, listed)
    shown = {q.id: q for q in (*listed, selected) if q and q.meeting_id == meeting.id}
    breaches = rule_checks.breaches(ports(), meeting, list(shown.values()))
    return {
        **_frame(meeting, choice),
        **_queue(meeting, choice, listed, breaches),
        **_screen(meeting),
        **_sources(meeting),
        **(_detail(meeting, selected, breaches.get(selected.number, ())) if selected else {"selected": None}),
    }


def _frame(meeting: Meeting, choice: Chosen) -> dict[str, Any]:
    """What every part of the desk refers to."""
    store, by = ports().store, actor()
    return {
        "meeting": meeting,
        "meetings": {one.id: one for one in store.meetings.all()},
        "now": ports().clock(),
        "form": FlaskForm(),
        "choice": choice,
        "ctx": Context(meeting, choice, request.args.get("panel", "")),
        "names": {one.id: one.name for one in store.accounts.all()},
        "supporters": store.support.counts(meeting.id),
        "viewers": _viewers(colleagues.others(ports(), meeting, by)),
        "undoable": words.main_change(undoable(meeting)),
    }


def undoable(meeting: Meeting) -> list[Change]:
    """What whoever is signed in did last and may still take back, in the role they have now."""
    changes = ports().store.meetings.last_standing(meeting.id, actor().id or 0)
    return changes if all(may_any(g.moderator.role, rights_to(change)) for change in changes) else []


def _queue(
    meeting: Meeting, choice: Chosen, listed: Sequence[Question], breaches: Mapping[int, Sequence[Breach]]
) -> dict[str, Any]:
    """The list on the left, and what it can be narrowed to. `broken` has the rules a question breaks, by number."""
    store = ports().store
    counts = store.questions.counts(meeting.id)
    lists = {name: (title, sum(counts.get(s, 0) for s in states)) for name, (title, states) in LISTS.items()}
    flag_filters = {name: title for name, (title, _) in FLAGS.items()}
    return {
        "lists": lists,
        "flag_filters": {**flag_filters, LATE: "Late", MINE: "Yours: taken, or asked of you"},
        "channels": store.questions.channels(meeting.id),
        "yours": len(store.questions.queue(meeting.id, QueueFilter(frozenset(State), assignee=actor().id), SHOWN)),
        "listed": listed,
        "total": len(listed) if choice.find or choice.narrowed else lists[choice.show][1],
        "oldest": min((q.received_at for q in listed if q.state is State.RECEIVED), default=None),
        "tags": {q.id: tags(q, breaches.get(q.number, ()) if q.meeting_id == meeting.id else ()) for q in listed},
        "posts": store.outbox.of_meeting(meeting.id),
    }


def _screen(meeting: Meeting) -> dict[str, Any]:
    """What is on screen, what comes after it, and how the time goes."""
    store = ports().store
    on_screen, order = store.questions.on_screen(meeting.id), moderating.running_order(ports(), meeting)
    return {
        "on_screen": on_screen,
        "put_at": store.questions.put_at(on_screen.id) if on_screen else None,
        "expected_section": moderating.expected_section(meeting.section),
        "running_order": order,
        "expected_next": moderating.expected_next(on_screen, order),
    }


def _detail(meeting: Meeting, question: Question, breaches: Sequence[Breach]) -> dict[str, Any]:
    """Everything about the question before the moderator."""
    store = ports().store
    put = wording.shown(question.disposition.wording)
    asked = wording.shown(question.source.text)
    history = store.questions.history(question.id)
    found = question.flags if not put else flags_of(ports(), put)
    leader = store.questions.get(question.disposition.grouped_into or 0)
    named = () if question.name_withheld else flags.personal(flags_of(ports(), question.name))
    return {
        "selected": question,
        "flags": flags,
        "segments": flags.segments(put or asked, found),
        "found": sorted({flag.kind for flag in found}, key=list(Kind).index),
        "stops": flags.stopping(found) + named,
        "named": named,
        "length": wording.length(put or asked),
        "difference": difference(asked, put) if put else [],
        "breaches": breaches,
        "can": {action.value for action, (states, _) in TABLE.items() if question.state in states},
        "history": history,
        "undone": {change.undoes for change in history if change.undoes},
        "stale": _is_stale(question),
        "similar": similar.similar(ports(), question),
        "leaders_or_grouped": LEADERS | {State.GROUPED},
        "leader": leader,
        "members": store.questions.members(question.id),
        "reasons": reasons_offered(meeting.details.rules),
        "people": [one for one in store.accounts.all() if not one.closed],
    }


def tags(question: Question, breaches: Sequence[Breach]) -> list[tuple[str, str]]:
    """The labels of a question in a list, each with its colour; the gravest first."""
    of_kinds = sorted(question.flags, key=lambda flag: list(Kind).index(flag.kind))
    found = [(flags.label(flag), words.FLAG_COLOURS[flag.kind]) for flag in of_kinds]
    found += [(breach.label, "orange") for breach in breaches]
    return list(dict.fromkeys(sorted(found, key=lambda tag: tag[1] != "red")))


def _sources(meeting: Meeting) -> dict[str, Any]:
    """Where questions come from, how each is doing, and what it costs."""
    sources, channel, now = ports().store.sources, installation().channel.name, ports().clock()
    return {
        "worker": bool(ports().store.leases.holder("worker", now)),
        "source": sources.get(channel),
        "form_source": sources.get(WEB_FORM),
        "unreadable": sources.unreadable(channel),
        "spent": sources.spent_on(meeting.id),
        "spent_month": sources.spent_since(channel, now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)),
        "cap": installation().settings.x_spending_cap,
    }


def _listed(meeting: Meeting, choice: Chosen) -> list[Question]:
    """The questions of the list that was chosen, or those that were searched for."""
    if choice.find:
        return searching.search(ports(), meeting, choice.find, FOUND)
    return ports().store.questions.queue(meeting.id, _queue_filter(meeting, choice), choice.limit)


def _queue_filter(meeting: Meeting, choice: Chosen) -> QueueFilter:
    return QueueFilter(
        states=LISTS[choice.show][1],
        channel=choice.source,
        agenda_item=choice.item,
        kinds=FLAGS[choice.flag][1] if choice.flag in FLAGS else frozenset(),
        after=meeting.details.closes_at if choice.flag == LATE else None,
        assignee=actor().id if choice.flag == MINE else None,
        in_order=choice.show == "running-order",
    )


def _selected(meeting: Meeting, choice: Chosen, listed: list[Question]) -> Question | None:
    """The question in the address, wherever it stands now; else the first of the list."""
    if choice.number is not None:
        return ports().store.questions.by_number(meeting.id, choice.number)
    return next((question for question in listed if question.meeting_id == meeting.id), None)


def _viewers(looking: Sequence[Presence]) -> dict[int | None, list[str]]:
    found: dict[int | None, list[str]] = {}
    for one in looking:
        found.setdefault(one.question_id, []).append(one.moderator)
    return found


def _is_stale(question: Question) -> bool:
    if not question.source.version:
        return False
    seen = question.checked_at or question.received_at
    return ports().clock() - seen > _STALE
