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
from board_qa.services import ruling
from board_qa.services.core import Core


class ChangedMeanwhile(Exception):
    """Somebody else changed the meeting first; `meeting` is how it stands now. Nothing was stored."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__("the meeting changed meanwhile")
        self.meeting = meeting


def create(core: Core, details: MeetingDetails) -> Meeting:
    """Store a meeting under a code of its own and with an unguessable screen address."""
    while True:
        code = make_code(core.ids.bytes(LENGTH))
        meeting = core.store.meetings.add(details, code, core.ids.token(), core.clock())
        if meeting is not None:
            return meeting


def change(
    core: Core,
    meeting: Meeting,
    details: MeetingDetails,
    seen: str = "",
    by: Actor | None = None,
    differences: Sequence[Difference] = (),
) -> None:
    """Correct a meeting. Its code and addresses stay, so that nothing already published breaks.

    `seen` is the `fingerprint` of the details the moderator's form was made from; without one, those of `meeting`
    count. Raises ChangedMeanwhile where they are no longer the stored ones: a meeting is saved whole, and two
    moderators must not undo each other's work without knowing. The differences made go on the record.
    """
    with core.store.transaction():
        fresh = core.store.meetings.get(meeting.id) or meeting
        if fingerprint(fresh.details) != (seen or fingerprint(meeting.details)):
            raise ChangedMeanwhile(fresh)
        core.store.meetings.update(meeting.id, details)
        if by is not None:
            core.store.settings.record(meeting.id, differences, by, core.clock())
    core.announcer.changed(meeting.id)


def set_rules(
    core: Core,
    meeting: Meeting,
    rules: Rules,
    seen: str = "",
    by: Actor | None = None,
    differences: Sequence[Difference] = (),
) -> MeetingDetails:
    """Give a meeting these rules, and the deadline that follows from them; return its new details.

    Raises ChangedMeanwhile as `change` does, and ruling.ClosesBeforeOpening.
    """
    details = ruling.with_deadline(core, replace(meeting.details, rules=rules))
    change(core, meeting, details, seen, by, differences)
    return details


def fingerprint(details: MeetingDetails | AboutBoard) -> str:
    """A short name for exactly these details."""
    return sha256(repr(details).encode()).hexdigest()[:16]


def latest_rules(core: Core) -> Rules:
    """The rules of the meeting made last, which a new one starts from, so that a board sets them once."""
    made_last = max(core.store.meetings.all(), key=lambda meeting: meeting.id, default=None)
    return made_last.details.rules if made_last else Rules()


def is_over(meeting: Meeting, now: datetime) -> bool:
    return admission.is_over(meeting.details, now)


def next_meeting(core: Core) -> Meeting | None:
    """The meeting under way or the next one to come."""
    now = core.clock()
    coming = [meeting for meeting in core.store.meetings.all() if not is_over(meeting, now)]
    return coming[0] if coming else None
