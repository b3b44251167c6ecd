"""Find questions of this and past meetings, by their words or by the number on a receipt."""

from __future__ import annotations

import re

from board_qa.domain.meetings import codes
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.question import Question
from board_qa.ports import Ports

# As on a receipt ("7K4P-23"), or the number alone. No more digits than any meeting's questions can need.
_NUMBER = re.compile(rf"\s*(?:(?P<code>{codes.PATTERN.pattern})\s*[-\u2013]\s*)?(?P<number>[0-9]{{1,6}})\s*")


def search(ports: Ports, meeting: Meeting, words: str, limit: int) -> list[Question]:
    """Questions with all these words, best first; before them the one with this number, in this meeting if no
    meeting's code is given."""
    store = ports.store
    numbered = _numbered(ports, meeting, words)
    found = [store.questions.get(id_) for id_ in store.search.find(words, limit)]
    others = [question for question in found if question and question != numbered]
    return [*([numbered] if numbered else []), *others][:limit]


def _numbered(ports: Ports, meeting: Meeting, words: str) -> Question | None:
    """The number is looked up and not put into the text index, where "23" would also be every 23rd of November."""
    asked = _NUMBER.fullmatch(words)
    if asked is None:
        return None
    its = ports.store.meetings.by_code(codes.normal_code(asked["code"])) if asked["code"] else meeting
    return ports.store.questions.by_number(its.id, int(asked["number"])) if its else None
