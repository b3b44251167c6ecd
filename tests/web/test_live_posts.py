"""Live posts at the desk: what was put is offered in words that fit each network, and a person's press sends it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.channels.x.channel import XChannel
from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost, PostKind
from board_qa.domain.networks.posts import Measure
from board_qa.domain.questions.history import Action, Details
from board_qa.domain.questions.question import DispositionUpdate, Question
from board_qa.services.meetings import meetings
from board_qa.services.networks import approving
from board_qa.services.networks.holding import why_held
from board_qa.services.networks.stopping import NotAgain, retry
from board_qa.services.questions import moderating
from board_qa.system.clock import utc_now
from tests.support.board import Board, marks_on, post, token_on
from tests.support.deciding import do
from tests.support.doubles import ABUSIVE

HELD = "The question, its name or its answer was changed after this was approved. Check that the words are still right"
LONG = "Why do people in the north of the county wait so much longer than those in the south? " * 4


class Elsewhere(XChannel):
    """A network with more room, which costs nothing."""

    name = "Elsewhere"

    def measure(self, text: str) -> Measure:
        return Measure(len(text), 500, False, 0)


@pytest.fixture
def path(board: Board) -> str:
    known = [one("http://127.0.0.1:1", PRACTICE_KEYS, utc_now) for one in (XChannel, Elsewhere)]
    installation = replace(board.process.installation, channels={one.name: one for one in known})
    board.process.app.extensions["board_qa"] = installation
    return f"{board.path}/live"


def outbox(board: Board, kind: PostKind | None = None) -> list[OutgoingPost]:
    posts = board.ports.store.outbox.of_meeting(board.meeting.id)
    return [one for one in posts if kind is None or one.kind is kind]


def is_called(board: Board) -> None:
    """The call is out on both networks."""
    words = [(one, "Ask us!") for one in board.process.app.extensions["board_qa"].channels.values()]
    for one in approving.approve_on_all(board.ports, board.meeting, words, board.alex):
        sent = replace(one, state=OutboxState.SENT, native_id=f"call-{one.channel}", sent_at=one.approved_at)
        board.ports.store.outbox.move(one, sent)


def send(browser: FlaskClient, path: str, where: str, text: str, on: str = "01", **more: str) -> str:
    ticked = {"networks-0-own": "", "networks-1-own": ""} | {f"networks-{place}-on": "y" for place in on}
    page = f"{path}?sign_off=1" if where == "sign-off" else path
    page = f"{path}?draft={press}" if (press := more.get("press")) and "rests_on" not in more else page
    answer = post(browser, page, f"{path}/{where}", text=text, **ticked, **{"from": "live"}, **more)
    return browser.get(path).text if answer.status_code == 303 else answer.text


def test_nothing_is_offered_before_anything_was_put(board: Board, path: str) -> None:
    board.asked("Why?", Action.ACCEPT)
    page = board.signed_in().get(path).text

    assert "a draft of the post about it waits here" in page
    assert "Q1 from" not in page  # a token may have Q1 in it


def test_a_question_that_was_put_is_offered_and_nothing_is_posted_without_a_press(board: Board, path: str) -> None:
    board.asked("Why?", Action.ACCEPT, Action.PUT_ON_SCREEN, name="Sam Jones")
    page = board.signed_in().get(path).text

    assert "Q1 from Sam Jones: “Why?” #AnytownBoard" in page
    assert outbox(board) == []


def test_a_press_publishes_exactly_the_words_in_the_box_on_what_is_ticked(board: Board, path: str) -> None:
    question = board.asked("Why?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    answer = send(board.signed_in(), path, "question/1", "Q1: my own words", on="1")

    (row,) = outbox(board)
    assert (row.channel, row.text, row.kind) == ("Elsewhere", "Q1: my own words", PostKind.QUESTION)
    assert (row.question_id, row.approved_by, row.state) == (question.id, "Alex Morgan", OutboxState.APPROVED)
    assert "Question 1 is being published on Elsewhere" in answer


def test_each_network_is_offered_as_much_as_it_has_room_for(board: Board, path: str) -> None:
    board.asked(LONG, Action.ACCEPT, Action.PUT_ON_SCREEN)
    page = board.signed_in().get(path).text
    boxes = [text.strip() for text in re.findall(r"<textarea[^>]*>([^<]*)</textarea>", page) if "Q1" in text]

    assert len(boxes) == 2
    for_x, elsewhere = sorted(boxes, key=len)
    assert 250 < len(for_x) <= 280
    assert LONG.strip() in elsewhere


def test_an_answer_is_offered_once_it_was_noted(board: Board, path: str) -> None:
    question = board.asked("Why?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    browser = board.signed_in()
    send(browser, path, "question/1", "Q1: Why?")
    assert "A1:" not in browser.get(path).text

    moderating.act(
        board.ports, Action.NOTE_ANSWER, question, question.revision, board.alex, update={"answer": "Two more beds."}
    )
    assert "A1: Two more beds. #AnytownBoard" in browser.get(path).text


def test_what_was_sent_or_left_out_is_offered_no_more(board: Board, path: str) -> None:
    board.asked("Why?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    browser = board.signed_in()
    answer = send(browser, path, "question/1", "Q1: Why?", leave_out="1")

    assert "Question 1 is not posted" in answer
    assert {row.state for row in outbox(board)} == {OutboxState.CANCELLED}
    assert [row.approved_by for row in outbox(board)] == ["", ""]
    assert 'action="' + f"{path}/question/1" not in browser.get(path).text


_NOT_OFFERED = "was published or left out already, or there is nothing to post yet"


@pytest.mark.parametrize("first", ["published", "left out"])
@pytest.mark.parametrize("second", ["publish", "leave out"])
def test_whoever_was_second_with_a_page_of_before_is_told_and_nothing_more_is_posted(
    board: Board, path: str, first: str, second: str
) -> None:
    board.asked("Why?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    send(board.signed_in(), path, "question/1", "Q1: Why?", **({} if first == "published" else {"leave_out": "1"}))
    before = outbox(board)
    leaves_out = {"leave_out": "1"} if second == "leave out" else {}
    answer = send(board.signed_in(), path, "question/1", "Q1: Why, oh why?", **leaves_out)

    assert _NOT_OFFERED in answer
    assert outbox(board) == before


def test_a_double_press_of_the_same_words_is_one_post_and_no_refusal(board: Board, path: str) -> None:
    board.asked("Why?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    browser = board.signed_in()
    marks = marks_on(browser.get(path).text, f"{path}/question/1")
    said = [send(browser, path, "question/1", "Q1: Why?", **marks) for _ in range(2)]

    assert ["Question 1 is being published on X, Elsewhere" in one for one in said] == [True, True]
    assert len(outbox(board)) == 2


@pytest.mark.parametrize("where", ["question/1", "answer/1"])
@pytest.mark.parametrize("leaves_out", [{}, {"leave_out": "1"}])
def test_what_was_never_put_or_answered_is_neither_posted_nor_left_out(
    board: Board, path: str, where: str, leaves_out: dict[str, str]
) -> None:
    board.asked("Why?", Action.ACCEPT)
    answer = send(board.signed_in(), path, where, "Made up", **leaves_out)

    assert _NOT_OFFERED in answer
    assert outbox(board) == []


def test_words_that_do_not_fit_are_kept_and_nothing_is_approved(board: Board, path: str) -> None:
    board.asked("Why?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    answer = send(board.signed_in(), path, "question/1", "x" * 281)

    assert "The post is too long by 1 characters for X. Shorten it" in answer
    assert "x" * 281 in answer
    assert outbox(board) == []


def test_a_script_is_told_in_a_sentence_what_is_wrong(board: Board, path: str) -> None:
    board.asked("Why?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    browser = board.signed_in()

    def sent(**form: str) -> TestResponse:
        form["csrf_token"] = token_on(browser.get(path).text)
        return browser.post(f"{path}/question/1", data=form, headers={"Accept": "application/json"})

    refused, nowhere = sent(**{"text": "x" * 600, "networks-0-on": "y"}), sent(text="Q1")

    assert refused.status_code == 422
    assert "too long by 320 characters" in refused.get_json()["error"]
    assert "Choose at least one network" in nowhere.get_json()["error"]


def test_a_question_that_is_no_longer_public_cannot_be_posted(board: Board, path: str) -> None:
    question = board.asked("Why?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    browser = board.signed_in()
    moderating.act(board.ports, Action.DECLINE, question, question.revision, board.alex, Details(reason=ABUSIVE))
    assert f"{path}/question/1" not in browser.get(path).text
    answer = send(browser, path, "question/1", "Q1: Why?")

    assert outbox(board) == []
    assert "is being published" not in answer


def test_posts_of_a_question_that_is_no_longer_public_are_pointed_out(board: Board, path: str) -> None:
    question = board.asked("Why?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    browser = board.signed_in()
    send(browser, path, "question/1", "Q1: Why?", on="1")
    (row,) = outbox(board)
    board.ports.store.outbox.move(row, replace(row, state=OutboxState.SENT, native_id="7", sent_at=row.approved_at))
    assert "No longer so" not in browser.get(path).text
    moderating.act(board.ports, Action.DECLINE, question, question.revision, board.alex, Details(reason=ABUSIVE))
    page = browser.get(path).text

    assert "No longer so" in page
    assert "Question 1 on Elsewhere" in page


@pytest.mark.parametrize(
    ("where", "what"),
    [("post", "The meeting or its agenda"), ("sign-off", "The meeting or where people get help")],
)
def test_what_was_written_of_another_agenda_or_day_is_looked_at_again(
    board: Board, path: str, where: str, what: str
) -> None:
    browser, opened = board.signed_in(), f"{path}?sign_off=1" if where == "sign-off" else f"{path}?item=2"
    marks = marks_on(browser.get(opened).text, f"{path}/{where}")
    details = board.meeting.details
    another = replace(details, agenda=("Welcome", "Money"), starts_at=details.starts_at + timedelta(days=1))
    meetings.change(board.ports, board.meeting, another, actor=board.alex)
    answer = send(browser, path, where, "Item 2: Performance", **marks)

    assert outbox(board) == []
    assert f"{what} changed since you opened this page" in answer


def test_an_answer_that_nobody_saw_is_not_left_out(board: Board, path: str) -> None:
    question, browser = put_and_answered(board), board.signed_in()
    marks = marks_on(browser.get(path).text, f"{path}/answer/1")
    do(board.ports, Action.NOTE_ANSWER, question, board.alex, update=DispositionUpdate(answer="Cancelled."))
    answer = send(browser, path, "answer/1", "A1: Old.", leave_out="1", **marks)

    assert outbox(board) == []
    assert "changed since you opened this page" in answer


CHANGES = [
    ("question/1", Action.WITHHOLD_NAME, DispositionUpdate(name_hidden=True)),
    ("answer/1", Action.NOTE_ANSWER, DispositionUpdate(answer="Corrected.", answered_by="The chair")),
]


def put_and_answered(board: Board) -> Question:
    question = board.asked("Why?", Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER, name="Maria")
    return do(board.ports, Action.NOTE_ANSWER, question, board.alex, update=DispositionUpdate(answer="Old."))


@pytest.mark.parametrize(("where", "action", "update"), CHANGES)
def test_what_was_written_from_another_question_or_answer_is_looked_at_again(
    board: Board, path: str, where: str, action: Action, update: DispositionUpdate
) -> None:
    question, browser = put_and_answered(board), board.signed_in()
    marks = marks_on(browser.get(path).text, f"{path}/{where}")
    do(board.ports, action, question, board.alex, update=update)
    answer = send(browser, path, where, "Words of before", **marks)

    assert outbox(board) == []
    assert "changed since you opened this page. Check that the words are right, then publish" in answer
    assert "Words of before" in answer
    again = marks_on(answer, f"{path}/{where}")
    assert again != marks
    assert "is being published" in send(browser, path, where, "Words of before", **again)


@pytest.mark.parametrize(("where", "action", "update"), CHANGES)
def test_what_waits_is_held_once_the_question_or_its_answer_changes_and_is_offered_anew(
    board: Board, path: str, where: str, action: Action, update: DispositionUpdate
) -> None:
    question, browser = put_and_answered(board), board.signed_in()
    send(browser, path, where, "Words of before", on="1")
    (row,) = outbox(board)
    assert why_held(board.ports, row) == ""
    do(board.ports, action, question, board.alex, update=update)
    assert why_held(board.ports, row) == HELD

    board.ports.store.outbox.move(row, replace(row, state=OutboxState.HELD))
    (held,) = outbox(board)
    with pytest.raises(NotAgain):
        retry(board.ports, held, board.alex)
    assert f"{path}/{where}" in browser.get(path).text
    assert "is being published" in send(browser, path, where, "Words of now", on="1")
    assert [(one.text, one.state) for one in outbox(board)][1:] == [("Words of now", OutboxState.APPROVED)]


@pytest.mark.parametrize(("where", "action", "update"), CHANGES)
def test_what_is_out_and_is_not_so_any_more_is_pointed_out(
    board: Board, path: str, where: str, action: Action, update: DispositionUpdate
) -> None:
    question, browser = put_and_answered(board), board.signed_in()
    send(browser, path, where, "Words of before", on="1")
    (row,) = outbox(board)
    board.ports.store.outbox.move(row, replace(row, state=OutboxState.SENT, native_id="7", sent_at=row.approved_at))
    assert "No longer so" not in browser.get(path).text
    do(board.ports, action, question, board.alex, update=update)

    page = browser.get(path).text
    assert "No longer so" in page
    assert "Question 1 on Elsewhere" in page
    assert f"{path}/{where}" not in page  # it is out: nothing is said twice


def test_an_agenda_item_begins_a_post(board: Board, path: str) -> None:
    browser = board.signed_in()
    assert "Item 2: Performance. #AnytownBoard" in browser.get(f"{path}?item=2").text

    send(browser, path, "post", "Item 2: Performance. #AnytownBoard")
    assert {row.kind for row in outbox(board)} == {PostKind.LIVE}


def test_the_last_post_of_the_day_says_where_to_get_help(board: Board, path: str) -> None:
    browser = board.signed_in()
    page = browser.get(f"{path}?sign_off=1").text
    assert "Thank you to everyone who asked and followed" in page
    assert "call 111" in page

    send(browser, path, "sign-off", "That is all. Call 111.")
    assert {row.kind for row in outbox(board)} == {PostKind.SIGN_OFF}


def test_a_draft_is_kept_edited_and_published_in_its_new_words(board: Board, path: str) -> None:
    browser = board.signed_in()
    send(browser, path, "post", "Item 1", save="1")
    press = outbox(board)[0].press
    assert {row.state for row in outbox(board)} == {OutboxState.DRAFT}
    assert "Item 1" in browser.get(f"{path}?draft={press}").text

    send(browser, path, "post", "Item 1: minutes", press=press)
    assert {(row.text, row.state) for row in outbox(board)} == {("Item 1: minutes", OutboxState.APPROVED)}


def test_a_draft_is_removed_by_a_press(board: Board, path: str) -> None:
    browser = board.signed_in()
    send(browser, path, "post", "Item 1", save="1")
    post(browser, path, f"{board.path}/outbox/drafts/remove", press=outbox(board)[0].press)

    assert outbox(board) == []


def opened(browser: FlaskClient, path: str, press: str) -> dict[str, str]:
    """What the form that goes on with a draft says of itself on a page that is open now."""
    return {"press": press, **marks_on(browser.get(f"{path}?draft={press}").text, f"{path}/post")}


def corrected(browser: FlaskClient, path: str, press: str) -> None:
    send(browser, path, "post", "Item 1: the minutes", save="1", press=press)


def removed(browser: FlaskClient, path: str, press: str) -> None:
    post(browser, path, path.replace("live", "outbox/drafts/remove"), press=press)


def published(browser: FlaskClient, path: str, press: str) -> None:
    send(browser, path, "post", "Item 1: by somebody else", press=press)


@pytest.mark.parametrize("meanwhile", [corrected, removed, published])
@pytest.mark.parametrize("does", [{}, {"save": "1"}])
def test_a_draft_that_somebody_else_went_on_with_is_no_more_what_it_was(
    board: Board, path: str, meanwhile: Callable[[FlaskClient, str, str], None], does: dict[str, str]
) -> None:
    browser = board.signed_in()
    send(browser, path, "post", "Item 1", save="1")
    press = outbox(board)[0].press
    form = opened(browser, path, press)
    meanwhile(browser, path, press)
    there = outbox(board)
    page = send(browser, path, "post", "Item 1, now", **form, **does)

    assert "The draft, the meeting or its agenda changed since you opened this page." in page
    assert "Item 1, now" in page
    assert outbox(board) == there
    meant = marks_on(page, f"{path}/post")
    send(browser, path, "post", "Item 1, now", **{**form, **meant}, **does)
    assert "Item 1, now" in {row.text for row in outbox(board)}


def test_what_went_out_already_throws_no_draft_of_a_colleague_away(board: Board, path: str) -> None:
    browser = board.signed_in()
    send(browser, path, "post", "Item 1", save="1")
    press = outbox(board)[0].press
    form = opened(browser, path, press)
    send(browser, path, "post", "Item 1", **form)
    page = send(browser, path, "post", "Item 1, more of it", save="1", **form)
    send(browser, path, "post", "Item 1, more of it", save="1", press=press, **marks_on(page, f"{path}/post"))
    send(browser, path, "post", "Item 1", **form)

    states = {(row.text, row.state) for row in outbox(board)}
    assert states == {("Item 1", OutboxState.APPROVED), ("Item 1, more of it", OutboxState.DRAFT)}


def test_a_draft_that_was_corrected_is_removed_by_no_page_of_before(board: Board, path: str) -> None:
    browser, remove = board.signed_in(), f"{board.path}/outbox/drafts/remove"
    send(browser, path, "post", "Item 1", save="1")
    press = outbox(board)[0].press
    seen = marks_on(browser.get(path).text, remove)
    corrected(browser, path, press)
    post(browser, path, remove, press=press, **seen)

    assert {row.text for row in outbox(board)} == {"Item 1: the minutes"}
    assert "The draft changed since you opened this page." in browser.get(path).text


def test_whoever_removes_a_draft_that_was_published_meanwhile_hears_that_it_was(board: Board, path: str) -> None:
    browser, remove = board.signed_in(), f"{board.path}/outbox/drafts/remove"
    send(browser, path, "post", "Item 1", save="1")
    press = outbox(board)[0].press
    seen = marks_on(browser.get(path).text, remove)
    send(browser, path, "post", "Item 1", press=press)
    post(browser, path, remove, press=press, **seen)
    page = browser.get(path).text

    assert {row.state for row in outbox(board)} == {OutboxState.APPROVED}
    assert "The draft is removed." not in page
    assert "The draft is not there any more: it was published or removed already." in page


def test_a_draft_says_what_changed_since_it_was_saved(board: Board, path: str) -> None:
    browser = board.signed_in()
    send(browser, path, "post", "We begin at 10 in the Town Hall", save="1")
    press = outbox(board)[0].press
    assert "changed since this was saved" not in browser.get(f"{path}?draft={press}").text
    meetings.change(board.ports, board.meeting, replace(board.meeting.details, venue="City Library"))
    page = browser.get(f"{path}?draft={press}").text

    assert ">The meeting or its agenda changed since this was saved. Check that the words are right" in page
    send(browser, path, "post", "We begin at 10 in the City Library", press=press)
    assert {row.state for row in outbox(board)} == {OutboxState.APPROVED}


def test_a_draft_that_is_gone_is_said_to_be(board: Board, path: str) -> None:
    browser = board.signed_in()
    answer = browser.get(f"{path}?draft=gone", follow_redirects=True)

    assert "This draft was published or removed." in answer.text


def test_the_last_post_of_the_day_stays_that_as_a_draft(board: Board, path: str) -> None:
    browser = board.signed_in()
    send(browser, path, "sign-off", "That is all. Call 111.", save="1")
    page = browser.get(f"{path}?draft={outbox(board)[0].press}").text

    assert f'action="{path}/sign-off"' in page
    assert f'action="{path}/post"' not in page


@pytest.mark.parametrize("by", ["the rules of the meeting", "the board"])
def test_the_last_post_of_the_day_gives_no_number_of_before(board: Board, path: str, by: str) -> None:
    browser, details = board.signed_in(), board.meeting.details
    seen = marks_on(browser.get(f"{path}?sign_off=1").text, f"{path}/sign-off")
    other = ("Call 01632 960 999.",)
    if by == "the board":
        rules = replace(details.rules, signposts=())
        meetings.change(board.ports, board.meeting, replace(details, rules=rules))
        seen = marks_on(browser.get(f"{path}?sign_off=1").text, f"{path}/sign-off")
        board.ports.store.about.save(replace(board.ports.store.about.get(), signposts=other))
    else:
        meetings.change(board.ports, board.meeting, replace(details, rules=replace(details.rules, signposts=other)))
    page = send(browser, path, "sign-off", "That is all. Call 111.", **seen)

    assert "The meeting or where people get help changed since you opened this page." in page
    assert outbox(board) == []


def test_a_last_post_that_waits_for_its_network_is_held_once_help_is_found_elsewhere(board: Board, path: str) -> None:
    send(board.signed_in(), path, "sign-off", "That is all. Call 111.", on="0")
    (row,) = outbox(board)
    assert why_held(board.ports, row) == ""
    details = board.meeting.details
    rules = replace(details.rules, signposts=("Call 01632 960 999.",))
    meetings.change(board.ports, board.meeting, replace(details, rules=rules))

    assert why_held(board.ports, row).startswith("The meeting, or where people get help, was changed")


def test_taking_back_asks_why(board: Board, path: str) -> None:
    browser = board.signed_in()
    send(browser, path, "post", "Item 1", on="1")
    (row,) = outbox(board)
    board.ports.store.outbox.move(row, replace(row, state=OutboxState.SENT, native_id="7", sent_at=row.approved_at))
    address = f"{board.path}/outbox/{row.id}/take-back"
    without = post(browser, path, address, **{"from": "live"}).headers["Location"]
    assert outbox(board)[0].state is OutboxState.SENT
    assert "Say why you take the post back" in browser.get(without).text

    post(browser, path, address, why="The wrong item", **{"from": "live"})
    assert (outbox(board)[0].state, outbox(board)[0].taken_back_why) == (OutboxState.DELETING, "The wrong item")


def test_stop_cancels_what_waits_on_every_network(board: Board, path: str) -> None:
    browser = board.signed_in()
    send(browser, path, "post", "Item 1")
    assert "Stop: send nothing that waits" in browser.get(path).text
    post(browser, path, f"{board.path}/outbox/stop")

    assert {row.state for row in outbox(board)} == {OutboxState.CANCELLED}
    assert "Stop: send nothing that waits" not in browser.get(path).text


def test_another_meetings_post_cannot_be_changed_from_here(board: Board, path: str) -> None:
    browser = board.signed_in()
    send(browser, path, "post", "Item 1", on="1")
    (row,) = outbox(board)

    assert post(browser, path, f"/desk/meetings/2/outbox/{row.id}/cancel").status_code == 404
    assert outbox(board)[0].state is OutboxState.APPROVED


def test_the_desk_has_the_next_draft_beside_the_screen_once_the_meeting_is_told_of(board: Board, path: str) -> None:
    board.asked("Why?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    browser = board.signed_in()
    assert f"{path}/question/1" not in browser.get(board.path).text

    is_called(board)
    assert f"{path}/question/1" in browser.get(board.path).text


def test_what_somebody_wrote_is_inert_on_the_page_of_posts(board: Board, path: str) -> None:
    board.asked("</textarea><script>alert(1)</script>", Action.ACCEPT, Action.PUT_ON_SCREEN)
    page = board.signed_in().get(path).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
