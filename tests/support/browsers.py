"""A real browser: Debian's Chromium, watched for anything a page should not do.

Nearly all tests use its headless shell, which lays out, runs and answers as the whole browser does in two thirds of the
time. What the shell leaves out (pages kept for "back", a screen kept awake) is tested in the whole browser.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, sync_playwright

from board_qa.rehearsal.server import PASSWORD, USER
from tests.support.board import token_on

SHELL, WHOLE = shutil.which("chromium-headless-shell"), shutil.which("chromium")
# Without these Chromium asks its maker's hosts for updates at every start.
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
          "--disable-component-update", "--disable-sync"]  # fmt: skip

# What the browser notes of a page that is left while it connects, which is nobody's fault.
_CUT_SHORT = "WebSocket is closed before the connection is established"
# What it notes of a sign-out, which clears the pages that it keeps.
_CLEARED = 'Cleared data types: "cache"'

PHONE, LAPTOP, WALL = (390, 844), (1366, 768), (1920, 1080)
ZOOMED = (683, 384)  # the laptop at 200%
AT_400 = (320, 256)  # a screen of 1280 by 1024 at 400%
# WCAG 2.2 AA; naming wcag22aa is what switches the target-size rule on (docs/screens.md, "Traps").
_AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        "resultTypes": ["violations"],  # all rules run; what passed is not sent back, which is half of the time
        "preload": False,  # reads every style again, for rules that are not among these: two thirds of the time
        "rules": {"region": {"enabled": False}}}  # fmt: skip  # NHS back links stand outside the landmarks

_AXE_SCRIPT = Axe().axe_script
# Only what is wrong comes back: all that is right takes longer to send than to find.
_RUN_AXE = """async options => {
  await Promise.allSettled(document.getAnimations().map(animation => animation.finished));
  return (await axe.run(options)).violations;
}"""

# The distances of WCAG 1.4.12, added to a sheet of our own because the policy allows no other.
SPACING = """document.styleSheets[0].insertRule(
  "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }")"""
# Whether what has the focus can be seen, and nothing lies over it, in what was painted: where something grew in this
# moment, a script brings what has the focus back into sight before anybody sees it.
ON_TOP = """async () => {
  const hit = () => {
    const focused = document.activeElement, box = focused.getBoundingClientRect();
    return focused === document.body || [[.5, .5], [.1, .2], [.9, .8], [.2, .8]].some(([x, y]) => {
      const there = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
      return there && (focused.contains(there) || there.contains(focused));
    });
  };
  for (let frame = 0; frame < 2 && !hit(); frame += 1) await new Promise(requestAnimationFrame);
  const focused = document.activeElement;
  return focused === document.body ? null : hit() ? "expected" : focused.outerHTML.slice(0, 200);
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=SHELL, args=_QUIET)
        yield browser
        browser.close()


@contextmanager
def whole(browser: Browser) -> Iterator[Browser]:
    """The whole browser, with its back/forward cache: "back" finds a page as it was left. Other tests are without."""
    started = browser.browser_type.launch(
        executable_path=WHOLE, args=_QUIET, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield started
    started.close()


class Window:
    """One browser window, whose console and requests are watched."""

    def __init__(self, browser: Browser, size: tuple[int, int], **options: Any) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="en-GB", **options
        )
        self.context.set_default_timeout(15_000)
        self.complaints: list[str] = []
        self.asked: set[str] = set()
        self._forgiven = [_CUT_SHORT, _CLEARED]
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda message: self._complains(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.add(request.url))

    def live(self, address: str) -> Page:
        """Open a page and wait until it hears the news."""
        self.page.goto(address)
        self.page.wait_for_selector("html[data-live=on]", state="attached")
        return self.page

    def forgive(self, *notes: str) -> None:
        """Overlook what the browser itself notes of what this test did, also where the note comes late."""
        self._forgiven += notes
        self.complaints[:] = [said for said in self.complaints if not any(note in said for note in notes)]

    def _complains(self, of: str) -> None:
        if not any(note in of for note in self._forgiven):
            self.complaints.append(of)

    def close(self) -> None:
        self.context.close()


class Addressed(Protocol):
    """A service that runs."""

    @property
    def address(self) -> str: ...


def sign_in(live: Addressed, window: Window, username: str = USER) -> Window:
    """Sign in without drawing the pages on the way: tests/journeys/test_signing_in.py goes through those."""
    address, send = f"{live.address}/sign-in", window.context.request
    form: dict[str, str | float | bool] = {
        "username": username,
        "password": PASSWORD,
        "csrf_token": token_on(send.get(address).text()),
    }
    assert send.post(address, form=form).url == f"{live.address}/desk/"
    return window


def axe(page: Page) -> list[str]:
    """What axe finds wrong, once nothing moves any more: rule and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE_SCRIPT)
    violations = page.evaluate(_RUN_AXE, _AXE)
    return [f"{v['id']}: {node['html'][:120]}" for v in violations for node in v["nodes"]]


def not_busy(page: Page) -> None:
    """Wait until the desk or the screen has the answer to the last key: until then it takes no other one."""
    page.locator("[aria-busy=true]").wait_for(state="detached")


def tab_stops(page: Page) -> list[str]:
    """Everything that Tab comes to until it is round once: "expected", or what it is that something lies over."""
    stops: list[str] = []
    for _ in range(150):
        page.keyboard.press("Tab")
        stop = page.evaluate(ON_TOP)
        if stop is None:
            break
        stops.append(stop)
    return stops


def intercept(page: Page, which: str | re.Pattern[str], handle: Callable[[Route], object], **how: Any) -> None:
    """From now on the test answers these requests of a page that is open.

    The browser takes a moment to ask us, after it said that it would. What is to be answered from the page's first
    request on needs no more than `page.route`.
    """
    page.route("**/healthz", lambda route: route.fulfill(body="asked"))
    page.route(which, handle, **how)
    until(page, "fetch('/healthz').then(answer => answer.text()).then(text => text === 'asked')")


class Held:
    """A line so slow that what the desk asks for comes when this says so."""

    def __init__(self, page: Page, part: re.Pattern[str]) -> None:
        self.waiting: list[Route] = []
        intercept(page, part, self._hold)

    def _hold(self, route: Route) -> None:
        self.waiting.append(route)

    def release(self) -> None:
        for route in self.waiting:
            route.continue_()


def drag(page: Page, row: Locator, to: Locator) -> None:
    """Drag by hand, which does not keep still: a browser tells a page of a drag that goes on again and again. What is
    dropped in the moment in which news replaced the list under it, with no such word between, is dropped on nothing.
    """
    row.hover()
    page.mouse.down()
    for x in range(4, 20, 2):
        to.hover(position={"x": x, "y": 4})
    page.mouse.up()


def until(page: Page, fact: str) -> None:
    """Waits for what an expression of JavaScript says of the page to be true.

    It is sent as a function: the browser reads anything else anew at each look, which our own policy forbids.
    """
    page.wait_for_function(f"() => {fact}")


def sideways(page: Page) -> int:
    """By how many pixels the page can be scrolled sideways."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width
