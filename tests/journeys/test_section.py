"""The public section on the clock, and how long a question has been on screen."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from board_qa.domain.meetings.meeting import IdleView, Meeting, Section
from board_qa.domain.meetings.rules import Identity, Rules
from board_qa.domain.questions import audience
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.transitions import decide_section
from board_qa.phrases.history import did, what_happened
from board_qa.ports import Ports
from board_qa.ports.questions import Conflict
from board_qa.rehearsal.__main__ import wait
from board_qa.services.meetings import meetings
from board_qa.services.questions import moderating
from board_qa.services.questions.moderating import answer_and_next, expected_section, show, time_section
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.system.clock import utc_now
from board_qa.web.shell import words
from tests.live.test_live import listen
from tests.support.board import Board, post
from tests.support.browsers import WALL, Window, not_busy
from tests.support.deciding import asked, did_last, do, expected_next_now, take_back
from tests.support.doubles import NOON, StoppedClock, details
from tests.support.listening import Listener
from tests.support.old_database import before
from tests.support.running import Running
from tests.web.test_roles import send

__all__ = ["listen"]

START, EXTEND, STOP = Action.START_SECTION, Action.EXTEND_SECTION, Action.STOP_SECTION


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def section(ports: Ports, meeting: Meeting) -> Section:
    found = ports.store.meetings.get(meeting.id)
    assert found is not None
    return found.section


def timed(ports: Ports, meeting: Meeting, action: Action, actor: Actor) -> Section:
    """Do it as somebody who sees the section as it is now."""
    return time_section(ports, meeting, action, expected_section(section(ports, meeting)), actor)


def test_a_new_meeting_is_not_timed(ports: Ports, meeting: Meeting) -> None:
    assert section(ports, meeting) == Section()


def test_started_it_lasts_as_long_as_the_meeting_says_and_one_press_gives_five_more_minutes() -> None:
    started = decide_section(START, Section(), 30, NOON).retiming
    assert started is not None
    assert started.after == Section(NOON, NOON + minutes(30))
    more = decide_section(EXTEND, started.after, 30, NOON + minutes(12)).retiming
    assert more is not None

    assert more.after == Section(NOON, NOON + minutes(35))


def test_more_time_after_it_is_up_is_five_minutes_from_now() -> None:
    over = Section(NOON, NOON + minutes(30))
    more = decide_section(EXTEND, over, 30, NOON + minutes(33)).retiming

    assert more is not None
    assert more.after == Section(NOON, NOON + minutes(38))


def test_each_change_of_the_time_is_on_the_record_and_can_be_undone(
    ports: Ports, meeting: Meeting, alex: Actor, clock: StoppedClock
) -> None:
    states = [section(ports, meeting)]
    for action in (START, EXTEND, STOP):
        clock.advance(minutes=2)
        timed(ports, meeting, action, alex)
        states.append(section(ports, meeting))
    rows = ports.store.meetings.changes_since(meeting.id, 0)
    assert [(row.action, row.actor, row.question_id) for row in rows] == [
        (a, "Alex", None) for a in (START, EXTEND, STOP)
    ]
    assert [did(row) for row in rows] == [
        "Public section started",
        "Public section given 5 more minutes",
        "Public section no longer timed",
    ]

    for state in reversed(states[:-1]):
        take_back(ports, meeting, alex)
        assert section(ports, meeting) == state
    assert did_last(ports, meeting, alex) == []


def test_two_who_give_more_time_at_once_give_it_once(ports: Ports, meeting: Meeting, alex: Actor, sam: Actor) -> None:
    timed(ports, meeting, START, alex)
    seen = expected_section(section(ports, meeting))
    time_section(ports, meeting, EXTEND, seen, alex)

    with pytest.raises(Conflict) as conflict:
        time_section(ports, meeting, EXTEND, seen, sam)
    assert what_happened(conflict.value.change).startswith("Public section given 5 more minutes by Alex")
    assert section(ports, meeting).ends_at == NOON + minutes(35)


@pytest.mark.parametrize(("action", "is_timed"), [(START, True), (EXTEND, False), (STOP, False)])
def test_what_has_no_times_is_neither_extended_nor_stopped_and_what_has_some_is_not_started(
    ports: Ports, meeting: Meeting, alex: Actor, action: Action, is_timed: bool
) -> None:
    before = timed(ports, meeting, START, alex) if is_timed else Section()
    with pytest.raises(Conflict):
        timed(ports, meeting, action, alex)

    assert section(ports, meeting) == before


def test_an_undo_never_takes_away_the_time_that_somebody_else_gave_since(
    ports: Ports, meeting: Meeting, alex: Actor, sam: Actor
) -> None:
    timed(ports, meeting, START, alex)
    given = timed(ports, meeting, EXTEND, sam)

    with pytest.raises(Conflict):
        take_back(ports, meeting, alex)
    assert section(ports, meeting) == given


def test_the_time_goes_on_whatever_happens_on_the_screen(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    started = timed(ports, meeting, START, alex)
    do(ports, Action.ACCEPT, asked(ports, meeting), alex)
    answer_and_next(ports, meeting, expected_next_now(ports, meeting), alex)
    show(ports, meeting, IdleView.BLANK, alex)
    take_back(ports, meeting, alex)

    assert section(ports, meeting) == started


def test_a_meeting_that_was_there_before_sections_were_timed_is_not_timed(tmp_path: Path) -> None:
    before(tmp_path, "m010_section").close()
    store = SqliteStore(str(tmp_path / "old.db"))

    assert [meeting.section for meeting in store.meetings.all()] == [Section()]
    store.close()


def test_a_question_counts_from_when_it_was_put_on_screen_and_goes_on_after_an_undo(
    ports: Ports, meeting: Meeting, alex: Actor, clock: StoppedClock
) -> None:
    first, second = (do(ports, Action.ACCEPT, asked(ports, meeting, text), alex) for text in ("One?", "Two?"))
    put_at = ports.store.questions.put_at
    assert put_at(first.id) is None
    do(ports, Action.PUT_ON_SCREEN, first, alex)
    clock.advance(minutes=3)
    answer_and_next(ports, meeting, expected_next_now(ports, meeting), alex)
    assert (put_at(first.id), put_at(second.id)) == (NOON, NOON + minutes(3))
    take_back(ports, meeting, alex)

    assert (put_at(first.id), put_at(second.id)) == (NOON, None)


def test_put_on_screen_again_it_counts_from_then(
    ports: Ports, meeting: Meeting, alex: Actor, clock: StoppedClock
) -> None:
    question = do(ports, Action.PUT_ON_SCREEN, do(ports, Action.ACCEPT, asked(ports, meeting), alex), alex)
    question = do(ports, Action.TAKE_OFF_SCREEN, question, alex)
    clock.advance(minutes=3)
    do(ports, Action.PUT_ON_SCREEN, question, alex)

    assert ports.store.questions.put_at(question.id) == NOON + minutes(3)


def test_the_screen_is_told_moments_and_what_time_it_is_here() -> None:
    meeting = Meeting(1, "7K4P", "s", details(), IdleView.BLANK, 9, Section(NOON, NOON + minutes(30)))
    news = audience.screen_delta(meeting, None, NOON + minutes(12))

    assert (news["ends_at"], news["now"]) == ("2026-11-23T12:30:00+00:00", "2026-11-23T12:12:00+00:00")
    assert audience.screen_delta(replace(meeting, section=Section()), None, NOON)["ends_at"] == ""


TOLD = [
    (-1, "1 s", "Time is up", "Time is up"),
    (0, "0 s", "Time is up", "Time is up"),
    (0.4, "0 s", "1 s left", "Less than a minute left"),
    (45, "45 s", "45 s left", "Less than a minute left"),
    (60, "1 min 0 s", "1 min 0 s left", "1 min left"),
    (61, "1 min 1 s", "1 min 1 s left", "2 min left"),
    (192, "3 min 12 s", "3 min 12 s left", "4 min left"),
    (1800, "30 min 0 s", "30 min 0 s left", "30 min left"),
    (4000, "66 min 40 s", "66 min 40 s left", "67 min left"),
]


@pytest.mark.parametrize(("seconds", "lasted", "left", "calm"), TOLD)
def test_time_is_told_in_words_and_never_less_than_none(seconds: float, lasted: str, left: str, calm: str) -> None:
    later = NOON + timedelta(seconds=seconds)

    assert words.lasted(NOON, max(later, NOON)) == ("0 s" if seconds < 0 else lasted)
    assert (words.left(later, NOON), words.calmly_left(later, NOON)) == (left, calm)
    assert words.lasted(NOON, NOON - minutes(1)) == "0 s"


def test_the_script_tells_time_in_the_same_words(live: Running, window: Callable[..., Window]) -> None:
    page = window().page
    page.goto(f"{live.address}/screen/{live.meeting().screen_token}")
    said = page.evaluate(
        """async seconds => {
          const script = document.querySelector("script[src*='/js/']").src;
          const clock = await import(script.replace("screen/screen.js", "shared/clock.js"));
          return seconds.map(one => [clock.lasted(one * 1000), clock.left(one * 1000), clock.left(one * 1000, true)]);
        }""",
        [seconds for seconds, *_ in TOLD],
    )

    assert said == [["0 s" if seconds < 0 else lasted, left, calm] for seconds, lasted, left, calm in TOLD]


@pytest.mark.parametrize(("what", "says"), [("start", "The public section ends at"), ("stop", "no longer timed")])
def test_the_desk_times_the_section_by_plain_forms(board: Board, what: str, says: str) -> None:
    browser = board.signed_in()
    seen = timed(board.ports, board.meeting, START, board.alex) if what == "stop" else Section()
    address, form = f"{board.path}/section/{what}", {"expected": expected_section(seen)}
    post(browser, board.path, address, **form)
    page = browser.get(board.path).text

    assert says in page
    assert ("/section/extend" in page, "not started" in page) == ((True, False) if what == "start" else (False, True))


def test_a_second_press_of_start_is_told_that_it_was_started(board: Board) -> None:
    browser = board.signed_in()
    send(browser, "POST", f"{board.path}/section/start")
    answer = send(browser, "POST", f"{board.path}/section/start", "application/json")

    assert answer.status_code == 409
    assert "Public section started by Alex Morgan" in answer.get_json()["advice"]


def test_the_desk_says_since_when_the_question_is_on_screen_and_of_how_many_minutes(board: Board) -> None:
    rules = Rules(identity=Identity.OPTIONAL, minutes_per_question=5)
    board.meeting = meetings.create(board.ports, details(board.ports.clock(), rules=rules))
    question = board.asked("Why?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    page = board.signed_in().get(f"/desk/meetings/{board.meeting.id}").text
    put_at = board.ports.store.questions.put_at(question.id)
    assert put_at is not None

    assert f'data-since="{put_at.isoformat()}"' in page
    assert "</span> of 5 min" in page


def test_a_change_of_the_time_reaches_the_screen_at_once(live: Running, listen: Callable[..., Listener]) -> None:
    meeting = live.meeting()
    screen = listen({"screen": meeting.screen_token})
    started = timed(live.ports, meeting, START, live.alex)
    wait("the news", lambda: bool(screen.deltas()))

    assert started.ends_at is not None
    assert screen.deltas()[-1]["ends_at"] == started.ends_at.isoformat()
    assert abs(datetime.fromisoformat(screen.deltas()[-1]["now"]) - utc_now()) < minutes(5)
    assert "Alex" not in json.dumps(screen.heard)


def started_earlier(live: Running, meeting: Meeting, ago: timedelta) -> Section:
    """Somebody started it a while ago."""
    earlier = replace(live.ports, clock=lambda: datetime.now(UTC) - ago)
    return timed(earlier, meeting, START, live.alex)


@pytest.mark.parametrize(
    ("ago", "says"), [(17.5, "13 min left"), (29.5, "Less than a minute left"), (99, "Time is up")]
)
def test_the_projector_says_how_much_time_is_left_and_then_that_it_is_up(
    live: Running, window: Callable[..., Window], ago: float, says: str
) -> None:
    meeting = live.meeting()
    live.asked(meeting, "Why?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    wall = window(WALL)
    started_earlier(live, meeting, minutes(ago))
    page = wall.live(f"{live.address}/screen/{meeting.screen_token}")

    expect(page.get_by_text(says, exact=True)).to_be_visible()


def test_a_screen_whose_own_clock_is_wrong_counts_by_the_servers(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    started_earlier(live, meeting, minutes(17.5))
    wall = window(WALL)
    wall.page.clock.install(time=datetime.now(UTC) - timedelta(hours=9))
    page = wall.page
    page.goto(f"{live.address}/screen/{meeting.screen_token}")
    expect(page.locator("[data-until]")).to_have_text("13 min left")
    page.clock.fast_forward("11:00")
    expect(page.locator("[data-until]")).to_have_text("2 min left")
    page.clock.fast_forward("30:00")

    expect(page.locator("[data-until]")).to_have_text("Time is up")


def test_the_desk_starts_the_clock_by_key_and_every_screen_counts(
    live: Running, desk: Window, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    screen = window(WALL).live(f"{live.address}/screen/{meeting.screen_token}")
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    page.keyboard.press("s")
    expect(page.get_by_role("status")).to_contain_text("The public section ends at")
    ends_at = moderating.expected_section(section(live.ports, meeting))
    expect(screen.locator("[data-until]")).to_have_attribute("data-until", ends_at)
    expect(page.locator("[data-until]")).to_have_attribute("data-until", ends_at)
    not_busy(page)
    page.keyboard.press("o")
    expect(page.get_by_role("status")).to_contain_text("5 more minutes")
    expect(screen.locator("[data-until]")).to_have_text("35 min left")
    not_busy(page)
    page.keyboard.press("u")

    expect(screen.locator("[data-until]")).to_have_attribute("data-until", ends_at)
