"""What was found in a text, as a column: NULL where it was not looked through yet."""

from __future__ import annotations

import json
from collections.abc import Sequence

from board_qa.domain.text.flags import Flag, Kind


def flags_column(flags: Sequence[Flag]) -> str:
    return json.dumps([[flag.kind.value, flag.start, flag.end, flag.detail] for flag in flags])


def flags_of(column: str | None) -> tuple[Flag, ...] | None:
    if column is None:
        return None
    return tuple(Flag(Kind(kind), start, end, detail) for kind, start, end, detail in json.loads(column))
