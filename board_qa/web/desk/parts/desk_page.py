"""All that the desk shows: the list, the question in the middle, the screen. It is read here and nothing is changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.phases import Phase
from board_qa.domain.questions.question import Question, State
from board_qa.domain.questions.undoing import Done
from board_qa.phrases.history import did_together
from board_qa.services.meetings.phases import phase
from board_qa.services.questions import rule_checks, similar
from board_qa.web.desk.choice import LISTS, chosen
from board_qa.web.desk.order_page import order_page
from board_qa.web.desk.parts.buttons import Button, command
from board_qa.web.desk.parts.chosen import ChosenQuestion, chosen_question
from board_qa.web.desk.parts.frame import Frame, frame
from board_qa.web.desk.parts.live_column import LiveColumn, live_column
from board_qa.web.desk.parts.moved import MovedQuestion, moved_question
from board_qa.web.desk.parts.queue_list import QueueList, queue_list
from board_qa.web.desk.parts.screen_column import ScreenColumn, screen_column
from board_qa.web.desk.parts.shortcuts import SHORTCUTS
from board_qa.web.desk.parts.sources import Sources, sources
from board_qa.web.desk.queue_page import QueuePage, first_of, queue_page
from board_qa.web.desk.undoing import offered
from board_qa.web.shell.installation import ports


@dataclass(frozen=True)
class DeskPage:
    """`moved` is where a question is now that is asked for and is not here. `undo` takes back one's own last action;
    where that cannot be taken back any more (`undo_is_older`), one of before."""

    frame: Frame
    queue: QueueList
    chosen: ChosenQuestion | None
    moved: MovedQuestion | None
    screen: ScreenColumn
    live: LiveColumn | None
    sources: Sources
    undo: Button | None
    undoes: str
    undo_is_older: bool
    phase: Phase
    keys: ClassVar = SHORTCUTS


def desk_page(meeting: Meeting) -> DeskPage:
    choice, counts = chosen(), ports().store.questions.counts(meeting.id)
    question = ports().store.questions.by_number(meeting.id, choice.number) if choice.number is not None else None
    of_list = None if choice.narrowed else sum(counts.get(state, 0) for state in LISTS[choice.show][1])
    listed = queue_page(meeting, choice, question, of_list)
    choice = replace(choice, page=listed.paging.number)
    if choice.number is None:
        question = first_of(meeting, listed)
    order = order_page(meeting, choice, question, counts.get(State.ACCEPTED, 0))
    shown = _of_this_meeting(meeting, listed, question)
    breaches = rule_checks.breaches(ports(), meeting, shown)
    alike = similar.similar(ports(), question) if question else ()
    desk = frame(meeting, choice, [*shown, *(row.question for row in order.rows)])
    last = offered(meeting)
    return DeskPage(
        desk,
        queue_list(desk, listed, question.id if question else None, counts, breaches),
        chosen_question(desk, question, breaches.get(question.number, ()), alike) if question else None,
        None if question else moved_question(meeting, choice),
        screen_column(desk, order, question),
        live_column(desk),
        sources(desk),
        _undo(desk, last) if last else None,
        did_together(last.rows) if last else "",
        last is not None and not last.is_last,
        phase(ports(), meeting),
    )


def _of_this_meeting(meeting: Meeting, listed: QueuePage, question: Question | None) -> list[Question]:
    """The questions of the list and the one in the middle, each once."""
    found = {one.id: one for one in (*listed.questions, question) if one and one.meeting_id == meeting.id}
    return list(found.values())


def _undo(desk: Frame, done: Done) -> Button:
    """Without its key where it is not what they did last: a key is pressed without reading."""
    hidden = did_together(done.rows).lower()
    key = "u" if done.is_last else ""
    return command(desk, "desk.undo", "Undo", hidden=hidden, expected=done.revision, key=key)
