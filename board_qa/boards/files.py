"""The settings of many boards: a file for each in one folder, read all together, and every mistake told at once."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from board_qa import addresses
from board_qa.config.databases import is_postgres
from board_qa.config.names import ALL, OF_THE_MACHINE
from board_qa.config.reading import of_the_machine, read_machine, read_settings
from board_qa.config.settings import Machine, Settings, SettingsError

ENDING = ".env"
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
NAMES = "small letters, digits and hyphens, 40 at most"
_LINE = re.compile(r"([A-Z][A-Z0-9_]*)=(.*)")


@dataclass(frozen=True)
class Installed:
    """What is installed here: many boards by their names, or one, which has none."""

    machine: Machine
    boards: Mapping[str, Settings]

    @property
    def chosen(self) -> Settings | None:
        """The board that all of this process is for; None where it is for many."""
        if self.machine.boards is None:
            return self.boards[""]
        return self.boards[self.machine.board] if self.machine.board else None

    @property
    def secure(self) -> bool:
        """Whether the public of every board comes by https."""
        return all(board.secure for board in self.boards.values())


def read_installed(environ: Mapping[str, str] | None = None) -> Installed:
    """Read all settings there are. Raises SettingsError with every mistake at once."""
    mistakes: list[str] = []
    try:
        machine = read_machine(environ)
    except SettingsError:
        if not of_the_machine(environ).get("BOARDS"):
            read_settings(environ)  # one board: its mistakes are told together with these, which are among them
        raise
    if machine.boards is None:
        return Installed(machine, {"": read_settings(environ)})
    boards = dict(_read(machine.boards, of_the_machine(environ), mistakes))
    mistakes += _shared(boards)
    if not mistakes and machine.board and machine.board not in boards:
        mistakes.append(f"BOARD names “{machine.board}”. The boards here are: {', '.join(boards) or 'none yet'}")
    if (
        not mistakes
        and machine.operators_url
        and any(addresses.machine(machine.operators_url) in board.hosts for board in boards.values())
    ):
        mistakes.append("OPERATORS_URL must have a host of its own, which is no board's")
    if mistakes:
        raise SettingsError(mistakes)
    return Installed(machine, boards)


def read_board(file: Path, everybodys: Mapping[str, str]) -> Settings:
    """The board of a file, with nothing from the environment but what is everybody's. Raises SettingsError."""
    values, mistakes = _values(file)
    names = {name: name.removesuffix("_FILE") for name in values}
    mistakes += [f"{name} is no setting" for name, known in names.items() if known not in ALL]
    mistakes += [f"{name} is everybody's: set it for all boards" for name in names if names[name] in OF_THE_MACHINE]
    if "PUBLIC_URL" not in names.values():
        mistakes.append("PUBLIC_URL is missing: it has the host by which the board is found")
    if not NAME.fullmatch(file.stem):
        mistakes.append(f"the name of a board has {NAMES}")
    settings = None
    try:
        # Not before the rest is right: reading makes a key for a board that practises.
        settings = read_settings({**everybodys, **values}, file.with_suffix(""), file.stem) if not mistakes else None
    except SettingsError as error:
        mistakes += error.mistakes
    if settings is None:
        raise SettingsError(mistakes)
    return settings


def _read(folder: Path, everybodys: Mapping[str, str], mistakes: list[str]) -> Iterator[tuple[str, Settings]]:
    for file in sorted(folder.glob(f"*{ENDING}")):
        try:
            yield file.stem, read_board(file, everybodys)
        except SettingsError as error:
            mistakes += [f"{file.stem}: {mistake}" for mistake in error.mistakes]


def _values(file: Path) -> tuple[dict[str, str], list[str]]:
    """NAME=value in each line, as systemd's EnvironmentFile has it, and what is no such line."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}, ["its file cannot be read"]
    values: dict[str, str] = {}
    mistakes: list[str] = []
    for number, line in enumerate(map(str.strip, lines), 1):
        found = _LINE.fullmatch(line)
        if found:
            values[found[1]] = _value(found[2].strip())
        elif line and line[0] not in "#;":
            mistakes.append(f"line {number} of its file must be like NAME=value")
    return values, mistakes


def _value(text: str) -> str:
    """Without the quotation marks around it, if there are any."""
    if text[:1] not in ("'", '"'):
        return text
    try:
        words = shlex.split(text)
    except ValueError:
        return text
    return words[0] if len(words) == 1 else text


def _shared(boards: Mapping[str, Settings]) -> Iterator[str]:
    """What two boards must not both have, each told with all that have it."""
    hosts = sorted((host, name) for name, board in boards.items() for host in set(board.hosts))
    same_host = [(one, other) for (host, one), (next_, other) in pairwise(hosts) if host == next_]
    yield from (f"{one} and {other} have the same host: each board needs its own" for one, other in same_host)
    accounts = sorted({network for board in boards.values() for network in board.accounts})
    on_networks = {f"account on {one}": lambda board, one=one: board.accounts.get(one, "") for one in accounts}
    for what, of in (_APART | on_networks).items():
        having = sorted((key, name) for name, board in boards.items() for key in [of(board)] if key)
        same = [(one[1], other[1]) for one, other in pairwise(having) if one[0] == other[0]]
        yield from (f"{one} and {other} have the same {what}: each board needs its own" for one, other in same)


def _database(board: Settings) -> str:
    """What the database is, however its name is written; one server under two names is not found out."""
    if not is_postgres(board.database):
        return str(Path(board.database).resolve())
    url = urlsplit(board.database)
    more = parse_qs(url.query)
    host = more.get("host", [url.hostname or ""])[0]
    port = more.get("port", [str(url.port or 5432)])[0]
    return " ".join([host, port, url.path.strip("/"), *more.get("options", [])])


_APART: dict[str, Callable[[Settings], str]] = {
    "database": _database,
    "data folder": lambda board: str(board.data_folder.resolve()),
    "BACKUPS": lambda board: str(Path(board.backups).resolve()) if board.backups else "",
    "SECRET_KEY": lambda board: board.secret_key,
}
