"""The checks of screens.md on every screen, in each of its states, at three sizes and when zoomed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from board_qa.domain.model import Action, IdleView
from board_qa.services.withdrawing import by_its_asker
from board_qa.world import utc_now

from .browsers import PHONE, Window, axe, sideways, sign_in
from .doubles import ABUSIVE
from .running import Running

APPROVE, SHOW, DECLINE, ANSWER, HOLD = (Action.ACCEPT, Action.PUT_ON_SCREEN, Action.DECLINE, Action.ANSWER, Action.HOLD)
LONG = "Given that the clinic has had no consultant since June, what date will it reopen, and who is accountable? " * 3
HOSTILE = "</textarea><script>document.title='broken'</script>" + "W" * 90 + " \u202egnp.exe"


class Scenes:
    """One meeting in full swing, one that is closed, one with nothing in it."""

    def __init__(self, live: Running) -> None:
        self.live = live
        self.busy = live.meeting(title="Busy meeting")
        live.asked(self.busy, "Why has the centre moved?", APPROVE, ANSWER, name="Dan")
        self.declined = live.asked(self.busy, "You are all useless", DECLINE, reason=ABUSIVE)
        self.shown = live.asked(self.busy, "How long are children now waiting?", APPROVE, SHOW, name="Maria, Eastbrook")
        live.asked(self.busy, "Will the walk-in centre stay open?", APPROVE)
        self.held = live.asked(self.busy, "Is this about a patient?", HOLD)
        self.waiting = live.asked(self.busy, HOSTILE, name=HOSTILE[:80])
        live.asked(self.busy, LONG[:480])
        self.withdrawn = live.asked(self.busy, "Will the pharmacy close?", APPROVE)
        by_its_asker(live.core, self.withdrawn)
        now = utc_now()
        self.closed = live.meeting(title="Closed meeting", closes_at=now - timedelta(hours=1))
        self.early = live.meeting(title="Early meeting", opens_at=now + timedelta(hours=1))
        self.empty = live.meeting(title="Empty meeting")


@pytest.fixture(scope="module")
def scenes(live: Running) -> Scenes:
    return Scenes(live)


PUBLIC: dict[str, Callable[[Scenes], str]] = {
    "front": lambda s: "/",
    "front with a wrong code": lambda s: "/join?code=ZZZZ",
    "list": lambda s: f"/{s.busy.code}",
    "list, empty": lambda s: f"/{s.empty.code}",
    "list, closed": lambda s: f"/{s.closed.code}",
    "rules": lambda s: f"/{s.busy.code}/rules",
    "list, early": lambda s: f"/{s.early.code}",
    "ask": lambda s: f"/{s.busy.code}/ask",
    "ask, closed": lambda s: f"/{s.closed.code}/ask",
    "receipt, received": lambda s: f"/r/{s.waiting.token}",
    "receipt, declined": lambda s: f"/r/{s.declined.token}",
    "receipt, on screen": lambda s: f"/r/{s.shown.token}",
    "receipt, held": lambda s: f"/r/{s.held.token}",
    "receipt, withdrawn": lambda s: f"/r/{s.withdrawn.token}",
    "withdraw": lambda s: f"/r/{s.waiting.token}/withdraw",
    "withdraw, too late": lambda s: f"/r/{s.declined.token}/withdraw",
    "help": lambda s: "/help",
    "privacy": lambda s: "/privacy",
    "cookies": lambda s: "/cookies",
    "accessibility": lambda s: "/accessibility",
    "sign in": lambda s: "/sign-in",
}
DESK: dict[str, Callable[[Scenes], str]] = {
    "meetings": lambda s: "/desk/",
    "new meeting": lambda s: "/desk/meetings/new",
    "edit meeting": lambda s: f"/desk/meetings/{s.busy.id}/edit",
    "rules form": lambda s: f"/desk/meetings/{s.busy.id}/rules",
    "people": lambda s: "/desk/people",
    "about your board": lambda s: "/desk/board",
    "log": lambda s: f"/desk/meetings/{s.busy.id}/log",
    "call": lambda s: f"/desk/meetings/{s.busy.id}/call",
    "queue": lambda s: f"/desk/meetings/{s.busy.id}",
    "queue, hostile question": lambda s: f"/desk/meetings/{s.busy.id}?show=all&q={s.waiting.number}",
    "queue, declined question": lambda s: f"/desk/meetings/{s.busy.id}?show=done&q={s.declined.number}",
    "queue, empty": lambda s: f"/desk/meetings/{s.empty.id}",
}


def check(page: Page, language: str = "en") -> None:
    assert axe(page) == []
    assert page.locator("h1:visible").count() == 1
    assert (page.locator("html").get_attribute("lang") or "")[:2] == language
    assert page.title() != "broken"
    assert page.locator("a[href='#maincontent']").count() == 1
    for width in (320, 683, 1366):
        page.set_viewport_size({"width": width, "height": 768})
        assert sideways(page) == 0, width


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize("javascript", [True, False])
def test_public_screens(
    live: Running, scenes: Scenes, window: Callable[..., Window], name: str, javascript: bool
) -> None:
    page = window(PHONE, java_script_enabled=javascript).page
    page.goto(live.address + PUBLIC[name](scenes))

    if javascript:
        check(page)
    else:
        assert page.locator("h1:visible").count() == 1


@pytest.mark.parametrize("name", [name for name in PUBLIC if name != "sign in"])
def test_public_screens_in_welsh(live: Running, scenes: Scenes, window: Callable[..., Window], name: str) -> None:
    page = window(PHONE).page
    page.goto(f"{live.address}/cy{PUBLIC[name](scenes)}")
    check(page, "cy")

    page.set_viewport_size({"width": 320, "height": 640})
    box = page.get_by_role("link", name="English", exact=True).bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    assert box["x"] + box["width"] <= 320


@pytest.mark.parametrize("name", DESK)
def test_desk_screens(live: Running, scenes: Scenes, desk: Window, name: str) -> None:
    desk.page.goto(live.address + DESK[name](scenes))

    check(desk.page)


def test_every_screen_has_a_title_of_its_own(live: Running, scenes: Scenes, desk: Window) -> None:
    names = ["front", "list", "ask", "sign in", "receipt, received", "help", "privacy", "cookies", "accessibility"]
    addresses = [PUBLIC[name](scenes) for name in names]
    addresses += [
        DESK[name](scenes) for name in ("meetings", "new meeting", "edit meeting", "about your board", "call", "queue")
    ]
    titles = []
    for address in addresses:
        desk.page.goto(live.address + address)
        titles.append(desk.page.title())

    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("form", ["ask", "meeting", "sign in", "call", "board"])
def test_screens_with_something_to_put_right(
    live: Running, scenes: Scenes, window: Callable[..., Window], form: str
) -> None:
    opened = window(PHONE)
    if form in ("meeting", "call", "board"):
        sign_in(live, opened)
    page = opened.page
    address, button = {
        "ask": (f"/{scenes.busy.code}/ask", "Send question"),
        "meeting": ("/desk/meetings/new", "Make the meeting"),
        "sign in": ("/sign-in", "Sign in"),
        "call": (f"/desk/meetings/{scenes.busy.id}/call", "Publish on X"),
        "board": ("/desk/board", "Save"),
    }[form]
    page.goto(live.address + address)
    for field in page.locator("main input:not([type=radio], [type=checkbox]):visible, main textarea:visible").all():
        field.fill("")
    page.get_by_role("button", name=button).click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    opened.complaints[:] = [c for c in opened.complaints if "422" not in c]  # the browser notes the refused page load

    assert page.title().startswith("Error: ")
    check(page)


@pytest.mark.parametrize("view", ["question", "joining", "blank", "closed"])
def test_projector_screens(live: Running, window: Callable[..., Window], view: str) -> None:
    meeting = live.meeting()
    live.asked(meeting, "Why?", APPROVE, SHOW, name="Maria")
    if view != "question":
        live.show(meeting, IdleView(view))
    page = window((1920, 1080)).live(f"{live.address}/screen/{meeting.screen_token}")

    if view == "blank":  # there is nothing to look at, and nothing is what must be seen
        assert page.locator("body").inner_text().strip() == ""
    else:
        assert axe(page) == []
        assert page.locator("h1:visible").count() == 1
    assert page.locator("body").get_attribute("data-view") == view


def test_a_published_call_is_shown_with_who_approved_it(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    desk.live(f"{live.address}/desk/meetings/{meeting.id}/call")
    desk.page.get_by_label("Edit it until it is right").fill(f"Ask us, please, before meeting {meeting.code}")
    desk.page.get_by_role("button", name="Publish on X").click()
    desk.page.get_by_text("Published", exact=True).wait_for()

    assert desk.page.get_by_text("Approved by Rehearsal").is_visible()
    check(desk.page)


def test_the_counter_follows_the_networks_rules_as_one_types(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    desk.page.goto(f"{live.address}/desk/meetings/{meeting.id}/call")
    desk.page.get_by_label("Edit it until it is right").fill("日本 board.nhs.uk")
    desk.page.get_by_text("28 of 280 characters").wait_for()

    assert desk.page.get_by_text("because it has a link").is_visible()


def test_text_spacing_can_be_widened_without_losing_anything(
    live: Running, scenes: Scenes, window: Callable[..., Window]
) -> None:
    # The distances of WCAG 1.4.12.
    spacing = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    page = window((320, 640), bypass_csp=True).page
    for name in ("front", "list", "ask", "rules", "receipt, declined", "withdraw", "help", "privacy", "cookies",
                 "accessibility"):  # fmt: skip
        page.goto(live.address + PUBLIC[name](scenes))
        page.add_style_tag(content=spacing)
        assert sideways(page) == 0
