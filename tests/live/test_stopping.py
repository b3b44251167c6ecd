"""A stop in the middle of a meeting: whoever comes next collects and sends at once, and nothing under way is lost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
import requests
import socketio

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import OutboxState
from board_qa.rehearsal.__main__ import wait
from board_qa.rehearsal.server import ROOT
from tests.support.running import Running, running

pytestmark = pytest.mark.server

SAID = {"GUNICORN_CMD_ARGS": "--log-level=info"}  # a process that had to be killed does not say that it exits


def ended_by_itself(installation: Running) -> bool:
    return installation.server.wait() == 0 and "Worker exiting" in installation.log()


def sends(installation: Running) -> bool:
    return "create" in installation.network.calls


def refuses(installation: Running) -> bool:
    """Whether the server takes no connections any more: the stop is under way."""
    try:
        socket.create_connection(("127.0.0.1", installation.server.port), timeout=5).close()
    except OSError:
        return True
    return False


@contextmanager
def a_board_room(installation: Running, meeting: Meeting) -> Iterator[None]:
    """What is open in one: a websocket, a long poll, kept-alive and half-made connections, a phone that went away."""
    with ExitStack() as room:
        for transport in ("websocket", "polling"):
            client = socketio.Client(reconnection=False)
            client.connect(installation.address, auth={"code": meeting.code}, transports=[transport])
            room.callback(client.disconnect)
        browser = room.enter_context(requests.Session())
        browser.get(f"{installation.address}/healthz", timeout=10)
        for begun in (b"", b"GET / HTTP/1.1\r\nHost: localhost\r\n"):
            connection = room.enter_context(socket.create_connection(("127.0.0.1", installation.server.port)))
            connection.sendall(begun)
        requests.get(f"{installation.address}/socket.io/?EIO=4&transport=polling", timeout=10)
        yield


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_lease_is_given_back_though_screens_are_open_and_nobody_who_only_waits_holds_it_up(
    how: signal.Signals,
) -> None:
    with running(**SAID) as installation, a_board_room(installation, installation.meeting()):
        wait("the worker", lambda: installation.holder() != "")
        os.kill(installation.server.pid, how)

        assert ended_by_itself(installation)
        assert installation.holder() == ""


def test_a_post_on_its_way_when_somebody_presses_ctrl_c_is_on_record_when_the_server_has_ended() -> None:
    with running() as installation:
        meeting = installation.meeting()
        with installation.network.lock:  # the network takes its time
            installation.publishes(meeting, "Ask the board with #AnytownBoard")
            wait("the post", lambda: sends(installation))
            os.killpg(installation.server.pid, signal.SIGINT)  # as a terminal does, to every process of `make run`
            wait("the stop", lambda: refuses(installation))
            assert installation.holder() != ""  # nobody else may send yet

        assert installation.server.wait() == 0
        (post,) = installation.ports.store.outbox.of_meeting(meeting.id)
        assert (post.state, post.native_id != "") == (OutboxState.SENT, True)
        assert installation.holder() == ""


def test_a_stop_does_not_wait_for_a_network_that_is_only_read() -> None:
    with running(**SAID) as installation, installation.network.lock:
        installation.meeting()
        wait("a call", lambda: installation.network.calls != [])
        os.kill(installation.server.pid, signal.SIGTERM)

        assert ended_by_itself(installation)
        assert installation.holder() == ""


def test_a_reload_passes_the_work_on_and_screens_come_back_by_themselves() -> None:
    with running() as installation:
        meeting = installation.meeting()
        hellos: list[object] = []
        wait("the worker", lambda: installation.holder() != "")
        first = installation.holder()
        screen = socketio.Client(reconnection_delay=0.1)
        screen.on("hello", hellos.append)
        screen.connect(installation.address, auth={"code": meeting.code}, transports=["websocket"])
        os.kill(installation.server.pid, signal.SIGHUP)
        wait("the next worker", lambda: installation.holder() not in ("", first))
        wait("the screen", lambda: len(hellos) > 1)
        installation.network.post(installation.network.user("jo", "Jo"), "Why? #AnytownBoard")
        installation.publishes(meeting, "Ask the board with #AnytownBoard")  # after which it is read at once

        wait("the question", lambda: installation.ports.store.questions.of_meeting(meeting.id) != [])
        screen.disconnect()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_workers_own_process_gives_the_lease_back_though_the_network_is_silent(how: signal.Signals) -> None:
    command = [sys.executable, "-m", "flask", "--app", "app", "worker"]
    with (
        running(RUN_WORKER="0") as installation,
        installation.network.lock,
        subprocess.Popen(command, cwd=ROOT, env=installation.server.environ) as worker,
    ):
        installation.meeting()
        wait("a call", lambda: installation.network.calls != [])
        assert installation.holder() != ""
        worker.send_signal(how)

        assert worker.wait() == 0
        assert installation.holder() == ""
