"""The listening report that everybody may read: only as the board set it, the same for everybody, with nobody named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Metrics, Post
from board_qa.domain.questions.history import Action
from board_qa.phrases.listening import FIGURES, QUESTIONS
from board_qa.services.meetings.record import publish
from board_qa.services.meetings.record import take_down as take_record_down
from tests.support.board import Board
from tests.support.page_text import bare
from tests.support.recaps import publish_recap

pytestmark = pytest.mark.server

KINDS = ["listening", "listening.csv", "listening.json", "listening/timeline.svg", "listening/conversation.png"]


def heard(board: Board, id_: str, handle: str, text: str = "Why?") -> None:
    at = board.clock() + timedelta(hours=1)
    post = Post(id_, id_, text, f"id-{handle}", handle, handle, at, metrics=Metrics(followers=5))
    board.ports.store.posts.save(ObservedPost("X", post, "search", at, at, at, meeting_id=board.meeting.id))


def set_public(board: Board, shown: bool = True) -> None:
    about = board.ports.store.about
    about.save(replace(about.get(), listening_public=shown))


@pytest.fixture
def shown(board: Board) -> Board:
    """A board that shows its reports, of which one meeting's record is published."""
    set_public(board)
    for text in ("Why is parking costly?", "Is parking costly?"):
        board.asked(text, Action.ACCEPT)
    board.asked("Not approved clinic clinic")
    heard(board, "1", "maria", "@rhian why?")
    publish(board.ports, board.meeting, board.alex)
    return board


def test_it_is_there_with_what_each_figure_counts_and_leads_there_from_the_meeting(shown: Board) -> None:
    page = bare(shown.browser().get(f"/{shown.meeting.code}/listening").text)

    said = [*((one.title, one.means) for one in FIGURES), *((one.title, one.means) for one in QUESTIONS)]
    for title, means in said:
        assert title in page
        assert means in page
    assert 'alt="Most questions came this way: Web form, 3 of 3. Answered: 0."' in page
    assert 'alt="Asked about most: costly, parking."' in page
    assert f'href="/{shown.meeting.code}/listening"' in shown.browser().get(f"/{shown.meeting.code}").text


def test_the_recap_leads_there_for_as_long_as_it_is_shown(shown: Board) -> None:
    publish_recap(shown.ports, shown.meeting, shown.alex)
    address, way = f"/cy/{shown.meeting.code}/recap", f'href="/cy/{shown.meeting.code}/listening"'

    assert way in shown.browser().get(address).text
    set_public(shown, False)
    assert way not in shown.browser().get(address).text


def test_nobody_is_named_and_nothing_that_is_not_public_is_told(shown: Board) -> None:
    for kind in KINDS[:4]:
        text = shown.browser().get(f"/{shown.meeting.code}/{kind}").text
        for word in ("maria", "rhian", "clinic", "Rhian"):
            assert word not in text, kind


def test_the_files_have_what_the_page_has_and_nothing_that_is_the_boards_own(shown: Board) -> None:
    path, desk = f"/{shown.meeting.code}/listening", f"/desk/meetings/{shown.meeting.id}/listening/figures"
    told, whole = shown.browser().get(f"{path}.json").get_json(), shown.signed_in().get(f"{desk}.json").get_json()
    own = {"tone", "tone_before", "tone_by_day", "targets", "poll", "which_channel_next", "by_agenda_item", "chat",
           "our_followers", "our_followers_by_network", "which_channel_next_means"}  # fmt: skip

    assert set(whole) - set(told) == own
    assert {name: told[name] for name in set(told) - {"means"}} == {name: whole[name] for name in set(told) - {"means"}}
    table = shown.browser().get(f"{path}.csv").text
    assert table.splitlines()[0] == shown.signed_in().get(f"{desk}.csv").text.splitlines()[0]
    for word in ("tone", "target", "poll", "way_", "cost", "agenda_item", "followers_"):
        assert f'"{word}' not in table, word
    assert shown.browser().get(f"{path}/tone.svg").status_code == 404


def test_whoever_s_post_the_public_sees_has_a_handle_in_the_picture(shown: Board) -> None:
    assert "Account 1" in shown.browser().get(f"/{shown.meeting.code}/listening/conversation.svg").text


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_not_there_where_the_board_does_not_show_it(shown: Board, kind: str) -> None:
    assert shown.browser().get(f"/{shown.meeting.code}/{kind}").status_code == 200
    set_public(shown, False)
    answer = shown.browser().get(f"/{shown.meeting.code}/{kind}")

    assert answer.status_code == 404
    assert "There is no listening report of this meeting" in answer.text
    assert "/listening" not in shown.browser().get(f"/{shown.meeting.code}").text


@pytest.mark.parametrize("kind", KINDS)
def test_it_goes_with_the_record(shown: Board, kind: str) -> None:
    meeting = shown.ports.store.meetings.get(shown.meeting.id)
    assert meeting is not None
    take_record_down(shown.ports, meeting, shown.alex)

    assert shown.browser().get(f"/{shown.meeting.code}/{kind}").status_code == 404


def test_a_browser_that_has_it_is_told_so_until_something_is_new(shown: Board) -> None:
    browser = shown.browser()
    first = browser.get(f"/{shown.meeting.code}/listening")
    again = {"If-None-Match": first.headers["ETag"]}

    assert browser.get(f"/{shown.meeting.code}/listening", headers=again).status_code == 304
    heard(shown, "2", "jo")
    shown.clock.advance(minutes=6)
    later = browser.get(f"/{shown.meeting.code}/listening", headers=again)
    assert later.status_code == 200
    assert "<bdi>" in later.text


def test_it_is_in_welsh_as_well_pictures_too(shown: Board) -> None:
    page = bare(shown.browser().get(f"/cy/{shown.meeting.code}/listening").text)
    picture = shown.browser().get(f"/cy/{shown.meeting.code}/listening/ways.svg").text

    assert "Adroddiad gwrando" in page
    assert "Gofynnwyd amlaf am: costly, parking." in page
    assert f"/cy/{shown.meeting.code}/listening/ways.svg" in page
    assert "Atebwyd" in picture
    assert "Answered" not in picture


def test_a_meeting_of_which_nobody_spoke_has_a_page_that_says_so(board: Board) -> None:
    set_public(board)
    publish(board.ports, board.meeting, board.alex)
    page = bare(board.browser().get(f"/{board.meeting.code}/listening").text)

    assert "Nobody asked a question of this meeting." in page
    assert "We read no post about this meeting." in page
    assert "<img" not in page


def test_an_administrator_says_whether_it_is_shown(board: Board) -> None:
    browser = board.signed_in()
    page = browser.get("/desk/board").text

    assert "Show the listening report of a meeting with its record" in page
    assert board.ports.store.about.get().listening_public is False
