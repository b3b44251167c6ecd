"""Rows of history from before settings were kept as values say what they said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from board_qa.domain.listening.targets import FIGURES
from board_qa.domain.meetings.settings import Value
from board_qa.phrases import targets
from board_qa.phrases.settings import CHOICES, LABELS, said, value_said
from board_qa.storage.sql.settings import SqlSettings
from board_qa.storage.sqlite.schema.migrations import migrate
from board_qa.storage.sqlite.schema.said_settings import as_values
from tests.support.old_database import AT, before

# A setting as its form called it, two things that stood in its field, and the first of them as data.
ROWS: list[tuple[str, str, str, str, Value]] = [
    ("Title", "Board meeting", "Board meeting, moved", "title", "Board meeting"),
    ("Starts", "26/11/2026 10:00", "27/11/2026 10:00", "starts_at", "2026-11-26T10:00"),
    ("The other deadline", "26/11/2026 10:00", "", "closes_at", "2026-11-26T10:00"),
    ("The other deadline", "", "26/11/2026 10:00", "closes_at", None),
    ("Time zone", "America/New York", "Europe/London", "timezone", "America/New York"),
    ("When questions close", "By our rule", "Another deadline for this meeting", "closing_by", "rule"),
    ("Agenda items", "Minutes\r\nFinance", "Minutes\nFinance", "agenda", ("Minutes", "Finance")),
    ("Questions close", "Hours before the meeting", "Working days before the meeting", "deadline_kind", "hours"),
    ("Questions close", "On a day of the week before the meeting", "Hours before the meeting", "deadline_kind",
     "On a day of the week before the meeting"),
    ("Day of the week", "Friday", "Monday", "deadline_weekday", "friday"),
    ("Time of day", "12:00", "14:00", "deadline_at", "12:00"),
    ("Bank holidays of", "Wales", "Scotland", "nation", "wales"),
    ("Counted in", "Words", "Characters", "length_unit", "words"),
    ("Counted in", "Working days", "Months", "written_unit", "working_days"),
    ("From each person", "0", "2", "per_person", 0),
    ("People can ask us not to show their name", "yes", "no", "names_may_be_withheld", True),
    ("Reasons", "It is political; It is abusive", "", "decline_reasons", ("It is political", "It is abusive")),
    ("Redirects", "PALS: Ask them.; FOI: Write.", "PALS: Ask them.", "redirects", ("PALS: Ask them.", "FOI: Write.")),
    ("Date the accessibility statement was prepared", "26/11/2026", "", "prepared_on", "2026-11-26"),
    ("Data controller", "", "Eastbrook ICB", "controller", ""),
    ("A setting that is no more", "<b>1</b>", "2", "A setting that is no more", "<b>1</b>"),
]  # fmt: skip
# Settings that are younger than the values: no row of that time says them.
LATER = (
    "key_messages",
    "key_messages_welsh",
    "partner",
    "chat_question",
    "chat_minutes",
    "chat_cancelled",
    "host",
    "cancelled",
    "more_hashtags",
    "record_published",
    "recap_published",
    "recap_introduction",
    "full_record_taken",
    "paused",
    "draft_removed",
    "hours",
    "outside_hours",
    "not_answered",
    "accounts_run_by",
    "social_media_linked",
    "listening_public",
    "poll",
    "poll_answers",
    "person_data_handed_out",
    "person_data_erased",
    *map(targets.setting, FIGURES),
)


def lines(text: str) -> list[str]:
    return text.splitlines()


@pytest.mark.parametrize(("label", "was", "became", "name", "value"), ROWS)
def test_a_row_becomes_data_and_is_said_as_it_was(
    tmp_path: Path, label: str, was: str, became: str, name: str, value: Value
) -> None:
    old = before(tmp_path, "m026_settings_as_values")
    with old.write():
        old.insert(
            "setting_change",
            {"meeting_id": 1, "setting": label, "before": was, "after": became, "by": "Alex", "by_id": None, "at": AT},
        )
    migrate(old)
    (row,) = SqlSettings(old).history(1, 9)

    assert (row.what.setting, row.what.before) == (name, value)
    assert (said(row.what).setting, lines(said(row.what).before), lines(said(row.what).after)) == (
        label,
        lines(was),
        lines(became),
    )


@pytest.mark.parametrize("setting", CHOICES)
def test_every_choice_that_a_form_offered_is_data_now(setting: str) -> None:
    for value, words in CHOICES[setting].items():
        if words.startswith(("On the last Friday", "On the Monday")):
            continue  # called otherwise before, or new
        name, as_json, _ = as_values(LABELS[setting], words, words)
        assert (name, json.loads(as_json)) == (setting, value)


@pytest.mark.parametrize("setting", LABELS)
def test_a_label_names_one_setting_only_but_for_those_told_apart_by_their_values(setting: str) -> None:
    if setting not in ("length_unit", "written_unit", "redirects", *LATER):
        assert as_values(LABELS[setting], "", "")[0] == setting
    assert value_said(setting, "as nobody says it") == "as nobody says it"
