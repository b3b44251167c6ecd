"""One press of a clicker is one step; the wall says nothing of anybody's; no sentence typed beside it works it."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.roles import Role
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import State
from board_qa.rehearsal.__main__ import wait
from board_qa.rehearsal.server import PASSWORD
from board_qa.services.accounts import signing_in
from board_qa.services.questions import moderating
from tests.live.test_live import listen
from tests.support.board import token_on
from tests.support.browsers import WALL, Held, Window, axe, intercept, not_busy, sign_in
from tests.support.doubles import QuickScrypt
from tests.support.listening import Listener
from tests.support.running import Running

__all__ = ["listen"]

APPROVE, SHOW = Action.ACCEPT, Action.PUT_ON_SCREEN
NAME = "Samantha Poe"
# Time that stands still until a test says how late it is (ms): a bounce comes 80 to 300 ms after its press.
STOP = "window.late = 60_000; performance.now = () => window.late"
_people = count()


@pytest.fixture
def meeting(live: Running) -> Meeting:
    found = live.meeting()
    for text in ("One?", "Two?", "Three?", "Four?"):
        live.asked(found, text, APPROVE)
    return found


@pytest.fixture
def person(live: Running) -> Moderator:
    """Somebody whose name the room must never read."""
    found = signing_in.add_moderator(live.ports, QuickScrypt(), f"poe{next(_people)}", NAME, PASSWORD, Role.MODERATOR)
    assert found is not None
    return found


@pytest.fixture
def wall(live: Running, window: Callable[..., Window], person: Moderator, meeting: Meeting) -> Window:
    """The screen, in a browser in which that person signed in, with time standing still."""
    one = sign_in(live, window(WALL), person.username)
    one.live(f"{live.address}/screen/{meeting.screen_token}").evaluate(STOP)
    return one


def shows(page: Page, text: str) -> None:
    expect(page.locator("h1.p-q")).to_have_text(text)
    not_busy(page)


def later(page: Page, milliseconds: int) -> None:
    page.evaluate("more => { window.late += more; }", milliseconds)


def states(live: Running, meeting: Meeting) -> list[State]:
    return [question.state for question in live.ports.store.questions.of_meeting(meeting.id)]


@pytest.mark.parametrize("key", ["PageDown", "ArrowRight", "ArrowDown", "Space"])
@pytest.mark.parametrize("gap", [0, 80, 150, 300])
def test_a_key_that_bounces_is_one_step(wall: Window, key: str, gap: int) -> None:
    page = wall.page
    page.keyboard.press(key)
    shows(page, "One?")
    later(page, gap)
    page.keyboard.press(key)
    page.keyboard.press("Tab")  # heard after it
    expect(page.get_by_role("button", name="Back")).to_be_focused()
    page.keyboard.press("Escape")
    later(page, 700)
    page.keyboard.press(key)

    shows(page, "Two?")
    expect(page.locator("[data-say]")).to_have_text("")


def test_a_bounce_that_comes_before_the_answer_is_no_second_step(live: Running, wall: Window, meeting: Meeting) -> None:
    page = wall.page
    line = Held(page, re.compile("/screen/next"))
    page.keyboard.press("PageDown")
    expect(page.locator("body")).to_have_attribute("aria-busy", "true")
    for _ in range(3):
        later(page, 300)
        page.keyboard.press("PageDown")
    line.release()
    shows(page, "One?")

    assert len(line.waiting) == 1
    assert states(live, meeting) == [State.ON_SCREEN, State.ACCEPTED, State.ACCEPTED, State.ACCEPTED]


def test_a_bounce_that_comes_before_the_answer_is_shown_is_no_second_step(wall: Window) -> None:
    page = wall.page
    line = Held(page, re.compile(r"view\.json"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/screen/next" in request.url else None)
    page.keyboard.press("PageDown")
    expect(page.locator("h1.p-q")).to_have_text("One?")  # by the news, as it happens
    later(page, 5_000)
    page.keyboard.press("PageDown")
    line.release()
    shows(page, "One?")

    assert len(asked) == 1


def test_back_bounces_no_further_than_one_question(live: Running, wall: Window, meeting: Meeting) -> None:
    page = wall.page
    for text in ("One?", "Two?", "Three?"):
        page.keyboard.press("PageDown")
        shows(page, text)
        later(page, 700)
    page.keyboard.press("PageUp")
    shows(page, "Two?")
    later(page, 150)
    page.keyboard.press("PageUp")
    later(page, 700)
    page.keyboard.press("PageUp")

    shows(page, "One?")
    assert states(live, meeting)[:3] == [State.ON_SCREEN, State.ACCEPTED, State.ACCEPTED]


def test_another_key_is_heard_at_once_and_blank_even_before_the_answer(
    live: Running, wall: Window, meeting: Meeting
) -> None:
    page = wall.page
    page.keyboard.press("PageDown")
    shows(page, "One?")
    page.keyboard.press("ArrowRight")
    shows(page, "Two?")
    line = Held(page, re.compile("/screen/next"))
    later(page, 700)
    page.keyboard.press("PageDown")
    expect(page.locator("body")).to_have_attribute("aria-busy", "true")
    page.mouse.move(100, 100)
    page.get_by_role("button", name="Blank").click()
    expect(page.locator("body")).to_have_attribute("data-view", "blank")
    line.release()
    not_busy(page)

    assert states(live, meeting) == [State.ANSWERED, State.ACCEPTED, State.ACCEPTED, State.ACCEPTED]
    assert page.locator("body").get_attribute("data-view") == "blank"
    wall.forgive("status of 409")  # the step came too late, and was refused


def test_a_double_tap_on_the_chairs_tablet_is_one_step(
    live: Running, window: Callable[..., Window], meeting: Meeting
) -> None:
    page = sign_in(live, window((820, 1180))).live(f"{live.address}/desk/meetings/{meeting.id}/run-sheet")
    page.evaluate(STOP)
    now = page.locator(".m-sheet__now .m-sheet__q")
    page.get_by_role("button", name="Put the first on screen").dblclick()
    expect(now).to_have_text("One?")
    not_busy(page)
    later(page, 250)
    page.get_by_role("button", name="Answered, next").click()  # the button is another one now, in the same place
    expect(page.get_by_role("status").first).to_have_text("Put question 1 on screen.")
    later(page, 700)
    page.get_by_role("button", name="Answered, next").click()
    expect(now).to_have_text("Two?")

    assert states(live, meeting)[:3] == [State.ANSWERED, State.ON_SCREEN, State.ACCEPTED]


def test_a_key_of_the_desk_that_bounces_puts_one_question_on_the_screen(
    live: Running, desk: Window, meeting: Meeting
) -> None:
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    page.evaluate(STOP)
    for gap, shown in ((0, "1"), (150, "1"), (700, "2")):
        later(page, gap)
        page.keyboard.press("n")
        expect(page.get_by_role("status")).to_contain_text(f"Put question {shown} on screen")
        not_busy(page)

    assert states(live, meeting)[:3] == [State.ANSWERED, State.ON_SCREEN, State.ACCEPTED]


def as_another_screen(page: Page) -> None:
    """The room sees something else than the server knows of: the next press will be refused."""
    page.locator("[data-field=called]").evaluate("number => { number.textContent = '99'; }")


def nothing_of_anybodys(page: Page) -> None:
    for words in (NAME, "Samantha", "first", "stored", "already", "signed", "Sorry"):
        assert words not in page.locator("body").inner_text()


def test_what_a_colleague_did_is_told_at_the_desk_and_never_on_the_wall(
    live: Running, wall: Window, desk: Window, person: Moderator, meeting: Meeting
) -> None:
    page, at_the_desk = wall.page, desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    moderating.answer_and_next(live.ports, meeting, "none", Actor(NAME, person.id))
    shows(page, "One?")
    as_another_screen(page)
    page.keyboard.press("PageDown")
    expect(page.locator("[data-say]")).to_have_text("Press again")
    not_busy(page)
    nothing_of_anybodys(page)
    expect(at_the_desk.locator("[data-status]")).to_have_text(
        "The clicker was pressed. Nothing was done, because the screen had just changed. "
        f"Question 1 put on screen by {NAME}."
    )
    later(page, 700)
    page.keyboard.press("PageDown")  # what is shown was put right meanwhile

    shows(page, "Two?")
    expect(page.locator("[data-say]")).to_have_text("")
    wall.forgive("status of 409")


@pytest.mark.parametrize(
    ("status", "body"),
    [(502, "<h1>Bad gateway: ask Samantha</h1>"), (500, '{"error": "Sorry, Samantha", "advice": "stored"}'),
     (503, '{"error": "Sorry, Samantha", "advice": "stored"}'), (422, '{"error": "Samantha", "advice": ""}'),
     (409, '{"error": "Somebody else changed this first", "advice": "by Samantha Poe"}')],
)  # fmt: skip
def test_no_refusal_and_no_error_is_written_on_the_wall(wall: Window, status: int, body: str) -> None:
    page = wall.page
    intercept(page, re.compile("/screen/next"), lambda route: route.fulfill(status=status, body=body))
    page.keyboard.press("PageDown")

    expect(page.locator("[data-say]")).to_have_text("Press again")
    nothing_of_anybodys(page)
    wall.forgive(f"status of {status}")


def signed_out(live: Running, wall: Window, person: Moderator) -> None:
    live.ports.store.people.close(person.id, live.ports.clock())


def without_cookies(live: Running, wall: Window, person: Moderator) -> None:
    wall.context.clear_cookies()


def made_a_reader(live: Running, wall: Window, person: Moderator) -> None:
    live.ports.store.people.set_role(person.id, Role.READER)


@pytest.mark.parametrize("ended", [signed_out, without_cookies, made_a_reader])
def test_a_clicker_that_may_no_longer_work_the_screen_says_so_in_three_words_and_the_tools_say_the_rest(
    live: Running, wall: Window, person: Moderator, ended: Callable[[Running, Window, Moderator], None]
) -> None:
    page = wall.page
    ended(live, wall, person)
    for _ in range(2):
        page.keyboard.press("PageDown")
        expect(page.locator("[data-say]")).to_have_text("Clicker not connected")
        not_busy(page)
        later(page, 700)
    nothing_of_anybodys(page)
    page.mouse.move(100, 100)

    expect(page.get_by_role("link", name="Sign in to use a clicker")).to_be_visible()
    expect(page.get_by_role("button", name="Answered, next")).to_have_count(0)
    wall.forgive("status of 400", "status of 401", "status of 403")


def test_that_there_is_nothing_more_to_put_is_told_at_the_desk(
    live: Running, wall: Window, desk: Window, meeting: Meeting
) -> None:
    at_the_desk = desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    wall.page.keyboard.press("PageUp")

    expect(at_the_desk.locator("[data-status]")).to_have_text("The clicker was pressed. There is no earlier question.")
    expect(wall.page.locator("[data-say]")).to_have_text("")


def test_only_the_desk_hears_what_became_of_a_press(live: Running, listen: Callable[..., Listener]) -> None:
    meeting, http = live.meeting(), live.sign_in()
    public, screen = listen({"code": meeting.code}), listen({"screen": meeting.screen_token})
    desk = listen({"desk": meeting.id}, cookie=f"desk={http.cookies['desk']}")
    path = f"{live.address}/desk/meetings/{meeting.id}"
    form = {"expected": "7", "csrf_token": token_on(http.get(path, timeout=10).text)}
    for pressed in ({}, {"from": "screen"}):  # at the desk, whoever pressed reads the answer there
        assert http.post(f"{path}/screen/next", data={**form, **pressed}, timeout=10).status_code == 409
    live.asked(meeting, "Why?", APPROVE)
    heard = (public, screen, desk)
    wait("the news", lambda: all(one.deltas() for one in heard))

    assert [sum(event == "notice" for event, _ in one.heard) for one in heard] == [0, 0, 1]


SENTENCES = [
    "Can you hear me at the back? Testing, testing - one, two, three.",
    " and now the next question, if nobody objects.",
    "n",
    "b. q t f + - =",
]


@pytest.mark.parametrize("typed", SENTENCES)
@pytest.mark.parametrize("signed", [True, False])
def test_a_sentence_typed_or_dictated_beside_the_screen_does_nothing(
    live: Running, window: Callable[..., Window], meeting: Meeting, typed: str, signed: bool
) -> None:
    one = sign_in(live, window(WALL)) if signed else window(WALL)
    one.page.clock.install()
    page = one.live(f"{live.address}/screen/{meeting.screen_token}")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    page.keyboard.type(typed)
    page.clock.fast_forward(400)  # longer than a space waits for a letter

    assert "POST" not in asked
    assert states(live, meeting) == [State.ACCEPTED] * 4
    assert page.locator("body").get_attribute("data-look") == "light"
    assert page.evaluate("localStorage.getItem('screen')") is None
    assert page.evaluate("document.fullscreenElement") is None


def test_letters_work_once_they_are_switched_on_and_this_browser_remembers(
    live: Running, wall: Window, meeting: Meeting
) -> None:
    page, body = wall.page, wall.page.locator("body")
    page.keyboard.press("Tab")
    off = page.get_by_role("button", name="Letter keys: off")
    expect(off).to_have_attribute("aria-pressed", "false")
    assert page.locator(".p-tools kbd:visible").all_inner_texts() == ["PgUp", "PgDn", "F5"]
    off.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Letter keys: on")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-told]")).to_have_text("Letter keys are on.")
    expect(page.locator("[data-say]")).to_have_text("")
    assert axe(page) == []
    page.reload()
    page.wait_for_selector("html[data-live=on]", state="attached")
    keys = {
        "q": ("data-view", "joining"),
        ".": ("data-view", "blank"),
        "n": ("data-view", "question"),
        "t": ("data-look", "dark"),
    }
    for key, (attribute, value) in keys.items():
        page.keyboard.press(key)
        expect(body).to_have_attribute(attribute, value)
        not_busy(page)
    page.mouse.move(100, 100)
    page.get_by_role("button", name="Letter keys: on").click()
    expect(page.locator("[data-told]")).to_have_text("Letter keys are off.")
    page.keyboard.press("t")
    page.keyboard.press("b")

    assert body.get_attribute("data-look") == "dark"
    assert states(live, meeting)[0] is State.ON_SCREEN


def test_what_was_clicked_in_the_tools_does_not_take_the_clickers_space(wall: Window) -> None:
    page, body = wall.page, wall.page.locator("body")
    page.mouse.move(100, 100)
    page.get_by_role("button", name="Dark").click()
    expect(body).to_have_attribute("data-look", "dark")
    page.keyboard.press("Space")

    shows(page, "One?")
    assert body.get_attribute("data-look") == "dark"


# Keys come to the page here without the browser's own meaning: whether it would have loaded the page anew.
RELOADS = "addEventListener('keydown', event => { window.reloads = event.key === 'F5' && !event.defaultPrevented; })"


@pytest.mark.parametrize("key", ["F5", "Shift+F5"])
def test_the_start_button_of_a_clicker_fills_the_screen_and_loads_nothing_anew(wall: Window, key: str) -> None:
    page = wall.page
    page.evaluate(RELOADS)
    for _ in range(2):  # the second one finds it full
        page.keyboard.press(key)
        expect(page.locator(":fullscreen")).to_have_count(1)
        assert page.evaluate("window.reloads") is False
    page.keyboard.down("F5")
    page.keyboard.down("F5")  # held down
    assert page.evaluate("window.reloads") is False
    page.keyboard.up("F5")
    expect(page.locator("[data-hint]")).to_be_hidden()

    page.keyboard.press("Control+F5")  # somebody at the keyboard wants it anew
    assert page.evaluate("window.reloads") is True


def test_whoever_leaves_the_full_screen_is_told_the_way_back_until_it_is_full_again(wall: Window) -> None:
    page, hint = wall.page, wall.page.locator("[data-hint]")
    expect(hint).to_be_hidden()
    page.keyboard.press("F5")
    expect(page.locator(":fullscreen")).to_have_count(1)
    page.evaluate("document.exitFullscreen()")  # as the browser does when a clicker sends Escape
    expect(hint).to_have_text("Press F5 to fill the screen")
    assert axe(page) == []
    page.keyboard.press("F5")

    expect(hint).to_be_hidden()


def test_a_page_that_was_loaded_anew_is_as_it_was_and_says_the_way_back_to_the_full_screen(wall: Window) -> None:
    page, hint = wall.page, wall.page.locator("[data-hint]")
    page.keyboard.press("PageDown")
    shows(page, "One?")
    page.mouse.move(100, 100)
    for what in ("Dark", "Larger"):
        page.get_by_role("button", name=what).click()
    page.keyboard.press("F5")
    expect(page.locator(":fullscreen")).to_have_count(1)
    size = page.evaluate("localStorage.getItem('screen')")
    page.reload()  # as Ctrl and F5 do, or the browser's own button; the whole screen is left with it
    page.wait_for_selector("html[data-live=on]", state="attached")
    shows(page, "One?")
    expect(hint).to_have_text("Press F5 to fill the screen")
    expect(page.locator("body")).to_have_attribute("data-look", "dark")
    assert page.evaluate("localStorage.getItem('screen')") == size
    page.keyboard.press("F5")
    expect(page.locator(":fullscreen")).to_have_count(1)
    expect(hint).to_be_hidden()
    page.keyboard.press("PageDown")

    shows(page, "Two?")


def test_escape_puts_the_tools_away(wall: Window) -> None:
    page = wall.page
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Back")).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.locator(".p-tools")).to_be_hidden()


def test_the_tools_and_the_desk_say_how_a_clicker_works(live: Running, wall: Window, desk: Window) -> None:
    page = wall.page
    page.keyboard.press("Tab")
    page.get_by_text("Help", exact=True).focus()
    page.keyboard.press("Enter")
    told = page.locator(".p-help").inner_text()
    assert axe(page) == []
    at_the_desk = desk.live(f"{live.address}/desk/meetings/{live.meeting().id}")
    at_the_desk.get_by_role("button", name="Help").click()
    at_the_desk_told = at_the_desk.locator("#help").inner_text()

    for words in ("F5", "Escape", "Letter keys"):
        assert words in told
    for words in ("clicker", "F5", "in front"):
        assert words in at_the_desk_told


def test_f5_on_the_desk_throws_away_nothing_that_is_half_typed(live: Running, desk: Window, meeting: Meeting) -> None:
    """A clicker that is plugged into the moderator's laptop sends it."""
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}?show=running-order&q=1")
    page.evaluate(RELOADS)
    page.keyboard.press("F5")
    assert page.evaluate("window.reloads") is True
    page.get_by_label(re.compile("Note on question")).press_sequentially("Ring the clinic")
    page.keyboard.press("F5")

    assert page.evaluate("window.reloads") is False
    expect(page.locator("[data-status]")).to_contain_text("it has text you have not saved")
    expect(page.get_by_label(re.compile("Note on question"))).to_have_value("Ring the clinic")
