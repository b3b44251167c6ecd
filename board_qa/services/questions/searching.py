"""Find questions of this and past meetings, by their words or by the number on a receipt."""

from __future__ import annotations

import re

from board_qa.domain.meetings import codes
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.question import Question
from board_qa.ports import Ports

# As on a receipt ("7K4P-23", "7K4P-4a"), or the number alone. No more digits than any meeting's questions can need.
_NUMBER = re.compile(rf"\s*(?:(?P<code>{codes.PATTERN.pattern})\s*[-\u2013]\s*)?(?P<called>[0-9]{{1,6}}[A-Za-z]?)\s*")


def search(ports: Ports, meeting: Meeting, words: str, limit: int, skip: int = 0) -> list[Question]:
    """Questions with all these words, best first, but for the `skip` best; before them the one with this number, in
    this meeting if no meeting's code is given."""
    store, numbered = ports.store, _numbered(ports, meeting, words)
    first = [one.id for one in numbered]
    found = store.search.find(words, limit, max(skip - len(first), 0), but_not=first)
    return store.questions.several([*first[skip:], *found][:limit])


def count(ports: Ports, meeting: Meeting, words: str) -> int:
    """How many questions that search has to show."""
    numbered = _numbered(ports, meeting, words)
    return len(numbered) + ports.store.search.count(words, but_not=[one.id for one in numbered])


def _numbered(ports: Ports, meeting: Meeting, words: str) -> list[Question]:
    """The one question, if any. Its number is looked up and not put into the text index, where "23" would also be every
    23rd of November."""
    asked = _NUMBER.fullmatch(words)
    if asked is None:
        return []
    its = ports.store.meetings.by_code(codes.normal_code(asked["code"])) if asked["code"] else meeting
    question = ports.store.questions.by_called(its.id, asked["called"].lower()) if its else None
    return [question] if question else []
