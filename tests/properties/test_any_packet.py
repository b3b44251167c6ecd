"""Bytes of a socket and of a cookie: read, or refused, and never a fault."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from socketio.packet import CONNECT, DISCONNECT

from board_qa.live import NEWS
from board_qa.live.cookies import ReadableCookies
from board_qa.live.packets import OnlyPackets, Said
from tests.properties.made import texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

TELLING = (b"1", b"3", b"40", b"41", b"40{}", b'42["a"]', b"451-[]", b"2", b"b", b"")
PACKETS = st.lists(st.one_of(st.sampled_from(TELLING), st.binary(max_size=30)), max_size=20).map(b"\x1e".join)


class Answers:
    """Notes what it was handed on."""

    def __init__(self) -> None:
        self.asked: WSGIEnvironment = {}
        self.status = ""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.asked = environ
        start_response("200 OK", [])
        return [b""]

    def begin(self, status: str, *_: object) -> None:
        self.status = status


@given(PACKETS)
def test_what_is_posted_by_a_screen_is_handed_on_whole_or_refused(said: bytes) -> None:
    answers = Answers()
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": f"{NEWS}/", "wsgi.input": BytesIO(said)}
    packets = OnlyPackets(answers, lambda _: None)
    list(packets(environ, answers.begin))  # type: ignore[arg-type]  # it only notes the status

    assert answers.status[:3] in ("200", "400")
    if answers.asked:
        handed_on = answers.asked["wsgi.input"].read().split(b"\x1e")
        assert b"\x1e".join(handed_on) == said
        assert all(packet.startswith((b"1", b"3", b"40", b"41")) for packet in handed_on)


@given(texts)
def test_whatever_a_screen_says_is_an_introduction_or_a_goodbye(said: str) -> None:
    if said:
        assert Said(encoded_packet=said).packet_type in (CONNECT, DISCONNECT)


@given(st.binary(max_size=60))
def test_a_header_of_cookies_is_text_or_is_not_handed_on(header: bytes) -> None:
    answers = Answers()
    list(ReadableCookies(answers)({"HTTP_COOKIE": header.decode("latin-1")}, answers.begin))  # type: ignore[arg-type]

    handed_on = answers.asked.get("HTTP_COOKIE")
    try:
        header.decode()
    except UnicodeDecodeError:
        assert handed_on is None
    else:
        assert handed_on == header.decode("latin-1")
