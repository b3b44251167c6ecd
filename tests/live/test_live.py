"""News over real sockets from a real server: what arrives, and what must never arrive."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

import pytest
import requests
import socketio

from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.questions.audience import PublicQuestion
from board_qa.domain.questions.history import Action
from board_qa.rehearsal.__main__ import wait
from tests.support.board import marks_on, token_on
from tests.support.doubles import ABUSIVE, PERSONAL
from tests.support.listening import Listener
from tests.support.running import Running, running

APPROVE, SHOW, DECLINE = Action.ACCEPT, Action.PUT_ON_SCREEN, Action.DECLINE
SECRET = "the words nobody approved"


pytestmark = pytest.mark.server


@pytest.fixture
def listen(live: Running) -> Iterator[Callable[..., Listener]]:
    made: list[Listener] = []

    def start(introduction: dict[str, Any], cookie: str = "") -> Listener:
        made.append(Listener(live.address, introduction, cookie))
        return made[-1]

    yield start
    for listener in made:
        listener.client.disconnect()


def revision(live: Running, meeting: Meeting) -> int:
    return live.ports.store.meetings.revisions()[meeting.id]


def test_the_public_hears_of_an_approved_question_and_of_nothing_else(
    live: Running, listen: Callable[..., Listener]
) -> None:
    meeting = live.meeting()
    public, screen = listen({"code": meeting.code.lower()}), listen({"screen": meeting.screen_token})
    live.asked(meeting, SECRET, DECLINE, reason=ABUSIVE)
    live.asked(meeting, f"{SECRET} either", Action.HOLD)
    live.asked(meeting, "Why?", APPROVE)
    wait("the news", lambda: public.caught_up(revision(live, meeting)))
    wait("the news", lambda: screen.caught_up(revision(live, meeting)))

    assert SECRET not in json.dumps(public.heard) + json.dumps(screen.heard)
    assert [q["text"] for delta in public.deltas() for q in delta["questions"]] == ["Why?"]
    assert "Why?" not in json.dumps(screen.heard)  # approved is not yet put on screen


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("cy", ("Dienw", "Ffurflen we", "Gofynnwyd hefyd gan 1 person arall")),
        *(
            (other, ("Anonymous", "Web form", "Also asked by 1 other person"))
            for other in ("en", None, "xx", 7, ["cy"], {"cy": 1})
        ),
    ],
)
def test_a_page_hears_the_news_in_its_language_and_only_what_anyone_may_know(
    live: Running, listen: Callable[..., Listener], language: object, words: tuple[str, str, str]
) -> None:
    meeting = live.meeting()
    public = listen({"code": meeting.code, "language": language})
    live.asked(meeting, SECRET, DECLINE, reason=ABUSIVE)
    leader = live.asked(meeting, "Why?", APPROVE)
    live.groups(live.asked(meeting, "Why, though?"), leader)
    wait("the news", lambda: public.caught_up(revision(live, meeting)))

    views = [view for delta in public.deltas() for view in delta["questions"]]
    assert (views[-1]["asked_by"], views[-1]["via"], views[-1]["note"]) == words
    assert all(set(view) == {field.name for field in fields(PublicQuestion)} for view in views)
    assert SECRET not in json.dumps(public.heard)


def test_declining_the_question_on_screen_clears_every_screen(live: Running, listen: Callable[..., Listener]) -> None:
    meeting = live.meeting()
    question = live.asked(meeting, "Why?", APPROVE, SHOW)
    public, screen = listen({"code": meeting.code}), listen({"screen": meeting.screen_token})
    live.does(DECLINE, question, PERSONAL)
    wait("the news", lambda: public.caught_up(revision(live, meeting)) and screen.caught_up(revision(live, meeting)))

    assert (public.deltas()[-1]["gone"], public.deltas()[-1]["now"]) == ([question.number], None)
    assert (screen.deltas()[-1]["view"], screen.deltas()[-1]["question"]) == ("blank", None)


@pytest.mark.parametrize(
    "introduction",
    [
        {},
        None,
        {"code": "ZZZZ"},
        {"screen": "forged"},
        {"desk": 1},
        {"desk": "1 OR 1=1"},
        {"room": "desk:1"},
        {"code": 7},
        {"screen": "\u1234"},
        {"desk": 10**30},
    ],
)
def test_who_has_no_right_to_a_room_is_not_let_in(live: Running, introduction: dict[str, Any]) -> None:
    live.meeting()

    with pytest.raises(socketio.exceptions.ConnectionError):
        Listener(live.address, introduction)


def test_a_client_cannot_ask_its_way_into_another_room(live: Running, listen: Callable[..., Listener]) -> None:
    meeting = live.meeting()
    public = listen({"code": meeting.code})
    for event in ("join", "join_room", "subscribe", "desk"):
        public.client.emit(event, {"room": f"desk:{meeting.id}", "desk": meeting.id})
    live.asked(meeting, SECRET)
    wait("the news", lambda: public.caught_up(revision(live, meeting)))

    assert all("changed" not in delta for delta in public.deltas())
    assert SECRET not in json.dumps(public.heard)


def test_deltas_follow_one_another_without_a_gap_however_fast_things_happen(
    live: Running, listen: Callable[..., Listener]
) -> None:
    meeting = live.meeting()
    public = listen({"code": meeting.code})
    for n in range(30):
        live.asked(meeting, f"Question {n}?", APPROVE)
    wait("the news", lambda: public.caught_up(revision(live, meeting)))

    deltas = public.deltas()
    assert [d["since"] for d in deltas[1:]] == [d["revision"] for d in deltas[:-1]]
    assert len(deltas) < 60  # sixty changes were told in fewer messages
    assert sorted(q["number"] for d in deltas for q in d["questions"]) == list(range(1, 31))


def test_the_pulse_tells_the_revision_to_whoever_missed_something(
    live: Running, listen: Callable[..., Listener]
) -> None:
    meeting = live.meeting()
    live.asked(meeting, "Why?", APPROVE)
    public = listen({"code": meeting.code})
    wait("a pulse", lambda: any(event == "pulse" for event, _ in public.heard))

    pulses = [data for event, data in public.heard if event == "pulse"]
    assert pulses[-1] == {"revision": revision(live, meeting)}
    assert public.heard[0] == ("hello", {"revision": revision(live, meeting)})


def test_signing_out_ends_the_desks_socket_too(live: Running, listen: Callable[..., Listener]) -> None:
    meeting = live.meeting()
    http = live.sign_in()
    desk = listen({"desk": meeting.id}, cookie=f"desk={http.cookies['desk']}")
    live.asked(meeting, SECRET)
    wait("the desk's news", lambda: bool(desk.deltas()))
    assert SECRET not in json.dumps(desk.heard)  # the desk fetches words with its own rights

    page = http.get(f"{live.address}/desk/", timeout=10).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    http.post(f"{live.address}/sign-out", data={"csrf_token": token}, timeout=10)
    wait("the socket to end", lambda: ("signed_out", {}) in desk.heard)
    heard = len(desk.deltas())
    live.asked(meeting, "Another?")
    wait("the socket to close", lambda: not desk.client.connected)

    assert len(desk.deltas()) == heard
    with pytest.raises(socketio.exceptions.ConnectionError):
        Listener(live.address, {"desk": meeting.id}, cookie=f"desk={http.cookies['desk']}")


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**70, 10**400])
def test_a_number_no_meeting_can_have_opens_no_socket_and_is_no_fault(live: Running, number: int) -> None:
    before = len(live.log())
    with pytest.raises(socketio.exceptions.ConnectionError):
        Listener(live.address, {"desk": number}, cookie=f"desk={live.sign_in().cookies['desk']}")

    assert "Traceback" not in live.log()[before:]
    assert "ERROR" not in live.log()[before:]


def test_a_socket_opened_from_another_site_is_refused(live: Running) -> None:
    meeting = live.meeting()
    client = socketio.Client(reconnection=False)

    with pytest.raises(socketio.exceptions.ConnectionError):
        client.connect(
            live.address,
            headers={"Origin": "https://evil.example"},
            auth={"code": meeting.code},
            transports=["websocket"],
        )


def test_after_a_kill_the_screens_come_back_and_find_the_truth() -> None:
    with running() as installation:
        meeting = installation.meeting()
        question = installation.asked(meeting, "Why?", APPROVE, SHOW)
        screen = Listener(installation.address, {"screen": meeting.screen_token})
        installation.server.kill()
        installation.does(DECLINE, question, PERSONAL)
        installation.server.start()
        wait("the screen to come back", lambda: sum(event == "hello" for event, _ in screen.heard) == 2)

        hello = [data for event, data in screen.heard if event == "hello"][-1]
        view = requests.get(f"{installation.address}/screen/{meeting.screen_token}/view.json", timeout=10).json()
        screen.client.disconnect()
        assert hello["revision"] == view["revision"] == installation.ports.store.meetings.revisions()[meeting.id]
        assert (view["view"], view["question"]) == ("blank", None)


def test_a_call_approved_on_the_desk_is_sent_and_its_replies_are_collected_and_told(
    live: Running, listen: Callable[..., Listener]
) -> None:
    meeting = live.meeting(hashtag="LiveBoard")
    http = live.sign_in()
    path = f"{live.address}/desk/meetings/{meeting.id}/call"
    page = http.get(path, timeout=10).text
    form = {"text": "Ask us about #LiveBoard", "csrf_token": token_on(page), **marks_on(page, path)}
    http.post(path, data=form, timeout=10)
    posts = live.ports.store.outbox
    wait("the call to go out", lambda: posts.of_meeting(meeting.id)[0].state == "sent")
    live.network.post(
        live.network.user("maria", "Maria"), "How long is the wait?", reply_to=posts.of_meeting(meeting.id)[0].native_id
    )

    wait("the reply", lambda: bool(live.ports.store.questions.of_meeting(meeting.id)))
    assert live.ports.store.questions.of_meeting(meeting.id)[0].source.author_handle == "maria"


def test_many_askers_at_once_are_all_stored_once(live: Running) -> None:
    meeting = live.meeting()

    def send(n: int) -> None:
        for _ in range(2):
            requests.post(
                f"{live.address}/{meeting.code}/questions",
                timeout=20,
                data={"key": f"page {n}", "question": f"Question {n}?"},
            )

    senders = [threading.Thread(target=send, args=(n,)) for n in range(20)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    texts = [q.source.text for q in live.ports.store.questions.of_meeting(meeting.id)]
    assert sorted(texts) == sorted(f"Question {n}?" for n in range(20))


@pytest.mark.parametrize("view", IdleView)
def test_a_view_without_a_question_reaches_the_screen(
    live: Running, listen: Callable[..., Listener], view: IdleView
) -> None:
    meeting = live.meeting()
    live.asked(meeting, "Why?", APPROVE, SHOW)
    screen = listen({"screen": meeting.screen_token})
    live.show(meeting, view)
    wait("the news", lambda: bool(screen.deltas()))

    assert (screen.deltas()[-1]["view"], screen.deltas()[-1]["question"]) == (view.value, None)
