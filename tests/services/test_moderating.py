from __future__ import annotations

from dataclasses import replace

import pytest

from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.audience import public_question, screen_view
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import Sets, State
from board_qa.domain.questions.transitions import NotAllowed
from board_qa.ports.stores import Conflict
from board_qa.services.checking import take_edit
from board_qa.services.core import Core
from board_qa.services.moderating import (
    NoAnswer,
    NotAReason,
    NothingToUndo,
    Stopped,
    TooLongForAScreen,
    act,
    answer_and_next,
    decline,
    running_order,
    show,
    undo,
)
from tests.support.deciding import asked, do, logged, named, now, offered, seen_next, take_back
from tests.support.doubles import NOON, PERSONAL, REPEATS


def test_every_change_is_one_row_of_history_with_who_when_from_to_and_why(
    core: Core, meeting: Meeting, alex: Actor
) -> None:
    question = do(core, Action.DECLINE, asked(core, meeting), alex, REPEATS)

    last = core.store.questions.history(question.id)[-1]
    assert (last.actor, last.at, last.from_state, last.to_state) == ("Alex", NOON, "received", "declined")
    assert last.reason == "It repeats a question already asked"


def test_the_second_of_two_moderators_is_told_what_the_first_did(
    core: Core, meeting: Meeting, alex: Actor, sam: Actor
) -> None:
    seen_by_both = asked(core, meeting)
    do(core, Action.ACCEPT, seen_by_both, alex)

    with pytest.raises(Conflict) as conflict:
        act(core, Action.ACCEPT, now(core, seen_by_both), seen_by_both.revision, sam)
    assert conflict.value.change is not None
    assert (conflict.value.change.actor, conflict.value.change.action) == ("Alex", Action.ACCEPT)


def test_a_conflict_stores_nothing(core: Core, meeting: Meeting, alex: Actor, sam: Actor) -> None:
    first, second = asked(core, meeting, "One?"), asked(core, meeting, "Two?")
    first, second = do(core, Action.ACCEPT, first, alex), do(core, Action.ACCEPT, second, alex)
    on_screen = do(core, Action.PUT_ON_SCREEN, first, alex)
    before = core.store.meetings.get(meeting.id)

    with pytest.raises(Conflict):
        act(core, Action.PUT_ON_SCREEN, second, second.revision - 1, sam)
    assert now(core, on_screen).state is State.ON_SCREEN
    assert core.store.meetings.get(meeting.id) == before


def test_at_most_one_question_is_on_screen(core: Core, meeting: Meeting, alex: Actor) -> None:
    first, second = (do(core, Action.ACCEPT, asked(core, meeting, text), alex) for text in ("One?", "Two?"))
    do(core, Action.PUT_ON_SCREEN, first, alex)
    do(core, Action.PUT_ON_SCREEN, second, alex)

    assert [q.state for q in core.store.questions.of_meeting(meeting.id)] == [State.ACCEPTED, State.ON_SCREEN]


def test_declining_the_question_on_screen_clears_the_screen(core: Core, meeting: Meeting, alex: Actor) -> None:
    question = do(core, Action.PUT_ON_SCREEN, do(core, Action.ACCEPT, asked(core, meeting), alex), alex)
    do(core, Action.DECLINE, question, alex, PERSONAL)

    fresh = core.store.meetings.get(meeting.id)
    assert core.store.questions.on_screen(meeting.id) is None
    assert fresh is not None
    assert fresh.idle_view is IdleView.BLANK


def test_a_reason_that_is_not_on_the_list_is_refused(core: Core, meeting: Meeting, alex: Actor) -> None:
    question = asked(core, meeting)
    with pytest.raises(NotAReason):
        decline(core, meeting, question, question.revision, alex, "because")

    assert now(core, question).state is State.RECEIVED


LETTER = "When will the clinic have a doctor? " * 20


def test_words_that_fit_no_screen_are_shortened_before_they_are_approved(
    core: Core, meeting: Meeting, alex: Actor
) -> None:
    letter = logged(core, meeting, LETTER, alex)
    with pytest.raises(TooLongForAScreen):
        do(core, Action.ACCEPT, letter, alex)
    shortened = do(core, Action.EDIT_WORDING, letter, alex, sets={"wording": "When will the clinic have a doctor?"})
    approved = do(core, Action.ACCEPT, shortened, alex)
    with pytest.raises(TooLongForAScreen):  # the asker's own words would be put again
        do(core, Action.EDIT_WORDING, approved, alex, sets={"wording": ""})

    assert now(core, letter).state is State.ACCEPTED
    assert now(core, letter).source.text == LETTER.strip()


def test_a_long_letter_can_be_answered_in_writing_as_it_is(core: Core, meeting: Meeting, alex: Actor) -> None:
    letter = do(core, Action.WRITE, logged(core, meeting, LETTER, alex), alex)

    assert (letter.state, letter.words) == (State.WRITTEN, LETTER.strip())


def test_undoing_one_after_the_other_goes_all_the_way_back(core: Core, meeting: Meeting, alex: Actor) -> None:
    first, second = (do(core, Action.ACCEPT, asked(core, meeting, text), alex) for text in ("One?", "Two?"))
    do(core, Action.PUT_ON_SCREEN, first, alex)
    do(core, Action.PUT_ON_SCREEN, second, alex)
    show(core, meeting, IdleView.BLANK, alex)
    for _ in range(5):
        take_back(core, meeting, alex)

    assert [q.state for q in core.store.questions.of_meeting(meeting.id)] == [State.RECEIVED, State.RECEIVED]
    with pytest.raises(NothingToUndo):
        take_back(core, meeting, alex)


def test_undoing_a_swap_on_screen_puts_the_first_question_back(core: Core, meeting: Meeting, alex: Actor) -> None:
    first, second = (do(core, Action.ACCEPT, asked(core, meeting, text), alex) for text in ("One?", "Two?"))
    do(core, Action.PUT_ON_SCREEN, first, alex)
    do(core, Action.PUT_ON_SCREEN, second, alex)
    take_back(core, meeting, alex)

    assert [q.state for q in core.store.questions.of_meeting(meeting.id)] == [State.ON_SCREEN, State.ACCEPTED]


def test_each_moderator_undoes_their_own(core: Core, meeting: Meeting, alex: Actor, sam: Actor) -> None:
    mine, theirs = asked(core, meeting, "One?"), asked(core, meeting, "Two?")
    do(core, Action.ACCEPT, mine, alex)
    do(core, Action.ACCEPT, theirs, sam)
    take_back(core, meeting, alex)

    assert (now(core, mine).state, now(core, theirs).state) == (State.RECEIVED, State.ACCEPTED)


def test_an_undo_that_somebody_has_built_upon_is_refused(core: Core, meeting: Meeting, alex: Actor, sam: Actor) -> None:
    question = do(core, Action.ACCEPT, asked(core, meeting), alex)
    do(core, Action.PUT_ON_SCREEN, question, sam)

    with pytest.raises(Conflict):
        take_back(core, meeting, alex)


def test_an_undo_never_puts_a_second_question_on_screen(core: Core, meeting: Meeting, alex: Actor, sam: Actor) -> None:
    first, second = (do(core, Action.ACCEPT, asked(core, meeting, text), alex) for text in ("One?", "Two?"))
    do(core, Action.ANSWER, do(core, Action.PUT_ON_SCREEN, first, alex), alex)
    do(core, Action.PUT_ON_SCREEN, second, sam)

    with pytest.raises(NotAllowed):
        take_back(core, meeting, alex)


def test_an_undo_never_brings_an_approval_back_to_words_edited_since(
    core: Core, meeting: Meeting, alex: Actor, sam: Actor
) -> None:
    question = do(core, Action.HOLD, do(core, Action.ACCEPT, asked(core, meeting), alex), alex)
    edited = Post("n", "2", "Words nobody read", "a", "A", "a", NOON)
    assert take_edit(core, question, edited)
    do(core, Action.HOLD, now(core, question), sam)  # on hold again, exactly as Alex left it

    with pytest.raises(Conflict):
        take_back(core, meeting, alex)
    assert now(core, question).state is State.HELD


def test_approving_words_that_changed_a_moment_ago_is_refused(core: Core, meeting: Meeting, alex: Actor) -> None:
    read = asked(core, meeting)
    take_edit(core, read, Post("n", "2", "Other words", "a", "A", "a", NOON))

    with pytest.raises(Conflict):
        act(core, Action.ACCEPT, now(core, read), read.revision, alex)


def test_next_goes_through_the_running_order_with_one_undo_each(core: Core, meeting: Meeting, alex: Actor) -> None:
    for text in ("One?", "Two?"):
        do(core, Action.ACCEPT, asked(core, meeting, text), alex)
    answer_and_next(core, meeting, seen_next(core, meeting), alex)
    answer_and_next(core, meeting, seen_next(core, meeting), alex)

    assert [q.state for q in core.store.questions.of_meeting(meeting.id)] == [State.ANSWERED, State.ON_SCREEN]
    take_back(core, meeting, alex)
    assert [q.state for q in core.store.questions.of_meeting(meeting.id)] == [State.ON_SCREEN, State.ACCEPTED]


def test_next_at_the_end_answers_the_last_and_leaves_the_screen_blank(
    core: Core, meeting: Meeting, alex: Actor
) -> None:
    do(core, Action.ACCEPT, asked(core, meeting), alex)
    answer_and_next(core, meeting, seen_next(core, meeting), alex)

    assert answer_and_next(core, meeting, seen_next(core, meeting), alex) is None
    assert running_order(core, meeting) == []
    assert core.store.questions.on_screen(meeting.id) is None


def test_each_action_advances_the_meetings_clock_by_one(core: Core, meeting: Meeting, alex: Actor) -> None:
    question = asked(core, meeting)
    before = core.store.meetings.get(meeting.id)
    do(core, Action.ACCEPT, question, alex)

    after = core.store.meetings.get(meeting.id)
    assert before is not None
    assert after == replace(before, revision=before.revision + 1)


def test_two_moderators_who_press_next_at_once_skip_no_question(
    core: Core, meeting: Meeting, alex: Actor, sam: Actor
) -> None:
    for text in ("One?", "Two?", "Three?"):
        do(core, Action.ACCEPT, asked(core, meeting, text), alex)
    answer_and_next(core, meeting, seen_next(core, meeting), alex)
    seen_by_both = seen_next(core, meeting)
    answer_and_next(core, meeting, seen_by_both, alex)

    with pytest.raises(Conflict):
        answer_and_next(core, meeting, seen_by_both, sam)
    states = [q.state for q in core.store.questions.of_meeting(meeting.id)]
    assert states == [State.ANSWERED, State.ON_SCREEN, State.ACCEPTED]


def test_a_swap_on_screen_is_one_action_whose_undo_gives_both_back_as_they_were(
    core: Core, meeting: Meeting, alex: Actor
) -> None:
    first, second = (do(core, Action.ACCEPT, asked(core, meeting, text), alex) for text in ("One?", "Two?"))
    first = do(core, Action.PUT_ON_SCREEN, first, alex)
    second = do(core, Action.EDIT_WORDING, second, alex, sets=Sets(wording="Two, then?"))
    do(core, Action.PUT_ON_SCREEN, second, alex)
    undone = take_back(core, meeting, alex)

    assert {change.action for change in undone} == {Action.PUT_ON_SCREEN, Action.TAKE_OFF_SCREEN}
    assert (now(core, first).standing, now(core, second).standing) == (first.standing, second.standing)


def test_an_undo_pressed_twice_is_done_once(core: Core, meeting: Meeting, alex: Actor) -> None:
    first, second = (do(core, Action.ACCEPT, asked(core, meeting, text), alex) for text in ("One?", "Two?"))
    undo(core, meeting, now(core, second).revision, alex)

    with pytest.raises(NothingToUndo):
        undo(core, meeting, second.revision, alex)
    assert now(core, first).state is State.ACCEPTED


NUMBER = "NHS no 943 476 5919"


def test_a_personal_detail_in_the_name_is_not_published_unnoticed(core: Core, meeting: Meeting, alex: Actor) -> None:
    question = named(core, meeting, NUMBER)
    with pytest.raises(Stopped):
        do(core, Action.ACCEPT, question, alex)
    hidden = do(core, Action.WITHHOLD_NAME, question, alex, sets={"name_hidden": True})
    approved = do(core, Action.ACCEPT, hidden, alex)
    with pytest.raises(Stopped):
        do(core, Action.SHOW_NAME, approved, alex, sets={"name_hidden": False})

    assert NUMBER not in str(public_question(approved, "Europe/London"))
    assert NUMBER not in str(screen_view(meeting, do(core, Action.PUT_ON_SCREEN, approved, alex)))


def test_a_name_is_published_with_a_personal_detail_only_with_a_reason_on_the_record(
    core: Core, meeting: Meeting, alex: Actor
) -> None:
    question = do(core, Action.ACCEPT, named(core, meeting, NUMBER), alex, keep="it is our own help line")

    assert "it is our own help line" in core.store.questions.history(question.id)[-1].reason


def test_what_a_colleague_built_upon_does_not_stand_in_the_way_of_what_was_done_before(
    core: Core, meeting: Meeting, alex: Actor, sam: Actor
) -> None:
    first = do(core, Action.ACCEPT, asked(core, meeting, "One?"), alex)
    second = do(core, Action.HOLD, asked(core, meeting, "Two?"), alex)
    do(core, Action.ACCEPT, second, sam)
    offered = core.store.meetings.last_standing(meeting.id, alex.id or 0)
    undo(core, meeting, offered[0].revision, alex)

    assert now(core, first).state is State.RECEIVED
    assert now(core, second).state is State.ACCEPTED


def test_an_undo_never_takes_away_what_a_colleague_showed_the_room_since(
    core: Core, meeting: Meeting, alex: Actor, sam: Actor
) -> None:
    question = do(core, Action.ACCEPT, asked(core, meeting), alex)
    do(core, Action.PUT_ON_SCREEN, question, alex)
    show(core, meeting, IdleView.BLANK, alex)
    blanked = offered(core, meeting, alex)
    show(core, meeting, IdleView.CLOSED, sam)

    with pytest.raises(Conflict) as conflict:
        undo(core, meeting, blanked[0].revision, alex)
    assert conflict.value.change is not None
    assert conflict.value.change.action is Action.SHOW_CLOSED
    assert core.store.questions.on_screen(meeting.id) is None
    # It is not offered either: what stands is offered instead.
    assert [change.action for change in core.store.meetings.last_standing(meeting.id, alex.id or 0)] != [Action.BLANK]

    take_back(core, meeting, sam)
    undo(core, meeting, blanked[0].revision, alex)
    assert core.store.questions.on_screen(meeting.id) is not None


def test_a_view_that_a_colleague_replaced_is_not_undone(core: Core, meeting: Meeting, alex: Actor, sam: Actor) -> None:
    show(core, meeting, IdleView.CLOSED, alex)
    closed = offered(core, meeting, alex)
    show(core, meeting, IdleView.JOINING, sam)

    with pytest.raises(Conflict):
        undo(core, meeting, closed[0].revision, alex)
    fresh = core.store.meetings.get(meeting.id)
    assert fresh is not None
    assert fresh.idle_view is IdleView.JOINING


def test_why_a_detail_is_published_is_on_the_record_of_a_written_answer_too(
    core: Core, meeting: Meeting, alex: Actor
) -> None:
    question = asked(core, meeting, "Why does nobody answer 01632 960 123?")
    do(core, Action.WRITE, question, alex, "by Friday", Sets(due_on="2026-12-24"), keep="It is the clinic's own number")

    reason = core.store.questions.history(question.id)[-1].reason
    assert reason == "by Friday; as it is, on purpose: It is the clinic's own number"


def test_words_of_somebody_in_distress_are_not_published_by_a_slip(core: Core, meeting: Meeting, alex: Actor) -> None:
    question = asked(core, meeting, "I don't want to be here any more. Does anybody read these?")
    for action in (Action.ACCEPT, Action.WRITE):
        with pytest.raises(Stopped) as stop:
            do(core, action, question, alex)
        assert stop.value.at_risk

    assert do(core, Action.ACCEPT, question, alex, keep="Rang them; they want it asked").state is State.ACCEPTED


def test_who_was_promised_a_written_answer_finds_one_on_their_page(core: Core, meeting: Meeting, alex: Actor) -> None:
    question = do(core, Action.WRITE, asked(core, meeting), alex, sets=Sets(due_on="2026-12-24"))
    with pytest.raises(NoAnswer):
        do(core, Action.ANSWER, question, alex)
    question = do(core, Action.NOTE_ANSWER, question, alex, sets=Sets(answer="It opens in May."))
    question = do(core, Action.ANSWER, question, alex)

    with pytest.raises(NoAnswer):
        do(core, Action.NOTE_ANSWER, question, alex, sets=Sets(answer=""))
