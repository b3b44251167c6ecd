"""Who may see what: the leak-proofing file, state by state."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.questions import audience
from board_qa.domain.questions.history import Action, Change
from board_qa.domain.questions.question import Disposition, NewQuestion, Question, State
from tests.support.doubles import NOON, REPEATS, details

SECRET = "the words nobody approved"
MEETING = Meeting(1, "7K4P", "screen", details(), IdleView.BLANK, 9)


def question(state: State, number: int = 1) -> Question:
    source = NewQuestion("web", "key", SECRET, "Name", NOON, email="a@example.org")
    return Question(number, 1, number, "receipt-token", 9, NOON, source, Disposition(state))


def change(number: int, before: State, after: State) -> Change:
    return Change(1, 9, Action.DECLINE, "Alex", NOON, number, number, before.value, after.value)


PRIVATE = [State.RECEIVED, State.HELD, State.DECLINED, State.REDIRECTED, State.GROUPED, State.WITHDRAWN]
PUBLIC = [State.ACCEPTED, State.ON_SCREEN, State.WRITTEN, State.ANSWERED]


def test_every_state_is_either_public_or_private() -> None:
    assert set(PRIVATE) | set(PUBLIC) == set(State)
    assert set(PUBLIC) == audience.PUBLIC_STATES


@pytest.mark.parametrize("state", PRIVATE)
def test_the_public_never_gets_a_question_that_is_not_accepted(state: State) -> None:
    assert audience.public_question(question(state), "Europe/London") is None


@pytest.mark.parametrize("state", PRIVATE)
def test_a_delta_for_the_public_holds_no_word_of_a_question_that_is_not_accepted(state: State) -> None:
    delta = audience.public_delta(8, MEETING, [question(state)], [change(1, State.RECEIVED, state)], None)

    assert SECRET not in json.dumps(delta)
    assert "Name" not in json.dumps(delta)


@pytest.mark.parametrize("state", [state for state in State if state is not State.ON_SCREEN])
def test_the_screen_shows_nothing_but_the_question_that_was_put_on_it(state: State) -> None:
    assert SECRET not in json.dumps(audience.screen_delta(MEETING, question(state), NOON))


@pytest.mark.parametrize("state", PUBLIC)
def test_no_view_holds_an_email_a_receipt_token_or_an_internal_key(state: State) -> None:
    delta = json.dumps(audience.public_delta(8, MEETING, [question(state)], [], None))
    screen = json.dumps(audience.screen_delta(MEETING, question(state), NOON))

    for secret in ("example.org", "receipt-token", '"key"'):
        assert secret not in delta + screen


def test_a_question_that_was_public_is_taken_away_by_number() -> None:
    declined = change(1, State.ACCEPTED, State.DECLINED)

    assert audience.public_delta(8, MEETING, [question(State.DECLINED)], [declined], None)["gone"] == [1]


def test_a_question_that_never_was_public_is_not_even_mentioned() -> None:
    declined = change(1, State.RECEIVED, State.DECLINED)

    assert audience.public_delta(8, MEETING, [question(State.DECLINED)], [declined], None)["gone"] == []


def test_the_desk_is_told_numbers_and_fetches_the_rest_with_its_own_rights() -> None:
    delta = audience.desk_delta(8, MEETING, [change(1, State.RECEIVED, State.ACCEPTED)])

    assert delta == {"since": 8, "revision": 9, "changed": [1]}


def test_the_asker_sees_state_and_reason_of_their_own_question() -> None:
    declined = replace(question(State.DECLINED), disposition=Disposition(State.DECLINED, REPEATS))
    view = audience.receipt_view(declined, None, "Europe/London")

    assert (view.state, view.reason) == ("declined", REPEATS)


def test_a_post_keeps_its_time_beside_its_text() -> None:
    post = replace(question(State.ACCEPTED), source=replace(question(State.ACCEPTED).source, channel="X"))

    assert audience.attribution(post, "Europe/London") == "Posted on X, Monday 23 November at midday"


def test_a_post_keeps_name_and_handle_together() -> None:
    post = replace(question(State.ACCEPTED), source=replace(question(State.ACCEPTED).source, author_handle="dan_n"))

    assert audience.asked_by(post) == "Name @dan_n"
