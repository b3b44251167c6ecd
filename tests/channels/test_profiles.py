"""Where anybody finds the board's account and its posts, on each network."""

from __future__ import annotations

import pytest

from board_qa.channels.bluesky.channel import BlueskyChannel
from board_qa.channels.mastodon.channel import MastodonChannel
from board_qa.channels.x.channel import XChannel
from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.ports.channels import Channel
from board_qa.system.clock import utc_now
from tests.channels.contract.bluesky import APP_PASSWORD
from tests.channels.contract.practised import Kept

X = XChannel("https://api.x.com", PRACTICE_KEYS, utc_now)
BLUESKY = BlueskyChannel("https://bsky.social", "board.example", APP_PASSWORD, utc_now, Kept())
MASTODON = MastodonChannel("https://mastodon.example", "token", utc_now, Kept())


@pytest.mark.parametrize(
    ("channel", "handle", "address"),
    [
        (X, "anytownboard", "https://x.com/anytownboard"),
        (BLUESKY, "board.example", "https://bsky.app/profile/board.example"),
        (MASTODON, "board", "https://mastodon.example/@board"),
    ],
)
def test_a_profile_is_on_the_networks_own_site(channel: Channel, handle: str, address: str) -> None:
    assert channel.profile(handle) == address


@pytest.mark.parametrize("channel", [X, BLUESKY, MASTODON])
def test_nothing_in_a_handle_is_more_than_part_of_its_path(channel: Channel) -> None:
    plain = channel.profile("board")

    assert channel.profile("board?a=b#c d") == f"{plain}%3Fa%3Db%23c%20d"


@pytest.mark.parametrize(
    ("channel", "post_id", "handle", "address"),
    [
        (X, "1990000000000000001", "anytownboard", "https://x.com/anytownboard/status/1990000000000000001"),
        (X, "1990000000000000001", "", "https://x.com/i/status/1990000000000000001"),
        (BLUESKY, "at://did:plc:abc/app.bsky.feed.post/3k", "board.example",
         "https://bsky.app/profile/board.example/post/3k"),
        (BLUESKY, "at://did:plc:abc/app.bsky.feed.post/3k", "", "https://bsky.app/profile/did:plc:abc/post/3k"),
        (BLUESKY, "javascript:alert(1)", "board.example", ""),
        (MASTODON, "115", "board", "https://mastodon.example/@board/115"),
        (MASTODON, "115", "", ""),
    ],
)  # fmt: skip
def test_a_post_of_ours_has_an_address_on_the_networks_own_site(
    channel: Channel, post_id: str, handle: str, address: str
) -> None:
    assert channel.post_address(post_id, handle) == address
