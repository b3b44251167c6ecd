"""What the public record says of each question, and what it must not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa.domain.questions.audience import PUBLIC_STATES
from board_qa.domain.questions.erasing import AT_THEIR_REQUEST
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Disposition, NewQuestion, Question, State
from board_qa.domain.questions.register import (
    Background,
    LeftOut,
    Move,
    RegisterEntry,
    came_by,
    days_to_answer,
    register_entry,
)
from board_qa.phrases.record import counts_said, left_out_said, said_of_answer, state_said
from tests.support.doubles import NOON

WORDS, PERSON, REASON = "the words of the asker", "Ann Asker", "It is party political"
LONDON = "Europe/London"


def question(state: State, disposition: Disposition | None = None, channel: str = "X", number: int = 4) -> Question:
    source = NewQuestion(channel, "key", WORDS, PERSON, NOON, "ann", "ann@example.org", url="https://x.example/1")
    return Question(number, 1, number, "token", 9, NOON, source, replace(disposition or Disposition(), state=state))


def withdrawn(left: State, action: Action = Action.WITHDRAW, by_asker: bool = False) -> Move:
    return Move(left, NOON, action, by_asker)


def entry(asked: Question, background: Background | None = None, declined: bool = False) -> RegisterEntry | None:
    return register_entry(asked, background or Background(), LONDON, declined)


def there(asked: Question, background: Background | None = None, declined: bool = False) -> RegisterEntry:
    found = entry(asked, background, declined)
    assert found is not None
    return found


@pytest.mark.parametrize("state", sorted(set(State) - PUBLIC_STATES))
@pytest.mark.parametrize("declined", [False, True])
def test_what_nobody_accepted_has_no_words_and_no_name_in_the_record(state: State, declined: bool) -> None:
    disposition = Disposition(wording="our draft", shows_original=True, reason=REASON, answer="a secret")
    leader = question(State.ANSWERED, number=2)
    for left in (None, State.RECEIVED, State.ACCEPTED, State.WRITTEN):
        said = repr(
            entry(question(state, disposition), Background(NOON, withdrawn(left) if left else None, leader), declined)
        )
        for secret in (WORDS, PERSON, "ann", "x.example", "our draft", "a secret"):
            assert secret not in said


def test_declined_questions_are_there_with_their_reason_alone_and_only_where_the_board_publishes_them() -> None:
    asked = question(State.DECLINED, Disposition(reason=REASON))

    assert entry(asked) is None
    told = entry(asked, declined=True)
    assert told is not None
    assert (told.called, told.state, told.reason, told.left_out) == ("4", State.DECLINED, REASON, LeftOut.NOT_ACCEPTED)


def test_an_answered_question_has_its_words_its_asker_and_its_answer() -> None:
    given = Disposition(answer="In May.", answered_by="The chief executive", agenda_item="Finance")
    told = entry(question(State.ANSWERED, given), Background(answered_at=NOON))

    assert told is not None
    assert (told.text, told.asked_by, told.answer) == (WORDS, f"{PERSON} @ann", "In May.")
    assert (told.answered_by, told.answered_at, told.agenda_item) == ("The chief executive", NOON, "Finance")


def test_a_name_that_is_withheld_is_not_in_the_address_of_the_post_either() -> None:
    told = there(question(State.ANSWERED, Disposition(name_hidden=True)))

    assert told.url == ""
    for secret in (PERSON, "ann", "x.example"):
        assert secret not in repr(told)
    assert there(question(State.ANSWERED)).url == "https://x.example/1"


def test_an_answer_that_waits_for_its_moment_is_not_in_the_record() -> None:
    for state in (State.WRITTEN, State.ACCEPTED, State.ON_SCREEN):
        assert "a draft" not in repr(entry(question(state, Disposition(answer="a draft", answered_by="a draft"))))


def test_the_askers_own_words_stand_beside_an_edited_wording_only_where_a_moderator_allowed_them() -> None:
    edited = Disposition(wording="Our wording?")
    kept, shown = (
        entry(question(State.ACCEPTED, edited)),
        entry(question(State.ACCEPTED, replace(edited, shows_original=True))),
    )

    assert WORDS not in repr(kept)
    assert shown is not None
    assert (shown.text, shown.edited, shown.asked) == ("Our wording?", True, WORDS)


def test_a_deleted_post_takes_its_words_and_its_author_along_and_leaves_our_wording_and_the_answer() -> None:
    given = Disposition(wording="Our wording?", shows_original=True, answer="In May.")
    told = entry(question(State.WITHDRAWN, given), Background(NOON, withdrawn(State.ANSWERED)))

    assert told is not None
    assert (told.text, told.answer, told.state) == ("Our wording?", "In May.", State.ANSWERED)
    assert (told.called, told.answered_at, told.left_out) == ("4", NOON, LeftOut.DELETED)
    for secret in (WORDS, PERSON, "ann", "x.example"):
        assert secret not in repr(told)


def test_what_its_asker_took_back_leaves_nothing() -> None:
    taken_back = Disposition(wording="Our wording?", withdrawn_by_asker=True)
    assert (
        entry(question(State.WITHDRAWN, taken_back), Background(NOON, withdrawn(State.ANSWERED)), declined=True) is None
    )


@pytest.mark.parametrize(
    ("how", "was_there"),
    [
        (withdrawn(State.ACCEPTED, Action.ERASE), True),
        (withdrawn(State.ANSWERED, Action.WITHDRAW), True),  # its post was deleted
        (withdrawn(State.HELD, Action.ERASE), False),
        (withdrawn(State.ACCEPTED, Action.WITHDRAW), False),
        (withdrawn(State.ANSWERED, Action.WITHDRAW, by_asker=True), False),
        (None, False),
    ],
)
def test_only_what_the_record_had_until_then_is_said_to_be_erased(how: Move | None, was_there: bool) -> None:
    asked = Disposition(withdrawn_by_asker=True, reason=AT_THEIR_REQUEST)
    erased = replace(question(State.WITHDRAWN, asked), erased_at=NOON)

    assert bool(entry(erased, Background(NOON, how))) is was_there
    by_the_rule = replace(question(State.WITHDRAWN, replace(asked, reason="")), erased_at=NOON)
    assert entry(by_the_rule, Background(NOON, how)) is None


def test_a_question_that_was_put_together_with_a_public_one_names_it_and_has_no_words() -> None:
    told = entry(question(State.GROUPED), Background(leader=question(State.ANSWERED, number=2)))
    assert told is not None
    assert (told.called, told.with_called, told.text) == ("4", "2", "")
    assert entry(question(State.GROUPED), Background(leader=question(State.HELD, number=2))) is None


def test_it_is_counted_how_the_questions_came_but_for_those_taken_back() -> None:
    asked = [question(State.ANSWERED), question(State.DECLINED), question(State.WITHDRAWN)]
    assert came_by([*asked, question(State.HELD, channel="web")]) == {"X": 2, "Web form": 1}


def test_the_days_to_an_answer_are_counted_from_the_meeting_and_only_for_those_that_came_later() -> None:
    def answered(days: int) -> RegisterEntry | None:
        return entry(question(State.ANSWERED), Background(answered_at=NOON + timedelta(days=days)))

    entries = [one for days in (0, 3, 10) if (one := answered(days))]
    assert days_to_answer(NOON.date(), entries, LONDON) == 6.5
    assert days_to_answer(NOON.date(), entries[:1], LONDON) is None


def test_the_record_says_what_became_of_each_question() -> None:
    written = there(question(State.WRITTEN, Disposition(due_on="2026-12-03")))
    declined = there(question(State.DECLINED, Disposition(reason=REASON)), declined=True)
    grouped = there(question(State.GROUPED), Background(leader=question(State.ANSWERED, number=2)))
    waiting = there(question(State.ACCEPTED))
    deleted = there(question(State.WITHDRAWN), Background(NOON, withdrawn(State.ANSWERED)))

    assert [state_said(one, over=True) for one in (written, declined, grouped, waiting, deleted)] == [
        "To be answered in writing by Thursday 3 December", "Declined", "Put together with question 2",
        "Not reached at the meeting", "Answered"]  # fmt: skip
    assert state_said(waiting, over=False) == "Waiting to be put"
    assert [left_out_said(one) for one in (waiting, grouped)] == ["", ""]
    assert left_out_said(deleted) == "The post was deleted where it was made, so its words are not shown."
    assert left_out_said(declined) == "We do not publish the words of this question."


@pytest.mark.parametrize(
    ("name", "on", "said"),
    [
        ("", "", ""),
        ("the chair", "", "Answered by the chair"),
        ("", "3 December", "Answered on 3 December"),
        ("the chair", "3 December", "Answered by the chair on 3 December"),
    ],
)
def test_who_answered_and_when_are_said_as_far_as_they_are_known(name: str, on: str, said: str) -> None:
    assert said_of_answer(name, on) == said


def test_every_question_is_counted_once_but_for_those_taken_back() -> None:
    counts = dict.fromkeys(State, 1)
    (asked_, total), *rows = counts_said(counts)
    assert (asked_, total) == ("Questions asked", 9)
    assert sum(count for _, count in rows) == total
