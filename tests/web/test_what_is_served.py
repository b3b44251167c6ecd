"""What every page tells a browser to keep to itself, and what is at no address, whoever asks and however."""

from __future__ import annotations

import pytest

from board_qa.web.shell.rendering import static_prefix
from tests.support.board import Board

# Of the repository, of the service's own folder, and a list of the files that are served.
NOWHERE = (
    "/.git/HEAD", "/.git/config", "/.git/", "/static/.git/HEAD", "/.env", "/app.py", "/board_qa.db",
    "/static/", "/static/css/", f"/{static_prefix()}/", f"/{static_prefix()}/css/", f"/{static_prefix()}/js",
)  # fmt: skip
UPWARDS = ("../../.git/HEAD", "..%2f..%2f.git%2fHEAD", "%2e%2e/%2e%2e/app.py", "....//....//app.py", "/etc/passwd")


def test_no_page_tells_another_site_where_it_was_left_from(board: Board) -> None:
    question, code = board.asked("Why?"), board.meeting.code
    for path in ("/", f"/{code}", f"/{code}/ask", f"/r/{question.token}", "/sign-in", "/nowhere"):
        assert board.browser().get(path).headers.getlist("Referrer-Policy") == ["same-origin"], path
    for path in ("/desk/", board.path, "/desk/people"):
        assert board.signed_in().get(path).headers.getlist("Referrer-Policy") == ["same-origin"], path
    screen = board.browser().get(f"/screen/{board.meeting.screen_token}")
    assert screen.headers.getlist("Referrer-Policy") == ["no-referrer"]


def test_no_page_of_the_desk_is_kept_by_a_browser_or_on_the_way_to_it(board: Board) -> None:
    board.asked("Why?")
    browser = board.signed_in()
    rules = [rule for rule in board.process.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    ours = [rule.rule for rule in rules if rule.rule.startswith("/desk/") and not rule.arguments]
    for path in (*ours, board.path, f"{board.path}?part=1", f"/desk/people/{board.alex.id}"):
        answer = browser.get(path)
        assert answer.headers["Cache-Control"] == "no-store", path
        assert "X-Accel-Expires" not in answer.headers, path
    assert len(ours) > 5


@pytest.mark.parametrize("path", [*NOWHERE, *(f"/{static_prefix()}/{one}" for one in UPWARDS)])
def test_neither_the_repository_nor_a_list_of_files_is_at_any_address(board: Board, path: str) -> None:
    for browser in (board.browser(), board.signed_in()):
        answer = browser.get(path)

        assert answer.status_code == 404
        assert "Page not found" in answer.text


@pytest.mark.parametrize("path", ["/", "/sign-in", "/desk/", "/healthz", "/socket.io/?EIO=4&transport=polling"])
@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT"])
def test_no_request_is_sent_back_to_whoever_sent_it(board: Board, path: str, method: str) -> None:
    answer = board.signed_in().open(path, method=method, headers={"X-Of-Mine": "xylophone"})

    assert answer.status_code == 405
    assert "xylophone" not in f"{answer.text}{answer.headers}"


@pytest.mark.parametrize("is_left_over", [False, True])
def test_the_service_runs_without_the_helps_of_a_developer(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, is_left_over: bool
) -> None:
    """Also where somebody left a setting of theirs in the environment."""
    if is_left_over:
        monkeypatch.setenv("FLASK_DEBUG", "1")
    board: Board = request.getfixturevalue("board")
    app = board.process.app

    assert not app.debug
    assert not app.testing
    answer = board.browser().get("/?__debugger__=yes&cmd=resource&f=style.css")
    assert (answer.mimetype, board.browser().get("/console").status_code) == ("text/html", 404)
