"""Screens whose own clock or time zone is wrong: they count and tell time as the server and the meeting do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action
from board_qa.services.questions import moderating
from board_qa.system.clock import utc_now
from board_qa.web.shell import words
from tests.support.browsers import LAPTOP, WALL, Window, sign_in
from tests.support.running import Running

# Neither has anything in common with the meeting's, Europe/London.
ELSEWHERE = "Pacific/Auckland"
# What the page's own scripts do every half second, done now: no test waits for it.
TICK = """async () => {
  const script = document.querySelector("script[type=module]").src;
  (await import(script.replace(/[a-z_]+\\/[a-z_]+\\.js$/, "shared/clock.js"))).tick();
  return document.querySelector("[data-until]")?.textContent;
}"""
# Somebody, or the machine itself, sets its clock so many minutes on. (Playwright's own clock would stop the other one.)
SET = """minutes => {
  const Right = Date, now = () => Right.now() + minutes * 60_000;
  Date = class extends Right { constructor(...at) { super(...(at.length ? at : [now()])); } };
  Date.now = now;
}"""
# A machine whose clocks all stood still for ten minutes.
SLEPT = "const real = performance.now.bind(performance); performance.now = () => real() - 10 * 60_000"


def started(live: Running, meeting: Meeting, minutes: float) -> None:
    """Somebody started the section of 30 minutes this long ago."""
    earlier = replace(live.ports, clock=lambda: utc_now() - timedelta(minutes=minutes))
    moderating.time_section(earlier, meeting, Action.START_SECTION, "", live.alex)


@pytest.fixture
def opened(live: Running, window: Callable[..., Window]) -> Callable[..., Page]:
    """A screen of the meeting in a browser that thinks it is somewhere else."""

    def open_one(meeting: Meeting, what: str) -> Page:
        one = window(WALL if what == "screen" else LAPTOP, timezone_id=ELSEWHERE)
        one.forgive("ERR_INTERNET_DISCONNECTED")  # the browser's own note of what a screen asks while it is offline
        address = {
            "screen": f"/screen/{meeting.screen_token}",
            "desk": f"/desk/meetings/{meeting.id}",
            "sheet": f"/desk/meetings/{meeting.id}/run-sheet",
        }[what]
        return (one if what == "screen" else sign_in(live, one)).live(live.address + address)

    return open_one


@pytest.mark.parametrize("off", [-5, 5, 600])
@pytest.mark.parametrize(
    ("what", "says"), [("screen", "13 min left"), ("desk", r"12 min \d+ s left"), ("sheet", r"12 min \d+ s left")]
)
def test_a_clock_that_is_put_right_or_wrong_in_the_middle_of_the_meeting_changes_no_countdown(
    live: Running, opened: Callable[..., Page], what: str, says: str, off: int
) -> None:
    meeting = live.meeting()
    started(live, meeting, 17.2)
    page = opened(meeting, what)
    page.evaluate(SET, off)

    assert re.fullmatch(says, page.evaluate(TICK))


@pytest.mark.parametrize("what", ["screen", "desk", "sheet"])
def test_a_machine_that_slept_hears_what_time_it_is_with_the_next_news(
    live: Running, opened: Callable[..., Page], what: str
) -> None:
    meeting = live.meeting()
    started(live, meeting, 17.2)
    page = opened(meeting, what)
    assert re.match(r"2[23] min", page.evaluate(f"async () => {{ {SLEPT}; return await ({TICK})(); }}"))

    expect(page.locator("[data-until]")).to_have_text(re.compile(r"1[23] min"))


@pytest.mark.parametrize("what", ["screen", "desk", "sheet"])
def test_a_page_that_was_long_on_its_way_counts_from_when_it_was_made(
    live: Running, opened: Callable[..., Page], what: str
) -> None:
    meeting = live.meeting()
    started(live, meeting, 17.2)
    page = opened(meeting, what)
    counted = page.evaluate(
        """async () => {
          const script = document.querySelector("script[type=module]").src;
          const clock = await import(script.replace(/[a-z_]+\\/[a-z_]+\\.js$/, "shared/clock.js"));
          const arrived = performance.getEntriesByType("navigation")[0].responseStart;
          clock.setClock("2026-11-24T11:00:00+00:00", arrived);
          const late = clock.serverNow() - Date.parse("2026-11-24T11:00:00+00:00") - (performance.now() - arrived);
          return [clock.arrived === arrived, Math.round(late / 1000)];
        }"""
    )

    assert counted == [True, 0]


def test_how_long_a_question_waits_is_counted_on_by_the_desk_itself(live: Running, opened: Callable[..., Page]) -> None:
    meeting = live.meeting()
    earlier = replace(live, ports=replace(live.ports, clock=lambda: utc_now() - timedelta(minutes=4, seconds=10)))
    earlier.asked(meeting, "Why?")
    page = opened(meeting, "desk")
    oldest, waits = page.locator(".m-pane__head .m-meta"), page.locator(".m-item [data-waiting]")
    expect(oldest).to_have_text("Oldest 4 min")
    expect(waits).to_have_text("4 min")
    page.context.set_offline(True)
    page.clock.install(time=utc_now())
    page.clock.fast_forward("03:00")
    page.evaluate(TICK)

    expect(oldest).to_have_text("Oldest 7 min")
    expect(waits).to_have_text("7 min")


def test_the_run_sheet_says_in_the_meetings_zone_since_when_it_is_not_live(
    live: Running, opened: Callable[..., Page]
) -> None:
    meeting = live.meeting(timezone="America/New_York")
    page = opened(meeting, "sheet")
    page.evaluate(SET, 317)
    page.context.set_offline(True)
    lost = page.get_by_text("This is the list as it was at")
    expect(lost).to_be_visible(timeout=20_000)
    said = re.search(r"at (\d\d:\d\d)\.", lost.inner_text())
    assert said

    near = [f"{utc_now().astimezone(ZoneInfo('America/New_York')) - timedelta(minutes=m):%H:%M}" for m in (0, 1)]
    assert said.group(1) in near


def test_the_sheet_is_printed_with_the_time_at_which_it_was_printed(live: Running, opened: Callable[..., Page]) -> None:
    page = opened(live.meeting(timezone="America/New_York"), "sheet")
    page.evaluate(
        """async () => {
          const script = document.querySelector("script[type=module]").src;
          const clock = await import(script.replace(/[a-z_]+\\/[a-z_]+\\.js$/, "shared/clock.js"));
          clock.setClock("2026-11-24T16:03:00+00:00");
          dispatchEvent(new Event("beforeprint"));
        }"""
    )

    printed = page.locator(".m-sheet__paper").text_content() or ""
    assert " ".join(printed.split()).endswith("Printed at 11:03 on 24 November 2026.")


MOMENTS = [(0, "now"), (59, "now"), (60, "1 min"), (3599, "59 min"), (3600, "1 h"), (172_799, "47 h"),
           (172_800, "2 days"), (-5, "now")]  # fmt: skip


def test_the_script_says_how_long_something_waits_in_the_same_words(live: Running, opened: Callable[..., Page]) -> None:
    page = opened(live.meeting(), "screen")
    said = page.evaluate(
        """async seconds => {
          const script = document.querySelector("script[type=module]").src;
          const { waited } = await import(script.replace("screen/screen.js", "shared/clock.js"));
          return seconds.map(one => waited(one * 1000));
        }""",
        [seconds for seconds, _ in MOMENTS],
    )
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)

    assert said == [words.waiting(at - timedelta(seconds=seconds), at) for seconds, _ in MOMENTS]
    assert said == [waits for _, waits in MOMENTS]


def test_a_zone_that_this_browser_has_never_heard_of_is_told_in_utc_and_says_so(
    live: Running, opened: Callable[..., Page]
) -> None:
    page = opened(live.meeting(), "screen")
    said = page.evaluate(
        """async zones => {
          const script = document.querySelector("script[type=module]").src;
          const { timeOfDay } = await import(script.replace("screen/screen.js", "shared/clock.js"));
          return zones.map(zone => timeOfDay(Date.parse("2026-06-24T00:03:00+01:00"), zone));
        }""",
        ["Europe/London", "Europe/Newtown", "Asia/Kathmandu"],
    )

    assert said == ["00:03", "23:03 UTC", "04:48"]


def test_a_run_sheet_without_news_is_brought_up_to_date_every_minute(
    live: Running, opened: Callable[..., Page]
) -> None:
    page = opened(live.meeting(), "sheet")
    page.clock.install()
    page.reload()
    page.wait_for_selector("html[data-live=on]", state="attached")
    with page.expect_response(re.compile(r"part=1")) as answer:
        page.clock.fast_forward("01:00")

    assert answer.value.ok


def test_a_phone_whose_clock_is_put_back_is_told_of_new_questions_all_the_same(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    page = window((390, 844)).live(f"{live.address}/{meeting.code}")
    told = page.locator("[data-status]")
    live.asked(meeting, "Why?", Action.ACCEPT)
    expect(told).to_have_text("Show 1 new question")
    page.evaluate(SET, -60)
    page.evaluate("const real = performance.now.bind(performance); performance.now = () => real() + 20_001")
    live.asked(meeting, "When?", Action.ACCEPT)

    expect(told).to_have_text("Show 2 new questions")
