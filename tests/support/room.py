"""A projector, a phone and a desk in a real browser, watched for what they show, and how soon."""

from __future__ import annotations

import time
from dataclasses import dataclass

from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as NotInTime

from board_qa.rehearsal.clients import Moderator
from tests.support.browsers import LAPTOP, PHONE, WALL, Window, sign_in

# Where each says which question is on screen.
_PLACES = {"projector": ".p-q", "phone": ".app-now__text", "desk": ".m-screen"}
_PUBLIC = ("projector", "phone")
PATIENCE = 30  # seconds after which a screen is not waited for any longer

# Notes when each question is first in the page, in any way and however briefly.
_NOTE_ALL = """(() => {
  window.firstThere = {};
  const look = () => {
    for (const [text] of document.documentElement.outerHTML.matchAll(/Question of the room \\d+\\?/g))
      window.firstThere[text] ??= Date.now() / 1000;
  };
  const everything = { subtree: true, childList: true, characterData: true, attributes: true };
  new MutationObserver(look).observe(document, everything);
  addEventListener("DOMContentLoaded", look);
})()"""
_IS_RIGHT = """([place, text]) => document.documentElement.dataset.live === "on"
  && document.querySelector(place).checkVisibility() && document.querySelector(place).textContent.includes(text)"""


def a_question(number: int) -> str:
    return f"Question of the room {number}?"


@dataclass
class Room:
    """Its pages are opened once, and never reloaded."""

    pages: dict[str, Page]

    def until_right(self, text: str, since: float) -> dict[str, float]:
        """Seconds since then, by screen, until it is live and shows that this question is being answered."""
        return {name: self._until_right(name, text) - since for name in self.pages}

    def _until_right(self, name: str, text: str) -> float:
        try:
            self.pages[name].wait_for_function(_IS_RIGHT, arg=[_PLACES[name], text], timeout=PATIENCE * 1000)
        except NotInTime:
            return float("inf")
        return time.monotonic()

    def first_shown(self) -> list[tuple[str, float]]:
        """Which questions were in a page that the public see, and when first."""
        return [shown for name in _PUBLIC for shown in self.pages[name].evaluate("Object.entries(firstThere)")]

    def reloaded(self) -> int:
        return sum(not page.evaluate("window.neverReloaded") for page in self.pages.values())


def open_room(address: str, moderator: Moderator, browser: Browser) -> Room:
    desk, projector, phone = (Window(browser, size) for size in (LAPTOP, WALL, PHONE))
    for watched in (projector, phone):
        watched.page.add_init_script(_NOTE_ALL)
    sign_in(_At(address), desk)
    room = Room(
        {
            "projector": projector.live(f"{address}/screen/{moderator.screen}"),
            "phone": phone.live(f"{address}/{moderator.code}"),
            "desk": desk.live(f"{address}/desk/meetings/{moderator.meeting}"),
        }
    )
    for page in room.pages.values():
        page.evaluate("window.neverReloaded = true")
    return room


@dataclass(frozen=True)
class _At:
    address: str
