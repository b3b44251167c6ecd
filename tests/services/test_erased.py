"""What was erased stays away: from the record, from the next reading of its network, from whoever looks for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board_qa import catalogue
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import Post, UnreadablePost
from board_qa.domain.questions.entries import Pasted
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import SourceState, State
from board_qa.domain.questions.register import LeftOut
from board_qa.phrases.record import left_out_said, state_said
from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.services.meetings.record import record
from board_qa.services.networks.collecting import read_now
from board_qa.services.networks.reading import Haul
from board_qa.services.networks.receiving import Receiver
from board_qa.services.networks.routing import Routes
from board_qa.services.networks.unreadable import put_aside
from board_qa.services.privacy.erasing import erase
from board_qa.services.privacy.finding import find
from board_qa.services.questions.entering import paste
from board_qa.services.questions.withdrawing import hidden_at_source
from tests.channels.test_profiles import BLUESKY, MASTODON
from tests.conftest import RunningNetwork
from tests.support.collecting import queue, read, receives
from tests.support.deciding import asked, do, now, offered
from tests.support.doubles import StoppedClock


def test_the_record_keeps_the_number_and_the_day_of_what_it_had(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    question = do(ports, Action.ANSWER, do(ports, Action.ACCEPT, asked(ports, meeting), alex), alex)
    erase(ports, [question], [], alex)
    (entry,) = record(ports, meeting).entries

    assert (entry.called, entry.state, entry.left_out) == ("1", State.WITHDRAWN, LeftOut.ERASED)
    assert (entry.text, entry.asked_by, entry.via, entry.url, entry.answer) == ("", "", "", "", "")
    assert state_said(entry, over=True) == "Erased"
    assert left_out_said(entry) == "Erased on Monday 23 November 2026 at the request of the person who asked."
    welsh = catalogue.welsh()
    assert left_out_said(entry, welsh) == "Dilëwyd ddydd Llun 23 Tachwedd 2026 ar gais y sawl a ofynnodd."


def test_the_record_has_nothing_of_what_it_never_had(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    erase(ports, [asked(ports, meeting)], [], alex)

    assert record(ports, meeting).entries == []


def test_it_counts_for_nobody_any_more(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    asked(ports, meeting, "Another?")
    erase(ports, [asked(ports, meeting)], [], alex)

    assert record(ports, meeting).came_by == {"Web form": 1}


def test_a_post_that_is_still_on_its_network_is_not_taken_again(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, alex: Actor
) -> None:
    practice.says("maria", "How long is the wait? #AnytownBoard", reply_to=call)
    practice.says("sam", "And who pays? #AnytownBoard", reply_to=call)
    read(ports, practice, clock)
    theirs = next(one for one in queue(ports, meeting) if one.source.author_handle == "maria")
    erase(ports, [theirs], [], alex)
    read_now(ports, "X")
    read(ports, practice, clock, rounds=3)

    assert [one.words for one in queue(ports, meeting) if one.words] == ["And who pays? #AnytownBoard"]
    assert ports.store.person_data.posts("maria") == []
    assert now(ports, theirs).words == ""


def test_so_is_one_that_was_pasted_by_the_link_to_an_edit_of_it(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, alex: Actor
) -> None:
    edited = practice.network.edit(practice.says("maria", "How log? #AnytownBoard"), "How long? #AnytownBoard")
    paste(ports, meeting, Pasted(f"https://x.com/i/status/{edited}", "How long? #AnytownBoard"), alex)
    read(ports, practice, clock)
    assert [one.post.author_handle for one in ports.store.person_data.posts("maria")] == ["maria"]
    erase(ports, queue(ports, meeting), [], alex)
    read(ports, practice, clock, rounds=2)
    practice.network.edit(edited, "How long now? #AnytownBoard")
    read_now(ports, "X")
    read(ports, practice, clock, rounds=3)

    assert ports.store.person_data.posts("maria") == []
    assert [one.words for one in queue(ports, meeting)] == [""]


@pytest.mark.parametrize(("channel", "id_", "link"), [
    (BLUESKY, "at://did:plc:vic/app.bsky.feed.post/3lb1", "https://bsky.app/profile/did:plc:vic/post/3lb1"),
    (BLUESKY, "at://did:plc:vic/app.bsky.feed.post/3lb1", "https://bsky.app/profile/vic.example/post/3lb1"),
    (MASTODON, "113000000000000001", "https://mastodon.example/@vic@vic.example/113000000000000001"),
    (MASTODON, "113000000000000001", "https://vic.example/@vic/1"),
])  # fmt: skip
def test_so_is_one_that_was_pasted_and_not_read_before_it_was_erased(
    ports: Ports, clock: StoppedClock, meeting: Meeting, alex: Actor, channel: Channel, id_: str, link: str
) -> None:
    paste(ports, meeting, Pasted(link, "How long?", "Vic"), alex)
    erase(ports, queue(ports, meeting), [], alex)
    handle = "vic.example" if channel is BLUESKY else "vic@vic.example"
    url = channel.post_address(id_, handle) if channel is BLUESKY else "https://vic.example/@vic/1"
    post = Post(id_, id_, "How long?", "did:plc:vic", "Vic", handle, clock(), url=url)
    receives(ports, clock, meeting, channel.name, post, channel.post_address)

    assert [one.words for one in queue(ports, meeting)] == [""]
    assert ports.store.person_data.posts("Vic") == []


def test_an_edit_that_cannot_be_read_puts_nothing_of_it_back(
    ports: Ports, clock: StoppedClock, meeting: Meeting, alex: Actor
) -> None:
    post = Post("1", "1", "Is it one?", "vic", "Vic", "vic@vic.example", clock(), url="https://vic.example/@vic/1")
    receives(ports, clock, meeting, "Mastodon", post)
    put_aside(ports, "Mastodon", UnreadablePost("2", post.url), [])
    erase(ports, queue(ports, meeting), [], alex)
    assert ports.store.sources.unreadable("Mastodon") == []

    routes = Routes([meeting], frozenset({meeting.id}), {}, lambda _: None, clock())
    receiver = Receiver(ports, "Mastodon", "board", routes, MASTODON.post_address)
    odd = [UnreadablePost("3", post.url), UnreadablePost("4", "https://jo.example/@jo/1")]
    receiver.receive(Haul(unreadable=[(one, [meeting]) for one in odd]))
    assert ports.store.sources.unreadable("Mastodon") == odd[1:]


def test_nothing_is_left_of_a_post_that_had_another_id_after_each_edit(
    ports: Ports, clock: StoppedClock, meeting: Meeting, alex: Actor
) -> None:
    post = Post("1", "1", "Is it one?", "vic", "Vic", "vic@vic.example", clock(), url="https://vic.example/@vic/1")
    for number in ("1", "2", "3"):
        order, words = f"000{number}", f"Is it {number}?"
        edit = replace(post, native_id=number, version=number, version_order=order, text=words)
        receives(ports, clock, meeting, "Mastodon", edit)
    (question,) = queue(ports, meeting)
    assert find(ports, "vic@vic.example").posts == []  # they are that question's
    erase(ports, [question], [], alex)
    receives(ports, clock, meeting, "Mastodon", replace(post, native_id="4", version="4", version_order="0004"))

    assert ports.store.person_data.posts("vic@vic.example") == []
    assert [one.words for one in queue(ports, meeting)] == [""]


def test_a_post_of_theirs_is_found_beside_a_question_that_was_copied_from_a_part_of_it(
    ports: Ports, clock: StoppedClock, meeting: Meeting, alex: Actor
) -> None:
    """The words differ, so it is no post of that question: an erasure of the question alone would leave it."""
    url = "https://vic.example/@vic/1"
    paste(ports, meeting, Pasted(url, "How long?"), alex)
    whole = Post("1", "1", "My mother. How long?", "vic", "Vic", "vic@vic.example", clock(), url=url, is_repost=True)
    receives(ports, clock, meeting, "Mastodon", whole)
    found = find(ports, "vic@vic.example")

    assert ([one.source.text for one in found.questions], len(found.posts)) == (["How long?"], 1)
    erase(ports, found.questions, found.posts, alex)
    assert ports.store.person_data.posts("vic@vic.example") == []


def test_a_post_that_became_no_question_does_not_come_back_with_an_edit_under_another_id(
    ports: Ports, clock: StoppedClock, meeting: Meeting, alex: Actor
) -> None:
    post = Post("1", "1", "Look!", "vic", "Vic", "vic@vic.example", clock(), url="https://vic.example/@vic/1",
                is_repost=True)  # fmt: skip
    receives(ports, clock, meeting, "Mastodon", post)
    erase(ports, [], find(ports, "vic@vic.example").posts, alex)
    receives(ports, clock, meeting, "Mastodon", replace(post, native_id="2", version="2", is_repost=False))

    assert ports.store.person_data.posts("vic@vic.example") == []
    assert queue(ports, meeting) == []


def test_what_others_passed_on_has_none_of_their_words(ports: Ports, clock: StoppedClock, meeting: Meeting) -> None:
    news = Post("9", "9", "How long?", "news", "News", "news@n.example", clock(), is_repost=True, shown="long?")
    receives(ports, clock, meeting, "Mastodon", news)
    held = ports.store.posts.several("Mastodon", ["9"])["9"]

    assert (held.post.is_repost, held.post.text, held.post.shown) == (True, "", None)
    assert held.meeting_id == meeting.id  # it is counted


def test_what_they_post_next_is_a_question_like_any_other(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, alex: Actor
) -> None:
    practice.says("maria", "How long is the wait? #AnytownBoard", reply_to=call)
    read(ports, practice, clock)
    erase(ports, queue(ports, meeting), [], alex)
    practice.says("maria", "May I ask again? #AnytownBoard", reply_to=call)
    read(ports, practice, clock)

    assert [one.words for one in queue(ports, meeting) if one.words] == ["May I ask again? #AnytownBoard"]


def test_whoever_supported_or_counted_it_hears_that_the_meeting_changed(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    question = asked(ports, meeting)
    before = ports.store.meetings.revisions()[meeting.id]
    erase(ports, [question], [], alex)

    assert ports.store.meetings.revisions()[meeting.id] > before


def test_nothing_that_was_done_to_it_before_is_offered_to_be_taken_back(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    other = do(ports, Action.HOLD, asked(ports, meeting, "Another?"), alex)
    question = do(ports, Action.ACCEPT, asked(ports, meeting), alex)
    erase(ports, [question], [], alex)

    assert [change.question_id for change in offered(ports, meeting, alex)] == [other.id]


def test_a_post_that_was_hidden_does_not_come_back(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    question = asked(ports, meeting)
    hidden_at_source(ports, question, "X")
    erase(ports, [now(ports, question)], [], alex)

    assert now(ports, question).source_state is SourceState.VISIBLE
    assert ports.store.questions.stale_posts("web", ports.clock()) == []


@pytest.mark.parametrize("words", ["", "  ", "@"])
def test_nobody_is_found_by_nothing(ports: Ports, meeting: Meeting, words: str) -> None:
    asked(ports, meeting)  # without a name

    assert ports.store.person_data.questions(words) == []
    assert ports.store.person_data.posts(words) == []
    assert ports.store.person_data.mentioning(words) == []
