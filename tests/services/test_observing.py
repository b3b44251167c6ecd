"""Nothing that is read is thrown away: every post is kept, once, as its network says it is, whatever became of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Metrics
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, NewQuestion, SourceState, State
from board_qa.ports import Ports
from board_qa.practice.state import Fault
from board_qa.services.meetings import meetings
from board_qa.services.networks import approving, publishing
from board_qa.services.networks.collecting import collect, read_now
from board_qa.services.questions.moving import move_to_meeting
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.worker import Worker
from tests.channels.contract.mastodon import Mastodon
from tests.conftest import RunningNetwork
from tests.support.collecting import queue, read
from tests.support.deciding import do, take_back
from tests.support.doubles import NOON, StoppedClock, details


def kept(ports: Ports, id_: str, channel: str = "X") -> ObservedPost:
    return ports.store.posts.several(channel, [id_])[id_]


def ids_kept(store: SqlStore) -> list[str]:
    return [row["native_id"] for row in store.database.rows("SELECT native_id FROM post ORDER BY native_id")]


def repost(practice: RunningNetwork, call: str) -> str:
    news = practice.network.user("news", "News")
    return practice.network.post(news, "RT @PracticeBoard: Ask us!", repost_of=call)


def test_a_question_points_at_its_post_and_the_post_says_what_was_read_of_it(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    asked = practice.says("maria", "How long is the wait? #AnytownBoard", reply_to=call)
    practice.network.like(asked, 7, shown=300)
    read(ports, practice, clock)

    (question,) = queue(ports, meeting)
    post = kept(ports, asked)
    assert ports.store.posts.of_question(question.id) == post
    assert (post.post.text, post.post.author_handle) == ("How long is the wait? #AnytownBoard", "maria")
    assert (post.post.author_id, post.post.conversation_id) == (practice.network.user("maria", ""), call)
    assert (post.post.answers, post.post.answers_author) == (call, practice.network.board_id)
    assert post.post.metrics == Metrics(7, 0, 0, 0, 300, followers=20)
    assert (post.stream, post.meeting_id, post.is_ours) == ("search", meeting.id, False)
    assert post.first_seen_at == post.last_seen_at == clock()


def test_what_becomes_no_question_is_kept_all_the_same(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    passed_on = repost(practice, call)
    ours = practice.network.post(practice.network.board_id, "@PracticeBoard reminder #AnytownBoard")
    read(ports, practice, clock)

    assert queue(ports, meeting) == []
    assert kept(ports, passed_on).post.is_repost
    assert kept(ports, passed_on).post.refers_to == (call,)
    assert (kept(ports, ours).is_ours, kept(ports, passed_on).is_ours) == (True, False)
    assert {kept(ports, id_).meeting_id for id_ in (passed_on, ours)} == {meeting.id}
    assert {kept(ports, id_).stream for id_ in (passed_on, ours)} == {"mentions"}


def test_a_mention_that_is_for_no_meeting_is_kept_without_one(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    opens = NOON + timedelta(days=1)
    meetings.change(ports, meeting, replace(meeting.details, opens_at=opens, closes_at=opens + timedelta(hours=1)))
    thanks = practice.says("dan", "@PracticeBoard thanks for the new bus stop")
    read(ports, practice, clock)

    assert queue(ports, meeting) == []
    assert kept(ports, thanks).meeting_id is None


def test_a_post_after_the_deadline_is_kept(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    clock.advance(days=2, hours=1)
    late = practice.says("maria", "Too late? #AnytownBoard")
    read(ports, practice, clock)

    assert kept(ports, late).meeting_id == meeting.id


def test_a_post_whose_author_is_not_named_is_kept_by_the_authors_id_and_named_when_that_is_told(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    asked = practice.says("maria", "How long?", reply_to=call)
    practice.network.leave_out("maria")
    read(ports, practice, clock)
    nameless = kept(ports, asked).post
    practice.network.leave_out("maria", False)
    read(ports, practice, clock)

    assert (nameless.author_name, nameless.author_handle) == ("", "")
    assert nameless.author_id == practice.network.user("maria", "")
    assert (kept(ports, asked).post.author_name, kept(ports, asked).post.author_handle) == ("Maria", "maria")


def test_what_was_posted_by_hand_as_our_call_is_kept_as_ours(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, alex: Actor
) -> None:
    by_hand = practice.network.post(practice.network.board_id, "Ask us! #AnytownBoard")
    approving.approve(ports, practice.channel, meeting, "Ask us! #AnytownBoard", alex)
    for _ in range(2):
        publishing.send_due(ports, practice.channel)
        clock.advance(seconds=5)

    assert ports.store.outbox.of_meeting(meeting.id)[0].native_id == by_hand
    assert (kept(ports, by_hand).is_ours, kept(ports, by_hand).meeting_id) == (True, meeting.id)


def test_the_same_post_read_in_two_streams_and_many_rounds_is_kept_once(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, store: SqlStore
) -> None:
    asked = practice.says("maria", "@PracticeBoard why? #AnytownBoard", reply_to=call)
    read(ports, practice, clock, rounds=3)
    first = kept(ports, asked)
    practice.network.like(asked, 2)
    read_now(ports, "X")
    read(ports, practice, clock)

    assert ids_kept(store) == [asked]
    assert (first.stream, first.first_seen_at) == ("mentions", NOON + timedelta(minutes=1))
    after = kept(ports, asked)
    assert (after.first_seen_at, after.last_seen_at) == (first.first_seen_at, clock())
    assert after.post.metrics.likes == 2


def test_an_edit_takes_the_place_of_the_words_before_and_what_a_moderator_decided_is_not_touched(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, alex: Actor
) -> None:
    asked = practice.says("maria", "How long?", reply_to=call)
    read(ports, practice, clock)
    (question,) = queue(ports, meeting)
    decided = do(ports, Action.EDIT_WORDING, question, alex, update=DispositionUpdate(wording="How long is it?"))
    practice.network.like(asked, 5)
    read(ports, practice, clock)
    assert kept(ports, asked).post.metrics.likes == 5
    assert queue(ports, meeting)[0].disposition == decided.disposition
    version = practice.network.edit(asked, "How much longer?")
    read(ports, practice, clock)

    post = kept(ports, asked).post
    assert (post.text, post.version) == ("How much longer?", version)
    assert ports.store.posts.of_question(question.id) == kept(ports, asked)


def test_a_post_that_somebody_pasted_before_it_was_read_is_the_one_that_was_read(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    asked = practice.says("maria", "How long?", reply_to=call)
    pasted = NewQuestion("X", asked, "How long?", "Maria", NOON, version=asked)
    ports.store.questions.receive(meeting.id, pasted, "pasted", NOON)
    assert queue(ports, meeting)[0].post_id is None
    read(ports, practice, clock)

    (question,) = queue(ports, meeting)
    assert ports.store.posts.of_question(question.id) == kept(ports, asked)


def test_a_pasted_post_that_is_only_looked_up_is_kept_as_well(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    asked = practice.says("maria", "About something else?")
    pasted = NewQuestion("X", asked, "About something else?", "Maria", NOON, version=asked)
    ports.store.questions.receive(meeting.id, pasted, "pasted", NOON)
    read(ports, practice, clock)

    (question,) = queue(ports, meeting)
    assert ports.store.posts.of_question(question.id) == kept(ports, asked)
    assert kept(ports, asked).last_seen_at == NOON  # when it came here: nobody found it since


def test_a_hundred_posts_that_are_known_are_stored_in_one_transaction(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, sqlite: SqliteStore
) -> None:
    for n in range(100):
        practice.says(f"p{n}", f"Question {n}?", reply_to=call)
    read(ports, practice, clock)
    read(ports, practice, clock)
    statements: list[str] = []
    sqlite.database.connection.set_trace_callback(statements.append)
    read_now(ports, "X")
    read(ports, practice, clock)
    sqlite.database.connection.set_trace_callback(None)

    saved = [n for n, sql in enumerate(statements) if sql.startswith("INSERT INTO post")]
    commits = [n for n, sql in enumerate(statements) if sql == "COMMIT"]
    assert len(saved) == 200  # read, and looked up
    assert len([n for n in commits if saved[0] < n < saved[99]]) == 0
    assert not any(sql.startswith("UPDATE question SET post_id") for sql in statements)


def test_an_odd_post_that_cannot_be_stored_is_put_aside_and_costs_no_other(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, store: SqlStore
) -> None:
    odd = repost(practice, call)
    practice.network.db.execute("UPDATE post SET created_at = '9999-12-31T23:59:59-14:00' WHERE id = ?", [odd])
    asked = practice.says("maria", "How long?", reply_to=call)
    read(ports, practice, clock)

    assert ids_kept(store) == [asked]
    assert [one.native_id for one in ports.store.sources.unreadable("X")] == [odd]


def test_a_question_that_is_moved_takes_its_post_along_and_back(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, alex: Actor
) -> None:
    other = meetings.create(ports, details(title="December board", hashtag="Other"))
    asked = practice.says("maria", "How long?", reply_to=call)
    read(ports, practice, clock)
    (question,) = queue(ports, meeting)
    moved = move_to_meeting(ports, meeting, question, question.revision, other, alex)
    read(ports, practice, clock)
    assert (moved.post_id, kept(ports, asked).meeting_id) == (question.post_id, other.id)
    take_back(ports, meeting, alex)

    assert queue(ports, meeting)[0].post_id == question.post_id
    assert kept(ports, asked).meeting_id == meeting.id


# Mastodon, where people choose who sees a post.


@pytest.fixture
def mastodon(clock: StoppedClock) -> Iterator[Mastodon]:
    made = Mastodon(clock)
    yield made
    made.stop()


@pytest.mark.parametrize("visibility", ["direct", "private"])
def test_what_was_not_said_in_public_is_kept_nowhere(
    ports: Ports,
    clock: StoppedClock,
    meeting: Meeting,
    mastodon: Mastodon,
    sqlite: SqliteStore,
    visibility: str,
) -> None:
    network = mastodon.network
    _, board = mastodon.channel.account()
    author = network.user("maria", "Maria")
    for text in (f"@{board} my diagnosis", "my diagnosis #AnytownBoard"):
        network.post(author, text, visibility=visibility)
    public = network.post(author, f"@{board} #AnytownBoard how long?", visibility="public")
    for _ in range(3):
        clock.advance(minutes=1)
        collect(ports, mastodon.channel)

    assert ids_kept(sqlite) == [public]
    assert "diagnosis" not in "\n".join(sqlite.database.connection.iterdump())


# Deleted and hidden at the source.


def all_of(store: SqlStore, table: str) -> str:
    return str(store.database.rows(f"SELECT * FROM {table}"))


def test_of_a_post_that_its_author_deleted_words_and_names_go_at_once_and_the_question_is_as_before(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, store: SqlStore
) -> None:
    asked = practice.says("maria", "How long?", reply_to=call)
    practice.network.like(asked, 3)
    read(ports, practice, clock)
    practice.network.delete(asked)
    read(ports, practice, clock)

    post, (question,) = kept(ports, asked), queue(ports, meeting)
    assert "maria" not in all_of(store, "post").lower()
    assert "How long?" not in all_of(store, "post")
    assert post.source_state is SourceState.GONE
    assert (post.post.metrics.likes, post.meeting_id, post.post.conversation_id) == (3, meeting.id, call)
    assert (question.state, question.source.text, question.post_id is None) == (State.WITHDRAWN, "How long?", False)


def test_a_post_that_is_hidden_says_so_and_is_visible_again_with_its_words(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    asked = practice.says("maria", "How long?", reply_to=call)
    read(ports, practice, clock)
    practice.network.protect("maria")
    read(ports, practice, clock)
    hidden = kept(ports, asked)
    practice.network.protect("maria", False)
    read(ports, practice, clock)

    assert (hidden.source_state, hidden.post.text) == (SourceState.HIDDEN, "How long?")
    assert kept(ports, asked).source_state is SourceState.VISIBLE


def test_a_post_that_was_not_found_for_a_moment_is_kept_again_with_its_words(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    asked = practice.says("maria", "How long?", reply_to=call)
    read(ports, practice, clock)
    body = f'{{"errors": [{{"resource_id": "{asked}", "resource_type": "tweet", "title": "Not Found Error"}}]}}'
    practice.network.faults.append(Fault("lookup", 200, body=body))
    read(ports, practice, clock)
    assert kept(ports, asked).post.text == ""
    read(ports, practice, clock)

    post = kept(ports, asked)
    assert (post.post.text, post.post.author_handle) == ("How long?", "maria")
    assert post.source_state is SourceState.VISIBLE


# Posts that are no questions, which are looked up for their own sake.


def look_ups(practice: RunningNetwork) -> int:
    return practice.network.calls.count("lookup")


@pytest.fixture
def passed_on(ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str) -> str:
    id_ = repost(practice, call)
    read(ports, practice, clock)
    return id_


def test_a_deleted_post_that_is_no_question_loses_its_words_within_a_day(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, passed_on: str, store: SqlStore
) -> None:
    practice.network.delete(passed_on)
    clock.advance(hours=23)
    read(ports, practice, clock)

    assert kept(ports, passed_on).source_state is SourceState.GONE
    assert "news" not in all_of(store, "post").lower()


def test_so_it_does_long_after_the_meeting(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, passed_on: str
) -> None:
    clock.advance(days=20)
    read(ports, practice, clock)
    assert kept(ports, passed_on).source_state is SourceState.VISIBLE
    practice.network.delete(passed_on)
    clock.advance(hours=23)
    read(ports, practice, clock)

    assert kept(ports, passed_on).source_state is SourceState.GONE


def test_it_is_looked_up_once_a_day_and_never_again_once_it_is_gone(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, passed_on: str
) -> None:
    clock.advance(days=20)
    read(ports, practice, clock)
    practice.network.calls.clear()
    for _ in range(48):
        clock.advance(hours=1)
        collect(ports, practice.channel)
    assert look_ups(practice) == 2
    practice.network.delete(passed_on)
    clock.advance(days=1)
    read(ports, practice, clock)
    practice.network.calls.clear()
    clock.advance(days=5)
    read(ports, practice, clock, rounds=3)

    assert practice.network.calls == []


def test_a_network_that_says_nothing_of_it_is_asked_again_a_day_later(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, passed_on: str
) -> None:
    clock.advance(days=20)
    practice.network.faults.append(Fault("lookup", 200, body="{}"))
    practice.network.calls.clear()
    read(ports, practice, clock, rounds=3)

    assert look_ups(practice) == 1
    assert kept(ports, passed_on).source_state is SourceState.VISIBLE


def test_looking_it_up_does_not_make_it_new_and_measures_it(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, passed_on: str
) -> None:
    before = kept(ports, passed_on)
    clock.advance(days=20)
    practice.network.like(passed_on, 9)
    read(ports, practice, clock)

    after = kept(ports, passed_on)
    assert (after.last_seen_at, after.checked_at) == (before.last_seen_at, clock())
    assert after.post.metrics.likes == 9


def test_the_books_agree_with_the_bill_of_it(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, passed_on: str
) -> None:
    before = practice.network.billed()
    clock.advance(days=20)
    read(ports, practice, clock, rounds=5)

    assert practice.network.billed() - before == 5_000
    assert ports.store.sources.spent_since("X", NOON - timedelta(days=1)) == practice.network.billed()


def test_it_is_not_paid_for_with_the_half_of_the_cap_that_is_for_reading(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    for _ in range(40):
        repost(practice, call)
    read(ports, practice, clock)
    clock.advance(days=20)  # in another month
    practice.channel.cap = 300_000
    before = practice.network.billed()
    read(ports, practice, clock, rounds=30)

    spent = practice.network.billed() - before
    assert 0 < spent <= 150_000
    assert ports.store.sources.get("X").problem_kind == ""


def test_trouble_with_it_is_said_and_passes(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, passed_on: str
) -> None:
    clock.advance(days=20)
    practice.network.delete(passed_on)
    practice.network.faults.append(Fault("lookup", 401))
    read(ports, practice, clock)
    assert ports.store.sources.get("X").problem_kind == "auth"
    clock.advance(days=1)
    read(ports, practice, clock)

    assert ports.store.sources.get("X").problem_kind == ""
    assert kept(ports, passed_on).source_state is SourceState.GONE


# For how long.


def work(ports: Ports, practice: RunningNetwork) -> None:
    """A round of the worker, with everything that it does."""
    worker = Worker(ports, [practice.channel], "worker")
    assert worker.tick()
    worker.stop()


def test_posts_are_forgotten_when_they_were_last_found_as_long_ago_as_the_setting_says(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, store: SqlStore
) -> None:
    ports = replace(ports, keep_posts=timedelta(days=30))
    practice.says("maria", "How long?", reply_to=call)
    repost(practice, call)
    read(ports, practice, clock)
    clock.advance(days=29)
    work(ports, practice)
    assert len(ids_kept(store)) == 2  # and looked up, which makes no post new again
    clock.advance(days=1, minutes=1)
    work(ports, practice)

    assert ids_kept(store) == []


def test_a_question_outlives_its_post_which_is_not_kept_anew_by_looking_it_up(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, store: SqlStore
) -> None:
    asked = practice.says("maria", "How long?", reply_to=call)
    read(ports, practice, clock)
    (before,) = queue(ports, meeting)
    clock.advance(days=366)
    work(ports, practice)
    practice.network.calls.clear()
    clock.advance(days=1)
    collect(ports, practice.channel)

    (after,) = queue(ports, meeting)
    assert replace(after.source, flags=None) == before.source
    assert (after.state, after.post_id, before.post_id is None) == (State.RECEIVED, None, False)
    assert look_ups(practice) == 1
    assert ids_kept(store) == []
    practice.network.delete(asked)
    clock.advance(days=1)
    collect(ports, practice.channel)
    assert queue(ports, meeting)[0].state is State.WITHDRAWN


def test_nothing_of_a_person_is_in_the_logs(
    ports: Ports,
    practice: RunningNetwork,
    clock: StoppedClock,
    meeting: Meeting,
    call: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, "board_qa")
    ids = [practice.says("maria", "How long is the secret?", reply_to=call), repost(practice, call)]
    practice.network.db.execute("UPDATE post SET created_at = '9999-12-31T23:59:59-14:00' WHERE id = ?", [ids[1]])
    read(ports, practice, clock)
    practice.network.delete(ids[0])
    clock.advance(days=1)
    read(ports, practice, clock)

    told = [record.getMessage().lower() for record in caplog.records if record.name.startswith("board_qa")]
    assert told != []
    assert not [line for line in told for word in ("maria", "secret", "news", *ids) if word in line]
