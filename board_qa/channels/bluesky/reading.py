"""The three streams of Bluesky: each alone misses some posts (docs/networks/bluesky.md, "Reading")."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from board_qa.channels.bluesky import limits
from board_qa.channels.bluesky import posts as bluesky_posts
from board_qa.channels.bluesky.client import BlueskyClient
from board_qa.channels.hashtags import one_by_one
from board_qa.domain.networks.as_kept import page_mark
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.posts import Page, Post, ReadRequest, StreamKind, UnreadablePost

# Everything that concerns us, then each meeting's calls, then what only its hashtags tell.
NOTIFICATIONS = StreamKind("notifications", for_each_meeting=False)
THREAD = StreamKind("thread", for_each_meeting=True)
SEARCH = StreamKind("search", for_each_meeting=True)

_REASONS = ("reply", "mention", "quote")
# Answers to answers. 1,000 may be asked for, but atproto reads no JSON with more than 200 brackets within each other
# (jiter), and each answer takes two.
_DEPTH = 90
# Two who answer each other without an end are followed so many times further down.
_FURTHER = 20
# Posts are listed a little late and out of order, so each read goes back over the last two minutes; what appears later
# than that is found in the thread or by a sweep.
_OVERLAP = timedelta(minutes=2)


@dataclass(frozen=True)
class Streams:
    """Reads one page of a stream. Raises ChannelError."""

    client: BlueskyClient
    clock: Callable[[], datetime]

    def read(self, ask: ReadRequest) -> Page:
        if ask.stream == NOTIFICATIONS.name:
            return self._notifications(ask)
        return self._thread(ask) if ask.stream == THREAD.name else one_by_one(ask, self._search)

    def hidden_in(self, our_id: str, found: Iterable[Post]) -> frozenset[str]:
        """Which of these posts we have hidden in our own threads: the notifications and the search list them still."""
        ours = f"at://{our_id}/"
        roots = sorted({one.conversation_id for one in found if one.conversation_id.startswith(ours)})
        return frozenset(uri for view in self.views(roots) for uri in bluesky_posts.hidden_replies(view))

    def views(self, uris: Sequence[str]) -> list[Any]:
        """The posts at these addresses, as many as there are; those that are no addresses are not asked about."""
        asked = [uri for uri in uris if bluesky_posts.is_address(uri)]
        found: list[Any] = []
        for start in range(0, len(asked), limits.LOOKED_UP_AT_ONCE):
            batch = asked[start : start + limits.LOOKED_UP_AT_ONCE]
            found += bluesky_posts.listed(self.client.query("app.bsky.feed.getPosts", uris=batch), "posts")
        return found

    def _notifications(self, ask: ReadRequest) -> Page:
        body = self.client.query(
            "app.bsky.notification.listNotifications", limit=ask.limit, cursor=ask.page, reasons=list(_REASONS)
        )
        told = bluesky_posts.listed(body, "notifications")
        since = self._since(ask)
        fresh = [one for one in told if not "" < bluesky_posts.listed_at(one) < since]
        found, unreadable = self._told_of(fresh)
        # The newest come first, and no moment can be asked for.
        next_page = page_mark(body.get("cursor")) if len(fresh) == len(told) else ""
        return self._page(ask, found, unreadable, next_page)

    def _told_of(self, told: Sequence[Any]) -> tuple[list[Post], list[UnreadablePost]]:
        """The posts themselves: a notification is dated by the app that its post came from, whatever that says.

        Servers from before they could be asked for some reasons alone list likes as well.
        """
        told = [one for one in told if bluesky_posts.inner(one).get("reason", _REASONS[0]) in _REASONS]
        uris = [str(bluesky_posts.inner(one).get("uri")) for one in told]
        nameless = [one for one, uri in zip(told, uris, strict=True) if not bluesky_posts.is_address(uri)]
        return bluesky_posts.read_posts([*self.views(uris), *nameless])

    def _search(self, hashtag: str, ask: ReadRequest) -> Page:
        body = self.client.query(
            "app.bsky.feed.searchPosts",
            q=f"#{hashtag}",
            sort="latest",
            since=self._since(ask),
            limit=ask.limit,
            cursor=ask.page,
        )
        views = bluesky_posts.listed(body, "posts")
        found, unreadable = bluesky_posts.read_posts(views)
        # The search finds longer hashtags as well. The cursor goes on past them.
        page = self._page(ask, found, unreadable, page_mark(body.get("cursor")))
        tagged = {bluesky_posts.inner(one).get("uri") for one in views if bluesky_posts.is_tagged(one, hashtag)}
        return replace(page, posts=tuple(one for one in page.posts if one.native_id in tagged))

    def _thread(self, ask: ReadRequest) -> Page:
        """The answers to one of our calls a page. They come all at once, and so there is no cursor."""
        which = int(ask.page or 0)
        if which >= len(ask.conversation_ids):
            return Page(())
        thread = self._answers_to(ask.conversation_ids[which])
        hidden = bluesky_posts.hidden_replies(bluesky_posts.inner(thread, "post"))
        found, unreadable = bluesky_posts.read_posts(self._however_deep(thread))
        shown = tuple(one for one in found if one.native_id not in hidden)
        next_page = str(which + 1) if which + 1 < len(ask.conversation_ids) else ""
        return Page(shown, (), next_page, tuple(unreadable))

    def _however_deep(self, thread: dict[str, Any]) -> Iterator[Any]:
        yield from bluesky_posts.replies(thread)
        deepest = bluesky_posts.answered_at(thread, _DEPTH)
        for _ in range(_FURTHER):
            if not deepest:
                return
            further = self._answers_to(deepest.pop(0))
            yield from bluesky_posts.replies(further)
            deepest += bluesky_posts.answered_at(further, _DEPTH)

    def _answers_to(self, call: str) -> dict[str, Any]:
        """A call that is gone has no thread any more: its answers are found by the other streams."""
        try:
            body = self.client.query("app.bsky.feed.getPostThread", uri=call, depth=_DEPTH, parentHeight=0)
        except ChannelError as error:
            if error.kind is not ChannelErrorKind.GONE:
                raise
            return {}
        return bluesky_posts.inner(body, "thread")

    def _page(
        self, ask: ReadRequest, found: Sequence[Post], unreadable: Sequence[UnreadablePost], next_page: str
    ) -> Page:
        hidden = self.hidden_in(ask.account_id, found)
        shown = tuple(one for one in found if one.native_id not in hidden)
        return Page(shown, (), next_page, tuple(unreadable), self._cursor(ask, found))

    def _cursor(self, ask: ReadRequest, found: Sequence[Post]) -> str:
        """The newest moment that nothing is likely to come before any more."""
        moments = [one.posted_at for one in found if one.posted_at <= self.clock() - _OVERLAP]
        return max([ask.reached or ask.cursor, *map(bluesky_posts.fixed_width, moments)])

    def _since(self, ask: ReadRequest) -> str:
        return ask.cursor or (bluesky_posts.fixed_width(ask.not_before) if ask.not_before else "")
