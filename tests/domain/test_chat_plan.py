"""The plan of a chat: when each question is due, and what can still be changed of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from board_qa.domain.chats.plan import Standing, posted, standings, steps
from board_qa.domain.chats.questions import ChatQuestion, Posted, changed, minutes, moved, without
from board_qa.domain.meetings.meeting import MeetingKind
from board_qa.domain.networks.outbox import OutboxState, PostKind
from board_qa.phrases.chats import when_due
from tests.support.doubles import NOON, details, outgoing

FIVE = [ChatQuestion(number, f"Question {number}?") for number in range(1, 6)]
CHAT = details(kind=MeetingKind.CHAT, starts_at=NOON, closes_at=NOON + timedelta(hours=1), section_minutes=60)


def test_questions_are_spread_evenly_over_the_chat() -> None:
    assert minutes(FIVE, 60) == [0, 12, 24, 36, 48]
    assert minutes(FIVE[:3], 50) == [0, 16, 33]
    assert minutes([], 60) == []


def test_a_minute_of_its_own_counts_and_the_others_stay() -> None:
    assert minutes([FIVE[0], ChatQuestion(2, "Why?", 20), *FIVE[2:]], 60) == [0, 20, 24, 36, 48]


def test_moving_exchanges_the_words_and_leaves_the_minutes() -> None:
    before = [ChatQuestion(1, "First?", 0), ChatQuestion(2, "Second?", 25)]

    assert moved(before, 2, -1, ()) == (ChatQuestion(2, "Second?", 0), ChatQuestion(1, "First?", 25))
    assert moved(before, 1, -1, ()) == tuple(before)
    assert moved(before, 2, 1, ()) == tuple(before)


def test_removing_one_gives_those_after_it_a_lower_number() -> None:
    assert [one.id for one in without(FIVE, 2, ())] == [1, 3, 4, 5]


def test_what_is_posted_keeps_its_words_and_its_number() -> None:
    with pytest.raises(Posted):
        changed(FIVE, ChatQuestion(2, "Other?"), {2})
    with pytest.raises(Posted):
        without(FIVE, 2, {2})
    with pytest.raises(Posted):  # Q3 would become Q2
        without(FIVE, 2, {3})
    with pytest.raises(Posted):
        moved(FIVE, 3, -1, {2})
    with pytest.raises(Posted):
        moved(FIVE, 2, 1, {2})


def test_what_is_not_posted_can_be_changed_beside_it() -> None:
    assert changed(FIVE, ChatQuestion(3, "Other?"), {2})[2].text == "Other?"
    assert [one.id for one in without(FIVE, 3, {2})] == [1, 2, 4, 5]
    assert [one.id for one in moved(FIVE, 4, 1, {2})] == [1, 2, 3, 5, 4]


def test_the_plan_begins_with_a_welcome_and_ends_with_thanks() -> None:
    plan = steps(CHAT, FIVE[:2])

    assert [(one.kind, one.number, one.at) for one in plan] == [
        (PostKind.CHAT_WELCOME, 0, NOON),
        (PostKind.CHAT_QUESTION, 1, NOON),
        (PostKind.CHAT_QUESTION, 2, NOON + timedelta(minutes=30)),
        (PostKind.CHAT_THANKS, 0, NOON + timedelta(hours=1)),
    ]


def test_one_step_at_a_time_is_due_and_none_before_its_time() -> None:
    plan = steps(CHAT, FIVE[:2])
    welcome = outgoing("Welcome", kind=PostKind.CHAT_WELCOME, state=OutboxState.SENT)
    early = standings(plan, [], NOON - timedelta(minutes=1))

    assert set(early) == {Standing.TO_COME}
    assert standings(plan, [], NOON)[:2] == [Standing.DUE, Standing.TO_COME]
    assert standings(plan, [welcome], NOON)[:2] == [Standing.OUT, Standing.DUE]
    assert standings(plan, [welcome], NOON + timedelta(hours=2)) == [
        Standing.OUT, Standing.DUE, Standing.TO_COME, Standing.TO_COME,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (OutboxState.APPROVED, Standing.ON_ITS_WAY),
        (OutboxState.UNKNOWN, Standing.ON_ITS_WAY),
        (OutboxState.SENT, Standing.OUT),
        (OutboxState.FAILED, Standing.DUE),
        (OutboxState.CANCELLED, Standing.DUE),
        (OutboxState.DELETED, Standing.DUE),
    ],
)
def test_a_step_is_pressed_again_only_where_nothing_of_it_is_out_or_on_its_way(
    state: OutboxState, standing: Standing
) -> None:
    plan = steps(CHAT, FIVE)[1:]
    post = outgoing("Q1", kind=PostKind.CHAT_QUESTION, chat_question_id=1, state=state)

    assert standings(plan, [post], NOON)[0] is standing


def test_a_question_that_was_taken_back_keeps_its_number_and_one_that_never_went_out_has_none() -> None:
    states = {1: OutboxState.DELETED, 2: OutboxState.FAILED, 3: OutboxState.SENT, 4: OutboxState.CANCELLED}
    posts = [outgoing("Q", chat_question_id=number, state=state) for number, state in states.items()]

    assert posted(posts) == {1, 3}


@pytest.mark.parametrize(
    ("minutes_ago", "said"),
    [(0, "due now"), (0.4, "due now"), (2, "due 2 minutes ago"), (1, "due 1 minute ago"), (-5, "in 5 minutes"),
     (90, ""), (-90, "")],
)  # fmt: skip
def test_when_it_is_due_is_said_in_minutes_within_the_hour(minutes_ago: float, said: str) -> None:
    assert when_due(NOON - timedelta(minutes=minutes_ago), NOON) == said
