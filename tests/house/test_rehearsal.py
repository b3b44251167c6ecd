"""The rehearsal's verdict must be able to fail: each thing that can go wrong is counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from board_qa.rehearsal.records import Records, Verdict

ALL_WELL = {"reply": 1, "form": 1}


def records() -> Records:
    """A meeting in which everything went well."""
    kept = Records(
        to_publish={"X": {"call"}},
        posted={"X": {"reply"}},
        may_show={"reply", "form"},
        approved={"reply", "form"},
        shown={"reply", "form"},
        killed=3,
    )
    kept.acknowledge("form", "/r/1")
    kept.final_pages.add("form")
    kept.answers["reply"] = 1
    return kept


def judged(kept: Records, queue: dict[str, int], **on_x: int) -> Verdict:
    return kept.verdict(Counter(queue), {"X": Counter(on_x or {"call": 1})})


def bad(verdict: Verdict) -> tuple[int, int, int]:
    assert verdict.is_good is not any((verdict.lost, verdict.duplicated, verdict.leaked))
    return verdict.lost, verdict.duplicated, verdict.leaked


def test_a_meeting_in_which_all_went_well_counts_nothing() -> None:
    verdict = judged(records(), ALL_WELL | {"somebody else's": 1})

    assert bad(verdict) == (0, 0, 0)
    assert str(verdict) == (
        "X: approved 1, sent 1, twice 0, posts 1, questions 1, twice 0; "
        "web form: submitted 1, questions 1, twice 0; screen: approved 2, shown 2; "
        "asked 2, told by email 0, on their page 1, by post 1, twice 0, not told 0; "
        "report: miscounted 0; "
        "killed 3 times: lost 0, duplicated 0, leaked 0"
    )


def test_whoever_was_told_nothing_is_lost_and_whoever_was_told_twice_is_counted_so() -> None:
    kept = records()
    kept.final_pages.clear()
    assert bad(judged(kept, ALL_WELL)) == (1, 0, 0)
    kept.emails["form"] = "asker@example.org"
    assert bad(judged(kept, ALL_WELL)) == (1, 0, 0)
    kept.letters["asker@example.org"] = 1
    assert bad(judged(kept, ALL_WELL)) == (0, 0, 0)
    kept.letters["asker@example.org"] = 2
    kept.answers["reply"] = 3
    assert bad(judged(kept, ALL_WELL)) == (0, 3, 0)
    kept.answers.clear()
    assert bad(judged(kept, ALL_WELL)) == (1, 1, 0)


def test_an_acknowledged_question_that_is_not_in_the_queue_is_lost() -> None:
    assert bad(judged(records(), {"reply": 1})) == (1, 0, 0)


def test_a_reply_that_was_not_collected_is_lost() -> None:
    assert bad(judged(records(), {"form": 1})) == (1, 0, 0)


def test_an_approved_question_that_was_never_seen_on_the_screen_is_lost() -> None:
    kept = records()
    kept.shown.remove("form")

    assert bad(judged(kept, ALL_WELL)) == (1, 0, 0)


def test_a_question_twice_in_the_queue_or_with_two_receipts_is_duplicated() -> None:
    assert bad(judged(records(), {"reply": 1, "form": 2})) == (0, 1, 0)
    assert bad(judged(records(), {"reply": 3, "form": 1})) == (0, 2, 0)
    kept = records()
    kept.acknowledge("form", "/r/2")
    assert bad(judged(kept, ALL_WELL)) == (0, 1, 0)


def test_a_post_sent_twice_is_duplicated_and_one_never_sent_is_lost() -> None:
    assert bad(judged(records(), ALL_WELL, call=2)) == (0, 1, 0)
    assert bad(judged(records(), ALL_WELL, call=0)) == (1, 0, 0)


def test_a_post_that_nobody_approved_for_its_network_is_leaked() -> None:
    assert bad(judged(records(), ALL_WELL, call=1, other=1)) == (0, 0, 1)
    assert bad(records().verdict(Counter(ALL_WELL), {"X": Counter(call=1), "Elsewhere": Counter(call=1)}))[2] == 1


def test_a_text_seen_in_public_before_it_was_approved_is_leaked() -> None:
    kept = records()
    kept.saw_in_public("form")
    kept.saw_in_public("declined")

    assert bad(judged(kept, ALL_WELL)) == (0, 0, 1)


def test_a_meeting_in_which_nothing_happened_proves_nothing() -> None:
    assert not records().verdict(Counter(ALL_WELL), {"X": Counter(call=1), "Elsewhere": Counter()}).is_good
    assert not Records().verdict(Counter(), {}).is_good


RIGHT = {
    "by_channel": [{"name": "web", "asked": 1}, {"name": "X", "asked": 1}],
    "questions": {"answered": 2, "told": 2},
    "our_followers_by_network": [{"network": "X", "begin": 40}],
}


def test_a_report_that_counts_otherwise_than_we_did_is_counted() -> None:
    kept = records()
    assert kept.miscounted(RIGHT) == 0
    assert kept.miscounted(RIGHT | {"by_channel": [{"name": "web", "asked": 3}]}) == 3
    assert kept.miscounted(RIGHT | {"questions": {"answered": 1, "told": 0}}) == 3
    kept.followers = {"X": 40}
    assert kept.miscounted(RIGHT) == 0
    assert kept.miscounted(RIGHT | {"our_followers_by_network": [{"network": "X", "begin": None}]}) == 40
    assert not replace(judged(kept, ALL_WELL), miscounted=1).is_good
