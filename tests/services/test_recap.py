"""What there is to tell of a meeting in its recap, and how it is saved, published and taken down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.publishing import Standing
from board_qa.domain.meetings.recap import SUGGESTED, Pick, Recap
from board_qa.domain.networks.outbox import OutboxState, PostKind
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, Question, SourceState
from board_qa.ports import Ports
from board_qa.services.meetings import meetings, recap
from board_qa.services.meetings.recap import ChangedMeanwhile
from board_qa.services.networks.taking_back import take_back
from board_qa.services.questions.withdrawing import deleted_at_source, hidden_at_source
from tests.support.deciding import asked, do, now
from tests.support.doubles import NOON, StoppedClock
from tests.support.recaps import answered, is_out, is_seen, keys, picks, posted, publish_recap

APPROVE, SHOW, ANSWER = Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER
Undoing = Callable[[Ports, Question, Actor], object]


def fresh(ports: Ports, meeting: Meeting) -> Meeting:
    found = ports.store.meetings.get(meeting.id)
    assert found is not None
    return found


def suggested(ports: Ports, meeting: Meeting) -> list[str]:
    return [item.key for item in recap.material(ports, meeting).items if item.suggested]


def test_of_an_empty_meeting_there_are_the_figures(ports: Ports, meeting: Meeting) -> None:
    assert keys(ports, meeting) == ["figures"]


def test_everything_comes_in_order_of_time_and_the_figures_last(
    ports: Ports, meeting: Meeting, alex: Actor, clock: StoppedClock
) -> None:
    call = is_out(ports, meeting, "Ask us!", at=NOON - timedelta(hours=1))
    question = asked(ports, meeting)
    clock.advance(hours=1)
    live = is_out(ports, meeting, "We begin.", PostKind.LIVE)
    clock.advance(hours=1)
    answered(ports, question, alex, "Because.")

    assert keys(ports, meeting) == [f"call-{call.id}", "question-1", f"post-{live.id}", "answer-1", "figures"]


@pytest.mark.parametrize(
    "actions",
    [(), (Action.HOLD,), (Action.DECLINE,), (APPROVE, Action.DECLINE), (APPROVE, Action.WITHDRAW), (Action.REDIRECT,)],
)
def test_a_question_that_is_not_in_the_record_is_nothing_to_tell(
    ports: Ports, meeting: Meeting, alex: Actor, actions: tuple[Action, ...]
) -> None:
    question = asked(ports, meeting)
    for action in actions:
        question = do(ports, action, question, alex, "Why not" if action is not APPROVE else "")

    assert keys(ports, meeting) == ["figures"]


def test_what_is_not_published_of_declined_questions_has_no_words_and_so_no_item(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    rules = replace(meeting.details.rules, publish_declined=True)
    meetings.change(ports, meeting, replace(meeting.details, rules=rules))
    do(ports, Action.DECLINE, asked(ports, meeting), alex, "It is abusive")

    assert keys(ports, fresh(ports, meeting)) == ["figures"]


@pytest.mark.parametrize("gone", [deleted_at_source, hidden_at_source])
def test_a_post_that_cannot_be_seen_where_it_was_made_drops_out_and_the_boards_answer_stays(
    ports: Ports, meeting: Meeting, alex: Actor, gone: Callable[..., object]
) -> None:
    question = answered(ports, posted(ports, meeting, "Why?"), alex, "Because.")
    assert keys(ports, meeting) == ["question-1", "answer-1", "figures"]
    gone(ports, question, "X")

    assert keys(ports, meeting) == ["answer-1", "figures"]


def test_a_post_that_is_not_out_is_nothing_to_tell_and_neither_is_a_reply_to_somebody(
    ports: Ports, meeting: Meeting
) -> None:
    for state in set(OutboxState) - {OutboxState.SENT}:
        is_out(ports, meeting, "Ask us!", state=state)
    is_out(ports, meeting, "@maria Thank you.", PostKind.REPLY)

    assert keys(ports, meeting) == ["figures"]


def test_a_post_that_is_taken_back_drops_out_at_once(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    post = is_out(ports, meeting, "Ask us!")
    assert keys(ports, meeting) == [f"call-{post.id}", "figures"]
    assert take_back(ports, post, alex, "A mistake")

    assert keys(ports, meeting) == ["figures"]


@pytest.mark.parametrize("state", [SourceState.GONE, SourceState.HIDDEN])
def test_a_post_of_ours_that_its_network_does_not_show_any_more_drops_out(
    ports: Ports, meeting: Meeting, state: SourceState
) -> None:
    post = is_out(ports, meeting, "Ask us!")
    is_seen(ports, post, SourceState.VISIBLE)
    assert f"call-{post.id}" in keys(ports, meeting)
    is_seen(ports, post, state)

    assert keys(ports, meeting) == ["figures"]


def test_a_post_of_ours_that_no_network_was_asked_for_is_told(ports: Ports, meeting: Meeting) -> None:
    """X gives us none of our own posts, so that nobody notices there."""
    post = is_out(ports, meeting, "Ask us!")

    assert keys(ports, meeting) == [f"call-{post.id}", "figures"]


def declined(ports: Ports, question: Question, actor: Actor) -> None:
    do(ports, Action.DECLINE, question, actor, "It names somebody")


def withdrawn(ports: Ports, question: Question, actor: Actor) -> None:
    do(ports, Action.WITHDRAW, question, actor, "gone")


def reworded(ports: Ports, question: Question, actor: Actor) -> None:
    do(ports, Action.EDIT_WORDING, question, actor, update=DispositionUpdate(wording="Why is it so?"))


def withheld(ports: Ports, question: Question, actor: Actor) -> None:
    do(ports, Action.WITHHOLD_NAME, question, actor, update=DispositionUpdate(name_hidden=True))


def withheld_by_the_asker(ports: Ports, question: Question, actor: Actor) -> None:
    ports.store.questions.withhold_name(question, actor, ports.clock())


@pytest.mark.parametrize("undoing", [declined, withdrawn, reworded, withheld, withheld_by_the_asker])
def test_a_post_that_repeats_a_question_drops_out_when_that_is_public_no_more_or_in_other_words(
    ports: Ports, meeting: Meeting, alex: Actor, clock: StoppedClock, undoing: Undoing
) -> None:
    question = do(ports, SHOW, do(ports, APPROVE, asked(ports, meeting), alex), alex)
    clock.advance(minutes=1)
    post = is_out(ports, meeting, "Q1 from Maria: “Why?”", PostKind.QUESTION, question_id=question.id)
    clock.advance(minutes=1)
    assert f"post-{post.id}" in keys(ports, meeting)
    undoing(ports, now(ports, question), alex)

    assert f"post-{post.id}" not in keys(ports, meeting)


def test_a_post_with_an_answer_drops_out_when_the_answer_is_another_one(
    ports: Ports, meeting: Meeting, alex: Actor, clock: StoppedClock
) -> None:
    question = answered(ports, asked(ports, meeting), alex, "In May.")
    clock.advance(minutes=1)
    post = is_out(ports, meeting, "A1: In May.", PostKind.ANSWER, question_id=question.id)
    assert f"post-{post.id}" in keys(ports, meeting)
    clock.advance(minutes=1)
    do(ports, Action.NOTE_ANSWER, question, alex, update=DispositionUpdate(answer="In June."))

    assert keys(ports, meeting) == ["question-1", "answer-1", "figures"]


def test_an_answer_that_was_posted_stays_when_the_askers_post_is_deleted(
    ports: Ports, meeting: Meeting, alex: Actor, clock: StoppedClock
) -> None:
    question = answered(ports, posted(ports, meeting, "Why?"), alex, "Because.")
    clock.advance(minutes=1)
    post = is_out(ports, meeting, "A1: Because.", PostKind.ANSWER, question_id=question.id)
    deleted_at_source(ports, question, "X")

    assert keys(ports, meeting) == ["answer-1", f"post-{post.id}", "figures"]


def test_the_call_what_was_answered_and_the_figures_are_suggested_each_post_once(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    first = is_out(ports, meeting, "Ask us!", at=NOON - timedelta(hours=1), press="one")
    is_out(ports, meeting, "Ask us!", press="one", channel="Mastodon")
    question = answered(ports, asked(ports, meeting), alex, "Because.")
    is_out(ports, meeting, "Q1: Why?", PostKind.QUESTION, question_id=question.id)
    do(ports, APPROVE, asked(ports, meeting, "Not reached?"), alex)

    assert suggested(ports, meeting) == [f"call-{first.id}", "question-1", "answer-1", "figures"]


def test_of_very_many_questions_the_first_are_suggested(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    for number in range(SUGGESTED + 2):
        do(ports, ANSWER, do(ports, APPROVE, asked(ports, meeting, f"Why {number}?"), alex), alex)

    assert len(suggested(ports, meeting)) == SUGGESTED + 1


def test_it_is_published_and_taken_down_by_a_person_and_the_settings_remember_both(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    assert recap.standing(ports, meeting) is Standing.TO_COME
    for press, standing in ((publish_recap, Standing.PUBLISHED), (recap.take_down, Standing.TAKEN_DOWN)) * 2:
        press(ports, meeting, alex)
        press(ports, meeting, alex)  # twice does no harm
        assert recap.standing(ports, fresh(ports, meeting)) is standing
    said = [(one.what.setting, one.what.after, one.by) for one in ports.store.settings.history(meeting.id, 9)]

    assert said == [("recap_published", after, "Alex") for after in (False, True, False, True)]


def test_what_is_suggested_when_it_is_published_is_what_it_has_from_then_on(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    publish_recap(ports, meeting, alex)
    answered(ports, asked(ports, meeting), alex, "Because.")
    kept = ports.store.recaps.of_meeting(meeting.id)

    assert recap.picks_now(kept, recap.material(ports, fresh(ports, meeting))) == (Pick("figures"),)
    assert (kept.saved_by, kept.saved_at) == ("Alex", NOON)


def test_of_a_cancelled_meeting_there_is_none(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    publish_recap(ports, meeting, alex)
    meetings.change(ports, fresh(ports, meeting), replace(meeting.details, cancelled=True))

    assert recap.standing(ports, fresh(ports, meeting)) is Standing.CANCELLED


def test_whoever_saves_second_is_told_and_nothing_is_lost(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    picks(ports, meeting, alex, "figures", introduction="Mine")
    with pytest.raises(ChangedMeanwhile):
        recap.save(ports, meeting, Recap("Theirs", revision=0), {"figures"}, alex)

    assert ports.store.recaps.of_meeting(meeting.id).introduction == "Mine"


def test_a_change_of_the_introduction_is_on_record_and_each_saving_is_a_new_revision_of_the_meeting(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    before = fresh(ports, meeting).revision
    picks(ports, meeting, alex, "figures", introduction="First")
    picks(ports, meeting, alex, introduction="First")
    picks(ports, meeting, alex, introduction="Second")
    said = [(one.what.before, one.what.after) for one in ports.store.settings.history(meeting.id, 9)]

    assert said == [("First", "Second"), ("", "First")]
    assert fresh(ports, meeting).revision == before + 3


def test_what_was_picked_and_went_is_back_in_its_place_when_the_decision_is_taken_back(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    question = do(ports, APPROVE, asked(ports, meeting), alex)
    picks(ports, meeting, alex, "question-1", "figures")
    do(ports, Action.HOLD, question, alex)
    picks(ports, meeting, alex, "figures", introduction="Saved meanwhile")
    do(ports, APPROVE, now(ports, question), alex)
    kept = ports.store.recaps.of_meeting(meeting.id)

    assert [pick.key for pick in recap.picks_now(kept, recap.material(ports, meeting))] == ["question-1", "figures"]
