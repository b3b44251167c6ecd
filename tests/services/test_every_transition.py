"""Every row of the transition table from every state, through the services and a real store: done, refused, undone."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import Question, Sets, Standing, State
from board_qa.domain.questions.transitions import LEADERS, SECTION, TABLE, VIEWS, NotAllowed
from board_qa.ports.stores import Conflict
from board_qa.services.asking import ask
from board_qa.services.checking import take_edit
from board_qa.services.core import Core
from board_qa.services.moderating import NothingToUndo, act, group
from board_qa.web.shell.words import not_allowed
from tests.support.deciding import asked, do, now, offered, take_back, together
from tests.support.doubles import ABUSIVE, NOON, REPEATS

NETWORK = Actor("X")
# What only a question's source does. It is nobody's at the desk to take back.
OF_THE_SOURCE = {Action.WITHDRAW, Action.EDIT_AT_SOURCE}
# What is done to the screen or to the section's time, and to a question only because it was on the screen.
OF_THE_MEETING = set(VIEWS.values()) | SECTION
OF_THE_DESK = set(TABLE) - OF_THE_SOURCE
EVERY_MOVE = list(product(TABLE, State))
ALLOWED = [(action, state) for action, state in EVERY_MOVE if state in TABLE[action][0]]
REFUSED = [(action, state) for action, state in EVERY_MOVE if state not in TABLE[action][0]]

IN_WRITING = [
    (Action.WRITE, "", Sets(owner="Dr Shah", due_on="2026-12-24")),
    (Action.NOTE_ANSWER, "", Sets(answer="By letter.")),
]
# How a question comes to stand where it stands: what is done, the reason given, what is set.
WAYS: dict[State, list[tuple[Action, str, Sets]]] = {
    State.RECEIVED: [(Action.CLAIM, "", Sets(assignee=1))],
    State.HELD: [(Action.PROPOSE_DECLINE, ABUSIVE, Sets())],
    State.ACCEPTED: [(Action.ACCEPT, "", Sets())],
    State.ON_SCREEN: [(Action.ACCEPT, "", Sets()), (Action.PUT_ON_SCREEN, "", Sets())],
    State.WRITTEN: [*IN_WRITING],
    State.ANSWERED: [*IN_WRITING, (Action.ANSWER, "", Sets())],
    State.DECLINED: [(Action.DECLINE, ABUSIVE, Sets())],
    State.REDIRECTED: [(Action.REDIRECT, "PALS. We are sorry", Sets())],
    State.GROUPED: [],
    State.WITHDRAWN: [(Action.WITHDRAW, "Deleted by its author", Sets())],
}
# What an action sets, where it sets something.
SETS: dict[Action, Sets] = {
    Action.EDIT_WORDING: Sets(wording="Other words?"),
    Action.LINK: Sets(agenda_item="Minutes"),
    Action.CLAIM: Sets(assignee=2),
    Action.ASSIGN: Sets(assignee=2),
    Action.RELEASE: Sets(assignee=None),
    Action.MOVE: Sets(place=7),
    Action.WITHHOLD_NAME: Sets(name_hidden=True),
    Action.SHOW_NAME: Sets(name_hidden=False),
    Action.BRIEF: Sets(speaker="Dr Shah", brief="Her mother is in the room."),
    Action.NOTE_ANSWER: Sets(answer="It opens in May."),
    Action.WRITE: Sets(owner="Somebody else", due_on="2027-01-29"),
}


@pytest.fixture
def leader(core: Core, meeting: Meeting, alex: Actor, sam: Actor) -> Question:
    """A question that others can be grouped with; Alex and Sam have the ids 1 and 2."""
    return asked(core, meeting, "The other one?")


def standing_at(core: Core, meeting: Meeting, leader: Question, state: State) -> Question:
    """A question in this state, linked and in other words than its asker's; its source did what nobody else did."""
    question = do(core, Action.LINK, asked(core, meeting), NETWORK, sets=Sets(agenda_item="Performance"))
    question = do(core, Action.EDIT_WORDING, question, NETWORK, sets=Sets(wording="Why, then?"))
    for action, reason, sets in WAYS[state]:
        question = do(core, action, question, NETWORK, reason, sets)
    if state is State.GROUPED:
        question = together(core, question, leader, NETWORK)
    assert question.state is state
    return question


def take(core: Core, action: Action, question: Question, leader: Question, by: Actor) -> Question:
    """Do this to the question, as the desk does it."""
    if action is Action.GROUP:
        return together(core, question, leader, by)
    return do(core, action, question, by, REPEATS, SETS.get(action, Sets()))


def everything(core: Core, meeting: Meeting) -> list[Standing]:
    return [question.standing for question in core.store.questions.of_meeting(meeting.id)]


def test_every_state_is_reached_and_every_move_is_either_allowed_or_refused() -> None:
    assert set(WAYS) == set(State)
    assert len(ALLOWED) + len(REFUSED) == len(TABLE) * len(State)
    assert {action for action, _ in ALLOWED} == set(Action) - OF_THE_MEETING - {Action.RECEIVE, Action.UNDO}


@pytest.mark.parametrize(("action", "state"), [move for move in ALLOWED if move[0] in OF_THE_DESK])
def test_every_decision_can_be_undone(
    core: Core, meeting: Meeting, leader: Question, alex: Actor, action: Action, state: State
) -> None:
    """And gives back the identical standing, of this question and of every other one."""
    question = standing_at(core, meeting, leader, state)
    if action is Action.SHOW_NAME:
        question = do(core, Action.WITHHOLD_NAME, question, NETWORK, sets=SETS[Action.WITHHOLD_NAME])
    before, shown = everything(core, meeting), core.store.meetings.get(meeting.id)
    done = take(core, action, question, leader, alex)
    assert done.state is (TABLE[action][1] or state)
    assert done.standing != question.standing or action is Action.NOTE or (action, state) in UNCHANGED
    taken_back = take_back(core, meeting, alex)

    assert everything(core, meeting) == before
    assert {change.action for change in taken_back} == {action}
    after = core.store.meetings.get(meeting.id)
    assert shown is not None
    assert after == replace(shown, revision=shown.revision + 2)
    with pytest.raises(NothingToUndo):
        take_back(core, meeting, alex)


# Nobody has the question in these states, or has had it until it was settled: there is nothing to release.
UNCHANGED = {(Action.RELEASE, state) for state in set(State) - {State.RECEIVED, State.WITHDRAWN}}


@pytest.mark.parametrize(("action", "state"), REFUSED)
def test_what_a_state_does_not_allow_is_refused_and_stores_nothing(
    core: Core, meeting: Meeting, leader: Question, alex: Actor, action: Action, state: State
) -> None:
    question = standing_at(core, meeting, leader, state)
    before = (everything(core, meeting), core.store.meetings.get(meeting.id))
    history = core.store.questions.history(question.id)

    with pytest.raises(NotAllowed) as refusal:
        take(core, action, question, leader, alex)
    assert (refusal.value.action, refusal.value.state) == (action, state)
    assert (everything(core, meeting), core.store.meetings.get(meeting.id)) == before
    assert core.store.questions.history(question.id) == history


@pytest.mark.parametrize(("action", "state"), [move for move in ALLOWED if move[0] in OF_THE_SOURCE])
def test_what_a_source_did_nobody_at_the_desk_undoes(
    core: Core, meeting: Meeting, leader: Question, alex: Actor, action: Action, state: State
) -> None:
    """Neither what it did, nor what Alex had decided before about words that are gone or different now."""
    question = standing_at(core, meeting, leader, state)
    do(core, Action.LINK, question, alex, sets=Sets(agenda_item="Minutes"))
    if action is Action.WITHDRAW:
        done = do(core, action, now(core, question), NETWORK, "Deleted by its author")
    else:
        assert take_edit(core, question, Post("n", "2", "Words nobody read", "a", "A", "a", NOON))
        done = now(core, question)
    assert done.state is TABLE[action][1]

    assert [change.action for change in offered(core, meeting, alex)] == [Action.LINK]
    with pytest.raises(Conflict):
        take_back(core, meeting, alex)
    assert now(core, question).standing == done.standing


@pytest.mark.parametrize("state", State)
def test_a_name_is_withheld_by_its_asker_from_every_state_and_by_nobody_undone(
    core: Core, meeting: Meeting, leader: Question, alex: Actor, state: State
) -> None:
    question = standing_at(core, meeting, leader, state)
    do(core, Action.NOTE, question, alex)
    ask(core, meeting, AskForm("Why?", "Why?", name_withheld=True))

    after = now(core, question)
    assert after.name_withheld
    assert after.standing == question.standing
    with pytest.raises(Conflict):
        take_back(core, meeting, alex)
    if state is not State.WITHDRAWN:  # nor does the desk show it in another way
        assert do(core, Action.SHOW_NAME, after, alex, sets=SETS[Action.SHOW_NAME]).name_withheld


@pytest.mark.parametrize("state", State)
def test_a_question_is_grouped_only_with_one_that_is_to_be_answered_or_was(
    core: Core, meeting: Meeting, leader: Question, alex: Actor, state: State
) -> None:
    into, question = standing_at(core, meeting, leader, state), asked(core, meeting, "And this?")
    before = everything(core, meeting)
    if state in LEADERS or state is State.GROUPED:
        grouped = together(core, question, into, alex)
        # With one that is in a group itself, it joins that group.
        assert grouped.standing.grouped_into == (leader.id if state is State.GROUPED else into.id)
        take_back(core, meeting, alex)
    else:
        with pytest.raises(NotAllowed):
            group(core, question, question.revision, into, alex)

    assert everything(core, meeting) == before


def test_a_group_that_is_grouped_comes_along_and_goes_back_in_one_undo(
    core: Core, meeting: Meeting, leader: Question, alex: Actor
) -> None:
    first, second = asked(core, meeting, "One?"), asked(core, meeting, "Two?")
    together(core, second, first, alex)
    before = everything(core, meeting)
    together(core, first, leader, alex)
    assert [now(core, q).standing.grouped_into for q in (first, second)] == [leader.id, leader.id]

    take_back(core, meeting, alex)
    assert everything(core, meeting) == before


@pytest.mark.parametrize("lost", [Action.WITHDRAW, Action.GROUP])
def test_a_question_never_goes_back_into_a_group_that_is_no_more(
    core: Core, meeting: Meeting, leader: Question, alex: Actor, lost: Action
) -> None:
    question = together(core, asked(core, meeting, "One?"), leader, alex)
    question = do(core, Action.UNGROUP, question, alex)
    other = asked(core, meeting, "Another?")
    done = take(core, lost, now(core, leader), other, NETWORK)

    with pytest.raises(NotAllowed) as refusal:
        take_back(core, meeting, alex)
    assert refusal.value.state is done.state
    assert "there is no group to go back to" in not_allowed(refusal.value)
    assert now(core, question).standing == question.standing


def test_an_action_that_gives_its_asker_a_reason_is_nothing_without_one(
    core: Core, meeting: Meeting, leader: Question, alex: Actor
) -> None:
    for action in (Action.DECLINE, Action.PROPOSE_DECLINE, Action.REDIRECT):
        with pytest.raises(ValueError, match="a reason is needed"):
            act(core, action, leader, leader.revision, alex)

    assert now(core, leader).standing == leader.standing
