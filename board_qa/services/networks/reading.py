"""Read the streams of a network: our mentions, each meeting's hashtags and conversations. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import Page, Post, ReadRequest, StreamKind, UnreadablePost
from board_qa.domain.networks.sweeps import Swept
from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.services.networks.our_account import account, conversations
from board_qa.services.networks.spending import charged_call, remaining

_MAX_PAGES = 100


@dataclass(frozen=True)
class Stream:
    """One thing that is asked of a network again and again, for these meetings."""

    kind: StreamKind
    meetings: Sequence[Meeting]

    @property
    def name(self) -> str:
        return f"{self.kind.name} {self.meetings[0].code}" if self.kind.for_each_meeting else self.kind.name


@dataclass(frozen=True)
class Found:
    """A post as it was read: in which stream first, whose search found it, and whether we were told of it."""

    post: Post
    stream: str
    found_for: Meeting | None
    is_to_us: bool


@dataclass
class Haul:
    """What a round has read: every post once, what could not be read, and what is to be remembered once it is stored:
    how far each cursor may move, and which streams were swept."""

    posts: dict[str, Found] = field(default_factory=dict)
    unreadable: list[tuple[UnreadablePost, Sequence[Meeting]]] = field(default_factory=list)
    cursors: dict[str, str] = field(default_factory=dict)
    swept: dict[str, Swept] = field(default_factory=dict)

    def add(self, page: Page, stream: Stream) -> None:
        found_for = stream.meetings[0] if stream.kind.for_each_meeting else None
        for post in page.posts:
            known = self.posts.get(post.native_id, Found(post, stream.kind.name, None, is_to_us=False))
            best = post if _says_more(post, known.post) else known.post
            is_to_us = known.is_to_us or not stream.kind.for_each_meeting
            self.posts[post.native_id] = Found(best, known.stream, known.found_for or found_for, is_to_us)
        self.unreadable += [(post, stream.meetings) for post in page.unreadable]


def streams(channel: Channel, meetings: Sequence[Meeting]) -> Iterator[Stream]:
    """What the network is asked for these meetings, in its own order."""
    for kind in channel.streams if meetings else ():
        yield from (Stream(kind, [one]) for one in meetings) if kind.for_each_meeting else [Stream(kind, meetings)]


def of_our_keys(channel: Channel, stream: str) -> str:
    """The name under which a stream is remembered: with other keys it is another account's."""
    return f"{channel.fingerprint}/{stream}"


@dataclass(frozen=True)
class Reader:
    """Reads pages into a haul. Whatever was read before one breaks off stays in it."""

    ports: Ports
    channel: Channel
    haul: Haul

    def read(self, stream: Stream) -> bool:
        """Read from the cursor to the newest post; whether that was all there is. Raises ChannelError."""
        request = self._request(stream)
        name = of_our_keys(self.channel, "/".join([stream.name, *request.hashtags, *request.conversation_ids]))
        cursor = reached = self.ports.store.sources.cursor(self.channel.name, name)
        request = replace(request, cursor=cursor, not_before=self.ports.clock() - self.channel.reach)
        for page in self._pages(stream, request, stream.name):
            reached = page.cursor
        self.haul.cursors[name] = reached
        return not cursor

    def sweep(self, stream: Stream, reach: timedelta) -> None:
        """Read what there is as far back as that, whatever was read before. Raises ChannelError.

        Without the authors, who cost more than the posts: whoever is new is looked up by name after it.
        """
        request = replace(self._request(stream), not_before=self.ports.clock() - reach, with_authors=False)
        for _ in self._pages(stream, request, f"{stream.name}, swept"):
            if not self.channel.may_sweep(stream.kind.name):
                return

    def _request(self, stream: Stream) -> ReadRequest:
        account_id, handle = account(self.ports, self.channel)
        request = ReadRequest(stream.kind.name, account_id, handle, 0)
        if not stream.kind.for_each_meeting:
            return request
        (meeting,) = stream.meetings
        ours = conversations(self.ports, self.channel, meeting)
        return replace(request, hashtags=meeting.details.hashtags, conversation_ids=ours)

    def _pages(self, stream: Stream, request: ReadRequest, what: str) -> Iterator[Page]:
        for _ in range(_MAX_PAGES):
            page = self._page(stream, request, what)
            self.haul.add(page, stream)
            yield page
            if not page.next_page or page.next_page == request.page:
                return
            request = replace(request, page=page.next_page, reached=page.cursor)

    def _page(self, stream: Stream, request: ReadRequest, what: str) -> Page:
        """One page, of a size that the cap can pay for at its worst.

        It is booked by the name of the stream and not by what is asked: after another call went out the same question
        is never asked again, and what was lost on the way would stay on the books.
        """
        affordable = remaining(self.ports, self.channel)
        limit = self.channel.page_size(request.stream, affordable, request.with_authors)
        worst = self.channel.worst_price(request.stream, limit, request.with_authors) if limit else affordable + 1
        with charged_call(self.ports, self.channel, what, worst, stream.meetings[0].id) as bill:
            page = self.channel.read(replace(request, limit=limit))
            bill.charges = page.charges
        return page


def _says_more(post: Post, known: Post) -> bool:
    """Whether this is a newer version of the post, or the same one with its author."""
    if post.version_order != known.version_order:
        return post.version_order > known.version_order
    return post.is_named and not known.is_named
