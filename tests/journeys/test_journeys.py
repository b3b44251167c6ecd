"""What people do, in a real browser: ask, moderate, watch; with and without JavaScript, and when the line drops."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import APIResponse, Page, Route, expect

from board_qa.domain.meetings.meeting import IdleView
from board_qa.domain.questions.history import Action
from board_qa.rehearsal.__main__ import wait
from tests.support.browsers import LAPTOP, PHONE, WALL, Window, axe, intercept, not_busy, sign_in, tab_stops
from tests.support.doubles import ABUSIVE, PERSONAL, POLITICAL, REPEATS
from tests.support.running import Running, running

APPROVE, SHOW, DECLINE = Action.ACCEPT, Action.PUT_ON_SCREEN, Action.DECLINE
THREE_HUNDRED = (
    "Given that the Eastbrook memory clinic has had no consultant since June, that 214 families are waiting, and that "
    "the board was told in July that a locum would start within weeks, what date will the clinic reopen to new "
    "referrals and who on this board is accountable for that date being kept at last?"
)


def wait_in(page: Page, happened: Callable[[], bool]) -> None:
    """Wait for something while the page goes on: its routes are only served meanwhile."""

    def looked() -> bool:
        page.wait_for_timeout(50)
        return happened()

    wait("the page to ask", looked)


def test_new_questions_wait_behind_a_button_and_the_page_does_not_move(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    live.asked(meeting, "The first?", APPROVE)
    page = window(PHONE).live(f"{live.address}/{meeting.code}")
    live.asked(meeting, "The second?", APPROVE)
    live.asked(meeting, "Declined?", DECLINE, reason=ABUSIVE)
    button = page.get_by_role("button", name="Show 1 new question")
    expect(button).to_be_visible()
    expect(page.get_by_text("The second?")).to_have_count(0)
    button.click()

    expect(page.get_by_text("The second?")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("Declined?")
    assert axe(page) == []


def test_the_public_page_follows_what_is_being_answered(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    question = live.asked(meeting, "Why?", APPROVE)
    page = window(PHONE).live(f"{live.address}/{meeting.code}")
    live.does(SHOW, question)
    expect(page.get_by_role("region", name="Being answered now")).to_contain_text("Why?")
    live.does(Action.ANSWER, question)
    page.get_by_role("link", name="Answered (1)").click()
    expect(page.get_by_role("list", name="Answered (1)")).to_contain_text("Why?")
    live.does(DECLINE, live.asked(meeting, "Unkind?", APPROVE), ABUSIVE)

    expect(page.get_by_role("region", name="Being answered now")).to_be_hidden()
    expect(page.locator("body")).not_to_contain_text("Unkind?")


def test_other_news_leaves_what_is_being_answered_as_it_is(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    live.asked(meeting, "Why?", APPROVE, SHOW, name="Dan")
    page = window(PHONE).live(f"{live.address}/{meeting.code}")
    live.asked(meeting, "And when?", APPROVE)
    expect(page.get_by_role("button", name="Show 1 new question")).to_be_visible()

    expect(page.get_by_role("region", name="Being answered now")).to_contain_text("Why?")
    expect(page.get_by_role("region", name="Being answered now")).to_contain_text("Asked by Dan")


def test_the_receipt_follows_what_becomes_of_the_question(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    question = live.asked(meeting, "Why?")
    page = window(PHONE).live(f"{live.address}/r/{question.token}")
    live.does(DECLINE, question, REPEATS)

    expect(page.get_by_role("heading", name="Your question will not be put to the board")).to_be_visible()
    expect(page.get_by_text("It repeats a question already asked")).to_be_visible()


def test_a_link_of_the_receipt_that_is_pressed_or_in_focus_while_news_comes_is_not_lost(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    question = live.asked(meeting, "Why?")
    receipt = window(PHONE).live(f"{live.address}/r/{question.token}")
    link = receipt.get_by_role("link", name="Withdraw my question")
    link.focus()
    receipt.evaluate("document.querySelector('[data-receipt]').dataset.before = ''")
    live.does(Action.HOLD, question)
    receipt.wait_for_selector("[data-receipt]:not([data-before])")
    expect(link).to_be_focused()
    link.hover()
    receipt.mouse.down()
    with receipt.expect_response("**/r/**"):
        live.does(APPROVE, question)
    receipt.mouse.up()

    expect(receipt.get_by_role("heading", name="Withdraw your question")).to_be_visible()


def test_a_moderator_takes_a_question_from_the_queue_to_the_screen_and_back(
    live: Running, desk: Window, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    screen = window(WALL).live(f"{live.address}/screen/{meeting.screen_token}")
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    expect(page.get_by_text("Nothing to check")).to_be_visible()
    live.asked(meeting, "Why has the centre moved?", name="Daniel")
    page.get_by_role("navigation").get_by_role("link", name="Why has the centre moved?").click()
    page.get_by_role("button", name="Approve question 1").click()
    expect(page.get_by_role("status")).to_contain_text("Approved question 1")
    assert "Why has the centre moved?" not in (screen.text_content("body") or "")

    not_busy(page)
    page.get_by_role("button", name="Put on screen question 1").first.click()
    expect(screen.locator("h1:visible")).to_have_text("Why has the centre moved?")
    not_busy(page)
    page.get_by_role("button", name="Blank").click()
    expect(screen.locator("body")).to_have_attribute("data-view", "blank")
    expect(screen.locator("body")).not_to_contain_text("Why has the centre moved?")
    not_busy(page)
    page.get_by_role("button", name="Undo").click()
    expect(screen.locator("h1:visible")).to_have_text("Why has the centre moved?")
    not_busy(page)
    page.get_by_role("button", name="Answered, next").click()
    expect(page.get_by_role("status")).to_contain_text("There are no more questions to put on screen")
    not_busy(page)
    page.get_by_role("button", name="Joining code").click()
    expect(screen.locator("h1:visible")).to_have_text("Ask the board a question")


def test_a_moderator_declines_with_a_reason_without_javascript(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    question = live.asked(meeting, "Rude?")
    page = sign_in(live, window(LAPTOP, java_script_enabled=False)).page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}")
    page.get_by_role("button", name="Decline question 1").click()
    page.get_by_role("button", name=ABUSIVE).click()
    expect(page.get_by_role("status")).to_contain_text("Declined question 1")
    page.goto(f"{live.address}/r/{question.token}")

    expect(page.get_by_text("It is abusive, frivolous or defamatory")).to_be_visible()


def test_arrivals_never_move_the_selection(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    live.asked(meeting, "One?")
    live.asked(meeting, "Two?")
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    page.get_by_role("link", name="Two?").click()
    expect(page.get_by_role("heading", name="Question 2")).to_be_visible()
    page.get_by_role("button", name="Edit question 2").click()
    page.get_by_role("textbox", name="The asker’s own words stay").fill("Half typed")
    live.asked(meeting, "Three?")
    expect(page.get_by_role("link", name="Three?")).to_be_visible()

    expect(page.get_by_role("heading", name="Question 2")).to_be_visible()
    expect(page.get_by_role("textbox", name="The asker’s own words stay")).to_have_value("Half typed")


def test_the_second_moderator_is_told_on_the_desk_what_the_first_did(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    question = live.asked(meeting, "Why?", APPROVE)
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}?show=all&q=1")
    # What a page would send that was open since before the approval, whenever the desk is drawn anew.
    page.evaluate(
        """revision => addEventListener(
          "submit", ({ target }) => { target.elements.expected.value = revision }, { capture: true }
        )""",
        question.revision - 1,
    )
    page.get_by_role("button", name="Decline question 1").click()
    page.get_by_role("button", name=POLITICAL).click()

    expect(page.get_by_role("status")).to_contain_text("already approved by Rehearsal")
    assert live.ports.store.questions.of_meeting(meeting.id)[0].state == "accepted"
    desk.forgive("status of 409")  # the browser's own note of the 409


def test_the_projector_keeps_the_last_view_and_says_it_is_not_live(window: Callable[..., Window]) -> None:
    with running() as installation:
        meeting = installation.meeting()
        question = installation.asked(meeting, "Why?", APPROVE, SHOW)
        wall = window(WALL)
        screen = wall.live(f"{installation.address}/screen/{meeting.screen_token}")
        installation.server.kill()
        expect(screen.locator("[data-off]")).to_contain_text("Not live")
        expect(screen.locator("h1:visible")).to_have_text("Why?")
        installation.does(DECLINE, question, PERSONAL)
        installation.server.start()
        expect(screen.locator("body")).to_have_attribute("data-view", "blank")

        expect(screen.locator("[data-off]")).to_have_text("")
        assert "Why?" not in screen.content()
        wall.forgive("net::ERR")  # the browser's own notes of the lost connection


# Every view that the screen takes on from now on.
REMEMBER_VIEWS = """() => {
  window.views = [];
  new MutationObserver(() => views.push(document.body.dataset.view))
    .observe(document.body, { attributeFilter: ["data-view"] });
}"""


def test_an_answer_that_was_overtaken_never_brings_a_declined_question_back(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    question = live.asked(meeting, "Why?", APPROVE, SHOW)
    page = window(WALL).page
    held: list[tuple[Route, APIResponse]] = []
    # A page that thinks it is behind asks for everything; the answer is held back on its way.
    page.route("**/view.json", lambda route: held.append((route, route.fetch())))
    page.add_init_script(
        "document.addEventListener('readystatechange', () => { document.body.dataset.revision = 0; }, { once: true })"
    )
    page.goto(f"{live.address}/screen/{meeting.screen_token}")
    wait_in(page, lambda: bool(held))
    live.does(DECLINE, question, PERSONAL)
    expect(page.locator("body")).to_have_attribute("data-view", "blank")
    page.evaluate(REMEMBER_VIEWS)
    for route, answer in held:
        with page.expect_event("requestfinished"):
            route.fulfill(response=answer)
    live.show(meeting, IdleView.JOINING)
    expect(page.locator("body")).to_have_attribute("data-view", "joining")

    assert set(page.evaluate("views")) == {"joining"}
    assert "Why?" not in (page.text_content("body") or "")


def test_an_answer_that_was_overtaken_never_replaces_the_question_just_opened(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    live.asked(meeting, "One?")
    live.asked(meeting, "Two?")
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    held: list[tuple[Route, APIResponse]] = []
    intercept(page, "**/desk/meetings/*part=1", lambda route: held.append((route, route.fetch())), times=1)
    live.asked(meeting, "Three?")
    wait_in(page, lambda: bool(held))
    page.get_by_role("link", name="Two?").click()
    expect(page.get_by_role("heading", name="Question 2")).to_be_visible()
    with page.expect_event("requestfinished"):
        held[0][0].fulfill(response=held[0][1])
    live.asked(meeting, "Four?")
    expect(page.get_by_role("link", name="Four?")).to_be_visible()

    expect(page.get_by_role("heading", name="Question 2")).to_be_visible()


def test_where_a_network_forbids_websockets_the_screens_are_live_by_polling(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    phone = window(PHONE)
    phone.page.add_init_script(
        "window.WebSocket = class { constructor() { setTimeout(() => this.onerror({}), 10); } close() {} send() {} };"
    )
    page = phone.live(f"{live.address}/{meeting.code}")
    live.asked(meeting, "Why?", APPROVE)

    expect(page.get_by_role("button", name="Show 1 new question")).to_be_visible()


@pytest.mark.parametrize("size", [(1024, 768), (1280, 800), (1366, 768), (1920, 1080), (3840, 2160)])
@pytest.mark.parametrize("text", ["Why?", THREE_HUNDRED, THREE_HUNDRED + THREE_HUNDRED[:190]])
def test_a_question_fits_the_screen_and_is_as_large_as_it_can_be(
    live: Running, window: Callable[..., Window], size: tuple[int, int], text: str
) -> None:
    meeting = live.meeting()
    live.asked(meeting, text, APPROVE, SHOW)
    page = window(size).live(f"{live.address}/screen/{meeting.screen_token}")
    page.wait_for_selector("html[data-fitted=yes]", state="attached")
    heading, rule = page.locator("h1:visible").bounding_box(), page.locator(".p-rule").bounding_box()
    font = float(page.locator("h1:visible").evaluate("h => parseFloat(getComputedStyle(h).fontSize)"))
    assert heading is not None
    assert rule is not None

    assert heading["y"] >= 0
    assert heading["y"] + heading["height"] <= rule["y"]
    assert heading["x"] + heading["width"] <= size[0]
    smallest = 0.05 if len(text) <= 300 else 0.03
    assert smallest <= font / size[1] <= 0.1201


@pytest.mark.parametrize("view", ["question", "joining", "closed"])
def test_the_code_on_the_screen_can_be_read_by_a_camera_from_far_away(
    live: Running, window: Callable[..., Window], view: str
) -> None:
    meeting = live.meeting()
    live.asked(meeting, "Why?", APPROVE, SHOW)
    if view != "question":
        live.show(meeting, IdleView(view))
    page = window(WALL).live(f"{live.address}/screen/{meeting.screen_token}")
    picture = Image.open(io.BytesIO(page.screenshot()))
    small = picture.resize((picture.width // 3, picture.height // 3))
    codes = [code.text for code in zxingcpp.read_barcodes(small)]

    assert codes == [f"{live.address}/{meeting.code}".upper()]


def test_a_meeting_is_made_and_its_call_is_answered_by_the_audience(live: Running, desk: Window) -> None:
    page = desk.page
    page.goto(f"{live.address}/desk/")
    page.get_by_role("link", name="Make a meeting").click()
    page.get_by_label("Hashtag", exact=True).fill("JourneyBoard")
    page.get_by_role("button", name="Make the meeting").click()
    page.get_by_role("button", name="Publish on X").click()
    page.get_by_text("Published", exact=True).wait_for()
    call = next(post for post in live.network.current() if "#JourneyBoard" in post["text"])
    live.network.post(live.network.user("jo", "Jo"), "When will it open?", reply_to=call["id"])
    page.get_by_role("link", name="Back to the queue").click()
    page.get_by_role("button", name="Read now").click()  # the more meetings are read, the longer it waits by itself

    expect(page.get_by_role("link", name="When will it open?")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Jo @jo")).to_be_visible()


def test_every_tab_stop_of_the_desk_can_be_seen(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    for n in range(12):
        live.asked(meeting, f"Question {n}?", *([APPROVE] if n % 3 == 0 else []))
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    stops = tab_stops(page)

    assert set(stops) == {"expected"}
    assert len(stops) >= 60


def test_axe_is_really_looking(window: Callable[..., Window]) -> None:
    page = window(LAPTOP).page
    page.set_content("<p style='color:#ccc;background:#fff'>faint</p><input>")

    assert len(axe(page)) >= 2
