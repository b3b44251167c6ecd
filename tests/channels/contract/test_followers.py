"""How many follow our own account and those who post is known, and asking for it keeps nothing else waiting."""

from __future__ import annotations

from datetime import timedelta

import pytest

from board_qa.domain.listening.figures import Account
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.services.listening.our_followers import CountOurFollowers
from board_qa.services.networks.our_account import known_id
from tests.channels.contract.conftest import Rounds
from tests.channels.contract.harness import Asked, Failure


def counts(rounds: Rounds) -> list[int]:
    """Every count of our own followers there is, the oldest first."""
    far = timedelta(days=100)
    found = rounds.ports.store.followers.counted(rounds.clock() - far, rounds.clock() + far)
    us = Account(rounds.network.channel.name, known_id(rounds.ports, rounds.network.channel))
    assert {one.account for one in found} <= {us}
    return [one.followers for one in found]


def followers_by_author(rounds: Rounds, *post_ids: str) -> list[int | None]:
    kept = rounds.ports.store.posts.several(rounds.network.channel.name, post_ids)
    return [kept[id_].post.metrics.followers for id_ in post_ids]


def test_our_own_account_is_told_of_as_it_is_now_and_no_more_is_charged_than_was_foreseen(rounds: Rounds) -> None:
    channel = rounds.network.channel
    account_id, _ = channel.account()
    rounds.network.we_are_followed(1_234)
    count, charges = channel.followers(account_id)
    rounds.network.we_are_followed(0)

    assert count == 1_234
    assert sum(charge.amount for charge in charges) == channel.worst_price("followers", 1)
    assert channel.followers(account_id)[0] == 0


@pytest.mark.parametrize("how", Failure)
def test_whatever_goes_wrong_it_is_asked_again_later(rounds: Rounds, how: Failure) -> None:
    if how.name in rounds.network.cannot:
        pytest.skip("this network never says so")
    chore = CountOurFollowers(rounds.ports, rounds.network.channel)
    rounds.ask_who_we_are()
    rounds.network.we_are_followed(77)
    rounds.network.fails(Asked.FOLLOWERS, how)
    chore.go_on()
    assert counts(rounds) == []

    rounds.clock.advance(hours=1)
    chore.go_on()
    assert counts(rounds) == [77]


def test_what_goes_wrong_is_a_channel_error(rounds: Rounds) -> None:
    account_id, _ = rounds.network.channel.account()
    rounds.network.fails(Asked.FOLLOWERS, Failure.SERVER_ERROR)

    with pytest.raises(ChannelError) as trouble:
        rounds.network.channel.followers(account_id)
    assert trouble.value.kind is ChannelErrorKind.TRANSIENT


def test_trouble_with_our_followers_is_not_trouble_with_reading(rounds: Rounds) -> None:
    call = rounds.call()
    rounds.network.fails(Asked.FOLLOWERS, Failure.NOT_ALLOWED)
    CountOurFollowers(rounds.ports, rounds.network.channel).go_on()
    rounds.network.says("maria", "How long?", reply_to=call)
    rounds.read(2)

    assert (rounds.problem(), rounds.texts(), counts(rounds)) == ("", ["How long?"], [])


def test_of_whoever_posts_it_is_known_how_many_follow_them(rounds: Rounds) -> None:
    call = rounds.call()
    rounds.network.is_followed("maria", 340)
    rounds.network.is_followed("jo", 0)
    asked = [rounds.network.says(handle, "How long?", reply_to=call) for handle in ("maria", "jo", "maria")]
    rounds.read(2)

    assert followers_by_author(rounds, *asked) == [340, 0, 340]


def test_of_more_people_than_one_call_takes_all_are_known(rounds: Rounds) -> None:
    call = rounds.call()
    people = [f"person{number}" for number in range(2 * rounds.network.channel.accounts_at_once + 1)]
    for number, handle in enumerate(people):
        rounds.network.is_followed(handle, number)
    asked = [rounds.network.says(handle, "How long?", reply_to=call) for handle in people]
    rounds.read(3)

    assert followers_by_author(rounds, *asked) == list(range(len(people)))


def test_whoever_is_not_there_is_left_out_and_does_not_keep_the_others_from_being_told(rounds: Rounds) -> None:
    channel = rounds.network.channel
    if not channel.accounts_at_once:
        pytest.skip("this network tells it with posts")
    jo = rounds.network.is_followed("jo", 5)
    nobody = f"{jo[:-1]}9"

    assert channel.followers_of([nobody, jo]) == {jo: 5}


def test_nobody_is_asked_about_twice_for_one_meeting_and_trouble_with_it_stops_no_reading(rounds: Rounds) -> None:
    if not rounds.network.channel.accounts_at_once:
        pytest.skip("this network tells it with posts")
    call = rounds.call()
    rounds.network.is_followed("maria", 340)
    rounds.network.fails(Asked.FOLLOWERS_OF, Failure.SERVER_ERROR)
    first = rounds.network.says("maria", "How long?", reply_to=call)
    rounds.read()
    assert (rounds.problem(), rounds.texts()) == ("", ["How long?"])
    assert followers_by_author(rounds, first) == [None]
    rounds.read(5)
    assert followers_by_author(rounds, first) == [340]

    rounds.network.is_followed("maria", 900)
    later = rounds.network.says("maria", "And how much?", reply_to=call)
    rounds.read(5)
    assert followers_by_author(rounds, first, later) == [340, 340]
