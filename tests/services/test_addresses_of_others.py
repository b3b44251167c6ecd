"""A post says where it is. That is nobody's leave to change, or to take the place of, what somebody else asked; and
what a person copied from a network is what its network says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.entries import Pasted
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import Question, State
from board_qa.phrases import history
from board_qa.ports import Ports
from board_qa.ports.questions import Conflict
from board_qa.services.questions.entering import AlreadyThere, paste
from tests.channels.test_profiles import BLUESKY, MASTODON
from tests.conftest import RunningNetwork
from tests.support.collecting import read, receives
from tests.support.deciding import do, now, take_back
from tests.support.doubles import StoppedClock

# Where each network shows a post of Vic's, the id that it gives it, and what Vic is called there.
VICS = {
    "X": ("https://x.com/vic/status/1858000000000000001", "1858000000000000001", "vic"),
    "Bluesky": ("https://bsky.app/profile/vic.test/post/3lb1", "at://did:plc:vic/app.bsky.feed.post/3lb1", "vic.test"),
    "Mastodon": ("https://vic.example/@vic/113000000000000001", "113000000000000001", "vic@vic.example"),
}
BY_ITS_LINK = ["Bluesky", "Mastodon"]  # which does not tell the network's own id


def vics(clock: StoppedClock, network: str, text: str = "How long?", **changes: str) -> Post:
    url, id_, handle = VICS[network]
    at = clock()
    post = Post(id_, f"{id_}#1", text, "vic", "Vic Jones", handle, at, url=url, version_order=at.isoformat())
    return replace(post, **changes)  # type: ignore[arg-type]


def evils(clock: StoppedClock, network: str, text: str = "Resign!", **changes: str) -> Post:
    """Somebody else's, which says that it is where Vic's is."""
    told = {"native_id": "evil-1", "version": "evil-1", "author_id": "evil", "author_name": "Evil"}
    return vics(clock, network, text, **{**told, "author_handle": "evil@evil.example", **changes})


def asked(ports: Ports, meeting: Meeting) -> list[Question]:
    return ports.store.questions.of_meeting(meeting.id)


def told(ports: Ports, meeting: Meeting) -> list[tuple[str, str, str, State]]:
    return [(one.source.channel, one.source.author_name, one.source.text, one.state) for one in asked(ports, meeting)]


def approved(ports: Ports, meeting: Meeting, alex: Actor) -> Question:
    (question,) = asked(ports, meeting)
    return do(ports, Action.ACCEPT, question, alex)


@pytest.mark.parametrize("reader", VICS)
@pytest.mark.parametrize("network", VICS)
def test_a_post_that_names_the_address_of_another_persons_is_a_question_of_its_own(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor, network: str, reader: str
) -> None:
    receives(ports, clock, meeting, network, vics(clock, network))
    approved(ports, meeting, alex)
    receives(ports, clock, meeting, reader, evils(clock, network))

    assert told(ports, meeting) == [
        (network, "Vic Jones", "How long?", State.ACCEPTED), (reader, "Evil", "Resign!", State.RECEIVED),
    ]  # fmt: skip


@pytest.mark.parametrize("network", VICS)
def test_an_edit_that_comes_under_another_id_is_its_authors(
    ports: Ports, meeting: Meeting, clock: StoppedClock, network: str
) -> None:
    receives(ports, clock, meeting, network, vics(clock, network))
    receives(ports, clock, meeting, network, vics(clock, network, "How long now?", native_id="another"))

    assert told(ports, meeting) == [(network, "Vic Jones", "How long now?", State.RECEIVED)]


@pytest.mark.parametrize("reader", VICS)
@pytest.mark.parametrize("network", VICS)
def test_what_was_pasted_by_its_link_is_taken_up_by_a_post_of_that_network_alone(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor, network: str, reader: str
) -> None:
    paste(ports, meeting, Pasted(VICS[network][0], "How long?", name="Vic Jones"), alex)
    approved(ports, meeting, alex)
    post = vics(clock, network) if network == reader else vics(clock, network, native_id="other", version="other")
    receives(ports, clock, meeting, reader, post)

    assert told(ports, meeting)[0] == (network, "Vic Jones", "How long?", State.ACCEPTED)
    assert len(told(ports, meeting)) == (1 if network == reader else 2)


@pytest.mark.parametrize("network", VICS)
def test_once_it_is_taken_up_it_is_a_post_like_any_other(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor, network: str
) -> None:
    url, id_, _ = VICS[network]
    paste(ports, meeting, Pasted(url, "How  long?", name="Vic Jones"), alex)
    approved(ports, meeting, alex)
    receives(ports, clock, meeting, network, vics(clock, network))
    (question,) = asked(ports, meeting)
    assert (question.source.native_id, question.source.text, question.state) == (id_, "How long?", State.ACCEPTED)
    assert question in ports.store.questions.stale_posts(network, clock() + timedelta(days=1))  # as one that may go
    receives(ports, clock, meeting, network, evils(clock, network))
    receives(ports, clock, meeting, network, vics(clock, network, "How long now?"))
    with pytest.raises(AlreadyThere):
        paste(ports, meeting, Pasted(url, "Whatever"), alex)

    assert told(ports, meeting) == [
        (network, "Vic Jones", "How long now?", State.RECEIVED), (network, "Evil", "Resign!", State.RECEIVED),
    ]  # fmt: skip


@pytest.mark.parametrize("network", BY_ITS_LINK)
@pytest.mark.parametrize(
    "other", [{"text": "Resign!"}, {"text": "How long?", "author_handle": "eve@eve.example"}], ids=["words", "account"]
)
def test_a_link_that_leads_to_something_else_by_now_takes_no_question_with_it(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor, network: str, other: dict[str, str]
) -> None:
    """A handle may be somebody else's by now, and whoever has it chooses the rest of the address."""
    paste(ports, meeting, Pasted(VICS[network][0], "How long?", name="Vic Jones"), alex)
    pasted = approved(ports, meeting, alex)
    eves = vics(clock, network, **{"author_id": "eve", "author_name": "Eve", **other})
    receives(ports, clock, meeting, network, eves)

    assert now(ports, pasted) == pasted
    assert told(ports, meeting)[1:] == [(network, "Eve", other["text"], State.RECEIVED)]


@pytest.mark.parametrize(
    ("text", "name", "handle"),
    [("The chair is a crook", "", ""), ("The chair is a crook", "Vic Jones", "vic"), ("How long?", "Bob Fan", ""),
     ("How long?", "", "bob")],
)  # fmt: skip
def test_a_copy_by_the_networks_own_id_is_put_right_by_what_the_network_says_and_checked_again(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor, text: str, name: str, handle: str
) -> None:
    paste(ports, meeting, Pasted(VICS["X"][0].replace("/vic/", "/i/"), text, name, handle), alex)
    (question,) = asked(ports, meeting)
    if name or handle:
        do(ports, Action.ACCEPT, question, alex)
    receives(ports, clock, meeting, "X", vics(clock, "X"))

    assert told(ports, meeting) == [("X", "Vic Jones", "How long?", State.RECEIVED)]
    changes = [history.done(change) for change in ports.store.questions.history(question.id)]
    assert "put right by what its post on X says, so it needs checking again" in changes
    assert changes[-1] == "given the name of its author by X"


@pytest.mark.parametrize("held", [False, True])
@pytest.mark.parametrize(
    ("network", "link"),
    [("Mastodon", "https://vic.example/notes/1"), ("Bluesky", "https://bsky.app/profile/did:plc:vic/post/3lb1")],
)
def test_a_name_that_nobody_typed_is_approved_by_nobody(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor, network: str, link: str, held: bool
) -> None:
    """The link tells no handle, and an approved question had no name. Its author chooses one."""
    paste(ports, meeting, Pasted(link, "How long?"), alex)
    question = approved(ports, meeting, alex)
    do(ports, Action.HOLD if held else Action.PUT_ON_SCREEN, question, alex)
    receives(ports, clock, meeting, network, vics(clock, network, url=link, author_name="The Chief Executive"))

    assert told(ports, meeting) == [(network, "The Chief Executive", "How long?", State.RECEIVED)]
    assert ports.store.questions.on_screen(meeting.id) is None
    with pytest.raises(Conflict):
        take_back(ports, meeting, alex)


@pytest.mark.parametrize("edited", [False, True])
def test_a_look_up_of_a_copy_asks_who_wrote_it(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor, practice: RunningNetwork, call: str, edited: bool
) -> None:
    """It has no hashtag, so that no search brings it."""
    post_id = practice.says("dee", "Is it not?")
    if edited:
        post_id = practice.network.edit(practice.says("dee", "Is it?"), "Is it not?")
    paste(ports, meeting, Pasted(f"https://x.com/i/status/{post_id}", "The board is wonderful", name="Bob Fan"), alex)
    approved(ports, meeting, alex)
    read(ports, practice, clock, 2)

    assert told(ports, meeting) == [("X", "Dee", "Is it not?", State.RECEIVED)]


def test_what_the_board_answered_keeps_the_words_that_it_was_asked(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor
) -> None:
    paste(ports, meeting, Pasted(VICS["X"][0], "How long exactly?", name="Vic Jones"), alex)
    question = approved(ports, meeting, alex)
    for action in (Action.PUT_ON_SCREEN, Action.ANSWER):
        question = do(ports, action, now(ports, question), alex)
    receives(ports, clock, meeting, "X", vics(clock, "X"))

    assert told(ports, meeting) == [("X", "Vic Jones", "How long exactly?", State.ANSWERED)]


@pytest.mark.parametrize("text", ["Why? https://t.co/abc", "Why? board-are-liars.example"])
def test_what_a_short_link_stands_for_is_checked_before_anybody_reads_it(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor, text: str
) -> None:
    """X has a text of its own, and another that it shows, in which links are what they lead to."""
    paste(ports, meeting, Pasted(VICS["X"][0], text, "Vic Jones", "vic"), alex)
    question = do(ports, Action.PUT_ON_SCREEN, approved(ports, meeting, alex), alex)
    post = vics(clock, "X", "Why? https://t.co/abc", shown="Why? board-are-liars.example")
    receives(ports, clock, meeting, "X", post)
    question = now(ports, question)
    was_read = text == post.shown

    assert question.words == "Why? board-are-liars.example"
    assert question.state is (State.ON_SCREEN if was_read else State.RECEIVED)
    assert (question.source.flags is None) is not was_read  # it is looked through again


@pytest.mark.parametrize(("network", "link"), [
    ("Bluesky", "https://bsky.app/profile/did:plc:vic/post/3lb1"),
    ("Mastodon", "https://mastodon.example/@vic@vic.example/113000000000000001"),
])  # fmt: skip
def test_a_post_is_known_by_the_link_at_which_our_own_server_shows_it(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor, network: str, link: str
) -> None:
    paste(ports, meeting, Pasted(link, "How long?", name="Vic Jones"), alex)
    channel = BLUESKY if network == "Bluesky" else MASTODON
    receives(ports, clock, meeting, network, vics(clock, network), channel.post_address)

    assert told(ports, meeting) == [(network, "Vic Jones", "How long?", State.RECEIVED)]
