"""Who may listen to what. The server decides the room from facts it holds; a client never names one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_socketio import SocketIO, emit, join_room

from board_qa.domain.accounts.roles import Right, may
from board_qa.domain.meetings.codes import PATTERN, normal_code
from board_qa.domain.meetings.meeting import Meeting
from board_qa.live.broadcaster import Broadcaster, public_in, room
from board_qa.ports import Ports
from board_qa.services.accounts import second_step

SessionToken = Callable[[], str]


@dataclass(frozen=True)
class Refusals:
    """What tells of whom it does not let in: who may not read a desk, who names a screen that there is none of, and
    what introduces itself as no page of ours does."""

    no_desk: Callable[[], None]
    no_screen: Callable[[], None]
    nonsense: Callable[[], None]


def install(
    socketio: SocketIO,
    ports: Ports,
    broadcaster: Broadcaster,
    session_token: SessionToken,
    refusals: Refusals,
) -> None:
    """Answer connections. `session_token` reads the visitor's own cookie."""
    desks: dict[str, str] = {}  # socket id to session token

    def may_read() -> bool:
        person = second_step.let_in(ports, session_token())
        if person is not None and may(person.role, Right.READ):
            return True
        refusals.no_desk()
        return False

    def connect(introduction: Any = None) -> bool:
        wanted = introduction if isinstance(introduction, dict) else {}
        found = _admit(ports, wanted, may_read, refusals, broadcaster.languages)
        if found is None:
            return False
        name, meeting = found
        if name == "desk":
            desks[_socket_id()] = session_token()
        broadcaster.watch(meeting)
        join_room(room(name, meeting.id))
        emit("hello", {"revision": meeting.revision, **broadcaster.time_for(name)})
        return True

    def left(*_: Any) -> None:
        desks.pop(_socket_id(), None)

    def drop_ended_sessions() -> None:
        """A socket does not notice a sign-out by itself: its session is a copy made when it connected."""
        for socket_id, token in list(desks.items()):
            if second_step.let_in(ports, token) is None:
                desks.pop(socket_id, None)
                socketio.emit("signed_out", {}, to=socket_id)
                socketio.server.disconnect(socket_id)

    socketio.on_event("connect", connect)
    socketio.on_event("disconnect", left)
    broadcaster.on_pulse.append(drop_ended_sessions)


def _admit(
    ports: Ports,
    wanted: dict[str, Any],
    may_read: Callable[[], bool],
    refusals: Refusals,
    languages: Collection[str],
) -> tuple[str, Meeting] | None:
    """The room a newcomer belongs in, or None."""
    meetings = ports.store.meetings
    screen, code, desk = (wanted.get(name) for name in ("screen", "code", "desk"))
    if isinstance(screen, str):
        meeting = meetings.by_screen_token(screen) if screen.isascii() else None
        if meeting is None:
            refusals.no_screen()
        return ("screen", meeting) if meeting else None
    if isinstance(code, str) and PATTERN.fullmatch(normal_code(code)):
        meeting = meetings.by_code(normal_code(code))
        return (public_in(_language(wanted, languages)), meeting) if meeting else None
    if type(desk) is int:  # True is no number of a meeting
        meeting = meetings.get(desk) if may_read() and 0 < desk < 2**31 else None
        return ("desk", meeting) if meeting else None
    refusals.nonsense()
    return None


def _language(wanted: dict[str, Any], languages: Collection[str]) -> str:
    """The language of a public page: one that we have, whatever it says."""
    language = wanted.get("language")
    return language if isinstance(language, str) and language in languages else "en"


def _socket_id() -> str:
    return str(request.sid)  # type: ignore[attr-defined]  # Flask-SocketIO adds it
