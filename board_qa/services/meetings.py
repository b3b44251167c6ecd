"""Make and change meetings, and find the one the public wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from board_qa.domain.meetings.about import AboutBoard
from board_qa.domain.meetings.codes import LENGTH, make_code
from board_qa.domain.meetings.meeting import Meeting, MeetingDetails
from board_qa.domain.meetings.rules import Rules
from board_qa.domain.meetings.settings import Difference
from board_qa.domain.questions import admission
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.services import rule_checks


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


def change(
    ports: Ports,
    meeting: Meeting,
    details: MeetingDetails,
    expected: str = "",
    actor: Actor | None = None,
    differences: Sequence[Difference] = (),
) -> None:
    """Correct a meeting. Its code and addresses stay, so that nothing already published breaks.

    `expected` is the `fingerprint` of the details the moderator's form was made from; without one, those of `meeting`
    count. Raises ChangedMeanwhile where they are no longer the stored ones: a meeting is saved whole, and two
    moderators must not undo each other's work without knowing. The differences made go on the record.
    """
    with ports.store.transaction():
        fresh = ports.store.meetings.get(meeting.id) or meeting
        if fingerprint(fresh.details) != (expected or fingerprint(meeting.details)):
            raise ChangedMeanwhile(fresh)
        ports.store.meetings.update(meeting.id, details)
        if actor is not None:
            ports.store.settings.record(meeting.id, differences, actor, ports.clock())
    ports.announcer.changed(meeting.id)


def set_rules(
    ports: Ports,
    meeting: Meeting,
    rules: Rules,
    expected: str = "",
    actor: Actor | None = None,
    differences: Sequence[Difference] = (),
) -> MeetingDetails:
    """Give a meeting these rules, and the deadline that follows from them; return its new details.

    Raises ChangedMeanwhile as `change` does, and rule_checks.ClosesBeforeOpening.
    """
    details = rule_checks.with_deadline(ports, replace(meeting.details, rules=rules))
    change(ports, meeting, details, expected, actor, differences)
    return details


def fingerprint(details: MeetingDetails | AboutBoard) -> str:
    """A short name for exactly these details."""
    return sha256(repr(details).encode()).hexdigest()[:16]


def latest_rules(ports: Ports) -> Rules:
    """The rules of the meeting made last, which a new one starts from, so that a board sets them once."""
    made_last = ports.store.meetings.made_last()
    return made_last.details.rules if made_last else Rules()


def is_over(meeting: Meeting, now: datetime) -> bool:
    return admission.is_over(meeting.details, now)


def next_meeting(ports: Ports) -> Meeting | None:
    """The meeting under way or the next one to come."""
    now = ports.clock()
    coming = [meeting for meeting in ports.store.meetings.all() if not is_over(meeting, now)]
    return coming[0] if coming else None
