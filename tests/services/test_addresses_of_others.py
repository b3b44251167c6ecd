"""A post says where it is. That is nobody's leave to change, or to take the place of, what somebody else asked."""

from __future__ import annotations

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.entries import Pasted
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import Question, State
from board_qa.ports import Ports
from board_qa.services.questions.entering import paste
from tests.support.collecting import receives
from tests.support.deciding import do
from tests.support.doubles import StoppedClock

# Where each network shows a post of Vic's, and the id that it gives it.
VICS = {
    "X": ("https://x.com/vic/status/1858000000000000001", "1858000000000000001"),
    "Bluesky": ("https://bsky.app/profile/vic.test/post/3lb1", "at://did:plc:vic/app.bsky.feed.post/3lb1"),
    "Mastodon": ("https://vic.example/@vic/113000000000000001", "113000000000000001"),
}


def posted(clock: StoppedClock, native_id: str, author: str, text: str, url: str) -> Post:
    now = clock()
    return Post(native_id, native_id, text, author, author.title(), author, now, url=url, version_order=now.isoformat())


def asked(ports: Ports, meeting: Meeting) -> list[Question]:
    return ports.store.questions.of_meeting(meeting.id)


def told(ports: Ports, meeting: Meeting) -> list[tuple[str, str, str, State]]:
    return [(one.source.channel, one.source.author_name, one.source.text, one.state) for one in asked(ports, meeting)]


@pytest.mark.parametrize("reader", VICS)
@pytest.mark.parametrize("network", VICS)
def test_a_post_that_names_the_address_of_another_persons_is_a_question_of_its_own(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor, network: str, reader: str
) -> None:
    url, id_ = VICS[network]
    receives(ports, clock, meeting, network, posted(clock, id_, "vic", "How long?", url))
    do(ports, Action.ACCEPT, asked(ports, meeting)[0], alex)
    receives(ports, clock, meeting, reader, posted(clock, "evil-1", "evil", "Resign!", url))

    assert told(ports, meeting) == [
        (network, "Vic", "How long?", State.ACCEPTED), (reader, "Evil", "Resign!", State.RECEIVED),
    ]  # fmt: skip


@pytest.mark.parametrize("network", VICS)
def test_an_edit_that_comes_under_another_id_is_its_authors(
    ports: Ports, meeting: Meeting, clock: StoppedClock, network: str
) -> None:
    url, id_ = VICS[network]
    receives(ports, clock, meeting, network, posted(clock, id_, "vic", "How long?", url))
    receives(ports, clock, meeting, network, posted(clock, "another-id", "vic", "How long now?", url))

    assert told(ports, meeting) == [(network, "Vic", "How long now?", State.RECEIVED)]


@pytest.mark.parametrize("reader", VICS)
@pytest.mark.parametrize("network", VICS)
def test_what_was_pasted_by_its_link_is_taken_up_by_a_post_of_that_network_alone(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor, network: str, reader: str
) -> None:
    url, id_ = VICS[network]
    paste(ports, meeting, Pasted(url, "How long?", name="Vic"), alex)
    own = network == reader
    receives(ports, clock, meeting, reader, posted(clock, id_ if own else "evil-1", "vic", "How long?", url))

    assert len(told(ports, meeting)) == (1 if own else 2)


def test_once_it_is_taken_up_no_other_author_changes_it(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor
) -> None:
    url, id_ = VICS["Mastodon"]
    paste(ports, meeting, Pasted(url, "How long?", name="Vic"), alex)
    receives(ports, clock, meeting, "Mastodon", posted(clock, id_, "vic", "How long?", url))
    receives(ports, clock, meeting, "Mastodon", posted(clock, "evil-1", "evil", "Resign!", url))

    assert [text for _, _, text, _ in told(ports, meeting)] == ["How long?", "Resign!"]
