"""Draws in another process. Vega runs in a JavaScript engine of 100 MB, which goes again when nobody draws."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import lru_cache

from board_qa.apart import Busy, ProcessApart
from board_qa.domain.listening.conversation import Conversation, Measures
from board_qa.ports.drawing import CannotDraw, Network, Specification

# What can be asked of the process, with a picture, or with a conversation.
SVG, PNG, NETWORK, GRAPHML, GEXF = "svg", "png", "network", "graphml", "gexf"
# Seconds of processor time. The conversation of 5,000 people takes five.
BUDGET = 30.0
# Seconds. A page asks for all of its pictures at once, and they are drawn one after the other.
_PATIENCE = 60.0
# Seconds, after which what used up its budget is tried again: nobody makes the process work in vain all the time.
_TRIED_AGAIN = 300.0
# A page's pictures are asked for again when it is reloaded, printed or saved.
_REMEMBERED = 32


class DrawingProcess(ProcessApart):
    """The process, for whoever has a picture."""

    def __init__(self, budget: float = BUDGET, patience: float = _PATIENCE) -> None:
        super().__init__(str(__package__), budget, patience)


class DrawingApart:
    """Answers `ports.drawing.Drawing`, by a process that several boards may use."""

    def __init__(self, process: DrawingProcess, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock`: seconds, from any moment."""
        self._process, self._clock = process, clock
        self._failed: dict[tuple[str, str], float] = {}
        self._remembered = lru_cache(_REMEMBERED)(self._asked)

    def svg(self, picture: Specification) -> bytes:
        return base64.b64decode(self._remembered(SVG, json.dumps(picture)))

    def png(self, picture: Specification) -> bytes:
        return base64.b64decode(self._remembered(PNG, json.dumps(picture)))

    def network(self, told: Conversation) -> Network:
        ties = [(one.source, one.target) for one in told.ties]
        answer = json.loads(self._remembered(NETWORK, json.dumps([len(told.talkers), ties])))
        places = {int(place): (x, y) for place, (x, y) in answer["places"].items()}
        return Network(Measures(**answer["measures"]), answer["groups"], places)

    def graphml(self, told: Conversation, groups: Sequence[int]) -> bytes:
        return base64.b64decode(self._file(GRAPHML, told, groups))

    def gexf(self, told: Conversation, groups: Sequence[int]) -> bytes:
        return base64.b64decode(self._file(GEXF, told, groups))

    def _file(self, kind: str, told: Conversation, groups: Sequence[int]) -> str:
        talkers = [{**asdict(one), "label": one.handle or f"Account {one.number}"} for one in told.talkers]
        return self._asked(kind, json.dumps([talkers, [asdict(one) for one in told.ties], list(groups)]))

    def _asked(self, kind: str, told: str) -> str:
        key, now = (kind, told), self._clock()
        self._failed = {one: until for one, until in self._failed.items() if until > now}
        if key in self._failed:
            raise CannotDraw
        try:
            answer = self._process.asked(kind, told)
        except Busy:
            raise CannotDraw from None
        if answer is None:
            self._failed[key] = self._clock() + _TRIED_AGAIN
            raise CannotDraw
        return str(json.loads(answer))
