"""The whole product as it runs, on PostgreSQL: asked, approved, on the screen; and the server restarted meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from board_qa.rehearsal.clients import Moderator, Projector, ask
from board_qa.rehearsal.records import Records
from board_qa.rehearsal.server import Server
from tests.support import postgres
from tests.support.commands import flask

pytestmark = pytest.mark.server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    if postgres.server() is None:
        pytest.skip(postgres.WHY_NOT)
    url = postgres.in_schema("product")
    server = Server(tmp_path, "http://127.0.0.1:9", ("", "", "", ""), DATABASE_URL=url, PRACTICE="1", RUN_WORKER="0")
    server.add_moderator()
    server.start()
    yield server
    server.close()


def test_a_question_comes_from_the_form_to_the_screen(server: Server) -> None:
    records, moderator = Records(), Moderator(server.address)
    moderator.sign_in()
    moderator.make_meeting(datetime.now(UTC))
    projector = Projector(server.address, moderator.screen, records)
    ask(server.address, moderator.code, "Why is the lift broken?", records, twice=True)
    (listed,) = moderator.queue()
    moderator.decide(listed.number, "approve")
    postgres.cut_off_everybody()
    moderator.decide(listed.number, "put-on-screen")

    assert projector.wait_for("Why is the lift broken?")
    projector.close()


def test_a_database_that_cannot_be_reached_is_said_to_be(tmp_path: Path) -> None:
    refused = flask(tmp_path, "migrate", DATABASE_URL="postgresql://board:secret@127.0.0.1:1/none", SECRET_KEY="x" * 32)

    assert refused.returncode == 1
    assert refused.stderr.startswith("PostgreSQL cannot be reached: ")
    assert "Is DATABASE_URL right, and the database running?" in refused.stderr
    assert "secret" not in refused.stderr
