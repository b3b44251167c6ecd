"""Everything that is kept of one person, as a web page that stands alone: a person without our product reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from board_qa.domain.networks.observed import ObservedPost
from board_qa.exports.everything.tables import change_row, letter_row, post_row, question_row
from board_qa.services.privacy.finding import Kept

_FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Part:
    """A heading of the page, and what stands under it: rows of what it is called and what it says."""

    heading: str
    rows: Sequence[Mapping[str, Any]]


def as_page(kept: Sequence[Kept], posts: Sequence[ObservedPost], on: str) -> bytes:
    """`on` is the day it is made. What somebody typed is escaped everywhere."""
    parts = [part for one in kept for part in _parts(one)]
    if posts:
        parts.append(Part("Posts that we read and that became no question", [_observed(one) for one in posts]))
    return _template().render(parts=parts, on=on).encode()


def _parts(kept: Kept) -> Iterator[Part]:
    question = kept.question
    numbers = {question.id: question.called}
    called = f"Question {question.called}"
    yield Part(called, [_said(question_row(question, 0, numbers))])
    yield Part(f"{called}: what was done with it", [_said(change_row(one, gone=False)) for one in kept.history])
    yield Part(f"{called}: what we posted about it", [_said(post_row(one, False, numbers)) for one in kept.posted])
    letters = [_said(letter_row(one, numbers)) for one in kept.letters]
    yield Part(f"{called}: what you were told", letters)


def _observed(post: ObservedPost) -> dict[str, Any]:
    return _said(
        {
            "network": post.channel,
            "text": post.post.text,
            "author_name": post.post.author_name,
            "author_handle": post.post.author_handle,
            "address": post.post.url,
            "posted_at": post.post.posted_at,
            "read_at": post.first_seen_at,
        }
    )


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty, under names that a person reads."""
    return {name.replace("_", " ").capitalize(): value for name, value in row.items() if value not in ("", None)}


@cache
def _template() -> Template:
    pages = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return pages.get_template("person.html")
