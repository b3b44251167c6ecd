"""The listening report at the desk: true figures for any meeting, each with what it counts, and no name in a file."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Metrics, Post
from board_qa.domain.questions.history import Action
from board_qa.phrases.listening import FIGURES, QUESTIONS, SIDE_BY_SIDE, as_said
from board_qa.services.meetings import meetings
from board_qa.web.desk.listening.side_by_side import PER_PAGE
from tests.support.board import Board
from tests.support.doubles import details
from tests.support.page_text import bare

HOSTILE = "<script>alert(1)</script>"


def heard(board: Board, id_: str, handle: str, text: str = "Why?", followers: int | None = None) -> None:
    at = board.clock() + timedelta(hours=1)
    post = Post(id_, id_, text, f"id-{handle}", handle, handle, at, metrics=Metrics(followers=followers))
    board.ports.store.posts.save(ObservedPost("X", post, "search", at, at, at, meeting_id=board.meeting.id))


def path(meeting: Meeting) -> str:
    return f"/desk/meetings/{meeting.id}/listening"


def test_a_meeting_without_a_post_or_a_question_says_so(board: Board) -> None:
    page = bare(board.signed_in().get(path(board.meeting)).text)

    assert "Nobody has asked a question of this meeting yet." in page
    assert "We read no post about this meeting" in page
    assert "because no call was published" in page


def test_each_figure_stands_beside_what_it_counts(board: Board) -> None:
    heard(board, "1", "maria", "@jo why?", followers=1_200)
    heard(board, "2", "maria", followers=1_200)
    board.asked("Why?", Action.ACCEPT)
    page = bare(board.signed_in().get(path(board.meeting)).text)

    for title, means in [*((one.title, one.means) for one in FIGURES), *((one.title, one.means) for one in QUESTIONS)]:
        assert title in page
        assert means in page
    assert "2,400" in page
    assert "@maria" in page
    assert re.search(r"Web form</bdi></th> <td>1</td> <td>0</td> <td>0</td> <td>0</td> <td>1</td> <td>0%", page)


def test_hostile_names_and_handles_are_text(board: Board) -> None:
    heard(board, "1", HOSTILE, f"@{HOSTILE} why?", followers=5)
    page = board.signed_in().get(path(board.meeting)).text

    assert HOSTILE not in page
    assert "&lt;script&gt;" in page


def test_the_figures_are_taken_away_without_anybodys_name(board: Board) -> None:
    heard(board, "1", "maria", "@jo why?", followers=1_200)
    board.asked("Why?", Action.ACCEPT, name="Ann Other")
    browser = board.signed_in()
    table = browser.get(f"{path(board.meeting)}/figures.csv")
    told = browser.get(f"{path(board.meeting)}/figures.json")
    rows = list(csv.DictReader(io.StringIO(table.get_data().decode("utf-8-sig"))))

    assert {row["figure"]: row["value"] for row in rows}["impressions"] == "1200"
    assert {row["figure"]: row["value"] for row in rows}["channel_asked"] == "1"
    assert told.get_json()["figures"] == {one.name: told.get_json()["figures"][one.name] for one in FIGURES}
    assert told.get_json()["figures"]["reach"] == 1_200
    assert told.get_json()["by_channel"][0]["asked"] == told.get_json()["questions"]["asked"] == 1
    for answer in (table, told):
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=listening-")
        for name in ("maria", "jo", "Ann"):
            assert name not in answer.text


def test_a_figure_is_said_with_commas_and_what_cannot_be_counted_with_a_dash() -> None:
    assert [as_said(one) for one in (0, 48_273, 5.4955, 0.0, None)] == ["0", "48,273", "5.5", "0.0", "–"]


def test_meetings_stand_side_by_side_the_newest_first_each_with_a_way_to_its_report(board: Board) -> None:
    later = meetings.create(
        board.ports, details(hashtag="Later", starts_at=board.clock() + timedelta(days=30), title="The later one")
    )
    heard(board, "1", "maria", followers=1_200)
    board.asked("Why?", Action.ACCEPT)
    page = board.signed_in().get("/desk/listening").text
    table = board.signed_in().get("/desk/listening/meetings.csv")
    rows = list(csv.DictReader(io.StringIO(table.get_data().decode("utf-8-sig"))))

    assert page.index(path(later)) < page.index(path(board.meeting))
    assert [(row["meeting"], row["asked"], row["posts"], row["honest_reach"]) for row in rows] == [
        (later.code, "0", "0", "0"), (board.meeting.code, "1", "1", "1200"),
    ]  # fmt: skip
    for one in SIDE_BY_SIDE:
        assert one.means in bare(page)
    assert "maria" not in table.text


def test_of_many_meetings_there_are_pages_and_a_file_of_each(board: Board) -> None:
    for day in range(PER_PAGE):
        meetings.create(board.ports, details(hashtag=f"Day{day}", starts_at=board.clock() + timedelta(days=40 + day)))
    browser = board.signed_in()
    first, second = (browser.get(f"/desk/listening?page={page}").text for page in (1, 2))

    assert path(board.meeting) not in first
    assert path(board.meeting) in second
    assert "1 to 12 of 13" in bare(first)
    assert browser.get("/desk/listening/meetings.csv?page=2").text.count("\r\n") == 2
