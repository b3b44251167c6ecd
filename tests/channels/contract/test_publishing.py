"""What a person approved goes out once, whatever the network answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa.domain.networks.outbox import OutboxState
from tests.channels.contract.conftest import TAG, Rounds
from tests.channels.contract.harness import Asked, Failure


def test_what_was_approved_goes_out_once_in_its_own_words(rounds: Rounds) -> None:
    call = rounds.call()
    rounds.send(60)

    assert rounds.network.published() == [(f"Ask us! {TAG}", "")]
    assert (rounds.outbox()[0].state, bool(call)) == (OutboxState.SENT, True)


@pytest.mark.parametrize("how", [Failure.LOST_ANSWER, Failure.SERVER_ERROR])
@pytest.mark.parametrize("times", [1, 2])
def test_an_unclear_answer_never_makes_two_posts_or_none(rounds: Rounds, how: Failure, times: int) -> None:
    for _ in range(times):
        rounds.network.fails(Asked.PUBLISH, how)
    rounds.approve(f"Ask us! {TAG}")
    rounds.send(300)

    assert rounds.network.published() == [(f"Ask us! {TAG}", "")]
    (post,) = rounds.outbox()
    assert post.state is OutboxState.SENT
    assert post.native_id


def test_a_worker_that_was_killed_while_it_sent_sends_nothing_twice(rounds: Rounds) -> None:
    """It died between the network's work and our record of it."""
    rounds.approve(f"Ask us! {TAG}")
    (post,) = rounds.outbox()
    rounds.network.channel.publish(post)
    sending = replace(post, state=OutboxState.SENDING, attempts=1, attempted_at=rounds.clock())
    rounds.ports.store.outbox.move(post, sending)
    rounds.send(60)

    assert rounds.network.published() == [(f"Ask us! {TAG}", "")]
    assert rounds.outbox()[0].state is OutboxState.SENT


def test_the_same_answer_to_two_people_is_two_posts_and_to_one_person_one(rounds: Rounds) -> None:
    call = rounds.call()
    board = rounds.network.channel.account()[1]
    first = rounds.network.says("maria", f"@{board} how long?", reply_to=call)
    second = rounds.network.says("jo", f"@{board} how much?", reply_to=call)
    for asked in (first, second, second):
        rounds.approve("We answer this at the meeting.", reply_to=asked)
    rounds.send(60)

    answers = rounds.network.published()[1:]
    assert [reply_to for _, reply_to in answers] == [first, second]
    assert all(text.endswith("We answer this at the meeting.") for text, _ in answers)


def test_an_answer_whose_answer_was_lost_is_told_from_the_same_answer_to_somebody_else(rounds: Rounds) -> None:
    call = rounds.call()
    board = rounds.network.channel.account()[1]
    first, second = (rounds.network.says(who, f"@{board} why?", reply_to=call) for who in ("maria", "jo"))
    rounds.approve("At the meeting.", reply_to=first)
    rounds.send(5)
    rounds.network.fails(Asked.PUBLISH, Failure.SERVER_ERROR)
    rounds.approve("At the meeting.", reply_to=second)
    rounds.send(300)

    assert [reply_to for _, reply_to in rounds.network.published()[1:]] == [first, second]
    ids = [post.native_id for post in rounds.outbox()]
    assert len(set(ids)) == 3


@pytest.mark.parametrize("how", [Failure.LOST_ANSWER, Failure.SERVER_ERROR])
def test_an_answer_to_a_post_that_was_edited_goes_out_once_though_the_networks_answer_is_unclear(
    rounds: Rounds, how: Failure
) -> None:
    call = rounds.call()
    board = rounds.network.channel.account()[1]
    asked, other = (rounds.network.says(who, f"@{board} why?", reply_to=call) for who in ("maria", "jo"))
    rounds.approve("At the meeting.", reply_to=other)
    rounds.send(5)
    rounds.network.edits(asked, f"@{board} why, and since when?")
    rounds.network.fails(Asked.PUBLISH, how)
    rounds.approve("At the meeting.", reply_to=asked)
    rounds.send(300)

    assert [reply_to for _, reply_to in rounds.network.published()[1:]] == [other, asked]
    assert [post.state for post in rounds.outbox()] == [OutboxState.SENT] * 3


@pytest.mark.parametrize(
    ("how", "state"),
    [(Failure.NOT_ALLOWED, OutboxState.BLOCKED), (Failure.KEYS_REFUSED, OutboxState.APPROVED),
     (Failure.OUT_OF_CREDIT, OutboxState.APPROVED), (Failure.TOO_OFTEN_SOMEHOW, OutboxState.APPROVED)],
)  # fmt: skip
def test_a_clear_no_is_said_and_only_what_may_change_is_tried_again(
    rounds: Rounds, how: Failure, state: OutboxState
) -> None:
    if how.name in rounds.network.cannot:
        pytest.skip("this network never says so")
    rounds.network.fails(Asked.PUBLISH, how)
    rounds.approve(f"Ask us! {TAG}")
    rounds.send()

    (post,) = rounds.outbox()
    assert (post.state, bool(post.problem), rounds.network.published()) == (state, True, [])
    rounds.send(120)
    assert len(rounds.network.published()) == (state is OutboxState.APPROVED)


def test_where_it_says_until_when_nothing_is_sent_before_that(rounds: Rounds) -> None:
    rounds.network.fails(Asked.PUBLISH, Failure.TOO_OFTEN, until=rounds.clock() + timedelta(minutes=5))
    rounds.approve(f"Ask us! {TAG}")
    rounds.send(290)
    assert rounds.network.published() == []
    rounds.send(20)

    assert len(rounds.network.published()) == 1
