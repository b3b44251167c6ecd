"""Live news where lists are long: what arrives over real sockets, and what a real browser makes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question, State
from board_qa.live.broadcaster import MOST_TOLD
from board_qa.rehearsal.__main__ import wait
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.browsers import LAPTOP, PHONE, Window, axe, drag, not_busy, sideways, sign_in
from tests.support.crowds import crowd
from tests.support.doubles import ABUSIVE
from tests.support.listening import Listener
from tests.support.running import Running

APPROVE, SHOW, ANSWER, DECLINE, HOLD = Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER, Action.DECLINE, Action.HOLD


@pytest.fixture
def listen(live: Running) -> Iterator[Callable[..., Listener]]:
    made: list[Listener] = []

    def start(introduction: dict[str, Any], cookie: str = "") -> Listener:
        made.append(Listener(live.address, introduction, cookie))
        return made[-1]

    yield start
    for listener in made:
        listener.client.disconnect()


def filled(live: Running, count: int, state: State = State.ACCEPTED) -> Meeting:
    meeting = live.meeting()
    more(live, meeting, count, state)
    found = live.ports.store.meetings.get(meeting.id)
    assert found
    return found


def more(live: Running, meeting: Meeting, count: int, state: State = State.ACCEPTED) -> None:
    assert isinstance(live.ports.store, SqliteStore)
    crowd(live.ports.store, meeting, count, state)


def question(live: Running, meeting: Meeting, number: int) -> Question:
    found = live.ports.store.questions.by_number(meeting.id, number)
    assert found
    return found


def does(live: Running, meeting: Meeting, number: int, *actions: Action, reason: str = "") -> None:
    for action in actions:
        live.does(action, question(live, meeting, number), reason)


def revision(live: Running, meeting: Meeting) -> int:
    return live.ports.store.meetings.revisions()[meeting.id]


def listed(page: Page, name: str = "waiting") -> list[int]:
    cards = page.locator(f"[data-list={name}] > li")
    return [int(number or 0) for number in cards.evaluate_all("all => all.map(one => one.dataset.number)")]


def test_the_news_says_what_is_new_and_how_many_there_are(live: Running, listen: Callable[..., Listener]) -> None:
    meeting = filled(live, 3)
    public = listen({"code": meeting.code})
    live.asked(meeting, "New?", APPROVE)
    does(live, meeting, 2, SHOW, ANSWER)
    wait("the news", lambda: public.caught_up(revision(live, meeting)))

    deltas = public.deltas()
    assert sorted({number for delta in deltas for number in delta["fresh"]}) == [4]
    assert deltas[-1]["counts"] == {"waiting": 3, "answered": 1}


def test_where_much_happens_at_once_each_screen_is_told_to_fetch_what_it_shows(
    live: Running, listen: Callable[..., Listener]
) -> None:
    meeting = filled(live, 5)
    http = live.sign_in()
    public, screen = listen({"code": meeting.code}), listen({"screen": meeting.screen_token})
    desk = listen({"desk": meeting.id}, cookie=f"desk={http.cookies['desk']}")
    with live.ports.store.transaction():
        more(live, meeting, MOST_TOLD)
        does(live, meeting, 1, SHOW)
    now = revision(live, meeting)
    wait("the news", lambda: all(one.caught_up(now) for one in (public, screen, desk)))

    assert desk.deltas()[-1] == {"since": now, "revision": now}
    assert public.deltas()[-1] == {"since": now, "revision": now}
    assert screen.deltas()[-1]["question"]["number"] == 1


def test_a_thousand_questions_that_only_came_make_no_page_of_the_public_fetch_anything(
    live: Running, listen: Callable[..., Listener]
) -> None:
    meeting = filled(live, 1)
    since, public = revision(live, meeting), listen({"code": meeting.code})
    more(live, meeting, 1_000, State.RECEIVED)
    wait("the news", lambda: public.caught_up(revision(live, meeting)))

    (delta,) = public.deltas()
    assert (delta["since"], delta["questions"], delta["gone"]) == (since, [], [])
    assert delta["counts"] == {"waiting": 1, "answered": 0}


def test_new_questions_wait_behind_the_button_on_any_page_and_others_stay_on_theirs(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = filled(live, 70)
    live.asked(meeting, "Held back?", HOLD)
    page = window(PHONE).live(f"{live.address}/{meeting.code}?from=31")
    assert listed(page) == list(range(31, 61))
    live.groups(live.asked(meeting, "Why, though?"), into=question(live, meeting, 5))  # a change on another page
    does(live, meeting, 66, Action.WRITE)
    does(live, meeting, 71, APPROVE)
    expect(page.get_by_role("button", name="Show 1 new question")).to_be_visible()
    expect(page.locator("[data-count=waiting]")).to_have_text("71")
    assert listed(page) == list(range(31, 61))
    page.get_by_role("button", name="Show 1 new question").click()
    expect(page.locator("#q71")).to_be_focused()
    assert listed(page) == [*range(31, 61), 71]

    does(live, meeting, 33, DECLINE, reason=ABUSIVE)
    expect(page.locator("#q33")).to_have_count(0)
    does(live, meeting, 71, Action.WRITE)  # it is here already: it changes here, and comes no second time
    expect(page.locator("#q71 [data-chip=written]")).to_be_visible()
    expect(page.locator("[data-new]")).to_be_hidden()
    assert listed(page) == [31, 32, *range(34, 61), 71]


def test_an_answer_moves_a_question_of_the_page_and_brings_one_of_another_page_where_it_belongs(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = filled(live, 70)
    page = window(LAPTOP).live(f"{live.address}/{meeting.code}")
    does(live, meeting, 3, SHOW)
    expect(page.locator(".app-now__text")).to_have_text("Why is ward 3 closed?")
    does(live, meeting, 3, ANSWER)
    does(live, meeting, 65, SHOW)
    expect(page.locator(".app-now__text")).to_have_text("Why is ward 65 closed?")
    does(live, meeting, 65, ANSWER)
    expect(page.locator("[data-count=answered]")).to_have_text("2")
    page.get_by_role("link", name="Answered").click()

    expect(page.locator("[data-list=answered] > li")).to_have_count(2)
    assert (listed(page), listed(page, "answered")) == ([1, 2, *range(4, 31)], [3, 65])
    does(live, meeting, 66, SHOW, Action.TAKE_OFF_SCREEN)  # back on its own page, and not on this one
    expect(page.locator(".app-now")).to_be_hidden()
    assert listed(page) == [1, 2, *range(4, 31)]


def test_a_page_that_lost_its_connection_fetches_what_it_shows_and_nothing_is_there_twice_or_still(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = filled(live, 70)
    opened = window(LAPTOP)
    page = opened.live(f"{live.address}/{meeting.code}?from=31")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened.context.set_offline(True)
    page.wait_for_selector("html[data-live=off]", state="attached", timeout=20_000)
    does(live, meeting, 40, DECLINE, reason=ABUSIVE)
    does(live, meeting, 41, SHOW)
    does(live, meeting, 2, Action.WRITE)
    live.asked(meeting, "New?", APPROVE)
    opened.context.set_offline(False)
    expect(page.get_by_role("button", name="Show 1 new question")).to_be_visible(timeout=20_000)

    expect(page.locator(".app-now__text")).to_have_text("Why is ward 41 closed?")
    assert listed(page) == [*range(31, 40), *range(42, 61)]
    (snapshot,) = [url for url in asked if "questions.json" in url]
    assert "known=31.32." in snapshot
    opened.forgive("net::ERR")  # the browser's own notes of the lost connection


def test_news_by_the_hundred_is_shown_a_page_at_a_time(live: Running, window: Callable[..., Window]) -> None:
    meeting = filled(live, 5)
    more(live, meeting, 40, State.RECEIVED)
    page = window(LAPTOP).live(f"{live.address}/{meeting.code}")
    for number in range(6, 46):
        does(live, meeting, number, APPROVE)
    page.get_by_role("button", name="Show 40 new questions").click()
    assert listed(page) == list(range(1, 36))
    page.get_by_role("button", name="Show 10 new questions").click()

    assert listed(page) == list(range(1, 46))
    expect(page.locator("[data-new]")).to_be_hidden()


@pytest.mark.parametrize("script", [True, False])
def test_the_public_pages_lead_on_and_back_and_are_fit_for_everyone(
    live: Running, window: Callable[..., Window], script: bool
) -> None:
    meeting = filled(live, 70)
    page = window(PHONE, java_script_enabled=script).page
    page.goto(f"{live.address}/{meeting.code}")
    for first, last in ((31, 60), (61, 70)):
        page.get_by_role("link", name="Later questions").click()
        expect(page.locator(f"#q{first}")).to_be_visible()
        assert page.locator("[data-list=waiting] > li").count() == last - first + 1
    expect(page.get_by_role("link", name="Later questions")).to_have_count(0)
    page.get_by_role("link", name="Earlier questions").click()
    expect(page.get_by_text("Page 2 of 3")).to_be_visible()

    expect(page).to_have_title(re.compile("page 2 of 3"))
    if script:
        assert axe(page) == []
        page.get_by_role("link", name="Answered").click()
        page.get_by_role("link", name="Waiting").click()
        assert page.url.endswith("?show=waiting&from=31")
        expect(page.get_by_role("link", name="Cymraeg")).to_have_attribute(
            "href", re.compile(rf"/cy/{meeting.code}\?show=waiting&from=31$")
        )
        assert sideways(page) == 0


def selected(page: Page, number: int) -> None:
    expect(page.locator(f"[data-selected='{number}']")).to_be_attached()
    not_busy(page)


def current(page: Page, number: int) -> None:
    selected(page, number)
    expect(page.locator(".m-item a[aria-current]")).to_have_attribute("data-q", str(number))


def test_j_and_k_go_on_across_the_edge_of_a_page_and_news_moves_nobody_back(live: Running, desk: Window) -> None:
    meeting = filled(live, 110, State.RECEIVED)
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}?q=50")
    for key, number in (("j", 51), ("j", 52), ("k", 51), ("k", 50), ("ArrowDown", 51)):
        page.keyboard.press(key)
        current(page, number)
    live.asked(meeting, "New?")
    expect(page.locator("nav.m-pane .m-count")).to_have_text("111")
    current(page, 51)
    assert page.locator(".m-item a").first.get_attribute("data-q") == "51"
    does(live, meeting, 3, HOLD)  # of the page before, so that every question moves up by one
    expect(page.locator("nav.m-pane .m-count")).to_have_text("110")
    current(page, 51)
    page.keyboard.press("j")
    current(page, 52)  # nothing was passed over


def test_deciding_on_the_last_of_a_page_goes_on_with_the_first_of_the_next(live: Running, desk: Window) -> None:
    meeting = filled(live, 110, State.RECEIVED)
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}?q=50")
    for number in (50, 51, 52):
        current(page, number)
        page.keyboard.press("h")
        expect(page.get_by_role("status")).to_have_text(f"Held question {number}.")
    current(page, 53)
    page.goto(f"{live.address}/desk/meetings/{meeting.id}?q=110")
    page.wait_for_selector("html[data-live=on]", state="attached")
    page.keyboard.press("h")
    expect(page.get_by_role("status")).to_have_text("Held question 110.")

    current(page, 109)


def test_a_page_chosen_with_the_mouse_has_its_first_question_selected_and_keeps_it(live: Running, desk: Window) -> None:
    meeting = filled(live, 110, State.RECEIVED)
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    page.get_by_role("link", name="Later in the list").click()
    current(page, 51)
    expect(page.locator(".m-item a[aria-current]")).to_be_in_viewport()
    live.asked(meeting, "New?")
    expect(page.locator("nav.m-pane .m-count")).to_have_text("111")
    current(page, 51)
    page.go_back()

    current(page, 1)


def test_the_pages_of_the_running_order_turn_without_leaving_the_question_or_the_link(
    live: Running, desk: Window
) -> None:
    meeting = filled(live, 45)
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}?show=running-order")
    link = page.get_by_role("link", name="Later in the running order")
    link.click()
    expect(page.locator(".m-run li").first).to_have_attribute("data-place", "21")
    current(page, 1)
    expect(link).to_be_focused()
    page.keyboard.press("]")
    expect(page.get_by_role("status")).to_contain_text("Moved question 1 later")
    not_busy(page)
    drag(page, page.locator(".m-run li[data-number='23']"), page.locator(".m-run li[data-number='21']"))
    expect(page.get_by_role("status")).to_contain_text("Moved question 23 earlier")

    order = live.ports.store.questions.of_meeting(meeting.id)
    assert [q.number for q in sorted(order, key=lambda q: q.place)][:2] == [2, 1]
    assert [q.number for q in sorted(order, key=lambda q: q.place)][20:23] == [23, 21, 22]


@pytest.mark.parametrize("size", [PHONE, LAPTOP])
def test_a_long_desk_is_fit_for_everyone(live: Running, window: Callable[..., Window], size: tuple[int, int]) -> None:
    meeting = filled(live, 60, State.RECEIVED)
    more(live, meeting, 60)
    page = sign_in(live, window(size)).live(f"{live.address}/desk/meetings/{meeting.id}?page=2")

    assert axe(page) == []
    assert sideways(page) == 0


def test_a_long_desk_works_without_javascript(live: Running, window: Callable[..., Window]) -> None:
    meeting = filled(live, 60, State.RECEIVED)
    page = sign_in(live, window(LAPTOP, java_script_enabled=False)).page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}")
    page.get_by_role("link", name="Later in the list").click()
    expect(page.get_by_role("heading", name="Question 51")).to_be_visible()
    page.get_by_role("button", name="Hold question 51").click()
    expect(page.get_by_role("heading", name="Question 52")).to_be_visible()
    page.get_by_role("link", name="Earlier in the list").click()

    expect(page.get_by_role("heading", name="Question 1", exact=False).first).to_be_visible()
