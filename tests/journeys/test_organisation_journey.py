"""Signing in with the organisation's account in a real browser, through a real provider's own pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from board_qa.domain.accounts.roles import Role
from board_qa.services.accounts import signing_in
from board_qa.system.clock import utc_now
from tests.support.browsers import LAPTOP, PHONE, Window, axe, sideways
from tests.support.doubles import QuickScrypt
from tests.support.openid import CLIENT, provider
from tests.support.places import free_port
from tests.support.running import Running, running


@pytest.fixture(scope="module")
def board() -> Iterator[Running]:
    port = free_port()
    ids = {"OIDC_CLIENT_ID": CLIENT[0], "OIDC_CLIENT_SECRET": CLIENT[1]}
    with running(OIDC_ISSUER=f"http://127.0.0.1:{port}", CODES_FOR="administrators", **ids) as started:
        started.ports.store.accounts.add("sam.patel", "Sam Patel", "", utc_now(), Role.MODERATOR)
        with provider(f"{started.address}/sign-in/organisation/back", port):
            yield started


@pytest.mark.parametrize("size", [PHONE, LAPTOP])
def test_somebody_signs_in_at_their_organisation_and_comes_to_the_page_they_wanted(
    board: Running, window: Callable[..., Window], size: tuple[int, int]
) -> None:
    opened = window(size)
    page = opened.page
    page.goto(f"{board.address}/desk/written")
    assert axe(page) == []
    assert sideways(page) == 0
    # The pages of this provider are not ours: they ask for a font of another host, which nothing here may. They get an
    # empty style sheet: where it was refused, the browser said so at whichever moment it came to it.
    page.route(re.compile("google"), lambda route: route.fulfill(body="", content_type="text/css"))
    page.get_by_role("link", name="Sign in with your organisation’s account").click()
    page.get_by_placeholder("Enter any login").fill("sam.patel")
    page.get_by_placeholder("and password").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_role("heading", name="Written answers")).to_be_visible()
    expect(page.get_by_text("Sam Patel")).to_be_visible()
    opened.asked = {address for address in opened.asked if "google" not in address}


@pytest.mark.parametrize("script", [True, False])
def test_another_site_that_leads_to_the_provider_leads_to_a_button_which_a_person_presses(
    board: Running, window: Callable[..., Window], script: bool
) -> None:
    opened = window(PHONE, java_script_enabled=script)
    page = opened.page
    page.route(re.compile("google"), lambda route: route.fulfill(body="", content_type="text/css"))
    link = f'<meta http-equiv="refresh" content="0; url={board.address}/sign-in/organisation">'
    page.route("http://another.example/", lambda route: route.fulfill(body=link, content_type="text/html"))
    page.goto("http://another.example/")
    button = page.get_by_role("button", name="Sign in with your organisation’s account")
    expect(button).to_be_visible()
    if script:
        assert axe(page) == []
        assert sideways(page) == 0
    button.click()

    expect(page.get_by_placeholder("Enter any login")).to_be_visible()
    opened.asked = {one for one in opened.asked if "google" not in one and "another.example" not in one}


def test_when_the_provider_does_not_let_somebody_in_the_page_says_so_and_offers_it_again(
    board: Running, window: Callable[..., Window]
) -> None:
    opened = window(PHONE)
    page = opened.page
    page.goto(f"{board.address}/sign-in/organisation/back?error=access_denied")

    expect(page.get_by_role("alert")).to_contain_text("You were not signed in")
    expect(page.get_by_role("link", name="Sign in with your organisation’s account")).to_be_visible()
    assert axe(page) == []
    opened.forgive("status of 403")


def test_an_administrator_comes_in_by_password_and_is_led_to_security_codes(
    board: Running, window: Callable[..., Window]
) -> None:
    assert signing_in.add_moderator(
        board.ports, QuickScrypt(), "chris", "Chris", "three random words", Role.ADMINISTRATOR
    )
    page = window(PHONE).page
    page.goto(f"{board.address}/desk/people")
    page.get_by_label("User name").fill("chris")
    page.get_by_label("Password").fill("three random words")
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_text("Your board asks you to turn on security codes")).to_be_visible()
    expect(page.get_by_role("link", name="People")).to_be_hidden()
    assert axe(page) == []
