"""Replies to those who asked by post: one draft each, by the way their network allows, sent by a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from board_qa.channels.x.channel import XChannel
from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import DispositionUpdate, NewQuestion, Question, SourceState
from board_qa.domain.rests_on import of_letter
from board_qa.domain.telling.letters import LetterKind
from board_qa.domain.text.flags import Flag, Kind
from board_qa.services.networks.holding import why_held
from board_qa.services.networks.replies import replies_due
from board_qa.services.questions.moderating import act
from board_qa.system.clock import utc_now
from tests.support.board import Board, marks_on, post
from tests.support.deciding import do, now, told
from tests.support.doubles import ABUSIVE


@pytest.fixture
def path(board: Board) -> str:
    channel = XChannel("http://127.0.0.1:1", PRACTICE_KEYS, utc_now)
    board.process.app.extensions["board_qa"] = replace(board.process.installation, channels={"X": channel})
    board.ports.store.sources.set_metadata("X", f"{channel.fingerprint}/handle", "AnytownBoard")
    board.ports.store.sources.set_metadata("X", f"{channel.fingerprint}/account_id", "77")
    return f"{board.path}/replies"


def posted(
    board: Board, text: str = "@AnytownBoard why?", *actions: Action, id_: str = "900", answers: str = ""
) -> Question:
    """A question that came by post, on which these actions were taken."""
    moment = board.ports.clock()
    source = NewQuestion(
        "X", id_, text, "Maria", moment, "maria", url=f"https://x.com/maria/status/{id_}", version=id_, flags=()
    )
    with board.ports.store.transaction():
        receipt = board.ports.store.questions.receive(board.meeting.id, source, f"token-{id_}", moment)
        seen = Post(id_, id_, text, "55", "Maria", "maria", moment, answers_author=answers)
        board.ports.store.posts.save(ObservedPost("X", seen, "search", moment, moment, moment))
    question = board.ports.store.questions.by_number(board.meeting.id, receipt.number)
    assert question is not None
    board.ports.store.posts.link(question.id, "X", id_)
    for action in actions:
        question = now(board.ports, question)
        reason = ABUSIVE if action is Action.DECLINE else ""
        act(board.ports, action, question, question.revision, board.alex, told(action, reason))
    return now(board.ports, question)


def outbox(board: Board) -> list[OutgoingPost]:
    return board.ports.store.outbox.of_meeting(board.meeting.id)


def said_of(board: Board, question: Question) -> str:
    """What an email about it would rest on, as the page of telling has it."""
    return of_letter(board.meeting.details, question, question)


ANSWERED = (Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER)


def test_nobody_is_offered_a_reply_while_nothing_became_of_their_question(board: Board, path: str) -> None:
    posted(board, "@AnytownBoard why?", Action.ACCEPT)

    assert "a reply to its author waits here" in board.signed_in().get(path).text


def test_an_answered_question_is_replied_to_once_in_the_words_of_the_box(board: Board, path: str) -> None:
    question = posted(board, "@AnytownBoard why?", *ANSWERED)
    browser = board.signed_in()
    assert "It was put to the board and answered at the meeting" in browser.get(path).text
    post(browser, path, f"{path}/1", text="Thank you, Maria.", way="reply")

    (row,) = outbox(board)
    assert (row.text, row.reply_to, row.question_id) == ("Thank you, Maria.", "900", question.id)
    assert (row.approved_by, row.state, row.is_reply) == ("Alex Morgan", OutboxState.APPROVED, True)
    post(browser, path, f"{path}/1", text="Thank you again.", way="reply")
    assert len(outbox(board)) == 1
    assert "Reply about question 1" not in browser.get(path).text


def test_a_declined_question_is_told_why(board: Board, path: str) -> None:
    posted(board, "@AnytownBoard why?", Action.DECLINE)

    assert (
        "We could not put it to the board. It is abusive, frivolous or defamatory." in board.signed_in().get(path).text
    )


def test_who_did_not_mention_us_is_answered_in_our_thread_or_by_hand(board: Board, path: str) -> None:
    posted(board, "Why? #AnytownBoard", *ANSWERED)
    browser = board.signed_in()
    page = browser.get(path).text
    assert "Reply on X" not in page
    assert "https://x.com/intent/post?in_reply_to=900" in page
    post(browser, path, f"{path}/1", text="A reply", way="reply")
    assert outbox(board) == []

    post(browser, path, f"{path}/1", text="Somebody asked why. Because.", way="thread")
    (row,) = outbox(board)
    assert (row.reply_to, row.in_thread) == ("", True)


def test_the_same_words_for_two_people_in_our_thread_are_not_said_to_be_sent_twice(board: Board, path: str) -> None:
    posted(board, "Why? #AnytownBoard", *ANSWERED)
    posted(board, "When? #AnytownBoard", *ANSWERED, id_="950")
    browser = board.signed_in()
    post(browser, path, f"{path}/1", text="It was answered.", way="thread")
    answer = post(browser, path, f"{path}/2", text="It was answered.", way="thread")

    assert answer.status_code == 422
    assert "The same words are there already, for somebody else." in answer.text
    post(browser, path, f"{path}/2", text="Question 2: it was answered.", way="thread")
    assert [one.text for one in outbox(board)] == ["It was answered.", "Question 2: it was answered."]


def test_who_answered_a_post_of_ours_is_replied_to_there(board: Board, path: str) -> None:
    posted(board, "Why?", *ANSWERED, answers="77")
    posted(board, "Why, jo?", *ANSWERED, id_="960", answers="78")
    page = board.signed_in().get(path).text

    assert page.count("Reply on X") == 1


def test_a_reply_by_hand_is_recorded_with_its_link_and_never_sent(board: Board, path: str) -> None:
    posted(board, "Why? #AnytownBoard", *ANSWERED)
    browser = board.signed_in()
    without = post(browser, path, f"{path}/1", text="By hand", way="by_hand", link="nonsense").text
    assert "Paste the address of your reply" in without
    assert "By hand" in without
    assert outbox(board) == []

    post(browser, path, f"{path}/1", text="By hand", way="by_hand", link="https://x.com/AnytownBoard/status/901")
    (row,) = outbox(board)
    assert (row.state, row.native_id) == (OutboxState.SENT, "https://x.com/AnytownBoard/status/901")
    page = browser.get(path).text
    assert "Posted by hand" in page
    assert "Take it back" not in page


def test_who_asked_us_to_stop_is_offered_nothing(board: Board, path: str) -> None:
    posted(board, "@AnytownBoard why?", *ANSWERED)
    posted(board, "@AnytownBoard stop", id_="950")
    browser = board.signed_in()

    assert "Reply about question 1" not in browser.get(path).text
    post(browser, path, f"{path}/1", text="Thank you", way="reply")
    assert outbox(board) == []


def test_who_asked_us_to_stop_is_left_alone_when_their_post_is_kept_no_longer(board: Board, path: str) -> None:
    posted(board, "@AnytownBoard stop", *ANSWERED)
    browser = board.signed_in()
    board.ports.store.posts.forget(board.ports.clock() + timedelta(days=1), 100)

    assert "Reply about question 1" not in browser.get(path).text


def test_after_a_refusal_the_same_person_is_not_written_to_from_here_again(board: Board, path: str) -> None:
    posted(board, "@AnytownBoard why?", *ANSWERED)
    browser = board.signed_in()
    post(browser, path, f"{path}/1", text="Thank you, Maria.", way="reply")
    (row,) = outbox(board)
    board.ports.store.outbox.move(row, replace(row, state=OutboxState.BLOCKED, problem="X: it does not allow this"))
    posted(board, "@AnytownBoard and when?", *ANSWERED, id_="960")
    page = browser.get(path).text

    assert "Publish it again" not in page
    assert "Reply about question 2" in page
    assert "Reply on X" not in page


def test_for_somebody_in_distress_nothing_is_drafted(board: Board, path: str) -> None:
    question = posted(board, "@AnytownBoard why?", *ANSWERED)
    board.ports.store.questions.set_flags(question, [Flag(Kind.DISTRESS, 0, 4)])
    page = board.signed_in().get(path).text

    assert "may come from a person in distress" in page
    assert "Samaritans" in page
    assert "It was put to the board and answered at the meeting" not in page


def test_a_reply_that_waits_is_held_once_something_else_became_of_the_question(board: Board, path: str) -> None:
    question = posted(board, "@AnytownBoard why?", *ANSWERED)
    post(board.signed_in(), path, f"{path}/1", text="Thank you, Maria.", way="reply")
    (row,) = outbox(board)
    assert why_held(board.ports, row) == ""
    do(board.ports, Action.NOTE_ANSWER, question, board.alex, update=DispositionUpdate(answer="No."))

    assert why_held(board.ports, row) == "Something else became of question 1 since, so this was not sent"


@pytest.mark.parametrize("way", ["reply", "by_hand"])
def test_a_reply_that_was_written_before_something_else_became_of_it_is_looked_at_again(
    board: Board, path: str, way: str
) -> None:
    question, browser = posted(board, "@AnytownBoard why?", *ANSWERED), board.signed_in()
    marks = marks_on(browser.get(path).text, f"{path}/1")
    do(board.ports, Action.NOTE_ANSWER, question, board.alex, update=DispositionUpdate(answer="No, it stays."))
    typed = {"text": "It was answered.", "way": way, "link": "https://x.com/i/status/7"}
    answer = post(browser, path, f"{path}/1", **{**typed, **marks})

    assert answer.status_code == 422
    assert outbox(board) == []
    assert "Something else became of this question since you opened this page." in answer.text
    assert "No, it stays." in answer.text
    assert "It was answered." in answer.text
    again = marks_on(answer.text, f"{path}/1")
    assert post(browser, path, f"{path}/1", **{**typed, "text": "No, it stays.", **again}).status_code == 303
    assert [one.text for one in outbox(board)] == ["No, it stays."]


def test_who_was_told_by_a_person_is_offered_no_reply(board: Board, path: str) -> None:
    question = posted(board, "@AnytownBoard why?", *ANSWERED)
    browser = board.signed_in()
    post(browser, path, f"{path}/1", text="Thank you, Maria.", way="reply")
    (row,) = outbox(board)
    board.ports.store.outbox.move(row, replace(row, state=OutboxState.BLOCKED, problem="X: it does not allow this"))
    assert "Reply about question 1" in browser.get(path).text
    post(browser, path, f"{board.path}/tell/tick", q=f"1@{said_of(board, question)}")

    (letter,) = board.ports.store.letters.of_meeting(board.meeting.id)
    assert letter.kind is LetterKind.BY_HAND
    assert "Reply about question 1" not in browser.get(path).text


def sent(board: Board, browser: FlaskClient, path: str, text: str) -> OutgoingPost:
    """A reply about question 1 that went out."""
    post(browser, path, f"{path}/1", text=text, way="reply")
    row = outbox(board)[-1]
    assert (row.text, why_held(board.ports, row)) == (text, "")
    board.ports.store.outbox.move(row, replace(row, state=OutboxState.SENT, sent_at=board.ports.clock()))
    return row


def test_who_was_told_something_else_since_is_told_of_the_first_once_more_where_that_holds_again(
    board: Board, path: str
) -> None:
    question, browser = posted(board, "@AnytownBoard why?", *ANSWERED), board.signed_in()
    sent(board, browser, path, "Thank you, Maria.")
    do(board.ports, Action.NOTE_ANSWER, question, board.alex, update=DispositionUpdate(answer="No."))
    sent(board, browser, path, "We said no.")
    do(board.ports, Action.NOTE_ANSWER, now(board.ports, question), board.alex, update=DispositionUpdate(answer=""))
    assert "Reply about question 1" in browser.get(path).text
    sent(board, browser, path, "We said nothing, after all.")

    assert "Reply about question 1" not in browser.get(path).text


def drafted(board: Board, browser: FlaskClient, path: str) -> str:
    """The words that are offered about question 1."""
    assert "Reply about question 1" in browser.get(path).text
    (offer,) = replies_due(board.ports, board.meeting, board.process.installation.channels)
    return offer.words


def test_the_words_that_are_offered_are_sent_each_time_that_something_else_holds(board: Board, path: str) -> None:
    question, browser = posted(board, "@AnytownBoard why?", *ANSWERED), board.signed_in()
    for answer in ("No.", "", "No.", ""):
        board.clock.advance(minutes=1)
        sent(board, browser, path, drafted(board, browser, path))
        do(board.ports, Action.NOTE_ANSWER, now(board.ports, question), board.alex,
           update=DispositionUpdate(answer=answer))  # fmt: skip

    assert [one.text for one in outbox(board)] == [
        "Thank you for your question. It was put to the board and answered at the meeting.",
        "Update on your question: The board’s answer: No.",
        "Update 2 on your question: It was put to the board and answered at the meeting.",
        "Update 3 on your question: The board’s answer: No.",
    ]


def test_words_that_somebody_was_told_before_something_else_are_not_said_to_be_sent_again(
    board: Board, path: str
) -> None:
    question, browser = posted(board, "@AnytownBoard why?", *ANSWERED), board.signed_in()
    sent(board, browser, path, "Thank you, Maria.")
    board.clock.advance(minutes=1)
    do(board.ports, Action.NOTE_ANSWER, question, board.alex, update=DispositionUpdate(answer="No."))
    sent(board, browser, path, "We said no.")
    do(board.ports, Action.NOTE_ANSWER, now(board.ports, question), board.alex, update=DispositionUpdate(answer=""))
    answer = post(browser, path, f"{path}/1", text="Thank you, Maria.", way="reply")

    assert answer.status_code == 422
    assert "These very words went to them before, and something else became of the question since." in answer.text
    assert len(outbox(board)) == 2


@pytest.mark.parametrize("state", [OutboxState.APPROVED, OutboxState.SENT, OutboxState.UNKNOWN])
def test_words_that_went_out_about_something_else_are_not_said_to_be_sent_again(
    board: Board, path: str, state: OutboxState
) -> None:
    question, browser = posted(board, "@AnytownBoard why?", *ANSWERED), board.signed_in()
    words = "Thank you. Your answer is on our page."
    post(browser, path, f"{path}/1", text=words, way="reply")
    (row,) = outbox(board)
    board.ports.store.outbox.move(row, replace(row, state=state))
    board.clock.advance(minutes=1)
    do(board.ports, Action.NOTE_ANSWER, question, board.alex, update=DispositionUpdate(answer="No."))
    answer = post(browser, path, f"{path}/1", text=words, way="reply")

    assert answer.status_code == 422
    assert "These very words went to them before" in answer.text


def test_who_was_told_by_phone_and_then_something_else_by_a_reply_is_still_to_be_told_where_the_first_holds_again(
    board: Board, path: str
) -> None:
    question, browser = posted(board, "@AnytownBoard why?", *ANSWERED), board.signed_in()
    post(browser, path, f"{board.path}/tell/tick", q=f"1@{said_of(board, question)}")
    assert "1 of 1 told" in browser.get(f"{board.path}/tell").text
    board.clock.advance(minutes=1)
    do(board.ports, Action.NOTE_ANSWER, question, board.alex, update=DispositionUpdate(answer="No."))
    sent(board, browser, path, "We said no.")
    do(board.ports, Action.NOTE_ANSWER, now(board.ports, question), board.alex, update=DispositionUpdate(answer=""))

    assert "Reply about question 1" in browser.get(path).text
    assert "0 of 1 told" in browser.get(f"{board.path}/tell").text


def test_who_may_have_been_told_something_else_by_a_reply_is_told_the_first_again_where_it_holds(
    board: Board, path: str
) -> None:
    question, browser = posted(board, "@AnytownBoard why?", *ANSWERED), board.signed_in()
    sent(board, browser, path, "Thank you, Maria.")
    board.clock.advance(minutes=1)
    do(board.ports, Action.NOTE_ANSWER, question, board.alex, update=DispositionUpdate(answer="No."))
    row = sent(board, browser, path, "We said no.")
    board.ports.store.outbox.move(outbox(board)[1], replace(row, state=OutboxState.UNKNOWN))
    board.clock.advance(minutes=1)
    do(board.ports, Action.NOTE_ANSWER, now(board.ports, question), board.alex, update=DispositionUpdate(answer=""))

    sent(board, browser, path, drafted(board, browser, path))


def test_who_was_to_be_told_something_else_and_was_not_is_offered_nothing_where_the_first_holds_again(
    board: Board, path: str
) -> None:
    question, browser = posted(board, "@AnytownBoard why?", *ANSWERED), board.signed_in()
    sent(board, browser, path, "Thank you, Maria.")
    do(board.ports, Action.NOTE_ANSWER, question, board.alex, update=DispositionUpdate(answer="No."))
    cancelled(board, browser, path, "We said no.")
    do(board.ports, Action.NOTE_ANSWER, now(board.ports, question), board.alex, update=DispositionUpdate(answer=""))

    assert "Reply about question 1" not in browser.get(path).text


def test_a_reply_to_a_post_that_is_gone_is_neither_offered_nor_sent(board: Board, path: str) -> None:
    question = posted(board, "@AnytownBoard why?", *ANSWERED)
    browser = board.signed_in()
    board.ports.store.questions.set_source_state(question, SourceState.GONE)
    assert "Reply about question 1" not in browser.get(path).text

    post(browser, path, f"{path}/1", text="Thank you", way="reply")
    assert outbox(board) == []


def test_who_was_told_by_phone_while_nobody_knew_what_became_of_a_reply_gets_none_after_it(
    board: Board, path: str
) -> None:
    question = posted(board, "@AnytownBoard why?", *ANSWERED)
    browser = board.signed_in()
    post(browser, path, f"{path}/1", text="Thank you, Maria.", way="reply")
    (row,) = outbox(board)
    board.ports.store.outbox.move(row, replace(row, state=OutboxState.UNKNOWN))
    post(browser, f"{board.path}/tell", f"{board.path}/tell/tick", q=f"1@{said_of(board, question)}")

    # It was looked for and is not there, so it would be sent again.
    assert why_held(board.ports, replace(row, state=OutboxState.APPROVED)) == (
        "Whoever asked question 1 was told otherwise since, so this was not sent"
    )


def cancelled(board: Board, browser: FlaskClient, path: str, text: str = "Thank you, Maria.") -> OutgoingPost:
    """A reply about question 1 that somebody approved and somebody took back."""
    post(browser, path, f"{path}/1", text=text, way="reply")
    row = outbox(board)[-1]
    post(browser, path, f"{board.path}/outbox/{row.id}/cancel")
    return row


def test_a_reply_that_was_cancelled_can_be_sent_after_all(board: Board, path: str) -> None:
    posted(board, "@AnytownBoard why?", *ANSWERED)
    browser = board.signed_in()
    row = cancelled(board, browser, path)
    assert "Publish it again" in browser.get(path).text
    post(browser, path, f"{board.path}/outbox/{row.id}/retry")

    assert [one.state for one in outbox(board)] == [OutboxState.APPROVED]


@pytest.mark.parametrize("otherwise", ["by phone", "by another reply"])
def test_who_was_told_otherwise_meanwhile_is_not_told_again_by_a_reply_that_was_cancelled(
    board: Board, path: str, otherwise: str
) -> None:
    question = posted(board, "@AnytownBoard why?", *ANSWERED)
    browser = board.signed_in()
    row = cancelled(board, browser, path)
    if otherwise == "by phone":
        post(browser, f"{board.path}/tell", f"{board.path}/tell/tick", q=f"1@{said_of(board, question)}")
    else:
        board.ports.store.outbox.add(replace(row, text="Dear Maria.", state=OutboxState.SENT, native_id="901"))
    post(browser, path, f"{board.path}/outbox/{row.id}/retry")

    assert "They were told of this otherwise, or are being told." in browser.get(board.path).text
    assert outbox(board)[0].state is OutboxState.CANCELLED
    assert "Publish it again" not in browser.get(path).text
