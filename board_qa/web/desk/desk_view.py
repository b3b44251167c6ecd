"""What the desk shows: the list, the question, the screen. Everything is read here and nothing is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from board_qa.domain.questions.paging import page
from board_qa.domain.questions.question import WEB_FORM, Question, State
from board_qa.domain.questions.queue import QueueFilter
from board_qa.domain.questions.transitions import LEADERS, TABLE, rights_to
from board_qa.domain.text import flags, wording
from board_qa.domain.text.difference import difference
from board_qa.domain.text.flags import Kind
from board_qa.phrases.history import main_change
from board_qa.services import colleagues, moving, rule_checks, similar, undoing
from board_qa.services.screening import flags_of, flags_of_names
from board_qa.web.desk.choice import FLAGS, LATE, LISTS, LONGEST_SEARCH, MINE, Chosen, chosen
from board_qa.web.desk.order_page import on_screen_and_next
from board_qa.web.desk.queue_page import QueuePage, first_of, neighbour, queue_page
from board_qa.web.shell import words
from board_qa.web.shell.guards import actor
from board_qa.web.shell.installation import installation, ports

# As much of a group and of a history as one takes in; the rest is a link away.
MEMBERS, HISTORY, NOTES = 20, 30, 20
# A post that was not seen on its network for this long may have been deleted there.
_STALE = timedelta(minutes=10)


@dataclass(frozen=True)
class Context:
    """What every form of the desk needs to know."""

    meeting: Meeting
    choice: Chosen
    panel: str


def view(meeting: Meeting) -> dict[str, Any]:
    """Everything the desk shows: the queue, the question in the middle, and what is on screen."""
    choice, counts = chosen(), ports().store.questions.counts(meeting.id)
    selected = ports().store.questions.by_number(meeting.id, choice.number) if choice.number is not None else None
    of_list = None if choice.narrowed else sum(counts.get(state, 0) for state in LISTS[choice.show][1])
    listed = queue_page(meeting, choice, selected, of_list)
    choice = replace(choice, page=listed.paging.number)
    if choice.number is None:
        selected = first_of(meeting, listed)
    screen = on_screen_and_next(meeting, choice, selected, counts.get(State.ACCEPTED, 0))
    shown = {q.id: q for q in (*listed.questions, selected) if q and q.meeting_id == meeting.id}
    breaches = rule_checks.breaches(ports(), meeting, list(shown.values()))
    alike = similar.similar(ports(), selected) if selected else []
    return {
        **_frame(meeting, choice, [*shown.values(), *(row.question for row in screen["running_order"])]),
        "meetings": _others(meeting, [*listed.questions, *(one.question for one in alike)]),
        **_queue(meeting, choice, listed, counts, breaches),
        **screen,
        **_sources(meeting),
        **(
            _detail(meeting, choice, selected, breaches.get(selected.number, ()))
            if selected
            else _nothing(meeting, choice)
        ),
        "similar": alike,
    }


def _frame(meeting: Meeting, choice: Chosen, shown: Sequence[Question]) -> dict[str, Any]:
    """What every part of the desk refers to."""
    store, by = ports().store, actor()
    return {
        "meeting": meeting,
        "now": ports().clock(),
        "form": FlaskForm(),
        "choice": choice,
        "longest_search": LONGEST_SEARCH,
        "ctx": Context(meeting, choice, request.args.get("panel", "")),
        "names": {one.id: one.name for one in store.accounts.all()},
        "supporters": store.support.counts({question.id for question in shown}),
        "viewers": _viewers(colleagues.others(ports(), meeting, by)),
        "undoable": main_change(undoable(meeting)),
    }


def _others(meeting: Meeting, shown: Sequence[Question]) -> dict[int, Meeting]:
    """The meetings of the questions that are not this one's."""
    ids = {question.meeting_id for question in shown} - {meeting.id}
    return {one.id: one for one in ports().store.meetings.several(ids)}


def undoable(meeting: Meeting) -> Sequence[Change]:
    """What whoever is signed in did last and may still take back, in the role they have now."""
    done = undoing.offer(ports(), meeting, actor())
    changes = done.rows if done else []
    return changes if all(may_any(g.moderator.role, rights_to(change)) for change in changes) else []


def _queue(
    meeting: Meeting,
    choice: Chosen,
    listed: QueuePage,
    counts: Mapping[State, int],
    breaches: Mapping[int, Sequence[Breach]],
) -> dict[str, Any]:
    """The list on the left, and what it can be narrowed to. `broken` has the rules a question breaks, by number."""
    store, paging = ports().store, listed.paging
    flag_filters = {name: title for name, (title, _) in FLAGS.items()}
    whole = choice.show == "to-check" and not (choice.find or choice.narrowed)
    return {
        "lists": {name: (title, sum(counts.get(s, 0) for s in states)) for name, (title, states) in LISTS.items()},
        "flag_filters": {**flag_filters, LATE: "Late", MINE: "Yours: taken, or asked of you"},
        "channels": store.questions.channels(meeting.id),
        "yours": store.queue.count(meeting.id, QueueFilter(frozenset(State), assignee=actor().id)),
        "listed": listed.questions,
        "paging": paging,
        "before": neighbour(choice, meeting, listed.before, paging.earlier),
        "after": neighbour(choice, meeting, listed.after, paging.later),
        "oldest": store.queue.oldest(meeting.id, State.RECEIVED) if whole else None,
        "tags": {
            q.id: tags(q, breaches.get(q.number, ()) if q.meeting_id == meeting.id else ()) for q in listed.questions
        },
        "posts": store.outbox.of_meeting(meeting.id),
    }


def _detail(meeting: Meeting, choice: Chosen, question: Question, breaches: Sequence[Breach]) -> dict[str, Any]:
    """Everything about the question before the moderator."""
    store = ports().store
    put = wording.shown(question.disposition.wording)
    asked = wording.shown(question.source.words)
    found = question.flags if not put else flags_of(ports(), put)
    leader = store.questions.get(question.disposition.grouped_into or 0)
    named = () if question.name_withheld else flags_of_names(ports(), question)
    together = page(choice.together, MEMBERS, question.together)
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
        "crowd": store.support.crowd(question.id),
        "can": {action.value for action, (states, _) in TABLE.items() if question.state in states},
        **_told(choice, question),
        "stale": _is_stale(question),
        "leaders_or_grouped": LEADERS | {State.GROUPED},
        "leader": leader,
        "members": store.queue.members(question.id, MEMBERS, together.skip),
        "members_paging": together,
        "reasons": reasons_offered(meeting.details.rules),
        "other_meetings": moving.other_meetings(ports(), meeting),
        "people": [one for one in store.accounts.all() if not one.closed],
    }


def _told(choice: Chosen, question: Question) -> dict[str, Any]:
    """What happened to the question: page 1 is the latest."""
    questions = ports().store.questions
    paging = page(choice.history, HISTORY, questions.history_length(question.id))
    history = questions.history(question.id, HISTORY, paging.skip)
    return {
        "history": history,
        "history_paging": paging,
        "last_change": history[-1] if paging.number == 1 else questions.last_change(question.id),
        "notes": questions.notes(question.id, NOTES),
        "undone": ports().store.meetings.undone(history),
    }


def _nothing(meeting: Meeting, choice: Chosen) -> dict[str, Any]:
    """No question, or where the one that had this number is now."""
    store = ports().store
    moved = store.questions.moved_from(meeting.id, choice.number) if choice.number is not None else None
    return {"selected": None, "moved": moved, "moved_to": store.meetings.get(moved.meeting_id) if moved else None}


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
