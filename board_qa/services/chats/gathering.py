"""What was answered in a chat, as it is read now: its questions, and the posts below each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from board_qa.domain.chats.answers import ChatPost, Gathered, gather
from board_qa.domain.chats.questions import ChatQuestion
from board_qa.domain.listening.figures import Window
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import OutgoingPost
from board_qa.domain.questions.admission import LATE_ANSWERS
from board_qa.ports import Ports


@dataclass(frozen=True)
class ReadChat:
    """All that is kept of a chat and counts, as it is read: gathering it needs nothing else. `asked` has the number of
    each question that we posted, by network and id."""

    questions: Sequence[ChatQuestion]
    asked: Mapping[tuple[str, str], int]
    posts: Sequence[ChatPost]

    def gathered(self) -> Gathered:
        return gather(self.posts, self.asked, len(self.questions))


def read(ports: Ports, meeting: Meeting) -> ReadChat:
    """Posts count from when the chat was planned to a day after its end."""
    details = meeting.details
    window = Window(details.opens_at, details.closes_at + LATE_ANSWERS)
    questions = ports.store.chats.questions(meeting.id)
    return ReadChat(
        questions,
        _asked(questions, ports.store.outbox.of_meeting(meeting.id)),
        ports.store.chats.posts(meeting.id, window.begins, window.ends),
    )


def _asked(questions: Sequence[ChatQuestion], posts: Sequence[OutgoingPost]) -> dict[tuple[str, str], int]:
    numbers = {one.id: number for number, one in enumerate(questions, start=1)}
    return {
        (post.channel, post.native_id): numbers[post.chat_question_id]
        for post in posts
        if post.native_id and post.chat_question_id in numbers
    }
