"""The record of a meeting: what the register, the minutes, the recap and every file of it are made from.

One reading for all of them, so that what one leaves out no other one tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.settings import Difference
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import Question, State
from board_qa.domain.questions.register import Background, Move, RegisterEntry, came_by, days_to_answer, register_entry
from board_qa.domain.questions.supplementary import beside_its_parent
from board_qa.domain.text.saying import ENGLISH
from board_qa.ports import Ports


@dataclass(frozen=True)
class Record:
    """What is public of a meeting's questions: in the order of their receipt, each supplementary one after its own.

    `counts` are of all questions, also those without an entry, by state, and `came_by` by the way they came.
    `days_to_answer` is the median for answers given after the day of the meeting; None where there is none yet.
    """

    meeting: Meeting
    entries: Sequence[RegisterEntry]
    counts: Mapping[State, int]
    came_by: Mapping[str, int]
    days_to_answer: float | None


def record(ports: Ports, meeting: Meeting, translations: NullTranslations = ENGLISH) -> Record:
    """The record as it is now, whether or not it is published already: whoever shows it asks that."""
    store, zone = ports.store.questions, meeting.details.timezone
    with ports.store.transaction():
        questions = sorted(store.of_meeting(meeting.id), key=beside_its_parent)
        answered = store.last_moves(meeting.id, State.ANSWERED)
        withdrawn = store.last_moves(meeting.id, State.WITHDRAWN)
    entries = _entries(meeting, _with_backgrounds(questions, answered, withdrawn), translations)
    day = meeting.details.starts_at.astimezone(ZoneInfo(zone)).date()
    became = {entry.number: entry.state for entry in entries}  # a deleted post's answer stays, and counts as one
    counts = Counter(became.get(one.number, one.state) for one in questions)
    return Record(meeting, entries, counts, came_by(questions, translations), days_to_answer(day, entries, zone))


def _with_backgrounds(
    questions: Sequence[Question], answered: Mapping[int, Move], withdrawn: Mapping[int, Move]
) -> list[tuple[Question, Background]]:
    by_id = {one.id: one for one in questions}

    def background(question: Question) -> Background:
        came, went = answered.get(question.id), withdrawn.get(question.id)
        leader = by_id.get(question.disposition.grouped_into or 0)
        return Background(came.at if came else None, went, leader)

    return [(question, background(question)) for question in questions]


def _entries(
    meeting: Meeting, questions: Sequence[tuple[Question, Background]], translations: NullTranslations
) -> list[RegisterEntry]:
    zone, declined = meeting.details.timezone, meeting.details.rules.publish_declined
    made = [
        (one, entry)
        for one, background in questions
        if (entry := register_entry(one, background, zone, declined, translations))
    ]
    # What is said of a question that has no entry is said by none of those that were asked after it.
    numbers = {one.called: entry.number for one, entry in made}
    return [replace(entry, parent=numbers.get(one.parent_called)) for one, entry in made]


def publish(ports: Ports, meeting: Meeting, actor: Actor) -> None:
    """Show the record to everyone from now on. What changes later changes there as well."""
    _set_published(ports, meeting, actor, published=True)


def take_down(ports: Ports, meeting: Meeting, actor: Actor) -> None:
    """Show it to nobody any more."""
    _set_published(ports, meeting, actor, published=False)


def _set_published(ports: Ports, meeting: Meeting, actor: Actor, published: bool) -> None:
    with ports.store.transaction():
        fresh = ports.store.meetings.get(meeting.id) or meeting
        was = fresh.record_published_at is not None
        if was == published:
            return  # somebody pressed first
        ports.store.meetings.publish_record(meeting.id, ports.clock() if published else None)
        difference = Difference("record_published", was, published)
        ports.store.settings.record(meeting.id, [difference], actor, ports.clock())
    ports.announcer.changed(meeting.id)
