"""A post of ours that somebody deletes by hand on its network: where the service notices, and the recap drops it."""

from __future__ import annotations

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import OutboxState, PostKind
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.services.networks import publishing
from board_qa.services.networks.collecting import collect
from tests.channels.contract.bluesky import Bluesky
from tests.channels.contract.mastodon import Mastodon
from tests.channels.contract.x import X
from tests.support.doubles import StoppedClock
from tests.support.recaps import is_out, keys

CALL, LIVE = PostKind.CALL, PostKind.LIVE


@pytest.mark.parametrize(
    ("network", "is_noticed"), [(Bluesky, True), (Mastodon, True), (X, False)], ids=["Bluesky", "Mastodon", "X"]
)
def test_where_our_own_posts_are_read_again_they_drop_out_within_the_day(
    ports: Ports,
    meeting: Meeting,
    alex: Actor,
    clock: StoppedClock,
    network: type[Bluesky | Mastodon | X],
    is_noticed: bool,
) -> None:
    made = network(clock)
    try:
        channel = made.channel
        for kind, text in ((CALL, "Ask us! #AnytownBoard"), (LIVE, "We begin. #AnytownBoard")):
            is_out(ports, meeting, text, kind, channel=channel.name, native_id="", key=f"k{kind}", sent_at=None,
                           account=channel.fingerprint, in_thread=kind is LIVE, state=OutboxState.APPROVED)  # fmt: skip
            publishing.send_due(ports, channel)
            clock.advance(minutes=1)
        for _ in range(5):
            collect(ports, channel)
            clock.advance(minutes=1)
        posts = ports.store.outbox.of_meeting(meeting.id)
        assert [post.state for post in posts] == [OutboxState.SENT] * 2
        assert len(keys(ports, meeting)) == 3
        for post in posts:
            made.deletes(post.native_id)
        clock.advance(hours=24)
        for _ in range(5):
            collect(ports, channel)
            clock.advance(minutes=1)
        left = keys(ports, meeting)
    finally:
        made.stop()

    assert (left == ["figures"]) == is_noticed  # X gives us none of our own posts
