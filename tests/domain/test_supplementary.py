"""What a supplementary question is called, where it stands, and which questions can have one."""

from __future__ import annotations

from dataclasses import replace
from string import ascii_lowercase

import pytest

from board_qa.domain.meetings.rules import Rules
from board_qa.domain.networks.posts import Measure
from board_qa.domain.questions import audience
from board_qa.domain.questions.askers import asker
from board_qa.domain.questions.question import Disposition, NewQuestion, Question, State
from board_qa.domain.questions.supplementary import (
    NoSupplementary,
    Why,
    beside_its_parent,
    letters_of,
    supplement,
)
from board_qa.phrases.posts import draft_answer, draft_question
from tests.support.doubles import NOON

RULES = Rules(supplementary=True)


def counting(text: str) -> Measure:
    return Measure(len(text), 280, False, 0)


def question(number: int, supplementary: str = "", state: State = State.ANSWERED) -> Question:
    source = NewQuestion("room", f"{number}", "Why?", "Ann", NOON)
    disposition = Disposition(state, answer="Soon.", agenda_item="Minutes")
    return Question(number, 1, number, "token", 5, NOON, source, disposition, supplementary=supplementary)


def test_they_are_lettered_in_the_order_in_which_they_are_asked() -> None:
    called = [supplement(RULES, question(4), asked, None).supplementary for asked in range(26)]

    assert called == [f"4{letter}" for letter in ascii_lowercase]


def test_it_has_the_agenda_item_of_its_question_and_a_place_between_two() -> None:
    made = supplement(RULES, question(4), 0, (4, 5))

    assert (made.parent_id, made.agenda_item) == (4, "Minutes")
    assert 4 < made.place < 5


@pytest.mark.parametrize(
    ("parent", "asked", "rules", "why"),
    [
        (question(4), 0, Rules(supplementary=False), Why.RULES),
        (question(9, "4a"), 0, RULES, Why.IS_ONE),
        (question(4, state=State.RECEIVED), 0, RULES, Why.STATE),
        (question(4, state=State.WITHDRAWN), 0, RULES, Why.STATE),
        (question(4), 26, RULES, Why.FULL),
    ],
)
def test_where_there_can_be_none_it_is_said_why(parent: Question, asked: int, rules: Rules, why: Why) -> None:
    with pytest.raises(NoSupplementary) as refused:
        supplement(rules, parent, asked, None)

    assert refused.value.why is why


def test_a_record_has_each_beside_its_question() -> None:
    found = [question(9, "4b"), question(2), question(4), question(7, "4a"), question(10), question(11, "10a")]

    assert [one.called for one in sorted(found, key=beside_its_parent)] == ["2", "4", "4a", "4b", "10", "10a"]


def test_its_number_is_that_of_its_question_and_its_letters() -> None:
    child = question(9, "14c")

    assert (child.called, child.parent_called, letters_of(child)) == ("14c", "14", "c")
    assert (question(9).called, question(9).parent_called, letters_of(question(9))) == ("9", "", "")


def test_whatever_is_said_of_it_says_4a_and_never_the_number_of_its_address() -> None:
    child = replace(question(97, "4a"))
    view = audience.public_question(child, "Europe/London")
    receipt = audience.receipt_view(child, None, "Europe/London")

    assert view is not None
    assert (view.called, view.follow_up) == ("4a", "Follow-up to question 4")
    assert (receipt.called, receipt.follow_up) == ("4a", "Follow-up to question 4")
    assert draft_question(child, "Board", counting).startswith("Q4a from Ann")
    assert draft_answer(child, "Board", counting).startswith("A4a: ")
    assert asker(child).name == "whoever asked question 4a"


def test_any_other_is_no_follow_up() -> None:
    view = audience.public_question(question(4), "Europe/London")

    assert view is not None
    assert (view.called, view.follow_up) == ("4", "")
