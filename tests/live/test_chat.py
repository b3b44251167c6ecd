"""An hour with 126 people on three networks: the report says what they themselves have on record."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from board_qa.rehearsal.__main__ import wait
from tests.support.board import marks_on, token_on
from tests.support.chatting import PEOPLE, QUESTIONS, Chatters
from tests.support.town import NETWORKS, Town, three_networks

HASHTAG = "AnytownChat"


@pytest.fixture
def town() -> Iterator[Town]:
    with three_networks() as made:
        yield made


class Host:
    """A moderator who plans a chat, posts its plan step by step and reads its report, all over HTTP."""

    def __init__(self, town: Town) -> None:
        self.town, self.http = town, town.live.sign_in()
        self.path = self._plan()

    def _plan(self) -> str:
        page = f"{self.town.live.address}/desk/chats/new"
        now = self.town.live.ports.clock() - timedelta(minutes=1)
        form = {
            "title": "What matters to you?",
            "starts_at": f"{now:%Y-%m-%dT%H:%M}",
            "timezone": "UTC",
            "section_minutes": "60",
            "hashtag": HASHTAG,
            "questions": "\n".join(QUESTIONS),
        }
        answer = self._send(page, page, form)
        return re.sub(r"\?.*", "", answer.url)

    def _send(self, page: str, to: str, form: dict[str, str]) -> requests.Response:
        opened = self.http.get(page, timeout=20).text
        sent = {**marks_on(opened, urlsplit(to).path), **form, "csrf_token": token_on(opened)}
        answer = self.http.post(to, data=sent, timeout=20)
        answer.raise_for_status()
        return answer

    def press(self, address: str, text: str) -> dict[str, str]:
        """Publish a step on every network; the id that each gave it."""
        ticked = {f"networks-{place}-on": "y" for place in range(len(NETWORKS))}
        self._send(self.path, self.path + address, {"text": text, **ticked})
        meeting_id = int(self.path.split("/")[-2])

        def out() -> dict[str, str]:
            posts = self.town.live.ports.store.outbox.of_meeting(meeting_id)
            return {one.channel: one.native_id for one in posts if one.text == text and one.state == "sent"}

        wait(f"{text[:9]} on every network", lambda: len(out()) == len(NETWORKS))
        return {name: out()[name] for name in NETWORKS}

    def question_ids(self) -> list[str]:
        return re.findall(r"/chat/questions/(\d+)/post", self.http.get(self.path, timeout=20).text)

    def read_all(self) -> None:
        for name in NETWORKS:
            self._send(self.path, self.path.replace("/chat", f"/sources/{name}/read"), {})

    def report(self) -> dict[str, Any]:
        address = self.path.replace("/chat", "/listening/figures.json")
        told: dict[str, Any] = self.http.get(address, timeout=20).json()["chat"]
        return told

    def counted(self) -> dict[str, Any]:
        told = self.report()
        return {
            "answers": [one["answers"] for one in told["questions"]],
            "people": [one["people"] for one in told["questions"]],
            "others": told["others"],
            "participants": told["participants"],
        }


def figures(posted: dict[str, Any], reported: dict[str, Any]) -> str:
    """What they posted and what the report says of it, in one line."""
    return "chat: " + "; ".join(f"{what} {posted[what]}, reported {reported[what]}" for what in posted)


@pytest.mark.server
def test_126_people_answer_five_questions_on_three_networks_and_each_post_counts_where_it_belongs(town: Town) -> None:
    host, chatters = Host(town), Chatters(town, HASHTAG)
    host.press("/welcome", f"Welcome to #{HASHTAG}")
    for number, question_id in enumerate(host.question_ids(), start=1):
        text = f"Q{number}: {QUESTIONS[number - 1]} #{HASHTAG}"
        chatters.answer(number, host.press(f"/questions/{question_id}/post", text))
        chatters.next_question()
    host.press("/thanks", f"Thank you all #{HASHTAG}")
    host.read_all()
    expected = chatters.counted()
    total = sum(expected["answers"]) + expected["others"]
    wait("every post to be read", lambda: host.report()["posts"] >= total)

    sys.stdout.write(f"{figures(expected, host.counted())}\n")
    assert chatters.participants == PEOPLE
    assert host.counted() == expected
    assert town.live.ports.store.questions.of_meeting(int(host.path.split("/")[-2])) == []
