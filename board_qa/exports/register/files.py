"""The record of one meeting as CSV and as JSON."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from board_qa.exports.cells import csv_file
from board_qa.exports.register.rows import MeetingRow, PublishedRecord, Row

QUESTION_COLUMNS = tuple(field.name for field in fields(Row))
MEETING_COLUMNS = tuple(field.name for field in fields(MeetingRow))


def as_csv(published: PublishedRecord) -> bytes:
    """One row a question."""
    return csv_file(QUESTION_COLUMNS, (values(row).values() for row in published.rows))


def as_json(published: PublishedRecord) -> bytes:
    told = {
        "meeting": values(published.meeting),
        "became": dict(published.counts),
        "came_by": dict(published.came_by),
        "questions": [values(row) for row in published.rows],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def values(row: Row | MeetingRow) -> dict[str, Any]:
    """By column. All that a row has is public: nothing else is ever in one."""
    return {field.name: getattr(row, field.name) for field in fields(row)}
