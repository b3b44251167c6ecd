"""What the keys of the desk do, and when they do nothing (WCAG 2.1.4: single letters can be switched off)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import Reason, Redirect
from board_qa.domain.questions.history import Action, Actor, Details
from board_qa.domain.questions.question import DispositionUpdate, State
from board_qa.services.meetings import meetings
from board_qa.services.questions.moderating import act
from tests.support.browsers import Held, Window, not_busy
from tests.support.follow_ups import allowing
from tests.support.running import Running


@pytest.fixture
def asked(live: Running) -> Meeting:
    meeting = live.meeting()
    for text in ("Why is the ward closed?", "When does the bus run?", "Who pays for parking?"):
        live.asked(meeting, text)
    return meeting


@pytest.fixture
def page(live: Running, desk: Window, asked: Meeting) -> Page:
    return desk.live(f"{live.address}/desk/meetings/{asked.id}")


def states(live: Running, meeting: Meeting) -> list[State]:
    return [question.state for question in live.ports.store.questions.of_meeting(meeting.id)]


def carried_keys(page: Page) -> set[str]:
    """Every key that some button or link of this page stands for."""
    return set(" ".join(page.locator("[data-key]").evaluate_all("all => all.map(one => one.dataset.key)")).split())


def selected(page: Page, wanted: int) -> None:
    expect(page.locator(f"[data-selected='{wanted}']")).to_be_attached()


def test_letters_do_nothing_while_one_types(live: Running, page: Page, asked: Meeting) -> None:
    for label in (re.compile("Search questions"), re.compile("Note on question")):
        page.get_by_label(label).press_sequentially("a ward, perhaps hundreds")
        expect(page.get_by_label(label)).to_have_value("a ward, perhaps hundreds")

    assert states(live, asked) == [State.RECEIVED] * 3


def test_letters_do_nothing_with_another_key_held(live: Running, page: Page, asked: Meeting) -> None:
    for chord in ("Control+a", "Alt+a", "Meta+a"):
        page.keyboard.press(chord)

    assert states(live, asked) == [State.RECEIVED] * 3


def test_a_key_held_down_acts_once(live: Running, page: Page, asked: Meeting) -> None:
    page.keyboard.down("a")
    for _ in range(5):  # what a held key sends
        page.keyboard.down("a")
    page.keyboard.up("a")
    expect(page.get_by_role("status")).to_have_text("Approved question 1.")
    selected(page, 2)

    assert states(live, asked) == [State.ACCEPTED, State.RECEIVED, State.RECEIVED]


def test_the_switch_turns_letters_off_for_good_and_the_arrows_stay(live: Running, page: Page, asked: Meeting) -> None:
    page.get_by_role("button", name="Keyboard shortcuts: on").click()
    page.reload()
    page.wait_for_selector("html[data-live=on]", state="attached")
    expect(page.get_by_role("button", name="Keyboard shortcuts: off")).to_be_visible()
    expect(page.locator(".m-btn kbd:visible")).to_have_count(0)
    for key in ("a", "h", "j", "b", "u", "?"):
        page.keyboard.press(key)
    page.keyboard.press("ArrowDown")
    selected(page, 2)
    page.keyboard.press("ArrowUp")
    selected(page, 1)
    assert states(live, asked) == [State.RECEIVED] * 3
    page.get_by_role("button", name="Keyboard shortcuts: off").click()
    page.keyboard.press("a")

    expect(page.get_by_role("status")).to_have_text("Approved question 1.")


def test_every_key_of_the_help_presses_a_button_that_can_be_seen(live: Running, desk: Window) -> None:
    meeting = allowing(live.ports, live.meeting())
    live.asked(meeting, "Why is the ward closed?", Action.ACCEPT)
    live.asked(meeting, "When does the bus run?")
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}?show=all&q=2")
    carried = carried_keys(page)
    page.goto(f"{live.address}/desk/meetings/{meeting.id}?show=all&q=1")
    carried |= carried_keys(page)
    page.get_by_role("button", name="Start the clock").click()
    page.get_by_role("button", name="5 more minutes").wait_for()
    not_busy(page)  # the news may bring that button before the answer to the press is there
    carried |= carried_keys(page)
    live.publishes(meeting, f"Ask us! {meeting.code}")  # then what is put is told as well
    page.get_by_role("button", name="Answered, next").or_(page.get_by_role("button", name="Next")).first.click()
    page.get_by_role("form", name="Question 1").wait_for()
    carried |= carried_keys(page)
    page.get_by_role("button", name="Help").click()
    named = {name.lower() for name in page.locator("#help dt kbd").all_inner_texts()}

    moves = {"j", "k", "↓", "↑", "esc"}  # the list itself, and what is open
    assert named - moves <= carried
    assert "a" in named


@pytest.mark.parametrize("key", ["b", "q"])
def test_the_screen_is_one_key_from_anywhere_on_the_desk(
    live: Running, desk: Window, key: str, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    live.asked(meeting, "Why?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}?find=nothing+at+all")
    screen = window((1920, 1080)).live(f"{live.address}/screen/{meeting.screen_token}")
    page.keyboard.press(key)

    expect(screen.locator("body")).to_have_attribute("data-view", {"b": "blank", "q": "joining"}[key])


def test_no_key_of_the_desk_tells_the_room_something_that_on_the_screen_only_changes_its_look(
    live: Running, page: Page, asked: Meeting
) -> None:
    """Both windows are on one laptop, and the wrong one has the keyboard."""
    page.get_by_role("button", name="Start the clock").click()
    page.get_by_role("button", name="5 more minutes").wait_for()
    desk = carried_keys(page)
    page.goto(f"{live.address}/screen/{asked.screen_token}")
    looks = page.locator("button[data-look]").evaluate_all("all => all.flatMap(one => one.dataset.keys.split(' '))")

    assert set(looks) >= {"f", "+", "-", "t"}
    assert desk & set(looks) <= {"t"}  # a brief for the chair, which nobody in the room sees


def test_a_key_pressed_before_the_next_question_has_come_decides_nothing(
    live: Running, page: Page, asked: Meeting
) -> None:
    not_busy(page)
    held = Held(page, re.compile("part=1"))
    page.keyboard.press("j")
    for key in ("a", "h", "r", "1"):
        page.keyboard.press(key)
    page.keyboard.press("j")  # and one step more, from where one went
    held.release()
    page.unroute_all()
    selected(page, 3)
    not_busy(page)

    assert states(live, asked) == [State.RECEIVED] * 3
    page.keyboard.press("a")
    expect(page.get_by_role("status")).to_have_text("Approved question 3.")


def test_a_button_pressed_before_the_next_question_has_come_says_that_nothing_was_done(
    live: Running, page: Page, asked: Meeting
) -> None:
    not_busy(page)
    held = Held(page, re.compile("part=1"))
    page.locator(".m-item a").nth(1).click()
    page.get_by_role("button", name="Approve question 1").click()
    expect(page.get_by_role("status")).to_contain_text("nothing was done")
    held.release()
    page.unroute_all()
    selected(page, 2)

    assert states(live, asked) == [State.RECEIVED] * 3


def test_a_question_that_is_here_already_can_be_decided_while_it_is_fetched_anew(
    live: Running, page: Page, asked: Meeting
) -> None:
    not_busy(page)
    held = Held(page, re.compile("part=1"))
    page.locator(".m-item a").nth(0).click()
    page.get_by_role("button", name="Approve question 1").click()
    expect(page.get_by_role("status")).to_have_text("Approved question 1.")
    held.release()
    page.unroute_all()

    selected(page, 2)
    assert states(live, asked) == [State.ACCEPTED, State.RECEIVED, State.RECEIVED]


def test_the_screen_can_be_blanked_while_something_else_is_on_its_way(
    live: Running, page: Page, asked: Meeting
) -> None:
    live.asked(asked, "On screen?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    not_busy(page)
    held = Held(page, re.compile("/questions/1/hold"))
    page.keyboard.press("h")
    page.keyboard.press("b")
    expect(page.get_by_role("status")).to_have_text("The screen is blank.")
    assert live.ports.store.questions.on_screen(asked.id) is None
    held.release()
    page.unroute_all()

    expect(page.get_by_role("status")).to_have_text("Held question 1.")


def test_what_is_half_typed_is_there_again_when_one_comes_back_to_its_question(
    live: Running, page: Page, asked: Meeting
) -> None:
    page.keyboard.press("e")
    page.get_by_label("The asker’s own words stay").fill("Half a wording")
    page.get_by_label("Put the asker’s own words beside it").check()
    page.get_by_label("Note on question").fill("Half a note")
    page.locator(".m-item a").nth(1).click()
    selected(page, 2)
    assert page.get_by_label("Note on question").input_value() == ""
    page.locator(".m-item a").nth(0).click()
    selected(page, 1)

    expect(page.get_by_label("The asker’s own words stay")).to_have_value("Half a wording")
    expect(page.get_by_label("The asker’s own words stay")).to_be_visible()
    expect(page.get_by_label("Note on question")).to_have_value("Half a note")
    page.get_by_role("button", name="Save wording").click()
    expect(page.get_by_role("status")).to_contain_text("question 1")
    not_busy(page)
    stored = live.ports.store.questions.of_meeting(asked.id)[0].disposition
    assert (stored.wording, stored.shows_original) == ("Half a wording", True)
    assert page.get_by_label("Note on question").input_value() == "Half a note"


def approves_two(page: Page) -> None:
    for there in (2, 3):
        page.keyboard.press("a")
        selected(page, there)
        not_busy(page)


def test_u_takes_back_nothing_older_where_colleagues_went_on_while_a_press_was_under_way(
    live: Running, page: Page, asked: Meeting, desk: Window
) -> None:
    approves_two(page)
    held = Held(page, re.compile("/questions/3/approve$"))
    page.keyboard.press("a")
    jo, (_, second, third) = Actor("Jo Bloggs", None), live.ports.store.questions.of_meeting(asked.id)
    act(live.ports, Action.NOTE, second, second.revision, jo, Details(note="Ask the bus company"))
    act(live.ports, Action.HOLD, third, third.revision, jo)
    expect(page.locator(".m-undo")).to_contain_text("Question 1")
    desk.forgive("409")
    held.release()
    refused_for_what_jo_did(desk, page)
    not_busy(page)
    page.keyboard.press("u")

    expect(page.locator(".m-undo")).to_have_text("Question 1 approved, not what you did last")
    assert states(live, asked) == [State.ACCEPTED, State.ACCEPTED, State.HELD]


def test_u_takes_back_nothing_older_where_a_colleague_went_on_before_the_list_was_fetched(
    live: Running, page: Page, asked: Meeting
) -> None:
    page.keyboard.press("a")
    selected(page, 2)
    not_busy(page)
    held = Held(page, re.compile("part=1"))
    page.keyboard.press("a")
    expect(page.get_by_role("status")).to_contain_text("Approved question 2")
    second = live.ports.store.questions.of_meeting(asked.id)[1]
    act(live.ports, Action.HOLD, second, second.revision, Actor("Jo Bloggs", None))
    held.release()
    page.unroute_all()
    expect(page.locator(".m-undo")).to_contain_text("Question 1")
    not_busy(page)
    page.keyboard.press("u")

    expect(page.locator(".m-undo")).to_have_text("Question 1 approved, not what you did last")
    assert states(live, asked) == [State.ACCEPTED, State.HELD, State.RECEIVED]


def test_u_takes_back_nothing_older_where_a_colleague_went_on_from_what_was_put_on_screen(
    live: Running, page: Page, asked: Meeting
) -> None:
    approves_two(page)
    held = Held(page, re.compile("part=1"))
    page.keyboard.press("n")
    expect(page.get_by_role("status")).to_contain_text("Put question 1 on screen")
    first = live.ports.store.questions.of_meeting(asked.id)[0]
    act(live.ports, Action.ANSWER, first, first.revision, Actor("Jo Bloggs", None))
    held.release()
    page.unroute_all()
    expect(page.locator(".m-undo")).to_have_text("Question 2 approved, not what you did last")
    not_busy(page)
    page.keyboard.press("u")

    assert states(live, asked) == [State.ANSWERED, State.ACCEPTED, State.RECEIVED]


def test_u_goes_on_where_the_list_could_not_be_fetched_after_the_last_one(
    live: Running, page: Page, asked: Meeting, desk: Window
) -> None:
    approves_two(page)
    desk.forgive("ERR_FAILED")
    page.route(re.compile("part=1"), lambda route: route.abort())
    page.keyboard.press("u")
    expect(page.get_by_role("status")).to_contain_text("Undone")
    not_busy(page)
    page.unroute_all()
    live.asked(asked, "And what about the lift?")
    expect(page.locator(".m-undo")).to_contain_text("Question 1")
    page.keyboard.press("u")
    expect(page.locator(".m-undo")).to_be_hidden()

    assert states(live, asked)[:3] == [State.RECEIVED] * 3


def test_what_is_typed_while_the_words_before_it_are_being_stored_stays(
    live: Running, page: Page, asked: Meeting
) -> None:
    page.get_by_label("Note on question").fill("The first note")
    held = Held(page, re.compile("/note$"))
    page.get_by_label("Note on question").press("Enter")
    page.get_by_label("Note on question").fill("A second")
    held.release()
    expect(page.get_by_text("The first note", exact=True)).to_be_visible()
    not_busy(page)

    expect(page.get_by_label("Note on question")).to_have_value("A second")
    page.unroute_all()
    page.get_by_label("Note on question").press("Enter")
    expect(page.get_by_text("A second", exact=True)).to_be_visible()
    not_busy(page)
    expect(page.get_by_label("Note on question")).to_have_value("")
    page.locator(".m-item a").nth(1).click()
    selected(page, 2)
    page.locator(".m-item a").nth(0).click()
    selected(page, 1)
    expect(page.get_by_label("Note on question")).to_have_value("")


def test_u_takes_back_nothing_older_where_a_colleague_went_on_from_what_was_done_last(
    live: Running, page: Page, asked: Meeting
) -> None:
    page.keyboard.press("a")
    selected(page, 2)
    not_busy(page)
    page.keyboard.press("h")
    selected(page, 3)
    not_busy(page)
    held, jo = live.ports.store.questions.of_meeting(asked.id)[1], Actor("Jo Bloggs", None)
    act(live.ports, Action.NOTE, held, held.revision, jo, Details(note="Ask the bus company"))
    expect(page.locator(".m-undo")).to_have_text("Question 1 approved, not what you did last")
    assert "u" not in carried_keys(page)
    page.keyboard.press("u")
    assert states(live, asked) == [State.ACCEPTED, State.HELD, State.RECEIVED]
    page.keyboard.press("h")
    not_busy(page)
    expect(page.locator(".m-undo")).to_contain_text("Question 3")
    page.keyboard.press("u")
    expect(page.get_by_role("status")).to_contain_text("Undone")
    not_busy(page)

    assert states(live, asked) == [State.ACCEPTED, State.HELD, State.RECEIVED]
    page.keyboard.press("u")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Undone: question 1")
    not_busy(page)
    assert states(live, asked) == [State.RECEIVED, State.HELD, State.RECEIVED]


def test_what_was_half_typed_before_somebody_else_changed_the_question_is_not_taken_for_what_came_after(
    live: Running, desk: Window, page: Page, asked: Meeting
) -> None:
    page.keyboard.press("e")
    wording = page.get_by_label("The asker’s own words stay")
    wording.fill("My wording")
    page.locator(".m-item a").nth(1).click()
    selected(page, 2)
    colleague_writes(live, asked)
    page.locator(".m-item a").nth(0).click()
    selected(page, 1)
    expect(page.get_by_role("status")).to_contain_text("Jo Bloggs")
    expect(wording).to_have_value("My wording")
    desk.forgive("409")
    page.get_by_role("button", name="Save wording").click()
    expect(page.get_by_role("status")).to_contain_text("Somebody else changed this first")
    not_busy(page)

    assert live.ports.store.questions.of_meeting(asked.id)[0].disposition.wording == "What Jo wrote"
    expect(wording).to_have_value("My wording")
    page.get_by_role("button", name="Save wording").click()  # having read that, they may
    expect(page.get_by_role("status")).to_contain_text("wording")
    not_busy(page)
    assert live.ports.store.questions.of_meeting(asked.id)[0].disposition.wording == "My wording"


def test_an_answer_to_ones_own_press_does_not_pass_for_having_read_what_came_after_it(
    live: Running, desk: Window, page: Page, asked: Meeting
) -> None:
    page.keyboard.press("e")
    wording = page.get_by_label("The asker’s own words stay")
    wording.fill("My wording")
    held = Held(page, re.compile("part=1"))
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_role("status")).to_contain_text("question 1")
    colleague_writes(live, asked)
    held.release()
    page.unroute_all()
    not_busy(page)
    desk.forgive("409")
    page.keyboard.press("e")
    page.get_by_role("button", name="Save wording").click()
    expect(page.get_by_role("status")).to_contain_text("Somebody else changed this first")
    not_busy(page)

    assert live.ports.store.questions.of_meeting(asked.id)[0].disposition.wording == "What Jo wrote"
    expect(wording).to_have_value("My wording")
    wording.press("Control+Enter")  # having read that, they may
    expect(page.get_by_role("status")).to_contain_text("Saved the wording")
    not_busy(page)
    assert live.ports.store.questions.of_meeting(asked.id)[0].disposition.wording == "My wording"


def colleague_writes(live: Running, meeting: Meeting, wording: str = "What Jo wrote") -> None:
    question, jo = live.ports.store.questions.of_meeting(meeting.id)[0], Actor("Jo Bloggs", None)
    act(live.ports, Action.EDIT_WORDING, question, question.revision, jo, update={"wording": wording})


def taken_in_another_window(live: Running, meeting: Meeting) -> None:
    question = live.ports.store.questions.of_meeting(meeting.id)[0]
    me = DispositionUpdate(assignee=live.alex.id)
    act(live.ports, Action.ASSIGN, question, question.revision, live.alex, Details(), me)


def refused_for_what_jo_did(desk: Window, page: Page) -> None:
    expect(page.get_by_role("status")).to_contain_text("Somebody else changed this first")
    expect(page.get_by_role("status")).to_contain_text("Jo Bloggs")
    not_busy(page)


def noted_after_a_colleague(live: Running, page: Page, asked: Meeting) -> None:
    """One's own note is stored just after what a colleague wrote, and before the page heard of that."""
    held = Held(page, re.compile("part=1"))
    colleague_writes(live, asked)
    note = page.get_by_label("Note on question")
    note.fill("Ask the ward first")
    note.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("note")
    held.release()
    page.unroute_all()
    not_busy(page)


def test_a_note_of_ones_own_does_not_pass_for_having_read_what_a_colleague_did_before_it(
    live: Running, desk: Window, page: Page, asked: Meeting
) -> None:
    page.keyboard.press("e")
    page.get_by_label("The asker’s own words stay").fill("My wording")
    noted_after_a_colleague(live, page, asked)
    desk.forgive("409")
    page.get_by_role("heading", name="Question 1").press("e")
    page.get_by_role("button", name="Save wording").click()
    refused_for_what_jo_did(desk, page)

    assert live.ports.store.questions.of_meeting(asked.id)[0].disposition.wording == "What Jo wrote"


def test_nobody_approves_the_words_of_a_colleague_that_came_in_before_a_note_of_their_own(
    live: Running, desk: Window, page: Page, asked: Meeting
) -> None:
    noted_after_a_colleague(live, page, asked)
    desk.forgive("409")
    page.get_by_role("heading", name="Question 1").press("a")
    refused_for_what_jo_did(desk, page)

    assert states(live, asked)[0] is State.RECEIVED


def test_what_one_does_in_another_window_does_not_pass_for_having_read_what_a_colleague_did_before_it(
    live: Running, desk: Window, page: Page, asked: Meeting
) -> None:
    page.keyboard.press("e")
    page.get_by_label("The asker’s own words stay").fill("My wording")
    colleague_writes(live, asked)
    expect(page.get_by_role("status")).to_contain_text("Jo Bloggs")
    taken_in_another_window(live, asked)
    expect(page.get_by_role("link", name="Yours 1")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Jo Bloggs")
    desk.forgive("409")
    page.get_by_role("button", name="Save wording").click()
    refused_for_what_jo_did(desk, page)

    assert live.ports.store.questions.of_meeting(asked.id)[0].disposition.wording == "What Jo wrote"


def test_what_came_after_a_refusal_is_not_what_the_refusal_told_of(
    live: Running, desk: Window, page: Page, asked: Meeting
) -> None:
    held = Held(page, re.compile("part=1"))
    colleague_writes(live, asked)
    desk.forgive("409")
    page.keyboard.press("a")
    refusal = page.get_by_role("status")
    expect(refusal).to_contain_text("Somebody else changed this first")
    colleague_writes(live, asked, "What Jo wrote after it")
    held.release()
    page.unroute_all()
    not_busy(page)
    page.get_by_role("heading", name="Question 1").press("a")
    refused_for_what_jo_did(desk, page)
    assert states(live, asked)[0] is State.RECEIVED
    page.get_by_role("heading", name="Question 1").press("a")
    expect(refusal).to_contain_text("Approved question 1")
    not_busy(page)

    assert states(live, asked)[0] is State.ACCEPTED


def test_a_refusal_tells_all_that_others_did_one_after_the_other(
    live: Running, desk: Window, page: Page, asked: Meeting
) -> None:
    held = Held(page, re.compile("part=1"))
    colleague_writes(live, asked)
    question = live.ports.store.questions.of_meeting(asked.id)[0]
    act(live.ports, Action.NOTE, question, question.revision, Actor("Sam Poe", None), Details(note="Read it"))
    desk.forgive("409")
    page.keyboard.press("a")
    expect(page.get_by_role("status")).to_contain_text("by Jo Bloggs, then given a note by Sam Poe. Nothing")
    held.release()
    not_busy(page)

    assert states(live, asked)[0] is State.RECEIVED


def test_more_than_one_refusal_can_tell_is_told_by_the_next_and_then_the_press_counts(
    live: Running, desk: Window, page: Page, asked: Meeting
) -> None:
    held = Held(page, re.compile("part=1"))
    for number in range(7):
        question = live.ports.store.questions.of_meeting(asked.id)[0]
        act(live.ports, Action.NOTE, question, question.revision, Actor(f"Jo {number}", None), Details(note="Read it"))
    desk.forgive("409")
    page.keyboard.press("h")
    expect(page.get_by_role("status")).to_contain_text("by Jo 4. Nothing")
    held.release()
    page.unroute_all()
    not_busy(page)
    page.keyboard.press("h")
    expect(page.get_by_role("status")).to_contain_text("by Jo 5, then given a note by Jo 6. Nothing")
    not_busy(page)
    page.keyboard.press("h")
    expect(page.get_by_role("status")).to_contain_text("Held question 1")
    not_busy(page)

    assert states(live, asked)[0] is State.HELD


def test_what_there_is_to_choose_from_is_read_only_once_it_is_drawn(
    live: Running, desk: Window, page: Page, asked: Meeting
) -> None:
    page.keyboard.press("d")
    expect(page.locator("#panel-redirect")).to_be_visible()
    page.route(re.compile("part=1"), lambda route: route.abort())
    other = replace(asked.details.rules.redirects[0], advice="Nobody has read this.")
    rules = replace(asked.details.rules, redirects=(other, *asked.details.rules.redirects[1:]))
    meetings.change(live.ports, asked, replace(asked.details, rules=rules))
    desk.forgive("422", "net::ERR_")
    for _ in range(2):
        page.keyboard.press("1")
        expect(page.get_by_role("status")).to_contain_text("changed since you opened this page. Nothing was done.")
        not_busy(page)

    assert states(live, asked)[0] is State.RECEIVED


def pressed_and_gone_on(page: Page, key: str, what: str, to: int) -> Held:
    """A press that is not answered yet, and another question that was opened meanwhile."""
    held = Held(page, re.compile(f"/questions/1/{what}"))
    page.keyboard.press(key)
    page.locator(".m-item a").nth(to - 1).click()
    selected(page, to)
    return held


def test_the_answer_to_a_press_leads_nobody_away_from_what_they_opened_meanwhile(
    live: Running, page: Page, asked: Meeting
) -> None:
    held = pressed_and_gone_on(page, "h", "hold", 3)
    held.release()
    expect(page.get_by_role("status")).to_contain_text("Held question 1")
    not_busy(page)
    selected(page, 3)
    page.keyboard.press("a")
    expect(page.get_by_role("status")).to_contain_text("Approved question 3")
    not_busy(page)

    assert states(live, asked) == [State.HELD, State.RECEIVED, State.ACCEPTED]


def test_the_answer_to_a_press_opens_its_panel_on_no_other_question(
    live: Running, desk: Window, page: Page, asked: Meeting
) -> None:
    page.keyboard.press("r")
    expect(page.locator("#panel-decline")).to_be_visible()
    held = pressed_and_gone_on(page, "1", "decline", 2)
    reasons = (Reason("first", "It is rude"), *asked.details.rules.decline_reasons)
    rules = replace(asked.details.rules, decline_reasons=reasons)
    meetings.change(live.ports, asked, replace(asked.details, rules=rules))
    desk.forgive("422")
    held.release()
    expect(page.get_by_role("status")).to_contain_text("changed since you opened this page. Nothing was done.")
    not_busy(page)

    expect(page.locator("#panel-decline")).to_be_hidden()
    page.keyboard.press("1")
    assert states(live, asked) == [State.RECEIVED] * 3


def test_what_a_refusal_tells_of_one_question_is_not_told_of_another(
    live: Running, desk: Window, page: Page, asked: Meeting
) -> None:
    page.keyboard.press("e")
    page.get_by_label("The asker’s own words stay").fill("My wording")
    page.locator(".m-item a").nth(1).click()
    selected(page, 2)
    held = Held(page, re.compile("/questions/2/accept|/questions/2/approve"))
    page.keyboard.press("a")
    colleague_writes(live, asked)
    second = live.ports.store.questions.of_meeting(asked.id)[1]
    act(live.ports, Action.HOLD, second, second.revision, Actor("Jo Bloggs", None))
    parts = Held(page, re.compile("part=1"))
    page.locator(".m-item a").nth(0).click()
    desk.forgive("409")
    held.release()
    expect(page.get_by_role("status")).to_contain_text("Somebody else changed this first")
    parts.release()
    page.unroute_all()
    not_busy(page)
    selected(page, 1)
    page.get_by_role("button", name="Save wording").click()
    refused_for_what_jo_did(desk, page)

    assert live.ports.store.questions.of_meeting(asked.id)[0].disposition.wording == "What Jo wrote"


def test_what_one_did_in_another_window_is_no_news(live: Running, page: Page, asked: Meeting) -> None:
    page.keyboard.press("e")
    page.get_by_label("The asker’s own words stay").fill("My wording")
    taken_in_another_window(live, asked)
    expect(page.get_by_role("link", name="Yours 1")).to_be_visible()
    page.get_by_role("button", name="Save wording").click()
    expect(page.get_by_role("status")).to_contain_text("Saved the wording")
    not_busy(page)

    assert live.ports.store.questions.of_meeting(asked.id)[0].disposition.wording == "My wording"


def note_on_its_way(page: Page) -> tuple[Held, Locator]:
    """A note that is sent and not answered yet, and the box that it was typed in."""
    held = Held(page, re.compile("/questions/1/note"))
    note = page.get_by_label("Note on question")
    note.fill("Ask the ward first")
    note.press("Enter")
    return held, note


def test_what_was_sent_is_not_in_its_box_any_more_though_news_came_while_it_was_on_its_way(
    live: Running, page: Page, asked: Meeting
) -> None:
    held, note = note_on_its_way(page)
    live.asked(asked, "Who mends the lift?")
    expect(page.get_by_role("link", name="Who mends the lift?")).to_be_visible()
    held.release()
    expect(page.locator(".m-said")).to_contain_text("Ask the ward first")
    not_busy(page)

    expect(note).to_have_value("")


def test_what_was_sent_is_not_in_its_box_either_where_one_went_on_while_it_was_on_its_way(
    live: Running, page: Page, asked: Meeting
) -> None:
    held, note = note_on_its_way(page)
    page.locator(".m-item a").nth(1).click()
    selected(page, 2)
    held.release()
    expect(page.get_by_role("status")).to_contain_text("note")
    not_busy(page)
    page.locator(".m-item a").nth(0).click()
    selected(page, 1)

    expect(page.locator(".m-said")).to_contain_text("Ask the ward first")
    expect(note).to_have_value("")


@pytest.mark.parametrize(("key", "panel"), [("r", "decline"), ("d", "redirect")])
def test_what_an_open_panel_offers_does_not_become_something_else_under_the_finger(
    live: Running, desk: Window, page: Page, asked: Meeting, key: str, panel: str
) -> None:
    page.keyboard.press(key)
    expect(page.locator(f"#panel-{panel}")).to_be_visible()
    rules = replace(
        asked.details.rules,
        decline_reasons=(Reason("first", "It is rude"), *asked.details.rules.decline_reasons),
        redirects=(Redirect("first", "Elsewhere", "Ask there."), *asked.details.rules.redirects),
    )
    meetings.change(live.ports, asked, replace(asked.details, rules=rules))
    first = page.locator(f"#panel-{panel} [data-key='1']")
    expect(first).to_contain_text("It is rude" if panel == "decline" else "Elsewhere")
    expect(page.get_by_role("status")).to_contain_text("What you can choose from changed. Read it again")
    desk.forgive("422")
    page.keyboard.press("1")
    expect(page.get_by_role("status")).to_contain_text("changed since you opened this page. Nothing was done.")
    not_busy(page)
    assert states(live, asked)[0] is State.RECEIVED
    page.keyboard.press("1")  # having read it, they may
    expect(page.get_by_role("status")).to_contain_text("question 1")
    not_busy(page)

    assert states(live, asked)[0] is (State.DECLINED if panel == "decline" else State.REDIRECTED)


def test_enter_after_opening_the_reasons_declines_nothing(live: Running, page: Page, asked: Meeting) -> None:
    page.keyboard.press("r")
    expect(
        page.get_by_role("heading", name="Why are you declining it? The asker will read the reason.")
    ).to_be_focused()
    page.keyboard.press("Enter")

    assert states(live, asked) == [State.RECEIVED] * 3


def test_whoever_is_asked_about_a_question_hears_of_it_and_finds_it_under_theirs(
    live: Running, page: Page, asked: Meeting
) -> None:
    assert page.get_by_role("link", name="Yours").count() == 0
    question = live.ports.store.questions.of_meeting(asked.id)[1]
    act(
        live.ports,
        Action.ASSIGN,
        question,
        question.revision,
        Actor("Sam"),
        Details(colleague="Rehearsal", note="Is this right?"),
        DispositionUpdate(assignee=live.alex.id),
    )
    expect(page.get_by_role("status")).to_have_text("You have one more question. Find it under Yours.")
    page.get_by_role("link", name="Yours 1").click()
    selected(page, 2)

    expect(page.locator(".m-item")).to_have_count(1)
    expect(page.get_by_role("link", name="Yours 1")).to_have_attribute("aria-current", "true")


def test_u_after_a_source_was_paused_takes_back_nothing_older(live: Running, page: Page, asked: Meeting) -> None:
    page.keyboard.press("a")
    expect(page.get_by_role("status")).to_have_text("Approved question 1.")
    not_busy(page)
    page.get_by_role("button", name="Pause the web form").click()
    expect(page.get_by_role("status")).to_have_text("The web form is paused.")
    not_busy(page)
    page.keyboard.press("u")
    page.get_by_role("button", name="Resume the web form").click()
    expect(page.get_by_role("status")).to_have_text("The web form is open again.")
    not_busy(page)
    assert states(live, asked) == [State.ACCEPTED, State.RECEIVED, State.RECEIVED]

    page.get_by_role("button", name="Undo question 1 approved").click()  # the button itself still says what it does
    expect(page.get_by_role("status")).to_have_text("Undone: question 1 approved.")
