"""The checks of docs/screens.md on the public's pages in each state, in both languages, with and without a script.

320 px is a laptop of 1280 px at 400% zoom, and 683 px one of 1366 px at 200%.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browsers import PHONE, SPACING, Window, axe, sideways, tab_stops
from tests.support.public_scenes import STATES, PublicScenes, open_state
from tests.support.running import running

MOUNTS = {"en": "", "cy": "/cy"}
UNSCRIPTED = [name for name, state in STATES.items() if not state.scripted]


@pytest.fixture(scope="module")
def scenes() -> Iterator[PublicScenes]:
    """A server of its own: some of these states hold for every meeting of it."""
    with running() as product_:
        yield PublicScenes(product_)


@pytest.fixture(scope="module")
def windows(browser: Browser) -> Iterator[Callable[..., Window]]:
    """One window with a script and one without, kept open from state to state."""
    opened: dict[bool, Window] = {}

    def of(javascript: bool) -> Window:
        if javascript not in opened:
            opened[javascript] = Window(browser, PHONE, java_script_enabled=javascript)
        return opened[javascript]

    yield of
    for window in opened.values():
        window.close()


@pytest.fixture
def opened(scenes: PublicScenes, windows: Callable[..., Window]) -> Iterator[Callable[..., Page]]:
    """Opens a state, and in the end puts right what it changed and reads what the browser had to complain of."""
    done: list[tuple[str, Window]] = []

    def open_(name: str, language: str, javascript: bool = True) -> Page:
        window = windows(javascript)
        done.append((name, window))
        window.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        open_state(scenes, window.page, STATES[name], MOUNTS[language])
        return window.page

    yield open_
    for name, window in done:
        STATES[name].after(scenes)
        window.context.set_offline(False)
        window.context.clear_cookies()
        if window is windows(True):
            window.page.evaluate("localStorage.clear()")
        complaints, window.complaints[:] = [*window.complaints], []
        assert [said for said in complaints if not any(note in said for note in STATES[name].noted)] == []
        assert {urlsplit(address).hostname for address in window.asked} <= {"127.0.0.1"}


def at(page: Page, width: int, height: int = 640) -> None:
    page.set_viewport_size({"width": width, "height": height})


@pytest.mark.parametrize(("name", "language"), list(product(STATES, MOUNTS)))
def test_a_page_is_right_in_every_state_and_when_zoomed(opened: Callable[..., Page], name: str, language: str) -> None:
    page = opened(name, language)

    assert axe(page) == []
    assert page.locator("h1:visible").count() == 1
    assert page.locator("html").get_attribute("lang") == language
    assert page.title() != "broken"
    assert page.locator("a[href='#maincontent']").count() == page.locator("#maincontent").count() == 1
    for width in (320, 683, 1366):
        at(page, width)
        assert sideways(page) == 0, width
    at(page, 320, 256)
    assert axe(page) == []
    page.evaluate(SPACING)
    for width in (320, 683):
        at(page, width)
        assert sideways(page) == 0, f"{width}, with WCAG text spacing"


@pytest.mark.parametrize(("name", "language"), list(product(UNSCRIPTED, MOUNTS)))
def test_a_page_says_the_same_without_javascript(opened: Callable[..., Page], name: str, language: str) -> None:
    page = opened(name, language, javascript=False)
    at(page, 320)

    assert page.locator("h1:visible").count() == 1
    assert sideways(page) == 0
    # What only a script can work is not offered: no button but those that send a form.
    assert page.locator("button:visible:not([type=submit])").count() == 0


@pytest.mark.parametrize(
    ("name", "language"),
    list(product(["list", "ask, strict", "withdraw", "front", "record, narrowed", "records"], MOUNTS)),
)
def test_every_tab_stop_can_be_seen(opened: Callable[..., Page], name: str, language: str) -> None:
    page = opened(name, language)
    for width, height in (PHONE, (320, 256)):
        at(page, width, height)
        page.evaluate("document.activeElement.blur()")
        stops = tab_stops(page)
        assert set(stops) == {"expected"}
        assert len(stops) > 6


@pytest.mark.parametrize("language", MOUNTS)
def test_in_forced_colours_what_can_be_pressed_has_an_edge_and_what_is_pressed_is_told_apart(
    browser: Browser, scenes: PublicScenes, language: str
) -> None:
    """Backgrounds are gone there: a shape or a border must say what a colour said."""
    window = Window(browser, PHONE, forced_colors="active")
    edges = """all => all.map(one => [one.textContent.trim(), getComputedStyle(one)])
      .filter(([, style]) => style.borderStyle === "none" || parseFloat(style.borderTopWidth) === 0)
      .map(([text]) => text)"""
    for name in ("list", "ask", "withdraw", "front"):
        open_state(scenes, window.page, STATES[name], MOUNTS[language])
        assert sideways(window.page) == 0
        assert window.page.locator(".nhsuk-button:visible, [data-support] button:visible").evaluate_all(edges) == []
    open_state(scenes, window.page, STATES["list, supported"], MOUNTS[language])
    pressed, other = (window.page.locator(f"[aria-pressed={state}]:visible").first for state in ("true", "false"))
    before, after = (one.screenshot() for one in (pressed, other))
    assert before != after
    window.close()


def test_nothing_on_a_page_moves_for_whoever_asked_for_less_motion(browser: Browser, scenes: PublicScenes) -> None:
    window = Window(browser, PHONE, reduced_motion="reduce")
    for name in ("list", "list, new questions wait", "ask"):
        open_state(scenes, window.page, STATES[name])
        if name != "ask":
            window.page.wait_for_selector("html[data-live=on]", state="attached")  # until then, what says so waits
        if name == "list, new questions wait":
            window.page.locator("[data-new] button").click()
        assert window.page.evaluate("document.getAnimations().length") == 0
    window.close()
