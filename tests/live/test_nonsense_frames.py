"""What is no message at all, sent over a socket: it is let go, and no word of it is in the log."""

from __future__ import annotations

import json
import re
import socket
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
import requests
import websocket

from board_qa.rehearsal.__main__ import wait
from tests.support.running import Running, running

pytestmark = pytest.mark.server

NONSENSE = [
    *("<nonsense", "9nonsense", "bnonsense", "4", "40{{nonsense", "42nonsense", '42["nonsense"]', "42{}", "44nonsense"),
    *('451-["nonsense"]', "461-[]", "4😀nonsense", "40[" + "[" * 4_000, "6\x1e\x1e\x1e", "\x1e" * 40),
]


_TOLD = re.compile(
    r"\S+Z INFO board_qa\.security: refused at a socket what no page of ours sends \(no account, network [0-9a-f]{12}"
    r"(, [0-9]+ like it left out before)?\)"
)


def by_websocket(live: Running, said: str, binary: bool) -> None:
    screen = websocket.create_connection(live.address.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket")
    with suppress(websocket.WebSocketException, OSError):
        screen.recv()
        screen.send(said.encode(), opcode=websocket.ABNF.OPCODE_BINARY if binary else websocket.ABNF.OPCODE_TEXT)
        screen.settimeout(0.2)
        screen.recv()
    screen.close(timeout=0)


def by_polling(live: Running, said: str) -> int:
    address = f"{live.address}/socket.io/?EIO=4&transport=polling"
    sid = json.loads(requests.get(address, timeout=10).text[1:])["sid"]
    return requests.post(f"{address}&sid={sid}", data=said.encode(), timeout=10).status_code


@pytest.mark.parametrize("way", ["text", "binary", "polling"])
def test_nonsense_over_a_socket_is_in_no_log_and_no_fault(live: Running, way: str) -> None:
    before = len(live.log())
    for said in NONSENSE:
        if way == "polling":
            assert by_polling(live, said) in (200, 400), said
        else:
            by_websocket(live, said, binary=way == "binary")

    assert all(_TOLD.fullmatch(line) for line in live.log()[before:].splitlines())
    assert requests.get(f"{live.address}/healthz", timeout=10).status_code == 200


# The heads of frames: announced as a tebibyte, not masked, with a bit that is nobody's, of no kind, going on with none.
_MASK = b"\0\0\0\0"
_FRAMES = [
    b"\x81\xff" + (2**40).to_bytes(8) + _MASK + b"3" * 5_000, b"\x81\x013", b"\xc1\x81" + _MASK + b"3",
    b"\x85\x81" + _MASK + b"3", b"\x80\x81" + _MASK + b"3", b"\x81\x81" + _MASK + b"\xff",
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(_FRAMES)))
def test_a_frame_that_is_none_or_without_end_ends_the_socket_and_is_told(live: Running, number: int) -> None:
    before, address = len(live.log()), urlsplit(live.address)
    place = (f"127.0.7.{number + 1}", 0)  # an address of its own: of each there is one line in a minute
    line = socket.create_connection((address.hostname, address.port), timeout=30, source_address=place)
    url = f"ws://{address.netloc}/socket.io/?EIO=4&transport=websocket"
    screen = websocket.create_connection(url, timeout=30, socket=line)
    screen.recv()
    line.sendall(_FRAMES[number])
    assert screen.recv_data()[0] == websocket.ABNF.OPCODE_CLOSE
    line.close()
    wait("a line", lambda: live.log()[before:] != "")

    assert [bool(_TOLD.fullmatch(said)) for said in live.log()[before:].splitlines()] == [True]


@pytest.mark.parametrize("said", ["42nonsense", "40{}" + " " * 4_096])
def test_nonsense_over_a_websocket_is_told_once_in_a_minute(said: str) -> None:
    with running() as live:
        before = len(live.log())
        for _ in range(3):
            by_websocket(live, said, binary=False)
        lines = live.log()[before:].splitlines()

    assert [bool(_TOLD.fullmatch(line)) for line in lines] == [True]


@pytest.mark.parametrize(
    "query",
    [
        "transport=polling&EIO=4&sid=nonsense",
        "transport=nonsense",
        "transport=polling&EIO=9",
        "transport=polling&EIO=4&j=1",
    ],
)
def test_nonsense_in_the_address_of_a_socket_is_in_no_log(live: Running, query: str) -> None:
    before = len(live.log())
    answer = requests.get(f"{live.address}/socket.io/?{query}", timeout=10)

    assert answer.status_code == 400
    assert "nonsense" not in live.log()[before:]


@pytest.mark.parametrize(
    "wrong",
    [
        {"Sec-WebSocket-Version": "7"},
        {"Sec-WebSocket-Version": ""},
        {"Sec-WebSocket-Key": None},
        {"Connection": "keep-alive"},
        {"Upgrade": "nonsense"},
    ],
    ids=" ".join,
)
def test_what_asks_for_a_websocket_as_no_browser_does_is_refused_and_no_fault(
    live: Running, wrong: dict[str, str | None]
) -> None:
    before = len(live.log())
    right = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    headers = {**right, "Sec-WebSocket-Key": "bm9uc2Vuc2Vub25zZW5zZQ==", **wrong}
    answer = requests.get(f"{live.address}/socket.io/?EIO=4&transport=websocket", headers=headers, timeout=10)

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert all(_TOLD.fullmatch(line) for line in live.log()[before:].splitlines())


def test_a_page_elsewhere_that_opens_a_socket_is_named_once_and_by_us() -> None:
    """Of all such pages there is one line in a minute: on a server that others use another test may have had it."""
    with running() as live:
        before = len(live.log())
        address = f"{live.address}/socket.io/?transport=polling&EIO=4"
        answer = requests.get(address, headers={"Origin": "http://nonsense.example"}, timeout=10)
        lines = [line for line in live.log()[before:].splitlines() if "nonsense" in line]

    assert answer.status_code == 400
    assert len(lines) == 1
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ WARNING board_qa\.", lines[0])
