"""Say what the board aims at, at each of its meetings. Each change is on the record of the board's settings."""

from __future__ import annotations

from board_qa.domain.listening.targets import Target
from board_qa.domain.meetings.settings import Difference
from board_qa.domain.questions.history import Actor
from board_qa.phrases.targets import setting
from board_qa.ports import Ports


class ChangedMeanwhile(Exception):
    """Somebody else was first; `target` is how it stands now, None where it was removed. Nothing was stored."""

    def __init__(self, target: Target | None) -> None:
        super().__init__("changed meanwhile")
        self.target = target


def save(ports: Ports, target: Target, expected: int | None, actor: Actor) -> None:
    """Aim at it, where the number still is the one that was seen; None is no target yet. Raises ChangedMeanwhile."""
    with ports.store.transaction():
        now = ports.store.targets.get(target.figure)
        if _number(now) != expected:
            raise ChangedMeanwhile(now)
        ports.store.targets.save(target)
        _record(ports, target.figure, expected, target.number, actor)


def remove(ports: Ports, figure: str, actor: Actor) -> None:
    """Aim at it no more. Where it was removed already nothing changes."""
    with ports.store.transaction():
        now = ports.store.targets.get(figure)
        ports.store.targets.remove(figure)
        _record(ports, figure, _number(now), None, actor)


def _number(target: Target | None) -> int | None:
    return target.number if target else None


def _record(ports: Ports, figure: str, before: int | None, after: int | None, actor: Actor) -> None:
    if before != after:
        ports.store.settings.record(None, [Difference(setting(figure), before, after)], actor, ports.clock())
