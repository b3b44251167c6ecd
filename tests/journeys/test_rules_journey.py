"""What the board's rules do in a real browser while somebody types."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from board_qa.domain.meetings.rules import Identity, LengthUnit, Rules
from tests.support.browsers import PHONE, Window
from tests.support.running import Running


@pytest.mark.parametrize(
    ("length", "unit", "typed", "said"),
    [
        (3, LengthUnit.WORDS, "Why?", "You have 2 words and 496 characters remaining"),
        (3, LengthUnit.WORDS, " Why \n is it so? ", "You have 1 word more than our rules allow"),
        (3, LengthUnit.WORDS, "?" * 501, "You have 1 character too many"),
        (6, LengthUnit.CHARACTERS, "Why?", "You have 2 characters remaining"),
        (6, LengthUnit.CHARACTERS, "Why not?", "You have 2 characters more than our rules allow"),
        (0, LengthUnit.WORDS, "Why?", "You have 496 characters remaining"),
    ],
)
def test_the_live_count_is_in_the_boards_words_or_characters_and_over_it_a_question_is_still_taken(
    live: Running, window: Callable[..., Window], length: int, unit: LengthUnit, typed: str, said: str
) -> None:
    rules = Rules(identity=Identity.OPTIONAL, length=length, length_unit=unit)
    meeting = live.meeting(rules=rules)
    page = window(PHONE).page
    page.goto(f"{live.address}/{meeting.code}/ask")
    page.get_by_label("Your question").fill(typed)
    expect(page.locator("#question-left")).to_contain_text(said)
    page.get_by_role("button", name="Send question").click()

    if len(typed) > 500:
        expect(page.get_by_text("Shorten it by 1 character").first).to_be_visible()
    else:
        expect(page.get_by_role("heading", name="We have your question")).to_be_visible()
