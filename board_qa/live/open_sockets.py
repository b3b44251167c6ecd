"""How many screens listen, of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KINDS = ("desk", "screen", "public")


def open_sockets(rooms: Mapping[Any, Mapping[str, Any]]) -> dict[str, int]:
    """Counted by the rooms that the server put them in; those of one socket alone are not among them."""
    counted = dict.fromkeys(KINDS, 0)
    for name, members in list(rooms.items()):
        kind = str(name).partition(":")[0].partition("-")[0]
        if kind in counted:
            counted[kind] += len(members)
    return counted
