"""Bluesky as a channel: what is asked of it, by the facts of docs/networks/bluesky.md. It costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from board_qa.channels.bluesky import limits, profiles, records
from board_qa.channels.bluesky import posts as bluesky_posts
from board_qa.channels.bluesky.client import BlueskyClient
from board_qa.channels.bluesky.reading import NOTIFICATIONS, SEARCH, THREAD, Streams
from board_qa.channels.bluesky.signing_in import Sessions
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.outbox import OutgoingPost
from board_qa.domain.networks.posts import Charge, Lookup, Measure, Page, Post, ReadRequest, StreamKind


class BlueskyChannel:
    """Speaks to one account's own server, at any address that has one."""

    name = "Bluesky"
    streams: tuple[StreamKind, ...] = (NOTIFICATIONS, THREAD, SEARCH)
    reach, looked_up_at_once = limits.REACH, limits.LOOKED_UP_AT_ONCE
    accounts_at_once, cap = limits.ACCOUNTS_AT_ONCE, 0

    def __init__(
        self,
        base_url: str,
        handle: str,
        app_password: str,
        clock: Callable[[], datetime],
        kept: Sessions,
        account: str = "",
    ) -> None:
        """`account` names the account where its address changes: a practice network has another port each time."""
        self._client = BlueskyClient(base_url, handle, app_password, clock, kept, account)
        self._streams = Streams(self._client, clock)
        self.fingerprint = self._client.fingerprint

    def measure(self, text: str) -> Measure:
        return limits.measure(text, records.has_link(text))

    def learn_limits(self) -> None:
        """They are the same on every server."""

    def account(self) -> tuple[str, str]:
        data = self._client.query("com.atproto.server.getSession")
        if not data.get("did") or not data.get("handle"):
            raise ChannelError(ChannelErrorKind.TRANSIENT, "unreadable answer")
        return str(data["did"]), str(data["handle"])

    def profile(self, handle: str) -> str:
        return f"https://bsky.app/profile/{quote(handle, safe='')}"

    def post_address(self, post_id: str, handle: str) -> str:
        if not bluesky_posts.is_address(post_id):
            return ""
        author, key = bluesky_posts.parts(post_id)
        return f"https://bsky.app/profile/{quote(handle or author, safe=':')}/post/{quote(key)}"

    def greeting(self, handle: str) -> str:  # noqa: ARG002  # whom a post answers is told by the network
        return ""

    def may_reply(self, text: str, our_handle: str) -> bool:  # noqa: ARG002  # to everybody
        return True

    def by_hand(self, post_id: str, words: str) -> str:  # noqa: ARG002  # on its page
        return ""

    def publish(self, post: OutgoingPost) -> tuple[str, Sequence[Charge]]:
        """Put the record under its own key: sent twice it is one post. What is looked up for it is only read."""
        reply = self._reply(bluesky_posts.address(post.reply_to)) if post.reply_to else None
        record = records.record(post, reply, self._did_of)
        answer = self._client.write("com.atproto.repo.putRecord", {**self._place(post), "record": record})
        uri = str(answer.get("uri") or "")
        if not bluesky_posts.is_address(uri):
            raise ChannelError(ChannelErrorKind.AMBIGUOUS, "unreadable answer")
        return uri, ()

    def delete(self, post: OutgoingPost) -> None:
        """Delete the record under the key that is in its address, whoever chose that key."""
        if not bluesky_posts.is_address(post.native_id):
            raise ChannelError(ChannelErrorKind.BAD_REQUEST, "it is no post on Bluesky")
        author, key = bluesky_posts.parts(post.native_id)
        if author != self._client.did:
            raise ChannelError(ChannelErrorKind.BLOCKED, "it is another account's post")
        try:
            self._client.write("com.atproto.repo.deleteRecord", {**self._place(post), "rkey": key})
        except ChannelError as error:
            if error.kind is not ChannelErrorKind.GONE:
                raise

    def find_own(
        self,
        account_id: str,
        post: OutgoingPost,
        since: datetime,  # noqa: ARG002  # the key tells our post from all others
        known: Collection[str],
    ) -> tuple[Post | None, Sequence[Charge]]:
        """The record under the post's own key: nothing else can be there, whenever it was made."""
        try:
            found = self._client.query("com.atproto.repo.getRecord", **self._place(post))
        except ChannelError as error:
            if error.kind is not ChannelErrorKind.GONE:
                raise
            return None, ()
        record = bluesky_posts.inner(found, "value")
        view = {**found, "record": record, "author": {"did": account_id}, "indexedAt": record.get("createdAt")}
        ours = [one for one in bluesky_posts.read_posts([view])[0] if one.native_id not in known]
        return (ours[0] if ours else None), ()

    def _place(self, post: OutgoingPost) -> dict[str, str]:
        return {"repo": self._client.did, "collection": records.COLLECTION, "rkey": records.record_key(post)}

    def _reply(self, parent: str) -> dict[str, Any]:
        """What a reply names: the post that it answers and the first of the thread, which stays the call."""
        view = self._answerable(parent)
        answered = bluesky_posts.reference({**view, "uri": parent})
        if not answered:
            raise ChannelError(ChannelErrorKind.TRANSIENT, "unreadable answer")
        root = bluesky_posts.reference(bluesky_posts.inner(view, "record", "reply", "root"))
        return {"root": root or answered, "parent": answered}

    def _answerable(self, uri: str) -> dict[str, Any]:
        """A post that is there and takes our reply. Raises ChannelError where it does not."""
        if not bluesky_posts.is_address(uri):
            raise ChannelError(ChannelErrorKind.BAD_REQUEST, "what it answers is no post on Bluesky")
        thread = self._alone(uri)
        view = bluesky_posts.inner(thread, "post")
        if thread.get("notFound"):
            raise ChannelError(ChannelErrorKind.GONE, "the post that it answers is not there")
        if thread.get("blocked"):
            raise ChannelError(ChannelErrorKind.BLOCKED, "the author of what it answers has blocked us, or we them")
        if bluesky_posts.inner(view, "viewer").get("replyDisabled"):
            raise ChannelError(ChannelErrorKind.BLOCKED, "the thread does not take our replies")
        if not view:
            raise ChannelError(ChannelErrorKind.TRANSIENT, "unreadable answer")
        return view

    def _alone(self, uri: str) -> dict[str, Any]:
        """One post as its thread has it, or the word that it is not found or blocked."""
        try:
            body = self._client.query("app.bsky.feed.getPostThread", uri=uri, depth=0, parentHeight=0)
        except ChannelError as error:
            if error.kind is not ChannelErrorKind.GONE:
                raise
            return {"notFound": True}
        return bluesky_posts.inner(body, "thread")

    def _did_of(self, handle: str) -> str:
        """The id behind a handle; '' where nobody has it."""
        try:
            answer = self._client.query("com.atproto.identity.resolveHandle", handle=handle)
        except ChannelError as error:
            if error.kind not in (ChannelErrorKind.BAD_REQUEST, ChannelErrorKind.GONE):
                raise
            return ""
        did = str(answer.get("did") or "")
        return did if profiles.is_account(did) else ""

    def read(self, ask: ReadRequest) -> Page:
        return self._streams.read(ask)

    def look_up(
        self,
        native_ids: Sequence[str],
        with_authors: bool = False,  # noqa: ARG002  # they come with every answer
    ) -> Lookup:
        """Posts that are gone are left out in silence, and so may others be: each that is missing is asked for by
        itself."""
        uris = list(dict.fromkeys(filter(bluesky_posts.is_address, map(bluesky_posts.address, native_ids))))
        views = self._streams.views(uris)
        seen = {bluesky_posts.inner(view).get("uri") for view in views}
        missing = {uri: self._alone(uri) for uri in uris if uri not in seen}
        gone = frozenset(uri for uri, thread in missing.items() if thread.get("notFound"))
        blocked = frozenset(uri for uri, thread in missing.items() if thread.get("blocked"))
        found, _ = bluesky_posts.read_posts([*views, *(one["post"] for one in missing.values() if "post" in one)])
        hidden = blocked | self._streams.hidden_in(self._client.did, found) & set(uris)
        return Lookup(tuple(one for one in found if one.native_id not in hidden), gone, (), hidden)

    def followers(self, account_id: str) -> tuple[int, Sequence[Charge]]:
        count = profiles.followers(self._client.query("app.bsky.actor.getProfile", actor=account_id))
        if count is None:
            raise ChannelError(ChannelErrorKind.TRANSIENT, "unreadable answer")
        return count, ()

    def followers_of(self, account_ids: Sequence[str]) -> Mapping[str, int]:
        """Whoever is gone is left out in silence."""
        asked = [one for one in account_ids if profiles.is_account(one)]
        return profiles.told_of(self._client.query("app.bsky.actor.getProfiles", actors=asked)) if asked else {}

    # Reading is free, and no stream has sizes or limits of its own.

    def worst_price(self, stream: str, posts: int, with_authors: bool = False) -> int:  # noqa: ARG002
        return 0

    def page_size(self, stream: str, budget: int, with_authors: bool = False) -> int:  # noqa: ARG002
        return limits.LARGEST_PAGE

    def pace(self, busy: bool, meetings: int) -> timedelta:  # noqa: ARG002
        """The same at all times: each meeting's hashtag is searched for once in it."""
        return limits.PACE

    def may_sweep(self, stream: str) -> bool:  # noqa: ARG002
        """3,000 calls in five minutes are more than any sweep takes."""
        return True
