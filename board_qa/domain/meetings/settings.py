"""What people set for a meeting or for the board, as values, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from board_qa.domain.meetings.about import AboutBoard
from board_qa.domain.meetings.key_messages import KeyMessages
from board_qa.domain.meetings.meeting import MeetingDetails
from board_qa.domain.meetings.rules import Rules

# What JSON can hold. Times are as clocks on the board's walls show them, "2026-11-26T10:00": that is what somebody set.
Value = str | int | bool | tuple[str, ...] | None
Settings = Mapping[str, Value]


class ClosingBy(StrEnum):
    """What a meeting's deadline comes from."""

    RULE = "rule"
    OTHER = "other"


@dataclass(frozen=True)
class Difference:
    """One setting by its name, and what it was and is."""

    setting: str
    before: Value
    after: Value


@dataclass(frozen=True)
class SettingChange:
    """One row of the history of settings: what was changed, by whom and when (aware UTC)."""

    what: Difference
    by: str
    at: datetime


def differences(before: Settings, after: Settings) -> list[Difference]:
    """What is not the same, in the order of the settings. Both name the same ones."""
    return [Difference(name, before[name], after[name]) for name in before if before[name] != after[name]]


def of_meeting(details: MeetingDetails, closing_by: ClosingBy) -> Settings:
    """What somebody typed about a meeting: its deadline only where it is not worked out by the rule."""
    own = closing_by is ClosingBy.OTHER
    return {
        "title": details.title,
        "starts_at": _on_the_wall(details.starts_at, details),
        "timezone": details.timezone,
        "venue": details.venue,
        "hashtag": details.hashtag,
        "more_hashtags": details.more_hashtags,
        "opens_at": _on_the_wall(details.opens_at, details),
        "closing_by": closing_by.value,
        "closes_at": _on_the_wall(details.closes_at, details) if own else None,
        "deadline_reason": details.deadline_reason,
        "section_minutes": details.section_minutes,
        "agenda": details.agenda,
        "cancelled": details.cancelled,
        "poll": details.poll,
    }


def of_chat(details: MeetingDetails) -> Settings:
    """What somebody typed about a chat. The rest of its details follows from that."""
    return {
        "title": details.title,
        "starts_at": _on_the_wall(details.starts_at, details),
        "timezone": details.timezone,
        "chat_minutes": details.section_minutes,
        "hashtag": details.hashtag,
        "chat_cancelled": details.cancelled,
    }


def of_rules(rules: Rules) -> Settings:
    """Each rule for questions that a board can set."""
    return {
        "deadline_kind": rules.deadline.kind.value,
        "deadline_count": rules.deadline.count,
        "deadline_weekday": rules.deadline.weekday.value,
        "deadline_at": rules.deadline.at,
        "nation": rules.nation.value,
        "late": rules.late.value,
        "per_person": rules.per_person,
        "per_organisation": rules.per_organisation,
        "per_meeting": rules.per_meeting,
        "length": rules.length,
        "length_unit": rules.length_unit.value,
        "identity": rules.identity.value,
        "names_may_be_withheld": rules.names_may_be_withheld,
        "scope": rules.scope.value,
        "attending": rules.attending.value,
        "decider": rules.decider.value,
        "decline_reasons": tuple(reason.sentence for reason in rules.decline_reasons),
        "redirects": tuple(f"{one.name}: {one.advice}" for one in rules.redirects),
        "minutes_per_question": rules.minutes_per_question,
        "supplementary": rules.supplementary,
        "written_count": rules.written_due.count,
        "written_unit": rules.written_due.unit.value,
        "publish_within_days": rules.publish_within_days,
        "publish_declined": rules.publish_declined,
        "signposts": rules.signposts,
    }


def of_board(about: AboutBoard) -> Settings:
    """What the board says of itself."""
    return {
        "controller": about.controller,
        "email": about.email,
        "phone": about.phone,
        "data_protection": about.data_protection,
        "kept": about.kept,
        "complaints": about.complaints,
        "foi": about.foi,
        "prepared_on": about.prepared_on,
        "signposts": about.signposts,
        "hours": about.hours,
        "outside_hours": about.outside_hours,
        "not_answered": about.not_answered,
        "accounts_run_by": about.accounts_run_by,
        "social_media_linked": about.social_media_linked,
        "listening_public": about.listening_public,
        "poll_answers": about.poll_answers,
    }


def of_key_messages(messages: KeyMessages) -> Settings:
    """What stands on the first page of the report."""
    return {"key_messages": messages.english, "key_messages_welsh": messages.welsh}


def _on_the_wall(moment: datetime, details: MeetingDetails) -> str:
    return f"{moment.astimezone(ZoneInfo(details.timezone)):%Y-%m-%dT%H:%M}"
