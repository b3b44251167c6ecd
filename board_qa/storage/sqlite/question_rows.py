"""A question as a row of its table, and back: which column holds which part of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from board_qa.domain.questions.question import Disposition, NewQuestion, Question, SourceState, State
from board_qa.domain.text.flags import Flag, Kind
from board_qa.storage.sqlite.askers import asker_columns, keys_of
from board_qa.storage.sqlite.marks import copy_columns
from board_qa.storage.sqlite.times import moment, moment_or_none, stored


def source_columns(question: NewQuestion) -> dict[str, Any]:
    return {
        "channel": question.channel,
        "native_id": question.native_id,
        "version": question.version,
        "text": question.text,
        "shown": question.shown,
        "email": question.email,
        "lang": question.lang,
        "asked_at": stored(question.asked_at),
        "organisation": question.organisation,
        "attending": question.attending,
        "name_withheld": int(question.name_withheld),
        "flags": None if question.flags is None else flags_column(question.flags),
        **author_columns(question),
    }


def author_columns(question: NewQuestion) -> dict[str, Any]:
    """Who asked it and where, which a network may say later than what was asked."""
    return {
        "author_name": question.author_name,
        "author_handle": question.author_handle,
        "url": question.url,
        **copy_columns(question),
        **asker_columns(keys_of(question), question.organisation),
    }


def disposition_columns(disposition: Disposition) -> dict[str, Any]:
    """The columns of a disposition, which the history's `before` and `after` name as well."""
    return {
        "state": disposition.state.value,
        "reason": disposition.reason,
        "proposal": disposition.proposal,
        "wording": disposition.wording,
        "agenda_item": disposition.agenda_item,
        "grouped_into": disposition.grouped_into,
        "assignee": disposition.assignee,
        "answer": disposition.answer,
        "owner": disposition.owner,
        "due_on": disposition.due_on,
        "place": disposition.place,
        "name_hidden": int(disposition.name_hidden),
        "speaker": disposition.speaker,
        "brief": disposition.brief,
    }


def flags_column(flags: Sequence[Flag]) -> str:
    return json.dumps([[flag.kind.value, flag.start, flag.end, flag.detail] for flag in flags])


def _flags(column: str | None) -> tuple[Flag, ...] | None:
    if column is None:
        return None
    return tuple(Flag(Kind(kind), start, end, detail) for kind, start, end, detail in json.loads(column))


def question_of(row: dict[str, Any]) -> Question:
    source = NewQuestion(
        channel=row["channel"],
        native_id=row["native_id"],
        text=row["text"],
        author_name=row["author_name"],
        asked_at=moment(row["asked_at"]),
        author_handle=row["author_handle"],
        email=row["email"],
        url=row["url"],
        lang=row["lang"],
        version=row["version"],
        organisation=row["organisation"],
        attending=row["attending"],
        name_withheld=bool(row["name_withheld"]),
        flags=_flags(row["flags"]),
        shown=row["shown"],
    )
    disposition = Disposition(
        state=State(row["state"]),
        reason=row["reason"],
        proposal=row["proposal"],
        wording=row["wording"],
        agenda_item=row["agenda_item"],
        grouped_into=row["grouped_into"],
        assignee=row["assignee"],
        owner=row["owner"],
        due_on=row["due_on"],
        place=row["place"],
        answer=row["answer"],
        name_hidden=bool(row["name_hidden"]),
        speaker=row["speaker"],
        brief=row["brief"],
    )
    return Question(
        id=row["id"],
        meeting_id=row["meeting_id"],
        number=row["number"],
        token=row["token"],
        revision=row["revision"],
        received_at=moment(row["received_at"]),
        source=source,
        disposition=disposition,
        checked_at=moment_or_none(row["checked_at"]),
        together=row["together"],
        source_state=SourceState(row["source_state"]),
    )
