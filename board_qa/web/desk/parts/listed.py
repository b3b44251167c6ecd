"""A question in the list on the left: how it begins, its tags, and who is at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.breaches import Breach
from board_qa.domain.questions.question import Question
from board_qa.domain.text import flags
from board_qa.domain.text.excerpt import excerpt
from board_qa.domain.text.flags import Kind
from board_qa.web.desk.parts.frame import Frame
from board_qa.web.shell import words
from board_qa.web.shell.installation import ports


@dataclass(frozen=True)
class Tag:
    label: str
    colour: str


@dataclass(frozen=True)
class ListedQuestion:
    """`day` is that of its meeting, where it is another meeting's; `eyes` is who has it and who looks at it."""

    question: Question
    address: str
    day: str
    is_chosen: bool
    tags: Sequence[Tag]
    supporters: str
    eyes: Sequence[str]

    @property
    def is_ours(self) -> bool:
        return not self.day

    @property
    def text(self) -> str:
        if self.question.erased_at is not None:
            return "Erased"
        return excerpt(self.question.words) or "Only a picture"


def rows(
    frame: Frame, questions: Sequence[Question], chosen: int | None, breaches: Mapping[int, Sequence[Breach]]
) -> list[ListedQuestion]:
    elsewhere = other_meetings_of(frame, questions)
    return [_row(frame, one, elsewhere.get(one.meeting_id), one.id == chosen, breaches) for one in questions]


def other_meetings_of(frame: Frame, questions: Sequence[Question]) -> dict[int, Meeting]:
    """The meetings of the questions that are not this one's, by id."""
    ids = {question.meeting_id for question in questions} - {frame.meeting.id}
    return {one.id: one for one in ports().store.meetings.several(ids)} if ids else {}


def _row(
    frame: Frame, question: Question, elsewhere: Meeting | None, chosen: bool, breaches: Mapping[int, Sequence[Breach]]
) -> ListedQuestion:
    broken = () if elsewhere else breaches.get(question.number, ())
    return ListedQuestion(
        question,
        _elsewhere(question) if elsewhere else frame.address_of(question),
        words.short_date(elsewhere.details.starts_at, elsewhere.details.timezone) if elsewhere else "",
        chosen,
        list(_tags(frame, question, broken)),
        frame.supporters(question),
        list(_eyes(frame, question)),
    )


def _elsewhere(question: Question) -> str:
    return url_for("desk.queue", meeting_id=question.meeting_id, show="all", q=question.number)


def _tags(frame: Frame, question: Question, breaches: Sequence[Breach]) -> Iterator[Tag]:
    """The state where the list has several of them, then what a moderator should know, the gravest first."""
    if frame.choice.show in ("all", "declined") or frame.choice.find:
        yield Tag(words.STATES[question.state], words.STATE_COLOURS[question.state])
    if question.disposition.proposal:
        yield Tag("For the chair", "purple")
    of_kinds = sorted(question.flags, key=lambda flag: list(Kind).index(flag.kind))
    found = [Tag(flags.label(flag), words.FLAG_COLOURS[flag.kind]) for flag in of_kinds]
    found += [Tag(breach.label, "orange") for breach in breaches]
    yield from dict.fromkeys(sorted(found, key=lambda tag: tag.colour != "red"))
    if question.together:
        yield Tag(f"{question.together + 1} together", "blue")


def _eyes(frame: Frame, question: Question) -> Iterator[str]:
    if has := frame.who_has(question):
        yield f"{has} it"
    for name in frame.viewers.get(question.id, ()):
        yield f"{name} is viewing"
