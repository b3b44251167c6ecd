"""A network that nobody foresaw: with the steps of CONTRIBUTING.md it is published on, read and shown like the others.

`tests/channels/toy/` is the network, `tests/channels/contract/toy.py` has the whole suite of promises run on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from board_qa.channels.x.channel import XChannel
from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.domain.networks.outbox import OutboxState
from board_qa.domain.questions.question import State
from board_qa.ports.channels import Channel
from board_qa.web.shell.installation import install
from board_qa.worker import Worker
from tests.channels.contract.toy import Toy
from tests.support.board import Board, post
from tests.support.places import ROOT

WORDS = "Ask us! #AnytownBoard"
# What belongs to one network each, as the steps say.
ITS_OWN = ("board_qa/channels/", "board_qa/practice/", "board_qa/rehearsal/")
# Its practice network has a page for its people; only a link to X tells the id by which a post can be looked up; and a
# link may be pasted from any site, of which some are named.
KNOWING_SOME = {
    "board_qa/web/desk/practice.py",
    "templates/desk/paste.html",
    "board_qa/web/desk/entering_forms.py",
}


class Town:
    """A board that is on Toy, and perhaps elsewhere: the desk, and a worker beside it."""

    def __init__(self, board: Board, toy: Toy) -> None:
        self.board, self.toy = board, toy
        self.outbox, self.sources = board.ports.store.outbox, board.ports.store.sources
        self.is_on(toy.channel)

    def is_on(self, *channels: Channel) -> None:
        """What `channels_of` chooses is all that the web process and the worker know of networks."""
        chosen = {channel.name: channel for channel in channels}
        install(self.board.process.app, replace(self.board.process.installation, channels=chosen))
        self.worker = Worker(self.board.ports, chosen.values(), "a")

    def page(self, path: str = "") -> str:
        return self.board.signed_in().get(f"{self.board.path}{path}").text

    def press(self, path: str, **form: str) -> None:
        opened = self.board.path + ("/call" if path == "/call" else "")
        assert post(self.board.signed_in(), opened, self.board.path + path, **form).status_code in (302, 303)

    def rounds(self, count: int = 1) -> None:
        for _ in range(count):
            self.worker.tick()
            self.board.clock.advance(minutes=1)

    def call(self) -> str:
        self.press("/call", text=WORDS)
        self.rounds()
        return self.outbox.of_meeting(self.board.meeting.id)[0].native_id

    def asked(self) -> list[tuple[str, str, State]]:
        questions = self.board.ports.store.questions.of_meeting(self.board.meeting.id)
        return [(one.words, one.source.channel, one.state) for one in questions]


@pytest.fixture
def town(board: Board) -> Iterator[Town]:
    toy = Toy(board.clock)
    yield Town(board, toy)
    toy.stop()


def test_the_page_for_the_call_counts_by_its_rules_and_names_it(town: Town) -> None:
    page = town.page("/call")
    measured = post(
        town.board.signed_in(), f"{town.board.path}/call", f"{town.board.path}/outbox/measure", text="a" * 9
    )

    assert ("Publish on Toy" in page, "of 200 characters" in page) == (True, True)
    assert measured.json == [{"length": 9, "limit": 200, "has_link": False, "price": ""}]


def test_what_does_not_fit_it_is_not_approved(town: Town) -> None:
    answer = post(town.board.signed_in(), f"{town.board.path}/call", f"{town.board.path}/call", text="a" * 203)

    assert (answer.status_code, "too long by 3 characters" in answer.text) == (422, True)
    assert town.outbox.of_meeting(town.board.meeting.id) == []


def test_a_press_publishes_on_it_once(town: Town) -> None:
    town.call()
    town.rounds(3)

    assert town.toy.published() == [(WORDS, "")]
    assert ("Published and waiting" in town.page("/call"), town.toy.network.calls.count("publish")) == (True, 1)


def test_what_people_ask_there_comes_into_the_queue_under_its_name(town: Town) -> None:
    call = town.call()
    town.toy.says("maria", "How long?", reply_to=call)
    town.toy.says("jo", "How much? #AnytownBoard")
    town.rounds(3)

    assert town.asked() == [(text, "Toy", State.RECEIVED) for text in ("How long?", "How much? #AnytownBoard")]
    page = town.page()
    assert ("Posted on Toy" in page, '<option value="Toy"' in page) == (True, True)


def test_what_was_deleted_there_is_withdrawn(town: Town) -> None:
    asked = town.toy.says("maria", "How long?", reply_to=town.call())
    town.rounds(3)
    town.toy.deletes(asked)
    town.rounds(10)

    assert town.asked() == [("How long?", "Toy", State.WITHDRAWN)]


def test_the_desk_says_how_it_is_doing_and_pauses_it(town: Town) -> None:
    town.press("/sources/Toy/pause")
    town.toy.says("jo", "How much? #AnytownBoard")
    town.rounds(3)
    page = town.page()
    assert ("Toy: paused by a moderator" in page, "Resume Toy" in page, town.asked()) == (True, True, [])
    town.press("/sources/Toy/resume")
    town.rounds(3)

    assert len(town.asked()) == 1
    assert "Pause Toy" in town.page()


def test_a_link_to_a_post_there_and_the_post_itself_are_one_question(town: Town) -> None:
    asked = town.toy.says("maria", "How long?", reply_to=town.call())
    link = f"https://toy.example/posts/{asked}"
    form = {"link": link, "text": "How long?", "name": "Maria", "handle": "maria", "when": ""}
    assert (
        post(town.board.signed_in(), f"{town.board.path}/paste", f"{town.board.path}/posts", **form).status_code < 400
    )
    town.rounds(3)

    assert len(town.asked()) == 1


def test_beside_another_network_each_gets_what_is_ticked(town: Town) -> None:
    town.is_on(XChannel("http://127.0.0.1:1", PRACTICE_KEYS, town.board.clock), town.toy.channel)
    town.press("/call", text=WORDS, **{"networks-0-own": "", "networks-1-on": "y", "networks-1-own": ""})
    town.rounds()

    (sent,) = town.outbox.of_meeting(town.board.meeting.id)
    assert (sent.channel, sent.state) == ("Toy", OutboxState.SENT)


def test_the_public_are_told_that_it_is_read(town: Town) -> None:
    assert "Or post on Toy with #AnytownBoard." in town.board.browser().get(f"/{town.board.meeting.code}").text


# The steps themselves.


def steps() -> str:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    return " ".join(text.partition("## Add a network")[2].partition("\n## ")[0].split())


def test_every_place_that_the_steps_name_is_there() -> None:
    places = re.findall(r"`((?:board_qa|tests|docs)/[\w/.-]+)`", steps())

    assert len(places) >= 8
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_every_name_that_the_steps_send_us_to_is_where_they_say() -> None:
    named = re.findall(r"`(\w+)` (?:in|of) `((?:board_qa|tests)/[\w/.-]+\.py)`", steps())

    assert {name for name, _ in named} >= {"Channel", "NETWORKS", "ALL", "channels_of"}
    missing = [
        (name, place)
        for name, place in named
        if not re.search(rf"^\s*(?:class |def )?{name}\b[(:=\s]", (ROOT / place).read_text(), re.MULTILINE)
    ]
    assert missing == []


def test_no_other_place_knows_which_networks_there_are() -> None:
    """One that names some of them is a place that the next would be missing from."""
    knowing = {
        path.relative_to(ROOT).as_posix()
        for folder in ("board_qa", "static/js", "templates")
        for path in (ROOT / folder).rglob("*.*")
        if path.suffix in (".py", ".js", ".html")
        and re.search(r"Bluesky|Mastodon|\bon X\b|[\"']X[\"']", _without_comments(path.read_text()))
    }
    named = set(re.findall(r"`([\w/.-]+)`", steps()))

    assert {place for place in knowing - named if not place.startswith(ITS_OWN)} == KNOWING_SOME


def _without_comments(code: str) -> str:
    return re.sub(r'(?s:""".*?""")|(?s:\{#.*?#\})|^\s*(?:#|//).*$|  # .*$', "", code, flags=re.MULTILINE)
