"""The rehearsal's verdict must be able to fail: each thing that can go wrong is counted."""

from __future__ import annotations

from collections import Counter

from board_qa.rehearsal.records import Records


def records() -> Records:
    """A meeting in which everything went well."""
    kept = Records(posted={"reply"}, may_show={"reply", "form"}, approved={"reply", "form"}, shown={"reply", "form"})
    kept.acknowledge("form", "/r/1")
    return kept


def bad(kept: Records, queue: dict[str, int], calls: int = 1) -> tuple[int, int, int]:
    verdict = kept.verdict(Counter(queue), calls)
    return verdict["lost"], verdict["duplicated"], verdict["leaked"]


def test_a_meeting_in_which_all_went_well_counts_nothing() -> None:
    assert bad(records(), {"reply": 1, "form": 1, "somebody else's": 1}) == (0, 0, 0)


def test_an_acknowledged_question_that_is_not_in_the_queue_is_lost() -> None:
    assert bad(records(), {"reply": 1}) == (1, 0, 0)


def test_a_reply_that_was_not_collected_is_lost() -> None:
    assert bad(records(), {"form": 1}) == (1, 0, 0)


def test_an_approved_question_that_was_never_seen_on_the_screen_is_lost() -> None:
    kept = records()
    kept.shown.remove("form")

    assert bad(kept, {"reply": 1, "form": 1}) == (1, 0, 0)


def test_a_question_twice_in_the_queue_or_with_two_receipts_is_duplicated() -> None:
    assert bad(records(), {"reply": 1, "form": 2}) == (0, 1, 0)
    kept = records()
    kept.acknowledge("form", "/r/2")
    assert bad(kept, {"reply": 1, "form": 1}) == (0, 1, 0)


def test_a_call_published_twice_is_duplicated_and_one_never_published_is_lost() -> None:
    assert bad(records(), {"reply": 1, "form": 1}, calls=2) == (0, 1, 0)
    assert bad(records(), {"reply": 1, "form": 1}, calls=0) == (1, 0, 0)


def test_a_text_seen_in_public_before_it_was_approved_is_leaked() -> None:
    kept = records()
    kept.saw_in_public("form")
    kept.saw_in_public("declined")

    assert bad(kept, {"reply": 1, "form": 1}) == (0, 0, 1)
