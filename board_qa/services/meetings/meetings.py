"""Make and change meetings, and find the one the public wants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from board_qa.domain.meetings import settings
from board_qa.domain.meetings.about import AboutBoard
from board_qa.domain.meetings.codes import LENGTH, make_code
from board_qa.domain.meetings.key_messages import KeyMessages
from board_qa.domain.meetings.meeting import Meeting, MeetingDetails
from board_qa.domain.meetings.rules import Rules
from board_qa.domain.meetings.settings import ClosingBy, Settings
from board_qa.domain.questions import admission
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.services.questions import rule_checks


class ChangedMeanwhile(Exception):
    """Somebody else changed the meeting first; `meeting` is how it stands now. Nothing was stored."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__("the meeting changed meanwhile")
        self.meeting = meeting


def create(ports: Ports, details: MeetingDetails) -> Meeting:
    """Store a meeting under a code of its own and with an unguessable screen address."""
    while True:
        code = make_code(ports.ids.bytes(LENGTH))
        meeting = ports.store.meetings.add(details, code, ports.ids.token(), ports.clock())
        if meeting is not None:
            return meeting


def as_it_is(ports: Ports, details: MeetingDetails) -> Meeting | None:
    """The meeting with exactly these details, where there is one: whoever sends a form twice wants no second."""
    return next((one for one in ports.store.meetings.all() if one.details == details), None)


def change(
    ports: Ports, meeting: Meeting, details: MeetingDetails, expected: str = "", actor: Actor | None = None
) -> None:
    """Correct a meeting. Its code and addresses stay, so that nothing already published breaks.

    `expected` is the `fingerprint` of the details the moderator's form was made from; without one, those of `meeting`
    count. Raises ChangedMeanwhile where they are no longer the stored ones: a meeting is saved whole, and two
    moderators must not undo each other's work without knowing. What differs goes on the record of who did it.
    """
    _change(
        ports,
        meeting,
        details,
        expected,
        actor,
        lambda one: {**settings_of(ports, one), **({} if one.is_chat else settings.of_rules(one.rules))},
    )


def set_rules(
    ports: Ports, meeting: Meeting, rules: Rules, expected: str = "", actor: Actor | None = None
) -> MeetingDetails:
    """Give a meeting these rules, and the deadline that follows from them; return its new details.

    Raises ChangedMeanwhile as `change` does, and rule_checks.ClosesBeforeOpening.
    """
    details = rule_checks.with_deadline(ports, replace(meeting.details, rules=rules))
    _change(ports, meeting, details, expected, actor, lambda one: settings.of_rules(one.rules))
    return details


def settings_of(ports: Ports, details: MeetingDetails) -> Settings:
    """What was typed about a meeting or a chat. A meeting made before there were rules has its own deadline, and no
    reason yet."""
    if details.is_chat:
        return settings.of_chat(details)
    own = bool(details.deadline_reason) or not rule_checks.closes_by_rule(ports, details)
    return settings.of_meeting(details, ClosingBy.OTHER if own else ClosingBy.RULE)


def _change(
    ports: Ports,
    meeting: Meeting,
    details: MeetingDetails,
    expected: str,
    actor: Actor | None,
    compared: Callable[[MeetingDetails], Settings],
) -> None:
    with ports.store.transaction():
        fresh = ports.store.meetings.get(meeting.id) or meeting
        if fingerprint(fresh.details) != (expected or fingerprint(meeting.details)):
            raise ChangedMeanwhile(fresh)
        ports.store.meetings.update(meeting.id, details)
        if actor is not None:
            made = settings.differences(compared(fresh.details), compared(details))
            ports.store.settings.record(meeting.id, made, actor, ports.clock())
    ports.announcer.changed(meeting.id)


def fingerprint(details: MeetingDetails | AboutBoard | KeyMessages) -> str:
    """A short name for exactly these details."""
    return sha256(repr(details).encode()).hexdigest()


def latest_rules(ports: Ports) -> Rules:
    """The rules of the meeting made last, which a new one starts from, so that a board sets them once."""
    made_last = ports.store.meetings.made_last()
    return made_last.details.rules if made_last else Rules()


def is_over(meeting: Meeting, now: datetime) -> bool:
    return admission.is_over(meeting.details, now)


def next_meeting(ports: Ports) -> Meeting | None:
    """The board meeting under way or the next one to come, of those that take place."""
    now, everything = ports.clock(), ports.store.meetings.all()
    held = [meeting for meeting in everything if not (meeting.details.cancelled or meeting.details.is_chat)]
    coming = [meeting for meeting in held if not is_over(meeting, now)]
    return coming[0] if coming else None
