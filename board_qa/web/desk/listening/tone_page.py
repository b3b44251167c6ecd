"""The page on which posts are tagged by their tone, as its template is told of it. It has nobody's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from flask import url_for

from board_qa.domain.listening.tagging import PostToTag, TaggingProgress
from board_qa.domain.listening.tone import Tone
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.paging import Paging, page, page_with
from board_qa.domain.text.excerpt import excerpt
from board_qa.phrases.tone import TITLES, far_said
from board_qa.services.listening.window import window_of
from board_qa.web.desk.parts.buttons import Button
from board_qa.web.desk.parts.shortcuts import TONE_SHORTCUTS
from board_qa.web.shell import words
from board_qa.web.shell.installation import ports

PER_PAGE = 25
# The list of those that are tagged, as addresses name it; the other one has no name.
TAGGED = "tagged"
_KEYS = {Tone.POSITIVE: "1", Tone.NEUTRAL: "2", Tone.NEGATIVE: "3"}


@dataclass(frozen=True)
class ToneChoice:
    """A button. It `stands` where the post is tagged so; its `key` presses it while the post is in focus."""

    value: str
    label: str
    key: str
    stands: bool


@dataclass(frozen=True)
class PostRow:
    """`place` is where it stands in the whole list, from 1; `following` is the post after it on the page, 0 for none.
    `said` is what it is tagged as, by whom and when."""

    post: PostToTag
    place: int
    text: str
    posted: str
    said: str
    choices: Sequence[ToneChoice]
    following: int
    in_focus: bool


@dataclass(frozen=True)
class TonePage:
    """`tagged` is which of two lists is shown. `undo` takes back what whoever looks at it tagged last."""

    meeting: Meeting
    begins: str
    ends: str
    progress: TaggingProgress
    far: str
    tagged: bool
    rows: Sequence[PostRow]
    paging: Paging
    undo: Button | None

    keys: ClassVar = TONE_SHORTCUTS

    @property
    def show(self) -> str:
        return TAGGED if self.tagged else ""


def tone_page(meeting: Meeting, person: Actor, tagged: bool, number: int, at: int) -> TonePage:
    """`at` is the post to have in focus, on whichever page it is; 0 for the first one of page `number`."""
    store, window, zone = ports().store.tones, window_of(ports(), meeting), meeting.details.timezone
    progress = store.progress(meeting.id, window)
    paging = page(number, PER_PAGE, progress.listed if tagged else progress.to_tag)
    if at:
        paging = page_with(store.place(meeting.id, window, tagged, at), PER_PAGE, paging.total)
    posts = store.listed(meeting.id, window, tagged, PER_PAGE, paging.skip)
    return TonePage(
        meeting,
        words.day_and_time(window.begins, zone),
        words.day_and_time(window.ends, zone),
        progress,
        far_said(progress),
        tagged,
        _rows(posts, paging, at, zone),
        paging,
        _undo(meeting, person),
    )


def _rows(posts: Sequence[PostToTag], paging: Paging, at: int, zone: str) -> list[PostRow]:
    ids = [one.id for one in posts]
    in_focus = at if at in ids else next(iter(ids), 0)
    following = dict(pairwise(ids))
    return [
        PostRow(
            one,
            paging.first + place,
            excerpt(one.words) or "Only a picture",
            words.day_and_time(one.posted_at, zone),
            _said(one, zone),
            _choices(one),
            following.get(one.id, 0),
            one.id == in_focus,
        )
        for place, one in enumerate(posts)
    ]


def _choices(post: PostToTag) -> list[ToneChoice]:
    stands = post.tag.tone if post.tag else None
    return [ToneChoice(tone.value, TITLES[tone], _KEYS[tone], tone is stands) for tone in Tone]


def _said(post: PostToTag, zone: str) -> str:
    if post.tag is None:
        return ""
    return f"{TITLES[post.tag.tone]}, tagged by {post.tag.by}, {words.day_and_time(post.tag.at, zone)}"


def _undo(meeting: Meeting, person: Actor) -> Button | None:
    last = ports().store.tones.last_of(meeting.id, person)
    if last is None:
        return None
    there = url_for("tone.undo", meeting_id=meeting.id)
    return Button("Undo", there, {"expected": last.id}, f"your last tag, {last.tone.value}", "m-btn--s", "u")
