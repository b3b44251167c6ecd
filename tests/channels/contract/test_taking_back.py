"""A post of ours that is taken back is gone, however often that is asked for, and nobody else's ever is."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.outbox import OutgoingPost
from board_qa.domain.networks.posts import ReadRequest
from tests.channels.contract.conftest import TAG, Rounds
from tests.channels.contract.harness import Asked, Failure


def sent_call(rounds: Rounds) -> OutgoingPost:
    rounds.call()
    return rounds.outbox()[0]


def is_on_our_timeline(rounds: Rounds, post: OutgoingPost) -> bool:
    channel = rounds.network.channel
    found, _ = channel.find_own(channel.account()[0], post, rounds.clock() - timedelta(hours=1), ())
    return found is not None


def everything_read(rounds: Rounds, call: str) -> set[str]:
    """The ids of all that any stream has."""
    channel = rounds.network.channel
    account_id, handle = channel.account()
    asks = [
        ReadRequest(kind.name, account_id, handle, 40, hashtags=(TAG.strip("#"),), conversation_ids=(call,))
        for kind in channel.streams
    ]
    return {post.native_id for ask in asks for post in channel.read(ask).posts}


def refusal(rounds: Rounds, post: OutgoingPost) -> ChannelError:
    with pytest.raises(ChannelError) as refused:
        rounds.network.channel.delete(post)
    return refused.value


def test_what_was_taken_back_is_gone_and_is_read_no_more(rounds: Rounds) -> None:
    call = sent_call(rounds)
    assert is_on_our_timeline(rounds, call)
    rounds.network.channel.delete(call)

    looked_up = rounds.network.channel.look_up([call.native_id])
    assert (looked_up.posts, looked_up.gone) == ((), frozenset({call.native_id}))
    assert rounds.network.published() == []
    assert not is_on_our_timeline(rounds, call)
    assert call.native_id not in everything_read(rounds, call.native_id)


def test_one_of_several_is_taken_back_and_the_others_stay(rounds: Rounds) -> None:
    call = sent_call(rounds)
    rounds.approve("The questions close at noon.")
    rounds.send(5)
    rounds.network.channel.delete(call)

    assert rounds.network.published() == [("The questions close at noon.", "")]


def test_reading_goes_on_after_a_call_was_taken_back(rounds: Rounds) -> None:
    call = sent_call(rounds)
    rounds.read()
    rounds.network.channel.delete(call)
    rounds.network.says("maria", f"How long? {TAG}")
    rounds.read(3)

    assert (rounds.problem(), rounds.texts()) == ("", [f"How long? {TAG}"])


def test_taking_back_again_is_no_error(rounds: Rounds) -> None:
    call = sent_call(rounds)
    for _ in range(3):
        rounds.network.channel.delete(call)

    assert rounds.network.published() == []


def test_what_somebody_deleted_by_hand_is_taken_back_already(rounds: Rounds) -> None:
    call = sent_call(rounds)
    rounds.network.deletes(call.native_id)
    rounds.network.channel.delete(call)

    assert rounds.network.published() == []


@pytest.mark.parametrize(
    ("how", "kind"),
    [(Failure.NOT_ALLOWED, ChannelErrorKind.BLOCKED), (Failure.KEYS_REFUSED, ChannelErrorKind.AUTH),
     (Failure.OUT_OF_CREDIT, ChannelErrorKind.OUT_OF_CREDIT),
     (Failure.TOO_OFTEN_SOMEHOW, ChannelErrorKind.RATE_LIMITED)],
)  # fmt: skip
def test_a_clear_no_is_said_and_the_post_stays(rounds: Rounds, how: Failure, kind: ChannelErrorKind) -> None:
    if how.name in rounds.network.cannot:
        pytest.skip("this network never says so")
    call = sent_call(rounds)
    rounds.network.fails(Asked.DELETE, how)

    assert refusal(rounds, call).kind is kind
    assert len(rounds.network.published()) == 1


def test_where_it_says_until_when_to_wait_we_are_told(rounds: Rounds) -> None:
    call, until = sent_call(rounds), rounds.clock().replace(microsecond=0) + timedelta(minutes=10)
    rounds.network.fails(Asked.DELETE, Failure.TOO_OFTEN, until=until)

    refused = refusal(rounds, call)
    assert (refused.kind, refused.until) == (ChannelErrorKind.RATE_LIMITED, until)


@pytest.mark.parametrize(("how", "left"), [(Failure.LOST_ANSWER, 0), (Failure.SERVER_ERROR, 1)])
def test_an_unclear_answer_is_called_so_and_asking_again_settles_it(rounds: Rounds, how: Failure, left: int) -> None:
    call = sent_call(rounds)
    rounds.network.fails(Asked.DELETE, how)

    assert refusal(rounds, call).kind is ChannelErrorKind.AMBIGUOUS
    assert len(rounds.network.published()) == left
    rounds.network.channel.delete(call)
    assert rounds.network.published() == []


def test_another_account_s_post_is_never_deleted(rounds: Rounds) -> None:
    call = sent_call(rounds)
    asked = rounds.network.says("maria", "How long?", reply_to=call.native_id)
    with suppress(ChannelError):
        rounds.network.channel.delete(replace(call, native_id=asked))

    assert [post.text for post in rounds.network.channel.look_up([asked]).posts] == ["How long?"]
    assert len(rounds.network.published()) == 1
