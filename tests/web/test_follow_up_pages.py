"""A follow-up question at the desk: the panel, the page, what is refused, and what people read of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.accounts.roles import Role
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question, State
from board_qa.services.questions.supplementary import Becomes
from tests.support.board import Board, token_on
from tests.support.deciding import do, now
from tests.support.follow_ups import allowing, follow_up
from tests.web.test_roles import person, signed_in

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "</textarea><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
PUT = (Action.ACCEPT, Action.PUT_ON_SCREEN)


@pytest.fixture
def parent(board: Board) -> Question:
    """A question on the screen of a meeting whose rules allow a follow-up."""
    allowing(board.ports, board.meeting)
    board.asked("One?")
    return board.asked("Why is the clinic shut?", *PUT, name="Ann Lee")


def send(board: Board, browser: FlaskClient, parent: Question, **typed: str) -> TestResponse:
    return sent(board, browser, parent, typed, {})


def send_by_script(board: Board, browser: FlaskClient, parent: Question, **typed: str) -> TestResponse:
    return sent(board, browser, parent, typed, {"Accept": "application/json"})


def sent(
    board: Board, browser: FlaskClient, parent: Question, typed: dict[str, str], headers: dict[str, str]
) -> TestResponse:
    address = f"{board.path}/questions/{parent.number}/follow-up"
    page = browser.get(address).text
    hidden = dict(re.findall(r'name="(key|expected|csrf_token)"[^>]* value="([^"]*)"', page))
    return browser.post(address, data=hidden | {"text": "And when?"} | typed, headers=headers)


def stored(board: Board) -> list[Question]:
    return board.ports.store.questions.of_meeting(board.meeting.id)


def test_the_panel_begins_with_whoever_asked_the_question(board: Board, parent: Question) -> None:
    page = board.signed_in().get(f"{board.path}?q=2&panel=supplementary").text

    assert "Add a follow-up to question 2" in page
    assert re.search(r'id="supplementary-name"[^>]* value="Ann Lee"', page)
    assert not re.search(r'id="supplementary-withheld"[^>]* checked', page)
    assert all(label in page for label in ("Add and put on screen", "Add and approve", "Add to check"))


def test_a_name_that_is_withheld_is_withheld_here_as_well(board: Board, parent: Question) -> None:
    do(board.ports, Action.WITHHOLD_NAME, now(board.ports, parent), board.alex, update={"name_hidden": True})
    page = board.signed_in().get(f"{board.path}?q=2").text

    assert re.search(r'id="supplementary-withheld"[^>]*\s+checked', page)


def test_before_its_question_was_put_it_cannot_be_put(board: Board, parent: Question) -> None:
    board.asked("Where?", Action.ACCEPT)
    page = board.signed_in().get(f"{board.path}?q=3").text

    assert "Add and approve" in page
    assert "Add and put on screen" not in page


def test_where_the_rules_do_not_allow_it_there_is_no_button_and_a_form_sent_by_hand_is_refused(board: Board) -> None:
    parent = board.asked("Why?", *PUT)
    browser = board.signed_in()
    answer = send(board, browser, parent)

    assert "panel-supplementary" not in browser.get(f"{board.path}?q=1").text
    assert answer.status_code == 422
    assert "The rules of this meeting do not allow follow-up questions" in answer.text
    assert "And when?" in answer.text
    assert len(stored(board)) == 1


@pytest.mark.parametrize(
    ("becomes", "state", "said"),
    [
        (Becomes.TO_CHECK, State.RECEIVED, "Added question 2a, a follow-up to question 2, to check."),
        (Becomes.ACCEPTED, State.ACCEPTED, "Added and approved question 2a."),
        (Becomes.ON_SCREEN, State.ON_SCREEN, "Put on screen: question 2a, a follow-up to question 2."),
    ],
)
def test_each_button_does_what_it_says_and_turns_to_the_new_one(
    board: Board, parent: Question, becomes: Becomes, state: State, said: str
) -> None:
    browser = board.signed_in()
    answer = send(board, browser, parent, becomes=becomes, name="Bo Kim", name_withheld="y")

    assert answer.headers["Location"] == f"{board.path}?q=3"
    page = browser.get(answer.headers["Location"]).text
    assert said in page
    assert "<strong>Question 2a</strong>" in page
    assert "Follow-up to question 2" in page
    child = stored(board)[-1]
    assert (child.state, child.source.author_name, child.source.name_withheld) == (state, "Bo Kim", True)


def test_the_script_gets_the_number_to_turn_to(board: Board, parent: Question) -> None:
    answer = send_by_script(board, board.signed_in(), parent, becomes="accepted")

    assert answer.json is not None
    assert answer.json["question"] == 3
    assert "question 2a" in answer.json["message"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": " "}, "Enter the question"),
        ({"text": "Why was Mrs Mary Smith, NHS number 943 476 5919, sent home?", "becomes": "on_screen"},
         "This question may identify a person. Edit the wording first, or press “Add to check” and decide there."),
        ({"text": "Why? " * 101, "becomes": "accepted"}, "and a screen has room for 500. Shorten it, or press"),
        ({"name": "A" * 201}, "The name must be"),
    ],
)  # fmt: skip
def test_what_is_refused_is_said_and_everything_typed_is_kept(
    board: Board, parent: Question, typed: dict[str, str], said: str
) -> None:
    browser = board.signed_in()
    page = send(board, browser, parent, name_withheld="y", **typed)
    answer = send_by_script(board, browser, parent, name_withheld="y", **typed)

    assert (page.status_code, answer.status_code) == (422, 422)
    assert said in page.text
    assert answer.json is not None
    assert said in answer.json["error"]
    assert answer.json["panel"] == "supplementary"
    assert "<title>Error: " in page.text
    assert typed.get("text", "And when?").strip() in page.text
    assert re.search(r'name="name_withheld"[^>]* checked', page.text)
    assert len(stored(board)) == 2


def test_hostile_words_stay_words(board: Board, parent: Question) -> None:
    browser = board.signed_in()
    page = send(board, browser, parent, text=HOSTILE, name=f"{HOSTILE}{'a' * 200}").text
    send(board, browser, parent, text=HOSTILE, name=HOSTILE)
    desk = browser.get(f"{board.path}?q=3").text

    for one in (page, desk, browser.get(f"{board.path}?q=2").text):
        assert "<script>alert" not in one
        assert "<img src=x" not in one


def test_what_a_colleague_did_meanwhile_is_said_and_the_words_are_kept(board: Board, parent: Question) -> None:
    browser = board.signed_in()
    address = f"{board.path}/questions/2/follow-up"
    page = browser.get(address).text
    do(board.ports, Action.ANSWER, now(board.ports, parent), board.alex)
    typed = {"csrf_token": token_on(page), "key": "k", "expected": str(parent.revision), "text": "And when?"}
    answer = browser.post(address, data=typed | {"becomes": "on_screen"})

    assert answer.status_code == 409
    assert "This question was already marked answered by Alex" in answer.text
    assert "And when?" in answer.text
    again = dict(re.findall(r'name="(key|expected|csrf_token)"[^>]* value="([^"]*)"', answer.text))
    assert browser.post(address, data=again | {"text": "And when?"}).status_code == 303
    assert len(stored(board)) == 3


def test_without_its_token_nothing_is_stored(board: Board, parent: Question) -> None:
    answer = board.signed_in().post(f"{board.path}/questions/2/follow-up", data={"text": "And when?", "expected": "9"})

    assert answer.status_code == 400
    assert len(stored(board)) == 2


@pytest.mark.parametrize("role", [Role.CHAIR, Role.READER])
def test_only_who_moderates_adds_one(board: Board, parent: Question, role: Role) -> None:
    browser = signed_in(board, person(board, role))
    page = browser.get(f"{board.path}?q=2").text

    assert "panel-supplementary" not in page
    token = token_on(browser.get("/desk/password").text)
    answer = browser.post(f"{board.path}/questions/2/follow-up", data={"csrf_token": token, "text": "And when?"})
    assert answer.status_code == 403
    assert len(stored(board)) == 2


def test_the_question_lists_its_follow_ups(board: Board, parent: Question) -> None:
    for text in ("And when?", "And where?"):
        follow_up(board.ports, allowing(board.ports, board.meeting), parent, board.alex, text)
    page = board.signed_in().get(f"{board.path}?q=2").text

    assert "Follow-ups to this question" in page
    assert page.index("Question 2a, approved") < page.index("Question 2b, approved")


def test_questions_are_put_together_by_what_they_are_called(board: Board, parent: Question) -> None:
    follow_up(board.ports, allowing(board.ports, board.meeting), parent, board.alex)
    one = board.asked("Where?")
    browser = board.signed_in()
    page = browser.get(f"{board.path}?q={one.number}").text
    address, form = f"{board.path}/questions/{one.number}/group", {"expected": str(one.revision)}
    form |= {"csrf_token": token_on(page)}
    browser.post(address, data=form | {"into": "3"})  # in addresses alone

    assert now(board.ports, one).state is State.RECEIVED
    browser.post(address, data=form | {"into": "2A"})
    assert "Grouped question 4 with question 2a." in browser.get(board.path).text


def test_the_askers_page_and_the_public_list_say_4a(board: Board, parent: Question) -> None:
    child = follow_up(board.ports, allowing(board.ports, board.meeting), parent, board.alex)
    page, receipt = (board.browser().get(path).text for path in (f"/{board.meeting.code}", f"/r/{child.token}"))

    assert "Follow-up to question 2" in page
    assert '<span data-field="called">2a</span>' in page
    assert f"<strong>{board.meeting.code}-2a</strong>" in receipt
    assert "Follow-up to question 2" in receipt


def test_the_same_in_welsh(board: Board, parent: Question) -> None:
    child = follow_up(board.ports, allowing(board.ports, board.meeting), parent, board.alex)
    pages = [board.browser().get(path).text for path in (f"/cy/{board.meeting.code}", f"/cy/r/{child.token}")]

    assert all("Cwestiwn dilynol i gwestiwn 2" in page for page in pages)


def test_unapproved_it_is_on_no_page_but_the_desk(board: Board, parent: Question) -> None:
    meeting = allowing(board.ports, board.meeting)
    follow_up(board.ports, meeting, parent, board.alex, "A rumour of mine?", Becomes.TO_CHECK)
    browser = board.browser()
    open_to_all = [f"/{meeting.code}", f"/{meeting.code}/questions.json", f"/cy/{meeting.code}"]
    screen = [f"/screen/{meeting.screen_token}", f"/screen/{meeting.screen_token}/view.json"]

    for path in (*open_to_all, *screen):
        page = browser.get(path).text
        assert "rumour" not in page
        assert not re.search(r"\b2a\b", page)  # by chance it may be a part of an asset's address


# Where a number names an address or a place in a page and nobody reads it, or where one is typed. A row of the
# register has it as it is called.
_FOR_PROGRAMS = re.compile(
    r"""data-[a-z]+="|id="|aria-labelledby="|q=\w|number=|href=|one\.row|paging|native_id|page_button|"""
    r"""set (?:measure_id|id|field) =|card\.number|card\.row\.number|view\.now\.number|old_number|value="\{\{ number|"""
    r"""text_field\(form\.number"""
)

# A question of a chat has one number, by which people answer it, and no follow-ups.
_OF_A_CHAT = re.compile(r"/chats[/.]|/listening/chat\.html|q\{one\.number\}\", f\"Q\{one\.number\}: \{part\}")


def test_no_page_shows_the_number_of_an_address() -> None:
    """What people read is `called`: 4a, and never the number that it has in addresses."""
    shown = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for line in path.read_text().splitlines()
        if re.search(r"\b\w+\.number\b|data-field=\"number\"", line)
        and not _FOR_PROGRAMS.search(line)
        and not _OF_A_CHAT.search(f"{path} {line}")
    ]

    assert shown == []


# Ids of fields; details of the history, which are kept as people say them; receipts of what was just logged, which is
# no follow-up.
_SAID_RIGHT = re.compile(r"f\"(reply-|\{kind\}-)|\{details\.|\{receipt\.")


def test_no_sentence_says_the_number_of_an_address() -> None:
    said = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sorted((ROOT / "board_qa").rglob("*.py"))
        for line in path.read_text().splitlines()
        if re.search(r"""f".*([Qq]uestion |[QA-])\{[\w.]*number\}""", line)
        and not _SAID_RIGHT.search(line)
        and not _OF_A_CHAT.search(f"{path} {line}")
    ]

    assert said == []
