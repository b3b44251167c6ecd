"""Several people at one desk: who looks at what, who has what, and the words that stay between them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.audience import desk_delta, public_question, screen_view
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import State
from board_qa.domain.questions.queue import QueueFilter
from board_qa.ports import Ports
from board_qa.services.accounts import presence, signing_in
from board_qa.services.questions.asking import ask
from tests.support.board import PASSWORD, Board, post
from tests.support.deciding import asked, do, take_back
from tests.support.doubles import PlainPasswords, StoppedClock

NOTE = "Ask the estates lead, who knows the asker"


def test_a_colleague_is_seen_to_look_at_a_question_until_two_silences_later(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor, sam: Actor
) -> None:
    question = asked(ports, meeting)
    presence.set_presence(ports, meeting, question, sam)

    assert [one.question_id for one in presence.others(ports, meeting, alex)] == [question.id]
    assert presence.others(ports, meeting, sam) == []
    clock.advance(seconds=44)
    assert len(presence.others(ports, meeting, alex)) == 1
    clock.advance(seconds=2)
    assert presence.others(ports, meeting, alex) == []


def test_whoever_looks_at_nothing_any_more_is_not_seen_at_a_question(
    ports: Ports, meeting: Meeting, alex: Actor, sam: Actor
) -> None:
    presence.set_presence(ports, meeting, asked(ports, meeting), sam)
    presence.set_presence(ports, meeting, None, sam)

    assert [one.question_id for one in presence.others(ports, meeting, alex)] in ([], [None])


def test_a_question_that_is_taken_is_its_takers_until_it_is_released_or_passed_on(
    ports: Ports, meeting: Meeting, alex: Actor, sam: Actor
) -> None:
    def had_by(one: Actor) -> list[int]:
        return [
            q.number for q in ports.store.queue.page(meeting.id, QueueFilter(frozenset(State), assignee=one.id), 10)
        ]

    question = do(ports, Action.CLAIM, asked(ports, meeting), alex, update={"assignee": alex.id})
    asked(ports, meeting, "Another?")
    assert (had_by(alex), had_by(sam)) == ([1], [])
    do(ports, Action.ASSIGN, question, alex, update={"assignee": sam.id})
    assert (had_by(alex), had_by(sam)) == ([], [1])
    take_back(ports, meeting, alex)
    assert (had_by(alex), had_by(sam)) == ([1], [])
    take_back(ports, meeting, alex)
    assert (had_by(alex), had_by(sam)) == ([], [])


@pytest.mark.parametrize("action", [Action.NOTE, Action.ASSIGN])
def test_what_is_said_between_colleagues_is_in_nothing_that_leaves_the_desk(
    ports: Ports, meeting: Meeting, alex: Actor, sam: Actor, action: Action
) -> None:
    question = do(
        ports, action, asked(ports, meeting), alex, NOTE, {"assignee": sam.id} if action is Action.ASSIGN else {}
    )
    question = do(ports, Action.PUT_ON_SCREEN, do(ports, Action.ACCEPT, question, alex), alex)
    sent = [
        public_question(question, "Europe/London"),
        screen_view(meeting, question),
        desk_delta(0, meeting, ports.store.meetings.changes_since(meeting.id, 0)),
    ]

    assert not re.search(f"{NOTE}|assignee|Sam", str(sent))
    assert NOTE in [change.details.note for change in ports.store.questions.history(question.id)]


def test_the_desk_lists_what_one_took_or_was_asked_about(board: Board) -> None:
    browser = board.signed_in()
    board.asked("Why is the lift broken?")
    board.asked("When does the clinic open?")
    post(browser, board.path, f"{board.path}/questions/2/claim", expected="2")
    yours = browser.get(f"{board.path}?flag=mine").text

    assert "You have it" in yours
    assert re.findall(r'data-q="(\d+)"', yours) == ["2"]


def test_a_question_is_passed_to_a_colleague_by_name_with_a_note(board: Board) -> None:
    jo = signing_in.add_moderator(board.ports, PlainPasswords(), "jo", "Jo Price", PASSWORD)
    assert jo
    board.asked("Why is the lift broken?")
    browser = board.signed_in()
    post(browser, board.path, f"{board.path}/questions/1/assign", expected="1", colleague=str(jo.id), note=NOTE)
    page = browser.get(f"{board.path}?q=1").text

    assert "Jo Price has this question" in page
    assert NOTE in page
    assert board.ports.store.questions.of_meeting(board.meeting.id)[0].state is State.RECEIVED


def test_a_name_is_never_said_to_be_shown_whose_owner_wants_it_withheld(board: Board) -> None:
    token = ask(board.ports, board.meeting, AskForm("key", "Why?", name="Pat Jones", name_withheld=True)).token
    browser, before = board.signed_in(), board.ports.store.questions.by_token(token)
    answer = post(browser, board.path, f"{board.path}/questions/1/show-name", expected="1")

    assert "Whoever asked wants no name shown." in browser.get(answer.headers["Location"]).text
    assert board.ports.store.questions.by_token(token) == before


def test_a_name_with_a_telephone_number_is_pointed_out_and_withheld_at_the_desk(board: Board) -> None:
    board.asked("Why is the lift broken?", name="Pat 07700 900123")
    browser = board.signed_in()
    page = " ".join(browser.get(f"{board.path}?q=1").text.split())
    assert "in the name.</b> Every screen would show it beside the question" in page

    refused = post(browser, board.path, f"{board.path}/questions/1/approve", expected="1")
    assert refused.status_code == 303
    assert board.ports.store.questions.of_meeting(board.meeting.id)[0].state is State.RECEIVED
    post(browser, board.path, f"{board.path}/questions/1/withhold-name", expected="1")
    page = browser.get(f"{board.path}?q=1").text
    assert "name withheld from every other screen" in page
    assert "in the name.</b>" not in page
    seen = board.ports.store.questions.of_meeting(board.meeting.id)[0].revision
    post(browser, board.path, f"{board.path}/questions/1/approve", expected=str(seen))

    assert board.ports.store.questions.of_meeting(board.meeting.id)[0].state is State.ACCEPTED
    public = board.browser().get(f"/{board.meeting.code}").text
    assert "Why is the lift broken?" in public
    assert "07700" not in public


@pytest.mark.parametrize(
    ("name", "shown", "refused"),
    [
        ("The Chair", "<b>Official-sounding name.</b> The name may be taken for somebody who speaks for the board",
         "is signed with a name that sounds official. Withhold the name first"),
        ("Sh1t Show", "<b>Abuse in the name.</b> The name may offend: withhold it before you approve",
         "is signed with a name that may offend. Withhold the name first"),
        ("Anytown Board", "<b>Official-sounding name.</b>",
         "is signed with a name that sounds official. Withhold the name first"),
    ],
)  # fmt: skip
def test_a_name_that_should_not_stand_on_a_screen_is_pointed_out_with_what_to_do(
    board: Board, name: str, shown: str, refused: str
) -> None:
    board.asked("Why is the lift broken?", name=name)
    browser = board.signed_in()
    page = " ".join(browser.get(f"{board.path}?q=1&panel=override").text.split())
    assert shown in page
    assert "Check the name first" in page
    post(browser, board.path, f"{board.path}/questions/1/approve", expected="1")
    page = browser.get(f"{board.path}?q=1").text
    assert f"Question 1 {refused}, or say why it is published as it is." in page

    post(browser, board.path, f"{board.path}/questions/1/approve", expected="1", override_reason="It is our chair")
    assert board.ports.store.questions.of_meeting(board.meeting.id)[0].state is State.ACCEPTED


@pytest.mark.parametrize(
    ("due", "said"),
    [("soon", "like 3/12/2026"), ("0026-12-03", "Enter a year in full, like 2026"),
     ("2020-01-01", "in the future for the written answer, within two years"),
     ("2099-01-01", "in the future for the written answer, within two years")],
)  # fmt: skip
def test_a_written_answer_is_not_promised_for_a_day_that_cannot_be(board: Board, due: str, said: str) -> None:
    board.asked("Why is the lift broken?")
    browser = board.signed_in()
    post(browser, board.path, f"{board.path}/questions/1/written", expected="1")
    (question,) = board.ports.store.questions.of_meeting(board.meeting.id)
    by_the_rule = question.disposition.due_on
    post(
        browser,
        board.path,
        f"{board.path}/questions/1/written",
        expected=str(question.revision),
        owner="Dr Shah",
        due_on=due,
    )

    assert said in browser.get(f"{board.path}?q=1").text
    assert board.ports.store.questions.of_meeting(board.meeting.id)[0].disposition.due_on == by_the_rule


def test_a_written_answer_can_still_be_noted_when_the_day_of_the_rule_is_past(board: Board) -> None:
    """The meeting was a year ago, and somebody clears what was left over."""
    question = board.asked("Why is the lift broken?")
    browser = board.signed_in()
    details = board.meeting.details
    board.ports.store.meetings.update(
        board.meeting.id, replace(details, starts_at=details.starts_at.replace(year=2025))
    )
    post(browser, board.path, f"{board.path}/questions/1/written", expected=str(question.revision))

    assert board.ports.store.questions.of_meeting(board.meeting.id)[0].state is State.WRITTEN
