"""The service answers to its own names, and a request that names another one gets a plain page and nothing of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from board_qa.config.reading import read_settings
from board_qa.config.settings import SettingsError
from tests.support.board import Board
from tests.support.placed import placed

REAL = {
    "PRACTICE": "0",
    "SECRET_KEY": "s" * 32,
    "PUBLIC_URL": "https://Board.example:8443",
    "HOSTS": "board.lan, BŴRDD.lan",
}
OURS = ["board.example", "Board.Example.:8443", "board.lan:8000", "xn--brdd-b9a.lan", "localhost"]
NUMBERS = ["10.0.0.5:8000", "[::1]:8000"]
NOBODYS = ["evil.example", "board.example.evil.example", "notboard.example", "a.board.example", "é.example"]
NONSENSE = ["[::x", "", "a b", "x..y", "a" * 64, "a" * 300]


def status(board: Board, host: str, path: str = "/") -> int:
    return board.browser().get(path, headers={"Host": host}).status_code


@pytest.mark.parametrize("host", [*OURS, *NUMBERS])
def test_its_own_names_are_answered(tmp_path: Path, host: str) -> None:
    assert status(placed(tmp_path, **REAL), host) == 200


@pytest.mark.parametrize("host", [*NOBODYS, *NONSENSE])
def test_every_other_name_gets_a_plain_page_without_a_word_of_ours(tmp_path: Path, host: str) -> None:
    board = placed(tmp_path, **REAL)
    for path in ("/", "/sign-in", f"/{board.meeting.code}", f"/screen/{board.meeting.screen_token}", "/socket.io/"):
        answer = board.browser().get(path, headers={"Host": host})

        assert answer.status_code == 404
        assert "Nothing is at this address" in answer.text
        assert "Practice Board" not in answer.text


def test_a_page_whose_name_leads_to_this_machine_is_not_one_of_ours(tmp_path: Path) -> None:
    board = placed(tmp_path, **REAL)
    headers = {"Host": "evil.example", "Origin": "http://evil.example"}
    form = {"key": "k", "question": "Why?"}
    sent = board.browser().post(f"/{board.meeting.code}/questions", data=form, headers=headers)
    heard = board.browser().get("/socket.io/?EIO=4&transport=polling", headers=headers)

    assert (sent.status_code, heard.status_code) == (404, 404)
    assert board.ports.store.questions.of_meeting(board.meeting.id) == []


@pytest.mark.parametrize("host", [*NOBODYS, *NONSENSE, "board.example"])
def test_whatever_balances_load_may_ask_by_any_name(tmp_path: Path, host: str) -> None:
    board = placed(tmp_path, **REAL)

    for path in ("/healthz", "/readyz"):
        assert "status" in board.browser().get(path, headers={"Host": host}).get_json()


def test_while_it_practises_it_may_be_opened_by_any_name_of_a_machine(board: Board) -> None:
    assert [status(board, host) for host in ("my-laptop:8000", "evil.example", "a" * 64, "x..y")] == [
        200,
        200,
        404,
        404,
    ]


@pytest.mark.parametrize("typed", ["http://board.lan", "board.lan:8000", "board.lan/desk"])
def test_an_address_among_the_names_is_a_mistake_that_is_told(typed: str) -> None:
    with pytest.raises(SettingsError, match="HOSTS must be names of machines"):
        read_settings({**REAL, "HOSTS": typed})
