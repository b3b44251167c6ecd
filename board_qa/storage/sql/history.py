"""History as rows of its table, and back."""

from __future__ import annotations

import json
from typing import Any

from cattrs import Converter

from board_qa.domain.questions.history import Action, Change, Details
from board_qa.domain.questions.question import State
from board_qa.storage.sql.times import moment, moment_or_none

CHANGES = "SELECT * FROM change c"

# Only what an action has is written.
_DETAILS = Converter(omit_if_default=True)


def details_column(details: Details) -> str:
    """They are one JSON column: they are read and written whole, and no query looks inside."""
    return json.dumps(_DETAILS.unstructure(details))


def change(row: dict[str, Any]) -> Change:
    return Change(
        meeting_id=row["meeting_id"],
        revision=row["revision"],
        action=Action(row["action"]),
        actor=row["actor"],
        at=moment(row["at"]),
        question_id=row["question_id"],
        question_number=row["question_number"],
        from_state=row["from_state"],
        to_state=row["to_state"],
        details=_DETAILS.structure(json.loads(row["details"]), Details),
        text_before=row["text_before"],
        actor_id=row["actor_id"],
        undoes=row["undoes"],
        other_meeting_id=row["other_meeting_id"],
        other_revision=row["other_revision"],
        supplementary=row["supplementary"],
        before=_standing_part(row["before"]),
        after=_standing_part(row["after"]),
    )


def _standing_part(column: str) -> dict[str, Any]:
    """Part of a disposition, or of the section's times, as history keeps it."""
    part: dict[str, Any] = json.loads(column)
    if "ends_at" in part:
        return {name: moment_or_none(at) for name, at in part.items()}
    return {**part, "state": State(part["state"])} if "state" in part else part
