"""Every question there is comes into the queue once, and what becomes of its post is seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa.domain.networks.links import read_link
from board_qa.domain.questions.entries import of_post
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import State
from board_qa.services.meetings import meetings
from board_qa.services.networks.collecting import read_now
from board_qa.services.questions.moderating import act
from board_qa.storage.sql.store import SqlStore
from tests.channels.contract.conftest import TAG, Rounds
from tests.channels.contract.harness import Asked, Failure


def test_replies_mentions_and_posts_with_the_hashtag_come_in_once_with_their_authors(rounds: Rounds) -> None:
    call, board = rounds.call(), rounds.network.channel.account()[1]
    rounds.network.says("maria", "How long?", reply_to=call)
    rounds.network.says("jo", f"How much? {TAG}")
    rounds.network.says("sam", f"@{board} how come?")
    rounds.network.says("ann", f"@{board} all at once? {TAG}", reply_to=call)
    rounds.read(10)

    assert len(rounds.texts()) == 4
    assert {question.source.author_handle.split("@")[0].split(".")[0] for question in rounds.queue()} == {
        "maria",
        "jo",
        "sam",
        "ann",
    }
    assert all(question.source.url.startswith("http") for question in rounds.queue())


def test_how_far_a_stream_was_read_names_no_post_which_somebody_may_have_erased(
    rounds: Rounds, store: SqlStore
) -> None:
    rounds.call()
    rounds.network.says("maria", f"How long? {TAG}")
    rounds.read(10)
    (asked,) = rounds.queue()

    cursors = [row["since"] for row in store.database.rows("SELECT since FROM cursor WHERE since != ''")]
    assert cursors
    assert not [since for since in cursors if asked.source.native_id in since]


def test_a_post_with_a_further_hashtag_is_found_once_with_or_without_the_meetings_own(rounds: Rounds) -> None:
    further = replace(rounds.meeting.details, more_hashtags=("NHSAnytown", "AnytownCouncil"))
    meetings.change(rounds.ports, rounds.meeting, further, actor=rounds.actor)
    rounds.call()
    rounds.network.says("maria", "How long? #NHSAnytown")
    rounds.network.says("jo", f"How much? #AnytownCouncil {TAG}")
    rounds.read(2)
    rounds.network.says("sam", "How come? #AnytownCouncil #NHSAnytown")
    rounds.network.says("ann", "Nothing to do with it #NHSAnytownChoir #Anytown")
    rounds.read(10)

    asked = ["How come? #AnytownCouncil #NHSAnytown", f"How much? #AnytownCouncil {TAG}", "How long? #NHSAnytown"]
    assert sorted(rounds.texts()) == sorted(asked)
    assert {question.state for question in rounds.queue()} == {State.RECEIVED}


def test_more_than_a_page_with_each_hashtag_comes_in_whole_though_a_read_breaks_off(rounds: Rounds) -> None:
    further = replace(rounds.meeting.details, more_hashtags=("NHSAnytown",))
    meetings.change(rounds.ports, rounds.meeting, further, actor=rounds.actor)
    rounds.call()
    for n in range(130):
        rounds.clock.advance(seconds=1)
        rounds.network.says(f"asker{n}", f"Question {n}? {TAG if n % 2 else '#NHSAnytown'}")
    rounds.network.fails(Asked.READ, Failure.SERVER_ERROR, after=2)
    rounds.read_until(lambda: len(rounds.queue()) >= 130, rounds=30)

    assert sorted(int(text.split("?")[0].split()[1]) for text in rounds.texts()) == list(range(130))


def test_a_longer_hashtag_that_begins_like_the_meetings_own_is_another(rounds: Rounds) -> None:
    rounds.call()
    rounds.network.says("ann", f"When is the concert? {TAG}Choir")
    rounds.network.says("jo", f"How much? {TAG}Choir {TAG}")
    rounds.read(3)

    assert rounds.texts() == [f"How much? {TAG}Choir {TAG}"]


def test_without_further_hashtags_nothing_else_is_found(rounds: Rounds) -> None:
    rounds.call()
    rounds.network.says("maria", "How long? #NHSAnytown")
    rounds.read(3)

    assert rounds.texts() == []


def test_a_post_that_somebody_pasted_before_it_was_read_is_one_question(rounds: Rounds) -> None:
    call = rounds.call()
    asked = rounds.network.says("maria", "How long?", reply_to=call)
    (post,) = rounds.network.channel.look_up([asked]).posts
    pasted = of_post(read_link(post.url), "How long?", "Maria", post.author_handle, rounds.clock())
    rounds.ports.store.questions.receive(rounds.meeting.id, pasted, "token", rounds.clock())
    rounds.read(3)

    assert rounds.texts() == ["How long?"]


def test_our_own_posts_are_no_questions(rounds: Rounds) -> None:
    rounds.call()
    rounds.read(3)

    assert rounds.queue() == []


def test_more_than_one_page_comes_in_whole_and_in_the_order_in_which_people_posted(rounds: Rounds) -> None:
    call = rounds.call()
    for n in range(130):
        rounds.clock.advance(seconds=1)
        rounds.network.says(f"asker{n}", f"Question {n}? {TAG}", reply_to=call)
    rounds.read(3)

    assert [text.split("?")[0] for text in rounds.texts()] == [f"Question {n}" for n in range(130)]


def test_a_read_that_breaks_off_after_its_first_page_loses_nothing_and_doubles_nothing(rounds: Rounds) -> None:
    rounds.call()
    for n in range(130):
        rounds.clock.advance(seconds=1)
        rounds.network.says(f"asker{n}", f"Question {n}? {TAG}")
    rounds.network.fails(Asked.READ, Failure.SERVER_ERROR, after=1)
    rounds.read_until(lambda: len(rounds.queue()) >= 130, rounds=30)

    assert sorted(int(text.split("?")[0].split()[1]) for text in rounds.texts()) == list(range(130))


@pytest.mark.parametrize("minutes", [1, 3, 30, 90])
def test_a_post_that_is_shown_late_is_found_while_others_keep_arriving(rounds: Rounds, minutes: int) -> None:
    rounds.call()
    late = f"Late? {TAG}"
    rounds.network.says("late", late, late=minutes * 60)
    for n in range((minutes + 60) // 10):
        rounds.network.says(f"asker{n}", f"Question {n}? {TAG}")
        rounds.read_until(lambda: late in rounds.texts(), rounds=10)
        if late in rounds.texts():
            break

    assert rounds.texts().count(late) == 1


def test_an_edit_brings_the_new_words_back_to_be_checked(rounds: Rounds) -> None:
    call = rounds.call()
    asked = rounds.network.says("maria", "How long?", reply_to=call)
    rounds.read(2)
    (question,) = rounds.queue()
    act(rounds.ports, Action.ACCEPT, question, question.revision, rounds.actor)
    rounds.clock.advance(minutes=3)
    rounds.network.edits(asked, "How much longer?")
    rounds.read(5)

    (question,) = rounds.queue()
    assert (question.words, question.state) == ("How much longer?", State.RECEIVED)


def test_an_edit_that_nothing_tells_of_is_an_edit_all_the_same(rounds: Rounds) -> None:
    call = rounds.call()
    asked = rounds.network.says("maria", "How long?", reply_to=call)
    rounds.read(2)
    (question,) = rounds.queue()
    act(rounds.ports, Action.ACCEPT, question, question.revision, rounds.actor)
    rounds.network.edits_in_silence(asked, "You are all useless")
    rounds.read(5)

    (question,) = rounds.queue()
    assert (question.words, question.state) == ("You are all useless", State.RECEIVED)


def test_two_edits_end_with_the_last_words_however_they_are_read(rounds: Rounds) -> None:
    call = rounds.call()
    asked = rounds.network.says("maria", "First?", reply_to=call)
    rounds.read(2)
    for text in ("Second?", "Third?"):
        rounds.clock.advance(seconds=40)
        rounds.network.edits(asked, text)
    rounds.read(3)
    read_now(rounds.ports, rounds.network.channel.name)
    rounds.read(3)

    assert rounds.texts() == ["Third?"]


def test_a_deleted_post_is_withdrawn(rounds: Rounds) -> None:
    call = rounds.call()
    asked = rounds.network.says("maria", "How long?", reply_to=call)
    rounds.read(2)
    rounds.network.deletes(asked)
    rounds.read_until(lambda: rounds.queue()[0].state is State.WITHDRAWN, rounds=30)

    (question,) = rounds.queue()
    assert question.state is State.WITHDRAWN


def test_a_post_that_is_hidden_leaves_the_screen_and_comes_back_as_it_was(rounds: Rounds) -> None:
    if "hide" in rounds.network.cannot:
        pytest.skip("this network hides nobody's posts for a while")
    call = rounds.call()
    rounds.network.says("maria", "How long?", reply_to=call)
    rounds.read(2)
    (question,) = rounds.queue()
    act(rounds.ports, Action.ACCEPT, question, question.revision, rounds.actor)
    rounds.network.hides("maria")
    rounds.read(5)
    assert rounds.queue()[0].state is State.WITHDRAWN
    rounds.network.hides("maria", hidden=False)
    rounds.read_until(lambda: rounds.queue()[0].state is State.ACCEPTED, rounds=30)

    assert rounds.queue()[0].state is State.ACCEPTED


def test_an_author_without_a_name_is_asked_about_until_there_is_one(rounds: Rounds) -> None:
    if "leave_out" in rounds.network.cannot:
        pytest.skip("this network always names who posted")
    call = rounds.call()
    rounds.network.leaves_out_the_name("maria")
    rounds.network.says("maria", "How long?", reply_to=call)
    rounds.read(2)
    assert rounds.queue()[0].source.lacks_author
    rounds.network.leaves_out_the_name("maria", left_out=False)
    rounds.read(3)

    assert not rounds.queue()[0].source.lacks_author


@pytest.mark.parametrize("how", Failure)
def test_whatever_goes_wrong_is_said_and_reading_goes_on_where_it_was(rounds: Rounds, how: Failure) -> None:
    if how.name in rounds.network.cannot:
        pytest.skip("this network never says so")
    call = rounds.call()
    rounds.read()
    rounds.network.fails(Asked.READ, how)
    rounds.network.says("maria", "How long?", reply_to=call)
    rounds.read()
    assert rounds.problem()
    rounds.read(20)

    assert (rounds.problem(), rounds.texts()) == ("", ["How long?"])


def test_where_it_says_until_when_it_is_not_asked_before_that(rounds: Rounds) -> None:
    rounds.call()
    rounds.read()
    rounds.network.fails(Asked.READ, Failure.TOO_OFTEN, until=rounds.clock() + timedelta(minutes=10))
    rounds.read()

    assert timedelta(minutes=8) < rounds.resting() <= timedelta(minutes=9)


def test_what_is_counted_of_a_post_and_whom_it_answers_is_told(rounds: Rounds) -> None:
    call, us = rounds.call(), rounds.network.channel.account()[0]
    asked = rounds.network.says("maria", "How long?", reply_to=call)
    rounds.network.says("jo", "Yes, how long?", reply_to=asked)
    (post,) = rounds.network.channel.look_up([asked]).posts

    assert (post.answers, post.answers_author) == (call, us)
    assert (post.metrics.replies, post.metrics.likes) == (1, 0)
