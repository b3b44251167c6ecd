"""What a screen could send over its socket, by polling and by websocket: packets and frames of any shape."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress

import websocket

from tests.measures.hostile.inputs import as_bytes
from tests.measures.hostile.scene import Scene
from tests.measures.hostile.wire import Answer, Wire, request

_POLL = b"/socket.io/?EIO=4&transport=polling"
_NAMES = ("connect", "disconnect", "message", "delta", "hello", "signed_out", "join", "*", "", "__class__")


def frames(texts: Iterator[str]) -> Iterator[bytes]:
    """Packets of engine.io (the first digit) and socket.io (the second), whole, broken and of wrong shapes."""
    while True:
        for name in _NAMES:
            text = next(texts)
            as_json = json.dumps(text)
            for packet in (
                f"40{text}",
                f'40{{"code":{as_json},"screen":{as_json},"desk":{as_json},"language":{as_json}}}',
                f"42[{json.dumps(name)},{as_json}]",
                f"42{text}",
                f'451-[{json.dumps(name)},{{"_placeholder":true,"num":99}}]',
                f"43{text}",
                f"{text}",
                f"b{text}",
                f"6\x1e2\x1e{text}",
            ):
                yield as_bytes(packet)[:9_000]


def by_polling(wire: Wire, scene: Scene, frame: bytes) -> list[Answer]:
    """A screen that introduces itself properly, and then says this."""
    hello = wire.send(request("GET", _POLL, {"Cookie": scene.cookie}))
    if hello.status != 200:
        return [hello]
    sid = json.loads(hello.body[1:])["sid"].encode()
    said = [b'40{"code":"%b"}' % scene.meeting.code.encode(), frame]
    there = {"Content-Type": b"text/plain;charset=UTF-8"}
    return [wire.send(request("POST", _POLL + b"&sid=" + sid, there, one), "POST") for one in said]


def by_websocket(scene: Scene, frame: bytes) -> None:
    """The same without asking anything back: the server hangs up, or goes on."""
    address = scene.live.address.replace("http", "ws")
    with suppress(OSError, websocket.WebSocketException):
        screen = websocket.create_connection(f"{address}/socket.io/?EIO=4&transport=websocket", timeout=20)
        with suppress(OSError, websocket.WebSocketException):
            screen.recv()
            screen.send(f'40{{"code":"{scene.meeting.code}"}}')
            screen.send(
                frame, opcode=websocket.ABNF.OPCODE_TEXT if frame[:1].isdigit() else websocket.ABNF.OPCODE_BINARY
            )
        screen.close(timeout=0)
