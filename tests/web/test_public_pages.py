from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import escape

import pytest

from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import DispositionUpdate
from board_qa.services.meetings import meetings
from board_qa.services.questions.moderating import act
from tests.support.board import Board
from tests.support.doubles import ABUSIVE, POLITICAL

SECRET = "the words nobody approved"
APPROVE, SHOW, DECLINE, HOLD = Action.ACCEPT, Action.PUT_ON_SCREEN, Action.DECLINE, Action.HOLD
HOSTILE = "</textarea><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_the_front_page_leads_to_the_next_meeting(board: Board) -> None:
    page = board.browser().get("/").text

    assert f'href="/{board.meeting.code}"' in page


def test_an_empty_service_says_so(board: Board) -> None:
    past = board.ports.clock() - timedelta(days=30)
    meetings.change(board.ports, board.meeting, replace(board.meeting.details, starts_at=past))
    page = board.browser().get("/").text

    assert "No meeting is planned" in page
    assert "Past meetings" in page


def test_a_code_works_in_either_case_and_as_it_is_said(board: Board) -> None:
    code = board.meeting.code
    browser = board.browser()

    assert browser.get(f"/{code.lower()}").status_code == 200
    assert browser.get("/join", query_string={"code": f" {code[:2]}-{code[2:]} ".lower()}).status_code == 302


@pytest.mark.parametrize("code", ["ZZZZ", "", "' OR 1=1 --", "<script>", "x" * 5000])
def test_a_forged_code_gets_a_clear_answer(board: Board, code: str) -> None:
    page = board.browser().get("/join", query_string={"code": code})

    assert page.status_code == 200
    assert "There is no meeting with the code" in page.text or "Enter the code" in page.text
    assert "<script>" not in page.text.replace("<script>document.body", "")


def test_a_code_that_is_none_is_summed_up_with_a_way_to_its_field(board: Board) -> None:
    page = board.browser().get("/join", query_string={"code": "ZZZZ"}).text
    summary = page.split("nhsuk-error-summary", 1)[1].split("<h1")[0]

    assert 'tabindex="-1"' in summary
    assert re.search(r'<a href="#code"\s*>\s*There is no meeting with the code ZZZZ', summary)
    assert "nhsuk-error-summary" not in board.browser().get("/").text


@pytest.mark.parametrize("path", ["/ZZZZ", "/ZZZZ/ask", "/r/forged", "/screen/forged", "/screen/forged/view.json"])
def test_a_forged_address_is_not_found_and_says_what_to_do(board: Board, path: str) -> None:
    answer = board.browser().get(path)

    assert answer.status_code == 404
    assert "Check the address" in answer.text


@pytest.mark.parametrize("actions", [(), (HOLD,), (DECLINE,), (APPROVE, HOLD), (APPROVE, SHOW, DECLINE)])
def test_text_that_is_not_approved_is_on_no_public_page(board: Board, actions: tuple[Action, ...]) -> None:
    board.asked(SECRET, *actions, name="Somebody Secret", reason=ABUSIVE if DECLINE in actions else "")
    other = board.asked("Mine?")
    code, screen = board.meeting.code, board.meeting.screen_token
    paths = [
        "/",
        f"/{code}",
        f"/{code}/questions.json",
        f"/{code}/ask",
        f"/r/{other.token}",
        f"/screen/{screen}",
        f"/screen/{screen}/view.json",
        "/readyz",
    ]

    for path in paths:
        answer = board.browser().get(path)
        assert answer.status_code == 200
        assert SECRET not in answer.text, path
        assert "Somebody Secret" not in answer.text, path


def test_an_approved_question_is_on_the_list_and_not_on_the_screen(board: Board) -> None:
    board.asked("Why so long?", APPROVE)

    assert "Why so long?" in board.browser().get(f"/{board.meeting.code}").text
    assert "Why so long?" not in board.browser().get(f"/screen/{board.meeting.screen_token}").text


def test_a_question_that_was_put_on_screen_is_on_the_screen(board: Board) -> None:
    board.asked("Why so long?", APPROVE, SHOW)

    assert "Why so long?" in board.browser().get(f"/screen/{board.meeting.screen_token}").text


def test_no_public_page_holds_an_email(board: Board) -> None:
    board.asked("Why?", APPROVE, SHOW)
    code, screen = board.meeting.code, board.meeting.screen_token

    for path in (f"/{code}", f"/{code}/questions.json", f"/screen/{screen}", f"/screen/{screen}/view.json"):
        assert "asker@example.org" not in board.browser().get(path).text


def test_a_reload_without_news_is_answered_with_304_and_with_news_in_full(board: Board) -> None:
    browser, path = board.browser(), f"/{board.meeting.code}"
    tag = browser.get(path).headers["ETag"]
    assert browser.get(path, headers={"If-None-Match": tag}).status_code == 304

    board.asked("Why?", APPROVE)
    assert browser.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_sending_gives_a_receipt_with_number_words_and_state(board: Board) -> None:
    answer = board.browser().post(
        f"/{board.meeting.code}/questions", data={"key": "k", "question": "Why?\r\nAnd when?"}
    )
    assert answer.status_code == 303

    page = board.browser().get(answer.headers["Location"]).text
    for words in (f"{board.meeting.code}-1", "Why?\nAnd when?", "We have your question"):
        assert words in page


def test_a_double_submit_lands_on_the_same_receipt(board: Board) -> None:
    form = {"key": "k", "question": "Why?"}
    first, second = (board.browser().post(f"/{board.meeting.code}/questions", data=form) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]


@pytest.mark.parametrize(
    ("question", "email", "said"),
    [("", "", "Enter your question"), ("x" * 10_000, "", "Shorten it by 9500 characters"),
     (HOSTILE + "x" * 500, "", "Shorten it by"), ("Why?", "nonsense", "Enter an email address")],
)  # fmt: skip
def test_what_must_be_put_right_is_said_and_the_typed_text_is_still_there(
    board: Board, question: str, email: str, said: str
) -> None:
    answer = board.browser().post(
        f"/{board.meeting.code}/questions", data={"key": "k", "question": question, "name": "Dan", "email": email}
    )

    assert answer.status_code == 422
    assert said in answer.text
    assert str(escape(question)).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in answer.text
    assert 'value="Dan"' in answer.text
    assert 'value="k"' in answer.text  # the same key: the corrected form is still the same page
    assert board.ports.store.questions.of_meeting(board.meeting.id) == []


@pytest.mark.parametrize(
    ("shift", "said"), [(timedelta(days=-20), "Questions closed on"), (timedelta(days=9), "Questions open on")]
)
def test_outside_the_time_for_questions_the_answer_is_exact_and_the_text_still_there(
    board: Board, shift: timedelta, said: str
) -> None:
    d = board.meeting.details
    moved = replace(d, starts_at=d.starts_at + shift, opens_at=d.opens_at + shift, closes_at=d.closes_at + shift)
    meetings.change(board.ports, board.meeting, moved)
    answer = board.browser().post(
        f"/{board.meeting.code}/questions", data={"key": "k", "question": "Too late for this?"}
    )

    assert answer.status_code == 422
    assert said in answer.text
    assert "Your question was not sent" in answer.text
    assert "Too late for this?" in answer.text


def test_once_the_section_has_ended_nothing_can_be_asked_though_the_deadline_is_to_come(board: Board) -> None:
    d = board.meeting.details
    past = replace(d, starts_at=d.starts_at - timedelta(days=20), closes_at=d.closes_at + timedelta(days=20))
    meetings.change(board.ports, board.meeting, past)
    browser, code = board.browser(), board.meeting.code
    page, form, kit, rules = (browser.get(f"/{code}{path}").text for path in ("", "/ask", "/share", "/rules"))

    assert "This meeting is over." in page
    assert "You can ask until" not in page
    assert "Questions closed on" not in page + form + kit
    assert f'href="/{code}/ask"' not in page + rules
    assert "The time for questions is over" in form
    assert "<form" not in form
    assert "Please do not pass this on any more." in kit
    sent = browser.post(f"/{code}/questions", data={"key": "k", "question": "Too late for this?"})
    assert sent.status_code == 422
    assert "Your question was not sent" in sent.text
    assert "Too late for this?" in sent.text
    assert "Mae’r cyfnod gofyn cwestiynau wedi dod i ben" in browser.get(f"/cy/{code}/ask").text
    assert board.ports.store.questions.of_meeting(board.meeting.id) == []


def test_who_comes_before_questions_open_is_told_when_and_nothing_went_wrong(board: Board) -> None:
    d = board.meeting.details
    shift = timedelta(days=9)
    moved = replace(d, starts_at=d.starts_at + shift, opens_at=d.opens_at + shift, closes_at=d.closes_at + shift)
    meetings.change(board.ports, board.meeting, moved)
    page = board.browser().get(f"/{board.meeting.code}/ask").text

    assert "Questions open on" in page
    assert "<title>Ask the board a question" in page
    assert "nhsuk-error-summary" not in page
    assert "<form" not in page


def test_hostile_text_is_inert_on_every_page_that_shows_it(board: Board) -> None:
    question = board.asked(HOSTILE, APPROVE, SHOW, name=HOSTILE[:80])
    browser = board.signed_in()
    for path in (
        f"/{board.meeting.code}",
        f"/r/{question.token}",
        f"/screen/{board.meeting.screen_token}",
        board.path,
        f"{board.path}?show=all&q=1",
    ):
        page = browser.get(path).text
        assert "<script>alert" not in page, path
        assert "<img" not in page, path


def test_a_form_sent_from_another_site_is_refused_clearly(board: Board) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        answer = board.browser().post(
            f"/{board.meeting.code}/questions", data={"key": "k", "question": "Why?"}, headers=headers
        )
        assert answer.status_code == 403
        assert "came from another site" in answer.text
    assert board.ports.store.questions.of_meeting(board.meeting.id) == []


def test_a_form_from_our_own_page_is_taken(board: Board) -> None:
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    answer = board.browser().post(
        f"/{board.meeting.code}/questions", data={"key": "k", "question": "Why?"}, headers=headers
    )

    assert answer.status_code == 303


def test_a_huge_body_is_refused_clearly(board: Board) -> None:
    answer = board.browser().post(f"/{board.meeting.code}/questions", data={"question": "x" * 1_000_000})

    assert answer.status_code == 413
    assert "too much text" in answer.text


def test_the_receipt_says_the_reason_and_nobody_elses_receipt_does(board: Board) -> None:
    question = board.asked("Why?", DECLINE, reason=POLITICAL)

    page = board.browser().get(f"/r/{question.token}").text
    assert "The reason: It is party political." in page


@pytest.mark.parametrize(("welsh", "said"), [("", "Who to contact, with"), ("/cy", "At bwy i droi, gyda")])
def test_a_receipt_that_sends_somebody_elsewhere_says_how_to_get_there(board: Board, welsh: str, said: str) -> None:
    sent_on, approved = board.asked("Mine?", Action.REDIRECT, reason="PALS can help you"), board.asked("Why?", APPROVE)
    way = f'<a href="{welsh}/help">{said}'

    assert way in board.browser().get(f"{welsh}/r/{sent_on.token}").text
    assert way not in board.browser().get(f"{welsh}/r/{approved.token}").text


@pytest.mark.parametrize("actions", [(), (HOLD,), (APPROVE,), (APPROVE, SHOW)])
def test_a_receipt_says_when_the_meeting_is_as_long_as_the_question_may_be_put_there(
    board: Board, actions: tuple[Action, ...]
) -> None:
    receipt = f"/r/{board.asked('Why?', *actions).token}"
    assert "The meeting is on" in board.browser().get(receipt).text
    past = board.ports.clock() - timedelta(days=30)
    meetings.change(board.ports, board.meeting, replace(board.meeting.details, starts_at=past))

    assert "The meeting is on" not in board.browser().get(receipt).text


@pytest.mark.parametrize(
    "actions", [(DECLINE,), (Action.REDIRECT,), (Action.WITHDRAW,), (Action.WRITE,), (APPROVE, SHOW, Action.ANSWER)]
)
def test_a_receipt_invites_nobody_to_a_meeting_at_which_the_question_is_not_put(
    board: Board, actions: tuple[Action, ...]
) -> None:
    page = board.browser().get(f"/r/{board.asked('Why?', *actions, reason=ABUSIVE).token}").text

    assert "The meeting is on" not in page
    assert "This page always shows what is happening to your question." in page


def test_every_answer_carries_the_policy_that_lets_nothing_from_elsewhere_run(board: Board) -> None:
    paths = ("/", f"/{board.meeting.code}", f"/screen/{board.meeting.screen_token}", "/nowhere", "/sign-in", "/desk/")
    answers = [board.browser().get(path) for path in paths]
    answers += [board.signed_in().get("/desk/"), board.browser().get("/", headers={"Host": "x..y"})]
    for answer in answers:
        rules = answer.headers["Content-Security-Policy"].split("; ")
        assert {"default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(rules)
        assert not [rule for rule in rules if "unsafe" in rule]


def test_no_public_page_sets_a_cookie(board: Board) -> None:
    code = board.meeting.code
    for path in ("/", f"/{code}", f"/{code}?show=yours", f"/{code}/questions.json", f"/{code}/ask", f"/{code}/rules"):
        assert "Set-Cookie" not in board.browser().get(path).headers


def test_words_edited_at_the_desk_are_on_the_receipt_once_they_are_public_and_not_while_they_are_a_draft(
    board: Board,
) -> None:
    question = board.asked("Will you lot open it?")
    act(
        board.ports,
        Action.EDIT_WORDING,
        question,
        question.revision,
        board.alex,
        update=DispositionUpdate(wording="When will it open?"),
    )
    browser = board.browser()
    assert "When will it open?" not in browser.get(f"/r/{question.token}").text

    fresh = board.ports.store.questions.get(question.id)
    assert fresh
    act(board.ports, APPROVE, fresh, fresh.revision, board.alex)
    assert "When will it open?" in browser.get(f"/r/{question.token}").text
    assert "Will you lot open it?" in browser.get(f"/r/{question.token}").text
