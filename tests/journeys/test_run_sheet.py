"""The chair's run sheet: what it says, to whom, in time, on paper, and when the network drops."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from board_qa.domain.accounts.roles import Role
from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.meetings.rules import Attending, Decider, Identity, Rules
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, Question, State
from board_qa.ports import Ports
from board_qa.rehearsal.server import PASSWORD
from board_qa.services.accounts import signing_in
from board_qa.services.meetings import meetings
from board_qa.services.meetings.run_sheet import expected, run_sheet
from board_qa.services.questions import moderating
from board_qa.services.questions.asking import ask
from tests.support.board import Board, post
from tests.support.browsers import Window, axe, not_busy, sign_in
from tests.support.deciding import asked, do, now
from tests.support.doubles import ABUSIVE, NOON, QuickScrypt, StoppedClock, details
from tests.support.running import Running

APPROVE, SHOW = Action.ACCEPT, Action.PUT_ON_SCREEN
TABLET = (820, 1180)
NOTE = "Her mother is in the second row"


def timed(ports: Ports, minutes: int, attending: Attending = Attending.EITHER) -> Meeting:
    rules = Rules(minutes_per_question=minutes, attending=attending, identity=Identity.OPTIONAL)
    return meetings.create(ports, details(rules=rules))


def test_the_sheet_has_the_question_on_screen_the_next_three_and_the_rest_a_line_each(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    for number in range(7):
        do(ports, APPROVE, asked(ports, meeting, f"Question {number}?"), alex)
    asked(ports, meeting, "Not approved")
    moderating.answer_and_next(ports, meeting, "none", alex)
    sheet = run_sheet(ports, meeting)

    assert sheet.on_screen
    assert sheet.on_screen.question.number == 1
    assert [entry.question.number for entry in sheet.following] == [2, 3, 4]
    assert [entry.question.number for entry in sheet.later] == [5, 6, 7]
    assert {entry.at for entry in (*sheet.following, *sheet.later)} == {None}  # this board times no question


def test_each_question_has_the_time_at_which_it_may_be_put(ports: Ports, clock: StoppedClock, alex: Actor) -> None:
    meeting = timed(ports, 4)
    for number in range(3):
        do(ports, APPROVE, asked(ports, meeting, f"Question {number}?"), alex)
    moderating.answer_and_next(ports, meeting, "none", alex)
    clock.advance(minutes=1)

    assert [entry.at for entry in run_sheet(ports, meeting).following] == [
        NOON + timedelta(minutes=4),
        NOON + timedelta(minutes=8),
    ]


def test_nothing_is_expected_in_the_past_when_a_question_takes_longer() -> None:
    late = NOON + timedelta(minutes=10)

    assert expected(late, NOON, 4, 2) == [late, late + timedelta(minutes=4)]
    assert expected(NOON, None, 4, 1) == [NOON]
    assert expected(NOON, None, 0, 2) == [None, None]


@pytest.mark.parametrize(
    ("rule", "said", "put_by"),
    [
        (Attending.EITHER, "in_person", Attending.IN_PERSON),
        (Attending.EITHER, "read_out", Attending.READ_OUT),
        (Attending.EITHER, "", Attending.EITHER),
        (Attending.READ_OUT, "", Attending.READ_OUT),
        (Attending.IN_PERSON, "", Attending.IN_PERSON),
    ],
)
def test_the_sheet_says_who_puts_the_question(
    ports: Ports, alex: Actor, rule: Attending, said: str, put_by: Attending
) -> None:
    meeting = timed(ports, 0, attending=rule)
    receipt = ask(ports, meeting, AskForm("k", "Why?", "Maria Jones", attending=said))
    do(ports, APPROVE, now(ports, ports.store.questions.by_token(receipt.token)), alex)

    assert run_sheet(ports, meeting).following[0].put_by is put_by


def briefed(board: Board) -> Question:
    question = board.asked("Why is the lift broken?", APPROVE, name="Maria")
    sets = DispositionUpdate(speaker="Director of Estates", brief=NOTE)
    moderating.act(board.ports, Action.BRIEF, question, question.revision, board.alex, update=sets)
    return question


def test_a_moderator_briefs_the_chair_at_the_desk(board: Board) -> None:
    question = board.asked("Why is the lift broken?", APPROVE)
    browser = board.signed_in()
    post(
        browser,
        board.path,
        f"{board.path}/questions/1/brief",
        expected=str(question.revision),
        speaker="Director of Estates",
        brief=NOTE,
    )
    page = browser.get(f"{board.path}/run-sheet").text

    assert "Director of Estates" in page
    assert NOTE in page
    assert "For the chair.</b> Director of Estates answers." in " ".join(browser.get(f"{board.path}?q=1").text.split())
    post(browser, board.path, f"{board.path}/undo", expected=str(question.revision + 1))
    assert NOTE not in browser.get(f"{board.path}/run-sheet").text


def test_a_note_to_the_chair_that_is_too_long_is_refused_and_nothing_is_stored(board: Board) -> None:
    question = board.asked("Why?", APPROVE)
    browser = board.signed_in()
    path = f"{board.path}/questions/1/brief"
    post(browser, board.path, path, expected=str(question.revision), brief="x" * 301)

    assert "The note to the chair must be 300 characters or fewer. Leave out 1." in browser.get(board.path).text
    assert now(board.ports, question).disposition.brief == ""


def test_what_the_chair_is_told_reaches_nobody_else(board: Board) -> None:
    question = now(board.ports, briefed(board))
    moderating.act(board.ports, SHOW, question, question.revision, board.alex)
    reader = signing_in.add_moderator(
        board.ports, board.process.installation.passwords, "reader", "Sam", PASSWORD, Role.READER
    )
    assert reader
    at_the_desk = board.browser()
    post(at_the_desk, "/sign-in", "/sign-in", username="reader", password=PASSWORD)
    code, public = board.meeting.code, board.browser()
    seen = [
        public.get(address).text
        for address in (
            f"/{code}",
            f"/{code}/questions.json",
            f"/cy/{code}",
            f"/screen/{board.meeting.screen_token}",
            f"/screen/{board.meeting.screen_token}/view.json",
            f"/r/{question.token}",
        )
    ]
    seen.append(at_the_desk.get(f"{board.path}?q=1").text)

    assert all("Why is the lift broken?" in page for page in seen)
    assert not [page for page in seen if NOTE in page or "Director of Estates" in page]
    assert at_the_desk.get(f"{board.path}/run-sheet").status_code == 403


def test_a_name_that_is_withheld_is_not_on_the_sheet_that_is_read_aloud(board: Board) -> None:
    receipt = ask(board.ports, board.meeting, AskForm("k", "Why?", "Maria Jones", name_withheld=True))
    question = now(board.ports, board.ports.store.questions.by_token(receipt.token))
    moderating.act(board.ports, APPROVE, question, question.revision, board.alex)
    page = board.signed_in().get(f"{board.path}/run-sheet").text

    assert "Name withheld" in page
    assert "Maria" not in page


def test_every_button_of_the_sheet_works_as_a_plain_form_and_leads_back_to_it(board: Board) -> None:
    board.asked("Why?", APPROVE)
    browser, sheet = board.signed_in(), f"{board.path}/run-sheet"
    answer = post(browser, sheet, f"{board.path}/screen/next", expected="none", **{"from": "run-sheet"})

    assert answer.headers["Location"] == sheet
    assert "Put question 1 on screen." in browser.get(sheet).text
    assert board.ports.store.questions.of_meeting(1)[0].state is State.ON_SCREEN


@pytest.fixture
def tablet(live: Running, window: Callable[..., Window]) -> Callable[..., Page]:
    """The chair's tablet, with the sheet of a meeting on it."""
    if live.ports.store.accounts.by_username("dame-ruth") is None:
        signing_in.add_moderator(live.ports, QuickScrypt(), "dame-ruth", "Dame Ruth", PASSWORD, Role.CHAIR)

    def opened(meeting: Meeting) -> Page:
        one = sign_in(live, window(TABLET), "dame-ruth")
        return one.live(f"{live.address}/desk/meetings/{meeting.id}/run-sheet")

    return opened


def test_the_chair_says_yes_or_no_and_works_the_screen_from_the_tablet(
    live: Running, tablet: Callable[..., Page]
) -> None:
    meeting = live.meeting(rules=Rules(decider=Decider.CHAIR, identity=Identity.OPTIONAL))
    rude, mild = live.asked(meeting, "You fools?"), live.asked(meeting, "Is it true?")
    live.asked(meeting, "Why?", APPROVE)
    for question in (rude, mild):
        moderating.decline(live.ports, meeting, question, question.revision, live.alex, "abusive")
    page = tablet(meeting)
    page.get_by_role("button", name="Yes, decline question 1").click()
    expect(page.get_by_text("You fools?")).to_have_count(0)
    not_busy(page)
    page.get_by_role("button", name="No, check it again question 2").click()
    expect(page.get_by_text("For you to decide")).to_have_count(0)
    not_busy(page)
    page.get_by_role("button", name="Put the first on screen").click()
    expect(page.locator(".m-sheet__now .m-sheet__q")).to_have_text("Why?")

    found = [question.state for question in live.ports.store.questions.of_meeting(meeting.id)]
    assert found == [State.DECLINED, State.RECEIVED, State.ON_SCREEN]
    assert axe(page) == []


def test_a_yes_that_was_a_slip_is_taken_back_on_the_tablet_too(live: Running, tablet: Callable[..., Page]) -> None:
    meeting = live.meeting(rules=Rules(decider=Decider.CHAIR, identity=Identity.OPTIONAL))
    question = live.asked(meeting, "You fools?")
    moderating.decline(live.ports, meeting, question, question.revision, live.alex, "abusive")
    page = tablet(meeting)
    assert page.get_by_role("button", name="Undo").count() == 0  # what a moderator did is not the chair's to undo
    page.get_by_role("button", name="Yes, decline question 1").click()
    not_busy(page)
    page.get_by_role("button", name="Undo question 1 declined").click()
    expect(page.get_by_role("button", name="Yes, decline question 1")).to_be_visible()

    assert live.ports.store.questions.of_meeting(meeting.id)[0].state is State.HELD
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


def test_the_sheet_follows_the_desk_by_itself(live: Running, tablet: Callable[..., Page]) -> None:
    meeting = live.meeting()
    page = tablet(meeting)
    expect(page.get_by_text("No questions are waiting.")).to_be_visible()
    question = live.asked(meeting, "Why?", APPROVE)
    expect(page.locator(".m-sheet__next .m-sheet__q")).to_have_text("Why?")
    live.does(Action.DECLINE, question, ABUSIVE)

    expect(page.get_by_text("No questions are waiting.")).to_be_visible()
    assert "Why?" not in page.content()


def test_the_list_is_kept_when_the_network_drops_and_comes_back_right_without_a_reload(
    live: Running, tablet: Callable[..., Page], window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    question = live.asked(meeting, "Why?", APPROVE)
    page = tablet(meeting)
    page.evaluate("window.same = true")
    page.context.set_offline(True)
    expect(page.get_by_text("This is the list as it was at")).to_be_visible(timeout=20_000)
    assert page.locator(".m-sheet__next .m-sheet__q").inner_text() == "Why?"
    live.does(Action.DECLINE, question, ABUSIVE)
    page.context.set_offline(False)
    expect(page.get_by_text("No questions are waiting.")).to_be_visible(timeout=20_000)

    assert page.evaluate("window.same")
    expect(page.get_by_text("This is the list as it was at")).to_be_hidden()


def test_the_fullest_sheet_prints_on_one_page(live: Running, tablet: Callable[..., Page], tmp_path: Path) -> None:
    meeting = live.meeting(
        title="Meeting " * 20, rules=Rules(minutes_per_question=3, decider=Decider.CHAIR, identity=Identity.OPTIONAL)
    )
    for number in range(14):
        question = live.asked(
            meeting,
            f"{number}: " + "Why is it taking so long to answer us? " * 12,
            APPROVE,
            name="Eastbrook Carers’ Group and friends",
        )
        for action, sets in (
            (
                Action.BRIEF,
                DispositionUpdate(
                    speaker="Director of Estates and Facilities", brief="Have the figures to hand. " * 11
                ),
            ),
            (Action.LINK, DispositionUpdate(agenda_item="Estates " * 20)),
            (
                Action.EDIT_WORDING,
                DispositionUpdate(wording=f"{number}: " + "Why does it take so long to answer us? " * 12),
            ),
        ):
            question = do(live.ports, action, question, live.alex, update=sets)
    for number in range(3):
        question = live.asked(meeting, f"{number}: you are all " + "very " * 60 + "slow?")
        moderating.decline(live.ports, meeting, question, question.revision, live.alex, "abusive")
    live.show(meeting, IdleView.BLANK)
    page = tablet(meeting)
    page.get_by_role("button", name="Put the first on screen").click()
    page.locator(".m-sheet__now .m-sheet__q").wait_for()
    paper = tmp_path / "sheet.pdf"
    page.pdf(path=paper, prefer_css_page_size=True)
    read = PdfReader(paper)
    words = read.pages[0].extract_text()

    assert len(read.pages) == 1
    assert all(f"Question {number}" in words for number in (1, 2, 3, 4))
    assert "Answered, next" not in words
    assert "Sign out" not in words


def test_the_fewer_questions_there_are_the_larger_they_are_printed_and_never_on_two_pages(
    live: Running, tablet: Callable[..., Page], tmp_path: Path
) -> None:
    sizes = []
    for count in (4, 3, 2):
        meeting = live.meeting(title="Meeting " * 20, agenda=("Estates " * 20,), rules=Rules(minutes_per_question=3))
        for number in range(count):
            question = live.asked(meeting, f"{number}: Why?", APPROVE, name="Eastbrook Carers’ Group and friends")
            for action, sets in {
                Action.EDIT_WORDING: DispositionUpdate(
                    wording=f"{number}: " + "Why is it taking so long to answer us? " * 12
                ),
                Action.LINK: DispositionUpdate(agenda_item="Estates " * 20),
                Action.BRIEF: DispositionUpdate(speaker="Director of Estates", brief="Have the figures to hand. " * 11),
            }.items():
                question = do(live.ports, action, question, live.alex, update=sets)
        page = tablet(meeting)
        page.get_by_role("button", name="Put the first on screen").click()
        page.locator(".m-sheet__now .m-sheet__q").wait_for()
        paper = tmp_path / f"{count}.pdf"
        page.pdf(path=paper, prefer_css_page_size=True)
        page.emulate_media(media="print")
        first = "document.querySelector('.m-sheet__now .m-sheet__q')"  # as it is now: news may put another there
        sizes.append(page.evaluate(f"parseFloat(getComputedStyle({first}).fontSize)"))
        assert len(PdfReader(paper).pages) == 1, count

    assert sizes == sorted(set(sizes))


def test_paper_says_when_it_was_printed_and_how_long_there_is_but_no_clock_stands_still_on_it(
    live: Running, tablet: Callable[..., Page], tmp_path: Path
) -> None:
    meeting = live.meeting(rules=Rules(minutes_per_question=3, identity=Identity.OPTIONAL))
    live.asked(meeting, "Why?", APPROVE)
    page = tablet(meeting)
    page.get_by_role("button", name="Put the first on screen").click()
    not_busy(page)
    page.get_by_role("button", name="Start the clock").click()
    expect(page.locator(".m-sheet__clock")).to_contain_text("left")
    paper = tmp_path / "sheet.pdf"
    page.pdf(path=paper, prefer_css_page_size=True)
    words = " ".join(PdfReader(paper).pages[0].extract_text().split())

    assert re.search(r"Printed at \d\d:\d\d on \d+ \w+ 20\d\d\.", words)
    assert re.search(r"Public section to \d\d:\d\d\.", words)
    assert " left" not in words
    assert " of 3 min" not in words
