from __future__ import annotations

from board_qa.domain.flags import Kind
from board_qa.domain.model import Meeting
from board_qa.services.core import Core
from board_qa.services.screening import screen_old
from board_qa.storage.sqlite import SqliteStore

from .deciding import asked, now


def test_a_question_from_before_texts_were_screened_gets_its_flags(
    core: Core, store: SqliteStore, meeting: Meeting
) -> None:
    question = asked(core, meeting, "Who has my number, 07700 900123?")
    store.database.execute("UPDATE question SET flags = NULL")  # as a migration found it
    screen_old(core)

    assert [flag.kind for flag in now(core, question).source.flags] == [Kind.PHONE]
    assert core.store.questions.unscreened(1) == []
