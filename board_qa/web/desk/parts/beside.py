"""The questions beside the one before the moderator: those grouped with it, and those that may ask the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from board_qa.domain.questions.history import Action
from board_qa.domain.questions.paging import page
from board_qa.domain.questions.question import Question, State
from board_qa.domain.questions.transitions import LEADERS
from board_qa.domain.text.excerpt import excerpt
from board_qa.services.questions.similar import Similar
from board_qa.web.desk.parts.buttons import Button, decision
from board_qa.web.desk.parts.frame import Frame
from board_qa.web.desk.parts.listed import other_meetings_of
from board_qa.web.desk.parts.pages import Pages, pages
from board_qa.web.shell import words
from board_qa.web.shell.installation import ports

# As much of a group as one takes in; the rest is a link away.
MEMBERS = 20
# Characters of a question beside the one that is read.
_BEGINNING = 220


@dataclass(frozen=True)
class LinkedQuestion:
    """Another question, how it begins, and what can be done with it from here."""

    question: Question
    address: str
    button: Button | None

    @property
    def text(self) -> str:
        return excerpt(self.question.words, _BEGINNING)


@dataclass(frozen=True)
class SimilarQuestion(LinkedQuestion):
    """`what` says which question it is, and where it stands."""

    what: str


@dataclass(frozen=True)
class Group:
    """`leader` is the question that this one is grouped with; `members` are those grouped with this one."""

    leader: LinkedQuestion | None
    members: Sequence[LinkedQuestion]
    pages: Pages


def group(frame: Frame, question: Question) -> Group:
    store = ports().store
    leader = store.questions.get(question.disposition.grouped_into or 0)
    paging = page(frame.choice.together, MEMBERS, question.together)
    return Group(
        LinkedQuestion(leader, frame.address_of(leader), None) if leader else None,
        [_member(frame, one) for one in store.queue.members(question.id, MEMBERS, paging.skip)],
        pages(frame, paging, "together", "the group", question),
    )


def _member(frame: Frame, one: Question) -> LinkedQuestion:
    ungroup = decision(frame, one, "ungroup", "Ungroup", "m-btn--s", stays=True) if frame.moderates else None
    return LinkedQuestion(one, frame.address_of(one), ungroup)


def similar_questions(
    frame: Frame, question: Question, can: frozenset[Action], alike: Sequence[Similar]
) -> Iterator[SimilarQuestion]:
    """Closest first. Those that this one can be grouped with have the keys 1 to 5."""
    elsewhere, key = other_meetings_of(frame, [one.question for one in alike]), 0
    for one in alike:
        other, button = one.question, None
        if frame.moderates and Action.GROUP in can and _can_lead(frame, other):
            key += 1
            button = _group(frame, question, other, str(key))
        meeting = elsewhere.get(other.meeting_id)
        which = words.short_date(meeting.details.starts_at, frame.zone) if meeting else f"Question {other.called}"
        near = ", nearly the same words" if one.near_exact else ""
        there = url_for("desk.queue", meeting_id=other.meeting_id, show="all", q=other.number)
        yield SimilarQuestion(other, there, button, f"{which}, {words.STATES[other.state].lower()}{near}")


def _can_lead(frame: Frame, other: Question) -> bool:
    return other.meeting_id == frame.meeting.id and other.state in LEADERS | {State.GROUPED}


def _group(frame: Frame, question: Question, other: Question, key: str) -> Button:
    hidden = f"with question {other.called}"
    return decision(frame, question, "group", "Group", "m-btn--s", key, hidden=hidden, into=other.called)
