"""Which meeting a post belongs to: first by its conversation, then by what it quotes or answers, then by its hashtag.

A person can still move the question to another meeting (`moving`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.hashtags import has_hashtag, has_hashtag_to_the_letter
from board_qa.domain.networks.posts import Post
from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.services.meetings.meetings import is_over
from board_qa.services.networks.our_account import sent


@dataclass(frozen=True)
class Routes:
    """What a round of reading needs to know of the meetings, those that are over included.

    `calls` has the meeting of each of our calls by its id on the network; `asked` finds the meeting of the question
    that a post became.
    """

    meetings: Sequence[Meeting]
    read_for: frozenset[int]
    calls: Mapping[str, Meeting]
    asked: Callable[[str], Meeting | None]
    now: datetime

    def meeting_for(self, post: Post, found_for: Meeting | None) -> Meeting | None:
        """The post's meeting; None where no meeting that it could be for was open when it was posted.

        `found_for` is the meeting whose search found it, if it was one's.
        """
        on = [meeting for meeting in self.meetings if self._was_on(meeting, post.posted_at)]
        return self._by_reference(post) or _by_hashtag(post, on) or found_for or _by_time(post, on)

    def _by_reference(self, post: Post) -> Meeting | None:
        for id_ in (post.conversation_id, *post.refers_to):
            if id_ and id_ != post.native_id and (meeting := self.calls.get(id_) or self.asked(id_)):
                return meeting
        return None

    def _was_on(self, meeting: Meeting, posted_at: datetime) -> bool:
        """Whether the meeting was still to come or under way. One that is over by now was read for until then."""
        is_read = meeting.id in self.read_for or is_over(meeting, self.now)
        return is_read and not is_over(meeting, posted_at)


def routes(ports: Ports, channel: Channel, read_for: Sequence[Meeting]) -> Routes:
    """The routes of this round. `read_for` are the meetings that are read for just now."""
    meetings = {meeting.id: meeting for meeting in ports.store.meetings.all()}
    calls = {post.native_id: meetings[post.meeting_id] for post in sent(ports, channel)}

    def asked(id_: str) -> Meeting | None:
        question = ports.store.questions.by_native_id(channel.name, id_)
        return meetings.get(question.meeting_id) if question else None

    open_now = frozenset(meeting.id for meeting in read_for)
    return Routes(list(meetings.values()), open_now, calls, asked, ports.clock())


def _by_hashtag(post: Post, on: Sequence[Meeting]) -> Meeting | None:
    """The next meeting with a hashtag of the post, best one that has it to the letter and was open by then."""
    tagged = [meeting for meeting in on if has_hashtag(post.text, meeting.details.hashtag)]
    exact = [meeting for meeting in tagged if has_hashtag_to_the_letter(post.text, meeting.details.hashtag)]
    candidates = exact or tagged
    opened = [meeting for meeting in candidates if meeting.details.opens_at <= post.posted_at]
    return next(iter(opened or candidates), None)


def _by_time(post: Post, on: Sequence[Meeting]) -> Meeting | None:
    """A post that says no meeting, such as a mention of us, is for the one under way or the next one to come."""
    return next((meeting for meeting in on if meeting.details.opens_at <= post.posted_at), None)
