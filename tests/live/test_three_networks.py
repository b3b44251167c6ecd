"""One meeting on three networks at once, set up by settings alone, while the server is killed on the way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from board_qa.rehearsal.__main__ import wait
from tests.support.board import marks_on, token_on
from tests.support.town import NETWORKS, Town, three_networks

WORDS = "Ask us about #ThreeBoards"


@pytest.fixture
def town() -> Iterator[Town]:
    with three_networks() as made:
        yield made


@pytest.mark.server
def test_one_press_is_one_post_on_each_and_each_answer_comes_back_once_however_often_the_server_is_killed(
    town: Town,
) -> None:
    live, outbox = town.live, town.live.ports.store.outbox
    meeting = live.meeting(hashtag="ThreeBoards")
    http, path = live.sign_in(), f"{live.address}/desk/meetings/{meeting.id}/call"
    ticked = {f"networks-{place}-on": "y" for place in range(3)}
    page = http.get(path, timeout=10).text
    form = {"text": WORDS, "csrf_token": token_on(page), **marks_on(page, path), **ticked}
    http.post(path, data=form, timeout=10).raise_for_status()
    town.restart()
    wait("the call to go out", lambda: all(post.state == "sent" for post in outbox.of_meeting(meeting.id)))
    calls = {post.channel: post.native_id for post in outbox.of_meeting(meeting.id)}
    assert sorted(calls) == sorted(NETWORKS)
    assert town.published() == {name: [WORDS] for name in NETWORKS}

    town.answer(calls)
    town.restart()
    questions = live.ports.store.questions
    wait("every answer", lambda: len(questions.of_meeting(meeting.id)) >= len(NETWORKS))

    assert sorted(question.words for question in questions.of_meeting(meeting.id)) == [
        f"How long, on {name}?" for name in sorted(NETWORKS)
    ]
    assert town.published() == {name: [WORDS] for name in NETWORKS}
    assert "app-password" not in live.log() + repr(live.server)
