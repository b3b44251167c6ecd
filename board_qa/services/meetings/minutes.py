"""What goes into the minutes' appendix and the report of a meeting: its record, and what the board wants remembered."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from gettext import NullTranslations
from hashlib import sha256

from board_qa.domain.meetings import settings
from board_qa.domain.meetings.key_messages import KeyMessages
from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.register import RegisterEntry
from board_qa.domain.text.saying import ENGLISH
from board_qa.ports import Ports
from board_qa.services.listening.summary import Summary, summary
from board_qa.services.meetings.meetings import fingerprint, is_over
from board_qa.services.meetings.record import Record, record


@dataclass(frozen=True)
class Pack:
    """What both files are made of, in one language. `over` says that the meeting is, and `heard` what came of
    listening."""

    record: Record
    messages: KeyMessages
    over: bool
    heard: Summary


class ChosenMeanwhile(Exception):
    """Somebody else chose key messages first; `messages` are theirs. Nothing was stored."""

    def __init__(self, messages: KeyMessages) -> None:
        super().__init__("chosen meanwhile")
        self.messages = messages


def pack(ports: Ports, meeting: Meeting, translations: NullTranslations = ENGLISH) -> Pack:
    """As it is now, whether or not the record is published: minutes are written before that."""
    messages = ports.store.meetings.key_messages(meeting.id)
    whole, over = record(ports, meeting, translations), is_over(meeting, ports.clock())
    return Pack(whole, messages, over, summary(ports, meeting))


def revision(ports: Ports, meeting: Meeting) -> Hashable:
    """While this is the same, so is the pack, but for posts that were read since; it is soon told, and other things
    change it as well."""
    return meeting, is_over(meeting, ports.clock()), ports.store.meetings.key_messages(meeting.id)


def digest(packed: Pack) -> str:
    """A short name for all that the files say. What else changes of a meeting, a note or a press, is not in it."""
    meeting = replace(packed.record.meeting, revision=0, idle_view=IdleView.BLANK, record_published_at=None)
    said = replace(packed, record=replace(packed.record, meeting=meeting))
    return sha256(repr(said).encode()).hexdigest()


def to_choose_from(ports: Ports, meeting: Meeting) -> list[RegisterEntry]:
    """The questions with an answer in the record: what the board said is what people remember."""
    return [entry for entry in record(ports, meeting).entries if entry.answer]


def choose(ports: Ports, meeting: Meeting, messages: KeyMessages, expected: str, actor: Actor) -> None:
    """Store the key messages where they still are as they were seen: `fingerprint` of what the form was made from.

    What differs goes on the record. Raises ChosenMeanwhile.
    """
    with ports.store.transaction():
        now = ports.store.meetings.key_messages(meeting.id)
        if fingerprint(now) != expected:
            raise ChosenMeanwhile(now)
        ports.store.meetings.set_key_messages(meeting.id, messages)
        made = settings.differences(settings.of_key_messages(now), settings.of_key_messages(messages))
        ports.store.settings.record(meeting.id, made, actor, ports.clock())
