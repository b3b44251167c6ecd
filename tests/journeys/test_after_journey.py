"""The meeting ends before everyone's eyes, and the desk turns to what is left: by mouse, by keys, without a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.questions.history import Action, Details
from board_qa.domain.questions.question import DispositionUpdate, Question, State
from board_qa.services.questions import moderating
from tests.support.browsers import LAPTOP, PHONE, Window, axe, sideways, sign_in, tab_stops
from tests.support.running import Running


@pytest.fixture
def meeting(live: Running) -> Meeting:
    """One that began an hour ago."""
    now = live.ports.clock()
    times = {"starts_at": now - timedelta(hours=1), "closes_at": now - timedelta(days=1)}
    return live.meeting(title="November board", opens_at=now - timedelta(days=9), **times)


def state(live: Running, question: Question) -> State:
    found = live.ports.store.questions.get(question.id)
    assert found is not None
    return found.state


def promised(live: Running, meeting: Meeting, text: str, owner: str) -> Question:
    question = live.asked(meeting, text, Action.ACCEPT)
    due = (live.ports.clock() + timedelta(days=9)).date().isoformat()
    details, update = Details(owner=owner, due_on=due), DispositionUpdate(owner=owner, due_on=due)
    moderating.act(live.ports, Action.WRITE, question, question.revision, live.alex, details, update)
    return question


def right(page: Page) -> None:
    """The checks of docs/screens.md, on the phone and on the laptop."""
    assert axe(page) == []
    assert page.locator("h1:visible").count() == 1
    for width, height in (PHONE, LAPTOP, (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        assert sideways(page) == 0, width


def test_the_desk_turns_when_the_section_closes_and_what_is_left_is_done_from_there(
    live: Running, meeting: Meeting, desk: Window
) -> None:
    later = live.meeting(title="January board", hashtag="Later")
    first = live.asked(meeting, "How long do children wait for an autism assessment?", Action.ACCEPT, name="Maria")
    second = live.asked(meeting, "When will the diagnostic centre open?", Action.ACCEPT)
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    expect(page.get_by_text("The public section has closed.")).to_have_count(0)
    page.get_by_role("button", name="Closed").click()
    page.get_by_role("link", name="See what is left to do").click()

    expect(page.get_by_role("heading", name="After the meeting")).to_be_visible()
    right(page)
    page.get_by_label(re.compile("diagnostic centre")).uncheck()
    page.get_by_label("Who answers").fill("Director of Nursing")
    page.get_by_role("button", name="Promise a written answer to what is ticked").click()
    expect(page.get_by_role("status")).to_contain_text("1 question will be answered in writing")
    assert (state(live, first), state(live, second)) == (State.WRITTEN, State.ACCEPTED)

    page.locator("#unreached-to").select_option(value=str(later.id))
    page.locator("section", has=page.locator("#not-reached-h")).get_by_role(
        "button", name="Move what is ticked"
    ).click()
    expect(page.get_by_role("status")).to_contain_text("Moved 1 question")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Undone: question 2 moved to another meeting")
    page.get_by_role("button", name="Publish the record").click()
    expect(page.get_by_role("button", name="Take the record down")).to_be_visible()
    right(page)


def test_all_of_it_is_done_by_keys_and_without_a_script(
    live: Running, meeting: Meeting, window: Callable[..., Window]
) -> None:
    question = live.asked(meeting, "How long do children wait for an autism assessment?", Action.ACCEPT)
    live.show(meeting, IdleView.CLOSED)
    page = sign_in(live, window(LAPTOP, java_script_enabled=False)).page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/after")
    page.get_by_label("Who answers").focus()
    page.keyboard.type("Dr Shah")
    page.keyboard.press("Enter")

    expect(page.get_by_text("1 question will be answered in writing")).to_be_visible()
    assert state(live, question) is State.WRITTEN
    page.get_by_role("link", name="Answers promised in writing").click()
    page.get_by_text("Add the answer").click()
    page.get_by_label(re.compile("The answer, which everyone reads")).fill("Nine weeks.")
    page.get_by_role("button", name="Save, and mark answered").click()
    expect(page.get_by_text("Everyone who asked can read the answer now.")).to_be_visible()
    assert state(live, question) is State.ANSWERED


def test_nothing_lies_over_what_the_tab_key_comes_to(
    live: Running, meeting: Meeting, window: Callable[..., Window]
) -> None:
    live.asked(meeting, "How long do children wait?", Action.ACCEPT)
    live.show(meeting, IdleView.CLOSED)
    page = sign_in(live, window(PHONE)).page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/after")
    stops = tab_stops(page)

    assert len(stops) > 15
    assert set(stops) == {"expected"}


def test_a_reminder_is_copied_and_every_answer_can_be_worked_on(
    live: Running, meeting: Meeting, window: Callable[..., Window]
) -> None:
    owner = f"Director of Estates {meeting.id}"
    promised(live, meeting, "Has the backlog of roof repairs been costed?", owner)
    opened = sign_in(live, window(LAPTOP))
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened.page
    page.goto(f"{live.address}/desk/written")
    page.get_by_role("link", name=re.compile(owner)).click()
    page.get_by_role("button", name="Copy the reminder").click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()

    assert "Has the backlog of roof repairs been costed?" in page.evaluate("navigator.clipboard.readText()")
    right(page)
    page.get_by_text("Add the answer").click()
    page.get_by_text("Who answers, and by when").click()
    right(page)
    page.get_by_role("button", name="Save, and mark answered").click()
    opened.forgive("status of 422")
    expect(page.get_by_role("heading", name="Nothing was stored")).to_be_visible()
    right(page)
    with page.expect_download() as download:
        page.goto(f"{live.address}/desk/written")
        page.get_by_role("link", name="Get a calendar file").click()
    assert download.value.suggested_filename == "written-answers.ics"


def test_the_public_reads_on_a_phone_what_comes_next_in_both_languages(
    live: Running, meeting: Meeting, window: Callable[..., Window]
) -> None:
    promised(live, meeting, "Has the backlog of roof repairs been costed?", "Director of Estates")
    live.show(meeting, IdleView.CLOSED)
    page = window(PHONE).page
    for mount, says in {"": "We will answer 1 more question in writing", "/cy": "Byddwn yn ateb 1 cwestiwn"}.items():
        page.goto(f"{live.address}{mount}/{meeting.code}")
        expect(page.get_by_text(re.compile(says))).to_be_visible()
        assert axe(page) == []
        assert sideways(page) == 0


def test_the_next_meeting_is_made_from_this_one_and_one_comes_back_to_its_questions(
    live: Running, meeting: Meeting, desk: Window
) -> None:
    live.asked(meeting, "How long do children wait?", Action.ACCEPT)
    live.show(meeting, IdleView.CLOSED)
    page = desk.page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/after")
    page.get_by_role("link", name="Make the next meeting from this one").click()
    expect(page.get_by_label("Title")).to_have_value("November board")
    page.get_by_label("Starts").fill((live.ports.clock() + timedelta(days=60)).strftime("%Y-%m-%dT10:00"))
    assert axe(page) == []
    page.get_by_role("button", name="Make the meeting").click()

    expect(page.get_by_text("Now choose which questions to keep for it.")).to_be_visible()
    assert page.locator("#unreached-to option").count() >= 1
