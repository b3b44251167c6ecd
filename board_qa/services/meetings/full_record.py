"""Everything that is kept of one meeting, for an administrator. It is never public, and who took it is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.partners import Partner
from board_qa.domain.meetings.settings import Difference, SettingChange
from board_qa.domain.networks.outbox import OutgoingPost
from board_qa.domain.questions.history import Actor, Change
from board_qa.domain.questions.question import Question
from board_qa.domain.telling.letters import Letter
from board_qa.ports import Ports
from board_qa.services.chats import gathering
from board_qa.services.chats.gathering import ReadChat

TAKEN_OUT = "full_record_taken"
_ALL = 2**31  # rows


@dataclass(frozen=True)
class FullRecord:
    """`supporters` is how many people support each question, by its id, and `poll` how many gave each answer to it.
    `chat` is None of a board meeting."""

    meeting: Meeting
    questions: Sequence[Question]
    supporters: Mapping[int, int]
    history: Sequence[Change]
    settings: Sequence[SettingChange]
    posts: Sequence[OutgoingPost]
    letters: Sequence[Letter]
    partners: Sequence[Partner]
    poll: Mapping[str, int]
    chat: ReadChat | None


def take_out(ports: Ports, meeting: Meeting, shape: str, reason: str, actor: Actor) -> FullRecord:
    """Note who takes it out, as what and why, and give it to them. That note is in it already."""
    store = ports.store
    with store.transaction():
        taken = Difference(TAKEN_OUT, None, f"{shape}: {reason}")
        store.settings.record(meeting.id, [taken], actor, ports.clock())
        questions = store.questions.of_meeting(meeting.id)
        return FullRecord(
            meeting=meeting,
            questions=questions,
            supporters=store.support.counts([question.id for question in questions]),
            history=store.meetings.changes_since(meeting.id, 0, _ALL),
            settings=store.settings.history(meeting.id, _ALL),
            posts=store.outbox.of_meeting(meeting.id),
            letters=store.letters.of_meeting(meeting.id),
            partners=store.partners.of_meeting(meeting.id),
            poll=store.poll.counts(meeting.id),
            chat=gathering.read(ports, meeting) if meeting.details.is_chat else None,
        )
