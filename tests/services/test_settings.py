"""What differs between two states of a meeting, its rules or the board's page, as data on the record."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from board_qa.domain.listening.targets import FIGURES
from board_qa.domain.meetings import settings
from board_qa.domain.meetings.about import AboutBoard
from board_qa.domain.meetings.deadlines import Deadline
from board_qa.domain.meetings.key_messages import KeyMessages
from board_qa.domain.meetings.meeting import Meeting, MeetingDetails
from board_qa.domain.meetings.rules import Rules
from board_qa.domain.meetings.settings import ClosingBy, Difference
from board_qa.domain.questions.history import Actor
from board_qa.phrases import targets
from board_qa.phrases.settings import LABELS
from board_qa.ports import Ports
from board_qa.services.meetings import about, meetings
from board_qa.services.questions import rule_checks
from tests.support.doubles import NOON, details
from tests.support.rules_meeting import OTHERS, again


def recorded(ports: Ports, meeting: Meeting | None) -> list[Difference]:
    return [one.what for one in reversed(ports.store.settings.history(meeting.id if meeting else None, 99))]


def by_rule(ports: Ports, meeting: Meeting) -> Meeting:
    meetings.change(ports, meeting, rule_checks.with_deadline(ports, meeting.details))
    return again(ports, meeting)


def test_what_was_changed_is_on_the_record_as_values(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    meeting = by_rule(ports, meeting)
    later = replace(
        meeting.details,
        venue="",
        starts_at=meeting.details.starts_at + timedelta(hours=1),
        agenda=("Minutes",),
        section_minutes=45,
    )
    meetings.change(ports, meeting, rule_checks.with_deadline(ports, later), actor=alex)

    assert recorded(ports, meeting) == [
        Difference("starts_at", "2026-11-26T12:00", "2026-11-26T13:00"),
        Difference("venue", "Town Hall", ""),
        Difference("section_minutes", 30, 45),
        Difference("agenda", ("Minutes", "Performance"), ("Minutes",)),
    ]


def test_a_deadline_that_follows_the_rule_is_nothing_that_somebody_set(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    meeting = by_rule(ports, meeting)
    own = replace(meeting.details, closes_at=NOON + timedelta(days=1), deadline_reason="The papers are late")
    meetings.change(ports, meeting, own, actor=alex)

    assert recorded(ports, meeting) == [
        Difference("closing_by", "rule", "other"),
        Difference("closes_at", None, "2026-11-24T12:00"),
        Difference("deadline_reason", "", "The papers are late"),
    ]


def test_saving_what_is_there_leaves_no_trace(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    meetings.change(ports, meeting, meeting.details, actor=alex)
    meetings.set_rules(ports, again(ports, meeting), meeting.details.rules, actor=alex)
    about.change(ports, AboutBoard(), meetings.fingerprint(AboutBoard()), alex)

    assert recorded(ports, meeting) == recorded(ports, None) == []


def test_rules_are_compared_one_by_one(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    rules = replace(meeting.details.rules, per_person=2, deadline=Deadline(at="14:00"), names_may_be_withheld=False)
    meetings.set_rules(ports, meeting, rules, actor=alex)

    assert recorded(ports, meeting) == [
        Difference("deadline_at", "12:00", "14:00"),
        Difference("per_person", 0, 2),
        Difference("names_may_be_withheld", True, False),
    ]


def test_the_boards_own_page_has_a_record_of_its_own(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    about.change(ports, AboutBoard(phone="01632 960001"), meetings.fingerprint(AboutBoard()), alex)

    assert recorded(ports, None) == [Difference("phone", "", "01632 960001")]
    assert recorded(ports, meeting) == []


@pytest.mark.parametrize("name", [field.name for field in fields(Rules)])
def test_no_rule_can_be_changed_off_the_record(name: str) -> None:
    changed = replace(Rules(), **{name: getattr(OTHERS, name)})

    assert settings.differences(settings.of_rules(Rules()), settings.of_rules(changed))


@pytest.mark.parametrize("name", [field.name for field in fields(AboutBoard)])
def test_nothing_the_board_says_can_be_changed_off_the_record(name: str) -> None:
    other: dict[str, Any] = {name: ("Ring us.",) if name == "signposts" else "2026-11-26"}
    changed = replace(AboutBoard(), **other)

    assert settings.differences(settings.of_board(AboutBoard()), settings.of_board(changed))


# Rules have a record of their own, and what kind of meeting it is nobody changes.
@pytest.mark.parametrize("name", [one.name for one in fields(MeetingDetails) if one.name not in ("rules", "kind")])
def test_nothing_of_a_meeting_can_be_changed_off_the_record(name: str) -> None:
    was, other = (
        details(deadline_reason="Late"),
        details(
            NOON + timedelta(hours=1),
            title="Another",
            timezone="Europe/Paris",
            venue="",
            hashtag="Other",
            section_minutes=5,
            agenda=(),
            deadline_reason="Later",
            cancelled=True,
            more_hashtags=("NHSLeeds",),
            poll=True,
        ),
    )
    changed = replace(was, **{name: getattr(other, name)})
    both = (settings.of_meeting(one, ClosingBy.OTHER) for one in (was, changed))

    assert name in {one.setting for one in settings.differences(*both)}


def test_every_setting_has_a_name_that_people_read() -> None:
    everything = {
        **settings.of_meeting(details(), ClosingBy.RULE),
        **settings.of_rules(Rules()),
        **settings.of_board(AboutBoard()),
        **settings.of_key_messages(KeyMessages()),
        **settings.of_chat(details()),
    }

    aims = {targets.setting(figure) for figure in FIGURES}
    # No settings, and on the same record.
    deeds = {"partner", "chat_question", "host", "record_published", "recap_published", "recap_introduction",
             "full_record_taken", "person_data_handed_out", "person_data_erased", "paused",
             "draft_removed"}  # fmt: skip
    assert {*everything, *aims, *deeds} == set(LABELS)
