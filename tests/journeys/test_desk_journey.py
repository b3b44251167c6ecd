"""A moderator with nothing but a keyboard, and two moderators at once, in real browsers."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import Rules, reasons_offered
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import Disposition, State
from board_qa.rehearsal.server import PASSWORD, USER
from board_qa.services.accounts import signing_in
from board_qa.services.questions import moderating
from board_qa.web.desk.queue_page import PER_PAGE
from tests.support.browsers import LAPTOP, Window, chromium, sign_in
from tests.support.doubles import QuickScrypt
from tests.support.places import ROOT
from tests.support.running import Running
from tests.support.thirty_questions import THIRTY


@dataclass(frozen=True)
class Moderated:
    """What a moderator was told after each key, and what they saw in the end."""

    told: list[str]
    seen: list[str]

    def numbers(self, said: str) -> list[int]:
        return [int(found.group(1)) for one in self.told if (found := re.match(rf"{said} (\d+)", one))]


RECORDINGS = ROOT / "test-results"


def standings(live: Running, meeting: Meeting) -> dict[str, Disposition]:
    return {q.source.text: q.disposition for q in live.ports.store.questions.of_meeting(meeting.id)}


def before_the_moderator(page: Page) -> str:
    """The words of the question in the middle."""
    return page.locator("p.m-text").inner_text()


def not_busy(page: Page) -> None:
    """Wait until the desk shows the answer to the last key. `wait_for` answers at once, where `expect` looks seldom."""
    page.locator("#desk:not([aria-busy=true])").wait_for()


def press(page: Page, keys: str, says: re.Pattern[str]) -> str:
    """Press one key after the other, and read the status line when it has something to say."""
    not_busy(page)
    for key in keys:
        page.keyboard.press(key)
    status = page.get_by_role("status")
    expect(status).to_have_text(says)
    return status.inner_text()


def reason_for(keys: str) -> str:
    """What the asker reads after these keys, by the default rules."""
    if keys[0] == "r":
        return reasons_offered(Rules())[int(keys[1]) - 1].sentence
    if keys[0] == "d":
        redirect = Rules().redirects[int(keys[1]) - 1]
        return f"{redirect.name}. {redirect.advice}"
    return ""


def test_a_moderator_clears_thirty_mixed_questions_by_keyboard_alone_and_undoes_every_one(
    live: Running, desk: Window
) -> None:
    meeting = live.meeting(title="Thirty questions")
    for case in THIRTY:
        live.asked(meeting, case.text, name=case.name)
    cases, untouched = {case.text: case for case in THIRTY}, standings(live, meeting)
    desk.context.tracing.start(screenshots=True)
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    record = []
    for _ in THIRTY:
        case = cases[before_the_moderator(page)]
        number = page.locator("[data-selected]").get_attribute("data-selected")
        said = press(page, case.keys, re.compile(rf"question {number}\b", re.IGNORECASE))
        another = page.locator(f"[data-selected]:not([data-selected='{number}'])")
        another.or_(page.get_by_text("No question selected")).wait_for()
        record.append(f"{case.keys:3} {said}")

    expect(page.get_by_text("Nothing to check.")).to_be_visible()
    for text, disposition in standings(live, meeting).items():
        assert (disposition.state, disposition.reason) == (cases[text].ends, reason_for(cases[text].keys)), text
    page.reload()  # an undo outlives the page
    page.wait_for_selector("html[data-live=on]", state="attached")
    for left in range(len(THIRTY)):
        record.append(f"u   {press(page, 'u', re.compile('Undone: question'))}")
        expect(page.locator("nav .m-count")).to_have_text(str(left + 1))
        page.get_by_role("status").evaluate("status => status.textContent = ''")  # so that the next one is read

    assert standings(live, meeting) == untouched
    RECORDINGS.mkdir(exist_ok=True)
    (RECORDINGS / "thirty-questions.txt").write_text("\n".join(record) + "\n", encoding="utf-8")
    desk.context.tracing.stop(path=RECORDINGS / "thirty-questions.zip")


TWO_HUNDRED = 200


# Keeps everything the status line ever says, as somebody would hear it read out.
LISTEN = """() => {
  const status = document.querySelector("[data-status]");
  window.heard = [];
  new MutationObserver(() => status.textContent && heard.push(status.textContent)).observe(status, { childList: true });
}"""


def decide(page: Page, key: str) -> None:
    """Press a key, and wait as a person does: for the next question, or for the news that a colleague was first."""
    number = page.locator("h2[data-selected]").get_attribute("data-selected")
    page.keyboard.press(key)
    another = page.locator(f"[data-selected]:not([data-selected='{number}'])")
    first = page.locator("[data-status]", has_text="already")
    another.or_(first).or_(page.get_by_text("Nothing to check.")).first.wait_for()
    not_busy(page)


def decide_until_done(page: Page, key: str) -> None:
    """Decide on whatever is before this moderator until nothing is left."""
    while not page.get_by_text("Nothing to check.").is_visible():
        # A question that a colleague had first is left to them.
        decide(page, key if "To check" in page.locator("h2[data-selected]").inner_text() else "j")


def every_page(page: Page) -> list[str]:
    """What is seen on one page of the list after the other."""
    seen: list[str] = []
    for first in range(1, TWO_HUNDRED, PER_PAGE):
        expect(page.locator("nav.m-pane .m-pages")).to_contain_text(f"{first} to {first + PER_PAGE - 1} of 200")
        expect(page.locator(".m-item")).to_have_count(PER_PAGE)
        seen += what_is_seen(page)
        for later in page.get_by_role("link", name="Later in the list").all():
            later.click()
    return seen


def what_is_seen(page: Page) -> list[str]:
    """The whole desk as this moderator sees it, without what is theirs: who looks at what, undo, how old it was."""
    seen: list[str] = page.evaluate(
        """[...document.querySelectorAll(".m-item, .m-run li, .m-filters, .m-screen")].map(element => {
          const copy = element.cloneNode(true);
          copy.querySelectorAll(".m-eye, [data-waiting]").forEach(own => own.remove());
          return copy.textContent.trim().replace(/[ \\n]+/g, " "); // the space where an eye was goes as well
        })"""
    )
    return seen


def moderate(live: Running, meeting: Meeting, username: str, key: str, ready: threading.Barrier) -> Moderated:
    """One moderator in a browser of their own.

    Both decide on the first question at the same moment; then one goes on from there and the other from the end, so
    that both have work, and they meet in the middle.
    """
    with chromium() as browser:
        window = sign_in(live, Window(browser, LAPTOP), username)
        page = window.live(f"{live.address}/desk/meetings/{meeting.id}")
        page.evaluate(LISTEN)
        try:
            ready.wait(60)
            decide(page, key)
            if username != USER:
                page.locator(".m-item a").last.click()
            decide_until_done(page, key)
            heard = page.evaluate("heard")
            ready.wait(120)
            page.get_by_role("link", name=re.compile("^All ")).click()
            seen = every_page(page)
            ready.wait(60)
        except BaseException:
            ready.abort()
            raise
    return Moderated(heard, seen)


def test_two_moderators_at_once_lose_no_decision_and_end_with_the_same_view(live: Running) -> None:
    meeting = live.meeting(title="Two hundred questions")
    for number in range(TWO_HUNDRED):
        live.asked(meeting, f"Why is ward {number} closed?", name=f"Person {number}")
    person = signing_in.add_moderator(live.ports, QuickScrypt(), "second", "Second", PASSWORD)
    ready = threading.Barrier(2)
    with ThreadPoolExecutor(2) as both:
        approving = both.submit(moderate, live, meeting, USER, "a", ready)
        holding = both.submit(moderate, live, meeting, "second", "h", ready)
    for one in (approving, holding):
        if (error := one.exception()) and not isinstance(error, threading.BrokenBarrierError):
            raise error
    first, second = approving.result(), holding.result()

    assert person
    approved, held = first.numbers("Approved question"), second.numbers("Held question")
    decided = {q.number: q.state for q in live.ports.store.questions.of_meeting(meeting.id)}
    assert sorted(approved + held) == sorted(decided)  # each decision that was said to be stored, and no other
    assert decided == dict.fromkeys(approved, State.ACCEPTED) | dict.fromkeys(held, State.HELD)
    changes = live.ports.store.meetings.changes_since(meeting.id, 0)
    assert sum(change.action is not Action.RECEIVE for change in changes) == TWO_HUNDRED
    assert approved
    assert held
    assert any("already" in said for said in first.told + second.told)
    assert first.seen == second.seen


def test_what_a_colleague_decided_meanwhile_is_said_and_not_decided_a_second_time_unread(
    live: Running, desk: Window
) -> None:
    meeting = live.meeting()
    question = live.asked(meeting, "Why?")
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    colleague = signing_in.add_moderator(live.ports, QuickScrypt(), "colleague", "Jo", PASSWORD)
    assert colleague
    moderating.act(live.ports, Action.ACCEPT, question, question.revision, Actor(colleague.name, colleague.id))
    expect(page.get_by_role("status")).to_have_text("Question 1 was approved by Jo.")
    press(page, "h", re.compile("Somebody else changed this first.*already approved by Jo"))
    assert live.ports.store.questions.of_meeting(meeting.id)[0].state is State.ACCEPTED
    press(page, "h", re.compile("Held question 1"))  # having read that, they may

    desk.forgive("status of 409")  # the browser's own note of the 409


def test_the_keys_move_the_question_in_the_running_order_and_keep_the_focus(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    for n in range(1, 4):
        live.asked(meeting, f"Question {n}?", Action.ACCEPT)
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}?show=all&q=3")
    run = page.locator(".m-run__t")
    press(page, "[", re.compile("Moved question 3 earlier"))
    expect(run).to_have_text(["Question 1?", "Question 3?", "Question 2?"])
    press(page, "[", re.compile("Moved question 3 earlier"))
    expect(run).to_have_text(["Question 3?", "Question 1?", "Question 2?"])
    press(page, "]", re.compile("Moved question 3 later"))
    expect(run).to_have_text(["Question 1?", "Question 3?", "Question 2?"])
    up = page.get_by_role("button", name="Move question 2 earlier")
    not_busy(page)  # the list may be new before the press before has ended: a press too soon is refused, and says so
    up.focus()
    up.press("Enter")
    expect(run).to_have_text(["Question 1?", "Question 2?", "Question 3?"])
    expect(up).to_be_focused()
    press(page, "u", re.compile("Undone: question 2 moved"))

    expect(run).to_have_text(["Question 1?", "Question 3?", "Question 2?"])


def test_the_focus_stays_on_the_link_it_was_on_when_the_same_question_has_one_in_another_pane(
    live: Running, desk: Window
) -> None:
    """A question like the open one has a link in the list, beside the question, and another in the running order."""
    meeting = live.meeting()
    asked = "Will the walk-in centre on Mill Street stay open at weekends?"
    live.asked(meeting, asked, Action.ACCEPT)
    live.asked(meeting, asked.replace("at weekends", "on Sundays"))
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}?show=all&q=2")
    links = page.locator("#desk a[href$='q=1']")
    many = links.count()

    assert many > 1
    for nth in range(many):
        links.nth(nth).focus()
        live.asked(meeting, f"Question {nth + 3}?")
        expect(page.get_by_role("link", name=re.compile(f"Question {nth + 3}"))).to_be_visible()
        expect(links.nth(nth)).to_be_focused()


def test_a_button_that_is_pressed_while_news_comes_does_what_it_says(live: Running, desk: Window) -> None:
    """Between the press and the release something else is received: the page is drawn anew only after the click."""
    meeting = live.meeting()
    live.asked(meeting, "Why?")
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    button = page.get_by_role("button", name="Hold question 1")
    button.hover()
    with page.expect_response("**part=1**"):  # also one that was under way: it is drawn after the click as well
        page.mouse.down()
        live.asked(meeting, "And when?")
    page.mouse.up()
    expect(page.get_by_role("status")).to_contain_text("Held question 1")
    not_busy(page)
    button = page.get_by_role("button", name="Hold question 2")
    button.focus()
    with page.expect_response("**part=1**"):
        page.keyboard.down(" ")
        live.asked(meeting, "And how?")
    page.keyboard.up(" ")
    expect(page.get_by_role("status")).to_contain_text("Held question 2")

    expect(page.get_by_role("link", name="And how?")).to_be_visible()
