"""Two boards on one installation, as one server process runs them: hosts of their own, and a meeting each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import requests

from board_qa.boards.files import read_installed
from board_qa.bootstrap.stores import make_store
from board_qa.config.settings import Settings
from board_qa.domain.accounts.roles import Role
from board_qa.rehearsal.clients import Moderator, Projector, ask
from board_qa.rehearsal.records import Records
from board_qa.rehearsal.server import PASSWORD, USER, Server
from tests.support.board import token_on
from tests.support.doubles import QuickScrypt

# Hosts that every Linux machine answers to, and of which browsers and cookies keep each by itself.
HERE, THERE, NOBODYS = "127.0.0.1", "127.0.0.2", "127.0.0.3"
METRICS, OPERATORS = "a-token-for-prometheus", "a-password-for-operators"


@dataclass
class BoardOfTwo:
    """One of them, with what its people do and see."""

    name: str
    address: str
    settings: Settings
    records: Records = field(default_factory=Records)
    projectors: list[Projector] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.moderator = Moderator(self.address)
        self.said = f"Why is the lift of {self.name} broken?"

    def open_meeting(self) -> None:
        self.moderator.sign_in()
        self.moderator.make_meeting(datetime.now(UTC))
        self.projectors.append(Projector(self.address, self.moderator.screen, self.records))

    def ask_and_show(self) -> bool:
        """Whether its own question comes onto its own screen."""
        ask(self.address, self.moderator.code, self.said, self.records, twice=True)
        (listed,) = self.moderator.queue()
        self.moderator.decide(listed.number, "approve")
        self.moderator.decide(listed.number, "put-on-screen")
        return self.shows_its_own()

    def shows_its_own(self) -> bool:
        return all(projector.wait_for(self.said) for projector in self.projectors)

    def close(self) -> None:
        for projector in self.projectors:
            projector.close()

    def signed_in(self) -> requests.Session:
        """A moderator's browser without a screen."""
        http = requests.Session()
        token = token_on(http.get(f"{self.address}/sign-in", timeout=10).text)
        form = {"username": USER, "password": PASSWORD, "csrf_token": token}
        http.post(f"{self.address}/sign-in", data=form, timeout=10).raise_for_status()
        return http


@dataclass
class TwoBoards:
    server: Server
    here: BoardOfTwo
    there: BoardOfTwo

    @property
    def nobodys(self) -> str:
        return f"http://{NOBODYS}:{self.server.port}"


def _add_moderator(board: Settings) -> None:
    store, password = make_store(board.database), QuickScrypt().hash(PASSWORD)
    store.accounts.add(USER, f"Alex of {board.board}", password, datetime.now(UTC), Role.ADMINISTRATOR)
    store.close()


@contextmanager
def two_boards(folder: Path, databases: Mapping[str, str], **settings: str) -> Iterator[TwoBoards]:
    """`databases`: for each board what DATABASE_URL is, or nothing for a file. `settings` are everybody's."""
    boards = folder / "boards"
    boards.mkdir()
    # What it has in its environment is one board's, which neither of these may take for its own.
    server = Server(folder, "http://127.0.0.1:9", ("a", "b", "c", "d"), BOARDS=str(boards), HOST="0.0.0.0",
                    METRICS_TOKEN=METRICS, OPERATORS_URL="http://operators.test", OPERATORS_TOKEN=OPERATORS,
                    **settings)  # fmt: skip
    for name, host in (("anytown", HERE), ("otherton", THERE)):
        lines = [
            f"PUBLIC_URL=http://{host}:{server.port}",
            f"ORGANISATION={name.title()} Board",
            "PRACTICE=0",
            "CODES_FOR=nobody",
        ]
        lines += [f"SECRET_KEY={name}-{'k' * 40}", *([f"DATABASE_URL={databases[name]}"] if databases else [])]
        (boards / f"{name}.env").write_text("\n".join(lines))
    found = read_installed(server.environ).boards
    for one in found.values():
        _add_moderator(one)
    two = [BoardOfTwo(name, one.public_url, one) for name, one in found.items()]
    try:
        server.start()
        yield TwoBoards(server, *two)
    finally:
        for board in two:
            board.close()
        server.close()
