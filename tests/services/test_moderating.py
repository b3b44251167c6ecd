from __future__ import annotations

from dataclasses import replace

import pytest

from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.audience import public_question, screen_view
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, NewQuestion, State
from board_qa.domain.questions.transitions import NotAllowed
from board_qa.domain.text.flags import Kind
from board_qa.phrases.history import done
from board_qa.ports import Ports
from board_qa.ports.questions import Conflict
from board_qa.services.networks.sighting import take_edit
from board_qa.services.questions.moderating import (
    ApprovalBlocked,
    NoAnswer,
    NotAReason,
    TooLongForAScreen,
    act,
    answer_and_next,
    decline,
    running_order,
    show,
)
from board_qa.services.questions.undoing import NothingToUndo, undo
from tests.support.deciding import asked, did_last, do, expected_next_now, logged, named, now, offered, take_back
from tests.support.doubles import NOON, PERSONAL, REPEATS


def test_every_change_is_one_row_of_history_with_who_when_from_to_and_why(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    question = do(ports, Action.DECLINE, asked(ports, meeting), alex, REPEATS)

    last = ports.store.questions.history(question.id)[-1]
    assert (last.actor, last.at, last.from_state, last.to_state) == ("Alex", NOON, "received", "declined")
    assert last.details.reason == "It repeats a question already asked"


def test_the_second_of_two_moderators_is_told_what_the_first_did(
    ports: Ports, meeting: Meeting, alex: Actor, sam: Actor
) -> None:
    seen_by_both = asked(ports, meeting)
    do(ports, Action.ACCEPT, seen_by_both, alex)

    with pytest.raises(Conflict) as conflict:
        act(ports, Action.ACCEPT, now(ports, seen_by_both), seen_by_both.revision, sam)
    assert conflict.value.change is not None
    assert (conflict.value.change.actor, conflict.value.change.action) == ("Alex", Action.ACCEPT)


def test_a_conflict_stores_nothing(ports: Ports, meeting: Meeting, alex: Actor, sam: Actor) -> None:
    first, second = asked(ports, meeting, "One?"), asked(ports, meeting, "Two?")
    first, second = do(ports, Action.ACCEPT, first, alex), do(ports, Action.ACCEPT, second, alex)
    on_screen = do(ports, Action.PUT_ON_SCREEN, first, alex)
    before = ports.store.meetings.get(meeting.id)

    with pytest.raises(Conflict):
        act(ports, Action.PUT_ON_SCREEN, second, second.revision - 1, sam)
    assert now(ports, on_screen).state is State.ON_SCREEN
    assert ports.store.meetings.get(meeting.id) == before


def test_at_most_one_question_is_on_screen(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    first, second = (do(ports, Action.ACCEPT, asked(ports, meeting, text), alex) for text in ("One?", "Two?"))
    do(ports, Action.PUT_ON_SCREEN, first, alex)
    do(ports, Action.PUT_ON_SCREEN, second, alex)

    assert [q.state for q in ports.store.questions.of_meeting(meeting.id)] == [State.ACCEPTED, State.ON_SCREEN]


def test_declining_the_question_on_screen_clears_the_screen(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    question = do(ports, Action.PUT_ON_SCREEN, do(ports, Action.ACCEPT, asked(ports, meeting), alex), alex)
    do(ports, Action.DECLINE, question, alex, PERSONAL)

    fresh = ports.store.meetings.get(meeting.id)
    assert ports.store.questions.on_screen(meeting.id) is None
    assert fresh is not None
    assert fresh.idle_view is IdleView.BLANK


def test_a_reason_that_is_not_on_the_list_is_refused(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    question = asked(ports, meeting)
    with pytest.raises(NotAReason):
        decline(ports, meeting, question, question.revision, alex, "because")

    assert now(ports, question).state is State.RECEIVED


LETTER = "When will the clinic have a doctor? " * 20


def test_words_that_fit_no_screen_are_shortened_before_they_are_approved(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    letter = logged(ports, meeting, LETTER, alex)
    with pytest.raises(TooLongForAScreen):
        do(ports, Action.ACCEPT, letter, alex)
    shortened = do(ports, Action.EDIT_WORDING, letter, alex, update={"wording": "When will the clinic have a doctor?"})
    approved = do(ports, Action.ACCEPT, shortened, alex)
    with pytest.raises(TooLongForAScreen):  # the asker's own words would be put again
        do(ports, Action.EDIT_WORDING, approved, alex, update={"wording": ""})

    assert now(ports, letter).state is State.ACCEPTED
    assert now(ports, letter).source.text == LETTER.strip()


def test_a_long_letter_can_be_answered_in_writing_as_it_is(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    letter = do(ports, Action.WRITE, logged(ports, meeting, LETTER, alex), alex)

    assert (letter.state, letter.words) == (State.WRITTEN, LETTER.strip())


def test_undoing_one_after_the_other_goes_all_the_way_back(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    first, second = (do(ports, Action.ACCEPT, asked(ports, meeting, text), alex) for text in ("One?", "Two?"))
    do(ports, Action.PUT_ON_SCREEN, first, alex)
    do(ports, Action.PUT_ON_SCREEN, second, alex)
    show(ports, meeting, IdleView.BLANK, alex)
    for _ in range(5):
        take_back(ports, meeting, alex)

    assert [q.state for q in ports.store.questions.of_meeting(meeting.id)] == [State.RECEIVED, State.RECEIVED]
    with pytest.raises(NothingToUndo):
        take_back(ports, meeting, alex)


def test_undoing_a_swap_on_screen_puts_the_first_question_back(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    first, second = (do(ports, Action.ACCEPT, asked(ports, meeting, text), alex) for text in ("One?", "Two?"))
    do(ports, Action.PUT_ON_SCREEN, first, alex)
    do(ports, Action.PUT_ON_SCREEN, second, alex)
    take_back(ports, meeting, alex)

    assert [q.state for q in ports.store.questions.of_meeting(meeting.id)] == [State.ON_SCREEN, State.ACCEPTED]


def test_each_moderator_undoes_their_own(ports: Ports, meeting: Meeting, alex: Actor, sam: Actor) -> None:
    mine, theirs = asked(ports, meeting, "One?"), asked(ports, meeting, "Two?")
    do(ports, Action.ACCEPT, mine, alex)
    do(ports, Action.ACCEPT, theirs, sam)
    take_back(ports, meeting, alex)

    assert (now(ports, mine).state, now(ports, theirs).state) == (State.RECEIVED, State.ACCEPTED)


def test_an_undo_that_somebody_has_built_upon_is_refused(
    ports: Ports, meeting: Meeting, alex: Actor, sam: Actor
) -> None:
    question = do(ports, Action.ACCEPT, asked(ports, meeting), alex)
    do(ports, Action.PUT_ON_SCREEN, question, sam)

    with pytest.raises(Conflict):
        take_back(ports, meeting, alex)


def test_an_undo_never_puts_a_second_question_on_screen(
    ports: Ports, meeting: Meeting, alex: Actor, sam: Actor
) -> None:
    first, second = (do(ports, Action.ACCEPT, asked(ports, meeting, text), alex) for text in ("One?", "Two?"))
    do(ports, Action.ANSWER, do(ports, Action.PUT_ON_SCREEN, first, alex), alex)
    do(ports, Action.PUT_ON_SCREEN, second, sam)

    with pytest.raises(NotAllowed):
        take_back(ports, meeting, alex)


def test_an_undo_never_brings_an_approval_back_to_words_edited_since(
    ports: Ports, meeting: Meeting, alex: Actor, sam: Actor
) -> None:
    question = do(ports, Action.HOLD, do(ports, Action.ACCEPT, asked(ports, meeting), alex), alex)
    edited = Post("n", "2", "Words nobody read", "a", "A", "a", NOON)
    assert take_edit(ports, question, edited)
    do(ports, Action.HOLD, now(ports, question), sam)  # on hold again, exactly as Alex left it

    with pytest.raises(Conflict):
        take_back(ports, meeting, alex)
    assert now(ports, question).state is State.HELD


def test_approving_words_that_changed_a_moment_ago_is_refused(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    read = asked(ports, meeting)
    take_edit(ports, read, Post("n", "2", "Other words", "a", "A", "a", NOON))

    with pytest.raises(Conflict):
        act(ports, Action.ACCEPT, now(ports, read), read.revision, alex)


def test_next_goes_through_the_running_order_with_one_undo_each(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    for text in ("One?", "Two?"):
        do(ports, Action.ACCEPT, asked(ports, meeting, text), alex)
    answer_and_next(ports, meeting, expected_next_now(ports, meeting), alex)
    answer_and_next(ports, meeting, expected_next_now(ports, meeting), alex)

    assert [q.state for q in ports.store.questions.of_meeting(meeting.id)] == [State.ANSWERED, State.ON_SCREEN]
    take_back(ports, meeting, alex)
    assert [q.state for q in ports.store.questions.of_meeting(meeting.id)] == [State.ON_SCREEN, State.ACCEPTED]


def test_next_at_the_end_answers_the_last_and_leaves_the_screen_blank(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    do(ports, Action.ACCEPT, asked(ports, meeting), alex)
    answer_and_next(ports, meeting, expected_next_now(ports, meeting), alex)

    assert answer_and_next(ports, meeting, expected_next_now(ports, meeting), alex) is None
    assert running_order(ports, meeting) == []
    assert ports.store.questions.on_screen(meeting.id) is None


def test_each_action_advances_the_meetings_clock_by_one(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    question = asked(ports, meeting)
    before = ports.store.meetings.get(meeting.id)
    do(ports, Action.ACCEPT, question, alex)

    after = ports.store.meetings.get(meeting.id)
    assert before is not None
    assert after == replace(before, revision=before.revision + 1)


def test_two_moderators_who_press_next_at_once_skip_no_question(
    ports: Ports, meeting: Meeting, alex: Actor, sam: Actor
) -> None:
    for text in ("One?", "Two?", "Three?"):
        do(ports, Action.ACCEPT, asked(ports, meeting, text), alex)
    answer_and_next(ports, meeting, expected_next_now(ports, meeting), alex)
    seen_by_both = expected_next_now(ports, meeting)
    answer_and_next(ports, meeting, seen_by_both, alex)

    with pytest.raises(Conflict):
        answer_and_next(ports, meeting, seen_by_both, sam)
    states = [q.state for q in ports.store.questions.of_meeting(meeting.id)]
    assert states == [State.ANSWERED, State.ON_SCREEN, State.ACCEPTED]


def test_a_swap_on_screen_is_one_action_whose_undo_gives_both_back_as_they_were(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    first, second = (do(ports, Action.ACCEPT, asked(ports, meeting, text), alex) for text in ("One?", "Two?"))
    first = do(ports, Action.PUT_ON_SCREEN, first, alex)
    second = do(ports, Action.EDIT_WORDING, second, alex, update=DispositionUpdate(wording="Two, then?"))
    do(ports, Action.PUT_ON_SCREEN, second, alex)
    undone = take_back(ports, meeting, alex)

    assert {change.action for change in undone} == {Action.PUT_ON_SCREEN, Action.TAKE_OFF_SCREEN}
    assert (now(ports, first).disposition, now(ports, second).disposition) == (first.disposition, second.disposition)


def test_an_undo_pressed_twice_is_done_once(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    first, second = (do(ports, Action.ACCEPT, asked(ports, meeting, text), alex) for text in ("One?", "Two?"))
    undo(ports, meeting, now(ports, second).revision, alex)

    with pytest.raises(NothingToUndo):
        undo(ports, meeting, second.revision, alex)
    assert now(ports, first).state is State.ACCEPTED


NUMBER = "NHS no 943 476 5919"


def test_a_personal_detail_in_the_name_is_not_published_unnoticed(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    question = named(ports, meeting, NUMBER)
    with pytest.raises(ApprovalBlocked):
        do(ports, Action.ACCEPT, question, alex)
    hidden = do(ports, Action.WITHHOLD_NAME, question, alex, update={"name_hidden": True})
    approved = do(ports, Action.ACCEPT, hidden, alex)
    with pytest.raises(ApprovalBlocked):
        do(ports, Action.SHOW_NAME, approved, alex, update={"name_hidden": False})

    assert NUMBER not in str(public_question(approved, "Europe/London"))
    assert NUMBER not in str(screen_view(meeting, do(ports, Action.PUT_ON_SCREEN, approved, alex)))


@pytest.mark.parametrize(
    ("name", "kind"),
    [("The Chair", Kind.IMPERSONATION), ("Sh1t Show", Kind.ABUSE), ("NHS England", Kind.IMPERSONATION)],
)
def test_a_name_that_offends_or_passes_for_somebody_official_stops_an_approval(
    ports: Ports, meeting: Meeting, alex: Actor, name: str, kind: Kind
) -> None:
    question = named(ports, meeting, name)
    for action in (Action.ACCEPT, Action.WRITE):
        with pytest.raises(ApprovalBlocked) as stop:
            do(ports, action, question, alex)
        assert stop.value.of_the_name
        assert {flag.kind for flag in stop.value.flags} == {kind}
    hidden = do(ports, Action.WITHHOLD_NAME, question, alex, update={"name_hidden": True})
    approved = do(ports, Action.ACCEPT, hidden, alex)

    assert name not in str(public_question(approved, "Europe/London"))


@pytest.mark.parametrize("source", [{"author_handle": "fuckthetrust"}, {"organisation": "NHS England"}])
def test_a_handle_and_an_organisation_are_looked_through_as_well(
    ports: Ports, meeting: Meeting, alex: Actor, source: dict[str, str]
) -> None:
    new = NewQuestion("X", "1", "Why?", "Jo", NOON, flags=(), **source)  # type: ignore[arg-type]
    ports.store.questions.receive(meeting.id, new, "token", NOON)
    question = ports.store.questions.by_token("token")
    assert question is not None
    with pytest.raises(ApprovalBlocked):
        do(ports, Action.ACCEPT, question, alex)

    assert do(ports, Action.ACCEPT, question, alex, override_reason="We know them").state is State.ACCEPTED


def test_a_name_is_published_with_a_personal_detail_only_with_a_reason_on_the_record(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    question = do(ports, Action.ACCEPT, named(ports, meeting, NUMBER), alex, override_reason="it is our own help line")

    assert "it is our own help line" in done(ports.store.questions.history(question.id)[-1])


def test_what_a_colleague_built_upon_does_not_stand_in_the_way_of_what_was_done_before(
    ports: Ports, meeting: Meeting, alex: Actor, sam: Actor
) -> None:
    first = do(ports, Action.ACCEPT, asked(ports, meeting, "One?"), alex)
    second = do(ports, Action.HOLD, asked(ports, meeting, "Two?"), alex)
    do(ports, Action.ACCEPT, second, sam)
    undo(ports, meeting, offered(ports, meeting, alex)[0].revision, alex)

    assert now(ports, first).state is State.RECEIVED
    assert now(ports, second).state is State.ACCEPTED


def test_an_undo_never_takes_away_what_a_colleague_showed_the_room_since(
    ports: Ports, meeting: Meeting, alex: Actor, sam: Actor
) -> None:
    question = do(ports, Action.ACCEPT, asked(ports, meeting), alex)
    do(ports, Action.PUT_ON_SCREEN, question, alex)
    show(ports, meeting, IdleView.BLANK, alex)
    blanked = did_last(ports, meeting, alex)
    show(ports, meeting, IdleView.CLOSED, sam)

    with pytest.raises(Conflict) as conflict:
        undo(ports, meeting, blanked[0].revision, alex)
    assert conflict.value.change is not None
    assert conflict.value.change.action is Action.SHOW_CLOSED
    assert ports.store.questions.on_screen(meeting.id) is None
    # It is not offered either: what stands is offered instead.
    assert [change.action for change in offered(ports, meeting, alex)] != [Action.BLANK]

    take_back(ports, meeting, sam)
    undo(ports, meeting, blanked[0].revision, alex)
    assert ports.store.questions.on_screen(meeting.id) is not None


def test_a_view_that_a_colleague_replaced_is_not_undone(
    ports: Ports, meeting: Meeting, alex: Actor, sam: Actor
) -> None:
    show(ports, meeting, IdleView.CLOSED, alex)
    closed = did_last(ports, meeting, alex)
    show(ports, meeting, IdleView.JOINING, sam)

    with pytest.raises(Conflict):
        undo(ports, meeting, closed[0].revision, alex)
    fresh = ports.store.meetings.get(meeting.id)
    assert fresh is not None
    assert fresh.idle_view is IdleView.JOINING


def test_why_a_detail_is_published_is_on_the_record_of_a_written_answer_too(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    question = asked(ports, meeting, "Why does nobody answer 01632 960 123?")
    do(
        ports,
        Action.WRITE,
        question,
        alex,
        update=DispositionUpdate(due_on="2026-12-24"),
        override_reason="It is the clinic's own number",
    )

    said = done(ports.store.questions.history(question.id)[-1])
    assert said.endswith("(as it is, on purpose: It is the clinic's own number)")


def test_words_of_somebody_in_distress_are_not_published_by_a_slip(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    question = asked(ports, meeting, "I don't want to be here any more. Does anybody read these?")
    for action in (Action.ACCEPT, Action.WRITE):
        with pytest.raises(ApprovalBlocked) as stop:
            do(ports, action, question, alex)
        assert stop.value.at_risk

    assert (
        do(ports, Action.ACCEPT, question, alex, override_reason="Rang them; they want it asked").state
        is State.ACCEPTED
    )


def test_who_was_promised_a_written_answer_finds_one_on_their_page(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    question = do(ports, Action.WRITE, asked(ports, meeting), alex, update=DispositionUpdate(due_on="2026-12-24"))
    with pytest.raises(NoAnswer):
        do(ports, Action.ANSWER, question, alex)
    question = do(ports, Action.NOTE_ANSWER, question, alex, update=DispositionUpdate(answer="It opens in May."))
    question = do(ports, Action.ANSWER, question, alex)

    with pytest.raises(NoAnswer):
        do(ports, Action.NOTE_ANSWER, question, alex, update=DispositionUpdate(answer=""))
