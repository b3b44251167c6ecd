"""What somebody picked, ordered and typed on the page of the recap, and what must be put right."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from flask import request

from board_qa.domain.meetings.recap import HEADING_LIMIT, INTRODUCTION_LIMIT, MOST, Pick, Recap, moved, ticked
from board_qa.domain.text import wording
from board_qa.services.meetings.recap import Material
from board_qa.web.desk.recap import heard
from board_qa.web.shell import responses

_BY = {"earlier": -1, "later": 1}


@dataclass(frozen=True)
class Sent:
    """`recap` is what would be saved. `what` is the button: "save", "publish", or "earlier" or "later" with the item
    that is `moving`. `read` are the keys of posts that somebody read as they are and lets everyone read."""

    recap: Recap
    read: frozenset[str]
    what: str
    moving: str
    problems: tuple[tuple[str, str], ...]


def sent(material: Material, saved: Recap) -> Sent:
    """The form, of which only what can be told counts. Problems are sentences by the field that they are about."""
    items, there = material.items, {item.key for item in material.items}
    what, _, moving = request.form.get("do", "save").partition(" ")
    keys = [name for name in dict.fromkeys(request.form.getlist("shown")) if name in there]
    shown = [Pick(name, _heading(name)) for name in keys]
    picks = ticked(shown, there & set(request.form.getlist("tick")), items)
    recap = Recap(
        wording.received(request.form.get("introduction", "")),
        moved(picks, moving, _BY[what]) if what in _BY else picks,
        request.form.get("expected", 0, type=responses.number),
    )
    before = {pick.key for pick in saved.picks}
    read = frozenset(pick.key for pick in picks if _is_read(material, pick.key, before))
    problems = (*_problems(recap), *_not_read(material, recap, before, read))
    return Sent(recap, read, what, moving, problems)


def _heading(name: str) -> str:
    return wording.one_line(request.form.get(f"heading-{name}", ""))


def _is_read(material: Material, name: str, before: Collection[str]) -> bool:
    """Whether somebody ticked that it may be shown as it is, beside the words and the name that it still has."""
    if name not in material.heard:
        return False
    post = material.heard[name][1]
    boxes = [heard.AS_IT_IS] if heard.has_box(name, post, before) else [heard.AS_IT_IS, heard.BESIDE]
    return heard.mark_of(post) in [request.form.get(box + name) for box in boxes]


def _not_read(
    material: Material, recap: Recap, before: Collection[str], read: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """What was picked just now and must be read first. What was picked before stands on the page as withheld."""
    for pick in recap.picks:
        if pick.key not in before and pick.key not in read and material.is_withheld(pick.key):
            yield heard.problem_of(pick.key, material.heard[pick.key][1], before)


def _problems(recap: Recap) -> Iterator[tuple[str, str]]:
    if over := wording.over(recap.introduction, INTRODUCTION_LIMIT):
        yield "introduction", f"The introduction must be {INTRODUCTION_LIMIT:,} characters or fewer. Leave out {over:,}"
    for pick in recap.picks:
        if over := wording.over(pick.heading, HEADING_LIMIT):
            yield f"heading-{pick.key}", f"A heading must be {HEADING_LIMIT} characters or fewer. Leave out {over:,}"
    if len(recap.picks) > MOST:
        yield "picked-h", f"A recap can have {MOST} items. Untick {len(recap.picks) - MOST:,}"
