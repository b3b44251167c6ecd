"""What finding questions needs: their words, and what each is about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from board_qa.domain.questions.question import Question


class SearchStore(Protocol):
    """Full-text search over the questions of every meeting, blind to accents, case and the ends of words.

    It answers with ids of questions, best first, and never raises, whatever the words hold. `but_not` are ids that are
    left out.
    """

    def find(self, words: str, limit: int, skip: int = 0, but_not: Collection[int] = ()) -> list[int]:
        """Questions in which all words stand, the last one as the beginning of a word; but for the `skip` best.

        They may stand in the asker's text, the wording put, and the asker's name and handle.
        """

    def count(self, words: str, but_not: Collection[int] = ()) -> int:
        """How many there are to find."""

    def alike(self, words: Collection[str], but_not: Collection[int], limit: int) -> list[int]:
        """Questions with any of these words as asked or as put: not withdrawn, nor grouped into one of `but_not`."""


@dataclass(frozen=True)
class Neighbour:
    """A question that is about something similar: the cosine of the two vectors, and how near its own nearest are.

    `usual` is the mean cosine of as many of those as were asked for, those that are missing counting 0.
    """

    question_id: int
    cosine: float
    usual: float


class VectorStore(Protocol):
    """What each question is about, as a vector of length 1 (`ports.Screening`), beside the question."""

    def due(self, limit: int) -> list[Question]:
        """Questions whose vector is still to be worked out, oldest first."""

    def put(self, vectors: Sequence[tuple[Question, bytes]]) -> None:
        """Store the vectors of questions as they were read, where their words still are those."""

    def nearest(self, question_id: int, but_not: Collection[int], limit: int) -> list[Neighbour] | None:
        """The questions that point the most the same way, nearest first: not those of `SearchStore.alike` either.

        None where this question has no vector yet. One about nothing is near to none.
        """
