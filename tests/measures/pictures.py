"""Pictures of every screen at three sizes, to be looked at; the ones in docs/pictures are the README's.

`make pictures` writes the README's; `python -m tests.measures.pictures FOLDER` writes them all to a folder.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser

from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import DispositionUpdate, NewQuestion, Question
from board_qa.services.questions import moderating
from board_qa.system.clock import utc_now
from tests.support.browsers import LAPTOP, PHONE, WALL, ZOOMED, Window, chromium, sign_in
from tests.support.desk_scenes import STATES, Scenes, open_state
from tests.support.doubles import STATEMENT
from tests.support.places import ROOT
from tests.support.public_scenes import STATES as PUBLIC_STATES
from tests.support.public_scenes import PublicScenes
from tests.support.public_scenes import open_state as open_public_state
from tests.support.running import Running, running

APPROVE, SHOW, ANSWER, DECLINE = Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER, Action.DECLINE
README = ROOT / "docs" / "pictures"
SETTINGS = {"ORGANISATION": "Anytown Integrated Care Board", "PUBLIC_URL": "http://board.example.org"}
LONG = (
    "Given that the Eastbrook memory clinic has had no consultant since June, that 214 families are waiting, and that "
    "the board was told in July that a locum would start within weeks, what date will the clinic reopen to new "
    "referrals and who on this board is personally accountable for that date being kept this time?"
)


def stage(live: Running) -> Meeting:
    meeting = live.meeting(
        venue="Town Hall, Eastbrook",
        starts_at=_at(4, 10),
        closes_at=_at(2, 12),
        agenda=("Chief executive’s report", "Performance", "Estates"),
    )
    live.asked(meeting, "Why are board papers not published in Welsh?", APPROVE, ANSWER, name="Gwen")
    live.asked(meeting, "You should all be ashamed.", DECLINE, reason=STATEMENT)
    centre = live.asked(
        meeting,
        "Why has the community diagnostic centre opening moved from March to September?",
        APPROVE,
        SHOW,
        name="Daniel, Northfield",
    )
    moderating.act(
        live.ports, Action.LINK, centre, centre.revision, live.alex, update=DispositionUpdate(agenda_item="Performance")
    )
    live.asked(
        meeting,
        "How long are children now waiting for a first autism assessment, and what will change by April?",
        APPROVE,
        name="Maria, Eastbrook",
    )
    live.asked(
        meeting, "Will the walk-in centre on Mill Street keep its weekend opening hours after the review?", APPROVE
    )
    live.asked(
        meeting,
        "What is the board doing about dental access for care home residents?",
        name="Anytown Pensioners’ Forum",
    )
    live.asked(meeting, "Could the board explain how the new outpatient target was set?")
    live.asked(meeting, "Where can we read the equality impact assessment for the ward moves?", name="Sam")
    live.groups(live.asked(meeting, "When will the new diagnostic centre open?"), into=centre)
    moderating.time_section(
        live.ports, meeting, Action.START_SECTION, moderating.expected_section(meeting.section), live.alex
    )
    return meeting


def posted(live: Running, meeting: Meeting) -> Question:
    """A post that is put in other words."""
    new = NewQuestion(
        "X",
        "1",
        "@AnytownICB what is the ACTUAL cost of your agency staff this year?? #AnytownBoard",
        "Len Wood",
        utc_now() - timedelta(hours=20),
        author_handle="lenwood",
        version="1",
        url="https://x.com/lenwood/status/1",
    )
    live.ports.store.questions.receive(meeting.id, new, live.ports.ids.token(), utc_now())
    question = live.ports.store.questions.by_native_id("X", "1")
    assert question is not None
    question = live.does(APPROVE, question)
    moderating.act(
        live.ports,
        Action.EDIT_WORDING,
        question,
        question.revision,
        live.alex,
        update=DispositionUpdate(wording="What is the cost of agency staff this year?"),
    )
    return question


def _at(days: int, hour: int) -> datetime:
    return (utc_now() + timedelta(days=days)).replace(hour=hour, minute=0)


def take(folder: Path) -> None:
    """Every screen in every state, at phone, laptop and wall size; the public's in both languages."""
    folder.mkdir(parents=True, exist_ok=True)
    with running(**SETTINGS) as live, chromium() as browser:
        projector_states(live, browser, folder)
    with running(**SETTINGS) as live, chromium() as browser:
        public_states(PublicScenes(live), browser, folder)
    with running(**SETTINGS) as live, chromium() as browser:
        desk_states(live, browser, folder)


def projector_states(live: Running, browser: Browser, folder: Path) -> None:
    """Each view, a long question, a post and a lost connection, light and dark."""
    meeting = stage(live)
    address = f"{live.address}/screen/{meeting.screen_token}"
    centre = live.ports.store.questions.of_meeting(meeting.id)[2]
    shown = {"long": live.asked(meeting, LONG, APPROVE), "post": posted(live, meeting), "tools": centre}
    for size, dark in product((PHONE, LAPTOP, WALL), (False, True)):
        live.show(meeting, IdleView.BLANK)
        live.does(SHOW, centre)
        window = sign_in(live, Window(browser, size))
        page = window.live(address)
        if dark:
            page.mouse.move(100, 100)
            page.get_by_role("button", name="Dark").click()
        for name in ("question", "lost", "long", "post", "joining", "closed", "blank", "tools"):
            window.context.set_offline(name == "lost")
            if name == "tools":
                page.keyboard.press("Tab")
            if name in shown:
                live.does(SHOW, shown[name])
            if name in ("joining", "closed", "blank"):
                live.show(meeting, IdleView(name))
            if name != "lost":
                page.wait_for_selector("html[data-live=on]", state="attached")
            page.wait_for_timeout(600)
            page.screenshot(path=folder / f"projector, {name}{', dark' if dark else ''}, {size[0]}x{size[1]}.png")
        window.close()


def public_states(scenes: PublicScenes, browser: Browser, folder: Path) -> None:
    """Each state of the public's pages in both languages."""
    for size, (language, mount) in product((PHONE, LAPTOP, WALL), (("English", ""), ("Welsh", "/cy"))):
        window = Window(browser, size)
        for name, state in PUBLIC_STATES.items():
            open_public_state(scenes, window.page, state, mount)
            window.page.wait_for_timeout(200)
            path = folder / f"public, {name}, {language}, {size[0]}x{size[1]}.png"
            window.page.screenshot(path=path, full_page=True)
            state.after(scenes)
            window.context.set_offline(False)
            window.context.clear_cookies()
            window.page.evaluate("localStorage.clear()")
        window.close()


def desk_states(live: Running, browser: Browser, folder: Path) -> None:
    """Each state of the desk, on a laptop, on a wall and at 200% zoom."""
    scenes = Scenes(live)
    for size, scale in ((LAPTOP, 1), (WALL, 1), (ZOOMED, 2)):
        windows = {
            role: sign_in(live, Window(browser, size, device_scale_factor=scale), *([role] if role else []))
            for role in {state.role for state in STATES.values()}
        }
        for name, state in STATES.items():
            window = windows[state.role]
            open_state(live, scenes, window.page, state)
            window.page.wait_for_timeout(250)
            path = folder / f"desk, {name}, {size[0]}x{size[1]}.png"
            window.page.screenshot(path=path, full_page=size == ZOOMED)
            state.after(scenes)
            window.context.set_offline(False)
            window.page.evaluate("localStorage.clear()")
        for window in windows.values():
            window.close()


def for_the_readme() -> None:
    """The three pictures of the README."""
    README.mkdir(parents=True, exist_ok=True)
    wanted: dict[str, tuple[tuple[int, int], Callable[[Meeting], str]]] = {
        "projector": ((1600, 900), lambda m: f"/screen/{m.screen_token}"),
        "public": (PHONE, lambda m: f"/{m.code}"),
    }
    with running(**SETTINGS) as live, chromium() as browser:
        meeting = stage(live)
        for name, (size, address) in wanted.items():
            window = sign_in(live, Window(browser, size))
            window.page.goto(live.address + address(meeting))
            window.page.wait_for_selector("html[data-live=on]", state="attached")
            window.page.wait_for_timeout(600)
            window.page.screenshot(path=README / f"{name}.png")
            window.close()
    with running(**SETTINGS) as live, chromium() as browser:
        window = sign_in(live, Window(browser, LAPTOP))
        open_state(live, Scenes(live), window.page, STATES["personal detail"])
        window.page.screenshot(path=README / "desk.png")


if __name__ == "__main__":
    take(Path(sys.argv[1])) if len(sys.argv) > 1 else for_the_readme()
