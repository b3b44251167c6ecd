"""Long work in the one process that answers everybody."""

from __future__ import annotations

import gevent
import gevent.socket

from board_qa.live.turns import pause


def test_a_request_that_comes_in_the_middle_of_long_work_is_answered_at_its_next_pauses() -> None:
    browser, server = gevent.socket.socketpair()
    came: list[bytes] = []
    waiting = gevent.spawn(lambda: came.append(server.recv(1)))
    pause()
    browser.send(b"x")
    for _ in range(5):
        pause()
    waiting.kill()

    assert came == [b"x"]
