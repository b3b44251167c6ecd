"""The practice networks: a scripted audience answers each call once in their own way, and they can keep silent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests

from board_qa.domain.chats.answers import answers_to
from board_qa.practice.bluesky.network import BlueskyNetwork
from board_qa.practice.crowd import (
    CHAT_ON_BLUESKY,
    CHAT_ON_MASTODON,
    IN_A_CHAT,
    ON_BLUESKY,
    ON_MASTODON,
    SCRIPT,
    Crowd,
    Turn,
)
from board_qa.practice.mastodon.network import MastodonNetwork
from board_qa.practice.mastodon.server import MastodonServer
from board_qa.practice.network import PracticeNetwork
from board_qa.practice.state import Fault
from tests.conftest import RunningNetwork
from tests.support.doubles import StoppedClock

CALL = "Ask us! #AnytownBoard"
ALL_OF_IT = 90  # seconds


def texts_of(network: PracticeNetwork | BlueskyNetwork) -> list[str]:
    if isinstance(network, BlueskyNetwork):
        return [json.loads(post["record"])["text"] for post in network.current()]
    return [post["text"] for post in network.current()]


@pytest.mark.parametrize(
    ("kind", "script"),
    [(PracticeNetwork, SCRIPT), (MastodonNetwork, ON_MASTODON), (BlueskyNetwork, ON_BLUESKY)],
    ids=["X", "Mastodon", "Bluesky"],
)
def test_a_call_is_answered_once_and_what_is_taken_back_is_gone(
    kind: type[PracticeNetwork | BlueskyNetwork], script: tuple[Turn, ...]
) -> None:
    clock = StoppedClock()
    network = kind(clock)
    board = network.board_did if isinstance(network, BlueskyNetwork) else network.board_id
    network.post(board, CALL)
    for _ in range(ALL_OF_IT):
        clock.advance(seconds=1)
        Crowd(network, script).act()
    taken_back = {turn.handle for turn in script if turn.kind == "delete"}
    edited = {turn.text for turn in script if turn.kind == "edit"}
    posted = [turn for turn in script if turn.kind not in ("edit", "delete") and turn.handle not in taken_back]
    texts = texts_of(network)

    assert len(texts) == len(set(texts)) == len(posted) + 1
    assert edited <= set(texts)
    assert not any("{" in text for text in texts)
    assert network.published()[0].text == CALL


def test_a_reminder_and_the_last_post_of_the_day_are_no_second_call() -> None:
    clock = StoppedClock()
    network = PracticeNetwork(clock)
    network.post(network.board_id, CALL)
    clock.advance(seconds=ALL_OF_IT)
    Crowd(network).act()
    answered = len(texts_of(network))
    for text in (f"You can still ask. {CALL}", "That is all from #AnytownBoard. If you need help, call 111."):
        network.post(network.board_id, text)
    clock.advance(seconds=ALL_OF_IT)
    Crowd(network).act()
    assert len(texts_of(network)) == answered + 2

    network.post(network.board_id, "Ask our other board! #EastbrookBoard")
    clock.advance(seconds=ALL_OF_IT)
    Crowd(network).act()
    assert len(texts_of(network)) > answered + 3


@pytest.mark.parametrize(
    ("kind", "script"),
    [(PracticeNetwork, IN_A_CHAT), (MastodonNetwork, CHAT_ON_MASTODON), (BlueskyNetwork, CHAT_ON_BLUESKY)],
    ids=["X", "Mastodon", "Bluesky"],
)
def test_each_question_of_a_chat_is_answered_by_its_number_and_nobody_asks_the_board_anything(
    kind: type[PracticeNetwork | BlueskyNetwork], script: tuple[Turn, ...]
) -> None:
    clock = StoppedClock()
    network = kind(clock)
    board = network.board_did if isinstance(network, BlueskyNetwork) else network.board_id
    for number in (1, 2):
        network.post(board, f"Q{number}: What helps? #OurChat")
        clock.advance(seconds=ALL_OF_IT)
        for _ in range(2):
            Crowd(network, in_a_chat=script).act()
    texts = [text for text in texts_of(network) if not text.startswith("Q")]

    assert len(texts) == 2 * len(script)
    assert {answers_to(text, 2) for text in texts} == {1, 2, None}
    assert not any(turn.text in text for text in texts for turn in SCRIPT if turn.text)


def test_a_question_that_was_put_to_the_board_is_none_of_a_chat() -> None:
    clock = StoppedClock()
    network = PracticeNetwork(clock)
    network.post(network.board_id, "Q1: “Where are the beds” #AnytownBoard")
    clock.advance(seconds=ALL_OF_IT)
    Crowd(network).act()

    assert len(texts_of(network)) == 1


def test_on_bluesky_people_reply_quote_mention_and_use_the_hashtag(tmp_path: Path) -> None:
    clock = StoppedClock()
    network = BlueskyNetwork(clock, str(tmp_path / "practice-bluesky.db"))
    call = network.post(network.board_did, CALL)
    clock.advance(seconds=30)
    Crowd(network, ON_BLUESKY).act()
    nia, tomos, asha, leila = (json.loads(post["record"]) for post in reversed(network.current()[:-1]))

    assert nia["reply"]["root"]["uri"] == call
    assert "#AnytownBoard" in tomos["text"]
    assert asha["embed"]["record"]["uri"] == call
    assert leila["facets"][0]["features"][0]["did"] == network.board_did


def test_after_a_restart_the_audience_goes_on_where_it_was(tmp_path: Path) -> None:
    clock, file = StoppedClock(), str(tmp_path / "practice-bluesky.db")
    network = BlueskyNetwork(clock, file)
    network.post(network.board_did, CALL)
    clock.advance(seconds=30)
    Crowd(network, ON_BLUESKY).act()
    before = texts_of(network)
    again = BlueskyNetwork(clock, file)
    Crowd(again, ON_BLUESKY).act()

    assert texts_of(again) == before
    assert [post.text for post in again.published()] == [CALL]


@pytest.mark.parametrize("commit", [True, False], ids=["stored", "never stored"])
def test_a_network_that_keeps_silent_answers_nobody_and_has_done_what_it_was_asked_or_not(commit: bool) -> None:
    network = PracticeNetwork(StoppedClock())
    network.faults.append(Fault("create", commit=commit, silent=60))
    server = MastodonServer(network, "token").start()
    with pytest.raises(requests.ReadTimeout):
        requests.post(
            f"{server.base_url}/api/v1/statuses",
            data={"status": CALL},
            headers={"Authorization": "Bearer token"},
            timeout=0.5,
        )
    server.stop()

    assert [post.text for post in network.published()] == [CALL] * commit


def test_a_page_of_another_site_switches_no_fault_on(practice: RunningNetwork) -> None:
    """A browser sends it anything but JSON without asking first."""
    sent = requests.post(f"{practice.server.base_url}/practice/faults", data='{"on": "any"}', timeout=5)

    assert (sent.status_code, practice.network.faults) == (415, [])
