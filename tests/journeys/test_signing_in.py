"""Signing in by the page itself, in a real browser: other tests sign in without drawing it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from board_qa.rehearsal.server import PASSWORD, USER
from tests.support.browsers import LAPTOP, PHONE, Window
from tests.support.running import Running


def fill_in(page: Page, password: str) -> None:
    page.get_by_label("User name").fill(USER)
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
