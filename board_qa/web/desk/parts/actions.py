"""What can be decided about the question before the moderator, in the order of the buttons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from board_qa.domain.meetings.rules import Decider
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question, State
from board_qa.services.questions.similar import Similar
from board_qa.web.desk.parts.buttons import Button, Opener, decision, opener
from board_qa.web.desk.parts.frame import Frame

_GO, _NO = "m-btn--go", "m-btn--no"
# Questions that were approved before: how they are answered asks for no reason again.
_APPROVED = (State.ACCEPTED, State.ON_SCREEN)


def actions(
    frame: Frame,
    question: Question,
    can: frozenset[Action],
    stops: bool,
    alike: Sequence[Similar],
    can_be_followed: bool,
) -> list[Button | Opener]:
    """Those that this role may press. `stops`: something in it must be looked at before it is approved.

    `can_be_followed`: it can have a supplementary question, and this role may add it.
    """
    found: list[Button | Opener] = []
    if frame.moderates and Action.ACCEPT in can:
        found.append(_approve(frame, question, stops))
    if frame.drives:
        found += _driving(frame, question, can)
    if can_be_followed:
        found.append(opener(frame, question, "supplementary", "Add a follow-up", key="f"))
    if frame.moderates:
        found += _deciding(frame, question, can, stops, alike)
    return found


def _approve(frame: Frame, question: Question, stops: bool) -> Button | Opener:
    if stops:
        return opener(frame, question, "override", "Approve", _GO, "a")
    return decision(frame, question, "approve", "Approve", _GO, "a")


def _driving(frame: Frame, question: Question, can: frozenset[Action]) -> Iterator[Button]:
    if Action.PUT_ON_SCREEN in can:
        yield decision(frame, question, "put-on-screen", "Put on screen", _GO, "p")
    if Action.ANSWER in can:
        yield decision(frame, question, "answered", "Mark answered")


def _deciding(
    frame: Frame, question: Question, can: frozenset[Action], stops: bool, alike: Sequence[Similar]
) -> Iterator[Button | Opener]:
    if Action.NOTE_ANSWER in can:
        label = "Change the answer" if question.disposition.answer else "Add the answer"
        yield opener(frame, question, "answer", label)
    if Action.DECLINE in can:
        proposes = frame.rules.decider == Decider.CHAIR
        yield opener(frame, question, "decline", "Propose to decline" if proposes else "Decline", _NO, "r")
    if Action.EDIT_WORDING in can:
        yield opener(frame, question, "wording", "Edit", key="e")
    yield from _grouping(frame, question, can, alike)
    if Action.WRITE in can:
        yield _writing(frame, question, stops)
    if Action.HOLD in can:
        yield decision(frame, question, "hold", "Hold", key="h")
    if Action.REDIRECT in can:
        yield opener(frame, question, "redirect", "Redirect", key="d")


def _grouping(
    frame: Frame, question: Question, can: frozenset[Action], alike: Sequence[Similar]
) -> Iterator[Button | Opener]:
    """One key groups it with the most similar question of this meeting, where there is one."""
    if Action.UNGROUP in can:
        yield decision(frame, question, "ungroup", "Ungroup", key="m", stays=True)
    elif Action.GROUP in can:
        ours = next((one.question for one in alike if one.question.meeting_id == frame.meeting.id), None)
        if ours:
            yield decision(frame, question, "group", f"Group with {ours.called}", key="m", into=ours.called)
        else:
            yield opener(frame, question, "group", "Group", key="m")


def _writing(frame: Frame, question: Question, stops: bool) -> Button | Opener:
    if question.state is State.WRITTEN:
        return opener(frame, question, "written", "Who answers", key="w")
    if stops and question.state not in _APPROVED:
        return opener(frame, question, "override", "Answer in writing", key="w")
    return decision(frame, question, "written", "Answer in writing", key="w")
