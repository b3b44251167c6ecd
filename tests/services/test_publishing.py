"""The outbox against the practice network over HTTP: what a person approved goes out exactly once."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
import twitter_text

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.ports.stores import StoreUnavailable
from board_qa.practice.state import Fault
from board_qa.services.networks import approving, publishing, stopping
from board_qa.storage.sqlite.store import SqliteStore
from tests.conftest import RunningNetwork
from tests.support.doubles import StoppedClock

WORDS = "Our board meets on Thursday. Ask with #AnytownBoard at https://board.example.org/7K4P"


def approve(ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor, text: str = WORDS) -> None:
    approving.approve(ports, practice.channel, meeting, text, alex)


def the_post(ports: Ports, meeting: Meeting) -> OutgoingPost:
    (post,) = ports.store.outbox.of_meeting(meeting.id)
    return post


def on_network(practice: RunningNetwork) -> list[str]:
    return [p["text"] for p in practice.network.current() if p["author_id"] == practice.network.board_id]


def work(ports: Ports, practice: RunningNetwork, clock: StoppedClock, minutes: int = 5) -> None:
    """The worker's rounds, a second apart."""
    for _ in range(minutes * 60):
        publishing.send_due(ports, practice.channel)
        clock.advance(seconds=1)


def test_the_exact_text_who_approved_it_and_when_are_kept(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor, clock: StoppedClock
) -> None:
    approve(ports, practice, meeting, alex)
    publishing.send_due(ports, practice.channel)

    post = the_post(ports, meeting)
    assert (post.text, post.approved_by, post.approved_at, post.state) == (WORDS, "Alex", clock(), OutboxState.SENT)
    assert on_network(practice) == [WORDS]


def test_nothing_is_sent_that_nobody_approved(ports: Ports, practice: RunningNetwork, meeting: Meeting) -> None:
    publishing.send_due(ports, practice.channel)

    assert practice.network.calls == []


def test_a_double_click_is_one_post(ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor) -> None:
    approve(ports, practice, meeting, alex)
    approve(ports, practice, meeting, alex)

    assert len(ports.store.outbox.of_meeting(meeting.id)) == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 281])
def test_a_text_that_does_not_fit_is_never_approved(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor, text: str
) -> None:
    with pytest.raises(approving.NotPublishable):
        approve(ports, practice, meeting, alex, text)
    assert ports.store.outbox.of_meeting(meeting.id) == []


@pytest.mark.parametrize("fault", [Fault("create", 503, commit=True), Fault("create", commit=True, drop=True),
                                   Fault("create", 200, body="<html>", commit=True)])  # fmt: skip
def test_a_post_that_went_out_without_an_answer_is_found_and_not_sent_again(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor, clock: StoppedClock, fault: Fault
) -> None:
    practice.network.faults.append(replace(fault))
    approve(ports, practice, meeting, alex)
    publishing.send_due(ports, practice.channel)
    assert the_post(ports, meeting).state is OutboxState.UNKNOWN

    work(ports, practice, clock)
    assert the_post(ports, meeting).state is OutboxState.SENT
    assert the_post(ports, meeting).native_id == practice.network.current()[0]["id"]
    assert practice.network.calls.count("create") == 1


def test_a_post_that_did_not_go_out_is_sent_only_after_it_was_looked_for(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor, clock: StoppedClock
) -> None:
    practice.network.faults.append(Fault("create", 503))
    approve(ports, practice, meeting, alex)
    work(ports, practice, clock)

    calls = [call for call in practice.network.calls if call in ("create", "timeline")]
    assert calls == ["create", "timeline", "timeline", "timeline", "create"]
    assert on_network(practice) == [WORDS]


def test_a_network_that_never_answers_ends_with_a_person(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor, clock: StoppedClock
) -> None:
    practice.network.faults.append(Fault("create", 503, times=100))
    approve(ports, practice, meeting, alex)
    work(ports, practice, clock, minutes=10)

    post = the_post(ports, meeting)
    assert post.state is OutboxState.FAILED
    assert "Publish it again?" in post.problem
    assert practice.network.calls.count("create") == 3


def test_a_worker_that_died_while_sending_leaves_a_post_to_be_looked_for(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor, clock: StoppedClock
) -> None:
    approve(ports, practice, meeting, alex)
    post = the_post(ports, meeting)
    ports.store.outbox.move(post, OutgoingPost(**{**post.__dict__, "state": OutboxState.SENDING, "attempts": 1}))
    practice.network.post(practice.network.board_id, WORDS)  # it had gone out
    publishing.recover(ports, practice.channel)
    work(ports, practice, clock)

    assert the_post(ports, meeting).state is OutboxState.SENT
    assert on_network(practice) == [WORDS]


def test_a_refusal_is_final_and_says_the_networks_words(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor, clock: StoppedClock
) -> None:
    practice.network.faults.append(Fault("create", 403, body='{"detail": "Not permitted"}'))
    approve(ports, practice, meeting, alex)
    work(ports, practice, clock)

    assert the_post(ports, meeting).state is OutboxState.BLOCKED
    assert "Not permitted" in the_post(ports, meeting).problem
    assert practice.network.calls.count("create") == 1


@pytest.mark.parametrize("status", [401, 402, 429])
def test_a_clear_not_now_is_tried_again_later(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor, clock: StoppedClock, status: int
) -> None:
    practice.network.faults.append(Fault("create", status))
    approve(ports, practice, meeting, alex)
    publishing.send_due(ports, practice.channel)
    waiting = the_post(ports, meeting)
    assert (waiting.state, bool(waiting.problem)) == (OutboxState.APPROVED, True)

    work(ports, practice, clock)
    assert the_post(ports, meeting).state is OutboxState.SENT
    assert on_network(practice) == [WORDS]


def test_the_networks_reset_time_is_waited_for_and_said(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor, clock: StoppedClock
) -> None:
    reset = int(clock().timestamp()) + 420
    practice.network.faults.append(Fault("create", 429, {"x-rate-limit-reset": str(reset)}))
    approve(ports, practice, meeting, alex)
    work(ports, practice, clock, minutes=6)
    assert (
        the_post(ports, meeting).problem
        == "X: it asked us to wait until 12:07pm. The post will be published after that"
    )
    assert practice.network.calls.count("create") == 1

    work(ports, practice, clock, minutes=2)
    assert the_post(ports, meeting).state is OutboxState.SENT


def test_a_cancelled_post_is_never_sent(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor, clock: StoppedClock
) -> None:
    approve(ports, practice, meeting, alex)
    stopping.cancel(ports, the_post(ports, meeting))
    work(ports, practice, clock, minutes=1)

    assert on_network(practice) == []


def test_a_post_is_booked_at_its_price(ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor) -> None:
    approve(ports, practice, meeting, alex)
    publishing.send_due(ports, practice.channel)

    assert ports.store.sources.spent_on(meeting.id) == practice.network.billed() == 200_000


LINKED = [
    "Ask at https://board.example.org/7K4P, or reply", "Bare link, see example.org, or reply here #AnytownBoard",
    "See example.org\u2014reply here", "The example.org\u2019s page is open", "Read https://a.example.org\u2014now",
    "Ask (www.example.org) and https://e.example.org?x=1 too", "Cafe\u0301 questions at board.nhs.uk.",
]  # fmt: skip


@pytest.mark.parametrize("text", LINKED)
def test_a_post_is_found_although_the_network_replaced_its_links(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor, clock: StoppedClock, text: str
) -> None:
    practice.network.faults.append(Fault("create", 503))
    approve(ports, practice, meeting, alex, text)
    publishing.send_due(ports, practice.channel)
    as_shown = unicodedata.normalize("NFC", text)
    for link in reversed(twitter_text.extract_urls_with_indices(as_shown)):
        start, end = link["indices"]
        as_shown = f"{as_shown[:start]}https://t.co/abc123{as_shown[end:]}"
    there = practice.network.post(practice.network.board_id, as_shown)
    work(ports, practice, clock)

    assert (the_post(ports, meeting).state, the_post(ports, meeting).native_id) == (OutboxState.SENT, there)
    assert practice.network.calls.count("create") == 1


def test_a_corrected_post_is_not_taken_for_the_one_it_corrects(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor, clock: StoppedClock
) -> None:
    approve(ports, practice, meeting, alex, "Ask at https://a.example.org/1 by 5pm!")
    publishing.send_due(ports, practice.channel)
    practice.network.faults.append(Fault("create", 503))
    approve(ports, practice, meeting, alex, "Ask at https://a.example.org/2 by 5pm?")
    work(ports, practice, clock)

    first, second = ports.store.outbox.of_meeting(meeting.id)
    assert second.state is OutboxState.SENT
    assert first.native_id != second.native_id
    assert len(on_network(practice)) == 2


def test_a_waiting_post_goes_out_at_once_when_a_person_says_so_or_the_worker_starts_anew(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor
) -> None:
    for again in (
        lambda: stopping.retry(ports, the_post(ports, meeting), alex),
        lambda: publishing.recover(ports, practice.channel),
    ):
        practice.network.faults.append(Fault("create", 401))
        if not ports.store.outbox.of_meeting(meeting.id):
            approve(ports, practice, meeting, alex)
        publishing.send_due(ports, practice.channel)
        assert the_post(ports, meeting).next_step_at is not None
        again()
        assert the_post(ports, meeting).next_step_at is None
    publishing.send_due(ports, practice.channel)

    assert the_post(ports, meeting).state is OutboxState.SENT


def test_a_post_that_was_over_goes_out_again_on_the_word_of_whoever_says_so(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor, sam: Actor, clock: StoppedClock
) -> None:
    approve(ports, practice, meeting, alex)
    stopping.cancel(ports, the_post(ports, meeting))
    clock.advance(minutes=5)
    stopping.retry(ports, the_post(ports, meeting), sam)

    post = the_post(ports, meeting)
    assert (post.approved_by, post.approved_at) == ("Alex, then Sam", clock())


def test_a_post_that_only_waits_goes_out_on_the_word_of_whoever_approved_it(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor, sam: Actor
) -> None:
    approve(ports, practice, meeting, alex)
    stopping.retry(ports, the_post(ports, meeting), sam)

    assert the_post(ports, meeting).approved_by == "Alex"


def test_a_post_whose_outcome_could_not_be_stored_is_found_on_the_network_and_not_sent_again(
    ports: Ports, sqlite: SqliteStore, practice: RunningNetwork, meeting: Meeting, alex: Actor, clock: StoppedClock
) -> None:
    approve(ports, practice, meeting, alex)
    full = sqlite.database.connection.execute  # SQLite's own refusal stands for a full disk's
    practice.network.while_asked = lambda _: full("PRAGMA query_only = ON")
    with pytest.raises(StoreUnavailable):
        publishing.send_due(ports, practice.channel)
    assert the_post(ports, meeting).state is OutboxState.SENDING

    practice.network.while_asked = str
    full("PRAGMA query_only = OFF")
    work(ports, practice, clock, minutes=1)

    assert (the_post(ports, meeting).state, the_post(ports, meeting).attempts) == (OutboxState.SENT, 1)
    assert on_network(practice) == [WORDS]
