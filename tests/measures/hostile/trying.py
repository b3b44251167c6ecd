"""Hostile inputs by the thousand into a real server, and a look at everything it says then."""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from werkzeug.routing import Map

from tests.measures.hostile import sockets
from tests.measures.hostile.files import files
from tests.measures.hostile.inputs import texts
from tests.measures.hostile.judging import NO_ANSWER, TRACEBACKS, Verdict, judge
from tests.measures.hostile.scene import Scene, addresses_of, new_scene
from tests.measures.hostile.targets import URLENCODED, Target, pages_of, request_to, targets_of
from tests.measures.hostile.wire import Wire, form, request
from tests.support.running import Running

SEED = 20261127
# Inputs, after which everything is looked at and a new meeting begins: more than there are places for one.
A_ROUND = 2_500
_SOCKETS, _POSTS = 0.05, 0.01  # of all inputs
_SIGNED_OUT = re.compile(r"/sign-in\b")


@dataclass
class Attacker:
    """Goes on from round to round with texts that were not used yet."""

    live: Running
    verdict: Verdict
    chance: random.Random
    texts: Iterator[str]
    files: Iterator[tuple[str, bytes]]
    frames: Iterator[bytes]
    last: str = ""  # what was tried before on the same connection

    def round(self, addresses: Map, inputs: int) -> None:
        wire, scene = Wire(self.live.server.port), new_scene(self.live, addresses)
        posts, said = round(inputs * _POSTS), round(inputs * _SOCKETS)
        for _ in range(posts):
            scene.says_on_networks(next(self.texts))
        for network in ("X", "Mastodon"):
            self._read(network, scene, wire)
        for number in range(said):
            self._say(scene, wire, by_polling=number % 2 == 0)
        every = targets_of(scene, wire)
        self.chance.shuffle(every)
        for target in islice(cycle(every), inputs - posts - said):
            self._put(target, scene, wire)
        self.verdict.inputs += inputs
        scene.put_on_show()
        self._look(scene, wire)
        scene.end()
        self._look(scene, wire)
        wire.close()

    def _put(self, target: Target, scene: Scene, wire: Wire) -> None:
        method, sent = request_to(target, scene, next(self.texts), next(self.files))
        try:
            answer = wire.send(sent, method)
        except TimeoutError:
            self.verdict.blame(NO_ANSWER, f"{target.place}, after {self.last}")
            wire.close()
            return
        finally:
            self.last = target.place
        if target.kind.startswith("HEADER"):  # where the next request begins after such a head, nobody knows
            wire.close()
        self.verdict.places.add(target.place)
        judge(answer, target.place, self.verdict)
        if _SIGNED_OUT.search(answer.header("Location")):
            scene.sign_in()

    def _read(self, network: str, scene: Scene, wire: Wire) -> None:
        """The moderator presses, and what was said there comes into the queue."""
        body = form([("csrf_token", scene.token)])
        headers = {"Cookie": scene.cookie, "Content-Type": URLENCODED}
        path = f"/desk/meetings/{scene.meeting.id}/sources/{network}/read"
        judge(wire.send(request("POST", path.encode(), headers, body), "POST"), path, self.verdict)

    def _say(self, scene: Scene, wire: Wire, by_polling: bool) -> None:
        frame = next(self.frames)
        if not by_polling:
            sockets.by_websocket(scene, frame)
            return
        for answer in sockets.by_polling(wire, scene, frame):
            judge(answer, f"SOCKET {frame[:60]!r}", self.verdict)

    def _look(self, scene: Scene, wire: Wire) -> None:
        """Every page and file, as an administrator and as anybody, in the state that all of it left."""
        scene.sign_in()
        for cookie in (scene.cookie, b""):
            for _, path in pages_of(scene):
                answer = wire.send(request("GET", path.encode(), {"Cookie": cookie}))
                judge(answer, f"page {path}", self.verdict)


def attack(live: Running, inputs: int, seed: int = SEED) -> Verdict:
    verdict = Verdict()
    hostile = Attacker(live, verdict, random.Random(seed), texts(seed), files(seed), sockets.frames(texts(seed + 2)))
    with tempfile.TemporaryDirectory() as folder:
        addresses = addresses_of(Path(folder))
        while verdict.inputs < inputs:
            hostile.round(addresses, min(A_ROUND, inputs - verdict.inputs))
    for line in re.findall(r"Traceback[^\n]*(?:\n  [^\n]*)*\n[^\n]*", live.log()):
        verdict.blame(TRACEBACKS, " ".join(line.splitlines()[-2:]))
    return verdict
