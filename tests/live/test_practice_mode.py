"""Practice mode as `make run` starts it: three stand-ins, and an audience on each."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from board_qa.practice.crowd import ON_BLUESKY, ON_MASTODON, SCRIPT
from board_qa.rehearsal.__main__ import wait
from board_qa.rehearsal.clients import Moderator
from board_qa.rehearsal.server import Server


@pytest.mark.server
def test_a_call_goes_to_three_networks_and_is_answered_on_each_without_any_account(tmp_path: Path) -> None:
    server = Server(tmp_path, "", ("", "", "", ""), SECRET_KEY="")
    try:
        server.add_moderator()
        server.start()
        moderator = Moderator(server.address)
        moderator.sign_in()
        moderator.make_meeting(datetime.now(UTC))
        moderator.publish()
        wait("the call on three networks", lambda: moderator.published() == 3)
        first = {script[0].text for script in (SCRIPT, ON_BLUESKY, ON_MASTODON)}

        def read() -> bool:
            for name in ("X", "Bluesky", "Mastodon"):
                moderator.command(f"sources/{name}/read")
            return first <= set(moderator.texts())

        wait("an answer from each", read)
    finally:
        server.close()

    assert {file.name for file in tmp_path.glob("practice*.db")} == {
        "practice.db",
        "practice-bluesky.db",
        "practice-mastodon.db",
    }
