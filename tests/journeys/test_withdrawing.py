"""Whoever asked a question takes it back on their private page: gone from everywhere, once, and by nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions import audience
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import NewQuestion, Question, State
from board_qa.domain.questions.transitions import TABLE
from board_qa.domain.questions.withdrawing import can_withdraw
from board_qa.ports import Ports
from board_qa.services.questions import moderating
from board_qa.services.questions.withdrawing import by_its_asker, deleted_at_source
from tests.support.board import Board, post
from tests.support.browsers import PHONE, Window
from tests.support.deciding import asked, did_last, do, now, together
from tests.support.doubles import ABUSIVE, NOON, RecordingAnnouncer
from tests.support.running import Running

APPROVE, SHOW, ANSWER, DECLINE = Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER, Action.DECLINE
WRITE, HOLD, REDIRECT = Action.WRITE, Action.HOLD, Action.REDIRECT
SECRET = "words that were taken back"
TITLE = "Do you want to withdraw your question?"

STILL = [(), (HOLD,), (APPROVE,), (APPROVE, SHOW), (WRITE,)]
SETTLED = [(APPROVE, SHOW, ANSWER), (DECLINE,), (REDIRECT,)]


def withdraw(board: Board, question: Question, welsh: str = "", **headers: str) -> TestResponse:
    """Press the button on the page that asks once more."""
    return board.browser().post(f"{welsh}/r/{question.token}/withdraw", headers=headers)


def receipt(board: Board, question: Question) -> str:
    return board.browser().get(f"/r/{question.token}").text


def stands(board: Board, question: Question) -> State:
    return now(board.ports, question).state


def group(board: Board, text: str, into: Question) -> Question:
    """Somebody else's question, put together with this one."""
    return together(board.ports, board.asked(text), now(board.ports, into), board.alex)


def a_post(board: Board, channel: str) -> Question:
    """A question that came another way than by the form."""
    new = NewQuestion(channel, f"{channel}-1", "Why?", "Maria", NOON)
    token = f"private-{channel}"
    board.ports.store.questions.receive(board.meeting.id, new, token, NOON)
    found = board.ports.store.questions.by_token(token)
    assert found is not None
    return found


@pytest.mark.parametrize("actions", STILL)
def test_what_is_not_settled_yet_is_withdrawn_from_the_private_page(board: Board, actions: tuple[Action, ...]) -> None:
    question = board.asked("Why?", *actions)
    (way,) = re.findall(r'href="(/r/[^"]+/withdraw)"', receipt(board, question))
    asks = board.browser().get(way)
    assert TITLE in asks.text
    assert "Why?" in asks.text
    assert stands(board, question) is question.state  # looking changes nothing
    answer = withdraw(board, question)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/r/{question.token}")
    page = receipt(board, question)
    assert "Your question was withdrawn" in page
    assert "You withdrew it." in page
    assert "Whoever asked it" not in page
    assert "/withdraw" not in page


@pytest.mark.parametrize("actions", SETTLED)
def test_what_was_settled_stays_and_the_page_says_what_is_so_now(board: Board, actions: tuple[Action, ...]) -> None:
    question = board.asked("Why?", *actions, reason=ABUSIVE)
    said = {
        State.ANSWERED: "The board has answered it",
        State.DECLINED: "will not be put to the board",
        State.REDIRECTED: "We have already sent it on",
    }[question.state]
    assert "/withdraw" not in receipt(board, question)

    for answer, status in (
        (board.browser().get(f"/r/{question.token}/withdraw"), 200),
        (withdraw(board, question), 409),
    ):
        assert answer.status_code == status
        assert "It is too late to withdraw your question" in answer.text
        assert said in answer.text
        assert "<form" not in answer.text
    assert now(board.ports, question) == question


def test_every_state_a_source_can_withdraw_from_is_either_open_to_the_asker_or_settled(board: Board) -> None:
    reached = {board.asked(str(actions), *actions, reason=ABUSIVE): actions for actions in STILL + SETTLED}
    grouped = group(board, "And mine?", next(iter(reached)))

    assert {question.state for question in (*reached, grouped)} == TABLE[Action.WITHDRAW][0]
    assert {q.state for q in (*reached, grouped) if can_withdraw(q, None)} == {
        State.RECEIVED,
        State.HELD,
        State.ACCEPTED,
        State.ON_SCREEN,
        State.WRITTEN,
        State.GROUPED,
    }


def test_pressed_twice_it_is_withdrawn_once(board: Board) -> None:
    question = board.asked("Why?", APPROVE)
    first, second = withdraw(board, question), withdraw(board, question)

    assert first.headers["Location"] == second.headers["Location"] == f"/r/{question.token}"
    actions = [change.action for change in board.ports.store.questions.history(question.id)]
    assert actions.count(Action.WITHDRAW) == 1
    assert board.browser().get(f"/r/{question.token}/withdraw").status_code == 302


def test_a_page_left_open_while_the_board_answered_changes_nothing(board: Board) -> None:
    question = board.asked("Why?", APPROVE, SHOW)
    assert TITLE in board.browser().get(f"/r/{question.token}/withdraw").text
    do(board.ports, ANSWER, question, board.alex)
    answer = withdraw(board, question)

    assert answer.status_code == 409
    assert "The board has answered it" in answer.text
    assert stands(board, question) is State.ANSWERED


@pytest.mark.parametrize(("actions", "grouped"), [((APPROVE,), True), ((APPROVE, SHOW), True), ((WRITE,), False)])
def test_the_withdrawn_words_are_nowhere(board: Board, actions: tuple[Action, ...], grouped: bool) -> None:
    """On no list, no screen, in no snapshot, and on the receipt of nobody whose question was put together with it."""
    question = board.asked(SECRET, *actions, name="Nadia Secret")
    others = [board.asked("Mine?", APPROVE), *([group(board, "And mine?", question)] if grouped else [])]
    code, screen = board.meeting.code, board.meeting.screen_token
    paths = [
        "/",
        f"/{code}",
        f"/{code}?show=answered",
        f"/{code}?show=yours",
        f"/{code}/questions.json",
        f"/{code}/ask",
        f"/{code}/rules",
        f"/screen/{screen}",
        f"/screen/{screen}/view.json",
        f"/cy/{code}",
        f"/cy/{code}/questions.json",
        *(f"/r/{one.token}" for one in others),
    ]
    assert any(SECRET in board.browser().get(path).text for path in paths)
    withdraw(board, question)

    for path in paths:
        answer = board.browser().get(path)
        assert answer.status_code == 200
        assert SECRET not in answer.text, path
        assert "Nadia Secret" not in answer.text, path
        assert ">Question 1<" not in answer.text


def test_open_pages_are_told_to_take_it_away_and_not_what_it_said(board: Board) -> None:
    question = board.asked(SECRET, APPROVE)
    before = question.revision
    withdraw(board, question)
    store = board.ports.store
    meeting = store.meetings.get(board.meeting.id)
    assert meeting is not None
    changed, changes = store.questions.of_meeting(meeting.id, before), store.meetings.changes_since(meeting.id, before)
    news = audience.public_delta(before, meeting, changed, changes, None)

    assert (news["questions"], news["gone"]) == ([], [question.number])


def test_a_browser_that_kept_the_list_is_not_told_that_it_is_still_the_same(board: Board) -> None:
    question = board.asked(SECRET, APPROVE)
    browser, path = board.browser(), f"/{board.meeting.code}"
    tag = browser.get(path).headers["ETag"]
    withdraw(board, question)

    assert browser.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_a_question_on_the_screen_leaves_it_blank(board: Board) -> None:
    question = board.asked("Why?", APPROVE, SHOW)
    withdraw(board, question)
    view = board.browser().get(f"/screen/{board.meeting.screen_token}/view.json").get_json()

    assert (view["view"], view["question"]) == ("blank", None)


def test_one_of_a_group_leaves_it_quietly(board: Board) -> None:
    leader = board.asked("Why?", APPROVE)
    member = group(board, "Why, though?", leader)
    assert "Also asked by 1 other person" in board.browser().get(f"/{board.meeting.code}").text
    withdraw(board, member)

    page = board.browser().get(f"/{board.meeting.code}").text
    assert "Also asked by" not in page
    assert stands(board, leader) is State.ACCEPTED
    assert "Why, though?" not in receipt(board, leader)


def test_those_put_together_with_it_are_questions_of_their_own_again(board: Board) -> None:
    leader = board.asked(SECRET, APPROVE)
    member = group(board, "And mine?", leader)
    withdraw(board, leader)

    assert (stands(board, leader), stands(board, member)) == (State.WITHDRAWN, State.RECEIVED)
    page = receipt(board, member)
    assert "We have your question" in page
    assert "grouped" not in page


@pytest.mark.parametrize(("action", "said"), [(ANSWER, "has answered it"), (DECLINE, "will not be put")])
def test_what_was_settled_for_the_group_was_settled_for_everyone_in_it(board: Board, action: Action, said: str) -> None:
    leader = board.asked("Why?", APPROVE, SHOW)
    member = group(board, "And mine?", leader)
    do(board.ports, action, now(board.ports, leader), board.alex, ABUSIVE if action is DECLINE else "")
    answer = withdraw(board, member)

    assert "/withdraw" not in receipt(board, member)
    assert answer.status_code == 409
    assert said in answer.text
    assert stands(board, member) is State.GROUPED


@pytest.mark.parametrize("channel", ["X", "phone", "letter", "room"])
def test_what_did_not_come_by_the_form_has_no_button_and_says_how_instead(board: Board, channel: str) -> None:
    question = a_post(board, channel)
    answer = withdraw(board, question)

    assert "/withdraw" not in receipt(board, question)
    assert answer.status_code == 409
    assert "If it was a post, delete the post." in answer.text
    assert stands(board, question) is State.RECEIVED


def test_the_desk_sees_who_it_was_and_is_not_offered_to_undo_it(board: Board) -> None:
    question = board.asked("Why?", APPROVE)
    withdraw(board, question)
    page = board.signed_in().get(f"{board.path}?show=declined&q=1").text

    assert "Withdrawn: Whoever asked it withdrew it." in page
    assert re.search(r"\d\d:\d\d</time>\s+withdrawn by whoever asked question 1\s*<", page)
    assert f'action="{board.path}/undo"' not in page
    assert did_last(board.ports, board.meeting, board.alex)[0].action is not Action.WITHDRAW
    assert "Withdraw" not in re.findall(r"<button[^>]*>([^<]+)", page)


def test_a_moderator_with_an_old_page_is_told_who_withdrew_it(board: Board) -> None:
    question = board.asked("Why?")
    browser = board.signed_in()
    withdraw(board, question)
    answer = post(browser, board.path, f"{board.path}/questions/1/approve", expected=str(question.revision))

    assert answer.status_code == 409
    assert "already withdrawn by whoever asked question 1." in answer.text


def test_every_screen_is_told_at_once_and_not_a_second_time(
    ports: Ports, meeting: Meeting, announcer: RecordingAnnouncer
) -> None:
    question = asked(ports, meeting)
    announcer.heard.clear()
    for _ in range(2):
        by_its_asker(ports, question)

    assert announcer.heard == [meeting.id]
    (change,) = ports.store.meetings.changes_since(meeting.id, question.revision)
    assert (change.actor, change.actor_id, change.action) == ("whoever asked question 1", None, Action.WITHDRAW)


def test_nobody_at_the_desk_is_shown_the_address_that_withdraws(board: Board) -> None:
    """Else the record could not say that it was whoever asked."""
    formed, phoned = board.asked("Why?"), a_post(board, "phone")
    browser = board.signed_in()
    pages = [browser.get(f"{board.path}?show=all&q={one.number}").text for one in (formed, phoned)]

    assert [one.token in page for one, page in zip((formed, phoned), pages, strict=True)] == [False, True]
    assert f"{board.meeting.code}-{formed.number}" in pages[0]


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_a_form_from_another_site_withdraws_nothing(board: Board, headers: dict[str, str]) -> None:
    question = board.asked("Why?", APPROVE)

    assert withdraw(board, question, **headers).status_code == 403
    assert stands(board, question) is State.ACCEPTED


@pytest.mark.parametrize("token", ["forged", "1", "' OR 1=1 --", "x" * 3000])
def test_only_the_whole_address_withdraws(board: Board, token: str) -> None:
    question = board.asked("Why?", APPROVE)
    browser = board.browser()

    assert browser.get(f"/r/{token}/withdraw").status_code == 404
    assert browser.post(f"/r/{token}/withdraw").status_code == 404
    assert stands(board, question) is State.ACCEPTED


def test_in_welsh_it_is_asked_and_done_in_welsh(board: Board) -> None:
    question = board.asked("Pam?")
    page = board.browser().get(f"/cy/r/{question.token}/withdraw").text

    assert "A ydych am dynnu eich cwestiwn yn ôl?" in page
    assert f'action="/cy/r/{question.token}/withdraw"' in page
    assert withdraw(board, question, "/cy").headers["Location"] == f"/cy/r/{question.token}"


def test_the_private_page_says_in_welsh_that_it_was_you(board: Board) -> None:
    question = board.asked("Pam?")
    withdraw(board, question)

    assert "Chi a’i tynnodd yn ôl." in board.browser().get(f"/cy/r/{question.token}").text


def test_whoever_deleted_their_post_reads_why_it_was_withdrawn(board: Board) -> None:
    question = a_post(board, "X")
    deleted_at_source(board.ports, question, "X")

    assert "Your post was deleted on X." in receipt(board, question)
    assert "You withdrew it." not in receipt(board, question)


def test_hostile_words_are_inert_on_the_page_that_asks(board: Board) -> None:
    question = board.asked("</blockquote><script>alert(1)</script><img src=x>")
    page = board.browser().get(f"/r/{question.token}/withdraw").text

    assert "<script>alert" not in page
    assert "<img" not in page


def test_one_that_took_somebody_elses_place_in_the_order_leaves_the_others_where_they_are(board: Board) -> None:
    first, second, third = (board.asked(text, APPROVE) for text in ("One?", "Two?", "Three?"))
    moderating.move(board.ports, board.meeting, third, third.revision, board.alex, -2)
    withdraw(board, third)

    assert [q.id for q in moderating.running_order(board.ports, board.meeting)] == [first.id, second.id]


def test_support_it_had_is_counted_for_nobody(board: Board) -> None:
    question = board.asked("Why?", APPROVE)
    browser = board.browser()
    browser.post(f"/{board.meeting.code}/questions/1/support", data={"support": "1"})
    withdraw(board, question)

    assert "1 supporter" not in browser.get(f"/{board.meeting.code}").text
    assert browser.post(f"/{board.meeting.code}/questions/1/support", data={"support": "1"}).status_code == 404


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_takes_their_question_back_on_their_phone(
    live: Running, window: Callable[..., Window], javascript: bool
) -> None:
    question = live.asked(live.meeting(), "Why has the centre moved?", APPROVE, SHOW)
    page = window(PHONE, java_script_enabled=javascript).page
    page.goto(f"{live.address}/r/{question.token}")
    page.get_by_role("link", name="Withdraw my question").click()
    page.get_by_role("heading", name=TITLE).wait_for()
    page.get_by_role("button", name="Withdraw my question").click()
    page.get_by_role("heading", name="Your question was withdrawn").wait_for()

    assert page.get_by_role("link", name="Withdraw my question").count() == 0
    assert now(live.ports, question).state is State.WITHDRAWN
