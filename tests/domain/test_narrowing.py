"""Which entries of the record are shown to somebody who asks for some."""

from __future__ import annotations

import pytest

from board_qa.domain.questions.narrowing import RecordFilter, narrowed
from board_qa.domain.questions.question import State
from board_qa.domain.questions.register import RegisterEntry
from tests.support.doubles import NOON

ENTRIES = [
    RegisterEntry(1, "1", State.ANSWERED, NOON, "Who looks after Tŷ Gobaith?", answer="The trust.", asked_by="Siân"),
    RegisterEntry(2, "2", State.ANSWERED, NOON, "Will the board’s papers be in Welsh?", agenda_item="Performance"),
    RegisterEntry(3, "3", State.DECLINED, NOON, reason="It is party political"),
    RegisterEntry(4, "4", State.WRITTEN, NOON, "What do 3 beds cost?", agenda_item="Performance", asked="3 BEDS??"),
]


def numbers(**wanted: object) -> list[int]:
    return [entry.number for entry in narrowed(ENTRIES, RecordFilter(**wanted))]  # type: ignore[arg-type]


def test_nothing_asked_for_is_everything() -> None:
    assert numbers() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ty gobaith", [1]),
        ("SIAN trust", [1]),
        ("boards papers", [2]),
        ("board's", [2]),
        ("political", [3]),
        ("beds??", [4]),
        ("welsh beds", []),
        ("3", [3, 4]),
        ("zeppelin", []),
    ],
)
def test_every_word_has_to_be_there_however_it_is_typed(words: str, found: list[int]) -> None:
    assert numbers(words=words) == found


def test_state_and_agenda_item_and_words_narrow_together() -> None:
    assert numbers(state=State.ANSWERED) == [1, 2]
    assert numbers(agenda_item="Performance") == [2, 4]
    assert numbers(state=State.ANSWERED, agenda_item="Performance", words="papers") == [2]
    assert numbers(state=State.REDIRECTED) == []
