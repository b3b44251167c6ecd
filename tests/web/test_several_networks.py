"""A board on several networks: one press publishes on all that are ticked, and each is shown and paused alone.

Two accounts on networks that speak X's language stand in for two networks: what is tested is the desk.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from board_qa.channels.x.channel import XChannel
from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.domain.networks.errors import ChannelErrorKind
from board_qa.domain.networks.outbox import OutboxState
from board_qa.domain.networks.posts import Measure
from board_qa.services.meetings import meetings
from board_qa.services.networks.holding import why_held
from board_qa.system.clock import utc_now
from tests.support.board import Board, marks_on, post


class Elsewhere(XChannel):
    """Another network, which takes 20 characters and costs nothing."""

    name = "Elsewhere"

    def measure(self, text: str) -> Measure:
        return Measure(len(text), 20, False, 0)


@pytest.fixture
def path(board: Board) -> str:
    known = [one("http://127.0.0.1:1", PRACTICE_KEYS, utc_now) for one in (XChannel, Elsewhere)]
    installation = replace(board.process.installation, channels={one.name: one for one in known})
    board.process.app.extensions["board_qa"] = installation
    return f"{board.path}/call"


def published(board: Board) -> dict[str, str]:
    return {row.channel: row.text for row in board.ports.store.outbox.of_meeting(board.meeting.id)}


def press(browser: FlaskClient, path: str, text: str, on: str = "01", **own: str) -> str:
    ticked = {f"networks-{place}-on": "y" for place in on}
    words = {f"networks-{place}-own": own.get(f"own{place}", "") for place in "01"}
    return post(browser, path, path, text=text, **ticked, **words).text


def test_one_press_publishes_on_every_network_that_is_ticked(board: Board, path: str) -> None:
    press(board.signed_in(), path, "Ask us!")

    assert published(board) == {"X": "Ask us!", "Elsewhere": "Ask us!"}


@pytest.mark.parametrize("later", [{}, {"when": "later", "due_at": "2026-11-25T10:00"}])
def test_a_call_that_was_written_for_another_day_is_looked_at_again(
    board: Board, path: str, later: dict[str, str]
) -> None:
    browser = board.signed_in()
    marks = marks_on(browser.get(path).text, path)
    moved = replace(board.meeting.details, starts_at=board.meeting.details.starts_at + timedelta(days=7))
    meetings.change(board.ports, board.meeting, moved, actor=board.alex)
    typed = {"text": "Ask by then!", "networks-0-on": "y", **later}
    answer = post(browser, path, path, **{**typed, **marks})

    assert answer.status_code == 409
    assert published(board) == {}
    assert "The meeting changed since you opened this page. Check that the words are right" in answer.text
    assert "Ask by then!" in answer.text
    assert post(browser, path, path, **{**typed, **marks_on(answer.text, path)}).status_code == 303
    assert published(board) == {"X": "Ask by then!"}


def test_a_post_that_waits_is_not_sent_at_once_by_a_page_from_before_the_meeting_was_moved(
    board: Board, path: str
) -> None:
    browser = board.signed_in()
    typed = {"text": "Ask by then!", "networks-0-on": "y", "when": "later", "due_at": "2026-11-25T10:00"}
    post(browser, path, path, **typed)
    (row,) = board.ports.store.outbox.of_meeting(board.meeting.id)
    send_now = f"{board.path}/outbox/{row.id}/retry"
    marks = marks_on(browser.get(path).text, send_now)
    moved = replace(board.meeting.details, starts_at=board.meeting.details.starts_at + timedelta(days=7))
    meetings.change(board.ports, board.meeting, moved, actor=board.alex)
    answer = post(browser, path, send_now, **{**marks, "from": "call"})

    assert "What it tells of changed since you opened this page" in browser.get(answer.headers["Location"]).text
    assert [one.state for one in board.ports.store.outbox.of_meeting(board.meeting.id)] == [OutboxState.SCHEDULED]
    post(browser, path, send_now)
    assert [one.state for one in board.ports.store.outbox.of_meeting(board.meeting.id)] == [OutboxState.APPROVED]


@pytest.mark.parametrize("state", [OutboxState.APPROVED, OutboxState.SCHEDULED])
@pytest.mark.parametrize("is_cancelled", [False, True])
def test_a_call_that_waits_is_held_once_the_meeting_is_another_day_or_cancelled(
    board: Board, path: str, state: OutboxState, is_cancelled: bool
) -> None:
    press(board.signed_in(), path, "Ask by then!", on="0")
    (row,) = board.ports.store.outbox.of_meeting(board.meeting.id)
    waits, details = replace(row, state=state), board.meeting.details
    assert why_held(board.ports, waits) == ""
    moved = replace(details, starts_at=details.starts_at + timedelta(days=7))
    changed = replace(details, cancelled=True) if is_cancelled else moved
    meetings.change(board.ports, board.meeting, changed, actor=board.alex)

    assert "The meeting was changed after this was approved" in why_held(board.ports, waits)


def test_a_network_that_is_not_ticked_gets_nothing(board: Board, path: str) -> None:
    press(board.signed_in(), path, "Ask us!", on="1")

    assert published(board) == {"Elsewhere": "Ask us!"}


def test_a_network_can_have_words_of_its_own(board: Board, path: str) -> None:
    press(board.signed_in(), path, "Ask us, by Wednesday at midday!", own1="Ask us!")

    assert published(board) == {"X": "Ask us, by Wednesday at midday!", "Elsewhere": "Ask us!"}


def test_where_one_does_not_fit_none_is_approved_and_everything_typed_is_there(board: Board, path: str) -> None:
    browser = board.signed_in()
    answer = press(browser, path, "Ask us, by Wednesday at midday!")

    assert "The post is too long by 11 characters for Elsewhere. Shorten it" in answer
    assert "Ask us, by Wednesday at midday!" in answer
    assert published(board) == {}
    answer = press(browser, path, "Ask!", own1="By Wednesday at midday, please")
    assert "The post is too long by 10 characters for Elsewhere. Shorten it" in answer
    assert "By Wednesday at midday, please" in answer
    assert published(board) == {}


def test_with_none_ticked_nobody_is_told_that_anything_was_published(board: Board, path: str) -> None:
    answer = press(board.signed_in(), path, "Ask us!", on="")

    assert "Choose at least one network to publish on" in answer
    assert published(board) == {}


def test_each_network_says_how_long_a_text_is_there_and_only_one_that_costs_says_what(board: Board, path: str) -> None:
    browser = board.signed_in()
    page = browser.get(path).text
    measured = post(browser, path, f"{board.path}/outbox/measure", text="Ask us!").get_json()

    assert [(one["length"], one["limit"], one["price"]) for one in measured] == [(7, 280, "$0.015"), (7, 20, "")]
    assert page.count("data-measure=") == 2


def test_each_network_is_shown_paused_and_read_by_itself(board: Board, path: str) -> None:
    browser = board.signed_in()
    post(browser, board.path, f"{board.path}/sources/Elsewhere/pause")
    sources = board.ports.store.sources
    troubled = replace(sources.get("X"), problem_kind=ChannelErrorKind.OUT_OF_CREDIT.value)
    sources.save(troubled)
    page = browser.get(board.path).text

    assert (sources.get("X").paused, sources.get("Elsewhere").paused) == (False, True)
    assert "Elsewhere: paused by a moderator" in page
    assert "X: the account is out of credit" in page
    assert "Resume Elsewhere" in page
    assert "Pause X" in page
    assert post(browser, board.path, f"{board.path}/sources/Nowhere/pause").status_code == 404
    assert path.startswith(board.path)


def test_what_is_to_be_written_stands_before_the_list_of_what_was_or_is_one_press_away(board: Board, path: str) -> None:
    browser = board.signed_in()
    assert "Write another post" not in browser.get(path).text
    press(browser, path, "Ask us!")
    page = browser.get(path).text

    assert page.index('id="plan-h"') < page.index('href="#draft-h"') < page.index('id="sent-h"')


def test_a_post_is_numbered_by_the_end_of_its_address(board: Board, path: str) -> None:
    browser = board.signed_in()
    press(browser, path, "Ask us!")
    for one, native_id in zip(
        board.ports.store.outbox.of_meeting(board.meeting.id),
        ("at://did:plc:7iza6de2dwap2sbkpav7c6c6/app.bsky.feed.post/3lbqxyz", "1859"),
        strict=True,
    ):
        sent = replace(one, state=OutboxState.SENT, native_id=native_id, sent_at=one.approved_at)
        board.ports.store.outbox.move(one, sent)
    page = browser.get(path).text

    assert "number 3lbqxyz" in page
    assert "number 1859" in page
    assert "at://" not in page


def test_without_a_network_the_empty_queue_offers_what_can_be_done(board: Board, path: str) -> None:
    browser = board.signed_in()
    assert "Publish the call for questions" in browser.get(board.path).text
    installation = replace(board.process.installation, channels={})
    board.process.app.extensions["board_qa"] = installation
    page = browser.get(board.path).text

    assert "Publish the call for questions" not in page
    assert f'href="/{board.meeting.code}/share"' in page
    for address in (board.path, path, f"{board.path}/live"):
        assert "docs/set-up-guide.md says how" in " ".join(browser.get(address).text.split())


@pytest.mark.parametrize(
    ("prefix", "names", "expected"),
    [("", (), ""), ("", ("X",), "Or post on X with #AnytownBoard."),
     ("", ("X", "Elsewhere"), "Or post on X or Elsewhere with #AnytownBoard."),
     ("", ("X", "Bluesky", "Mastodon"), "Or post on X, Bluesky or Mastodon with #AnytownBoard."),
     ("/cy", ("X", "Bluesky", "Mastodon"), "Neu postiwch ar X, Bluesky neu Mastodon gyda #AnytownBoard.")],
)  # fmt: skip
def test_the_public_are_told_the_networks_that_are_read_and_no_others(
    board: Board, prefix: str, names: tuple[str, ...], expected: str
) -> None:
    any_channel = XChannel("http://127.0.0.1:1", PRACTICE_KEYS, utc_now)
    installation = replace(board.process.installation, channels=dict.fromkeys(names, any_channel))
    board.process.app.extensions["board_qa"] = installation
    page = board.browser().get(f"{prefix}/{board.meeting.code}").text
    (deadline,) = re.findall(r'class="app-deadline">(.*?)(?:<a .*?)?</p>', page, re.DOTALL)

    assert " ".join(deadline.split()).partition(". ")[2] == expected
