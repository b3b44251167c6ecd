"""What people do on the Welsh pages, in a real browser: ask, keep the receipt, read the list, change the language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from board_qa.domain.questions.history import Action
from tests.support.browsers import AT_400, PHONE, Window, axe
from tests.support.doubles import ABUSIVE
from tests.support.running import Running

APPROVE, SHOW, ANSWER = Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER


@pytest.mark.parametrize("size", [PHONE, AT_400])
@pytest.mark.parametrize("javascript", [True, False])
def test_a_member_of_the_public_asks_in_welsh_and_follows_their_question(
    live: Running, window: Callable[..., Window], javascript: bool, size: tuple[int, int]
) -> None:
    meeting = live.meeting()
    page = window(size, java_script_enabled=javascript).page
    page.goto(f"{live.address}/{meeting.code.lower()}")
    page.get_by_role("link", name="Cymraeg").click()
    page.get_by_role("button", name="Gofyn cwestiwn").click()
    page.get_by_label("Eich cwestiwn").fill("Pam mae’r ganolfan wedi symud?")
    page.get_by_label("Eich enw neu enw eich sefydliad").fill("Gwen, Bae Colwyn")
    page.get_by_role("button", name="Anfon y cwestiwn").click()
    expect(page.get_by_role("heading", name="Mae eich cwestiwn wedi ein cyrraedd")).to_be_visible()
    expect(page.get_by_text(f"{meeting.code}-1")).to_be_visible()

    live.does(APPROVE, live.ports.store.questions.of_meeting(meeting.id)[0])
    if not javascript:
        page.reload()
    expect(page.get_by_role("heading", name="Cafodd eich cwestiwn ei gymeradwyo")).to_be_visible()
    page.get_by_role("link", name="Pob cwestiwn").click()
    page.get_by_role("button", name="Hoffwn innau wybod hyn (cwestiwn 1)").click()
    expect(page.get_by_text("1 cefnogwr", exact=True)).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_text("1 supporter", exact=True)).to_be_visible()


def test_a_receipt_is_the_same_in_the_other_language(live: Running, window: Callable[..., Window]) -> None:
    question = live.asked(live.meeting(), "Why?", APPROVE, ANSWER)
    page = window(PHONE).page
    page.goto(f"{live.address}/r/{question.token}")
    page.get_by_role("link", name="Cymraeg").click()
    expect(page.get_by_role("heading", name="Cafodd eich cwestiwn ei ateb")).to_be_visible()
    page.get_by_role("link", name="English").click()

    expect(page).to_have_url(f"{live.address}/r/{question.token}")


def test_the_welsh_list_is_live_in_welsh(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    live.asked(meeting, "The first?", APPROVE)
    page = window(PHONE).live(f"{live.address}/cy/{meeting.code}")
    expect(page.get_by_text("Yn fyw", exact=True)).to_be_visible()
    second = live.asked(meeting, "The second?", APPROVE)
    live.groups(live.asked(meeting, "The second, again?"), second)
    live.asked(meeting, "The third?", APPROVE)
    live.does(Action.DECLINE, live.asked(meeting, "Unkind?"), ABUSIVE)
    page.get_by_role("button", name="Dangos 2 gwestiwn newydd").click()

    card = page.locator(f"#q{second.number}")
    expect(card).to_contain_text("Dienw · Ffurflen we · Cwestiwn 2")
    expect(card).to_contain_text("Gofynnwyd hefyd gan 1 person arall")
    expect(card.get_by_text("The second?")).to_have_attribute("lang", "en")
    live.does(SHOW, second)
    expect(page.get_by_role("region", name="Yn cael ei ateb nawr")).to_contain_text("Gofynnwyd gan Dienw")
    for english in ("Anonymous", "Web form", "Asked by", "Unkind?"):
        expect(page.locator("body")).not_to_contain_text(english)
    assert axe(page) == []


def test_the_link_to_the_other_language_opens_at_the_same_tab(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    live.asked(meeting, "Why?", APPROVE, ANSWER)
    page = window(PHONE).live(f"{live.address}/cy/{meeting.code}")
    page.get_by_role("link", name="Atebwyd (1)").click()
    page.get_by_role("link", name="English").click()

    expect(page).to_have_url(f"{live.address}/{meeting.code}?show=answered")
    expect(page.get_by_role("list", name="Answered (1)")).to_contain_text("Why?")


def test_what_was_typed_is_still_there_in_the_other_language(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    page = window(PHONE).page
    page.goto(f"{live.address}/{meeting.code}/ask")
    page.get_by_label("Your question").fill("Pam?")
    page.get_by_role("link", name="Cymraeg").click()

    expect(page.get_by_label("Eich cwestiwn")).to_have_value("Pam?")
    expect(page.get_by_text("Mae gennych 149 o eiriau, a hefyd 496 o nodau ar ôl")).to_be_visible()


def test_what_must_be_put_right_is_said_in_welsh_and_can_be_sent_again(
    live: Running, window: Callable[..., Window]
) -> None:
    page = window(PHONE).page
    page.goto(f"{live.address}/cy/{live.meeting().code}/ask")
    page.get_by_label("Eich cwestiwn").fill("Pam?")
    page.get_by_label("E-bost ar gyfer ateb ysgrifenedig").fill("nonsense")
    page.get_by_role("button", name="Anfon y cwestiwn").click()
    expect(page.get_by_role("heading", name="Mae problem")).to_be_visible()
    assert page.title().startswith("Gwall: ")
    page.get_by_label("E-bost ar gyfer ateb ysgrifenedig").fill("dan@example.org")
    page.get_by_role("button", name="Anfon y cwestiwn").click()

    expect(page.get_by_role("heading", name="Mae eich cwestiwn wedi ein cyrraedd")).to_be_visible()


def test_a_lost_line_is_said_in_welsh(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    live.asked(meeting, "Why?", APPROVE)
    phone = window(PHONE)
    page = phone.live(f"{live.address}/cy/{meeting.code}")
    phone.context.set_offline(True)
    page.get_by_role("button", name="Hoffwn innau wybod hyn").click()
    expect(page.get_by_role("alert")).to_contain_text("Collwyd y cysylltiad, felly ni chafodd hyn ei gyfrif.")
    expect(page.get_by_text("Ddim yn fyw", exact=True)).to_be_visible()
    phone.context.set_offline(False)
    expect(page.get_by_text("Yn fyw", exact=True)).to_be_visible()
    phone.forgive("net::ERR")  # the browser's own notes of the failed requests
