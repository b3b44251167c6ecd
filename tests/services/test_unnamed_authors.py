"""Networks require a post's name and handle: without them nothing is approved, and the network is asked again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.askers import person_keys
from board_qa.domain.questions.copies import duplicate_keys
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, Question, State
from board_qa.ports import Ports
from board_qa.services.questions.moderating import AuthorUnknown, NoWords, answer_and_next, back, expected_screen
from board_qa.web.shell.refusals import not_fit_to_show
from tests.conftest import RunningNetwork
from tests.support.collecting import queue, read
from tests.support.deciding import do, expected_next_now, now, take_back
from tests.support.doubles import ABUSIVE, StoppedClock


@pytest.fixture
def nameless(ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str) -> Question:
    practice.says("maria", "How long?", reply_to=call)
    practice.network.leave_out("maria")
    read(ports, practice, clock)
    (question,) = queue(ports, meeting)
    return question


def named_by_now(ports: Ports, practice: RunningNetwork, clock: StoppedClock, question: Question) -> Question:
    practice.network.leave_out("maria", False)
    read(ports, practice, clock)
    return now(ports, question)


@pytest.mark.parametrize("action", [Action.ACCEPT, Action.WRITE])
def test_a_post_without_its_author_is_not_approved_and_the_sentence_says_what_to_do(
    ports: Ports, nameless: Question, alex: Actor, action: Action
) -> None:
    with pytest.raises(AuthorUnknown) as refused:
        do(ports, action, nameless, alex, update=DispositionUpdate(owner="Dr Shah") if action is Action.WRITE else None)

    assert now(ports, nameless) == nameless
    said = not_fit_to_show(refused.value)
    assert "X has not told us yet who wrote question 1" in said
    assert "try again in a minute" in said


def test_what_is_not_published_can_be_decided_all_the_same(ports: Ports, nameless: Question, alex: Actor) -> None:
    for action in (Action.HOLD, Action.DECLINE, Action.NOTE):
        do(ports, action, now(ports, nameless), alex, ABUSIVE)

    assert now(ports, nameless).state is State.DECLINED


def test_it_is_asked_about_again_with_its_author_and_then_it_can_be_approved(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, nameless: Question, alex: Actor
) -> None:
    question = named_by_now(ports, practice, clock, nameless)

    assert (question.source.author_name, question.source.author_handle) == ("Maria", "maria")
    assert question.source.url == f"https://x.com/maria/status/{question.source.native_id}"
    assert do(ports, Action.ACCEPT, question, alex).state is State.ACCEPTED
    assert [c.action for c in ports.store.questions.history(question.id)][:2] == [Action.RECEIVE, Action.NAME_AUTHOR]


def test_a_read_that_brings_the_author_along_names_it_too(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    practice.says("maria", "How long?", reply_to=call)
    practice.network.leave_out("maria")
    read(ports, practice, clock)
    practice.network.leave_out("maria", False)
    calls = len(practice.network.calls)
    read(ports, practice, clock)

    assert queue(ports, meeting)[0].source.author_handle == "maria"
    assert practice.network.calls[calls:].index("search") < practice.network.calls[calls:].index("lookup")


def test_nobody_pays_for_the_authors_who_are_known(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    practice.says("maria", "How long?", reply_to=call)
    read(ports, practice, clock, rounds=4)
    clock.advance(hours=13)  # the next day: everything is billed again
    before = practice.network.billed()
    read(ports, practice, clock)

    assert practice.network.billed() - before == practice.network.prices["post"]


def test_what_a_moderator_did_before_the_name_came_is_theirs_to_undo(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, nameless: Question, alex: Actor
) -> None:
    do(ports, Action.HOLD, nameless, alex)
    named_by_now(ports, practice, clock, nameless)
    take_back(ports, meeting, alex)

    assert now(ports, nameless).state is State.RECEIVED


def test_one_that_was_approved_before_this_rule_is_not_put_on_the_screen(
    ports: Ports, meeting: Meeting, nameless: Question, alex: Actor
) -> None:
    database = ports.store.questions._db  # type: ignore[attr-defined]  # as the version before left it
    database.execute("UPDATE question SET state = 'accepted' WHERE id = ?", nameless.id)
    accepted = now(ports, nameless)
    with pytest.raises(AuthorUnknown):
        do(ports, Action.PUT_ON_SCREEN, accepted, alex)
    with pytest.raises(AuthorUnknown):
        answer_and_next(ports, meeting, expected_next_now(ports, meeting), alex)
    database.execute("UPDATE question SET state = 'answered' WHERE id = ?", nameless.id)
    assert back(ports, meeting, expected_screen(None), alex) is None

    assert ports.store.questions.on_screen(meeting.id) is None


def test_a_post_that_is_only_a_picture_is_not_approved_before_somebody_gave_it_words(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, alex: Actor
) -> None:
    practice.says("maria", "", reply_to=call, picture=True)
    read(ports, practice, clock)
    (question,) = queue(ports, meeting)
    assert question.words == ""
    assert question.source.text.startswith("https://t.co/")
    with pytest.raises(NoWords) as refused:
        do(ports, Action.ACCEPT, question, alex)
    assert "only a picture" in not_fit_to_show(refused.value)

    question = do(
        ports,
        Action.EDIT_WORDING,
        question,
        alex,
        update=DispositionUpdate(wording="Is the car park always this full?"),
    )
    assert do(ports, Action.ACCEPT, question, alex).words == "Is the car park always this full?"


def test_short_addresses_and_other_peoples_handles_never_reach_the_wall(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, alex: Actor
) -> None:
    practice.says("maria", "@jo_bloggs @sam Why does https://www.anytown.nhs.uk/papers say so?", reply_to=call)
    read(ports, practice, clock)
    (question,) = queue(ports, meeting)
    question = do(ports, Action.ACCEPT, question, alex)

    assert question.words == "Why does anytown.nhs.uk/papers say so?"
    assert question.source.text.startswith("@jo_bloggs @sam Why does https://t.co/")


def test_an_edit_is_shown_as_its_network_shows_it(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    first = practice.says("maria", "@jo Why?", reply_to=call)
    read(ports, practice, clock)
    practice.network.edit(first, "@jo Why does https://example.org/a say so?")
    read(ports, practice, clock)

    assert queue(ports, meeting)[0].words == "Why does example.org/a say so?"


def test_a_typed_repost_is_a_question_and_the_networks_own_is_none(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    practice.says("maria", "RT @jo_bloggs: We open in May. Will the board say why? #AnytownBoard")
    practice.says("news", "RT @PracticeBoard: Ask us! #AnytownBoard", repost_of=call)
    read(ports, practice, clock)

    assert [q.source.author_handle for q in queue(ports, meeting)] == ["maria"]


def test_a_name_that_comes_later_counts_and_finds_copies_as_if_it_had_been_there_at_once(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, nameless: Question
) -> None:
    practice.network.leave_out("maria", False)
    practice.says("maria", "And how much? #AnytownBoard")
    read(ports, practice, clock, rounds=2)
    named = queue(ports, meeting)
    keys = person_keys("Maria", "maria", "", "X")

    assert [same.numbers for same in ports.store.askers.same_people(meeting.id, keys)] == [(1, 2)]
    by_hand = replace(named[0].source, native_id="by hand", channel="paper", author_handle="", url="")
    assert named[0].id in {copy.id for copy in ports.store.copies.like(meeting.id, duplicate_keys(by_hand))}
