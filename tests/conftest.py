"""What tests share: a real store, a real practice network over HTTP, a real server, a real browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from board_qa.bootstrap.web_process import WebProcess
from board_qa.channels.x.channel import XChannel
from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.practice.network import PracticeNetwork
from board_qa.practice.state import Fault
from board_qa.practice.x.server import PracticeServer
from board_qa.screening.screener import Screener
from board_qa.services.meetings import meetings
from board_qa.storage.postgres.store import PostgresStore
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.system.bank_holidays import BankHolidays
from tests.support import postgres
from tests.support.board import Board, new_process
from tests.support.browsers import LAPTOP, SHELL, WHOLE, Window, chromium, sign_in
from tests.support.doubles import CountingIds, RecordingAnnouncer, StoppedClock, details
from tests.support.running import Chosen, Running, running
from tests.support.stores import memory_store

# Folders of tests whose store is on one database after the other.
_PROMISES = {"storage", "schema"}
_RESTING_ON_THEM = {"services"}


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: the tests of screens mostly wait for a browser, a server or a clock."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tiers: what needs a browser, what needs a server of its own, and all the rest, which is quick."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "browser" in fixtures:
            item.add_marker("browser")
        if "live" in fixtures:
            item.add_marker("server")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--on-postgres",
        action="store_true",
        help="run the tests of services on PostgreSQL as well, and those of a real server (journeys, live) on it",
    )


def pytest_configure(config: pytest.Config) -> None:
    Chosen.postgres = config.getoption("--on-postgres")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What is tested on both databases: all that the stores promise, and with `--on-postgres` what rests on it."""
    both = _PROMISES if not metafunc.config.getoption("--on-postgres") else _PROMISES | _RESTING_ON_THEM
    if "database_kind" in metafunc.fixturenames and "sqlite" not in metafunc.fixturenames and _folder(metafunc) in both:
        metafunc.parametrize("database_kind", ["sqlite", "postgres"])


def _folder(metafunc: pytest.Metafunc) -> str:
    return metafunc.definition.path.parent.name


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def database_kind() -> str:
    """Which database the test's store is on; see `pytest_generate_tests`."""
    return "sqlite"


@pytest.fixture
def store(database_kind: str) -> Iterator[SqlStore]:
    """An empty store. What both databases promise is tested on both, and knows no more than this type."""
    if database_kind == "postgres" and postgres.server() is None:
        pytest.skip(postgres.WHY_NOT)
    store = postgres.empty_store() if database_kind == "postgres" else memory_store()
    yield store
    store.leases.close()
    if database_kind == "sqlite":
        store.close()


@pytest.fixture
def process(database_kind: str, tmp_path: Path) -> Iterator[Callable[[], SqlStore]]:
    """Opens one database again and again, as so many processes do."""
    if database_kind == "postgres" and postgres.server() is None:
        pytest.skip(postgres.WHY_NOT)
    if database_kind == "postgres":
        postgres.empty_store()
    opened: list[SqlStore] = []

    def open_one() -> SqlStore:
        store = (
            PostgresStore(postgres.url()) if database_kind == "postgres" else SqliteStore(str(tmp_path / "board.db"))
        )
        opened.append(store)
        return store

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def sqlite(store: SqlStore) -> SqliteStore:
    """The store, for a test that looks at what SQLite does."""
    assert isinstance(store, SqliteStore)
    return store


@pytest.fixture
def announcer() -> RecordingAnnouncer:
    return RecordingAnnouncer()


@pytest.fixture
def ports(store: SqlStore, clock: StoppedClock, announcer: RecordingAnnouncer) -> Ports:
    return Ports(store, clock, CountingIds(), announcer, Screener(), BankHolidays())


@pytest.fixture
def meeting(ports: Ports) -> Meeting:
    return meetings.create(ports, details())


@pytest.fixture
def alex(ports: Ports) -> Actor:
    return _moderator(ports, "alex", "Alex")


@pytest.fixture
def sam(ports: Ports) -> Actor:
    return _moderator(ports, "sam", "Sam")


def _moderator(ports: Ports, username: str, name: str) -> Actor:
    person = ports.store.accounts.add(username, name, "", ports.clock())
    assert person is not None
    return Actor(person.name, person.id)


class WatchedNetwork(PracticeNetwork):
    """Something else can happen while it is being asked."""

    def __init__(self, clock: StoppedClock) -> None:
        super().__init__(clock)
        self.while_asked: Callable[[str], object] = str

    def fault(self, endpoint: str) -> Fault | None:
        self.while_asked(endpoint)
        return super().fault(endpoint)


class RunningNetwork:
    """The practice network on a port of its own, at the product's (stopped) time."""

    def __init__(self, clock: StoppedClock) -> None:
        self.network = WatchedNetwork(clock)
        self.server = PracticeServer(self.network, PRACTICE_KEYS).start()
        self.channel = XChannel(self.server.base_url, PRACTICE_KEYS, clock, cap=25_000_000)

    def says(self, handle: str, text: str, reply_to: str = "", **how: Any) -> str:
        """Somebody posts; `how` is what else `PracticeNetwork.post` takes."""
        return self.network.post(self.network.user(handle, handle.title()), text, reply_to=reply_to, **how)


@pytest.fixture
def practice(clock: StoppedClock) -> Iterator[RunningNetwork]:
    running = RunningNetwork(clock)
    yield running
    running.server.stop()


_IDLE: list[WebProcess] = []


@pytest.fixture
def web_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebProcess]:
    """The web application for a board of this test. Its addresses and templates are worked out once for all tests."""
    process = _IDLE.pop() if _IDLE else new_process(tmp_path_factory.mktemp("process"))
    yield process
    _IDLE.append(process)


@pytest.fixture
def board(tmp_path: Path, web_process: WebProcess) -> Board:
    return Board(tmp_path, web_process)


@pytest.fixture(scope="session")
def installation() -> Iterator[Running]:
    """One server for all tests that need a real one."""
    with running() as started:
        yield started


@pytest.fixture
def live(installation: Running) -> Iterator[Running]:
    """Each test makes meetings of its own, and they are over when it ends.

    All open meetings share what the network lets itself be asked, so a hundred of them would be read once in ten
    minutes, and a test that waits for a reply would wait as long. All come from one network, which may not send many
    questions as fast as tests do: what came before is forgotten, as it is after a day.
    """
    installation.ports.store.arrivals.forget(installation.ports.clock())
    yield installation
    installation.end_meetings()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if SHELL is None or WHOLE is None:
        pytest.skip("no browser on this machine: `apt-get install chromium chromium-headless-shell` for these tests")
    with chromium() as started:
        yield started


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., Window]]:
    """Opens windows, and in the end checks that none complained or asked another host for anything."""
    opened: list[Window] = []

    def open_one(size: tuple[int, int] = LAPTOP, **options: Any) -> Window:
        opened.append(Window(browser, size, **options))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()
        assert one.complaints == []
        assert {urlsplit(address).hostname for address in one.asked} <= {"127.0.0.1"}


@pytest.fixture
def desk(live: Running, window: Callable[..., Window]) -> Window:
    """A window in which a moderator is signed in."""
    return sign_in(live, window())
