"""A reason or a redirect that a board only words in another way stays the one it was."""

from __future__ import annotations

from board_qa.domain.meetings.rewording import as_reasons, as_redirects
from board_qa.domain.meetings.rules import OFF_AGENDA, REASONS, REDIRECTS, Reason, Redirect

OURS = [reason.sentence for reason in REASONS]


def test_reasons_that_stand_as_they_did_are_the_same_in_any_order() -> None:
    assert as_reasons(OURS, REASONS) == REASONS
    assert as_reasons(OURS[::-1], REASONS) == REASONS[::-1]


def test_a_reason_in_other_words_is_the_same_reason() -> None:
    reworded = "It is not about an item on the agenda"
    sentences = [reworded if sentence == OFF_AGENDA.sentence else sentence for sentence in OURS]

    assert as_reasons(sentences, REASONS)[1] == Reason(OFF_AGENDA.id, reworded)
    assert [one.id for one in as_reasons(sentences, REASONS)] == [one.id for one in REASONS]


def test_a_reason_that_says_something_else_is_another_one_wherever_it_stands() -> None:
    sentences = ["It is about the car park", *OURS[1:]]
    made = as_reasons(sentences, REASONS)

    assert made[0].id not in {one.id for one in REASONS}
    assert made[1:] == REASONS[1:]


def test_a_boards_own_reason_has_one_id_in_every_meeting_and_keeps_it() -> None:
    mine = as_reasons(["It came in verse"], ())
    assert as_reasons([*OURS, "It came in verse"], REASONS)[-1] == mine[0]
    assert as_reasons(["It came in a verse"], mine)[0].id == mine[0].id


def test_no_two_reasons_share_an_id() -> None:
    first = as_reasons(["It came in verse"], ())
    reworded = as_reasons(["It came in a verse"], first)
    both = as_reasons(["It came in a verse", "It came in verse"], reworded)

    assert both[0] == reworded[0]
    assert len({one.id for one in both}) == 2


def test_a_redirect_that_keeps_its_name_or_its_advice_is_the_same() -> None:
    pals, foi = REDIRECTS[:2]
    rows = [("Patient advice", pals.advice), (foi.name, "We will look for it.")]

    assert as_redirects(rows, REDIRECTS) == (
        Redirect(pals.id, "Patient advice", pals.advice),
        Redirect(foi.id, foi.name, "We will look for it."),
    )


def test_a_redirect_with_another_name_and_other_advice_is_another_one() -> None:
    (mayor,) = as_redirects([("The mayor", "Ask them.")], REDIRECTS)
    assert mayor.id not in {one.id for one in REDIRECTS}
    assert as_redirects([("The mayor", "Ask them.")], ()) == (mayor,)
