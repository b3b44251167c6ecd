"""What somebody picked, ordered and typed on the page of the recap, and what must be put right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import request

from board_qa.domain.meetings.recap import (
    HEADING_LIMIT,
    INTRODUCTION_LIMIT,
    MOST,
    Item,
    Pick,
    Recap,
    moved,
    ticked,
)
from board_qa.domain.text import wording
from board_qa.web.shell import responses

_BY = {"earlier": -1, "later": 1}


@dataclass(frozen=True)
class Sent:
    """`recap` is what would be saved. `what` is the button: "save", "publish", or "earlier" or "later" with the item
    that is `moving`."""

    recap: Recap
    what: str
    moving: str
    problems: tuple[tuple[str, str], ...]


def sent(items: Sequence[Item]) -> Sent:
    """The form, of which only what can be told counts. Problems are sentences by the field that they are about."""
    there = {item.key for item in items}
    what, _, moving = request.form.get("do", "save").partition(" ")
    keys = [name for name in dict.fromkeys(request.form.getlist("shown")) if name in there]
    shown = [Pick(name, _heading(name)) for name in keys]
    picks = ticked(shown, there & set(request.form.getlist("tick")), items)
    recap = Recap(
        wording.received(request.form.get("introduction", "")),
        moved(picks, moving, _BY[what]) if what in _BY else picks,
        request.form.get("expected", 0, type=responses.number),
    )
    return Sent(recap, what, moving, tuple(_problems(recap)))


def _heading(name: str) -> str:
    return wording.one_line(request.form.get(f"heading-{name}", ""))


def _problems(recap: Recap) -> Iterator[tuple[str, str]]:
    if over := wording.over(recap.introduction, INTRODUCTION_LIMIT):
        yield "introduction", f"The introduction must be {INTRODUCTION_LIMIT:,} characters or fewer. Leave out {over:,}"
    for pick in recap.picks:
        if over := wording.over(pick.heading, HEADING_LIMIT):
            yield f"heading-{pick.key}", f"A heading must be {HEADING_LIMIT} characters or fewer. Leave out {over:,}"
    if len(recap.picks) > MOST:
        yield "picked-h", f"A recap can have {MOST} items. Untick {len(recap.picks) - MOST:,}"
