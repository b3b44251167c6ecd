"""Everyone who asked is told, before everyone's eyes: by mouse, by keys, without a script, and the letters arrive."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.entries import Logged
from board_qa.domain.questions.history import Action, Details
from board_qa.domain.questions.question import DispositionUpdate, Question
from board_qa.domain.telling.letters import Letter, LetterKind, LetterState
from board_qa.services.questions import moderating
from board_qa.services.questions.asking import ask
from board_qa.services.questions.entering import log
from tests.support.browsers import LAPTOP, PHONE, Window, axe, sideways, sign_in, tab_stops
from tests.support.doubles import ABUSIVE
from tests.support.running import Running

SOON = 20_000  # milliseconds: a round of the worker, and the news of it


@pytest.fixture
def meeting(live: Running) -> Meeting:
    """One that began an hour ago."""
    now = live.ports.clock()
    times = {"starts_at": now - timedelta(hours=1), "closes_at": now + timedelta(hours=1)}
    return live.meeting(title="November board", opens_at=now - timedelta(days=9), **times)


def came(live: Running, meeting: Meeting, text: str, email: str = "") -> Question:
    receipt = ask(live.ports, meeting, AskForm(text, text, "Maria Jones", email))
    question = live.ports.store.questions.by_token(receipt.token)
    assert question is not None
    return question


def answered(live: Running, question: Question, answer: str = "From the first of April.") -> Question:
    for action in (Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER):
        question = live.does(action, question)
    update = DispositionUpdate(answer=answer, answered_by="the chief executive")
    moderating.act(live.ports, Action.NOTE_ANSWER, question, question.revision, live.alex, Details(), update)
    return question


def declined(live: Running, question: Question) -> Question:
    return live.does(Action.DECLINE, question, ABUSIVE)


def by_phone(live: Running, meeting: Meeting, text: str) -> Question:
    receipt = log(live.ports, meeting, Logged(live.ports.ids.token(), text, came_by="phone"), live.alex)
    question = live.ports.store.questions.by_token(receipt.token)
    assert question is not None
    return declined(live, question)


def failed(live: Running, question: Question) -> None:
    """A letter about it came back."""
    letter = Letter(
        0, question.meeting_id, question.id, LetterKind.EMAIL, "", "What became of your question", "Hello,",
        LetterState.FAILED, "Sam", live.ports.clock(), live.ports.ids.token(),
        problem="The mail server does not know this address, or does not take mail for it (550)",
    )  # fmt: skip
    live.ports.store.letters.add(letter)


def every_standing(live: Running, meeting: Meeting) -> None:
    """Somebody to be told in each of the ways, and with each kind of trouble."""
    answered(live, came(live, meeting, "When will the diagnostic centre open?", "maria@example.org"))
    declined(live, came(live, meeting, "Why are you all so useless?", "fred@example.org"))
    long = "Why does the lift in the east wing of Northfield hospital not work, and when will it?" * 3
    answered(live, came(live, meeting, long, "a.very.long.address.of.somebody@hospital-friends.example.org"))
    declined(live, came(live, meeting, "I do not want to be here any more. Does anybody read this?", "kay@example.org"))
    by_phone(live, meeting, "Rang to ask when the car park opens.")
    failed(live, declined(live, came(live, meeting, "Where is my appointment letter?", "gone@example.org")))
    answered(live, came(live, meeting, "How many nurses left this year?"))
    came(live, meeting, "Not decided about yet?", "later@example.org")


def right(page: Page) -> None:
    assert axe(page) == []
    assert page.locator("h1:visible").count() == 1
    for width, height in (PHONE, LAPTOP, (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        assert sideways(page) == 0, width


def test_everyone_who_is_ticked_gets_a_letter_and_the_page_says_so_by_itself(
    live: Running, meeting: Meeting, window: Callable[..., Window]
) -> None:
    every_standing(live, meeting)
    page = sign_in(live, window(LAPTOP)).page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/after")
    page.get_by_role("link", name="Tell everyone who asked").first.click()
    expect(page.get_by_role("heading", name="Tell everyone who asked")).to_be_visible()
    right(page)
    page.get_by_label(re.compile("so useless")).uncheck()
    page.get_by_role("button", name="Send to everyone who is ticked").click()
    expect(page.get_by_role("status").first).to_contain_text("2 people are being told.")
    told = page.locator("section", has=page.locator("#done-h"))
    expect(told).to_contain_text("When will the diagnostic centre open?", timeout=SOON)

    (letter,) = live.mail.to("maria@example.org")
    words = letter.get_content()
    assert "From the first of April." in words
    assert "Answered by the chief executive." in words
    assert live.mail.to("fred@example.org") == live.mail.to("kay@example.org") == []
    link = re.search(r"http\S+/r/\S+", words)
    assert link
    page.goto(link[0])  # the letter leads its reader to their own page
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your question was answered")
    expect(page.get_by_text("We emailed you about this on")).to_be_visible()


def test_a_letter_of_ones_own_is_sent_by_keys_and_without_a_script(
    live: Running, meeting: Meeting, window: Callable[..., Window]
) -> None:
    question = came(live, meeting, "I do not want to be here any more. Does anybody read this?", "kay2@example.org")
    declined(live, question)
    without_script = sign_in(live, window(LAPTOP, java_script_enabled=False))
    page = without_script.page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/tell")
    page.get_by_role("button", name="Send this one").press("Enter")
    expect(page.get_by_text("Enter the words of the email")).to_be_visible()
    page.get_by_label(re.compile("Words of the email")).fill("Dear Kay, we have tried to ring you.")
    page.get_by_role("button", name="Send this one").press("Enter")

    expect(page.get_by_text("Whoever asked question 1 is being told.")).to_be_visible()
    (letter,) = live.ports.store.letters.of_question(question.id)
    assert letter.text == "Dear Kay, we have tried to ring you."
    without_script.forgive("status of 422")  # the browser's own note of the empty form


def test_nothing_lies_over_what_the_tab_key_comes_to(
    live: Running, meeting: Meeting, window: Callable[..., Window]
) -> None:
    every_standing(live, meeting)
    page = sign_in(live, window(PHONE)).page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/tell")
    stops = tab_stops(page)

    assert len(stops) > 20
    assert set(stops) == {"expected"}
