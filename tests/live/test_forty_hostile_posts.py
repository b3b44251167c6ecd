"""Forty posts as long as X takes them, made to be slow to look through, in one read: the service goes on."""

from __future__ import annotations

import pytest
import requests

from board_qa.domain.text.flags import Kind
from board_qa.rehearsal.__main__ import wait
from tests.support.board import token_on
from tests.support.running import Running

pytestmark = pytest.mark.server

LONG = 25_000  # characters, as a paid account on X may write
MADE_TO_BE_SLOW = ("01 02 03 04 05 ", "(", "a@", "\u0301", "f*", "7 ", "SW1A ", "1/1/1", "👩\u200d", "<b>&amp;")


def test_forty_long_hostile_posts_are_taken_and_looked_through_while_everybody_goes_on(live: Running) -> None:
    meeting, questions = live.meeting(hashtag="FortyPosts"), live.ports.store.questions
    worker, desk = live.holder(), live.sign_in()
    path = f"{live.address}/desk/meetings/{meeting.id}"
    for number in range(40):
        slow = (MADE_TO_BE_SLOW[number % len(MADE_TO_BE_SLOW)] * LONG)[: LONG - 40]
        live.network.post(live.network.user(f"slow{number}", "Slow"), f"{number} {slow} Ring 07700 900123? #FortyPosts")
    form = {"csrf_token": token_on(desk.get(path, timeout=10).text)}
    desk.post(f"{path}/sources/X/read", data=form, timeout=30).raise_for_status()

    wait("all posts", lambda: len(questions.of_meeting(meeting.id)) == 40)
    for address in (path, f"{live.address}/{meeting.code}", f"{live.address}/screen/{meeting.screen_token}"):
        assert desk.get(address, timeout=10).status_code == 200
    wait("half to be looked through", lambda: len(questions.unscreened(40)) <= 20)
    wait("all to be looked through", lambda: not questions.unscreened(1))
    for question in questions.of_meeting(meeting.id):
        assert {flag.kind for flag in question.flags} & {Kind.PHONE, Kind.UNREAD}
    assert live.holder() == worker
    assert "Traceback" not in live.log()
    assert requests.get(f"{live.address}/readyz", timeout=10).status_code == 200
