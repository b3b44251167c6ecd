"""Store what a round has read, in the order in which people posted it: the numbers of receipts follow that order.

Every post is kept, also what is no question: what others passed on, what we posted, what is for no meeting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.as_kept import NotAPost, as_kept
from board_qa.domain.networks.links import ELSEWHERE
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Post, UnreadablePost
from board_qa.domain.questions.copies import linked, says_the_same
from board_qa.domain.questions.question import NewQuestion, Question
from board_qa.ports import Ports
from board_qa.services.networks.observing import keep
from board_qa.services.networks.reading import Found, Haul
from board_qa.services.networks.routing import Routes
from board_qa.services.networks.sighting import sighted
from board_qa.services.networks.unreadable import CANNOT_BE_TAKEN, put_aside


@dataclass(frozen=True)
class Taken:
    """What became of a post: its meeting, where it has one, the question that does not point at it yet, whether that
    meeting changed, and whether something was `heard` in a chat, whose posts are no questions.
    """

    meeting_id: int | None = None
    unlinked: int | None = None
    changed: bool = False
    heard: bool = False


@dataclass(frozen=True)
class Receiver:
    """Takes posts into the queue one by one. One that cannot be taken is put aside, and stops no other."""

    ports: Ports
    channel_name: str
    account_id: str
    routes: Routes
    post_address: Callable[[str, str], str]  # `Channel.post_address`

    def receive(self, haul: Haul) -> None:
        found = self._without_erased(sorted(haul.posts.values(), key=lambda found: found.post.turn))
        taken = {one.post.native_id: self._take_or_put_aside(one) for one in found}
        self._keep(found, taken)
        for post, meetings in haul.unreadable:
            self._put_aside(post, meetings)
        for meeting_id in {one.meeting_id for one in taken.values() if one.heard and one.meeting_id}:
            self.ports.store.chats.heard(meeting_id)
        changed = [one for one in taken.values() if one.changed or one.heard]
        for meeting_id in {one.meeting_id for one in changed if one.meeting_id}:
            self.ports.announcer.changed(meeting_id)

    def _without_erased(self, found: Sequence[Found]) -> list[Found]:
        """Whoever had a post erased here does not find it here again, for as long as it is on its network."""
        names = {one.post.native_id: self._names(one.post) for one in found}
        erased = self.ports.store.erasures.erased_of(
            self.channel_name, {name for each in names.values() for name in each}
        )
        return [one for one in found if erased.isdisjoint(names[one.post.native_id])]

    def _take_or_put_aside(self, found: Found) -> Taken:
        try:
            return self._take(replace(found, post=as_kept(found.post)))
        except CANNOT_BE_TAKEN:
            self._put_aside(UnreadablePost(found.post.native_id, found.post.url), self.routes.meetings)
            return Taken()

    def _take(self, found: Found) -> Taken:
        """Store a post as a question, or what is new of it.

        Its text is looked through after that (`screen_waiting`): it can take seconds, and a question is safe first.
        """
        post = found.post
        no_question = post.is_repost or self._is_ours(post)
        known = None if no_question else self._known(post)
        if known is not None:
            unlinked = known.id if known.post_id is None else None
            return Taken(known.meeting_id, unlinked, changed=sighted(self.ports, self.channel_name, known, post))
        routed = self.routes.calls.get(post.native_id)
        meeting = routed or self.routes.meeting_for(self._by_now(post), found.found_for, found.is_to_us)
        if meeting is not None and meeting.details.is_chat:
            return Taken(meeting.id, heard=self._is_new(post))
        if meeting is None or no_question:
            return Taken(meeting.id if meeting else None)
        return self._ask(found, meeting)

    def _is_new(self, post: Post) -> bool:
        """Whether it was not read before, or in other words."""
        held = self.ports.store.posts.several(self.channel_name, [post.native_id]).get(post.native_id)
        return held is None or held.post.version_order != post.version_order

    def _ask(self, found: Found, meeting: Meeting) -> Taken:
        """A question and its post are there together from the first moment."""
        store, post = self.ports.store, found.post
        with store.transaction():
            if not self._without_erased([found]):
                return Taken()  # in this moment
            if keep(self.ports, self.channel_name, [self._observed(found, meeting.id)]):
                raise NotAPost("of a form that cannot be kept")
            token, now = self.ports.ids.token(), self.ports.clock()
            receipt = store.questions.receive(meeting.id, self._question(self._by_now(post)), token, now)
            store.sources.remove_unreadable(self.channel_name, post.native_id)
        return Taken(meeting.id, changed=receipt.new)

    def _by_now(self, post: Post) -> Post:
        """Servers whose clock is wrong post in a time to come, when the meeting may be over."""
        return replace(post, posted_at=min(post.posted_at, self.routes.now))

    def _keep(self, found: Sequence[Found], taken: Mapping[str, Taken]) -> None:
        seen = [self._observed(one, taken[one.post.native_id].meeting_id) for one in found]
        questions = {id_: one.unlinked for id_, one in taken.items() if one.unlinked}
        for odd in keep(self.ports, self.channel_name, seen, questions):
            self._put_aside(UnreadablePost(odd.post.native_id, odd.post.url), self.routes.meetings)

    def _observed(self, found: Found, meeting_id: int | None) -> ObservedPost:
        now = self.ports.clock()
        is_ours = self._is_ours(found.post)
        return ObservedPost(self.channel_name, found.post, found.stream, now, now, now, meeting_id, is_ours)

    def _is_ours(self, post: Post) -> bool:
        return post.author_id == self.account_id

    def _known(self, post: Post) -> Question | None:
        # A person who pastes a link to an edited post has it by its newest id; we have it by its first.
        questions = self.ports.store.questions
        found = (questions.by_native_id(self.channel_name, id_) for id_ in (post.native_id, post.version) if id_)
        return next(filter(None, found), None) or self._at_its_address(post)

    def _at_its_address(self, post: Post) -> Question | None:
        """Where a link does not tell the network's own id, whoever pastes it has the post by the link; and some servers
        give an edited post another id, while its address stays. What is there is somebody else's unless the same author
        wrote it: an address is what a server says.
        """
        store, links = self.ports.store, [link for link in self._links(post) if self._may_be_ours(link[0])]
        copied = next(filter(None, (store.questions.by_native_id(*link) for link in links)), None)
        found = copied or (store.questions.by_url(self.channel_name, post.url) if post.url else None)
        if found is None:
            return None
        held = store.posts.of_question(found.id)
        if held is not None:
            return found if held.post.author_id == post.author_id else None
        return found if found is copied and says_the_same(found.source, post) else None

    def _links(self, post: Post) -> list[tuple[str, str]]:
        """What its addresses tell: the one that it has, where our own server shows it, and without its handle."""
        at = (post.url, *(self.post_address(post.native_id, handle) for handle in (post.author_handle, "")))
        return list(dict.fromkeys(link for address in at if (link := linked(address))))

    def _names(self, post: Post) -> set[str]:
        """What a post is known by: an edit may give it another id, and its address stays."""
        return {post.native_id, post.version, post.url, *(name for _, name in self._links(post))} - {""}

    def _may_be_ours(self, network: str) -> bool:
        """Whether a link leads to this network: to no other one that its address tells."""
        return network in (self.channel_name, ELSEWHERE)  # of whose pages nobody can tell

    def _question(self, post: Post) -> NewQuestion:
        return NewQuestion(
            channel=self.channel_name,
            native_id=post.native_id,
            version=post.version,
            version_order=post.version_order,
            text=post.text,
            shown=post.shown,
            author_name=post.author_name,
            author_handle=post.author_handle,
            asked_at=post.posted_at,
            url=post.url,
            lang=post.lang,
        )

    def _put_aside(self, post: UnreadablePost, meetings: Sequence[Meeting]) -> None:
        put_aside(self.ports, self.channel_name, post, [meeting.id for meeting in meetings])
