"""A meeting is told on three networks from the desk, by keyboard: ten questions, their answers, and Stop."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost, PostKind
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate
from board_qa.rehearsal.__main__ import wait
from board_qa.services.meetings import meetings
from board_qa.system.clock import utc_now
from tests.support.board import marks_on, token_on
from tests.support.browsers import LAPTOP, PHONE, WALL, Held, Window, axe, not_busy, sideways, sign_in
from tests.support.deciding import do, now
from tests.support.recaps import answered
from tests.support.town import NETWORKS, Town, three_networks

CALL = "Ask us about #ThreeBoards"
LONG = "Why do people in the north of the county wait so much longer than those in the south do? " * 5
LIMITS = {"X": 280, "Bluesky": 300, "Mastodon": 500}


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    with three_networks() as made:
        yield made


def told(town: Town, **changes: object) -> Meeting:
    """A meeting whose call is out on every network."""
    meeting = town.live.meeting(hashtag="ThreeBoards", **changes)
    http, path = town.live.sign_in(), f"{town.live.address}/desk/meetings/{meeting.id}/call"
    ticked = {f"networks-{place}-on": "y" for place in range(3)}
    words = f"{CALL} {meeting.code}"
    page = http.get(path, timeout=10).text
    form = {"text": words, "csrf_token": token_on(page), **marks_on(page, path), **ticked}
    http.post(path, data=form, timeout=10).raise_for_status()
    wait("the call to go out", lambda: all(post.state == "sent" for post in posts(town, meeting)))
    return meeting


def posts(town: Town, meeting: Meeting, *kinds: PostKind) -> list[OutgoingPost]:
    found = town.live.ports.store.outbox.of_meeting(meeting.id)
    return [post for post in found if not kinds or post.kind in kinds]


def box(page: Page, title: str) -> Locator:
    return page.get_by_label(title, exact=True).and_(page.locator("textarea"))


def test_ten_questions_are_told_by_keyboard_each_in_the_words_that_were_shown(
    town: Town, window: Callable[..., Window]
) -> None:
    meeting = told(town)
    texts = [f"{'' if number % 3 else LONG}Question number {number}?" for number in range(1, 11)]
    for text in texts:
        town.live.asked(meeting, text, Action.ACCEPT, name="Sam Jones")
    desk = sign_in(town.live, window())
    page = desk.live(f"{town.live.address}/desk/meetings/{meeting.id}")
    shown: dict[int, dict[str, str]] = {}

    for number in range(1, 11):
        draft = box(page, f"Question {number}")
        wait("the next question", lambda: is_put(page, number))  # noqa: B023  # it is waited for here
        expect(draft).to_be_visible()
        not_busy(page)
        assert posts(town, meeting, PostKind.QUESTION)[len(shown) * 3 :] == []  # nothing without a press
        page.locator("body").press("v")
        expect(draft).to_be_focused()
        if number == 2:
            page.keyboard.press("Control+End")
            page.keyboard.type(" Live now")
        shown[number] = words_in_the_boxes(page, number)
        page.keyboard.press("Control+Enter")
        expect(page.locator("[data-status]")).to_contain_text(f"Question {number} is being published")
        not_busy(page)

    wait("every post", lambda: all(post.state == "sent" for post in posts(town, meeting)))
    sent: dict[int, dict[str, str]] = {}
    for post in posts(town, meeting, PostKind.QUESTION):
        number = int(post.text.split(" ", 1)[0].lstrip("Q").rstrip(":"))
        sent.setdefault(number, {})[post.channel] = post.text
    assert sent == shown
    assert sent[2]["X"].endswith("Live now")
    for network, texts_there in town.published().items():
        assert all(len(text) <= LIMITS[network] for text in texts_there)
        for words in shown.values():
            assert texts_there.count(words[network]) == 1
    assert len({sent[3][network] for network in NETWORKS}) == 3  # each as much as it has room for


def is_put(page: Page, number: int) -> bool:
    """Press "next" as somebody who looks first: what comes right after a step is taken for its echo."""
    if f"question {number} on screen" not in page.locator("[data-status]").inner_text().lower():
        page.locator("body").press("n")
        not_busy(page)
    return f"question {number} on screen" in page.locator("[data-status]").inner_text().lower()


def words_in_the_boxes(page: Page, number: int) -> dict[str, str]:
    """What each network would get, as it stands on the page."""
    form = page.get_by_role("form", name=f"Question {number}")
    shared = form.locator("textarea").first.input_value()
    own = {
        name: form.locator(f"textarea[id$='networks-{place}-own']").input_value() for place, name in enumerate(NETWORKS)
    }
    return {name: text.strip() or shared.strip() for name, text in own.items()}


def test_an_answer_is_offered_when_it_is_noted_and_what_is_left_out_is_not_posted(
    town: Town, window: Callable[..., Window]
) -> None:
    meeting = told(town)
    question = town.live.asked(meeting, f"Why {meeting.code}?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    desk = sign_in(town.live, window())
    page = desk.live(f"{town.live.address}/desk/meetings/{meeting.id}?q={question.number}&show=all")
    page.get_by_role("button", name="Leave out Question 1").click()
    expect(page.locator("[data-status]")).to_have_text("Question 1 is not posted.")
    not_busy(page)
    page.get_by_role("button", name="Add the answer").click()
    page.locator("#panel-answer textarea").fill("Two more beds.")
    page.keyboard.press("Control+Enter")

    expect(box(page, "Answer 1")).to_have_value("A1: Two more beds. #ThreeBoards")
    assert all(post.state is OutboxState.CANCELLED for post in posts(town, meeting, PostKind.QUESTION))
    assert not any(f"Why {meeting.code}" in text for texts in town.published().values() for text in texts)


def test_words_of_before_are_sent_only_once_somebody_was_told_that_the_answer_is_another(
    town: Town, window: Callable[..., Window]
) -> None:
    meeting = told(town)
    question = answered(town.live.ports, town.live.asked(meeting, "Why?"), town.live.alex, "Two beds.")
    desk = sign_in(town.live, window())
    page = desk.live(f"{town.live.address}/desk/meetings/{meeting.id}")
    page.get_by_role("button", name="Leave out Question 1").click()
    expect(page.locator("[data-status]")).to_have_text("Question 1 is not posted.")
    text = box(page, "Answer 1")
    expect(text).to_have_value("A1: Two beds. #ThreeBoards")
    text.fill("A1: Two beds, from May.")
    do(town.live.ports, Action.NOTE_ANSWER, now(town.live.ports, question), town.live.alex,
       update=DispositionUpdate(answer="No beds."))  # fmt: skip
    town.live.asked(meeting, "Anything else?", Action.ACCEPT)
    expect(page.get_by_role("link", name="Anything else?")).to_be_visible()
    held = Held(page, re.compile("/live/answer/"))
    desk.forgive("422")
    text.press("Control+Enter")
    town.live.asked(meeting, "And then?", Action.ACCEPT)
    expect(page.get_by_role("link", name="And then?")).to_be_visible()  # while the words are on their way
    held.release()
    page.unroute_all()

    expect(page.locator("[data-status]")).to_contain_text("its name or its answer changed since you opened this page")
    not_busy(page)
    expect(text).to_have_value("A1: Two beds, from May.")
    assert posts(town, meeting, PostKind.ANSWER) == []
    text.press("Control+Enter")
    expect(page.locator("[data-status]")).to_contain_text("Answer 1 is being published")


def test_words_that_a_colleague_changed_under_ones_eyes_are_sent_only_by_a_second_press(
    town: Town, window: Callable[..., Window]
) -> None:
    meeting = told(town)
    question = town.live.asked(meeting, "Why is the lift slow?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    desk = sign_in(town.live, window())
    page = desk.live(f"{town.live.address}/desk/meetings/{meeting.id}")
    text, status = box(page, "Question 1"), page.locator("[data-status]")
    expect(text).to_have_value(re.compile("Why is the lift slow"))
    question = now(town.live.ports, question)
    jo = Actor("Jo Bloggs", None)
    do(town.live.ports, Action.EDIT_WORDING, question, jo, update=DispositionUpdate(wording="Why is it slow?"))
    expect(status).to_contain_text("What the post says may be out of date")
    expect(text).to_have_value(re.compile("Why is it slow"))
    desk.forgive("422")
    text.press("Control+Enter")
    expect(status).to_contain_text("its name or its answer changed since you opened this page")
    not_busy(page)
    assert posts(town, meeting, PostKind.QUESTION) == []
    text.press("Control+Enter")

    expect(status).to_contain_text("Question 1 is being published")


@pytest.mark.parametrize("typed", ["", "Q1: Half a post"])
def test_a_press_of_ones_own_makes_nothing_known_that_a_colleague_changed(
    town: Town, window: Callable[..., Window], typed: str
) -> None:
    meeting = told(town)
    town.live.asked(meeting, "Why is the lift slow?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    desk = sign_in(town.live, window())
    page = desk.live(f"{town.live.address}/desk/meetings/{meeting.id}?q=1&show=all")
    text, status = box(page, "Question 1"), page.locator("[data-status]")
    expect(text).to_be_visible()
    if typed:
        text.fill(typed)
    held = Held(page, re.compile("/presence|part=1"))
    details = replace(meeting.details, hashtag="OtherTag")
    meetings.change(town.live.ports, meeting, details, actor=Actor("Jo Bloggs", None))
    page.get_by_role("button", name="Take it").click()
    expect(status).to_contain_text("You took question 1")
    held.release()
    page.unroute_all()
    expect(status).to_have_text(
        "You took question 1. What the post says may be out of date. Read it again: the first press does nothing."
    )
    not_busy(page)
    desk.forgive("422")
    text.press("Control+Enter")
    expect(status).to_contain_text("changed since you opened this page")
    not_busy(page)

    assert posts(town, meeting, PostKind.QUESTION) == []
    expect(text).to_have_value(typed or re.compile("#OtherTag"))


def test_what_is_too_long_is_said_and_stays_in_its_box(town: Town, window: Callable[..., Window]) -> None:
    meeting = told(town)
    town.live.asked(meeting, "Why?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    desk = sign_in(town.live, window())
    page = desk.live(f"{town.live.address}/desk/meetings/{meeting.id}")
    text = box(page, "Question 1")
    text.fill("x" * 290)
    counted = page.locator(".m-offer [data-count]").first
    expect(counted).to_have_text("290 of 280 characters")
    town.live.asked(meeting, "News?", Action.ACCEPT)
    expect(page.get_by_role("link", name="News?")).to_be_visible()
    expect(counted).to_have_text("290 of 280 characters")
    desk.forgive("422")
    text.press("Control+Enter")

    expect(page.locator("[data-status]")).to_contain_text("too long by 10 characters for X")
    expect(text).to_have_value("x" * 290)
    assert posts(town, meeting, PostKind.QUESTION) == []


def test_stop_cancels_what_waits_by_one_press(town: Town, window: Callable[..., Window]) -> None:
    now = utc_now()
    meeting = told(town, starts_at=now + timedelta(days=9), closes_at=now + timedelta(days=7))
    desk = sign_in(town.live, window())
    page = desk.page
    page.goto(f"{town.live.address}/desk/meetings/{meeting.id}/call?kind=reminder")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status")).to_contain_text("It will be published at")
    page.goto(f"{town.live.address}/desk/meetings/{meeting.id}")
    page.get_by_role("button", name="Stop sending posts that wait").click()
    expect(page.locator("[data-status]")).to_contain_text("Stopped. 3 posts will not be sent")

    assert {post.state for post in posts(town, meeting, PostKind.REMINDER)} == {OutboxState.CANCELLED}


def test_whoever_answered_the_call_is_replied_to_once_on_each_network(
    town: Town, window: Callable[..., Window]
) -> None:
    meeting = told(town)
    town.answer({post.channel: post.native_id for post in posts(town, meeting)})
    questions = town.live.ports.store.questions
    wait("the answers", lambda: len(questions.of_meeting(meeting.id)) == len(NETWORKS))
    for question in questions.of_meeting(meeting.id):
        for action in (Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER):
            town.live.does(action, question)
    page = sign_in(town.live, window()).page
    page.goto(f"{town.live.address}/desk/meetings/{meeting.id}/replies")
    for number in range(1, len(NETWORKS) + 1):
        box(page, "Reply").first.press("End")
        page.keyboard.type(f" Reply {number} of {meeting.code}.")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("status")).to_contain_text("is being sent")
    wait("every reply", lambda: all(post.state == "sent" for post in posts(town, meeting, PostKind.REPLY)))

    expect(page.get_by_text("a reply to its author waits here")).to_be_visible()
    asked = {one.source.channel: one.source.native_id for one in questions.of_meeting(meeting.id)}
    assert {post.channel: post.reply_to for post in posts(town, meeting, PostKind.REPLY)} == asked
    for network, texts in town.published().items():
        assert sum(f"of {meeting.code}." in text for text in texts) == 1, network


@pytest.mark.parametrize("size", [PHONE, LAPTOP, WALL])
def test_the_pages_of_posts_are_accessible_in_every_state(
    town: Town, window: Callable[..., Window], size: tuple[int, int]
) -> None:
    meeting = told(town)
    town.live.asked(meeting, f"{LONG}</textarea><script>", Action.ACCEPT, Action.PUT_ON_SCREEN, name="Sam")
    desk = sign_in(town.live, window(size))
    for path in ("", "/live", "/live?sign_off=1", "/call", "/call?kind=reminder", "/replies"):
        desk.page.goto(f"{town.live.address}/desk/meetings/{meeting.id}{path}")
        assert axe(desk.page) == []
        assert sideways(desk.page) == 0


@pytest.mark.parametrize("size", [PHONE, LAPTOP])
def test_a_call_that_did_not_go_out_is_accessible_and_its_buttons_fit_a_finger(
    town: Town, window: Callable[..., Window], size: tuple[int, int]
) -> None:
    meeting = told(town)
    states = (OutboxState.BLOCKED, OutboxState.FAILED, OutboxState.CANCELLED)
    for post, state in zip(posts(town, meeting), states, strict=True):
        town.live.ports.store.outbox.move(post, replace(post, state=state, problem="It was refused", sent_at=None))
    page = sign_in(town.live, window(size)).page
    page.goto(f"{town.live.address}/desk/meetings/{meeting.id}/call")

    assert axe(page) == []
    assert sideways(page) == 0
    heights = [button.bounding_box() for button in page.get_by_role("button", name="Publish").all()]
    assert len(heights) > 1
    assert all(box and box["height"] >= (44 if size == PHONE else 36) for box in heights)
