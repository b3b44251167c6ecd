"""The vectors of questions: kept in SQL, compared in memory."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from board_qa.domain.questions.question import Question
from board_qa.ports.searching import Neighbour
from board_qa.storage.sql.database import Database, marks
from board_qa.storage.sql.question_rows import question_of
from board_qa.storage.sql.vector_matrix import VectorMatrix

_DUE = """SELECT q.*, 0 AS together FROM question_vector_due d JOIN question q ON q.id = d.question_id
          ORDER BY d.question_id LIMIT ?"""
# A question's words may have changed while its vector was worked out: then it stays on the list.
_SETTLE = """DELETE FROM question_vector_due WHERE question_id = ?1
             AND EXISTS (SELECT 1 FROM question WHERE id = ?1 AND text = ?2 AND wording = ?3)"""
_SHOWN = """SELECT id FROM question WHERE id IN ({ids}) AND state != 'withdrawn' AND erased_at IS NULL
            AND (grouped_into IS NULL OR grouped_into NOT IN ({left_out}))"""
# Among so many times as many as are wanted there are usually enough that can be shown.
_WIDER = 4


class SqlVectors:
    def __init__(self, database: Database) -> None:
        self._db = database
        self._matrix = VectorMatrix()
        self._last_id = 0

    def due(self, limit: int) -> list[Question]:
        return [question_of(row) for row in self._db.rows(_DUE, limit)]

    def put(self, vectors: Sequence[tuple[Question, bytes]]) -> None:
        with self._db.write():
            for question, vector in vectors:
                if self._db.execute(_SETTLE, question.id, question.source.text, question.disposition.wording):
                    # A row of its own, whose number is the highest: that is how others find what is new.
                    self._db.execute("DELETE FROM question_vector WHERE question_id = ?", question.id)
                    self._db.insert("question_vector", {"question_id": question.id, "vector": vector})

    def nearest(self, question_id: int, but_not: Collection[int], limit: int) -> list[Neighbour] | None:
        self.catch_up()
        if question_id not in self._matrix:
            return None
        near = self._shown(question_id, but_not, limit)[:limit]
        return [Neighbour(id_, cosine, self._matrix.usual(id_, limit)) for id_, cosine in near]

    def _shown(self, question_id: int, but_not: Collection[int], limit: int) -> list[tuple[int, float]]:
        """The nearest that can be shown. A large group near by hides nothing: then more are looked at."""
        wide = limit * _WIDER
        while True:
            near = self._matrix.nearest(question_id, but_not, wide)
            sql = _SHOWN.format(ids=marks(near), left_out=marks(but_not))
            shown = {row["id"] for row in self._db.rows(sql, *(id_ for id_, _ in near), *but_not)}
            if len(shown) >= limit or len(near) < wide:
                return [one for one in near if one[0] in shown]
            wide *= _WIDER

    def catch_up(self) -> None:
        """Read what was stored since, by whichever process; the first time, all there is."""
        sql = "SELECT id, question_id, vector FROM question_vector WHERE id > ? ORDER BY id"
        for row in self._db.rows(sql, self._last_id):
            self._matrix.set(row["question_id"], row["vector"])
            self._last_id = row["id"]
