"""The listening report at the desk: true figures for any meeting, each with what it counts, and no name in a file."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta

from board_qa.domain.accounts.roles import Role
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Charge, Metrics, Post
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import NewQuestion
from board_qa.domain.questions.support import CROWD
from board_qa.phrases.listening import FIGURES, QUESTIONS, SIDE_BY_SIDE, as_said
from board_qa.phrases.ways import WAYS
from board_qa.services.listening import polling
from board_qa.services.meetings import meetings
from board_qa.web.desk.listening.side_by_side import PER_PAGE
from board_qa.web.shell.installation import install
from tests.channels.toy.channel import ToyChannel
from tests.support.board import Board
from tests.support.doubles import details
from tests.support.page_text import bare
from tests.web.test_roles import person, signed_in

HOSTILE = "<script>alert(1)</script>"


def heard(board: Board, id_: str, handle: str, text: str = "Why?", followers: int | None = None) -> None:
    at = board.clock() + timedelta(hours=1)
    post = Post(id_, id_, text, f"id-{handle}", handle, handle, at, metrics=Metrics(followers=followers))
    board.ports.store.posts.save(ObservedPost("X", post, "search", at, at, at, meeting_id=board.meeting.id))


def pasted(board: Board, network: str) -> None:
    """A question from a network that is not set up, as somebody pastes it."""
    question = NewQuestion(network, "", "Why?", "", board.clock())
    board.ports.store.questions.receive(board.meeting.id, question, board.ports.ids.token(), board.clock())


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


def answered(board: Board, *choices: str) -> None:
    """What so many devices said they use most."""
    on = replace(board.meeting.details, poll=True)
    board.ports.store.meetings.update(board.meeting.id, on)
    for number, choice in enumerate(choices):
        polling.answer(board.ports, board.meeting, choice, f"device {number}", "192.0.2.7")


def test_which_channel_next_is_one_table_with_what_each_column_counts(board: Board) -> None:
    heard(board, "1", "maria")
    board.asked("Why?", Action.ACCEPT)
    pasted(board, "Facebook")
    board.ports.store.sources.spend("X", [Charge("post", "1", 5_000)], board.clock(), board.meeting.id)
    page = bare(board.signed_in().get(path(board.meeting)).text)

    for one in WAYS:
        assert one.title in page
        assert one.means in page
    cells = "</td> <td>".join
    for name, row in (
        ("Web form", ["1", "50%", "0", "0%", "–", "–", "Not counted", "Not counted"]),
        ("Facebook", ["1", "50%", "0", "0%", "–", "–", "Not known", "Not known"]),
        ("X", ["0", "0%", "0", "–", "1", "1", "$0.005", "–"]),
    ):
        assert f"<bdi>{name}</bdi></th> <td>{cells(row)}</td>" in page


def test_an_empty_meeting_says_truly_that_nothing_came_and_nobody_was_asked(board: Board) -> None:
    browser = board.signed_in()
    page = bare(browser.get(path(board.meeting)).text)
    assert "<bdi>Web form</bdi></th> <td>0</td> <td>–</td>" in page
    assert "This meeting did not ask what people use most." in page
    answered(board)
    assert "Nobody has answered yet." in browser.get(path(board.meeting)).text
    board.clock.advance(days=9)

    assert "Nobody answered the poll." in board.signed_in().get(path(board.meeting)).text


def test_who_may_not_change_a_meeting_is_not_sent_to_its_settings(board: Board) -> None:
    link = f'href="{board.path}/edit"'
    roles = (Role.MODERATOR, Role.READER)
    browsers = [signed_in(board, person(board, role, role.value)) for role in roles]
    by_moderator, by_reader = (browser.get(path(board.meeting)).text for browser in browsers)
    there = by_reader.split('id="next-h"')[1]

    assert link in by_moderator.split('id="next-h"')[1]
    assert "did not ask" in there
    assert link not in there


def test_a_network_that_charges_nothing_is_called_free(board: Board) -> None:
    free = ToyChannel("http://127.0.0.1:1", "key", board.clock)
    install(board.process.app, replace(board.process.installation, channels={free.name: free}))
    page = bare(board.signed_in().get(path(board.meeting)).text)
    cells = "</td> <td>".join(["0", "–", "0", "–", "0", "0", "$0.00, free", "–"])

    assert f"<bdi>{free.name}</bdi></th> <td>{cells}</td>" in page


def test_the_desk_reads_what_too_few_answered_for_the_public_to_see(board: Board) -> None:
    answered(board, "Facebook", "Email", "Facebook")
    public = board.browser().get(f"/{board.meeting.code}").text
    page = bare(board.signed_in().get(path(board.meeting)).text)

    assert "67%" not in public
    assert "3 people have answered. The poll is still open." in page
    assert "<bdi>Facebook</bdi></th> <td>2</td> <td>67%</td>" in page
    assert "They are not all people" in page
    assert "busy network" not in page


def test_the_desk_is_told_how_many_answers_came_in_a_crowd(board: Board) -> None:
    answered(board, *["Facebook"] * (CROWD + 3))

    assert "103 answered, 3 of them from one busy network" in board.signed_in().get(path(board.meeting)).text


def test_ways_and_the_poll_are_in_both_files(board: Board) -> None:
    board.asked("Why?", Action.ACCEPT)
    pasted(board, HOSTILE)
    board.ports.store.sources.spend("X", [Charge("post", "1", 5_000)], board.clock(), board.meeting.id)
    answered(board, "Facebook", "Email", "Facebook")
    browser = board.signed_in()
    table = browser.get(f"{path(board.meeting)}/figures.csv").get_data().decode("utf-8-sig")
    told = browser.get(f"{path(board.meeting)}/figures.json").get_json()
    rows = {row["counts"]: row["value"] for row in csv.DictReader(io.StringIO(table))}

    assert (rows["Web form: Questions"], rows["Web form: Share of all"]) == ("1", "50")
    assert rows["Web form: Cost (US dollars, not counted)"] == ""
    assert rows["X: Cost (US dollars, charged by the network)"] == "0.005"
    assert (rows["Uses most: Facebook"], rows["Uses most: TikTok"]) == ("2", "0")
    ways = {one["name"]: one for one in told["which_channel_next"]}
    assert (ways["X"]["cost"], ways["X"]["bill"], ways["X"]["share_answered"]) == (0.005, "charged", None)
    assert set(told["which_channel_next_means"]) == {one.name for one in WAYS} <= set(ways["web"])
    assert (told["poll"]["answers"], told["poll"]["results"][0]) == (
        3, {"choice": "Facebook", "answers": 2, "share": 67},
    )  # fmt: skip


def test_files_of_a_meeting_that_asked_nobody_have_no_answers(board: Board) -> None:
    browser = board.signed_in()

    assert "Uses most" not in browser.get(f"{path(board.meeting)}/figures.csv").text
    assert browser.get(f"{path(board.meeting)}/figures.json").get_json()["poll"]["results"] == []


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
