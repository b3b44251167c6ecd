"""What came of listening in a few figures, for files that tell of a whole meeting: its report and its recap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from board_qa.domain.listening.asked_about import Word, asked_about
from board_qa.domain.listening.figures import counted
from board_qa.domain.listening.questions import people
from board_qa.domain.listening.spoken import as_heard
from board_qa.domain.meetings.meeting import Meeting
from board_qa.ports import Ports
from board_qa.services.listening.window import window_of

_WORDS = 10


@dataclass(frozen=True)
class Summary:
    """The same figures as in the listening report. `words` are those that most public questions have."""

    posts: int
    participants: int
    askers: int
    first_time: int
    supports: int
    words: Sequence[Word]


def summary(ports: Ports, meeting: Meeting) -> Summary:
    listening, window = ports.store.listening, window_of(ports, meeting)
    figures = counted(as_heard(listening.spoken(meeting.id, window.begins, window.ends), {}), window)
    earlier = listening.earlier_keys(meeting.id, meeting.details.starts_at)
    asked = people(listening.asked(meeting.id), listening.asker_keys(meeting.id), earlier)
    return Summary(
        posts=figures.posts,
        participants=figures.participants,
        askers=asked.askers,
        first_time=asked.first_time,
        supports=listening.supports(meeting.id),
        words=asked_about(listening.approved(meeting.id), _WORDS),
    )
