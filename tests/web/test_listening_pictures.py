"""Pictures of the listening report at the desk: each says what it shows, has its table, and names nobody it may not."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import networkx as nx
import pytest

from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Metrics, Post
from board_qa.domain.questions.history import Action
from board_qa.phrases.conversation import MEASURES
from board_qa.services.meetings import meetings
from tests.support.board import Board
from tests.support.doubles import details
from tests.support.page_text import bare

pytestmark = pytest.mark.server


def heard(board: Board, id_: str, handle: str, text: str = "Why?") -> None:
    at = board.clock() + timedelta(hours=1)
    post = Post(id_, id_, text, f"id-{handle}", handle, handle, at, metrics=Metrics(followers=5))
    board.ports.store.posts.save(ObservedPost("X", post, "search", at, at, at, meeting_id=board.meeting.id))


def path(board: Board) -> str:
    return f"/desk/meetings/{board.meeting.id}/listening"


def test_each_picture_says_what_it_shows_and_its_table_stands_below(board: Board) -> None:
    heard(board, "1", "maria", "@jo why?")
    for text in ("Why is parking costly?", "Is parking costly?"):
        board.asked(text, Action.ACCEPT)
    page = board.signed_in().get(path(board)).text
    text = bare(page)

    assert 'alt="Most questions came this way: Web form, 2 of 2. Answered: 0."' in text
    assert 'alt="Asked about most: costly, parking."' in text
    assert 'alt="Most posts came on ' in text
    assert text.count("<summary>") == 2
    for name in ("ways", "words", "timeline"):
        assert page.index(f"pictures/{name}.svg") < page.index("<table", page.index(f"pictures/{name}.svg"))


@pytest.mark.parametrize("name", ["timeline", "ways", "words", "conversation", "tone"])
def test_each_picture_is_drawn_wide_narrow_and_to_keep(board: Board, name: str) -> None:
    heard(board, "1", "maria", "@jo why?")
    browser = board.signed_in()
    wide = browser.get(f"{path(board)}/pictures/{name}.svg")
    narrow = browser.get(f"{path(board)}/pictures/{name}.svg?narrow=1")
    kept = browser.get(f"{path(board)}/pictures/{name}.png")

    assert (wide.status_code, wide.mimetype, wide.data[:4]) == (200, "image/svg+xml", b"<svg")
    assert (kept.status_code, kept.mimetype, kept.data[:4]) == (200, "image/png", b"\x89PNG")
    assert narrow.data != wide.data


@pytest.mark.parametrize("name", ["sums.svg", "timeline.pdf", "timeline"])
def test_there_is_no_other_picture(board: Board, name: str) -> None:
    assert board.signed_in().get(f"{path(board)}/pictures/{name}").status_code == 404


def test_a_meeting_of_which_nobody_spoke_has_pages_that_say_so_and_pictures_all_the_same(board: Board) -> None:
    browser = board.signed_in()
    page, conversation = (bare(browser.get(one).text) for one in (path(board), f"{path(board)}/conversation"))

    assert "Nothing was posted or asked in this time." in page
    assert "There are no words that two approved questions share." in page
    assert "Nobody answered, mentioned or quoted anybody" in conversation
    assert "<img" not in page + conversation
    assert browser.get(f"{path(board)}/pictures/conversation.svg").status_code == 200


def test_whoever_talks_is_a_number_and_each_measure_says_what_it_counts(board: Board) -> None:
    heard(board, "1", "maria", "@jo why?")
    heard(board, "2", "jo", "@maria because")
    page = bare(board.signed_in().get(f"{path(board)}/conversation").text)

    assert "2 of 2 accounts talked with others, most of them with Account 1." in page
    for one in MEASURES:
        assert one.title in page
        assert one.means in page
    assert "maria" not in page
    assert "@jo" not in page


def test_files_have_the_same_accounts_and_nobodys_name(board: Board) -> None:
    heard(board, "1", "maria", "@rhian why?")
    heard(board, "2", "bronwen", "Hello")
    browser = board.signed_in()
    graph, other, table, told = (
        browser.get(f"{path(board)}/conversation/{name}")
        for name in ("graph.graphml", "graph.gexf", "measures.csv", "measures.json")
    )
    measures = {row["measure"]: row["value"] for row in csv.DictReader(io.StringIO(table.data.decode("utf-8-sig")))}

    assert len(nx.read_graphml(io.BytesIO(graph.data))) == len(nx.read_gexf(io.BytesIO(other.data))) == 3
    assert (measures["vertices"], measures["unique_edges"], measures["self_loops"]) == ("3", "2", "1")
    assert told.get_json()["measures"]["vertices"] == 3
    for answer in (graph, other, table, told):
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=who-talks-to-whom-")
        for name in ("maria", "rhian", "bronwen", "Hello", "why"):
            assert name not in answer.text


def test_growth_is_drawn_of_the_meetings_of_a_page(board: Board) -> None:
    board.asked("Why?")
    browser = board.signed_in()
    assert "<img" not in browser.get("/desk/listening").text  # one meeting is no growth
    meetings.create(board.ports, details(hashtag="Later", starts_at=board.clock() + timedelta(days=30)))

    finding = 'alt="Questions a meeting: 1 at the first of these, 0 at the last."'
    assert finding in bare(browser.get("/desk/listening").text)
    assert browser.get("/desk/listening/growth.svg").data.startswith(b"<svg")
    assert browser.get("/desk/listening/growth.png").data.startswith(b"\x89PNG")
    names = [browser.get(f"/desk/listening/growth.{kind}").headers["Content-Disposition"] for kind in ("svg", "png")]
    assert names == ["inline; filename=growth.svg", "inline; filename=growth.png"]
