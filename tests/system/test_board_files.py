"""The settings of many boards: what each has, what nobody shares, and that every mistake is told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from board_qa.boards.files import read_installed
from board_qa.config.settings import SettingsError
from board_qa.live.hosts import asked_for


def boards(folder: Path, **files: str) -> dict[str, str]:
    """An environment with a board for each, whose lines these are beside those that every board needs."""
    for name, lines in files.items():
        own = f"PUBLIC_URL=https://{name}.example\nSECRET_KEY={name:x>32}\nPRACTICE=0\n"
        (folder / f"{name}.env").write_text(own + lines)
    return {"BOARDS": str(folder)}


def mistakes(environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        read_installed(environ)
    return refused.value.mistakes


def test_each_board_has_its_own_settings_and_a_folder_of_its_own(tmp_path: Path) -> None:
    found = read_installed(
        boards(tmp_path, a="ORGANISATION=Anytown, A & E\n", b="ORGANISATION='Otherton Board'")
    ).boards

    assert [one.organisation for one in found.values()] == ["Anytown, A & E", "Otherton Board"]
    assert [one.database for one in found.values()] == [f"{tmp_path}/{name}/board_qa.db" for name in ("a", "b")]
    assert [one.board for one in found.values()] == ["a", "b"]


def test_a_board_on_postgresql_keeps_its_files_in_its_own_folder(tmp_path: Path) -> None:
    found = read_installed(boards(tmp_path, a="DATABASE_URL=postgresql://db.example/a")).boards["a"]

    assert (found.data_folder, found.database_file) == (tmp_path / "a", tmp_path / "a" / "board_qa.db")


def test_what_is_in_the_environment_for_one_board_is_no_boards(tmp_path: Path) -> None:
    environ = boards(tmp_path, a="", b="")
    one_boards = {
        "SECRET_KEY": "x" * 32,
        "MASTODON_URL": "https://m.example",
        "MASTODON_TOKEN": "t",
        "ORGANISATION": "Mine",
        "DATABASE_URL": "sqlite:///mine.db",
        "SMTP_URL": "smtp://m.example",
        "MAIL_FROM": "a@b.example",
    }
    found = read_installed({**environ, **one_boards, "PROXIES": "1", "REDIS_URL": "redis://127.0.0.1"}).boards.values()

    assert {(one.proxies, one.redis_url) for one in found} == {(1, "redis://127.0.0.1")}
    assert not any(one.mastodon or one.smtp or one.organisation == "Mine" or "mine" in one.database for one in found)
    assert [one.secret_key for one in found] == [name.rjust(32, "x") for name in "ab"]


def test_all_mistakes_of_all_boards_are_told_at_once_each_with_its_name(tmp_path: Path) -> None:
    wrong = {"a": "X_API_KEY=a\nORGANIZATION=A\n", "b": "PORT=8001\nhello\n", "c": "MASTODON_TOKEN=t\n"}
    environ = boards(tmp_path, **wrong, d="")
    (tmp_path / "Bad Name.env").write_text("")
    told = mistakes(environ)

    assert told[:3] == [
        "Bad Name: PUBLIC_URL is missing: it has the host by which the board is found",
        "Bad Name: the name of a board has small letters, digits and hyphens, 40 at most",
        "a: ORGANIZATION is no setting",
    ]
    assert {"b: PORT is everybody's: set it for all boards", "b: line 5 of its file must be like NAME=value"} < {*told}
    assert any(one.startswith("c: Mastodon needs a server and a token") for one in told)
    assert not any(one.startswith("d:") for one in told)


@pytest.mark.parametrize(
    ("a", "b", "what"),
    [
        ("PUBLIC_URL=https://Same.example.:8000/", "PUBLIC_URL=https://same.example", "host"),
        ("HOSTS=same.example", "HOSTS=other.example, Same.Example", "host"),
        ("PUBLIC_URL=https://same.example", "HOSTS=same.example", "host"),
        ("DATABASE_URL=sqlite:///{0}/x/one.db", "DATABASE_URL=sqlite:///{0}/x/../x/one.db", "database"),
        ("DATABASE_URL=sqlite:///{0}/x/one.db", "DATABASE_URL=sqlite:///{0}/link/one.db", "database"),
        ("DATABASE_URL=sqlite:///{0}/x/one.db", "DATABASE_URL=sqlite:///{0}/x/two.db", "data folder"),
        ("DATABASE_URL=postgresql://a:b@h/d", "DATABASE_URL=postgres://c@h:5432/d?connect_timeout=3", "database"),
        ("DATABASE_URL=postgresql:///d?host=/run/p", "DATABASE_URL=postgresql://u@/d?host=/run/p", "database"),
        ("BACKUPS={0}/x", "BACKUPS={0}/link", "BACKUPS"),
        (f"SECRET_KEY={'same' * 8}", f"SECRET_KEY={'same' * 8}", "SECRET_KEY"),
        ("{1}X_ACCESS_TOKEN=12-a", "{1}X_ACCESS_TOKEN=12-b", "account on X"),
        ("{2}BLUESKY_HANDLE=a.example", "{2}BLUESKY_HANDLE=@A.example", "account on Bluesky"),
        ("{3}MASTODON_URL=https://m.example", "{3}MASTODON_URL=https://M.example/", "account on Mastodon"),
    ],
)
def test_two_boards_never_have_the_same_of_what_is_one_boards(tmp_path: Path, a: str, b: str, what: str) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "link").symlink_to("x")
    keys = ("X_API_KEY=a\nX_API_SECRET=b\nX_ACCESS_SECRET=c\n", "BLUESKY_APP_PASSWORD=p\n", "MASTODON_TOKEN=t\n")
    told = mistakes(boards(tmp_path, a=a.format(tmp_path, *keys), b=b.format(tmp_path, *keys)))

    assert f"a and b have the same {what}: each board needs its own" in told


def test_schemas_of_one_database_are_boards_of_their_own(tmp_path: Path) -> None:
    url = "DATABASE_URL=postgresql://h/d?options=-c%20search_path%3D"

    assert len(read_installed(boards(tmp_path, a=url + "a", b=url + "b")).boards) == 2


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"BOARDS": "/nowhere"}, "BOARDS must name a folder that is there"),
        ({"BOARD": "c"}, "BOARD names “c”. The boards here are: a, b"),
        ({"OPERATORS_URL": "https://o.example"}, "OPERATORS_URL and OPERATORS_TOKEN, or neither"),
        ({"OPERATORS_URL": "https://A.example", "OPERATORS_TOKEN": "t" * 16}, "a host of its own, which is no board's"),
        ({"OPERATORS_URL": "https://o.example", "OPERATORS_TOKEN": "short"}, "OPERATORS_TOKEN needs 16 characters"),
        ({"PORT": "x"}, "PORT must be a whole number"),
    ],
)
def test_a_mistake_in_what_is_everybodys_is_told_once(tmp_path: Path, more: dict[str, str], said: str) -> None:
    told = mistakes({**boards(tmp_path, a="", b=""), **more})

    assert len([one for one in told if said in one]) == 1


def test_without_a_folder_of_boards_there_is_one_which_the_environment_describes(tmp_path: Path) -> None:
    board = {"DATABASE_URL": f"sqlite:///{tmp_path}/b.db", "ORGANISATION": "Anytown Board"}
    found = read_installed({**board, "BOARD": "something of another program's"})

    assert found.chosen is found.boards[""]
    assert (found.chosen.organisation, found.chosen.board) == ("Anytown Board", "")


def test_its_mistakes_are_told_together_with_everybodys(tmp_path: Path) -> None:
    told = mistakes({"DATABASE_URL": f"sqlite:///{tmp_path}/b.db", "PORT": "http", "X_API_KEY": "only one"})

    assert [any(name in one for one in told) for name in ("PORT", "X_API_SECRET")] == [True, True]


def test_one_of_many_can_be_chosen_for_a_command(tmp_path: Path) -> None:
    environ = boards(tmp_path, a="", b="")

    assert read_installed(environ).chosen is None
    chosen = read_installed({**environ, "BOARD": "b"}).chosen
    assert chosen
    assert chosen.hosts == ("b.example",)


@pytest.mark.parametrize(
    ("header", "host"),
    [
        ("A.Example", "a.example"),
        ("a.example:8000", "a.example"),
        ("a.example.", "a.example"),
        ("a.example.:443", "a.example"),
        ("[2001:db8::1]:80", "[2001:db8::1]"),
        ("", ""),
        ("a" * 64, ""),
        (".".join(["a" * 60] * 5), ""),
        ("x..y", ""),
        ("a.example/b", ""),
        ("user@a.example", ""),
        ("a.example:80:80", ""),
        ("a.example, b.example", ""),
        ("a example", ""),
    ],
)
def test_the_host_of_a_request_is_read_as_browsers_write_it_and_nonsense_is_no_host(header: str, host: str) -> None:
    assert asked_for({"HTTP_HOST": header}) == host
