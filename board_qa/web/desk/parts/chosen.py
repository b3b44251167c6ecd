"""The question before the moderator: what was asked, what to look at, and everything that can be decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from board_qa.domain.questions.breaches import Breach
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question
from board_qa.domain.questions.transitions import TABLE
from board_qa.domain.text import flags, wording
from board_qa.domain.text.flags import Flag
from board_qa.services.questions import moving
from board_qa.services.questions.screening import flags_of, flags_of_names
from board_qa.services.questions.similar import Similar
from board_qa.web.desk.parts.actions import actions
from board_qa.web.desk.parts.asker import Asker, asker
from board_qa.web.desk.parts.beside import Group, SimilarQuestion, group, similar_questions
from board_qa.web.desk.parts.buttons import Button, Opener, decision
from board_qa.web.desk.parts.follow_ups import FollowUps, follow_ups, next_follow_up
from board_qa.web.desk.parts.frame import Frame
from board_qa.web.desk.parts.heading import Heading, heading
from board_qa.web.desk.parts.override import Stops
from board_qa.web.desk.parts.panels import Panels, panels
from board_qa.web.desk.parts.put import PutWords, put_words
from board_qa.web.desk.parts.record import Record, record
from board_qa.web.desk.parts.warnings import Warned, warned
from board_qa.web.shell.installation import ports

# A post that was not seen on its network for this long may have been deleted there.
_STALE = timedelta(minutes=10)


@dataclass(frozen=True)
class ChosenQuestion:
    """`stale_since` is when its network was last asked about the post, where that is long ago; '' where it is not.

    `for_the_chair` are the answers to a proposed decline. `can_be_put`: whether this role may put it on screen now.
    `panels` is None where this role may decide nothing.
    """

    question: Question
    heading: Heading
    put: PutWords
    warned: Sequence[Warned]
    is_too_long: bool
    hides_something: bool
    stale_since: str
    for_the_chair: Sequence[Button]
    actions: Sequence[Button | Opener]
    can_be_put: bool
    panels: Panels | None
    asker: Asker
    group: Group
    follow_ups: FollowUps
    similar: Sequence[SimilarQuestion]
    record: Record


def chosen_question(
    frame: Frame, question: Question, breaches: Sequence[Breach], alike: Sequence[Similar]
) -> ChosenQuestion:
    """Everything about the question. `alike` are those that may ask the same, closest first."""
    can = frozenset(action for action, (states, _) in TABLE.items() if question.state in states)
    found, named = _flags(question)
    stops = Stops(flags.stopping(found), named)
    others = moving.other_meetings(ports(), frame.meeting) if frame.moderates and Action.LEAVE_MEETING in can else ()
    another = next_follow_up(frame, question)
    put, past = put_words(question, found), record(frame, question, can, bool(others))
    return ChosenQuestion(
        question,
        heading(frame, question),
        put,
        list(warned(found, named, breaches)),
        is_too_long=put.is_long and Action.ACCEPT in can,
        hides_something=wording.hides_something(question.source.text),
        stale_since=_stale_since(frame, question),
        for_the_chair=_for_the_chair(frame, question),
        actions=actions(frame, question, can, bool(stops), alike, bool(another)),
        can_be_put=frame.drives and Action.PUT_ON_SCREEN in can,
        panels=panels(frame, question, can, stops, others, another) if frame.moderates else None,
        asker=asker(frame, question, can),
        group=group(frame, question),
        follow_ups=follow_ups(frame, question),
        similar=list(similar_questions(frame, question, can, alike)),
        record=past,
    )


def _flags(question: Question) -> tuple[Sequence[Flag], Sequence[Flag]]:
    """Those of the words that are put, and those of the name where it is shown."""
    edited = wording.shown(question.disposition.wording)
    found = flags_of(ports(), edited) if edited else question.flags
    return found, () if question.name_withheld else flags_of_names(ports(), question)


def _for_the_chair(frame: Frame, question: Question) -> Sequence[Button]:
    if not (frame.confirms and question.disposition.proposal):
        return ()
    return (
        decision(frame, question, "confirm", "Yes, decline", "m-btn--no", "y"),
        decision(frame, question, "return", "No, check it again", key="x"),
    )


def _stale_since(frame: Frame, question: Question) -> str:
    seen = question.checked_at or question.received_at
    return frame.at(seen) if question.source.version and frame.now - seen > _STALE else ""
