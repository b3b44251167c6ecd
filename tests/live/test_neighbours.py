"""Two web processes with one database and a Redis between them, as they run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
import redis
import requests

from board_qa.domain.questions.history import Action
from board_qa.live.neighbours import Neighbours, _Reach, answers
from board_qa.rehearsal.__main__ import wait
from tests.support.board import token_on
from tests.support.doubles import ABUSIVE, RecordingAnnouncer
from tests.support.in_its_place import in_its_place
from tests.support.listening import Listener
from tests.support.places import free_port
from tests.support.redis_server import COMMAND, RedisServer
from tests.support.two_processes import Two, two_processes

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(COMMAND is None, reason="no Redis on this machine: `apt-get install redis-server` for these"),
]
SECRET = "the words nobody approved"
NOTHING_ON, NO_EARLIER = "none", "There is no earlier question."


@pytest.fixture(scope="module")
def two() -> Iterator[Two]:
    with two_processes() as started:
        yield started


@pytest.fixture
def listen(two: Two) -> Iterator[Callable[..., Listener]]:
    """On process B."""
    made: list[Listener] = []

    def start(introduction: dict[str, object], cookie: str = "") -> Listener:
        made.append(Listener(two.b, introduction, cookie))
        return made[-1]

    yield start
    for listener in made:
        listener.client.disconnect()


def texts(listener: Listener) -> list[str]:
    return [question["text"] for delta in listener.deltas() for question in delta.get("questions", [])]


def desk_cookie(http: requests.Session) -> str:
    return f"desk={http.cookies['desk']}"


def test_what_is_approved_on_one_process_is_heard_on_the_other_and_nothing_else(
    two: Two, listen: Callable[..., Listener]
) -> None:
    meeting, http = two.a.meeting(), two.a.sign_in()
    public, screen = listen({"code": meeting.code}), listen({"screen": meeting.screen_token})
    two.a.asked(meeting, SECRET, Action.DECLINE, reason=ABUSIVE)
    two.a.asked(meeting, f"{SECRET} either")
    two.approve(http, meeting, "Why is the lift broken?")
    wait("the news", lambda: texts(public) == ["Why is the lift broken?"])
    revision = two.a.ports.store.meetings.revisions()[meeting.id]
    wait("the news", lambda: public.caught_up(revision) and screen.caught_up(revision))

    assert SECRET not in json.dumps(public.heard) + json.dumps(screen.heard)
    assert "lift" not in json.dumps(screen.heard)  # approved is not yet put on screen


def test_what_goes_through_redis_is_which_meeting_changed_and_no_word_of_it(two: Two) -> None:
    meeting, http = two.a.meeting(), two.a.sign_in()
    two.passed()
    two.approve(http, meeting, "Why is the lift broken?")
    two.a.asked(meeting, SECRET)
    passed = two.passed()

    assert f'[{meeting.id}, \\"\\"]' in json.dumps(passed)
    assert "lift" not in passed
    assert SECRET not in passed


def test_a_desk_on_the_other_process_hears_what_changes_nothing(two: Two, listen: Callable[..., Listener]) -> None:
    """Nobody finds that in the database: it is only told."""
    meeting, http = two.a.meeting(), two.a.sign_in()
    two.a.asked(meeting, "Why?")
    desk = listen({"desk": meeting.id}, desk_cookie(http))
    public, screen = listen({"code": meeting.code}), listen({"screen": meeting.screen_token})
    revision = two.a.ports.store.meetings.revisions()[meeting.id]
    wait("the pulse", lambda: desk.caught_up(revision) and public.caught_up(revision) and screen.caught_up(revision))
    before = len(desk.deltas())
    two.press(http, meeting, "presence", q="1")
    wait("who looks at what", lambda: len(desk.deltas()) > before)
    two.press(http, meeting, "screen/back", **{"from": "screen", "expected": NOTHING_ON})
    wait("the notice", lambda: any(event == "notice" and NO_EARLIER in data["message"] for event, data in desk.heard))

    assert "notice" not in {event for event, _ in public.heard + screen.heard}


def test_a_sign_out_on_one_process_ends_the_desks_socket_on_the_other(
    two: Two, listen: Callable[..., Listener]
) -> None:
    meeting, http = two.a.meeting(), two.a.sign_in()
    desk = listen({"desk": meeting.id}, desk_cookie(http))
    token = token_on(http.get(f"{two.a.address}/desk/", timeout=10).text)
    http.post(f"{two.a.address}/sign-out", data={"csrf_token": token}, timeout=10)
    wait("the socket to end", lambda: ("signed_out", {}) in desk.heard)


def test_without_redis_everything_goes_on_and_with_it_again_it_is_used_again(
    two: Two, listen: Callable[..., Listener]
) -> None:
    meeting, http = two.a.meeting(), two.a.sign_in()
    far, near = listen({"code": meeting.code}), Listener(two.a.address, {"code": meeting.code})
    desk = listen({"desk": meeting.id}, desk_cookie(http))
    two.redis.kill()
    two.approve(http, meeting, "Is anybody there?")
    wait("local news", lambda: texts(near) == ["Is anybody there?"])
    wait("what the database says", lambda: texts(far) == ["Is anybody there?"])
    assert requests.get(f"{two.b}/healthz", timeout=10).json()["database"] == "ok"

    two.redis.start()
    wait("both listen again", lambda: two.redis.listeners() == 2)
    two.press(http, meeting, "screen/back", **{"from": "screen", "expected": NOTHING_ON})
    wait("the notice", lambda: any(event == "notice" for event, _ in desk.heard))
    near.client.disconnect()

    log = two.a.log()
    assert "Redis is not told of changes: other processes find them within a second" in log
    assert "Redis is back" in log
    assert "Traceback" not in log


def test_a_redis_that_keeps_silent_is_noticed_and_holds_nobody_up(two: Two, listen: Callable[..., Listener]) -> None:
    meeting, http = two.a.meeting(), two.a.sign_in()
    far = listen({"code": meeting.code})
    two.redis.freeze(True)
    two.approve(http, meeting, "Is anybody there?")
    wait("what the database says", lambda: texts(far) == ["Is anybody there?"])
    wait("it is noticed", lambda: two.a.log().count("(it is silent)") >= 2)  # both processes write there
    two.redis.freeze(False)
    wait("both listen again", lambda: two.redis.listeners() == 2)


@pytest.mark.parametrize(
    "nonsense",
    ["", "null", "[]", '{"from": "x"}', '{"from": "x", "news": [[1]]}', '{"from": "x", "news": 5}', "\udcff",
     "[" * 200_000, '{"from": "x", "news": [[18446744073709551616, ""]]}', '{"from": "x", "news": [[1e999, ""]]}',
     '{"from": "x", "news": [[-1, ""]]}', "Jo Price, 07700 900123"],
    ids=range(12),
)  # fmt: skip
def test_nonsense_in_redis_is_no_news_and_said_once_without_a_word_of_it(
    two: Two, nonsense: str, caplog: pytest.LogCaptureFixture
) -> None:
    here, said = RecordingAnnouncer(), nonsense.encode(errors="surrogateescape")
    listens = Neighbours(here, two.redis.url, "key")
    for _ in range(3):
        listens._hear(said)

    assert (here.heard, here.notices) == ([], [])
    lines = [one.getMessage() for one in caplog.records if one.name == "board_qa.live.neighbours"]
    assert lines == [f"something that is no news of ours came through Redis: {len(said)} bytes"]


def test_what_a_process_said_itself_and_what_other_installations_say_is_not_heard(two: Two) -> None:
    here, there, elsewhere = RecordingAnnouncer(), RecordingAnnouncer(), RecordingAnnouncer()
    talks = Neighbours(here, two.redis.url, "our key")
    listening = two.redis.listeners()
    for one in (talks, Neighbours(there, two.redis.url, "our key"), Neighbours(elsewhere, two.redis.url, "another")):
        one.start(listens=True)
    wait("they listen", lambda: two.redis.listeners() == listening + 3)
    for meeting_id in (7, 8, 7):
        talks.changed(meeting_id)
    talks.notice(9, "Look here")
    wait("the news", lambda: there.notices == ["Look here"])

    assert there.heard in ([7, 8], [7, 8, 7])  # what waits together is said once
    assert (here.heard, here.notices) == ([7, 8, 7], ["Look here"])  # told directly
    assert (elsewhere.heard, elsewhere.notices) == ([], [])


@pytest.mark.parametrize(
    "reply",
    [b"+OK\r\n", b":5\r\n", b"_\r\n", b"*0\r\n", b"%1\r\n+a\r\n+b\r\n", b"-ERR no\r\n", b"HTTP/1.1 400 No\r\n\r\n"],
)
def test_whoever_answered_in_the_place_of_redis_it_is_listened_to_again_once_it_is_there(reply: bytes) -> None:
    server, here = RedisServer(COMMAND or ""), RecordingAnnouncer()
    with in_its_place(urlsplit(server.url).port or 0, reply) as asked:
        one = Neighbours(here, server.url, "key")
        one.start(listens=True)
        for meeting_id in range(1, 4):
            one.changed(meeting_id)
            wait("it is asked", lambda: len(asked) >= 2)
    server.start()
    try:
        wait("it is listened to", lambda: server.listeners() == 1)
        another = Neighbours(RecordingAnnouncer(), server.url, "key")
        another.start(listens=False)
        another.changed(7)
        wait("the news", lambda: 7 in here.heard)
    finally:
        server.kill()


def test_what_answers_in_the_place_of_redis_moves_nothing_on_a_terminal() -> None:
    port = free_port()
    with in_its_place(port, b"-ERR no\r\x1b[2Kall is well\r\n"):
        said = answers(f"redis://127.0.0.1:{port}")

    assert "all is well" in said
    assert said.isprintable()


def test_the_log_says_why_redis_cannot_be_reached_also_when_that_changes(caplog: pytest.LogCaptureFixture) -> None:
    reach, errors = (
        _Reach("Redis is not told"),
        ("connection refused", "certificate verify failed", *map(str, range(9))),
    )
    for said in (*errors, *errors):
        with reach:
            raise redis.ConnectionError(said)
    with reach:
        pass

    told = [one.getMessage() for one in caplog.records]
    assert told[:2] == ["Redis is not told (connection refused)", "Redis is not told (certificate verify failed)"]
    assert (len(told), told[-1]) == (6, "Redis is back")
