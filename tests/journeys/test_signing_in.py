"""Signing in by the page itself, in a real browser: other tests sign in without drawing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from playwright.sync_api import Page, expect

from board_qa.domain.accounts.roles import Role
from board_qa.rehearsal.server import PASSWORD, USER
from board_qa.services.accounts import signing_in
from board_qa.storage.sql.times import stored
from tests.support.browsers import LAPTOP, PHONE, Window, axe, sideways
from tests.support.doubles import QuickScrypt
from tests.support.running import Running


def fill_in(page: Page, password: str, user: str = USER) -> None:
    page.get_by_label("User name").fill(user)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("size", [PHONE, LAPTOP])
def test_a_moderator_signs_in_at_the_second_try_and_out_again(
    live: Running, window: Callable[..., Window], size: tuple[int, int], script: bool
) -> None:
    opened = window(size, java_script_enabled=script)
    page = opened.page
    page.goto(f"{live.address}/desk/")
    fill_in(page, "not the password")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("User name")).to_have_value(USER)
    expect(page.get_by_label("Password")).to_have_value("")
    fill_in(page, PASSWORD)
    expect(page.get_by_role("heading", name="Meetings")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{live.address}/desk/")

    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    opened.forgive("status of 422")  # the browser notes the refused page load


@pytest.mark.parametrize("script", [True, False])
def test_an_administrator_who_signed_in_an_hour_ago_adds_a_person_after_the_password_and_types_nothing_twice(
    live: Running, window: Callable[..., Window], script: bool
) -> None:
    opened = window(PHONE, java_script_enabled=script)
    page, user = opened.page, f"admin-{script}".lower()
    person = signing_in.add_moderator(live.ports, QuickScrypt(), user, "Ad", PASSWORD, Role.ADMINISTRATOR)
    assert person is not None
    page.goto(f"{live.address}/desk/people")
    fill_in(page, PASSWORD, user)
    page.get_by_label("Full name").fill("Kim O'Neil & Co")
    page.get_by_label("User name").fill(f"kim-{user}")
    page.get_by_label("Reader").check()
    an_hour_later(live, person.id)
    page.get_by_role("button", name="Add and make a sign-in link").click()
    expect(page.get_by_role("heading", name="Enter your password to add a person")).to_be_visible()
    if script:
        is_right(page)
    for password in ("not the password", PASSWORD):
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Continue").click()

    expect(page.get_by_role("heading", name="Sign-in link for Kim O'Neil & Co")).to_be_visible()
    added = live.ports.store.accounts.by_username(f"kim-{user}")
    assert added is not None
    assert added.role is Role.READER
    opened.forgive("status of 422")


def an_hour_later(live: Running, account: int) -> None:
    """The sessions of the account began an hour ago."""
    began = stored(live.ports.clock() - timedelta(hours=1))
    database = live.ports.store.database  # type: ignore[attr-defined]
    with database.write():
        database.execute("UPDATE session SET started_at = ? WHERE moderator_id = ?", began, account)


def is_right(page: Page) -> None:
    assert axe(page) == []
    for width in (320, 683, 1366):
        page.set_viewport_size({"width": width, "height": 768})
        assert sideways(page) == 0, width


@pytest.mark.parametrize("script", [True, False])
def test_security_codes_are_turned_on_by_a_phone_and_a_printed_code_signs_in_when_it_is_lost(
    live: Running, window: Callable[..., Window], script: bool
) -> None:
    user = f"codes-{script}".lower()
    assert signing_in.add_moderator(live.ports, QuickScrypt(), user, "Cody", PASSWORD)
    opened = window(PHONE, java_script_enabled=script)
    page = opened.page
    page.goto(f"{live.address}/desk/account/code")
    fill_in(page, PASSWORD, user)
    page.get_by_role("button", name="Set up security codes").click()
    expect(page.get_by_role("img", name="QR code for your authenticator app")).to_be_visible()
    if script:
        is_right(page)
    key = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Security code").fill(pyotp.TOTP(key).now())
    page.get_by_role("button", name="Turn on security codes").click()
    expect(page.get_by_role("heading", name="Keep your recovery codes")).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_be_visible(visible=script)
    if script:
        is_right(page)
    kept = page.locator("li code").all_inner_texts()
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{live.address}/desk/people")
    fill_in(page, PASSWORD, user)
    expect(page.get_by_role("heading", name="Enter your security code")).to_be_visible()
    if script:
        is_right(page)
    page.get_by_role("link", name="Use a recovery code instead").click()
    page.get_by_label("Recovery code").fill("not the code")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Recovery code").fill(kept[4])
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto(f"{live.address}/desk/account/code")
    expect(page.get_by_text("You have 9 recovery codes left")).to_be_visible()
    opened.forgive("status of 422", "status of 403")
