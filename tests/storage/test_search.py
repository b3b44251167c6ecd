"""Search: every word, wherever it came from, in step with every write, and never an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, NewQuestion, Question
from board_qa.domain.questions.transitions import decide
from board_qa.ports import Ports
from board_qa.services.meetings import meetings
from board_qa.services.questions.searching import search
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.board import Board
from tests.support.doubles import NOON, details
from tests.support.old_database import before

HOSTILE = ['"', '""', '"parking', "NEAR(parking charges)", "NEAR", "*", "par*", "AND", "parking AND", "OR NOT",
           "^parking", "text:parking", "{text} : x", "(", ")", "-parking", "+", "'; DROP TABLE question; --", "\x00",
           "parking\x00s", "\ud800", "😀", "😀 🎉", "\u200b", "%", "_", "", "   ", "a" * 10_000, "word " * 2_000,
           '"' * 10_000, "é" * 5_000, "\u0301" * 50, "9" * 10_000]  # fmt: skip


def asked(ports: Ports, meeting: Meeting, text: str, name: str = "", handle: str = "") -> Question:
    key = ports.ids.token()
    ports.store.questions.receive(meeting.id, NewQuestion("web", key, text, name, NOON, handle), key, NOON)
    question = ports.store.questions.by_token(key)
    assert question is not None
    return question


def found(ports: Ports, words: str) -> list[str]:
    questions = [ports.store.questions.get(id_) for id_ in ports.store.search.find(words, 50)]
    return [question.source.text for question in questions if question]


@pytest.mark.parametrize("words", ["parking charges", "CHARGES parked", "charge for park", "Riverside ch", "river"])
def test_every_word_is_found_in_any_order_case_and_ending(ports: Ports, meeting: Meeting, words: str) -> None:
    asked(ports, meeting, "Why were charges for parking at Riverside raised?")
    asked(ports, meeting, "When will the cafe reopen?")

    assert found(ports, words) == ["Why were charges for parking at Riverside raised?"]


@pytest.mark.parametrize("words", ["parking cafe", "arking", "reop parking"])
def test_a_question_that_lacks_one_of_the_words_is_not_found(ports: Ports, meeting: Meeting, words: str) -> None:
    asked(ports, meeting, "Why were charges for parking at Riverside raised?")
    asked(ports, meeting, "When will the cafe reopen?")

    assert found(ports, words) == []


@pytest.mark.parametrize("words", ["ambulan", "ambulanc", "appointm", "appointme", "hospita", "vaccinati", "parkin"])
def test_a_word_half_typed_is_found_although_words_are_stored_without_their_ends(
    ports: Ports, meeting: Meeting, words: str
) -> None:
    text = "Can an ambulance take me to my vaccination appointment, or is there hospital parking?"
    asked(ports, meeting, text)

    assert found(ports, words) == [text]


def test_a_word_half_typed_does_not_find_every_shorter_word(ports: Ports, meeting: Meeting) -> None:
    asked(ports, meeting, "Who gave the hospital a star?")

    assert found(ports, "startin") == []


def test_accents_and_scripts_are_no_hindrance(ports: Ports, meeting: Meeting) -> None:
    asked(ports, meeting, "Pryd fydd y caf\u00e9 a'r t\u0177 ar agor?")
    asked(
        ports, meeting, "\u0645\u062a\u0649 \u062a\u0641\u062a\u062d \u0627\u0644\u0639\u064a\u0627\u062f\u0629\u061f"
    )

    assert len(found(ports, "cafe ty")) == 1
    assert len(found(ports, "cafe\u0301")) == 1
    assert len(found(ports, "\u0627\u0644\u0639\u064a\u0627\u062f\u0629")) == 1


def test_the_asker_is_found_by_name_and_by_handle(ports: Ports, meeting: Meeting) -> None:
    asked(ports, meeting, "Why?", "Bronwen Pugh", "bron_pugh")

    assert found(ports, "bronwen") == found(ports, "@bron_pugh") == found(ports, "pugh why") == ["Why?"]


def test_the_wording_put_is_found_and_what_was_asked_still_is(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    question = asked(ports, meeting, "u lot sort the lift")
    edit = decide(
        Action.EDIT_WORDING, question, update=DispositionUpdate(wording="When will the elevator be repaired?")
    )
    ports.store.questions.apply(meeting.id, edit, {question.id: question.revision}, alex, NOON)

    assert found(ports, "elevator repairs") == found(ports, "sort the lift") == ["u lot sort the lift"]


def test_an_edit_at_source_is_found_by_its_new_words_and_no_longer_by_its_old_ones(
    ports: Ports, meeting: Meeting
) -> None:
    question = asked(ports, meeting, "Where is the chapel?")
    post = Post("1", "2", "Where is the pharmacy?", "7", "", "", NOON)
    ports.store.questions.replace_text(question, post, decide(Action.EDIT_AT_SOURCE, question), NOON)

    assert found(ports, "pharmacy") == ["Where is the pharmacy?"]
    assert found(ports, "chapel") == []


def test_what_was_not_stored_is_not_found(ports: Ports, meeting: Meeting) -> None:
    with pytest.raises(KeyError), ports.store.transaction():  # noqa: PT012  # the failure must come after the write
        asked(ports, meeting, "Where is the chapel?")
        raise KeyError

    assert found(ports, "chapel") == []


def test_the_best_match_comes_first_and_of_equals_the_newest(ports: Ports, meeting: Meeting) -> None:
    asked(ports, meeting, "Where can I park, when the hospital is so far from any bus and the roads are so bad?")
    asked(ports, meeting, "Park?")
    asked(ports, meeting, "Park!")

    assert found(ports, "park")[:2] == ["Park!", "Park?"]
    assert len(ports.store.search.find("park", 2)) == 2


def test_the_index_stays_in_step_with_the_table(ports: Ports, sqlite: SqliteStore, meeting: Meeting) -> None:
    question = asked(ports, meeting, "Where is the chapel?")
    post = Post("1", "2", "Where is the pharmacy?", "7", "", "", NOON)
    ports.store.questions.replace_text(question, post, decide(Action.EDIT_AT_SOURCE, question), NOON)

    sqlite.database.execute("INSERT INTO question_fts(question_fts, rank) VALUES ('integrity-check', 1)")


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_typed_is_an_error_or_an_operator(ports: Ports, meeting: Meeting, words: str) -> None:
    asked(ports, meeting, "Where is the chapel?")

    assert found(ports, words) == []
    assert search(ports, meeting, words, 50) == []
    ports.store.search.alike([words], (), 5)


def test_operators_are_words_like_any_other(ports: Ports, meeting: Meeting) -> None:
    asked(ports, meeting, "Is the clinic near Mill Street or not?")
    asked(ports, meeting, "The clinic?")

    assert found(ports, "clinic OR") == found(ports, "clinic NEAR") == found(ports, "clinic NOT")
    assert len(found(ports, "clinic NOT street")) == 1


@pytest.mark.parametrize("words", ["2", " 2 ", "{code}-2", "{code}\u20132", "{lower}-2"])
def test_a_question_is_found_by_its_number_before_those_that_mention_it(
    ports: Ports, meeting: Meeting, words: str
) -> None:
    asked(ports, meeting, "Why are there 2 lifts?")
    asked(ports, meeting, "Where is the chapel?")
    result = search(ports, meeting, words.format(code=meeting.code, lower=meeting.code.lower()), 50)

    assert result[0].number == 2
    assert len(result) == (2 if words.strip() == "2" else 1)


def test_a_number_with_another_meetings_code_is_that_meetings_question(ports: Ports, meeting: Meeting) -> None:
    past = meetings.create(ports, details())
    asked(ports, past, "Where is the chapel?")
    asked(ports, meeting, "When will the cafe reopen?")

    assert [q.source.text for q in search(ports, meeting, f"{past.code}-1", 50)] == ["Where is the chapel?"]
    assert search(ports, meeting, "AAAA-1", 50) == search(ports, meeting, "999999", 50) == []


def test_the_desk_finds_questions_of_past_meetings(board: Board) -> None:
    past = meetings.create(board.ports, details())
    asked(board.ports, past, "Where is the chapel?")
    asked(board.ports, board.meeting, "When will the cafe reopen?")
    page = board.signed_in().get(f"{board.path}?find=chapels").text

    assert "Where is the chapel?" in page
    assert "When will the cafe reopen?" not in page


def test_questions_that_were_there_before_search_was_are_found_after_the_migration(tmp_path: Path) -> None:
    before(tmp_path, "m007_search", "Where is the chapel?").close()
    store = SqliteStore(str(tmp_path / "old.db"))

    assert store.search.find("chapel", 5) == [1]
    store.close()
