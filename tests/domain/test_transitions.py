from __future__ import annotations

from dataclasses import replace

import pytest

from board_qa.domain.meetings.meeting import IdleView
from board_qa.domain.questions.history import Action, Details
from board_qa.domain.questions.question import Disposition, NewQuestion, Question, State
from board_qa.domain.questions.transitions import (
    TABLE,
    NotAllowed,
    decide,
    decide_group,
    decide_next,
    decide_view,
    decide_withdraw,
    target,
)
from tests.support.doubles import NOON


def question(number: int, state: State) -> Question:
    source = NewQuestion("web", str(number), f"Question {number}?", "", NOON)
    return Question(number, 1, number, f"t{number}", 5, NOON, source, Disposition(state))


# What may be done from each state, written down a second time: the table is looked at from the other side, and a row of
# it is not changed by accident.
DECIDED = {
    State.RECEIVED: "accept hold decline propose_decline redirect group write edit_wording brief leave_meeting "
    "put_aside",
    State.HELD: "accept decline propose_decline return redirect group write edit_wording brief leave_meeting",
    State.ACCEPTED: "hold decline propose_decline redirect group write put_on_screen answer edit_wording move brief "
    "leave_meeting",
    State.ON_SCREEN: "decline propose_decline redirect write take_off_screen answer note_answer edit_wording brief",
    State.WRITTEN: "accept hold decline propose_decline redirect group write answer note_answer edit_wording "
    "leave_meeting",
    State.ANSWERED: "note_answer put_on_screen",
    State.DECLINED: "accept hold redirect leave_meeting",
    State.REDIRECTED: "accept hold decline propose_decline leave_meeting",
    State.GROUPED: "ungroup edit_wording leave_meeting",
    State.WITHDRAWN: "",
}
ALWAYS = {Action.LINK, Action.CLAIM, Action.RELEASE, Action.ASSIGN, Action.NOTE, Action.WITHDRAW,
          Action.WITHHOLD_NAME, Action.SHOW_NAME, Action.ERASE}  # fmt: skip


@pytest.mark.parametrize("state", State)
def test_from_each_state_exactly_these_things_can_be_done(state: State) -> None:
    expected = {Action(name) for name in DECIDED[state].split()} | ALWAYS
    if state is not State.ANSWERED:  # it keeps the words the board answered
        expected |= {Action.EDIT_AT_SOURCE, Action.CORRECT_COPY}

    assert {action for action, (states, _) in TABLE.items() if state in states} == (
        {Action.NOTE, Action.ERASE} if state is State.WITHDRAWN else expected
    )


def test_only_a_question_whose_words_were_approved_can_go_on_screen() -> None:
    allowed = [state for state in State if state in TABLE[Action.PUT_ON_SCREEN][0]]

    assert allowed == [State.ACCEPTED, State.ANSWERED]


@pytest.mark.parametrize("state", [State.RECEIVED, State.HELD, State.DECLINED, State.WITHDRAWN, State.GROUPED])
def test_a_question_whose_words_were_not_approved_is_refused_the_screen(state: State) -> None:
    with pytest.raises(NotAllowed):
        decide(Action.PUT_ON_SCREEN, question(1, state), None)


def test_putting_a_question_on_screen_takes_the_other_one_off_first() -> None:
    decision = decide(Action.PUT_ON_SCREEN, question(2, State.ACCEPTED), question(1, State.ON_SCREEN))

    assert [(step.question_id, step.after.state) for step in decision.steps] == [
        (1, State.ACCEPTED),
        (2, State.ON_SCREEN),
    ]


def test_whatever_leaves_the_screen_leaves_it_blank() -> None:
    assert decide(Action.PUT_ON_SCREEN, question(1, State.ACCEPTED), None).idle_view is IdleView.BLANK


def test_blanking_sends_the_question_on_screen_back_to_the_running_order() -> None:
    decision = decide_view(IdleView.BLANK, question(1, State.ON_SCREEN))

    assert [step.after.state for step in decision.steps] == [State.ACCEPTED]


def test_next_answers_the_one_on_screen_and_puts_the_following_on_in_one_decision() -> None:
    decision = decide_next(question(1, State.ON_SCREEN), question(2, State.ACCEPTED))

    assert [step.after.state for step in decision.steps] == [State.ANSWERED, State.ON_SCREEN]


@pytest.mark.parametrize(("answer", "state"), [("", State.WRITTEN), ("By March", State.ANSWERED)])
def test_next_keeps_the_promise_of_an_answer_that_is_not_noted_yet(answer: str, state: State) -> None:
    promised = Disposition(State.ON_SCREEN, owner="Dr Shah", due_on="2026-12-24", answer=answer)
    decision = decide_next(replace(question(1, State.ON_SCREEN), disposition=promised), question(2, State.ACCEPTED))

    assert decision.steps[0].after == replace(promised, state=state)
    assert decision.steps[1].after.state is State.ON_SCREEN


def test_nothing_leads_out_of_withdrawn() -> None:
    for action in set(TABLE) - {Action.NOTE, Action.ERASE}:
        with pytest.raises(NotAllowed):
            target(action, State.WITHDRAWN)
    assert target(Action.ERASE, State.WITHDRAWN) is State.WITHDRAWN  # what was withdrawn is still there to be erased
    assert target(Action.NOTE, State.WITHDRAWN) is State.WITHDRAWN  # colleagues may still write about it


def test_withdrawing_gives_back_to_themselves_those_that_were_put_together_with_it() -> None:
    member = replace(question(2, State.GROUPED), disposition=Disposition(State.GROUPED, grouped_into=1))
    decision = decide_withdraw(question(1, State.ACCEPTED), [member], "Deleted by its author on X")

    assert [step.after for step in decision.steps] == [
        Disposition(State.WITHDRAWN, reason="Deleted by its author on X"),
        Disposition(State.RECEIVED),
    ]


def test_a_question_is_not_grouped_with_itself() -> None:
    with pytest.raises(NotAllowed):
        decide_group(question(1, State.RECEIVED), question(1, State.RECEIVED), [])


# A disposition with everything a person can have written into it.
FULL = Disposition(State.RECEIVED, "old", False, "old", "Why, then?", "Minutes", None, 7, "Dr Shah", "2026-12-24")
STAYS = Disposition(wording="Why, then?", agenda_item="Minutes")
# What came from another meeting with the promise of an answer in writing keeps it while it may be put.
PROMISED = replace(STAYS, owner="Dr Shah", due_on="2026-12-24")


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        (Action.ACCEPT, State.DECLINED, replace(STAYS, state=State.ACCEPTED)),
        (Action.HOLD, State.ACCEPTED, replace(PROMISED, state=State.HELD, assignee=7)),
        (Action.ACCEPT, State.WRITTEN, replace(STAYS, state=State.ACCEPTED)),
        (Action.LEAVE_MEETING, State.WRITTEN, replace(PROMISED, state=State.RECEIVED, assignee=7)),
        (Action.LEAVE_MEETING, State.DECLINED, replace(PROMISED, state=State.RECEIVED, assignee=7)),
        (Action.DECLINE, State.WRITTEN, replace(STAYS, state=State.DECLINED, reason="told")),
        (Action.PROPOSE_DECLINE, State.WRITTEN, replace(STAYS, state=State.HELD, proposal="told", assignee=7)),
        (Action.RETURN, State.HELD, replace(PROMISED, state=State.RECEIVED, assignee=7)),
        (Action.ANSWER, State.WRITTEN, replace(PROMISED, state=State.ANSWERED)),
        # A wording made from words that are no longer the author's goes as well.
        (Action.EDIT_AT_SOURCE, State.ACCEPTED, replace(PROMISED, state=State.RECEIVED, wording="", assignee=7)),
    ],
)
def test_what_belongs_to_the_state_that_was_left_goes_with_it(
    action: Action, before: State, after: Disposition
) -> None:
    stands = replace(question(1, before), disposition=replace(FULL, state=before))
    (step,) = decide(action, stands, details=Details(reason="told")).steps

    assert step.after == after


def test_words_changed_at_their_source_go_back_to_be_checked() -> None:
    for state in (State.RECEIVED, State.HELD, State.ACCEPTED, State.ON_SCREEN, State.DECLINED):
        assert target(Action.EDIT_AT_SOURCE, state) is State.RECEIVED


def test_a_deletion_at_the_source_withdraws_from_every_state() -> None:
    for state in set(State) - {State.WITHDRAWN}:
        assert target(Action.WITHDRAW, state) is State.WITHDRAWN


@pytest.mark.parametrize("state", State)
def test_nobody_erases_in_passing(state: State) -> None:
    with pytest.raises(NotAllowed):
        decide(Action.ERASE, question(1, state))
