"""Two boards on one installation have a meeting each at the same time, and nothing of one reaches the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import requests
import socketio
from socketio.exceptions import ConnectionError as Refused

from board_qa.bootstrap.stores import make_store
from board_qa.rehearsal.__main__ import wait
from board_qa.rehearsal.server import USER
from board_qa.system.clock import utc_now
from tests.support import postgres
from tests.support.board import token_on
from tests.support.listening import Listener
from tests.support.redis_server import COMMAND, RedisServer, redis_server
from tests.support.two_boards import METRICS, OPERATORS, BoardOfTwo, TwoBoards, two_boards

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    if COMMAND is None:
        pytest.skip("no Redis on this machine: `apt-get install redis-server` for this one")
    with redis_server() as started:
        yield started


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def two(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoBoards]:
    """Both in the middle of their meetings. On PostgreSQL, with Redis: one has a schema, the other a database."""
    databases, more = {}, {}
    if request.param == "postgres":
        if postgres.server() is None:
            pytest.skip(postgres.WHY_NOT)
        databases = {"anytown": postgres.in_schema("anytown"), "otherton": postgres.own_database("otherton")}
        more = {"REDIS_URL": request.getfixturevalue("redis").url}
    with two_boards(tmp_path_factory.mktemp("two"), databases, **more) as started:
        boards = (started.here, started.there)
        for board in boards:
            board.open_meeting()
        assert [board.ask_and_show() for board in boards] == [True, True]
        yield started


def path(address: str) -> str:
    return urlsplit(address).path


def receipt(board: BoardOfTwo) -> str:
    return board.records.acknowledged[board.said]


def get(board: BoardOfTwo, what: str) -> requests.Response:
    return requests.get(board.address + what, allow_redirects=False, timeout=10)


def test_each_screen_list_and_database_has_its_own_question_and_no_other(two: TwoBoards) -> None:
    for board in (two.here, two.there):
        store = make_store(board.settings.database)
        kept = [question.source.text for one in store.meetings.all() for question in store.questions.of_meeting(one.id)]
        store.close()
        listed = get(board, f"/{board.moderator.code}/questions.json").json()["questions"]

        assert kept == [one["text"] for one in listed] == [board.said]
        assert board.records.leaks == {board.said}  # all that its screen ever showed: nobody was told what it may


def test_each_has_its_own_name_and_neither_has_what_the_environment_says(two: TwoBoards) -> None:
    pages = [get(board, "/").text for board in (two.here, two.there)]

    assert ["Anytown Board" in page for page in pages] == [True, False]
    assert ["Otherton Board" in page for page in pages] == [False, True]
    assert not any("Rehearsal Board" in page or "http://127.0.0.1:9" in page for page in pages)


def test_what_has_an_address_on_one_board_has_none_on_the_other(two: TwoBoards) -> None:
    here, code = two.here, two.here.moderator.code
    paths = [
        path(receipt(here)),
        f"/screen/{here.moderator.screen}",
        f"/{code}",
        f"/{code}/ask",
        f"/{code}/questions.json",
    ]

    assert [get(here, one).status_code for one in paths] == [200] * len(paths)
    assert [get(two.there, one).status_code for one in paths] == [404] * len(paths)


def test_whoever_is_signed_in_on_one_board_is_nobody_on_the_other(two: TwoBoards) -> None:
    here = two.here.signed_in()
    cookies = {cookie.name: str(cookie.value) for cookie in here.cookies}
    for page in ("/desk/", f"/desk/meetings/{two.there.moderator.meeting}", "/desk/people"):
        asked = [requests.get(f"{board.address}{page}", cookies=cookies, allow_redirects=False, timeout=10)
                 for board in (two.here, two.there)]  # fmt: skip

        assert [answer.status_code for answer in asked] == [200, 302]
        assert "/sign-in" in asked[1].headers["Location"]
        assert "Alex of" not in asked[1].text


def test_a_link_that_signs_in_once_signs_nobody_in_on_the_other_board(two: TwoBoards) -> None:
    store = make_store(two.here.settings.database)
    person = store.accounts.by_username(USER)
    assert person is not None
    link = "/sign-in/link/" + (token := f"{'t' * 40}{two.here.name}")
    store.accounts.add_link(person.id, token, utc_now() + timedelta(hours=1))
    store.close()
    ends = []
    for board in (two.there, two.here):
        http = requests.Session()
        form = {"csrf_token": token_on(http.get(board.address + link, timeout=10).text)}
        http.post(board.address + link, data=form, timeout=10)
        ends.append(http.get(f"{board.address}/desk/", allow_redirects=False, timeout=10).status_code)

    assert ends == [302, 200]


def test_a_form_of_one_board_changes_nothing_on_the_other(two: TwoBoards) -> None:
    here = two.here.signed_in()
    desk = f"/desk/meetings/{two.here.moderator.meeting}"
    token = token_on(here.get(two.here.address + desk, timeout=10).text)
    cookies = {cookie.name: str(cookie.value) for cookie in here.cookies}
    sent = requests.post(f"{two.there.address}{desk}/screen/blank", data={"csrf_token": token}, cookies=cookies,
                         allow_redirects=False, timeout=10)  # fmt: skip
    asked = requests.post(f"{two.there.address}/{two.there.moderator.code}/questions",
                          data={"key": "k", "question": "Is this from another board?"},
                          headers={"Origin": two.here.address}, timeout=10)  # fmt: skip

    assert sent.status_code in (302, 400)
    assert asked.status_code == 403
    assert [one.text for one in two.there.moderator.queue()] == [two.there.said]
    assert two.there.shows_its_own()


@pytest.mark.parametrize("what", ["screen", "code", "desk"])
def test_no_socket_of_one_board_comes_into_a_room_of_the_other(two: TwoBoards, what: str) -> None:
    board = two.here.moderator
    introduction = {"screen": board.screen, "code": board.code, "desk": int(board.meeting)}
    cookie = cookie_of(two.here)
    own = Listener(two.here.address, {what: introduction[what]}, cookie)
    own.client.disconnect()

    with pytest.raises(Refused):
        Listener(two.there.address, {what: introduction[what]}, cookie)


def test_the_news_of_one_board_is_not_heard_on_the_other(two: TwoBoards) -> None:
    """Their meetings have the same number, so that their rooms have the same names."""
    assert two.here.moderator.meeting == two.there.moderator.meeting
    listeners = [(board, one) for board in (two.here, two.there) for one in every_listener(board)]
    for board in (two.here, two.there):
        (listed,) = board.moderator.queue()
        board.moderator.command("screen/blank")
        board.moderator.decide(listed.number, "put-on-screen")
    for board, listener in listeners:
        wait("the news", lambda listener=listener: bool(listener.deltas()))  # type: ignore[misc]
        assert other(two, board).said not in str(listener.heard)
        listener.client.disconnect()


def every_listener(board: BoardOfTwo) -> list[Listener]:
    """At the desk, on a phone and on the screen."""
    moderator = board.moderator
    introductions = ({"desk": int(moderator.meeting)}, {"code": moderator.code}, {"screen": moderator.screen})
    cookie = cookie_of(board)
    return [Listener(board.address, introduction, cookie) for introduction in introductions]


def cookie_of(board: BoardOfTwo) -> str:
    return "; ".join(f"{one.name}={one.value}" for one in board.signed_in().cookies)


def other(two: TwoBoards, board: BoardOfTwo) -> BoardOfTwo:
    return two.there if board is two.here else two.here


def test_a_connection_that_polls_one_board_is_unknown_to_the_other(two: TwoBoards) -> None:
    client = socketio.Client()
    client.connect(two.here.address, auth={"code": two.here.moderator.code}, transports=["polling"])
    asked = requests.get(f"{two.there.address}/socket.io/?EIO=4&transport=polling&sid={client.eio.sid}", timeout=10)
    client.disconnect()

    assert asked.status_code == 400


@pytest.mark.parametrize(
    "host", ["", "nobody.example", "a" * 400, "anytown", "127.0.0.1.evil.example", "[::1", "127.0.0.1:x"]
)
def test_a_host_that_is_no_boards_has_a_plain_page_that_names_none(two: TwoBoards, host: str) -> None:
    for what in ("/", "/sign-in", "/metrics", f"/{two.here.moderator.code}", f"/screen/{two.here.moderator.screen}"):
        found = requests.get(two.nobodys + what, headers={"Host": host} if host else {}, timeout=10)

        assert found.status_code in ((404,) if host else (404, 400))
        assert not any(name in found.text.lower() for name in ("anytown", "otherton", two.here.moderator.screen))


@pytest.mark.parametrize("host", ["127.0.0.2", "127.0.0.2:80", "127.0.0.2.", "127.0.0.2:65000"])
def test_a_board_is_found_by_its_host_however_it_is_written(two: TwoBoards, host: str) -> None:
    assert "Otherton Board" in requests.get(two.here.address, headers={"Host": host}, timeout=10).text


def test_whatever_balances_load_asks_by_any_host_and_each_board_answers_for_itself(two: TwoBoards) -> None:
    ready, health = (requests.get(two.nobodys + what, timeout=10) for what in ("/readyz", "/healthz"))

    assert (ready.json(), health.json()) == ({"status": "ready"}, {"status": "ok"})
    wait(
        "both workers",
        lambda: {get(board, "/healthz").json()["worker"] for board in (two.here, two.there)} == {"running"},
    )


def operators(two: TwoBoards, what: str, **more: object) -> requests.Response:
    headers = {"Host": "operators.test", **more.pop("headers", {})}  # type: ignore[dict-item]
    return requests.get(two.here.address + what, headers=headers, timeout=10, **more)  # type: ignore[arg-type]


def test_whoever_runs_them_sees_how_each_stands_and_no_word_of_a_question(two: TwoBoards) -> None:
    page = operators(two, "/", auth=("anybody", OPERATORS))

    assert page.status_code == 200
    assert [one in page.text for one in ("anytown", "otherton", "on since", "next 20")] == [True, True, False, True]
    assert not any(word in page.text for word in ("lift", "Alex", "Rehearsing Person", two.here.moderator.code))


@pytest.mark.parametrize("given", [None, ("anybody", ""), ("anybody", OPERATORS[:-1]), (OPERATORS, "x")])
def test_without_the_password_of_the_operators_there_is_nothing_to_see(two: TwoBoards, given: tuple[str, str]) -> None:
    page = operators(two, "/", auth=given)

    assert (page.status_code, "anytown" in page.text) == (401, False)


@pytest.mark.parametrize("given", [b"Basic \xff", "Basic é".encode(), b"Basic abc", b"Bearer \xff", b"\xff"])
def test_a_password_that_no_header_can_hold_is_a_wrong_one(two: TwoBoards, given: bytes) -> None:
    assert operators(two, "/", headers={"Authorization": given}).status_code == 401


def test_the_figures_of_all_boards_have_their_names_and_need_the_token(two: TwoBoards) -> None:
    told = operators(two, "/metrics", headers={"Authorization": f"Bearer {METRICS}"}).text

    for name in ("anytown", "otherton"):
        assert f'board_qa_actions_total{{action="receive",board="{name}"}} 1.0' in told
    assert told.count("# TYPE board_qa_requests_total counter") == 1
    assert operators(two, "/metrics").status_code == 401


def test_in_redis_each_board_has_a_channel_of_its_own(two: TwoBoards, redis: RedisServer) -> None:
    if two.here.settings.on_postgres:
        assert len(redis.client().pubsub_channels("board-qa:*")) == 2
