"""Store what a round has read, in the order in which people posted it: the numbers of receipts follow that order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import Post, UnreadablePost
from board_qa.domain.questions.copies import linked
from board_qa.domain.questions.question import NewQuestion, Question
from board_qa.domain.text import wording
from board_qa.ports import Ports
from board_qa.services.networks.reading import Found, Haul
from board_qa.services.networks.routing import Routes
from board_qa.services.networks.sighting import sighted
from board_qa.services.networks.unreadable import CANNOT_BE_TAKEN, put_aside


@dataclass(frozen=True)
class Receiver:
    """Takes posts into the queue one by one. One that cannot be taken is put aside, and stops no other."""

    ports: Ports
    channel_name: str
    account_id: str
    routes: Routes

    def receive(self, haul: Haul) -> None:
        changed: set[int | None] = set()
        for found in sorted(haul.posts.values(), key=lambda found: found.post.turn):
            try:
                changed.add(self._take(found))
            except CANNOT_BE_TAKEN:
                self._put_aside(UnreadablePost(found.post.native_id, found.post.url), self.routes.meetings)
        for post, meetings in haul.unreadable:
            self._put_aside(post, meetings)
        for meeting_id in filter(None, changed):
            self.ports.announcer.changed(meeting_id)

    def _take(self, found: Found) -> int | None:
        """Store a post as a question, or what is new of it; return the meeting that changed.

        Its text is looked through after that (`screen_waiting`): it can take seconds, and a question is safe first.
        """
        post = found.post
        if post.is_repost or post.author_id == self.account_id:
            return None
        known = self._known(post)
        if known is not None:
            return known.meeting_id if sighted(self.ports, known, post) else None
        meeting = self.routes.meeting_for(post, found.found_for)
        if meeting is None:
            return None
        store, now = self.ports.store, self.ports.clock()
        with store.transaction():
            receipt = store.questions.receive(meeting.id, self._question(post), self.ports.ids.token(), now)
            store.sources.remove_unreadable(self.channel_name, post.native_id)
        return meeting.id if receipt.new else None

    def _known(self, post: Post) -> Question | None:
        # A person who pastes a link to an edited post has it by its newest id; we have it by its first. And where the
        # link does not tell the network's own id, they have it by the link.
        names = [(self.channel_name, post.native_id), (self.channel_name, post.version), linked(post.url)]
        found = (self.ports.store.questions.by_native_id(*name) for name in names if name)
        return next(filter(None, found), None)

    def _question(self, post: Post) -> NewQuestion:
        return NewQuestion(
            channel=self.channel_name,
            native_id=post.native_id,
            version=post.version,
            version_order=post.version_order,
            text=wording.received(post.text),
            shown=None if post.shown is None else wording.received(post.shown),
            author_name=wording.one_line(post.author_name),
            author_handle=wording.one_line(post.author_handle),
            asked_at=post.posted_at,
            url=post.url,
            lang=post.lang,
        )

    def _put_aside(self, post: UnreadablePost, meetings: Sequence[Meeting]) -> None:
        put_aside(self.ports, self.channel_name, post, [meeting.id for meeting in meetings])
