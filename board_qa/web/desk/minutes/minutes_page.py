"""The page on which the minutes and the report are made, as its template is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import ClassVar

from flask import url_for

from board_qa.domain.meetings.key_messages import LONGEST, MOST, KeyMessages
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.text.excerpt import excerpt
from board_qa.domain.text.wording import one_line
from board_qa.exports.minutes.document import Kind
from board_qa.phrases.settings import SaidDifference
from board_qa.services.meetings.meetings import fingerprint
from board_qa.services.meetings.minutes import to_choose_from
from board_qa.web.desk.minutes.forms import MakeForm, MessagesForm
from board_qa.web.desk.minutes.workshop import SHAPES, STEPS, Making, Standing, files_of
from board_qa.web.shell import words
from board_qa.web.shell.installation import ports
from board_qa.web.shell.language import NAMES

_TITLES = {Kind.MINUTES: "Minutes", Kind.REPORT: "Report"}


@dataclass(frozen=True)
class MadeFile:
    """A file that was made or is being made. `again` are the fields of the form that makes it once more."""

    title: str
    standing: Standing
    said: str
    done: int
    path: str
    again: dict[str, str]

    steps = STEPS


@dataclass(frozen=True)
class Answer:
    """What the board answered, as long as a key message can be: `value` is what the form sends for it."""

    value: int
    called: str
    question: str
    message: str


@dataclass(frozen=True)
class MinutesPage:
    """`answers` are what key messages can be chosen from, and `added` how many were just put into the form, which
    nobody has saved yet. `theirs` is what somebody else chose meanwhile; None where nobody did."""

    meeting: Meeting
    make: MakeForm
    choose: MessagesForm
    messages: KeyMessages
    files: Sequence[MadeFile]
    answers: Sequence[Answer]
    added: int
    theirs: Sequence[SaidDifference] | None

    shape_hints: ClassVar = {
        "word": "To paste into the minutes",
        "pdf": "Tagged for screen readers (PDF/UA)",
        "page": "One file that stands alone",
        "all": "To publish each of them",
    }
    messages_hint = f"One on each line: up to {MOST}, of at most {LONGEST} characters each"
    welsh_hint = "For the report in Welsh. Where this is empty, it has the English ones"

    @property
    def under_way(self) -> bool:
        return any(file.standing is Standing.MAKING for file in self.files)

    @property
    def has_errors(self) -> bool:
        return bool(self.make.errors or self.choose.errors or self.theirs is not None)


def minutes_page(
    meeting: Meeting,
    make: MakeForm | None = None,
    choose: MessagesForm | None = None,
    theirs: Sequence[SaidDifference] | None = None,
    added: int = 0,
) -> MinutesPage:
    """The forms are those that somebody sent, where they have to look at them again."""
    messages = ports().store.meetings.key_messages(meeting.id)
    return MinutesPage(
        meeting=meeting,
        make=make or MakeForm(formdata=None),
        choose=choose or MessagesForm(formdata=None, data={**asdict(messages), "before": fingerprint(messages)}),
        messages=messages,
        files=[_file(meeting, one) for one in files_of(meeting)],
        answers=answers_of(meeting),
        added=added,
        theirs=theirs,
    )


def answers_of(meeting: Meeting) -> list[Answer]:
    return [
        Answer(one.number, one.called, one.text, excerpt(one_line(one.answer), LONGEST))
        for one in to_choose_from(ports(), meeting)
    ]


def _file(meeting: Meeting, making: Making) -> MadeFile:
    wanted = making.wanted
    return MadeFile(
        title=f"{_TITLES[wanted.kind]}, {NAMES[wanted.language]}, {SHAPES[wanted.shape].label}",
        standing=making.standing,
        said=_said(meeting, making),
        done=making.done,
        path=url_for("minutes.download", meeting_id=meeting.id, name=wanted.name),
        again={"kind": wanted.kind.value, "language": wanted.language, "shape": wanted.shape},
    )


def _said(meeting: Meeting, making: Making) -> str:
    made = words.at(making.started_at, ports().clock(), meeting.details.timezone)
    if making.standing is Standing.READY:
        return f"Ready. Made at {made}, {max(1, len(making.file or b'') // 1000):,} kB."
    return {
        Standing.MAKING: f"Being made: step {min(making.done + 1, STEPS)} of {STEPS}.",
        Standing.OLD: f"Made at {made}. The record has changed since, so this file is not offered any more.",
        Standing.FAILED: "This file could not be made. Nothing else was changed: try again.",
    }[making.standing]
