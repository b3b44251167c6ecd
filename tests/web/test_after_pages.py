"""The page of what is left after a meeting: what it lists, what is done there, and what the public reads."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.accounts.roles import Role
from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.meetings.rules import REDIRECTS
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import DispositionUpdate, Question, State
from board_qa.services.meetings import meetings, partners
from board_qa.services.questions import moderating
from tests.support.board import Board, post
from tests.support.chats import planned
from tests.support.crowds import crowd
from tests.support.deciding import do, now
from tests.support.doubles import details
from tests.support.page_forms import form_on
from tests.web.test_roles import person, signed_in

APPROVE, SHOW, ANSWER, NOTE, WRITE = (
    Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER, Action.NOTE_ANSWER, Action.WRITE)  # fmt: skip
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def after(board: Board) -> str:
    """The address of the page, an hour after the meeting began and closed."""
    board.clock.now = board.meeting.details.starts_at + timedelta(hours=1)
    moderating.show(board.ports, board.meeting, IdleView.CLOSED, board.alex)
    return f"{board.path}/after"


def said(html: str) -> str:
    """What somebody reads on a page, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def tasks(html: str) -> dict[str, tuple[str, str]]:
    """Each line of what is left: what it says, and how far it is."""
    found = re.findall(r'<li class="m-task.*?</li>', html, re.DOTALL)
    read = [re.search(r"<a [^>]*>(.*?)</a>\s*<p>(.*?)</p>.*?m-task__far\">(.*?)</p>", one, re.DOTALL) for one in found]
    return {said(one[1]): (said(one[2]), said(one[3])) for one in read if one}


def send(browser: FlaskClient, page: str, action: str, *questions: Question, **form: str) -> TestResponse:
    """Tick these questions and press."""
    token = form_on(browser.get(page).text, "csrf_token")["csrf_token"]
    ticked = [f"{one.number}@{one.revision}" for one in questions]
    return browser.post(action, data={"csrf_token": token, "q": ticked, **form}, follow_redirects=True)


def the_next(board: Board) -> Meeting:
    start = board.meeting.details.starts_at + timedelta(days=28)
    return meetings.create(board.ports, details(title="December board", starts_at=start))


def test_every_line_says_how_far_it_is_and_leads_to_where_it_is_done(board: Board) -> None:
    board.asked("To check?")
    board.asked("On hold?", Action.HOLD)
    board.asked("Not reached?", APPROVE)
    answered = board.asked("Answered?", APPROVE, SHOW, ANSWER)
    do(board.ports, NOTE, board.asked("Noted?", APPROVE, SHOW, ANSWER), board.alex, update={"answer": "Yes."})
    promise = DispositionUpdate(owner="Dr Shah", due_on="2026-12-24")
    do(board.ports, WRITE, board.asked("In writing?"), board.alex, update=promise)
    board.clock.now = board.meeting.details.starts_at + timedelta(hours=1)
    moderating.show(board.ports, board.meeting, IdleView.CLOSED, board.alex)
    page = board.signed_in().get(f"{board.path}/after").text

    assert tasks(page) == {
        "Questions to decide about": ("1 to check, 1 on hold", "4 of 6 done"),
        "Questions that were not reached": ("1 approved and not put to the board", "3 of 4 done"),
        "Answers to note": ("1 answered without a note of what was said", "1 of 2 done"),
        "Answers promised in writing": ("1 owed, the first due on Thursday 24 December", "0 of 1 done"),
        "Tell everyone who asked": ("6 people do not know yet what became of their question", "0 of 6 done"),
        "Publish the record": ("Nobody else can read it yet", "To do"),
    }
    assert "The public section has closed. 0 of 6 things are done." in said(page)
    for address in (
        f"{board.path}?show=to-check",
        "#not-reached-h",
        "#to-note-h",
        "/desk/written?meeting=1",
        "#record-h",
        "/desk/meetings/1/tell",
        f"{board.path}?show=all&amp;q={answered.number}&amp;panel=answer",
    ):
        assert f'href="{address}"' in page, address
    for anchor in re.findall(r'href="#([\w-]+-h)"', page):
        assert f'id="{anchor}"' in page


def test_what_is_done_has_a_tick_and_the_word(board: Board, after: str) -> None:
    browser = board.signed_in()
    done = send(browser, after, f"{after}/record/publish").text

    assert "The record is published." in done
    assert f'href="/{board.meeting.code}/register"' in done
    assert tasks(done) == {"Publish the record": ("Everyone can read it", "Done")}
    assert "everything on this list is done" in done
    assert "Take the record down" in done
    down = send(browser, after, f"{after}/record/take-down").text
    assert "Nobody else can read it now" in down
    assert tasks(down)["Publish the record"][1] == "To do"


def test_the_desk_says_that_the_section_has_closed_and_leads_there_and_not_before(board: Board) -> None:
    browser = board.signed_in()
    before = browser.get(board.path).text
    assert "The public section has closed" not in said(before)
    assert browser.get(f"{board.path}/after").status_code == 200
    board.clock.now = board.meeting.details.starts_at
    moderating.show(board.ports, board.meeting, IdleView.CLOSED, board.alex)
    browser = board.signed_in()
    for address in (board.path, f"{board.path}?part=1"):
        desk = browser.get(address).text
        assert "The public section has closed. See what is left to do" in said(desk)
    assert '<a class="m-nav__after" href="/desk/meetings/1/after">' in browser.get(board.path).text


def test_before_and_during_the_meeting_the_page_says_so(board: Board) -> None:
    browser = board.signed_in()
    before = browser.get(f"{board.path}/after").text
    assert "The meeting is still to come." in said(before)
    assert "What is left to do" not in said(before)
    board.clock.now = board.meeting.details.starts_at
    page = board.signed_in().get(f"{board.path}/after").text
    assert "The public section has not closed yet." in said(page)


def test_the_record_of_a_meeting_that_is_still_to_come_is_not_published(board: Board) -> None:
    browser, page = board.signed_in(), f"{board.path}/after"
    said_then = said(send(browser, page, f"{page}/record/publish").text)
    assert "The meeting is still to come. You can publish its record once it has begun." in said_then
    assert board.browser().get(f"/{board.meeting.code}/register.json").status_code == 404

    board.clock.now = board.meeting.details.starts_at
    assert "The record is published." in send(board.signed_in(), page, f"{page}/record/publish").text
    assert board.browser().get(f"/{board.meeting.code}/register.json").status_code == 200


def test_a_meeting_without_questions_and_a_cancelled_one_have_true_pages(board: Board, after: str) -> None:
    browser = board.signed_in()
    assert "Nobody asked a question at this meeting." in said(browser.get(after).text)
    meetings.change(board.ports, board.meeting, replace(board.meeting.details, cancelled=True))
    cancelled = said(browser.get(after).text)
    assert "This meeting is cancelled. Nobody asked a question." in cancelled
    assert "has closed" not in cancelled


def test_what_was_not_reached_is_promised_an_answer_with_one_press_and_one_undo(board: Board) -> None:
    one, two = board.asked("One?", APPROVE), board.asked("Two?", APPROVE)
    board.clock.now = board.meeting.details.starts_at + timedelta(hours=1)
    moderating.show(board.ports, board.meeting, IdleView.CLOSED, board.alex)
    browser, page = board.signed_in(), f"{board.path}/after"
    assert 'value="2026-12-24"' in browser.get(page).text  # 20 working days after Thursday 26 November
    done = send(browser, page, f"{page}/written", one, two, owner="Dr Shah", due_on="2026-12-24").text

    assert "2 questions will be answered in writing, by Thursday 24 December." in done
    assert [now(board.ports, q).disposition.owner for q in (one, two)] == ["Dr Shah", "Dr Shah"]
    assert "2 questions marked for a written answer" in done
    undo = re.search(r'action="(/desk/meetings/1/undo)".*?name="expected" value="(\d+)"', done, re.DOTALL)
    assert undo
    back = send(browser, page, undo[1], expected=undo[2], **{"from": "after"})
    assert back.request.path == page
    assert "Undone: 2 questions marked for a written answer." in back.text
    assert [now(board.ports, q).state for q in (one, two)] == [State.ACCEPTED] * 2


def test_an_answer_is_never_promised_by_a_day_that_is_over(board: Board) -> None:
    left = [board.asked(text, APPROVE) for text in ("One?", "Two?")]
    board.clock.now = board.meeting.details.starts_at + timedelta(days=90)
    browser, page = board.signed_in(), f"{board.path}/after"
    assert 'value="2027-03-24"' in browser.get(page).text  # 20 working days after Wednesday 24 February
    done = send(browser, page, f"{page}/written", left[0]).text
    assert "1 question will be answered in writing, by Wednesday 24 March." in done
    address = f"{board.path}/questions/{left[1].number}/written"
    post(browser, board.path, address, expected=str(left[1].revision))

    assert [now(board.ports, one).disposition.due_on for one in left] == ["2027-03-24"] * 2


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"due_on": "2026-01-01"}, "Enter a date in the future for the written answer, within two years."),
        ({"owner": "x" * 400}, "The name must be"),
        ({"due_on": "soon"}, "Enter a date for the written answer, like 3/12/2026"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_stored(board: Board, form: dict[str, str], says: str) -> None:
    question = board.asked("One?", APPROVE)
    browser, page = board.signed_in(), f"{board.path}/after"
    assert says in send(browser, page, f"{page}/written", question, **form).text
    assert "Choose one question or more first." in send(browser, page, f"{page}/written").text
    assert now(board.ports, question) == question


def test_questions_are_kept_for_the_next_meeting_and_one_press_brings_all_back(board: Board, after: str) -> None:
    other = the_next(board)
    one, two = board.asked("One?", APPROVE, name="Maria Lopez"), board.asked("Two?", APPROVE)
    browser = board.signed_in()
    assert "December board" in browser.get(after).text
    done = send(browser, after, f"{after}/move", one, two, to=str(other.id))

    assert "Moved 2 questions to the meeting of 24 December 2026, where they are checked again." in done.text
    assert [now(board.ports, q).meeting_id for q in (one, two)] == [other.id] * 2
    desk = said(browser.get(f"/desk/meetings/{other.id}?q=1").text)
    assert "Was question 1 at the meeting of Thursday 26 November" in desk
    receipt = said(board.browser().get(f"/r/{one.token}").text)
    assert f"Its number was {board.meeting.code}-1. It is {other.code}-1 now." in receipt

    undo = re.search(r'action="([^"]+bring-back)".*?name="expected" value="(\d+)"', done.text, re.DOTALL)
    assert undo
    assert "2 questions moved to another meeting" in done.text
    back = send(browser, after, undo[1], expected=undo[2])
    assert "Brought back 2 questions." in back.text
    assert [now(board.ports, q).meeting_id for q in (one, two)] == [board.meeting.id] * 2


def test_whoever_was_promised_an_answer_reads_the_date_after_a_move_and_the_desk_does(board: Board, after: str) -> None:
    other = the_next(board)
    promise = DispositionUpdate(owner="Dr Shah", due_on="2026-12-24")
    question = do(board.ports, WRITE, board.asked("What does it cost?"), board.alex, update=promise)
    browser = board.signed_in()
    page = browser.get(after).text
    assert "Promised in writing by Thursday 24 December" in page
    send(browser, after, f"{after}/move", question, to=str(other.id))

    assert "The answer is due by Thursday 24 December." in said(board.browser().get(f"/r/{question.token}").text)
    desk = said(browser.get(f"/desk/meetings/{other.id}?q=1").text)
    assert "Promised in writing. The asker was told to expect an answer by Thursday 24 December, from Dr Shah" in desk


def test_those_who_were_told_of_the_next_meeting_are_ticked_for_it(board: Board, after: str) -> None:
    kept = next(one for one in REDIRECTS if one.id == "next_meeting")
    board.asked("Next time?", Action.REDIRECT, reason=kept.sentence)
    page = board.signed_in().get(after).text
    assert "For the next meeting" in page
    assert "make the next meeting first" in page  # there is none yet
    the_next(board)
    assert form_on(board.signed_in().get(after).text, "to")["q"].startswith("1@")


def test_a_question_somebody_was_quicker_with_stays_and_the_page_says_which(board: Board, after: str) -> None:
    other = the_next(board)
    question = board.asked("One?", APPROVE)
    do(board.ports, Action.HOLD, question, board.alex)
    done = send(board.signed_in(), after, f"{after}/move", question, to=str(other.id)).text

    assert "Moved 0 questions" in done
    assert "Question 1 changed meanwhile, and stays here." in done


@pytest.mark.parametrize("to", ["", "1", "99", "x", "chat", "cancelled", "over"])
def test_a_question_is_never_moved_nowhere_nor_where_the_page_does_not_offer(board: Board, after: str, to: str) -> None:
    start = board.meeting.details.starts_at
    made = {
        "chat": lambda: planned(board.ports),
        "cancelled": lambda: meetings.create(
            board.ports, details(title="No board", starts_at=start + timedelta(days=28), cancelled=True)
        ),
        "over": lambda: meetings.create(board.ports, details(title="Last board", starts_at=start - timedelta(days=28))),
    }
    to = str(made[to]().id) if to in made else to
    question = board.asked("One?", APPROVE)
    done = send(board.signed_in(), after, f"{after}/move", question, to=to)

    assert "Choose the meeting to move them to." in done.text
    assert now(board.ports, question) == question


@pytest.mark.parametrize("value", ["", "x", "1", "1@", "@1", "1@x", "9999999999@1", "1@1@1", "١@١", HOSTILE])
def test_what_no_page_of_ours_sends_is_no_question(board: Board, after: str, value: str) -> None:
    board.asked("One?", APPROVE)
    browser = board.signed_in()
    token = form_on(browser.get(after).text, "csrf_token")["csrf_token"]
    answer = browser.post(f"{after}/written", data={"csrf_token": token, "q": value}, follow_redirects=True)

    assert "Choose one question or more first." in answer.text


def test_nothing_is_done_without_the_pages_own_token(board: Board, after: str) -> None:
    browser = board.signed_in()
    for what in ("written", "move", "bring-back", "record/publish", "record/take-down"):
        assert browser.post(f"{after}/{what}").status_code == 400


def test_a_reader_sees_all_of_it_and_is_offered_no_press(board: Board, after: str) -> None:
    board.asked("One?", APPROVE, name=HOSTILE)
    page = signed_in(board, person(board, Role.READER)).get(after).text

    assert "Questions that were not reached" in page
    assert "Publish the record" not in re.sub(r'class="m-tasks">.*?</ol>', "", page, flags=re.DOTALL)
    assert "Make the next meeting" not in page
    assert "formaction" not in page
    assert HOSTILE not in page


def test_of_very_many_the_page_has_the_first_and_says_so(board: Board, after: str) -> None:
    store: Any = board.ports.store
    crowd(store, board.meeting, 203, State.ACCEPTED)
    page = board.signed_in().get(after).text

    assert page.count('name="q"') == 200
    assert "Questions that were not reached 203 These are the first 200." in said(page)


def test_hostile_words_and_names_are_text(board: Board, after: str) -> None:
    board.asked(f"{HOSTILE} Why?", APPROVE, name=HOSTILE)
    page = board.signed_in().get(after).text

    assert HOSTILE not in page
    assert "&lt;script&gt;" in page


def test_what_the_record_will_have_in_it_stands_there_before_anybody_publishes_it(board: Board, after: str) -> None:
    do(board.ports, NOTE, board.asked("Noted?", APPROVE, SHOW, ANSWER), board.alex, update={"answer": "Yes."})
    board.asked("Unread?")
    page = said(board.signed_in().get(after).text)

    assert "Nobody but you and your colleagues can read it yet." in page
    assert "Questions asked 2 Answered 1 Not decided yet 1 Shown in the record 1, 1 with an answer" in page


@pytest.mark.parametrize(
    ("mount", "says"),
    [
        ("", ["The part of the meeting for questions is over.",
              "We will answer 2 more questions in writing by Thursday 24 December.",
              "The record of this meeting will be here by Thursday 3 December."]),
        ("/cy", ["Mae’r rhan o’r cyfarfod ar gyfer cwestiynau wedi dod i ben.",
                 "Byddwn yn ateb 2 gwestiwn arall yn ysgrifenedig erbyn dydd Iau 24 Rhagfyr.",
                 "Bydd cofnod y cyfarfod hwn yma erbyn dydd Iau 3 Rhagfyr."]),
    ],
)  # fmt: skip
def test_the_public_reads_what_comes_next(board: Board, mount: str, says: list[str]) -> None:
    rules = replace(board.meeting.details.rules, publish_within_days=7)
    meetings.change(board.ports, board.meeting, replace(board.meeting.details, rules=rules))
    for text in ("One?", "Two?"):
        do(board.ports, WRITE, board.asked(text), board.alex, update=DispositionUpdate(due_on="2026-12-24"))
    address = f"{mount}/{board.meeting.code}"
    assert says[0] not in said(board.browser().get(address).text)
    board.clock.now = board.meeting.details.starts_at
    moderating.show(board.ports, board.meeting, IdleView.CLOSED, board.alex)
    page = said(board.browser().get(address).text)

    assert [sentence for sentence in says if sentence not in page] == []


def test_the_public_page_keeps_no_promise_alive_that_is_late_or_was_never_made(board: Board) -> None:
    do(board.ports, WRITE, board.asked("One?"), board.alex, update=DispositionUpdate(due_on="2026-11-27"))
    board.clock.now = board.meeting.details.starts_at + timedelta(days=3)
    page = said(board.browser().get(f"/{board.meeting.code}").text)

    assert "This meeting is over. 1 written answer is late." in page
    assert "We will answer" not in page
    assert "The record of this meeting" not in page  # the board's rules say nothing of when


def test_a_page_that_a_browser_kept_is_fetched_again_when_the_section_has_closed(board: Board) -> None:
    address = f"/{board.meeting.code}"
    board.clock.now = board.meeting.details.starts_at
    moderating.time_section(board.ports, board.meeting, Action.START_SECTION, "", board.alex)
    first = board.browser().get(address)
    known = {"If-None-Match": first.headers["ETag"]}
    assert board.browser().get(address, headers=known).status_code == 304
    board.clock.advance(minutes=61)
    assert board.browser().get(address, headers=known).status_code == 200


def test_the_next_meeting_starts_from_this_one_but_for_its_date(board: Board, after: str) -> None:
    rules = replace(board.meeting.details.rules, per_person=2)
    changed = replace(board.meeting.details, rules=rules, more_hashtags=("NHSLeeds",), section_minutes=45,
                      venue="The Old Library", deadline_reason="A bank holiday")  # fmt: skip
    meetings.change(board.ports, board.meeting, changed)
    partners.add(board.ports, board.meeting, "Healthwatch", board.alex)
    browser, address = board.signed_in(), "/desk/meetings/new?after=1"
    page = browser.get(address).text
    form = form_on(page, "title")

    assert "Make the next meeting" in page
    assert [form[name] for name in ("title", "venue", "hashtag", "more_hashtags", "section_minutes", "agenda")] == [
        "Board meeting in public", "The Old Library", "AnytownBoard", "#NHSLeeds", "45",
        "Minutes\r\nPerformance".replace("\r", "")]  # fmt: skip
    assert (form["starts_at"], form["deadline"], form["deadline_reason"]) == ("", "rule", "")
    assert "The meeting before was on Thursday 26 November at midday" in said(page)
    assert "Enter when the meeting starts" in post(browser, address, address, **form).text
    form["starts_at"] = "2027-01-28T10:00"
    answer = post(browser, address, address, **form)

    assert answer.headers["Location"] == after
    made = board.ports.store.meetings.made_last()
    assert made is not None
    assert (made.details.rules.per_person, made.details.deadline_reason, made.details.cancelled) == (2, "", False)
    assert [one.name for one in board.ports.store.partners.of_meeting(made.id)] == ["Healthwatch"]


def test_a_date_is_suggested_where_the_last_two_meetings_tell_it(board: Board, after: str) -> None:
    start = board.meeting.details.starts_at
    meetings.create(board.ports, details(starts_at=start - timedelta(weeks=9)))
    page = board.signed_in().get("/desk/meetings/new?after=1").text

    assert form_on(page, "title")["starts_at"] == "2027-01-28T12:00"
    assert "We suggest 28 January 2027: your last two meetings were 9 weeks apart." in said(page)


def test_a_meeting_that_is_not_there_is_nothing_to_start_from(board: Board) -> None:
    for number in ("99", "x", "-1"):
        page = board.signed_in().get(f"/desk/meetings/new?after={number}")
        assert page.status_code == 200
        assert "Make a meeting" in page.text


def test_a_record_that_is_out_can_be_taken_down_also_where_its_meeting_was_moved_to_a_later_day(board: Board) -> None:
    board.clock.now = board.meeting.details.starts_at + timedelta(hours=3)
    browser, page = board.signed_in(), f"{board.path}/after"
    post(browser, page, f"{page}/record/publish")
    assert "Take the record down" in browser.get(page).text
    later = replace(board.meeting.details, starts_at=board.clock.now + timedelta(days=20))
    meetings.change(board.ports, board.meeting, later)
    assert "Take the record down" in browser.get(page).text
    post(browser, page, f"{page}/record/take-down")

    assert "Take the record down" not in browser.get(page).text
