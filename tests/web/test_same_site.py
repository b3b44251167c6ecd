"""Forms and sockets from our own pages are taken however the address is written, and others are not."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.support.board import PASSWORD, Board, token_on
from tests.support.placed import placed

SAME = {"Sec-Fetch-Site": "same-origin"}
# Each with where a browser says that the page was, once its proxy has written its own host into the request.
WRITTEN = [
    ("HTTPS://Board.Example", "https://board.example"),
    ("https://board.example:443/", "https://board.example"),
    ("https://board.example./", "https://board.example"),
    ("http://Board.example:80", "http://board.example"),
    ("https://bŵrdd.example", "https://xn--brdd-b9a.example"),
    ("https://board.example:8443", "https://board.example:8443"),
    ("http://[0:0::1]:8000", "http://[::1]:8000"),
]
NOT_OURS = [
    "https://evil.example",
    "https://board.example.evil.example",
    "https://board.example:8443",
    "https://board.example@evil.example",
    "https://notboard.example",
    "https://",
    "https://board.example, https://evil.example",
]


def ask(board: Board, headers: dict[str, str], host: str = "10.0.0.5:8000") -> TestResponse:
    form = {"key": "k", "question": "Why?"}
    return board.browser().post(f"/{board.meeting.code}/questions", data=form, headers={"Host": host, **headers})


def connect(board: Board, headers: dict[str, str]) -> TestResponse:
    """What a browser that may not use websockets sends first."""
    return board.browser().get("/socket.io/?EIO=4&transport=polling", headers={"Host": "10.0.0.5:8000", **headers})


@pytest.mark.parametrize(("public_url", "origin"), WRITTEN)
def test_forms_and_sockets_are_taken_however_the_address_is_written(
    tmp_path: Path, public_url: str, origin: str
) -> None:
    board = placed(tmp_path, PUBLIC_URL=public_url)

    assert ask(board, {"Origin": origin}).status_code == 303
    assert connect(board, {"Origin": origin}).status_code == 200


@pytest.mark.parametrize("origin", NOT_OURS)
def test_those_of_any_other_address_are_refused(tmp_path: Path, origin: str) -> None:
    board = placed(tmp_path, PUBLIC_URL="https://Board.example:443")

    assert ask(board, {"Origin": origin}).status_code == 403
    assert connect(board, {"Origin": origin}).status_code == 400
    assert board.ports.store.questions.of_meeting(board.meeting.id) == []


# A board with a network of its own practises no longer.
REAL = {"SECRET_KEY": "k" * 32, "MASTODON_URL": "https://social.example", "MASTODON_TOKEN": "token"}
BY_HTTP = ["http://board.example", "HTTP://Board.example:80", "http://board.example:8000", "http://10.0.0.5:8000"]


@pytest.mark.parametrize("origin", BY_HTTP)
def test_where_the_address_is_https_no_page_by_http_is_ours(tmp_path: Path, origin: str) -> None:
    board = placed(tmp_path, PUBLIC_URL="https://board.example", HOSTS="10.0.0.5", **REAL)
    host = origin.lower().removeprefix("http://")
    socket = connect(board, {"Origin": origin, "Host": host})
    question = ask(board, {"Origin": origin}, host)

    assert socket.status_code == 400
    assert "Access-Control-Allow-Origin" not in socket.headers
    assert question.status_code == 403
    assert "This page was opened without https" in question.text
    assert 'href="https://board.example/"' in question.text
    assert board.ports.store.questions.of_meeting(board.meeting.id) == []


def test_another_sites_page_by_http_is_told_that_it_is_another_site(tmp_path: Path) -> None:
    board = placed(tmp_path, PUBLIC_URL="https://board.example", **REAL)
    answer = ask(board, {"Origin": "http://evil.example"}, "board.example")

    assert answer.status_code == 403
    assert "This form came from another site" in answer.text


def test_a_board_that_practises_takes_http_by_every_name_but_that_of_its_https_address(tmp_path: Path) -> None:
    board = placed(tmp_path, PUBLIC_URL="https://board.example")
    answers = [
        connect(board, {"Origin": f"http://{name}", "Host": name}).status_code
        for name in ("localhost:8000", "laptop.local", "board.example", "board.example:8000")
    ]

    assert answers == [200, 200, 400, 400]


def test_a_log_says_of_a_page_by_http_that_it_belongs_on_https(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    board = placed(tmp_path, PUBLIC_URL="https://by-http.example")
    with caplog.at_level(logging.WARNING):
        connect(board, {"Origin": "http://by-http.example"})

    assert "send whoever opens it by http on to https" in caplog.text
    assert "set PUBLIC_URL" not in caplog.text


@pytest.mark.parametrize(
    ("origin", "host"), [("https://BOARD.lan", "board.lan:443"), ("http://board.lan:80", "Board.Lan")]
)
def test_the_host_that_was_asked_for_is_compared_in_the_same_way(board: Board, origin: str, host: str) -> None:
    assert ask(board, {"Origin": origin}, host).status_code == 303


def test_where_the_origin_is_hidden_the_browsers_other_word_counts(board: Board) -> None:
    assert ask(board, {"Origin": "null", **SAME}).status_code == 303
    assert connect(board, {"Origin": "null", **SAME}).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_a_hidden_origin_alone_is_nobodys_word(board: Board, site: str) -> None:
    headers = {"Origin": "null"} | ({"Sec-Fetch-Site": site} if site else {})
    answer = ask(board, headers)

    assert answer.status_code == 403
    assert "hides which page the form was on. Go back and copy what you typed" in answer.text
    assert connect(board, headers).status_code == 400


def test_another_site_is_not_ours_because_a_browser_says_same_origin(board: Board) -> None:
    assert ask(board, {"Origin": "https://evil.example", **SAME}).status_code == 403


def test_what_was_refused_is_in_the_log_with_what_to_set(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    board = placed(tmp_path, PUBLIC_URL="https://wrong.example")
    with caplog.at_level(logging.WARNING):
        ask(board, {"Origin": "https://right.example"})

    (said,) = (record.getMessage() for record in caplog.records)
    assert "a page at https://right.example sent" in said
    assert "set PUBLIC_URL to where it is opened. PUBLIC_URL is https://wrong.example" in said


def test_however_many_origins_somebody_makes_up_it_is_one_line_in_a_minute_of_each_log(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for number in range(200):
        assert ask(board, {"Origin": f"https://evil-{number}.example"}).status_code == 403
    names = [record.name for record in caplog.records]
    board.clock.advance(minutes=1)
    connect(board, {"Origin": "https://evil.example"})

    assert names == ["board_qa.web.shell.same_site", "board_qa.security"]
    assert len(caplog.records) == 4


@pytest.mark.parametrize(
    "origin", ["https://a.example\u0085Jo Bloggs", "https://a.example/?name=jo", "https://" + "x" * 5000, "Jo Bloggs"]
)
def test_of_what_somebody_makes_up_the_log_repeats_nothing_that_is_no_address(
    board: Board, caplog: pytest.LogCaptureFixture, origin: str
) -> None:
    ask(board, {"Origin": origin, "Sec-Fetch-Site": "jo.bloggs"})

    assert "a page at (not what a browser says) sent (Sec-Fetch-Site: (not what a browser says))" in caplog.text
    assert [word for word in ("Bloggs", "jo", "xxx") if word in caplog.text] == []


@pytest.mark.parametrize(
    ("target", "to"),
    [
        ("https://board.example/desk/people?a=b", "/desk/people?a=b"),
        ("HTTPS://Board.Example:443/desk/people", "/desk/people"),
        ("https://board.example", "/"),
        ("https://board.example//evil.example", "/desk/"),
        ("https://board.example?a=//evil.example", "/?a=//evil.example"),
        ("https://board.example.evil.example/", "/desk/"),
        ("https://board.example@evil.example/", "/desk/"),
        ("https://board.example\\@evil.example/", "/desk/"),
        ("http://board.example/desk/people", "/desk/"),
    ],
)
def test_after_signing_in_one_goes_on_to_pages_of_ours_alone(tmp_path: Path, target: str, to: str) -> None:
    board = placed(tmp_path, PUBLIC_URL="https://board.example:443/")
    browser = board.browser()
    secure = "https://localhost"
    token = token_on(browser.get("/sign-in", base_url=secure).text)
    form = {"username": "alex", "password": PASSWORD, "csrf_token": token}
    answer = browser.post("/sign-in", query_string={"next": target}, data=form, base_url=secure)

    assert (answer.status_code, answer.headers["Location"]) == (302, to)


def test_people_read_the_address_in_their_own_letters_and_codes_are_made_of_those_of_machines(tmp_path: Path) -> None:
    board = placed(tmp_path, PUBLIC_URL="https://BŴRDD.example:443")
    screen = board.browser().get(f"/screen/{board.meeting.screen_token}").text

    assert "bŵrdd.example" in screen.replace("<wbr />", "")
    assert board.process.installation.settings.public_url == "https://xn--brdd-b9a.example"
