"""What the listening report needs of whoever draws its pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from board_qa.domain.listening.conversation import Conversation, Measures

# A picture as Vega-Lite describes it, with its data in it.
Specification = Mapping[str, Any]


class CannotDraw(Exception):
    """Too many pictures wait to be drawn just now, or this one could not be."""


@dataclass(frozen=True)
class Network:
    """What is worked out of a conversation: the group of each talker, the largest being 0, and where those stand who
    are drawn."""

    measures: Measures
    groups: Sequence[int]
    places: Mapping[int, tuple[float, float]]


class Drawing(Protocol):
    """Draws apart. It can take seconds, and the caller's greenlet with it: never inside a transaction.

    Everything here raises CannotDraw.
    """

    def svg(self, picture: Specification) -> bytes: ...

    def png(self, picture: Specification) -> bytes:
        """Twice as wide and high as the picture says, for walls and paper."""

    def network(self, told: Conversation) -> Network: ...

    def graphml(self, told: Conversation, groups: Sequence[int]) -> bytes: ...

    def gexf(self, told: Conversation, groups: Sequence[int]) -> bytes: ...
