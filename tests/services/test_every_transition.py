"""Every row of the transition table from every state, through the services and a real store: done, refused, undone."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import Disposition, DispositionUpdate, Question, State
from board_qa.domain.questions.transitions import LEADERS, SECTION, TABLE, VIEWS, NotAllowed
from board_qa.ports import Ports
from board_qa.ports.questions import Conflict
from board_qa.services.meetings import meetings
from board_qa.services.networks.sighting import take_edit
from board_qa.services.privacy.erasing import erase
from board_qa.services.questions.asking import ask
from board_qa.services.questions.moderating import act, group
from board_qa.services.questions.moving import move_to_meeting
from board_qa.services.questions.undoing import NothingToUndo
from board_qa.web.shell.words import not_allowed
from tests.support.deciding import asked, did_last, do, now, take_back, together
from tests.support.doubles import ABUSIVE, NOON, REPEATS, details

NETWORK = Actor("X")
# What only a question's source does. It is nobody's at the desk to take back.
OF_THE_SOURCE = {Action.WITHDRAW, Action.EDIT_AT_SOURCE, Action.CORRECT_COPY}
# What an administrator does for whoever asked. Nobody takes it back, and there is nothing left to come back to.
FOR_GOOD = {Action.ERASE}
# What happens to a post at its source, or is the other half of a move: no state is asked whether it allows it.
OF_ITSELF = {Action.SHOW_AGAIN, Action.EXPLAIN_WITHDRAWAL, Action.NAME_AUTHOR, Action.JOIN_MEETING}
# What is done to the screen or to the section's time, and to a question only because it was on the screen.
OF_THE_MEETING = set(VIEWS.values()) | SECTION
OF_THE_DESK = set(TABLE) - OF_THE_SOURCE - FOR_GOOD
EVERY_MOVE = list(product(TABLE, State))
ALLOWED = [(action, state) for action, state in EVERY_MOVE if state in TABLE[action][0]]
REFUSED = [(action, state) for action, state in EVERY_MOVE if state not in TABLE[action][0]]

IN_WRITING = [
    (Action.WRITE, "", DispositionUpdate(owner="Dr Shah", due_on="2026-12-24")),
    (Action.NOTE_ANSWER, "", DispositionUpdate(answer="By letter.")),
]
# How a question comes to stand where it stands: what is done, the reason given, what is set.
WAYS: dict[State, list[tuple[Action, str, DispositionUpdate]]] = {
    State.RECEIVED: [(Action.CLAIM, "", DispositionUpdate(assignee=1))],
    State.HELD: [(Action.PROPOSE_DECLINE, ABUSIVE, DispositionUpdate())],
    State.ACCEPTED: [(Action.ACCEPT, "", DispositionUpdate())],
    State.ON_SCREEN: [(Action.ACCEPT, "", DispositionUpdate()), (Action.PUT_ON_SCREEN, "", DispositionUpdate())],
    State.WRITTEN: [*IN_WRITING],
    State.ANSWERED: [*IN_WRITING, (Action.ANSWER, "", DispositionUpdate())],
    State.DECLINED: [(Action.DECLINE, ABUSIVE, DispositionUpdate())],
    State.REDIRECTED: [(Action.REDIRECT, "PALS. We are sorry", DispositionUpdate())],
    State.GROUPED: [],
    State.WITHDRAWN: [(Action.WITHDRAW, "Deleted by its author", DispositionUpdate())],
}
# What an action sets, where it sets something.
SETS: dict[Action, DispositionUpdate] = {
    Action.EDIT_WORDING: DispositionUpdate(wording="Other words?"),
    Action.LINK: DispositionUpdate(agenda_item="Minutes"),
    Action.CLAIM: DispositionUpdate(assignee=2),
    Action.ASSIGN: DispositionUpdate(assignee=2),
    Action.RELEASE: DispositionUpdate(assignee=None),
    Action.MOVE: DispositionUpdate(place=7),
    Action.WITHHOLD_NAME: DispositionUpdate(name_hidden=True),
    Action.SHOW_NAME: DispositionUpdate(name_hidden=False),
    Action.BRIEF: DispositionUpdate(speaker="Dr Shah", brief="Her mother is in the room."),
    Action.NOTE_ANSWER: DispositionUpdate(answer="It opens in May."),
    Action.WRITE: DispositionUpdate(owner="Somebody else", due_on="2027-01-29"),
}


@pytest.fixture
def leader(ports: Ports, meeting: Meeting, alex: Actor, sam: Actor) -> Question:
    """A question that others can be grouped with; Alex and Sam have the ids 1 and 2."""
    return asked(ports, meeting, "The other one?")


def standing_at(ports: Ports, meeting: Meeting, leader: Question, state: State) -> Question:
    """A question in this state, linked and in other words than its asker's; its source did what nobody else did."""
    question = do(
        ports, Action.LINK, asked(ports, meeting), NETWORK, update=DispositionUpdate(agenda_item="Performance")
    )
    question = do(ports, Action.EDIT_WORDING, question, NETWORK, update=DispositionUpdate(wording="Why, then?"))
    for action, reason, sets in WAYS[state]:
        question = do(ports, action, question, NETWORK, reason, sets)
    if state is State.GROUPED:
        question = together(ports, question, leader, NETWORK)
    assert question.state is state
    return question


def take(ports: Ports, action: Action, question: Question, leader: Question, actor: Actor) -> Question:
    """Do this to the question, as the desk does it."""
    if action is Action.GROUP:
        return together(ports, question, leader, actor)
    if action is Action.LEAVE_MEETING:
        return moved_on(ports, question, actor)
    return do(ports, action, question, actor, REPEATS, SETS.get(action, DispositionUpdate()))


def moved_on(ports: Ports, question: Question, actor: Actor) -> Question:
    """To another meeting."""
    meeting = ports.store.meetings.get(question.meeting_id)
    assert meeting is not None
    other = meetings.create(ports, details(hashtag="Other"))
    return move_to_meeting(ports, meeting, question, question.revision, other, actor)


def everything(ports: Ports, meeting: Meeting) -> list[Disposition]:
    return [question.disposition for question in ports.store.questions.of_meeting(meeting.id)]


def test_every_state_is_reached_and_every_move_is_either_allowed_or_refused() -> None:
    assert set(WAYS) == set(State)
    assert len(ALLOWED) + len(REFUSED) == len(TABLE) * len(State)
    assert {action for action, _ in ALLOWED} == set(Action) - OF_THE_MEETING - OF_ITSELF - {Action.RECEIVE, Action.UNDO}


@pytest.mark.parametrize(("action", "state"), [move for move in ALLOWED if move[0] in OF_THE_DESK])
def test_every_decision_can_be_undone(
    ports: Ports, meeting: Meeting, leader: Question, alex: Actor, action: Action, state: State
) -> None:
    """And gives back the identical disposition, of this question and of every other one."""
    question = standing_at(ports, meeting, leader, state)
    if action is Action.SHOW_NAME:
        question = do(ports, Action.WITHHOLD_NAME, question, NETWORK, update=SETS[Action.WITHHOLD_NAME])
    before, shown = everything(ports, meeting), ports.store.meetings.get(meeting.id)
    done = take(ports, action, question, leader, alex)
    assert done.state is (TABLE[action][1] or state)
    assert done.disposition != question.disposition or action is Action.NOTE or (action, state) in UNCHANGED
    taken_back = take_back(ports, meeting, alex)

    assert everything(ports, meeting) == before
    assert {change.action for change in taken_back} == {action}
    after = ports.store.meetings.get(meeting.id)
    assert shown is not None
    assert after == replace(shown, revision=shown.revision + 2)
    with pytest.raises(NothingToUndo):
        take_back(ports, meeting, alex)


# Nobody has the question in these states, or has had it until it was settled: there is nothing to release.
UNCHANGED = {(Action.RELEASE, state) for state in set(State) - {State.RECEIVED, State.WITHDRAWN}}


@pytest.mark.parametrize(("action", "state"), REFUSED)
def test_what_a_state_does_not_allow_is_refused_and_stores_nothing(
    ports: Ports, meeting: Meeting, leader: Question, alex: Actor, action: Action, state: State
) -> None:
    question = standing_at(ports, meeting, leader, state)
    before = (everything(ports, meeting), ports.store.meetings.get(meeting.id))
    history = ports.store.questions.history(question.id)

    with pytest.raises(NotAllowed) as refusal:
        take(ports, action, question, leader, alex)
    assert (refusal.value.action, refusal.value.state) == (action, state)
    assert (everything(ports, meeting), ports.store.meetings.get(meeting.id)) == before
    assert ports.store.questions.history(question.id) == history


@pytest.mark.parametrize(("action", "state"), [move for move in ALLOWED if move[0] in OF_THE_SOURCE])
def test_what_a_source_did_nobody_at_the_desk_undoes(
    ports: Ports, meeting: Meeting, leader: Question, alex: Actor, action: Action, state: State
) -> None:
    """Neither what it did, nor what Alex had decided before about words that are gone or different now."""
    question = standing_at(ports, meeting, leader, state)
    do(ports, Action.LINK, question, alex, update=DispositionUpdate(agenda_item="Minutes"))
    if action is Action.WITHDRAW:
        done = do(ports, action, now(ports, question), NETWORK, "Deleted by its author")
    else:
        assert take_edit(ports, question, Post("n", "2", "Words nobody read", "a", "A", "a", NOON))
        done = now(ports, question)
    assert done.state is TABLE[action][1]

    assert [change.action for change in did_last(ports, meeting, alex)] == [Action.LINK]
    with pytest.raises(Conflict):
        take_back(ports, meeting, alex)
    assert now(ports, question).disposition == done.disposition


@pytest.mark.parametrize(("action", "state"), [move for move in ALLOWED if move[0] in FOR_GOOD])
def test_what_is_erased_from_any_state_is_never_brought_back_by_an_undo(
    ports: Ports, meeting: Meeting, leader: Question, alex: Actor, action: Action, state: State
) -> None:
    question = do(ports, Action.NOTE, standing_at(ports, meeting, leader, state), alex)
    erase(ports, [question], [], alex)
    done = now(ports, question)
    assert done.state is TABLE[action][1]
    assert done.words == ""

    assert all(change.action not in FOR_GOOD for change in did_last(ports, meeting, alex))
    with pytest.raises((Conflict, NothingToUndo)):
        take_back(ports, meeting, alex)
    assert now(ports, question) == done


@pytest.mark.parametrize("state", State)
def test_a_name_is_withheld_by_its_asker_from_every_state_and_by_nobody_undone(
    ports: Ports, meeting: Meeting, leader: Question, alex: Actor, state: State
) -> None:
    question = standing_at(ports, meeting, leader, state)
    do(ports, Action.NOTE, question, alex)
    ask(ports, meeting, AskForm("Why?", "Why?", name_withheld=True))

    after = now(ports, question)
    assert after.name_withheld
    assert after.disposition == question.disposition
    with pytest.raises(Conflict):
        take_back(ports, meeting, alex)
    if state is not State.WITHDRAWN:  # nor does the desk show it in another way
        assert do(ports, Action.SHOW_NAME, after, alex, update=SETS[Action.SHOW_NAME]).name_withheld


@pytest.mark.parametrize("state", State)
def test_a_question_is_grouped_only_with_one_that_is_to_be_answered_or_was(
    ports: Ports, meeting: Meeting, leader: Question, alex: Actor, state: State
) -> None:
    into, question = standing_at(ports, meeting, leader, state), asked(ports, meeting, "And this?")
    before = everything(ports, meeting)
    if state in LEADERS or state is State.GROUPED:
        grouped = together(ports, question, into, alex)
        # With one that is in a group itself, it joins that group.
        assert grouped.disposition.grouped_into == (leader.id if state is State.GROUPED else into.id)
        take_back(ports, meeting, alex)
    else:
        with pytest.raises(NotAllowed):
            group(ports, question, question.revision, into, alex)

    assert everything(ports, meeting) == before


def test_a_group_that_is_grouped_comes_along_and_goes_back_in_one_undo(
    ports: Ports, meeting: Meeting, leader: Question, alex: Actor
) -> None:
    first, second = asked(ports, meeting, "One?"), asked(ports, meeting, "Two?")
    together(ports, second, first, alex)
    before = everything(ports, meeting)
    together(ports, first, leader, alex)
    assert [now(ports, q).disposition.grouped_into for q in (first, second)] == [leader.id, leader.id]

    take_back(ports, meeting, alex)
    assert everything(ports, meeting) == before


@pytest.mark.parametrize("lost", [Action.WITHDRAW, Action.GROUP])
def test_a_question_never_goes_back_into_a_group_that_is_no_more(
    ports: Ports, meeting: Meeting, leader: Question, alex: Actor, lost: Action
) -> None:
    question = together(ports, asked(ports, meeting, "One?"), leader, alex)
    question = do(ports, Action.UNGROUP, question, alex)
    other = asked(ports, meeting, "Another?")
    done = take(ports, lost, now(ports, leader), other, NETWORK)

    with pytest.raises(NotAllowed) as refusal:
        take_back(ports, meeting, alex)
    assert refusal.value.state is done.state
    assert "there is no group to go back to" in not_allowed(refusal.value)
    assert now(ports, question).disposition == question.disposition


def test_an_action_that_gives_its_asker_a_reason_is_nothing_without_one(
    ports: Ports, meeting: Meeting, leader: Question, alex: Actor
) -> None:
    for action in (Action.DECLINE, Action.PROPOSE_DECLINE, Action.REDIRECT):
        with pytest.raises(ValueError, match="a reason is needed"):
            act(ports, action, leader, leader.revision, alex)

    assert now(ports, leader).disposition == leader.disposition
