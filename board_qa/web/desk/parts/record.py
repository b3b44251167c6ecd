"""Notes that never leave the desk, who has the question, and everything that ever happened to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from board_qa.domain.questions.history import Action, Change
from board_qa.domain.questions.paging import page
from board_qa.domain.questions.question import Question
from board_qa.domain.text.wording import shown
from board_qa.phrases.history import done, note
from board_qa.web.desk.parts.buttons import Button, Opener, decision, opener
from board_qa.web.desk.parts.frame import Frame
from board_qa.web.desk.parts.pages import Pages, pages
from board_qa.web.shell.installation import ports

# As much of a history as one takes in; the rest is a link away.
HISTORY, NOTES = 30, 20


@dataclass(frozen=True)
class Note:
    """`said` is how it begins: that somebody wrote it, or asked a colleague."""

    by: str
    said: str
    text: str


@dataclass(frozen=True)
class HistoryLine:
    """`quotes` are the words before and after, each with what is said before it."""

    at: datetime
    when: str
    what: str
    quotes: Sequence[tuple[str, str]]
    is_undone: bool


@dataclass(frozen=True)
class Record:
    notes: Sequence[Note]
    buttons: Sequence[Button | Opener]
    lines: Sequence[HistoryLine]
    pages: Pages


def record(frame: Frame, question: Question, can: frozenset[Action], can_move: bool) -> Record:
    questions = ports().store.questions
    paging = page(frame.choice.history, HISTORY, questions.history_length(question.id))
    history = questions.history(question.id, HISTORY, paging.skip)
    undone = ports().store.meetings.undone(history)
    return Record(
        [_note(frame, change) for change in questions.notes(question.id, NOTES)],
        list(_buttons(frame, question, can, can_move)) if frame.moderates else (),
        [_line(frame, change, (change.meeting_id, change.revision) in undone) for change in history],
        pages(frame, paging, "history", "the history", question),
    )


def _note(frame: Frame, change: Change) -> Note:
    asked = " asked " if change.action is Action.ASSIGN else ": "
    return Note(change.actor, f" {frame.at(change.at)}{asked}", note(change))


def _line(frame: Frame, change: Change, undone: bool) -> HistoryLine:
    what = f"{done(change)}, taken back" if undone else done(change)
    return HistoryLine(change.at, frame.at(change.at), what, list(_quotes(change)), undone)


def _quotes(change: Change) -> Iterator[tuple[str, str]]:
    if change.text_before:
        yield ". Before: ", shown(change.text_before)
    if "wording" in change.after:
        put = shown(change.after["wording"])
        yield (". Now: ", put) if put else (". Now the asker’s own words", "")
    if change.after.get("answer"):
        yield ": ", shown(change.after["answer"])


def _buttons(frame: Frame, question: Question, can: frozenset[Action], can_move: bool) -> Iterator[Button | Opener]:
    assignee = question.disposition.assignee
    if assignee == frame.you:
        yield decision(frame, question, "release", "Release", "m-btn--s", "c", stays=True)
    elif Action.CLAIM in can:
        yield decision(frame, question, "claim", "Take it", "m-btn--s", "c", stays=True)
    if assignee and assignee != frame.you:
        yield decision(frame, question, "release", "Release", "m-btn--s", stays=True)
    if Action.ASSIGN in can:
        yield opener(frame, question, "assign", "Ask a colleague", "m-btn--s")
    if Action.BRIEF in can:
        yield opener(frame, question, "brief", "Brief the chair", "m-btn--s", "t")
    if can_move:
        yield opener(frame, question, "another-meeting", "Move to another meeting", "m-btn--s")
