"""Rules that were stored before reasons and redirects had ids."""

from __future__ import annotations

from board_qa.domain.meetings.rules import OFF_AGENDA, REASONS, REDIRECTS
from board_qa.storage.sqlite.schema.said_rules import rules_with_ids


def test_what_a_board_never_changed_has_the_ids_of_today() -> None:
    before = {
        "decline_reasons": [one.sentence for one in REASONS],
        "redirects": [{"name": one.name, "advice": one.advice} for one in REDIRECTS],
        "length": 90,
    }

    after = rules_with_ids(before)
    assert [one["id"] for one in after["decline_reasons"]] == [one.id for one in REASONS]
    assert [one["id"] for one in after["redirects"]] == [one.id for one in REDIRECTS]
    assert after["length"] == 90


def test_a_reason_that_only_reads_like_ours_is_offered_as_before() -> None:
    """ "Not on the agenda" is left out where questions may be about anything: only a sentence that was left out is."""
    own = "It is not about anything on our agenda"
    (reason,) = rules_with_ids({"decline_reasons": [own], "redirects": []})["decline_reasons"]

    assert reason["sentence"] == own
    assert reason["id"] != OFF_AGENDA.id
