"""A chat at the desk and on its public page: what is shown, what is not, and that hostile words are text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.accounts.roles import Role
from board_qa.domain.chats.questions import ChatQuestion
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import OutboxState
from board_qa.domain.questions.question import SourceState
from board_qa.services.chats import planning
from board_qa.services.meetings import meetings, partners, recap
from board_qa.services.networks import observing
from board_qa.services.networks.holding import why_held
from board_qa.web.desk.chats.chat_page import LATEST
from tests.support.board import Board, marks_on, post
from tests.support.chats import TEXTS, asked, planned, said
from tests.support.page_text import Page, bare
from tests.support.recaps import publish_recap
from tests.web.test_both_languages import NAMES
from tests.web.test_recap_desk import form_of
from tests.web.test_roles import person, signed_in

HOSTILE = "</textarea><script>alert(1)</script>"
FORM = {
    "title": "What matters?",
    "starts_at": "2026-11-30T20:00",
    "timezone": "Europe/London",
    "section_minutes": "60",
    "hashtag": "#OurChat",
    "questions": "What helps?\nQ2: What hinders?\n\nWhat next?",
}


@pytest.fixture
def chat(board: Board) -> Meeting:
    return planned(board.ports)


def path(chat: Meeting) -> str:
    return f"/desk/meetings/{chat.id}/chat"


def plan(browser: FlaskClient, **changes: str) -> TestResponse:
    return post(browser, "/desk/chats/new", "/desk/chats/new", **FORM | changes)


def page_of(board: Board, chat: Meeting) -> str:
    return bare(board.signed_in().get(path(chat)).text)


def made(board: Board) -> Meeting:
    (found,) = [one for one in board.ports.store.meetings.all() if one.details.is_chat]
    return found


def texts(board: Board, chat: Meeting) -> list[tuple[str, int | None]]:
    return [(one.text, one.minute) for one in board.ports.store.chats.questions(chat.id)]


def id_of(board: Board, chat: Meeting, number: int) -> int:
    return board.ports.store.chats.questions(chat.id)[number - 1].id


# The plan.


def test_a_chat_is_planned_with_its_questions_spread_evenly(board: Board) -> None:
    browser = board.signed_in()
    answer = plan(browser)
    chat = made(board)
    page = bare(browser.get(answer.headers["Location"]).text)

    assert answer.headers["Location"] == path(chat)
    assert texts(board, chat) == [("What helps?", None), ("What hinders?", None), ("What next?", None)]
    assert (chat.details.hashtag, chat.details.closes_at - chat.details.starts_at) == ("OurChat", timedelta(hours=1))
    for said_at in ("8:00pm", "8:20pm", "8:40pm", "9:00pm"):
        assert said_at in page or said_at.replace("pm", "") in page or _of_24_hours(said_at) in page


def _of_24_hours(said_at: str) -> str:
    hour, _, minute = said_at.removesuffix("pm").partition(":")
    return f"{int(hour) + 12}:{minute}"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"title": "  "}, "Enter a title, like What matters to you?"),
        ({"title": "x" * 121}, "The title must be 120 characters or fewer. Leave out 1"),
        ({"hashtag": "two words"}, "Use letters, numbers and underscores only"),
        ({"hashtag": "anytownBOARD"}, "has this hashtag, and its questions come with it"),
        ({"section_minutes": "0"}, "must be a whole number from 5 to 480"),
        ({"starts_at": "soon"}, "Enter a date and time"),
        ({"questions": "x" * 201}, "to 200 characters or fewer"),
        ({"questions": "\n".join(map(str, range(21)))}, "Enter 20 lines or fewer"),
    ],
)
def test_a_wrong_plan_is_not_stored_and_keeps_its_words(board: Board, changes: dict[str, str], problem: str) -> None:
    answer = plan(board.signed_in(), **changes)

    assert answer.status_code == 422
    assert problem in bare(answer.text)
    assert all(value.strip() in answer.text for value in changes.values())
    assert not any(one.details.is_chat for one in board.ports.store.meetings.all())


def test_a_board_meeting_cannot_take_the_hashtag_of_a_chat(board: Board, chat: Meeting) -> None:
    browser = board.signed_in()
    form = {"title": "Board", "starts_at": "2026-12-10T10:00", "timezone": "Europe/London", "hashtag": "anytownchat",
            "opens_at": "2026-11-23T10:00", "deadline": "rule", "section_minutes": "30"}  # fmt: skip
    answer = post(browser, "/desk/meetings/new", "/desk/meetings/new", **form)

    assert answer.status_code == 422
    assert "The chat “What matters to you?” has this hashtag" in answer.text


def test_questions_are_added_changed_moved_and_removed(board: Board, chat: Meeting) -> None:
    browser, questions = board.signed_in(), f"{path(chat)}/questions"
    post(browser, path(chat), questions, text="Q4: And then?", minute="50")
    post(browser, path(chat), f"{questions}/{id_of(board, chat, 1)}", text="What really helps?", minute="5")
    post(browser, path(chat), f"{questions}/{id_of(board, chat, 3)}", do="earlier")
    post(browser, path(chat), f"{questions}/{id_of(board, chat, 3)}", do="remove")

    assert texts(board, chat) == [("What really helps?", 5), ("What next?", None), ("And then?", 50)]
    assert "Questions of the chat" in browser.get(f"{path(chat)}/edit").text


@pytest.mark.parametrize(("form", "problem"), [
    ({"text": " "}, "Enter the question"),
    ({"text": "x" * 201}, "must be 200 characters or fewer. Leave out 1"),
    ({"text": "Why?", "minute": "60"}, "must be a whole number from 0 to 59"),
    ({"text": "Why?", "minute": "-1"}, "must be a whole number from 0 to 59"),
])  # fmt: skip
def test_a_wrong_question_is_not_stored_and_keeps_its_words(
    board: Board, chat: Meeting, form: dict[str, str], problem: str
) -> None:
    browser = board.signed_in()
    for address in ("/questions", f"/questions/{id_of(board, chat, 1)}"):
        answer = post(browser, path(chat), path(chat) + address, **form)
        assert (answer.status_code, problem in answer.text) == (422, True)
        assert form["text"].strip() in answer.text

    assert texts(board, chat) == [(text, None) for text in TEXTS]


def test_a_chat_that_is_sent_twice_is_one_and_another_plan_another(board: Board) -> None:
    browser = board.signed_in()
    for _ in range(2):
        assert plan(browser).status_code == 303
        board.clock.advance(minutes=1)
    chats = [one for one in board.ports.store.meetings.all() if one.details.is_chat]

    assert len(chats) == 1
    plan(browser, questions="Something else?")
    assert len(board.ports.store.meetings.all()) > len(chats)


def test_a_question_that_is_sent_twice_is_in_the_plan_once(board: Board, chat: Meeting) -> None:
    browser = board.signed_in()
    for _ in range(2):
        assert post(browser, path(chat), f"{path(chat)}/questions", text="And then?", minute="").status_code == 303

    assert [text for text, _ in texts(board, chat)] == [*TEXTS, "And then?"]


def test_a_chat_does_not_end_before_a_question_that_waits_to_be_posted(board: Board, chat: Meeting) -> None:
    browser, edit = board.signed_in(), f"{path(chat)}/edit"
    post(browser, path(chat), f"{path(chat)}/questions/{id_of(board, chat, 3)}", text="What next?", minute="55")
    before = re.search(r'name="before"[^>]*value="([^"]+)"', browser.get(edit).text)
    assert before
    form = {name: value for name, value in FORM.items() if name != "questions"} | {"before": before[1]}
    answer = post(browser, edit, edit, **form | {"section_minutes": "55"})
    assert answer.status_code == 422
    assert "Q3 is planned for minute 55. Enter 56 or more" in bare(answer.text)

    asked(board.ports, chat, 3)  # once it is out its minute says nothing
    assert post(browser, edit, edit, **form | {"section_minutes": "55"}).status_code == 303


def test_a_posted_question_is_offered_no_change_and_takes_none(board: Board, chat: Meeting) -> None:
    asked(board.ports, chat, 1)
    browser, address = board.signed_in(), f"{path(chat)}/questions/{id_of(board, chat, 1)}"
    page = browser.get(path(chat)).text
    assert "Change Q1" not in page
    assert "Move Q2 earlier" not in page
    assert "Change Q2" in page

    answer = post(browser, path(chat), address, text="Other words?")
    assert "is posted" in browser.get(answer.headers["Location"]).text
    assert texts(board, chat)[0] == ("What helps?", None)


@pytest.mark.parametrize("does", ["save", "earlier", "later", "remove"])
def test_a_page_of_before_changes_no_question_that_is_another_by_now(board: Board, chat: Meeting, does: str) -> None:
    browser, address = board.signed_in(), f"{path(chat)}/questions/{id_of(board, chat, 2)}"
    seen = marks_on(browser.get(path(chat)).text, address)
    new = ChatQuestion(id_of(board, chat, 2), "What Jo wrote?", 20)
    planning.change(board.ports, chat, new, board.alex)
    there = texts(board, chat)
    answer = post(browser, path(chat), address, text="Mine?", minute="7", do=does, **seen)
    page = answer.text if does == "save" else browser.get(answer.headers["Location"]).text

    assert texts(board, chat) == there
    assert "Somebody" in page
    if does == "save":
        assert "It is now: “What Jo wrote?”, at minute 20. Save again to replace that" in page
        assert 'value="Mine?"' in page
        assert answer.status_code == 409
    assert post(browser, path(chat), address, text="Mine?", minute="7", do=does).status_code == 303
    assert texts(board, chat) != there


def test_somebody_who_saved_first_is_not_overwritten_unawares(board: Board, chat: Meeting) -> None:
    browser = board.signed_in()
    before = re.search(r'name="before"[^>]*value="([^"]+)"', browser.get(f"{path(chat)}/edit").text)
    assert before
    meetings.change(board.ports, chat, replace(chat.details, title="Theirs"), actor=board.alex)
    form = {name: value for name, value in FORM.items() if name != "questions"}
    answer = post(browser, f"{path(chat)}/edit", f"{path(chat)}/edit", **form, before=before[1])

    assert answer.status_code == 409
    assert "Theirs" in answer.text


# Posting.


def test_what_is_due_is_said_in_minutes_and_nothing_goes_out_by_itself(board: Board, chat: Meeting) -> None:
    board.clock.advance(minutes=2)
    page = page_of(board, chat)

    assert "due 2 minutes ago" in page
    assert "It is on: minute 2 of 60." in page
    assert board.ports.store.outbox.of_meeting(chat.id) == []


def test_a_press_publishes_exactly_the_words_in_the_box_once(board: Board, chat: Meeting) -> None:
    browser, address = board.signed_in(), f"{path(chat)}/questions/{id_of(board, chat, 1)}/post"
    first = post(browser, path(chat), address, text="Q1: In my words #AnytownChat")
    assert "Q1 is being published on X." in browser.get(first.headers["Location"]).text
    second = post(browser, path(chat), address, text="Q1: In other words #AnytownChat")
    assert (
        "Q1 was published by Alex Morgan already. It was not sent again."
        in browser.get(second.headers["Location"]).text
    )

    (row,) = board.ports.store.outbox.of_meeting(chat.id)
    assert (row.text, row.state, row.approved_by) == (
        "Q1: In my words #AnytownChat",
        OutboxState.APPROVED,
        "Alex Morgan",
    )


@pytest.mark.parametrize("change", [{"do": "later"}, {"text": "What else?", "minute": ""}])
def test_a_question_that_has_another_number_or_other_words_by_now_is_looked_at_again(
    board: Board, chat: Meeting, change: dict[str, str]
) -> None:
    browser, question = board.signed_in(), f"{path(chat)}/questions/{id_of(board, chat, 1)}"
    marks = marks_on(browser.get(path(chat)).text, f"{question}/post")
    post(browser, path(chat), question, **change)
    answer = post(browser, path(chat), f"{question}/post", **{"text": "Q1: What helps?", **marks})

    assert board.ports.store.outbox.of_meeting(chat.id) == []
    assert "or the plan of the chat changed since you opened this page" in bare(answer.text)
    assert "Q1: What helps?" in answer.text
    again = marks_on(answer.text, f"{question}/post")
    assert post(browser, path(chat), f"{question}/post", **{"text": "Q1: What?", **again}).status_code == 303
    assert [one.text for one in board.ports.store.outbox.of_meeting(chat.id)] == ["Q1: What?"]


def test_a_question_that_failed_is_not_published_again_under_the_number_of_another(board: Board, chat: Meeting) -> None:
    browser, question = board.signed_in(), f"{path(chat)}/questions/{id_of(board, chat, 1)}"
    post(browser, path(chat), f"{question}/post", text="Q1: What helps?")
    (row,) = board.ports.store.outbox.of_meeting(chat.id)
    board.ports.store.outbox.move(row, replace(row, state=OutboxState.FAILED))
    assert "Publish it again" in browser.get(path(chat)).text
    post(browser, path(chat), question, do="later")

    assert "Publish it again" not in browser.get(path(chat)).text
    post(browser, path(chat), f"/desk/meetings/{chat.id}/outbox/{row.id}/retry")
    assert [one.state for one in board.ports.store.outbox.of_meeting(chat.id)] == [OutboxState.FAILED]
    assert post(browser, path(chat), f"{question}/post", text="Q2: What helps?").status_code == 303


@pytest.mark.parametrize("change", [{"hashtag": "Another"}, {"title": "What else?"}])
def test_a_step_of_a_chat_that_waits_is_held_once_the_chat_is_another(
    board: Board, chat: Meeting, change: dict[str, Any]
) -> None:
    browser = board.signed_in()
    post(browser, path(chat), f"{path(chat)}/welcome", text="Welcome!")
    (row,) = board.ports.store.outbox.of_meeting(chat.id)
    assert why_held(board.ports, row) == ""
    meetings.change(board.ports, chat, replace(chat.details, **change), actor=board.alex)

    assert "The chat, its plan or who holds it was changed" in why_held(board.ports, row)


def test_a_welcome_that_names_somebody_who_does_not_hold_it_any_more_is_looked_at_again(
    board: Board, chat: Meeting
) -> None:
    browser, welcome = board.signed_in(), f"{path(chat)}/welcome"
    marks = marks_on(browser.get(path(chat)).text, welcome)
    meetings.change(board.ports, chat, replace(chat.details, title="What else?"), actor=board.alex)
    post(browser, path(chat), welcome, **{"text": "Welcome!", **marks})

    assert board.ports.store.outbox.of_meeting(chat.id) == []


def test_words_that_do_not_fit_are_kept_and_nothing_is_approved(board: Board, chat: Meeting) -> None:
    browser = board.signed_in()
    answer = post(browser, path(chat), f"{path(chat)}/welcome", text="x" * 281)

    assert answer.status_code == 422
    assert "The post is too long by 1 characters" in answer.text
    assert "x" * 281 in answer.text
    assert board.ports.store.outbox.of_meeting(chat.id) == []


def test_checking_the_length_publishes_nothing(board: Board, chat: Meeting) -> None:
    answer = post(board.signed_in(), path(chat), f"{path(chat)}/thanks", text="Thank you", check="1")

    assert (answer.status_code, "Thank you" in answer.text) == (200, True)
    assert board.ports.store.outbox.of_meeting(chat.id) == []


def test_nothing_is_posted_in_a_cancelled_chat(board: Board) -> None:
    chat = planned(board.ports, cancelled=True)
    browser = board.signed_in()
    post(browser, path(chat), f"{path(chat)}/welcome", text="Welcome")

    assert board.ports.store.outbox.of_meeting(chat.id) == []
    assert "This chat is cancelled. Nothing is posted from here." in browser.get(path(chat)).text


def test_a_reader_follows_a_chat_and_has_no_button(board: Board, chat: Meeting) -> None:
    said(board.ports, chat, "1", "A1 We listen")
    page = signed_in(board, person(board, Role.READER)).get(path(chat)).text

    assert "A1 We listen" in page
    for button in ("Publish Q1", "Change Q1", "Add a question", "Read X now"):
        assert button not in page


# What was answered.


def test_answers_stand_below_their_questions_with_who_posted_them(board: Board, chat: Meeting) -> None:
    asked(board.ports, chat, 2)
    said(board.ports, chat, "1", "A1 We listen", "maria")
    said(board.ports, chat, "2", "Time hinders", "jo", answers="q2", refers_to=("q2",))
    said(board.ports, chat, "3", "Hello all", "sam")
    page = page_of(board, chat)
    q1, q2, q3, others = (page.index(f'id="answers-{number}-h"') for number in (1, 2, 3, 0))

    assert q1 < page.index("A1 We listen") < q2 < page.index("Time hinders") < q3 < others < page.index("Hello all")
    assert "1 answer from 1 person" in page
    assert "@maria" in page
    assert "3 people, 3 posts" in page
    assert 'href="https://x.com/maria/1"' in page


def test_a_question_with_many_answers_shows_the_latest_and_leads_to_all(board: Board, chat: Meeting) -> None:
    for number in range(LATEST + 1):
        at = chat.details.starts_at + timedelta(minutes=number)
        said(board.ports, chat, f"{number}", f"A1 answer {number}.", at=at)
    browser = board.signed_in()
    page, everything = browser.get(path(chat)).text, browser.get(f"{path(chat)}/answers/1").text

    assert "answer 0." not in page
    assert f"answer {LATEST}." in page
    assert f"{path(chat)}/answers/1" in page
    assert everything.index("answer 0.") < everything.index(f"answer {LATEST}.")
    assert browser.get(f"{path(chat)}/answers/4").status_code == 404
    assert browser.get(f"{path(chat)}/answers/0").status_code == 200


def test_what_people_and_hosts_are_called_and_write_is_text(board: Board, chat: Meeting) -> None:
    said(board.ports, chat, "1", f"A1 {HOSTILE}", HOSTILE)
    said(board.ports, chat, "2", f"Hello {HOSTILE}", "jo")
    partners.add(board.ports, chat, HOSTILE, board.alex)
    browser = board.signed_in()
    post(browser, path(chat), f"{path(chat)}/questions", text=HOSTILE)
    publish_recap(board.ports, chat, board.alex)
    addresses = [path(chat), f"{path(chat)}/answers/1", f"{path(chat)}/edit", f"/desk/meetings/{chat.id}/partners",
                 f"/desk/meetings/{chat.id}/listening", f"/desk/meetings/{chat.id}/recap", f"/{chat.code}",
                 f"/cy/{chat.code}", f"/{chat.code}/recap", "/", "/desk/"]  # fmt: skip

    for address in addresses:
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert "<script>alert" not in answer.text, address


# The pages that a chat has not.


@pytest.mark.parametrize("page", [
    "", "/call", "/live", "/replies", "/log", "/paste", "/import", "/rules", "/run-sheet", "/after", "/minutes",
    "/tell", "/edit", "/floods",
])  # fmt: skip
def test_a_page_about_questions_or_a_room_leads_to_the_chat(board: Board, chat: Meeting, page: str) -> None:
    answer = board.signed_in().get(f"/desk/meetings/{chat.id}{page}")

    assert (answer.status_code, answer.headers["Location"]) == (303, path(chat))


@pytest.mark.parametrize("page", ["/ask", "/rules", "/share", "/register", "/questions.json"])
def test_a_public_page_that_a_chat_has_not_leads_to_it(board: Board, chat: Meeting, page: str) -> None:
    answer = board.browser().get(f"/{chat.code}{page}")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/{chat.code}")


def test_nothing_can_be_asked_of_a_chat_and_it_has_no_screen(board: Board, chat: Meeting) -> None:
    board.browser().post(f"/{chat.code}/ask", data={"question": "Why?", "key": "key"})

    assert board.ports.store.questions.of_meeting(chat.id) == []
    assert board.browser().get(f"/screen/{chat.screen_token}").status_code == 404


@pytest.mark.parametrize("words", ["Moderate", "Projector", "agenda", "Log a question", "run sheet", "Kit"])
def test_the_desk_of_a_chat_says_nothing_of_a_room(board: Board, chat: Meeting, words: str) -> None:
    assert words not in page_of(board, chat)


def test_a_board_meeting_is_no_chat(board: Board) -> None:
    browser = board.signed_in()

    assert browser.get(f"/desk/meetings/{board.meeting.id}/chat").status_code == 404
    assert "Answers by question" not in browser.get(f"/desk/meetings/{board.meeting.id}/listening").text


# Co-hosts.


def test_a_co_host_is_added_with_its_handles_on_the_record(board: Board, chat: Meeting) -> None:
    browser, address = board.signed_in(), f"/desk/meetings/{chat.id}/partners"
    post(browser, address, address, **{"name": "Leeds Board", "handles-0": "@LeedsBoard"})
    (host,) = board.ports.store.partners.of_meeting(chat.id)

    assert (host.name, host.handles) == ("Leeds Board", {"X": "LeedsBoard"})
    assert "Leeds Board (@LeedsBoard on X)" in page_of(board, chat)
    assert "With us: Leeds Board @LeedsBoard." in browser.get(path(chat)).text
    assert "Leeds Board: @LeedsBoard on X" in browser.get(f"{path(chat)}/edit").text


@pytest.mark.parametrize("handle", ["two words", "https://x.com/leeds", "@", "a@b@c", "<script>", "x" * 254, "-x"])
def test_what_is_no_handle_is_refused_and_kept(board: Board, chat: Meeting, handle: str) -> None:
    browser, address = board.signed_in(), f"/desk/meetings/{chat.id}/partners"
    answer = post(browser, address, address, **{"name": "Leeds Board", "handles-0": handle})
    stored = board.ports.store.partners.of_meeting(chat.id)

    if handle == "@":  # nothing but its sign is nothing
        assert [one.handles for one in stored] == [{}]
    else:
        assert (answer.status_code, stored) == (422, [])
        assert "Enter a handle, like @LeedsBoard" in answer.text
        assert "Leeds Board" in answer.text


def test_a_form_with_a_field_for_a_network_that_was_switched_off_makes_the_whole_co_host(
    board: Board, chat: Meeting
) -> None:
    browser, address = board.signed_in(), f"/desk/meetings/{chat.id}/partners"
    more = {f"handles-{place}": "LeedsBoard" for place in range(5)}
    answer = post(browser, address, address, **{"name": "Leeds Board", **more})
    (host,) = board.ports.store.partners.of_meeting(chat.id)

    assert answer.status_code == 303
    assert (host.name, host.handles) == ("Leeds Board", {"X": "LeedsBoard"})
    changed = post(browser, f"{address}/{host.id}", f"{address}/{host.id}", **{"name": "Leeds", **more})
    assert changed.status_code == 303


def test_a_page_of_before_writes_over_no_accounts_of_a_co_host(board: Board, chat: Meeting) -> None:
    host = partners.add(board.ports, chat, "Leeds Board", board.alex)
    browser, address = board.signed_in(), f"/desk/meetings/{chat.id}/partners/{host.id}"
    before = partners.as_it_stands(host)
    partners.set_handles(board.ports, host, {"X": "LeedsBoard"}, board.alex)
    answer = post(browser, address, address, **{"name": "Leeds Board", "handles-0": "", "before": before})
    (stored,) = board.ports.store.partners.of_meeting(chat.id)

    assert answer.status_code == 422
    assert "It is now: Leeds Board, @LeedsBoard on X. Save again to replace that" in answer.text
    assert stored.handles == {"X": "LeedsBoard"}


def test_a_co_host_is_renamed_removed_and_brought_back(board: Board, chat: Meeting) -> None:
    host = partners.add(board.ports, chat, "Leeds", board.alex)
    browser, address = board.signed_in(), f"/desk/meetings/{chat.id}/partners"
    post(browser, f"{address}/{host.id}", f"{address}/{host.id}", **{"name": "Leeds Board", "handles-0": "leeds"})
    post(browser, f"{address}/{host.id}", f"{address}/{host.id}/remove")
    assert "Leeds Board is no co-host any more. You can bring it back below." in browser.get(address).text
    assert "Leeds Board" not in page_of(board, chat)

    post(browser, address, f"{address}/{host.id}/restore")
    assert "Leeds Board (@leeds on X)" in page_of(board, chat)


def test_the_link_of_a_co_host_leads_to_the_chat_and_is_counted(board: Board, chat: Meeting) -> None:
    host = partners.add(board.ports, chat, "Leeds Board", board.alex)
    answer = board.browser().get(f"/{chat.code}/{host.key}", headers={"User-Agent": "Mozilla/5.0 Firefox"})

    assert answer.headers["Location"].startswith(f"/{chat.code}")
    assert [one.visits for one in board.ports.store.partners.of_meeting(chat.id)] == [1]


# What everybody sees.


@pytest.mark.parametrize(("hours", "says"), [
    (-2, "It begins on Monday 23 November at midday and takes 60 minutes."),
    (0.5, "It is on now, until 1pm."),
    (2, "You can still answer. What is posted by Tuesday 24 November at 1pm counts too."),
    (26, "It ended on Monday 23 November at 1pm."),
])  # fmt: skip
def test_the_public_page_says_where_the_chat_stands(board: Board, chat: Meeting, hours: float, says: str) -> None:
    board.clock.advance(hours=hours)
    page = bare(board.browser().get(f"/{chat.code}").text)

    assert says in page
    assert "#AnytownChat" in page
    assert ("How to take part" in page) is (hours < 25)


def test_a_question_is_public_once_it_is_posted_and_in_the_words_that_were_approved(
    board: Board, chat: Meeting
) -> None:
    assert all(text not in board.browser().get(f"/{chat.code}").text for text in TEXTS)
    post_ = asked(board.ports, chat, 1)
    board.ports.store.outbox.move(post_, replace(post_, text="Q1: As approved?"))
    page = board.browser().get(f"/{chat.code}").text
    assert "Q1: As approved?" in page
    assert all(text not in page for text in TEXTS)

    (out,) = board.ports.store.outbox.of_meeting(chat.id)
    board.ports.store.outbox.move(out, replace(out, state=OutboxState.DELETED))
    assert "Q1: As approved?" not in board.browser().get(f"/{chat.code}").text


def test_nobodys_post_is_public_but_the_counts_are(board: Board, chat: Meeting) -> None:
    said(board.ports, chat, "1", "A1 We listen", "quintilla")
    said(board.ports, chat, "2", "A1 We do not", "jo")
    publish_recap(board.ports, chat, board.alex)
    for address in (f"/{chat.code}", f"/{chat.code}/recap", f"/cy/{chat.code}"):
        page = board.browser().get(address).text
        assert "We listen" not in page
        assert "quintilla" not in page

    assert "2 people have taken part so far, with 2 posts." in bare(board.browser().get(f"/{chat.code}").text)
    assert "Mae 2 berson wedi cymryd rhan hyd yma, gyda 2 bostiad." in bare(
        board.browser().get(f"/cy/{chat.code}").text
    )


def test_the_front_page_lists_chats_apart_and_leads_to_the_meeting(board: Board, chat: Meeting) -> None:
    page = bare(board.browser().get("/").text)

    assert "Chats on social media" in page
    assert page.index("See questions and ask yours") < page.index("What matters to you?")
    assert "Later meetings" not in page


# The recap and the report.


def picked(board: Board, chat: Meeting, *keys: str) -> None:
    """Tick these in the recap and publish it."""
    browser, address = board.signed_in(), f"/desk/meetings/{chat.id}/recap"
    form = form_of(browser.get(address).text)
    assert browser.post(address, data={**form, "tick": list(keys), "do": "publish"}).status_code == 303


def key_of(board: Board, chat: Meeting, words: str) -> str:
    material = recap.material(board.ports, chat)
    return next(key for key, (_, one) in material.heard.items() if one.text == words)


def test_a_recap_tells_the_posts_that_somebody_picked_below_their_questions_and_no_others(
    board: Board, chat: Meeting
) -> None:
    first = asked(board.ports, chat, 1)
    asked(board.ports, chat, 2)
    late = chat.details.starts_at + timedelta(hours=3)
    said(board.ports, chat, "1", "A1 We listen", "maria", at=late)
    said(board.ports, chat, "2", "A2 No time", "jo")
    said(board.ports, chat, "3", "A1 Not picked", "sam")
    picked(board, chat, f"post-{first.id}", f"post-{first.id + 1}", key_of(board, chat, "A1 We listen"),
           key_of(board, chat, "A2 No time"), "figures")  # fmt: skip
    page = bare(board.browser().get(f"/{chat.code}/recap").text)

    places = [page.index(words) for words in ("Q1: What helps?", "A1 We listen", "Q2: What hinders?", "A2 No time")]
    assert places == sorted(places)
    assert "Not picked" not in page
    assert "Maria @maria" in page
    assert 'href="https://x.com/maria/1"' in page
    assert "An answer to Q1" in page
    assert "Recap of the chat" in page
    assert "meeting" not in re.sub(r"<[^>]*>", "", page.split("<main")[1].split("</main")[0])


def test_a_picked_post_that_its_author_deletes_or_that_is_erased_drops_out_at_once(board: Board, chat: Meeting) -> None:
    said(board.ports, chat, "1", "A1 We listen", "maria")
    said(board.ports, chat, "2", "A1 We do not", "jo")
    picked(board, chat, key_of(board, chat, "A1 We listen"), key_of(board, chat, "A1 We do not"))
    browser = board.browser()
    assert "We listen" in browser.get(f"/{chat.code}/recap").text

    observing.posts_not_to_be_seen(board.ports, "X", {"1": SourceState.GONE})
    assert "We listen" not in browser.get(f"/{chat.code}/recap").text
    board.ports.store.erasures.forget_posts("X", ["2"], board.clock())
    assert "We do not" not in browser.get(f"/{chat.code}/recap").text


def test_the_report_has_answers_by_question_on_its_page_and_in_its_files(board: Board, chat: Meeting) -> None:
    said(board.ports, chat, "1", "A1 We listen", "maria")
    said(board.ports, chat, "2", "Hello", "jo")
    browser, address = board.signed_in(), f"/desk/meetings/{chat.id}/listening"
    page = bare(browser.get(address).text)
    told = json.loads(browser.get(f"{address}/figures.json").text)["chat"]
    rows = browser.get(f"{address}/figures.csv").text

    assert "Answers by question" in page
    assert "2 people took part with 2 posts" in page
    assert [(one["number"], one["answers"], one["people"]) for one in told["questions"]] == [
        (1, 1, 1),
        (2, 0, 0),
        (3, 0, 0),
    ]
    assert (told["participants"], told["others"]) == (2, 1)
    assert '"answers_q1","Q1: answers","1","","What helps?"' in rows
    assert '"chat_participants","People in the chat","2"' in rows
    assert "maria" not in rows


def test_the_full_record_of_a_chat_has_its_questions_and_what_was_posted_but_for_what_is_gone(
    board: Board, chat: Meeting
) -> None:
    said(board.ports, chat, "1", "A1 We listen", "maria")
    said(board.ports, chat, "2", "A2 Deleted", "jo", state=SourceState.GONE)
    browser, address = board.signed_in(), f"/desk/meetings/{chat.id}/full-record"
    record = post(browser, address, address, reason="An audit", shape="json").get_json()

    assert [(one["number"], one["text"]) for one in record["chat_questions"]] == list(enumerate(TEXTS, start=1))
    assert [(one["question"], one["text"], one["author_handle"]) for one in record["chat_posts"]] == [
        (1, "A1 We listen", "maria")
    ]
    assert "Deleted" not in json.dumps(record)


# In Welsh.

# What is the same in both languages: what was typed or posted, and names of networks.
_TYPED = {
    "What matters to you?", "#AnytownChat", "Q1: What helps? #AnytownChat", "A1 We listen", "Maria @maria", "X",
    "Anytown Board", "Leeds Board", "@LeedsBoard", "(X)",
}  # fmt: skip


@pytest.mark.parametrize("hours", [-2, 0.5, 2, 26])
def test_the_pages_of_a_chat_say_nothing_of_ours_in_english_under_cy(board: Board, chat: Meeting, hours: float) -> None:
    asked_first = asked(board.ports, chat, 1)
    said(board.ports, chat, "1", "A1 We listen", "maria")
    host = partners.add(board.ports, chat, "Leeds Board", board.alex)
    partners.set_handles(board.ports, host, {"X": "LeedsBoard"}, board.alex)
    untold = _english_left(board, f"/{chat.code}/recap")
    picked(board, chat, f"post-{asked_first.id}", key_of(board, chat, "A1 We listen"), "figures")
    board.clock.advance(hours=hours)

    assert untold | _english_left(board, f"/{chat.code}") | _english_left(board, f"/{chat.code}/recap") == set()


def test_a_cancelled_chat_says_so_in_both_languages(board: Board) -> None:
    chat = planned(board.ports, cancelled=True)

    assert "This chat is cancelled." in bare(board.browser().get(f"/{chat.code}").text)
    assert _english_left(board, f"/{chat.code}") | _english_left(board, "/") == set()
    assert board.browser().get(f"/{chat.code}/recap").status_code == 404


def _english_left(board: Board, address: str) -> set[str]:
    english, welsh = (Page(board.browser().get(mount + address).text) for mount in ("", "/cy"))
    assert (english.language, welsh.language) == ("en", "cy")
    return (english.says & welsh.says) - _TYPED - NAMES
