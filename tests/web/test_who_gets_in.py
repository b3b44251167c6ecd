"""Every address and every event of a socket: who gets in, whatever they have in their hands and whenever they ask.

`test_roles.py` has the table of the desk. Here is the rest of the table, and those who have something else than a role:
a session that ended, the projector's address, a shared device, the operators' token.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from gettext import NullTranslations

import gevent
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_socketio import SocketIO

from board_qa.domain.accounts.roles import Role
from board_qa.domain.accounts.second_step import CodesFor
from board_qa.domain.questions.history import Action
from board_qa.live import sockets
from board_qa.live.broadcaster import Broadcaster
from board_qa.services.accounts import people, signing_in
from board_qa.services.meetings import meetings, partners
from board_qa.services.meetings.record import publish
from board_qa.web.shell.language import MOUNTS
from tests.support.board import Board, token_on
from tests.web.test_metrics import TOKEN, set_token
from tests.web.test_roles import addresses, of_the_desk, person, signed_in, unlike_the_table

# For everybody, whoever they are. A new page has no place here until somebody decides that it is for everybody.
PUBLIC = {
    "public.accessibility",
    "public.after_a_refusal",
    "public.after_a_reload",
    "public.after_an_answer",
    "public.after_the_press",
    "public.answer_poll",
    "public.ask_form",
    "public.ask_question",
    "public.cookies",
    "public.finish",
    "public.front",
    "public.get_help",
    "public.join",
    "public.kit",
    "public.meeting_page",
    "public.partner_link",
    "public.picture",
    "public.privacy",
    "public.rules",
    "public.share_device",
    "public.shared_device_page",
    "public.snapshot",
    "public.social_media",
    "public.support",
    "public.unshare_device",
    "register.columns",
    "register.database",
    "register.feed_of_all",
    "register.index",
}
RECEIPTS = {"public.receipt", "public.withdraw", "public.withdraw_form"}  # for whoever has the address of one
SCREEN = {"screen.projector", "screen.snapshot"}  # for whoever has the address of the projector
OPERATORS = {"metrics.metrics"}  # for whoever has their token
ANYBODY = {"health.health", "health.ready", "signed_in.account"}
UNTIL_IT_IS_OVER = {"public.picture"}  # with the address to ask at
# What there is of a meeting only once its record was published.
OF_A_RECORD = {
    "listening_reports.csv",
    "listening_reports.json",
    "listening_reports.page",
    "listening_reports.picture",
    "recaps.folder",
    "recaps.page",
    "register.as_data",
    "register.as_table",
    "register.feed",
    "register.meeting",
    "register.question",
}
EVENTS = {"connect", "disconnect"}
_ENGLISH = {names["cy"]: names["en"] for names in MOUNTS.values()}


def endpoint_of(name: str) -> str:
    """A page's name, whichever language it is in."""
    blueprint, _, view = name.partition(".")
    return f"{_ENGLISH.get(blueprint, blueprint)}.{view}"


def beside_the_desk(board: Board, key: str = "abcdefgh") -> Iterator[tuple[str, str]]:
    """Page and address of everything that is opened, and is not of the desk. `key` is a partner's."""
    adapter = board.process.app.url_map.bind("localhost")
    known = {
        "code": board.meeting.code,
        "token": "nobodys",
        "key": key,
        "shape": "a4",
        "number": 1,
        "name": "timeline",
        "kind": "svg",
    }
    for rule in board.process.app.url_map.iter_rules():
        if not of_the_desk(rule) and "GET" in (rule.methods or ()):
            values = {name: known[name] for name in rule.arguments}
            yield endpoint_of(rule.endpoint), adapter.build(rule.endpoint, values)


def test_every_address_beside_the_desk_has_its_place_in_a_table(board: Board) -> None:
    rules = [rule for rule in board.process.app.url_map.iter_rules() if not of_the_desk(rule)]

    found = {endpoint_of(rule.endpoint) for rule in rules}

    assert found == PUBLIC | OF_A_RECORD | RECEIPTS | SCREEN | OPERATORS | ANYBODY


def test_every_address_takes_the_methods_of_a_browser_alone(board: Board) -> None:
    methods = {method for rule in board.process.app.url_map.iter_rules() for method in rule.methods or ()}

    assert methods == {"GET", "HEAD", "OPTIONS", "POST"}


def nobody(board: Board) -> FlaskClient:
    return board.browser()


def after_signing_out(board: Board) -> FlaskClient:
    """With the cookie as it was, as whoever copied it has it."""
    browser = signed_in(board, person(board, Role.ADMINISTRATOR))
    with browser.session_transaction() as session:
        token = session["token"]
    board.ports.store.sessions.end(token)
    return browser


def after_the_day(board: Board) -> FlaskClient:
    browser = signed_in(board, person(board, Role.ADMINISTRATOR))
    board.clock.advance(hours=13)
    return browser


def after_the_account_was_closed(board: Board) -> FlaskClient:
    who = person(board, Role.ADMINISTRATOR)
    browser = signed_in(board, who)
    people.close(board.ports, who, board.alex)
    return browser


def on_a_shared_device(board: Board) -> FlaskClient:
    browser = board.browser()
    browser.post("/shared-device", data={"by": "board"})
    return browser


def with_the_operators_token(board: Board) -> FlaskClient:
    set_token(board)
    browser = board.browser()
    browser.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {TOKEN}"
    return browser


def with_the_projectors_address(board: Board) -> FlaskClient:
    """As a session, where somebody tries what they have."""
    browser = board.browser()
    with browser.session_transaction() as session:
        session["token"] = board.meeting.screen_token
    return browser


NOT_OF_THE_DESK: list[Callable[[Board], FlaskClient]] = [
    nobody,
    after_signing_out,
    after_the_day,
    after_the_account_was_closed,
    on_a_shared_device,
    with_the_operators_token,
    with_the_projectors_address,
]


@pytest.mark.parametrize("who", NOT_OF_THE_DESK, ids=lambda one: one.__name__)
def test_nobody_without_a_session_gets_in_at_the_desk_whatever_else_they_have(
    board: Board, who: Callable[[Board], FlaskClient]
) -> None:
    board.asked("Why?")
    browser = who(board)
    form = {"csrf_token": token_on(browser.get("/sign-in").text)}
    let_in = []
    for method, address, _ in addresses(board):
        answer = browser.get(address) if method == "GET" else browser.post(address, data=form)
        if not answer.headers.get("Location", "").startswith("/sign-in"):
            let_in.append(f"{method} {address}: {answer.status_code}")

    assert let_in == []


def is_over(board: Board) -> None:
    board.clock.advance(days=9)


def is_published(board: Board) -> None:
    board.clock.advance(days=9)
    publish(board.ports, board.meeting, board.alex)


def is_cancelled(board: Board) -> None:
    meetings.change(board.ports, board.meeting, replace(board.meeting.details, cancelled=True))


@pytest.mark.parametrize("phase", [is_over, is_published, is_cancelled])
@pytest.mark.parametrize("role", Role)
def test_a_role_gets_in_where_its_row_says_also_when_the_meeting_is_no_longer_to_come(
    board: Board, role: Role, phase: Callable[[Board], None]
) -> None:
    board.asked("Why?", Action.ACCEPT)
    phase(board)

    assert unlike_the_table(board, role) == []


@pytest.mark.parametrize("who", NOT_OF_THE_DESK, ids=lambda one: one.__name__)
def test_a_public_page_is_for_everybody_and_a_key_opens_what_it_is_the_key_to(
    board: Board, who: Callable[[Board], FlaskClient]
) -> None:
    board.asked("Why?", Action.ACCEPT)
    board.ports.store.about.save(replace(board.ports.store.about.get(), listening_public=True))
    partner = partners.add(board.ports, board.meeting, "Healthwatch", board.alex)
    browser = who(board)
    assert browser.get(f"/{board.meeting.code}/share/a4.png").status_code == 200
    is_published(board)
    board.ports.store.meetings.publish_recap(board.meeting.id, board.clock())
    wrong = []
    for endpoint, address in beside_the_desk(board, partner.key):
        status = browser.get(address).status_code
        keys = endpoint in RECEIPTS | SCREEN | OPERATORS
        operator = endpoint in OPERATORS and who is with_the_operators_token
        if (status in (401, 403, 404)) != (keys and not operator) and endpoint not in UNTIL_IT_IS_OVER:
            wrong.append(f"{address}: {status}")

    assert wrong == [], "\n".join(wrong)


def test_no_role_opens_what_is_the_operators(board: Board) -> None:
    set_token(board)

    assert signed_in(board, person(board, Role.ADMINISTRATOR)).get("/metrics").status_code == 401


def test_no_key_is_taken_for_another(board: Board) -> None:
    """The projector's address, a receipt's and the operators' token, each where one of the others belongs."""
    set_token(board)
    screen, receipt = board.meeting.screen_token, board.asked("Why?").token
    browser = board.browser()
    statuses = [
        browser.get(address).status_code
        for key, others in ((screen, ("/r",)), (receipt, ("/screen",)), (TOKEN, ("/r", "/screen")))
        for address in [f"{other}/{key}" for other in others]
    ]

    assert statuses == [404] * 4
    for key in (screen, receipt):
        assert browser.get("/metrics", headers={"Authorization": f"Bearer {key}"}).status_code == 401


@pytest.mark.parametrize("phase", [lambda _: None, is_over, is_cancelled])
def test_nothing_of_a_record_is_there_before_it_was_published(board: Board, phase: Callable[[Board], None]) -> None:
    board.asked("Why is the clinic closed?", Action.ACCEPT)
    phase(board)
    told = [
        address
        for endpoint, address in beside_the_desk(board)
        if endpoint in OF_A_RECORD and "clinic" in board.browser().get(address).text
    ]

    assert told == []


def test_a_socket_hears_of_no_event_but_that_it_came_and_went(board: Board) -> None:
    """A screen commands nothing: what is sent to a socket is heard by nobody. A new event needs a place in a table."""
    server = board.process.socketio.server
    handlers = {event for events in server.handlers.values() for event in events}

    assert handlers == EVENTS
    assert set(server.handlers) == {"/"}
    assert server.namespace_handlers == {}


class _Rooms:
    """A service of sockets for this board, and what each newcomer is let in to."""

    def __init__(self, board: Board) -> None:
        self.app = Flask(__name__)
        self.socketio = SocketIO(self.app, async_mode="threading")
        languages = {"en": NullTranslations(), "cy": NullTranslations()}
        broadcaster = Broadcaster(board.ports.store, self.socketio, board.ports.clock, languages, gevent.sleep)
        self.on_pulse = broadcaster.on_pulse
        self.session, self.refused, self.no_screens = "", list[str](), list[str]()
        self.nonsense = list[str]()
        told = lambda: self.refused.append(self.session)  # noqa: E731
        no_screen = lambda: self.no_screens.append(self.session)  # noqa: E731
        refusals = sockets.Refusals(told, no_screen, lambda: self.nonsense.append(self.session))
        sockets.install(self.socketio, board.ports, broadcaster, lambda: self.session, refusals)

    def of(self, introduction: object, session: str = "") -> set[str]:
        self.session = session
        screen = self.socketio.test_client(self.app, auth=introduction)
        if not screen.is_connected():
            return set()
        manager = self.socketio.server.manager
        me = manager.sid_from_eio_sid(screen.eio_sid, "/")
        found = {name for name, members in manager.rooms["/"].items() if me in members}
        screen.disconnect()
        return found - {None, me}


def test_who_hears_what_over_a_socket(board: Board) -> None:
    rooms, meeting = _Rooms(board), board.meeting
    sessions = {role: signing_in.start_session(board.ports, person(board, role, role.value)) for role in Role}
    ended = signing_in.start_session(board.ports, person(board, Role.ADMINISTRATOR, "gone"))
    board.ports.store.sessions.end(ended)
    desk, screen = {"desk": meeting.id}, {"screen": meeting.screen_token}
    public = {"code": meeting.code}

    for session in ("", ended, meeting.screen_token, *sessions.values()):
        assert rooms.of(screen, session) == {f"screen:{meeting.id}"}
        assert rooms.of(public, session) == {f"public-en:{meeting.id}"}
        assert rooms.of(public | {"language": "cy"}, session) == {f"public-cy:{meeting.id}"}
    for role, session in sessions.items():
        assert rooms.of(desk, session) == {f"desk:{meeting.id}"}, role
    assert rooms.refused == []
    nobodys = ["", ended, meeting.screen_token, board.asked("Why?").token, TOKEN]
    for session in nobodys:
        assert rooms.of(desk, session) == set()
    assert (rooms.refused, rooms.no_screens) == (nobodys, [])
    assert rooms.of({"screen": TOKEN}, "anybody") == set()
    assert rooms.no_screens == ["anybody"]


def test_whoever_is_asked_for_security_codes_and_has_none_hears_nothing_of_the_desk(board: Board) -> None:
    board.ports = replace(board.ports, codes_for=CodesFor.EVERYBODY)
    rooms, sam = _Rooms(board), person(board, Role.ADMINISTRATOR)
    session, steps = signing_in.start_session(board.ports, sam), board.ports.store.second_steps
    assert rooms.of({"desk": board.meeting.id}, session) == set()
    assert rooms.refused == [session]

    steps.offer(sam.id, "sealed")
    steps.turn_on(sam.id)
    assert rooms.of({"desk": board.meeting.id}, session) == {f"desk:{board.meeting.id}"}
    rooms.session = session
    desk = rooms.socketio.test_client(rooms.app, auth={"desk": board.meeting.id})
    for each in rooms.on_pulse:
        each()
    assert desk.is_connected()
    steps.remove(sam.id)
    for each in rooms.on_pulse:
        each()
    assert not desk.is_connected()


@pytest.mark.parametrize(
    "introduction",
    [
        None,
        [],
        "desk",
        {},
        {"room": "desk:1"},
        {"desk": "1"},
        {"desk": True, "screen": None},
        {"desk": 10**30},
        {"desk": -1},
        {"screen": ["a"]},
        {"screen": "é"},
        {"code": {"$ne": ""}},
        {"code": "desk"},
        {"code": "*"},
    ],
    ids=str,
)
def test_an_introduction_of_another_shape_is_let_in_nowhere(board: Board, introduction: object) -> None:
    assert _Rooms(board).of(introduction) == set()
