"""The words that are put to the board, marked where a flag points, and what was changed in those that were asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from board_qa.domain.questions.question import Question
from board_qa.domain.text import flags, wording
from board_qa.domain.text.difference import Piece, difference
from board_qa.domain.text.flags import Flag, Kind


@dataclass(frozen=True)
class PutWords:
    """`pieces` are the words cut where a flag begins or ends, each with its kind. `length` is in characters.

    `changed` is the way from the words as asked to these; nothing where they were not edited.
    """

    pieces: Sequence[tuple[str, Kind | None]]
    length: int
    changed: Sequence[tuple[Piece, str]]
    was_long: bool

    @property
    def is_long(self) -> bool:
        """Whether there is no room for them on a screen."""
        return self.length > wording.QUESTION_LIMIT


def put_words(question: Question, found: Sequence[Flag]) -> PutWords:
    asked, edited = wording.shown(question.source.words), wording.shown(question.disposition.wording)
    return PutWords(
        flags.segments(edited or asked, found),
        wording.length(edited or asked),
        difference(asked, edited) if edited else (),
        len(question.source.text) > wording.QUESTION_LIMIT,
    )
