"""Nothing that is typed at the desk is cut off unsaid: it fits, or it is refused with by how much it does not."""

from __future__ import annotations

import pytest

from board_qa.domain.questions.history import Action
from tests.support.board import Board, post

FAMILY = "👩\u200d👩\u200d👧\u200d👦"  # seven characters


@pytest.mark.parametrize(
    ("what", "typed", "said"),
    [
        ("note", {"note": "n" * 2_001}, "The note must be 2,000 characters or fewer. Leave out 1."),
        ("assign", {"colleague": "1", "note": "n" * 2_003}, "The note must be 2,000 characters or fewer. Leave out 3."),
        ("brief", {"brief": FAMILY * 43}, "The note to the chair must be 300 characters or fewer. Leave out 1."),
        ("brief", {"speaker": "n" * 81}, "The name must be 80 characters or fewer. Leave out 1."),
        ("written", {"owner": "n" * 82}, "The name must be 80 characters or fewer. Leave out 2."),
        ("wording", {"wording": "👍" * 600}, "The wording must be 500 characters or fewer. Leave out 100."),
        ("approve", {"override_reason": "n" * 201}, "The reason must be 200 characters or fewer. Leave out 1."),
    ],
)
def test_what_is_too_long_is_refused_with_by_how_much(
    board: Board, what: str, typed: dict[str, str], said: str
) -> None:
    browser, question = board.signed_in(), board.asked("Why?")
    path = f"{board.path}/questions/{question.number}/{what}"
    answer = post(browser, board.path, path, expected=str(question.revision), **typed)

    assert said in browser.get(answer.headers["Location"]).text
    assert board.ports.store.questions.get(question.id) == question


def test_what_fits_as_a_reader_sees_it_is_taken_whole(board: Board) -> None:
    browser, question = board.signed_in(), board.asked("Why?", Action.ACCEPT)
    path = f"{board.path}/questions/{question.number}/brief"
    brief = "e\u0301" * 300
    post(browser, board.path, path, expected=str(question.revision), brief=brief)

    stored = board.ports.store.questions.get(question.id)
    assert stored is not None
    assert stored.disposition.brief == brief


@pytest.mark.parametrize("typed", ["3/12/2040", "2040-12-03", "3 December 2040"])
def test_a_day_for_a_written_answer_is_read_as_it_is_typed_or_refused(board: Board, typed: str) -> None:
    browser, question = board.signed_in(), board.asked("Why?")
    path = f"{board.path}/questions/{question.number}/written"
    answer = post(browser, board.path, path, expected=str(question.revision), due_on=typed)

    # It was read: it is only too far off.
    assert "in the future for the written answer, within two years" in browser.get(answer.headers["Location"]).text


def test_an_address_by_hand_makes_no_longer_ones(board: Board) -> None:
    page = board.signed_in().get(f"{board.path}?find={'a' * 900}&source={'b' * 900}&item={'c' * 900}").text

    assert "We searched for the first 300 characters only." in page
    assert not any(letter * 301 in page for letter in "abc")
    assert "We searched for the first" not in board.signed_in().get(f"{board.path}?find={'a' * 300}").text
