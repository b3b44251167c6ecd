"""The page on which everyone who asked is told: what it lists, what one press does, and what it never sends."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.channels.x.channel import XChannel
from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.domain.accounts.roles import Role
from board_qa.domain.networks.outbox import OutboxState
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.entries import Logged
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import DispositionUpdate, Question
from board_qa.domain.telling.letters import Letter, LetterState, MailMode
from board_qa.services.meetings import meetings
from board_qa.services.questions.asking import ask
from board_qa.services.questions.entering import log
from board_qa.system.clock import utc_now
from tests.support.board import Board, token_on
from tests.support.deciding import do, now
from tests.support.doubles import ABUSIVE, details
from tests.support.page_forms import form_on
from tests.web.test_after_pages import said, tasks
from tests.web.test_desk_pages import PATHS
from tests.web.test_replies import posted
from tests.web.test_roles import person, signed_in

APPROVE, SHOW, ANSWER, NOTE, DECLINE = (
    Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER, Action.NOTE_ANSWER, Action.DECLINE)  # fmt: skip
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def page(board: Board) -> str:
    """The address of the page, where emails are sent for real."""
    channel = XChannel("http://127.0.0.1:1", PRACTICE_KEYS, utc_now)
    board.process.installation = replace(board.process.installation, channels={"X": channel}, mail=MailMode.ON)
    board.process.app.extensions["board_qa"] = board.process.installation
    board.ports.store.sources.set_metadata("X", f"{channel.fingerprint}/handle", "AnytownBoard")
    board.ports.store.sources.set_metadata("X", f"{channel.fingerprint}/account_id", "77")
    board.clock.now = board.meeting.details.starts_at + timedelta(hours=1)
    return f"{board.path}/tell"


def answered(board: Board, text: str = "When will it open?", answer: str = "In April.") -> Question:
    question = board.asked(text, APPROVE, SHOW, ANSWER)
    return do(board.ports, NOTE, question, board.alex, update=DispositionUpdate(answer=answer)) if answer else question


def from_the_form(board: Board, text: str, name: str = "", email: str = "") -> Question:
    receipt = ask(board.ports, board.meeting, AskForm(text, text, name, email))
    return now(board.ports, board.ports.store.questions.by_token(receipt.token))


def by_phone(board: Board, text: str = "Rang: when?") -> Question:
    receipt = log(board.ports, board.meeting, Logged(board.ports.ids.token(), text, came_by="phone"), board.alex)
    question = now(board.ports, board.ports.store.questions.by_token(receipt.token))
    return do(board.ports, DECLINE, question, board.alex, ABUSIVE)


def ticks(html: str) -> list[str]:
    return re.findall(r'type="checkbox"\s+name="q"\s+value="([^"]+)"', html)


def send(browser: FlaskClient, page: str, where: str, *values: str, **form: str) -> TestResponse:
    token = form_on(browser.get(page).text, "csrf_token")["csrf_token"]
    data = {"csrf_token": token, "q": list(values), **form}
    return browser.post(f"{page}/{where}", data=data, follow_redirects=True)


def letters(board: Board) -> list[Letter]:
    return list(board.ports.store.letters.of_meeting(board.meeting.id))


def is_sent(board: Board, letter: Letter) -> None:
    board.ports.store.letters.move(letter, replace(letter, state=LetterState.SENT, sent_at=board.clock.now))


def test_it_says_how_far_it_is_and_by_which_ways(board: Board, page: str) -> None:
    answered(board)
    board.asked("Not decided yet?")
    by_phone(board)
    do(board.ports, DECLINE, from_the_form(board, "No address?"), board.alex, ABUSIVE)
    html = board.signed_in().get(page).text

    assert "1 of 4 people were told, or cannot be. 1 question is still to be decided about or answered." in said(html)
    assert "By email 0 of 2 told" in said(html)
    assert "On their private page 1 of 1 told" in said(html)
    assert "By a person 0 of 1 told" in said(html)
    after = board.signed_in().get(f"{board.path}/after").text
    assert tasks(after)["Tell everyone who asked"] == (
        "3 people do not know yet what became of their question",
        "1 of 4 done",
    )


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.READER])
@pytest.mark.parametrize("state", [None, *LetterState])
def test_nobody_at_the_desk_is_shown_the_way_to_an_askers_private_page(
    board: Board, page: str, state: LetterState | None, role: Role
) -> None:
    """Whoever has its address can take the question back."""
    question = do(board.ports, DECLINE, from_the_form(board, "Why?", email="ann@example.org"), board.alex, ABUSIVE)
    if state:
        send(board.signed_in(), page, "send", *ticks(board.signed_in().get(page).text))
        (letter,) = letters(board)
        board.ports.store.letters.move(letter, replace(letter, state=state))
    browser = signed_in(board, person(board, role))
    shown = {path: browser.get(path).data for path in PATHS}

    assert "/r/…".encode() in shown[page]
    assert [path for path, text in shown.items() if question.token.encode() in text] == []


def test_one_press_sends_to_everyone_who_is_ticked_and_to_nobody_else(board: Board, page: str) -> None:
    answered(board, "One?")
    answered(board, "Two?")
    answered(board, "Three, without a note?", answer="")
    browser = board.signed_in()
    html = browser.get(page).text
    first, second, third = ticks(html)
    assert html.count("checked") == 2  # what has no answer noted yet is not ticked to begin with
    answer = send(browser, page, "send", first, second)

    assert "2 people are being told." in said(answer.text)
    assert [one.question_id for one in letters(board)] == [1, 2]
    assert {one.told_by for one in letters(board)} == {"Alex Morgan"}
    assert ticks(answer.text) == [third]
    assert "Stop every email that is not sent yet" in answer.text
    again = send(browser, page, "send", first)
    left_out = "as something changed since you opened this page. Read again what is here now."
    assert f"Nobody is being told. Left out: question 1, {left_out}" in said(again.text)
    again = send(browser, page, "send", first, second)
    assert f"Nobody is being told. Left out: questions 1 and 2, {left_out}" in said(again.text)
    assert len(letters(board)) == 2


def test_a_reply_to_a_post_goes_out_with_the_same_press(board: Board, page: str) -> None:
    posted(board, "@AnytownBoard why?", APPROVE, SHOW, ANSWER)
    browser = board.signed_in()
    html = browser.get(page).text
    assert "It was put to the board and answered at the meeting" in html
    send(browser, page, "send", *ticks(html))

    (reply,) = board.ports.store.outbox.of_meeting(board.meeting.id)
    assert (reply.state, reply.reply_to, reply.approved_by) == (OutboxState.APPROVED, "900", "Alex Morgan")
    assert ticks(browser.get(page).text) == []
    assert "a reply to its author waits here" in browser.get(f"{board.path}/replies").text


def test_who_did_not_mention_us_is_on_the_page_of_replies(board: Board, page: str) -> None:
    posted(board, "Why? #AnytownBoard", APPROVE, SHOW, ANSWER)
    html = board.signed_in().get(page).text

    assert ticks(html) == []
    assert "Replies that need a person 1" in said(html)
    assert f'href="{board.path}/replies"' in html


def test_who_asked_us_to_stop_is_told_nothing_and_it_says_so(board: Board, page: str) -> None:
    posted(board, "@AnytownBoard why?", APPROVE, SHOW, ANSWER)
    posted(board, "@AnytownBoard stop", DECLINE, id_="901")
    html = board.signed_in().get(page).text

    assert ticks(html) == []
    assert said(html).count("They asked us to stop, so they are not told") == 2


def test_nobody_is_marked_as_told_who_is_not_to_be_whatever_page_somebody_has_open(board: Board, page: str) -> None:
    posted(board, "@AnytownBoard why?", APPROVE, SHOW, ANSWER)
    browser = board.signed_in()
    before = ticks(browser.get(page).text)
    posted(board, "@AnytownBoard stop", DECLINE, id_="901")
    send(browser, page, "tick", *before)

    assert before
    assert letters(board) == []
    assert "They asked us to stop, so they are not told" in said(browser.get(page).text)


def test_somebody_in_distress_is_written_to_alone_in_words_that_a_person_found(board: Board, page: str) -> None:
    board.asked("I do not want to be here any more. Why?", DECLINE, reason=ABUSIVE)
    browser = board.signed_in()
    html = browser.get(page).text
    assert "To tell one by one 1" in said(html)
    assert (ticks(html), ABUSIVE in html) == ([], False)
    told_of = re.search(rf'action="{page}/(1/[0-9a-f]{{64}})"', html)
    assert told_of
    empty = send(browser, page, told_of[1], text="  ")
    assert (empty.status_code, letters(board)) == (422, [])
    assert "Enter the words of the email" in empty.text
    long = send(browser, page, told_of[1], text="Dear Sam, " + "a" * 6000)
    assert (long.status_code, letters(board)) == (422, [])
    assert "Shorten it by 1,010 characters" in long.text
    assert "Dear Sam, aaa" in long.text
    sent = send(browser, page, told_of[1], text="Dear Sam, we rang you.")
    assert "Whoever asked question 1 is being told." in said(sent.text)
    assert [one.text for one in letters(board)] == ["Dear Sam, we rang you."]


def test_words_that_were_changed_are_kept_where_the_question_changed_meanwhile(board: Board, page: str) -> None:
    question = answered(board)
    browser = board.signed_in()
    told_of = re.search(rf'action="{page}/(1/[0-9a-f]{{64}})"', browser.get(page).text)
    assert told_of
    do(board.ports, NOTE, question, board.alex, update=DispositionUpdate(answer="In May."))
    answer = send(browser, page, told_of[1], text="My own careful words.")

    assert (answer.status_code, letters(board)) == (409, [])
    assert "My own careful words." in answer.text
    assert "Nothing was sent" in answer.text


def test_a_person_ticks_whom_they_rang_and_takes_a_slip_back(board: Board, page: str) -> None:
    by_phone(board)
    browser = board.signed_in()
    html = browser.get(page).text
    assert f"We could not put it to the board, for this reason:\n{ABUSIVE}" in html
    done = send(browser, page, "tick", *ticks(html))
    assert "1 person is marked as told." in said(done.text)
    assert "Everyone who asked was told, or cannot be." in said(done.text)
    assert "Told by a person. Alex Morgan," in said(done.text)
    undone = send(browser, page, "letters/1/off")
    assert "whoever asked question 1 is not told yet" in said(undone.text)
    assert len(ticks(undone.text)) == 1


def test_what_came_back_is_on_the_list_and_is_sent_again_or_told_otherwise(board: Board, page: str) -> None:
    answered(board)
    browser = board.signed_in()
    send(browser, page, "send", *ticks(browser.get(page).text))
    is_sent(board, letters(board)[0])
    assert "It came back" in browser.get(page).text
    back = send(browser, page, "letters/1/back")
    assert "Not told: something went wrong 1" in said(back.text)
    assert "Alex Morgan said it came back" in said(back.text)
    again = send(browser, page, "letters/1/again")
    assert "The email about question 1 is sent again." in said(again.text)
    assert letters(board)[0].state is LetterState.QUEUED
    assert "That was changed meanwhile" in said(send(browser, page, "letters/1/again").text)


def test_everything_that_is_not_sent_yet_is_stopped_with_one_press(board: Board, page: str) -> None:
    answered(board, "One?")
    answered(board, "Two?")
    browser = board.signed_in()
    send(browser, page, "send", *ticks(browser.get(page).text))
    stopped = send(browser, page, "stop")

    assert "2 emails will not be sent." in said(stopped.text)
    assert {one.state for one in letters(board)} == {LetterState.CANCELLED}
    assert len(ticks(stopped.text)) == 2
    assert "Everything was sent already." in said(send(browser, page, "stop").text)


def test_hostile_words_are_shown_as_text_and_are_in_no_draft_that_nobody_approved(board: Board, page: str) -> None:
    from_the_form(board, f"{HOSTILE} http://bad.example?", name=HOSTILE, email="victim@example.org")
    do(board.ports, DECLINE, now(board.ports, board.ports.store.questions.get(1)), board.alex, ABUSIVE)
    html = board.signed_in().get(page).text

    assert HOSTILE not in html
    draft = re.search(r'<textarea[^>]*name="text"[^>]*>(.*?)</textarea', html, re.DOTALL)
    assert draft
    assert "bad.example" not in draft[1]
    assert "script" not in draft[1]


def test_only_who_moderates_tells_anybody(board: Board, page: str) -> None:
    answered(board)
    (value,) = ticks(board.signed_in().get(page).text)
    chair = signed_in(board, person(board, Role.CHAIR))
    html = chair.get(page).text
    assert (ticks(html), "Send to everyone" in html) == ([], False)
    for where in ("send", "tick", "stop", "1/0123456789abcdef", "letters/1/off"):
        token = token_on(chair.get("/desk/").text)
        answer = chair.post(f"{page}/{where}", data={"csrf_token": token, "q": value, "text": "Hello"})
        assert answer.status_code == 403, where
    assert board.browser().get(page).status_code in (302, 401)
    assert letters(board) == []


def test_a_letter_of_another_meeting_is_not_to_be_touched_from_here(board: Board, page: str) -> None:
    answered(board)
    browser = board.signed_in()
    send(browser, page, "send", *ticks(browser.get(page).text))
    other = meetings.create(board.ports, details(title="Another"))
    token = form_on(browser.get(page).text, "csrf_token")["csrf_token"]
    there = f"/desk/meetings/{other.id}/tell/letters/1/off"

    assert browser.post(there, data={"csrf_token": token}).status_code == 404
    assert letters(board)[0].state is LetterState.QUEUED


def test_without_a_mail_service_it_says_so_and_gives_the_text_to_copy(board: Board, page: str) -> None:
    board.process.installation = replace(board.process.installation, mail=MailMode.OFF)
    board.process.app.extensions["board_qa"] = board.process.installation
    answered(board)
    html = board.signed_in().get(page).text

    assert "Emails cannot be sent from here yet." in said(html)
    assert "asker@example.org" in html
    assert "Mark everyone who is ticked as told" in html


def test_a_meeting_at_which_nobody_asked_has_a_true_page(board: Board, page: str) -> None:
    html = board.signed_in().get(page).text

    assert "Nobody asked a question at this meeting." in said(html)
    assert "Ready to send" not in html
