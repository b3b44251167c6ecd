"""Which meeting a post belongs to: first by its conversation, then by what it quotes or answers, then by its hashtag.

A meeting's own hashtag says most. A further one says least, less than a mention of us: its writer may not have meant
the board at all.

A chat takes only what has its hashtag or hangs below its posts, and never a mention that says neither: whoever asks the
board something is not to be lost in it. For the same reason a board meeting comes first where both have the hashtag.

A person can still move the question to another meeting (`moving`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.hashtags import has_hashtag, has_hashtag_to_the_letter
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.question import Question
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

    def meeting_for(self, post: Post, found_for: Meeting | None, is_to_us: bool) -> Meeting | None:
        """The post's meeting; None where no meeting that it could be for was open when it was posted.

        `found_for` is the meeting whose search found it, if it was one's; `is_to_us` says that we were told of it.
        """
        on = [meeting for meeting in self.meetings if self._was_on(meeting, post.posted_at)]
        surely = self.by_reference(post) or _by_hashtag(post, on, _own)
        further = _by_hashtag(post, on, _further)
        if further is None:
            return surely or found_for or _by_time(post, on)
        # Its meeting's search may have found it by that hashtag alone, which says less than a mention does.
        return surely or (_by_time(post, on) if is_to_us else None) or further

    def by_reference(self, post: Post) -> Meeting | None:
        """The meeting whose call, or whose question, the post answers, quotes or passes on."""
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


def further_hashtag_alone(ports: Ports, channel: Channel, meeting: Meeting, question: Question) -> str:
    """The further hashtag that is all that brought a question's post to the meeting.

    '' where the post has the meeting's own as well, answers or quotes one of ours, or is a mention of us; also where a
    person pasted it, and where it was kept as long as it may be.
    """
    details, text = meeting.details, question.source.text
    further = next((one for one in details.more_hashtags if has_hashtag(text, one)), "")
    if not further or has_hashtag(text, details.hashtag):
        return ""
    seen = ports.store.posts.of_question(question.id)
    to_us = {kind.name for kind in channel.streams if not kind.for_each_meeting}
    if seen is None or seen.stream in to_us or routes(ports, channel, ()).by_reference(seen.post):
        return ""
    return further


def _own(meeting: Meeting) -> Sequence[str]:
    return (meeting.details.hashtag,)


def _further(meeting: Meeting) -> Sequence[str]:
    return meeting.details.more_hashtags


def _by_hashtag(post: Post, on: Sequence[Meeting], hashtags_of: Callable[[Meeting], Sequence[str]]) -> Meeting | None:
    """The next meeting with a hashtag of the post, best one that has it to the letter and was open by then."""

    def having(stands: Callable[[str, str], bool], among: Sequence[Meeting]) -> list[Meeting]:
        return [meeting for meeting in among if any(stands(post.text, one) for one in hashtags_of(meeting))]

    tagged = sorted(having(has_hashtag, on), key=lambda meeting: meeting.details.is_chat)
    exact = having(has_hashtag_to_the_letter, tagged)
    candidates = exact or tagged
    opened = [meeting for meeting in candidates if meeting.details.opens_at <= post.posted_at]
    return next(iter(opened or candidates), None)


def _by_time(post: Post, on: Sequence[Meeting]) -> Meeting | None:
    """A post that says no meeting, such as a mention of us, is for the one under way or the next one to come."""
    meetings = (meeting for meeting in on if not meeting.details.is_chat)
    return next((meeting for meeting in meetings if meeting.details.opens_at <= post.posted_at), None)
