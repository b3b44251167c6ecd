"""The networks that are set up, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from board_qa.ports.channels import Channel


class Registry(Mapping[str, Channel]):
    """Each network is made when it is first asked for: the library of one takes half a second to begin with."""

    def __init__(self, makers: Mapping[str, Callable[[], Channel]]) -> None:
        self._makers = makers
        self._made: dict[str, Channel] = {}

    def __getitem__(self, name: str) -> Channel:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)
