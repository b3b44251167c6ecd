"""The page of rules, dates and what must be put right, in Welsh: from the same settings as the English."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from babel.dates import get_day_names, get_month_names

from board_qa import catalogue
from board_qa.domain.meetings.deadlines import Deadline, DeadlineKind, DueUnit, Weekday, WrittenDue
from board_qa.domain.meetings.rewording import as_reasons
from board_qa.domain.meetings.rules import Identity, LengthUnit, Nation, Redirect, Rules
from board_qa.domain.questions.admission import AskForm, problems, who_is_missing
from board_qa.domain.text.spoken import clock_time, long_date, spoken_date, spoken_time
from board_qa.phrases.plain_rules import plain_rules, typed_by_the_board
from tests.support.rules_meeting import OTHERS

STARTS, CLOSES = datetime(2026, 11, 26, 10, tzinfo=UTC), datetime(2026, 11, 25, 12, tzinfo=UTC)
SAY = catalogue.welsh()


def page(reason: str = "", say: Any = SAY, **changes: Any) -> str:
    sections = plain_rules(replace(Rules(), **changes), STARTS, CLOSES, "Europe/London", 30, reason, say)
    return " ".join(sentence for section in sections for sentence in (section.heading, *section.sentences))


def test_days_and_times_are_said_as_welsh_has_them() -> None:
    assert spoken_time(STARTS, "Europe/London", SAY) == "dydd Iau 26 Tachwedd am 10am"
    midnight = STARTS.replace(hour=0)
    assert spoken_time(midnight, "Europe/London") == "Thursday 26 November at midnight, as the day begins"
    assert (
        spoken_time(midnight, "Europe/London", SAY) == "dydd Iau 26 Tachwedd am hanner nos, wrth i’r diwrnod ddechrau"
    )
    assert spoken_date("2026-12-03", SAY) == "dydd Iau 3 Rhagfyr"
    assert long_date(STARTS, "Europe/London", SAY) == "dydd Iau 26 Tachwedd 2026"
    assert [
        clock_time(STARTS.replace(hour=hour, minute=minute), "UTC", SAY)
        for hour, minute in ((12, 0), (0, 0), (14, 0), (14, 30))
    ] == ["hanner dydd", "hanner nos", "2pm", "2:30pm"]


def test_welsh_days_and_months_are_those_of_the_unicode_locale_data() -> None:
    """They stand in our catalogue, so that the domain needs no library: what is there is held to what CLDR says."""
    january = datetime(2026, 1, 1, 12, tzinfo=UTC)
    days, months = get_day_names("wide", locale="cy"), get_month_names("wide", locale="cy")
    year = [january + timedelta(days=day) for day in range(365)]

    assert [long_date(day, "UTC", SAY) for day in year] == [
        f"{days[day.weekday()].replace('Dydd', 'dydd')} {day.day} {months[day.month]} {day.year}" for day in year
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Mae’r cyfarfod ddydd Iau 26 Tachwedd am 10am. "
             "Gallwch ofyn tan ddydd Mercher 25 Tachwedd am hanner dydd."),
        ({"deadline": Deadline(DeadlineKind.HOURS, 24)}, "Ein rheol yw 24 awr cyn y cyfarfod."),
        ({"deadline": Deadline(count=2, at="09:00")}, "Ein rheol yw 9am, 2 ddiwrnod gwaith cyn y cyfarfod."),
        ({"deadline": Deadline(DeadlineKind.CLEAR_WORKING_DAYS, 3)},
         "hanner dydd, 3 diwrnod gwaith clir cyn y cyfarfod"),
        ({"deadline": Deadline(DeadlineKind.WEEKDAY, weekday=Weekday.FRIDAY, at="14:00")},
         "2pm ar y dydd Gwener cyn y cyfarfod. Os yw’r diwrnod hwnnw’n ŵyl banc"),
        ({"deadline": Deadline(DeadlineKind.WEEK_BEFORE, weekday=Weekday.MONDAY)},
         "hanner dydd ar y dydd Llun yn yr wythnos cyn y cyfarfod. Os yw’r diwrnod hwnnw’n ŵyl banc"),
        ({"nation": Nation.WALES}, "ac eithrio gwyliau banc yng Nghymru."),
        ({"per_person": 1}, "Gallwch ofyn 1 cwestiwn."),
        ({"per_person": 2}, "Gallwch ofyn hyd at 2 gwestiwn."),
        ({"per_person": 3}, "Gallwch ofyn hyd at 3 chwestiwn."),
        ({"per_organisation": 4}, "Gall pob sefydliad ofyn hyd at 4 cwestiwn."),
        ({"per_meeting": 6}, "Rydym yn cymryd hyd at 6 chwestiwn yn y cyfarfod hwn."),
        ({"length": 2}, "hyd at 2 air o hyd. Mae lle i 500 o nodau ar ein ffurflen."),
        ({"length": 150}, "hyd at 150 o eiriau o hyd."),
        ({"length": 300, "length_unit": LengthUnit.CHARACTERS}, "hyd at 300 o nodau o hyd."),
        ({"minutes_per_question": 2}, "hyd at 2 funud."),
        ({"written_due": WrittenDue(2, DueUnit.MONTHS)}, "o fewn 2 fis i’r cyfarfod."),
        ({"publish_within_days": 2}, "o fewn 2 ddiwrnod i’r cyfarfod."),
    ],
)  # fmt: skip
def test_a_setting_has_its_sentence_in_welsh(changes: dict[str, Any], said: str) -> None:
    assert said in page(**changes)


@pytest.mark.parametrize("setting", [field.name for field in fields(Rules)])
def test_no_setting_can_be_changed_behind_the_back_of_those_who_read_welsh(setting: str) -> None:
    assert page(**{setting: getattr(OTHERS, setting)}) != page()


@pytest.mark.parametrize("rules", [Rules(), OTHERS])
def test_the_welsh_page_has_the_same_sections_and_sentences_and_none_in_english(rules: Rules) -> None:
    both = [plain_rules(rules, STARTS, CLOSES, "Europe/London", 30, "", *say) for say in ((), (SAY,))]
    assert [len(section.sentences) for section in both[0]] == [len(section.sentences) for section in both[1]]

    english = {text for section in both[0] for text in (section.heading, *section.sentences)}
    welsh = {text for section in both[1] for text in (section.heading, *section.sentences)}
    assert english & welsh == typed_by_the_board(rules, "", SAY) & english


def test_what_the_board_typed_itself_stays_as_typed_and_is_known_to_be() -> None:
    mixed = replace(
        Rules(),
        decline_reasons=as_reasons(("It is party political", "It is about cats."), ()),
        redirects=(Redirect("next_meeting", "The next meeting", "Come again."),),
        signposts=("Ring us.",),
    )
    said = page(
        "The papers are late",
        decline_reasons=mixed.decline_reasons,
        redirects=mixed.redirects,
        signposts=mixed.signposts,
    )

    assert "Y rheswm: The papers are late." in said
    assert "Mae’n bleidiol wleidyddol. It is about cats." in said
    assert "The next meeting: Come again." in said
    assert typed_by_the_board(mixed, "The papers are late", SAY) == {
        "The papers are late.",
        "It is about cats.",
        "The next meeting: Come again.",
        "Ring us.",
    }


def test_what_must_be_put_right_is_said_in_welsh() -> None:
    assert problems(AskForm("k", "x" * 502, email="y"), SAY) == {
        "question": "Rhaid i’ch cwestiwn fod yn 500 o nodau neu lai. Mae angen ei gwtogi 2 nod",
        "email": "Rhowch gyfeiriad e-bost yn y fformat cywir, fel enw@example.com, neu gadewch y blwch yn wag",
    }
    missing = who_is_missing(AskForm("k"), replace(Rules(), identity=Identity.NAME_AND_ORGANISATION), SAY)
    assert missing["organisation"].startswith("Rhowch enw eich sefydliad, neu “aelod o’r cyhoedd”. ")


def test_what_to_write_instead_of_an_organisation_is_no_organisation_in_welsh_either() -> None:
    from board_qa.domain.questions.askers import organisation_key, person_keys  # noqa: PLC0415

    assert organisation_key("Aelod o’r cyhoedd") == organisation_key("aelod o'r cyhoedd") == ""
    assert person_keys("Preswylydd dienw", "", "", "web") == frozenset()
