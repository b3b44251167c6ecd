"""A meeting's further hashtags: typed in its form, kept, and on the record."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest

from board_qa.domain.meetings.settings import Difference
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.question import NewQuestion
from board_qa.web.shell.installation import install
from tests.support.board import Board, post
from tests.support.page_forms import form_on


def saved(board: Board, **changes: str) -> tuple[int, str]:
    """The status and the page that the meeting's form is answered with."""
    browser, path = board.signed_in(), f"{board.path}/edit"
    form = {**form_on(browser.get(path).text, "hashtag"), **changes}
    answer = post(browser, path, path, **form)
    return answer.status_code, unescape(answer.text)


def kept(board: Board) -> tuple[str, ...]:
    stored = board.ports.store.meetings.get(board.meeting.id)
    assert stored is not None
    return stored.details.more_hashtags


def test_they_are_kept_and_stand_in_the_form_again_and_are_taken_out_again(board: Board) -> None:
    assert kept(board) == ()
    assert saved(board, more_hashtags="#NHSLeeds, Leeds")[0] == 303
    assert kept(board) == ("NHSLeeds", "Leeds")
    form = form_on(board.signed_in().get(f"{board.path}/edit").text, "hashtag")
    assert form["more_hashtags"] == "#NHSLeeds #Leeds"

    assert saved(board, more_hashtags="")[0] == 303
    assert kept(board) == ()


def test_whoever_changes_them_is_on_the_record(board: Board) -> None:
    saved(board, more_hashtags="NHSLeeds Leeds")
    (row,) = board.ports.store.settings.history(board.meeting.id, 9)

    assert (row.what, row.by) == (Difference("more_hashtags", (), ("NHSLeeds", "Leeds")), board.alex.name)
    assert "Further hashtags" in board.signed_in().get(f"{board.path}/edit").text.split("Recent changes")[1]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("a b c d", "Enter 3 further hashtags or fewer"), ("NHS-Leeds", "Use letters, numbers and underscores only"),
     ("2026", "at least one letter"), ("Leeds leeds", "Enter each hashtag once"),
     ("#anytownboard", "not the meeting’s own"), ("L" * 101, "100 characters or fewer"),
     ("<b>x</b>", "Use letters, numbers and underscores only")],
)  # fmt: skip
def test_those_that_cannot_be_are_explained_and_what_was_typed_is_kept(board: Board, typed: str, said: str) -> None:
    status, page = saved(board, more_hashtags=typed)

    assert (status, kept(board)) == (422, ())
    assert said in page
    assert f'value="{typed}"' in page


def test_without_an_own_hashtag_that_is_what_is_asked_for(board: Board) -> None:
    status, page = saved(board, hashtag="", more_hashtags="NHSLeeds")

    assert status == 422
    assert "Enter a hashtag" in page


def test_what_they_cost_is_said_beside_the_field_for_the_networks_that_charge(board: Board) -> None:
    path = f"{board.path}/edit"
    assert "On X, each post read costs $0.005" in board.signed_in().get(path).text

    install(board.process.app, replace(board.process.installation, channels={}))
    assert "each post read costs" not in board.signed_in().get(path).text


@pytest.mark.parametrize(
    ("text", "stream", "is_said"),
    [("Why? #nhsleeds", "search", True), ("Why? #nhsleeds", "mentions", False), ("Why? #nhsleeds", "", False),
     ("Why? #NHSLeeds #AnytownBoard", "search", False), ("Why?", "search", False),
     ("Why? #NHSLeedsNorth", "search", False)],
)  # fmt: skip
def test_the_desk_says_which_one_alone_brought_a_post(board: Board, text: str, stream: str, is_said: bool) -> None:
    """Without a stream it was pasted by a person, who meant it for this board."""
    saved(board, more_hashtags="Leeds NHSLeeds")
    now = board.clock()
    if stream:
        read = Post("77", "77", text, "55", "Maria", "maria", now)
        board.ports.store.posts.save(ObservedPost("X", read, stream, now, now, now))
    asked = NewQuestion("X", "77", text, "Maria", now, author_handle="maria", version="77", flags=())
    board.ports.store.questions.receive(board.meeting.id, asked, "token", now)
    page = unescape(board.signed_in().get(f"{board.path}?q=1").text)

    assert ("Came with" in page) is is_said
    assert ("#NHSLeeds, not the meeting’s own hashtag" in page) is is_said
    assert "Came with" not in board.browser().get(f"/{board.meeting.code}").text
