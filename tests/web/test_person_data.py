"""One person's data as an administrator's browser gets it: found, taken out, erased, and in no address."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.networks.outbox import OutboxState, OutgoingPost, PostKind
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question, State
from board_qa.services.questions.asking import ask
from tests.support.board import Board, post, token_on
from tests.support.deciding import do, now
from tests.support.doubles import NOON

PAGE = "/desk/person-data"
NAME, EMAIL = "Zebedee Quillfeather", "zebedee@quillfeather.example"


def came(board: Board, text: str = "Why the xylophone?", name: str = NAME, email: str = EMAIL) -> Question:
    receipt = ask(board.ports, board.meeting, AskForm(text, text, name, email=email))
    return now(board.ports, board.ports.store.questions.by_token(receipt.token))


def send(browser: FlaskClient, to: str = "", **form: object) -> TestResponse:
    """Erasing begins with the page on which somebody checks what goes."""
    token = {"csrf_token": token_on(browser.get(PAGE).text)}
    seen = {"seen": seen_on(send(browser, "/check", **form))} if to == "/erase" and "seen" not in form else {}
    return browser.post(f"{PAGE}{to}", data={**token, **seen, **form})


def seen_on(answer: TestResponse) -> str:
    """What the page says that it shows."""
    found = re.search(r'name="seen"[^>]*value="(\w+)"', answer.text)
    return found[1] if found else ""


def test_a_person_is_found_and_their_namesake_is_told_apart(board: Board) -> None:
    came(board)
    came(board, "And the harp?", email="other@example.org")
    page = send(board.signed_in(), who=NAME.upper()).text

    assert "Two people can have the same name" in page
    for words in ("Question 1, Board meeting in public", EMAIL, "other@example.org", "Why the xylophone?"):
        assert words in page


def test_a_receipt_number_finds_what_has_the_same_address_too(board: Board) -> None:
    came(board)
    came(board, "And the harp?", name="Z. Q.")
    came(board, "Not theirs?", name="Somebody", email="other@example.org")
    page = send(board.signed_in(), who=f"{board.meeting.code.lower()}-1").text

    assert "And the harp?" in page
    assert "Not theirs?" not in page


def test_where_others_wrote_the_name_the_way_there_is_shown(board: Board) -> None:
    came(board, f"Why was {NAME} turned away?", name="Somebody", email="other@example.org")
    page = send(board.signed_in(), who=NAME).text

    assert "Somebody else wrote these" in page
    assert 'href="/desk/meetings/1?q=1"' in page


@pytest.mark.parametrize(("who", "said"), [("", "Enter a name"), ("x" * 400, "320 characters or fewer")])
def test_what_cannot_be_looked_for_is_said_beside_what_was_typed(board: Board, who: str, said: str) -> None:
    answer = send(board.signed_in(), who=who)

    assert answer.status_code == 422
    assert said in answer.text


def test_nothing_found_says_what_to_try(board: Board) -> None:
    assert "Try their email address" in send(board.signed_in(), who="Nobody Known").text


def test_everything_of_them_comes_as_one_page_that_stands_alone(board: Board) -> None:
    question = came(board, "Why <b>the</b> xylophone?")
    came(board, "Of somebody else?", name="Somebody", email="other@example.org")
    answer = send(board.signed_in(), "/file", who=EMAIL, chosen=str(question.id))

    assert answer.headers["Content-Disposition"] == "attachment; filename=personal-data.html"
    assert answer.headers["Cache-Control"] == "no-store"
    for words in (NAME, EMAIL, "Why &lt;b&gt;the&lt;/b&gt; xylophone?", "what was done with it"):
        assert words in answer.text
    for never in ("Of somebody else?", question.token, "src=", "href="):
        assert never not in answer.text
    said = board.signed_in().get("/desk/board").text
    assert "One person’s data taken out" in said
    assert NAME not in said


def test_what_nobody_ticked_or_what_is_not_theirs_is_neither_taken_out_nor_erased(board: Board) -> None:
    came(board)
    other = came(board, "Of somebody else?", name="Somebody", email="other@example.org")
    browser = board.signed_in()
    for to in ("/file", "/check", "/erase"):
        for chosen in ([], [str(other.id)], ["999"]):
            answer = send(browser, to, who=EMAIL, chosen=chosen, sure="y")
            assert (answer.status_code, "Choose what is theirs" in answer.text) == (422, True)

    assert now(board.ports, other) == other


def test_what_goes_and_what_stays_is_said_and_confirmed_before_it_is_erased(board: Board) -> None:
    question = came(board)
    board.ports.store.outbox.add(
        OutgoingPost(
            0,
            board.meeting.id,
            "X",
            "Words",
            OutboxState.SENT,
            "Alex",
            NOON,
            PostKind.QUESTION,
            question_id=question.id,
            native_id="9001",
        )
    )
    browser = board.signed_in()
    page = send(browser, "/check", who=EMAIL, chosen=str(question.id)).text
    for words in ("You cannot undo this", "What stays", "A post of yours on X", "Why the xylophone?"):
        assert words in page

    unsure = send(browser, "/erase", who=EMAIL, chosen=str(question.id))
    assert (unsure.status_code, "Tick the box to confirm" in unsure.text) == (422, True)
    assert now(board.ports, question) == question


def test_what_nobody_looked_at_as_it_is_now_is_not_erased(board: Board) -> None:
    question, browser = came(board), board.signed_in()
    form = {"who": EMAIL, "chosen": str(question.id), "sure": "y"}
    seen = seen_on(send(browser, "/check", **form))
    answered = do(board.ports, Action.ACCEPT, question, board.alex)
    for before in ("", seen):
        answer = send(browser, "/erase", seen=before, **form)
        assert (answer.status_code, "Something here changed since you looked" in answer.text) == (409, True)
    assert now(board.ports, question) == answered

    assert send(browser, "/erase", seen=seen_on(answer), **form).status_code == 303
    assert now(board.ports, question).words == ""


def test_it_is_erased_and_who_did_it_stands_without_whose_it_was(board: Board) -> None:
    question, browser = came(board), board.signed_in()
    done = send(browser, "/erase", who=EMAIL, chosen=str(question.id), sure="y")

    assert (done.status_code, done.headers["Location"]) == (303, PAGE)
    assert "Nothing of it is left in the database" in browser.get(PAGE).text
    assert (now(board.ports, question).state, now(board.ports, question).words) == (State.WITHDRAWN, "")
    changes = browser.get("/desk/board").text
    assert "One person’s data erased" in changes
    for never in (NAME, EMAIL, "xylophone"):
        assert never not in changes
        assert never not in browser.get(f"{board.path}?q=1").text
    there = browser.get(f"{board.path}?q=1").text
    assert "Erased at the request of the person who asked" in there
    for never in ("only a picture", "Only a picture", "marked answered</span>"):
        assert never not in there
    assert "Nothing. Try" in send(browser, who=EMAIL).text


def test_while_something_is_on_its_way_nothing_is_erased_and_it_says_so(board: Board) -> None:
    question = came(board)
    board.ports.store.outbox.add(
        OutgoingPost(0, board.meeting.id, "X", "Words", OutboxState.UNKNOWN, "Alex", NOON, question_id=question.id)
    )
    answer = send(board.signed_in(), "/erase", who=EMAIL, chosen=str(question.id), sure="y")

    assert answer.status_code == 409
    assert "Nothing was erased" in answer.text
    assert now(board.ports, question) == question


def test_their_receipt_says_that_it_was_erased(board: Board) -> None:
    question = came(board)
    send(board.signed_in(), "/erase", who=EMAIL, chosen=str(question.id), sure="y")
    english, welsh = (board.browser().get(f"{language}/r/{question.token}") for language in ("", "/cy"))

    assert (english.status_code, welsh.status_code) == (200, 200)
    assert "We erased it on Monday 23 November 2026. We keep only its number and its dates." in english.text
    assert "Gwnaethom ei ddileu" in welsh.text
    assert "Your question</h2>" not in english.text  # there are no words to stand below it


def test_the_way_to_the_page_is_there_for_administrators(board: Board) -> None:
    assert f'href="{PAGE}"' in board.signed_in().get("/desk/").text


def test_no_file_that_is_made_after_it_has_it_and_no_log_ever_did(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    question, browser = came(board), board.signed_in()
    for action in (Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER):
        question = do(board.ports, action, question, board.alex, override_reason="It is public")
    assert "xylophone" in everything_taken_out(board)
    send(browser, "/file", who=NAME, chosen=str(question.id))
    send(browser, "/erase", who=NAME, chosen=str(question.id), sure="y")

    after = everything_taken_out(board)
    assert "withdrawn" in after
    for words in ("zebedee", "quillfeather", "xylophone"):
        assert words not in after
        assert words not in caplog.text.casefold()


def everything_taken_out(board: Board) -> str:
    """The full record, which has all that is kept of a meeting, and the minutes."""
    browser, path = board.signed_in(), f"{board.path}/full-record"
    full = post(browser, path, path, reason="A request", shape="json").text
    minutes = browser.get(f"{board.path}/minutes").text
    return f"{full}{minutes}".casefold()


def test_the_page_says_how_long_what_is_kept_as_the_board_set_it(board: Board) -> None:
    page = board.signed_in().get(PAGE).text
    for said in ("365 days after the meeting", "730 days after the meeting", "365 days after we last found them"):
        assert said in page
    ports = replace(board.ports, keep_contacts=timedelta(days=60))
    board.process.app.extensions["board_qa"] = replace(board.process.installation, ports=ports)

    assert "60 days after the meeting" in board.signed_in().get(PAGE).text


def test_a_post_about_it_is_listed_as_erased_and_not_offered_again(board: Board) -> None:
    question = came(board)
    for network, state in (("X", OutboxState.SENT), ("Bluesky", OutboxState.FAILED)):
        board.ports.store.outbox.add(
            OutgoingPost(
                0,
                board.meeting.id,
                network,
                "Why the xylophone?",
                state,
                "Alex",
                NOON,
                PostKind.QUESTION,
                question_id=question.id,
            )
        )
    browser = board.signed_in()
    assert "Publish it again" in browser.get(f"{board.path}/live").text
    send(browser, "/erase", who=EMAIL, chosen=str(question.id), sure="y")

    page = browser.get(f"{board.path}/live").text
    assert "xylophone" not in page
    assert "Publish it again" not in page
    assert '<blockquote class="m-post__text">Erased</blockquote>' in page
