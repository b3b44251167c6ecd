"""What a form of the desk was made from goes with it: without that it rests on nothing, and changes nothing."""

from __future__ import annotations

import pytest

from board_qa.services.meetings import partners
from tests.support.board import Board
from tests.support.page_forms import form_on


@pytest.mark.parametrize("address", ["{}/edit", "{}/rules", "/desk/board"])
def test_a_form_without_what_it_was_made_from_is_refused(board: Board, address: str) -> None:
    browser, page = board.signed_in(), address.format(board.path)
    shown = form_on(browser.get(page).text, "before")
    without = {name: value for name, value in shown.items() if name != "before"}

    assert browser.post(page, data=without).status_code == 409
    assert browser.post(page, data=shown).status_code == 303


def test_a_partner_is_renamed_by_no_form_without_what_it_was_made_from(board: Board) -> None:
    partner = partners.add(board.ports, board.meeting, "Healthwatch Leeds", board.alex)
    browser, page = board.signed_in(), f"{board.path}/partners/{partner.id}"
    shown = form_on(browser.get(page).text, "before")
    browser.post(page, data={**{name: value for name, value in shown.items() if name != "before"}, "name": "York"})

    assert [one.name for one in board.ports.store.partners.of_meeting(board.meeting.id)] == ["Healthwatch Leeds"]
