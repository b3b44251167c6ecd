"""The checks of docs/screens.md on the desk in each of its states, also at 200% zoom, where a laptop shows 683x384."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browsers import (
    LAPTOP,
    ON_TOP,
    PHONE,
    SPACING,
    WALL,
    ZOOMED,
    Window,
    axe,
    sideways,
    sign_in,
    tab_stops,
)
from tests.support.desk_scenes import HOSTILE, STATES, Scenes, open_state
from tests.support.running import running


@pytest.fixture(scope="module")
def stage() -> Iterator[Scenes]:
    """A server of its own: some of these states hold for every meeting of it."""
    with running() as installation:
        yield Scenes(installation)


@pytest.fixture(scope="module")
def windows(browser: Browser, stage: Scenes) -> Iterator[Callable[[str], Window]]:
    """One signed-in window for each role, kept open from state to state."""
    opened: dict[str, Window] = {}

    def of(role: str) -> Window:
        if role not in opened:
            opened[role] = sign_in(stage.live, Window(browser, LAPTOP), *([role] if role else []))
        return opened[role]

    yield of
    for window in opened.values():
        window.close()


@pytest.fixture
def opened(stage: Scenes, windows: Callable[[str], Window]) -> Iterator[Callable[[str], Page]]:
    """Opens a state, and in the end puts right what it changed and reads what the browser had to complain of."""
    done: list[str] = []

    def open_(name: str) -> Page:
        done.append(name)
        window = windows(STATES[name].role)
        open_state(stage.live, stage, window.page, STATES[name])
        return window.page

    yield open_
    for name in done:
        state, window = STATES[name], windows(STATES[name].role)
        state.after(stage)
        window.context.set_offline(False)
        window.page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
        window.page.evaluate("localStorage.clear()")
        complaints, window.complaints[:] = [*window.complaints], []
        assert [said for said in complaints if not any(note in said for note in state.noted)] == []
        assert {urlsplit(address).hostname for address in window.asked} <= {"127.0.0.1"}


def at(page: Page, width: int, height: int = 768) -> None:
    page.set_viewport_size({"width": width, "height": height})


@pytest.mark.parametrize("name", STATES)
def test_the_desk_is_right_in_every_state_and_when_zoomed(opened: Callable[[str], Page], name: str) -> None:
    page = opened(name)

    assert axe(page) == []
    assert page.locator("h1:visible").count() == 1
    assert page.locator("html").get_attribute("lang") == "en-GB"
    assert page.title() != "broken"
    assert page.locator("a[href='#maincontent']").count() == page.locator("#maincontent").count() == 1
    at(page, *ZOOMED)
    assert axe(page) == []
    for width in (320, 683, 1366, 1920):
        at(page, width)
        assert sideways(page) == 0, width
    page.evaluate(SPACING)
    for width in (320, 683, 1366):
        at(page, width)
        assert sideways(page) == 0, f"{width}, with WCAG text spacing"


def test_on_a_phone_a_bar_with_nothing_to_say_takes_no_room(opened: Callable[[str], Page]) -> None:
    page = opened("an empty meeting")
    at(page, *PHONE)

    assert page.locator(".m-bar").evaluate("bar => bar.offsetHeight") == 0


def test_on_a_phone_what_has_the_focus_stays_in_sight_when_the_bar_begins_to_speak(
    opened: Callable[[str], Page],
) -> None:
    page = opened("to check")
    at(page, *PHONE)
    button = page.locator(".m-scroll button:visible").last
    button.evaluate("""button => {
      const pane = document.querySelector(".m-scroll");
      button.focus();
      pane.scrollTop += button.getBoundingClientRect().bottom - pane.getBoundingClientRect().bottom;
    }""")
    assert page.evaluate(ON_TOP) == "expected"
    page.locator("[data-status]").evaluate("status => { status.textContent = 'Not done. '.repeat(12) }")

    assert page.evaluate(ON_TOP) == "expected"
    assert page.locator(".m-bar").evaluate("bar => bar.offsetHeight") > 0


@pytest.mark.parametrize("size", [LAPTOP, WALL])
def test_the_desk_is_as_high_as_the_window_and_only_its_panes_scroll(
    opened: Callable[[str], Page], size: tuple[int, int]
) -> None:
    page = opened("all")
    at(page, *size)

    assert page.evaluate("document.documentElement.scrollHeight") == size[1]


@pytest.mark.parametrize("size", [PHONE, LAPTOP, ZOOMED])
@pytest.mark.parametrize(
    "name", ["to check", "editing", "declining", "distress", "the chair confirms", "the rules", "narrowed", "more"]
)
def test_every_tab_stop_can_be_seen(opened: Callable[[str], Page], name: str, size: tuple[int, int]) -> None:
    page = opened(name)
    at(page, *size)
    stops = tab_stops(page)

    assert set(stops) == {"expected"}
    assert len(stops) > 12


def test_the_first_tab_stop_is_the_way_past_the_links_on_top(opened: Callable[[str], Page]) -> None:
    """Also where the list was scrolled to the question that is open."""
    page = opened("all")
    page.locator(".m-item a").last.click()
    expect(page.locator(".m-item a").last).to_have_attribute("aria-current", "true")
    page.reload()
    page.wait_for_selector("html[data-live=on]", state="attached")
    expect(page.locator(".m-item a[aria-current]")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.hash") == "#maincontent"


def test_hostile_text_is_only_text_in_the_list_the_question_the_screen_and_the_history(
    opened: Callable[[str], Page], stage: Scenes
) -> None:
    page = opened("hostile text")

    assert page.locator("p.m-text").inner_text().startswith(HOSTILE[:60])
    assert page.locator("script:not([type=module])").count() == 0
    assert page.title() == "Moderate questions – Rehearsal Board"


def test_nothing_on_the_desk_moves_for_whoever_asked_for_less_motion(browser: Browser, stage: Scenes) -> None:
    window = sign_in(stage.live, Window(browser, LAPTOP, reduced_motion="reduce"))
    page = window.live(stage.live.address + stage.address("similar"))
    for key in ("e", "Escape", "j", "?", "Escape"):
        page.keyboard.press(key)
        assert page.evaluate("document.getAnimations().length") == 0
    window.close()


def test_words_in_another_language_say_so_to_a_screen_reader(opened: Callable[[str], Page]) -> None:
    page = opened("another language")

    assert page.locator("p.m-text").get_attribute("lang") == "cy"
    assert page.locator(".m-item [lang=cy]").count() == 1
    assert page.locator(".m-item [lang]").count() == 1
    assert page.get_by_text("Welsh", exact=True).count() == 1


# What a finger presses: a link within a sentence may be as high as its line (WCAG 2.5.8).
TOO_SMALL = """() => [...document.querySelectorAll("nav a, button, summary, select, .m-filters a")]
  .filter(one => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().height < 44)
  .map(one => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("name", ["to check", "something to undo", "redirecting", "more", "the call", "meetings"])
def test_on_a_phone_a_finger_has_room_and_the_bar_lies_over_no_button(opened: Callable[[str], Page], name: str) -> None:
    page = opened(name)
    at(page, *PHONE)
    bar = page.locator(".m-bar")
    box = bar.bounding_box() if bar.count() else None
    redirect = page.get_by_role("button", name="Redirect", exact=True)
    if box and redirect.count():
        # Half of it would lie under the bar, if that lay over what scrolls.
        by = "(one, middle) => (document.querySelector('.m-scroll') ?? window).scrollBy(0, \
            one.getBoundingClientRect().bottom - 20 - middle)"
        redirect.evaluate(by, box["y"])

    assert axe(page) == []
    assert page.evaluate(TOO_SMALL) == []
    if bar.count():
        assert page.evaluate("document.documentElement.scrollHeight") == PHONE[1]
    assert sideways(page) == 0
