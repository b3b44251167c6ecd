"""A question as a row of its table, and back. A part of a question has a column of the same name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cattrs import Converter

from board_qa.domain.questions.question import Disposition, NewQuestion, Question
from board_qa.domain.questions.supplementary import Supplement
from board_qa.domain.text.flags import Flag
from board_qa.storage.sql.askers import asker_columns, keys_of
from board_qa.storage.sql.copy_marks import copy_columns
from board_qa.storage.sql.flags import flags_column, flags_of
from board_qa.storage.sql.times import moment, stored

Flags = tuple[Flag, ...] | None


def _rows() -> Converter:
    converter = Converter(detailed_validation=False)
    converter.register_structure_hook(datetime, lambda column, _: moment(column))
    converter.register_unstructure_hook(datetime, stored)
    converter.register_unstructure_hook(bool, int)
    converter.register_structure_hook(Flags, lambda column, _: flags_of(column))
    converter.register_unstructure_hook(Flags, lambda flags: None if flags is None else flags_column(flags))
    return converter


_ROWS = _rows()
# What a network may say later than what was asked.
_OF_THE_AUTHOR = ("author_name", "author_handle", "url")


def source_columns(question: NewQuestion) -> dict[str, Any]:
    return {**_ROWS.unstructure(question), **_looked_up_by(question)}


def author_columns(question: NewQuestion) -> dict[str, Any]:
    """Who asked it and where, which a network may say later than what was asked."""
    return {**{name: getattr(question, name) for name in _OF_THE_AUTHOR}, **_looked_up_by(question)}


def disposition_columns(disposition: Disposition) -> dict[str, Any]:
    """The columns of a disposition, which the history's `before` and `after` name as well."""
    columns: dict[str, Any] = _ROWS.unstructure(disposition)
    return columns


def supplement_columns(supplement: Supplement) -> dict[str, Any]:
    columns: dict[str, Any] = _ROWS.unstructure(supplement)
    return columns


def question_of(row: dict[str, Any]) -> Question:
    return _ROWS.structure({**row, "source": row, "disposition": row}, Question)


def _looked_up_by(question: NewQuestion) -> dict[str, Any]:
    return {**copy_columns(question), **asker_columns(keys_of(question), question.organisation)}
