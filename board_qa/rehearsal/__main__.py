"""Run one meeting from the call to the last answer. The last line is the verdict in JSON."""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from board_qa.config import PRACTICE_KEYS
from board_qa.practice.crowd import SCRIPT, Crowd
from board_qa.practice.network import PracticeNetwork
from board_qa.practice.x.server import PracticeServer
from board_qa.rehearsal.clients import Moderator, Projector, Public, ask
from board_qa.rehearsal.records import Records
from board_qa.rehearsal.server import Server
from board_qa.system.clock import utc_now

FORMS, CLIENTS = 100, 8
_KILL_AFTER = 40  # acknowledged questions
# As the desk offers it.
_NOT_OURS = "It is about something this board is not responsible for"
_DECLINED_WORDS = ("NHS number", "ashamed", "idiots", "want to be here", "<script>")


def main() -> int:
    records = Records()
    with tempfile.TemporaryDirectory() as folder:
        network = PracticeNetwork(utc_now)
        practice = PracticeServer(network, PRACTICE_KEYS).start()
        server = Server(Path(folder), practice.base_url, PRACTICE_KEYS)
        try:
            verdict = rehearse(records, network, server)
        finally:
            server.close()
            practice.stop()
    print(json.dumps(verdict))
    return 0 if not verdict["lost"] + verdict["duplicated"] + verdict["leaked"] else 1


def rehearse(records: Records, network: PracticeNetwork, server: Server) -> dict[str, int]:
    server.add_moderator()
    server.start()
    moderator = Moderator(server.address)
    moderator.sign_in()
    moderator.make_meeting(datetime.now(UTC))
    say(f"meeting {moderator.code} made; publishing the call")
    moderator.publish_call()
    wait("the call on the network", lambda: bool(_calls(network)))
    projector = Projector(server.address, moderator.screen, records)
    public = Public(server.address, moderator.code, records)
    try:
        say(f"the audience answers; {FORMS} form questions come from {CLIENTS} clients; the server is killed meanwhile")
        audience = threading.Thread(target=_play, args=(network, records))
        audience.start()
        _burst(server, moderator.code, records)
        audience.join()
        moderator.command("sources/X/read")
        wait("every reply in the queue", lambda: not records.posted - set(moderator.texts()))
        _moderate(moderator, records)
        _put_on_screen(moderator, projector, records)
    finally:
        public.close()
        projector.close()
    return records.verdict(moderator.texts(), len(_calls(network)))


def _play(network: PracticeNetwork, records: Records) -> None:
    """The scripted audience, at ten times its pace. What it deleted or edited away is not to be collected."""
    script = tuple(replace(turn, after=turn.after / 10) for turn in SCRIPT)
    crowd = Crowd(network, script)
    deadline = time.monotonic() + script[-1].after + 2
    while time.monotonic() < deadline:
        crowd.act()
        time.sleep(0.2)
    for post in network.current():
        if post["author_id"] != network.board_id and not post["repost_of"]:
            records.posted.add(post["text"])


def _burst(server: Server, code: str, records: Records) -> None:
    """Questions from several clients at once; every third is sent twice; the server dies in the middle."""
    with ThreadPoolExecutor(CLIENTS) as clients:
        sent = [
            clients.submit(
                ask, server.address, code, f"Rehearsal question {n}: what will change by April?", records, n % 3 == 0
            )
            for n in range(FORMS)
        ]
        wait("the middle of the burst", lambda: len(records.acknowledged) >= _KILL_AFTER)
        server.kill()
        say(f"server killed with {len(records.acknowledged)} questions acknowledged; starting it again")
        server.start()
        for question in sent:
            question.result()


def _moderate(moderator: Moderator, records: Records) -> None:
    """Decline what a board would decline and every fourth form question; approve the rest."""
    for listed in moderator.queue():
        unkind = any(words in listed.text for words in _DECLINED_WORDS)
        if unkind or (listed.text.startswith("Rehearsal") and listed.number % 4 == 0):
            moderator.decide(listed.number, "decline", reason=_NOT_OURS)
        elif listed.text in records.posted or listed.text in records.acknowledged:
            with records.lock:
                records.may_show.add(listed.text)
            moderator.decide(listed.number, "approve")
            records.approved.add(listed.text)
    say(f"{len(records.approved)} approved")


def _put_on_screen(moderator: Moderator, projector: Projector, records: Records) -> None:
    """Put every approved question on screen, and see it there."""
    for listed in moderator.queue():
        if listed.text in records.approved:
            moderator.decide(listed.number, "put-on-screen")
            if projector.wait_for(listed.text):
                records.shown.add(listed.text)
            moderator.decide(listed.number, "answered")
    say(f"{len(records.shown)} shown on the projector")


def _calls(network: PracticeNetwork) -> list[dict[str, object]]:
    return [post for post in network.current() if post["author_id"] == network.board_id]


def wait(what: str, happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 90
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited 90 seconds for {what}")
        time.sleep(0.2)


def say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main())
