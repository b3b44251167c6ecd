"""What every answer says to browsers, whoever makes it."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from pathlib import Path

import pytest

from tests.support.board import Board
from tests.support.placed import placed

SOCKET = "/socket.io/?EIO=4&transport=polling"


def static_file(board: Board) -> str:
    found = re.search(r"/static/[^\"]+\.css", board.browser().get("/").text)
    assert found
    return found[0]


@pytest.mark.parametrize("public_url", ["https://board.example", "http://board.example"])
def test_pages_files_sockets_and_refusals_are_what_they_say_in_no_frame_and_by_https_for_a_year(
    tmp_path: Path, public_url: str
) -> None:
    board = placed(tmp_path, PUBLIC_URL=public_url)
    refused = board.browser().get("/", headers={"Host": "x..y"})
    answers = [board.browser().get(path) for path in ("/", "/nothing", "/healthz", SOCKET, static_file(board))]
    for answer in [refused, *answers]:
        assert answer.headers.getlist("X-Content-Type-Options") == ["nosniff"]
        assert answer.headers.getlist("Referrer-Policy") == ["same-origin"]
        rules = set(answer.headers["Content-Security-Policy"].split("; "))
        assert {"default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= rules
        by_https = ["max-age=31536000; includeSubDomains"] if public_url.startswith("https") else []
        assert answer.headers.getlist("Strict-Transport-Security") == by_https


def test_only_what_says_that_it_may_be_kept_is_kept(board: Board) -> None:
    refused = board.browser().get("/", headers={"Host": "x..y"})
    told = [board.browser().get(path) for path in ("/nothing", "/healthz", SOCKET, "/static/nothing.css", "/desk/")]

    assert [answer.headers.getlist("Cache-Control") for answer in [refused, *told]] == [["no-store"]] * 6
    assert len(board.browser().get(static_file(board)).headers.getlist("Cache-Control")) == 1
    assert "immutable" in board.browser().get(static_file(board)).headers["Cache-Control"]


def test_what_a_screen_that_polls_is_known_by_cannot_be_guessed(board: Board) -> None:
    names = [re.findall(r'"sid":"([^"]+)"', board.browser().get(SOCKET).text)[0] for _ in range(3)]
    bits = [urlsafe_b64decode(f"{name}==") for name in names]

    assert {len(one) for one in bits} == {16}
    assert len({one[-3:] for one in bits}) == 3  # nothing in it counts on


@pytest.mark.parametrize("path", ["/", "/sign-in", "/desk/meetings/1", "/healthz"])
def test_cookies_that_are_no_text_are_taken_for_none(board: Board, path: str) -> None:
    browser = board.process.app.test_client(use_cookies=False)
    without = browser.get(path).status_code

    assert browser.get(path, headers={"Cookie": "desk=\xff\xfe"}).status_code == without


def test_our_files_are_for_our_pages_alone(board: Board) -> None:
    answer = board.browser().get(static_file(board))

    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_every_file_that_is_text_says_in_which_letters_it_is(board: Board) -> None:
    prefix = "/".join(static_file(board).split("/")[:3])
    files = ["icon.svg", "css/public.css", "js/shared/live.js", "vendor/socket.io.js"]
    kinds = [board.browser().get(f"{prefix}/{name}").headers["Content-Type"] for name in files]

    assert kinds[0] == "image/svg+xml; charset=utf-8"
    assert [kind.partition("; ")[2] for kind in kinds] == ["charset=utf-8"] + ['charset="utf-8"'] * 3


def test_what_a_screen_may_not_say_is_refused_in_words_of_known_letters(board: Board) -> None:
    answer = board.browser().post(f"{SOCKET}&sid=a", data=b"\xff nonsense")

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_what_polls_and_what_is_refused_says_its_letters_too(board: Board) -> None:
    """engine.io says that it is plain text, and not in which letters."""
    browser = board.browser()
    for query in ("EIO=4&transport=polling", "EIO=9&transport=polling"):
        answer = browser.get(f"/socket.io/?{query}")
        assert answer.headers["Content-Type"].lower() in ("text/plain; charset=utf-8",), query
