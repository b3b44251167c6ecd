"""Our followers in the report: before, after and the difference, each with its day; and a dash that says why."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa.domain.listening.figures import Account
from board_qa.domain.listening.followers import FollowerCount
from board_qa.domain.networks.errors import ChannelErrorKind
from board_qa.domain.networks.posts import Source
from board_qa.services.listening.our_followers import FOLLOWERS
from board_qa.services.networks.reading import of_our_keys
from board_qa.web.desk.listening.growth import gained_said
from board_qa.web.shell.installation import install
from tests.support.board import Board
from tests.support.page_text import bare


def us(board: Board) -> Account:
    """The board's account on X, as it was learned."""
    channel = board.process.installation.channels["X"]
    for name, value in (("account_id", "77"), ("handle", "board")):
        board.ports.store.sources.set_metadata("X", f"{channel.fingerprint}/{name}", value)
    return Account("X", "77")


def counted(board: Board, account: Account, begins: int | None, ends: int | None) -> None:
    """Some hours after the window begins, and a day before it ends."""
    details, add = board.meeting.details, board.ports.store.followers.add
    if begins is not None:
        add(FollowerCount(account, details.opens_at + timedelta(hours=5), begins))
    if ends is not None:
        add(FollowerCount(account, details.starts_at, ends))


def values(board: Board) -> dict[str, str]:
    """The figures of the file for a spreadsheet, by name."""
    table = board.signed_in().get(f"{board.path}/listening/figures.csv").get_data().decode("utf-8-sig")
    return {row["figure"]: row["value"] for row in csv.DictReader(io.StringIO(table))}


def section(board: Board) -> str:
    page = bare(board.signed_in().get(f"{board.path}/listening").text)
    return page[page.index("Our followers</h2>") : page.index("What was heard on the networks</h2>")]


def test_what_a_meeting_brought_is_told_with_the_days_of_the_counts(board: Board) -> None:
    counted(board, us(board), 4_000, 4_120)

    assert re.search(
        r"X</th> <td>4,000 <[^>]*>on 22 November 2026</span></td> "
        r"<td>4,120 <[^>]*>on 26 November 2026</span></td> <td>\+120</td>",
        section(board),
    )


def test_what_is_not_known_is_a_dash_that_says_why(board: Board) -> None:
    us(board)
    assert re.search(r"X</th> <td>– <[^>]*>Not counted within two days of it</span></td> "
                     r"<td>– <[^>]*>Still to come</span></td> <td>–</td>", section(board))  # fmt: skip


def test_a_network_that_does_not_tell_now_says_what_is_wrong(board: Board) -> None:
    us(board)
    part = f"X/{of_our_keys(board.process.installation.channels['X'], FOLLOWERS)}"
    board.ports.store.sources.save(Source(part, "", ChannelErrorKind.OUT_OF_CREDIT, 1))
    assert "X: the account is out of credit. Add credit, and it continues" in section(board)

    board.clock.advance(days=30)
    assert "out of credit" not in section(board)


def test_a_board_on_no_network_is_told_that_nobody_can_follow_it(board: Board) -> None:
    install(board.process.app, replace(board.process.installation, channels={}))

    assert "No network is set up, so nobody can follow the board there." in section(board)


def test_the_files_and_the_table_of_meetings_have_them_too(board: Board) -> None:
    counted(board, us(board), 4_000, 4_120)
    browser, rows = board.signed_in(), values(board)
    told = browser.get(f"{board.path}/listening/figures.json").get_json()
    compared = csv.DictReader(io.StringIO(browser.get("/desk/listening/meetings.csv").get_data().decode("utf-8-sig")))

    assert [rows[f"our_followers_{part}"] for part in ("begin", "end", "gained")] == ["4000", "4120", "120"]
    assert told["our_followers"] == {"followers_at_end": 4_120, "followers_gained": 120}
    assert [one["gained"] for one in told["our_followers_by_network"]] == [120]
    assert [(row["followers_at_end"], row["followers_gained"]) for row in compared] == [("4120", "120")]


def test_where_nothing_is_known_the_files_say_nothing_and_not_nought(board: Board) -> None:
    browser = board.signed_in()
    told = browser.get(f"{board.path}/listening/figures.json").get_json()

    assert told["our_followers"] == {"followers_at_end": None, "followers_gained": None}
    assert [values(board)[f"our_followers_{part}"] for part in ("begin", "end", "gained")] == ["", "", ""]


@pytest.mark.parametrize(("gained", "said"), [(1_200, "+1,200"), (0, "0"), (-8, "−8"), (None, "–")])
def test_a_difference_has_its_sign(gained: int | None, said: str) -> None:
    assert gained_said(gained) == said
