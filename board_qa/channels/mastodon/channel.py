"""Mastodon as a channel: replies below our calls, the hashtags' timelines and mentions, read one after the other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlsplit

from board_qa.channels.hashtags import one_by_one
from board_qa.channels.mastodon import limits, statuses
from board_qa.channels.mastodon.client import Client
from board_qa.domain.meetings.calls import same_words
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.outbox import OutgoingPost
from board_qa.domain.networks.posts import Charge, Lookup, Measure, Page, Post, ReadRequest, StreamKind, UnreadablePost

# Statuses reach a server late and out of order: each read goes back that far, and a sweep further.
_OVERLAP = timedelta(minutes=2)


class MastodonChannel:
    """Speaks Mastodon's API to the server of the board's own account. Nothing of it costs money."""

    name = "Mastodon"
    streams: tuple[StreamKind, ...] = (
        StreamKind("mentions", for_each_meeting=False),
        StreamKind("replies", for_each_meeting=True),
        StreamKind("hashtag", for_each_meeting=True),
    )
    reach, looked_up_at_once, cap = limits.REACH, limits.LOOKED_UP_AT_ONCE, 0
    accounts_at_once = 0  # it tells with each status

    def __init__(
        self, base_url: str, token: str, clock: Callable[[], datetime], kept: limits.Kept, account: str = ""
    ) -> None:
        """`account` names the account where its address changes: a practice network has another port each time."""
        self._client = Client(base_url, token, clock)
        self._clock, self._kept = clock, kept
        self._tells_several = True  # until the server says that it cannot (Mastodon before 4.3)
        self._host = urlsplit(base_url).hostname or ""
        self.fingerprint = sha256(f"{account or base_url}\n{token}".encode()).hexdigest()[:16]

    def measure(self, text: str) -> Measure:
        fingerprint, _, told = self._kept.get().partition(" ")
        own = limits.read(told if fingerprint == self.fingerprint else "")
        return Measure(own.measure(text), own.length, limits.has_link(text), 0)

    def learn_limits(self) -> None:
        """Of this server alone: another one has others."""
        try:
            instance = self._client.ask("instance_v2")
        except ChannelError as error:
            if error.kind is not ChannelErrorKind.GONE:
                raise
            instance = self._client.ask("instance_v1")  # before Mastodon 4.0
        self._kept.set(f"{self.fingerprint} {limits.of_instance(instance).written()}")

    def account(self) -> tuple[str, str]:
        account = self._client.ask("account_verify_credentials")
        try:
            return statuses.id_of(account), str(account["username"])
        except (LookupError, ValueError) as error:
            raise ChannelError(ChannelErrorKind.TRANSIENT, "unreadable answer") from error

    def profile(self, handle: str) -> str:
        return f"https://{self._host}/@{quote(handle, safe='@')}"

    def post_address(self, post_id: str, handle: str) -> str:
        return f"{self.profile(handle)}/{quote(post_id, safe='')}" if handle else ""

    def greeting(self, handle: str) -> str:
        """Whoever is not named is not told (docs/networks/mastodon.md, "Posting")."""
        return f"@{handle} "

    def may_reply(self, text: str, our_handle: str) -> bool:  # noqa: ARG002  # to everybody
        return True

    def by_hand(self, post_id: str, words: str) -> str:  # noqa: ARG002  # on its page
        return ""

    def publish(self, post: OutgoingPost) -> tuple[str, Sequence[Charge]]:
        visibility = self._visibility_of(post.reply_to) if post.reply_to else "public"
        # Some servers send one key once, and some pay no heed to it: `find_own` is there for those.
        made = self._client.ask(
            "status_post",
            post.text,
            in_reply_to_id=post.reply_to or None,
            visibility=visibility,
            idempotency_key=post.key or None,
        )
        try:
            return statuses.id_of(made), ()
        except (LookupError, ValueError) as error:
            raise ChannelError(ChannelErrorKind.AMBIGUOUS, "unreadable answer") from error

    def _visibility_of(self, id_: str) -> str:
        """An answer is seen by those who see the question. What was said privately is BLOCKED (ChannelError)."""
        try:
            visibility = str(self._client.ask("status", id_).get("visibility"))
        except ChannelError as error:
            if error.kind is ChannelErrorKind.GONE:
                raise ChannelError(ChannelErrorKind.BLOCKED, "the post that it answers is gone") from error
            raise
        if visibility not in statuses.PUBLIC:
            raise ChannelError(ChannelErrorKind.BLOCKED, "the post that it answers is not public")
        return visibility

    def delete(self, post: OutgoingPost) -> None:
        try:
            self._client.ask("status_delete", post.native_id)
        except ChannelError as error:
            if error.kind is not ChannelErrorKind.GONE:
                raise

    def find_own(
        self, account_id: str, post: OutgoingPost, since: datetime, known: Collection[str]
    ) -> tuple[Post | None, Sequence[Charge]]:
        found, _ = self._posts(self._client.ask("account_statuses", account_id, limit=limits.PAGE))
        ours = [
            one
            for one in found
            if one.posted_at >= since
            and one.native_id not in known
            and not one.is_repost
            and same_words(post.text, one.text)
        ]
        surely = [one for one in ours if one.answers == post.reply_to]
        return next((one for one in surely or ours if self._is_one_post(one.answers, post.reply_to)), None), ()

    def _is_one_post(self, id_: str, other: str) -> bool:
        """Some servers give an edited post another id: both name it, and so does its one address."""
        if id_ == other or not (id_ and other):
            return id_ == other
        addresses = [post.url for one in (id_, other) for post in self.look_up([one]).posts]
        return len(addresses) == 2 and addresses[0] == addresses[1]

    def read(self, ask: ReadRequest) -> Page:
        if ask.stream == "replies":
            return self._replies(ask)
        if ask.stream == "mentions":
            items = self._client.ask("notifications", types=["mention"], **_place(ask))
            return self._page(ask, items, lambda item: item.get("status"))
        return one_by_one(ask, self._tagged)

    def _tagged(self, hashtag: str, ask: ReadRequest) -> Page:
        items = self._client.ask("timeline_hashtag", hashtag, **_place(ask))
        return self._page(ask, items, lambda item: item)

    def _replies(self, ask: ReadRequest) -> Page:
        """Everything below one call after the other. Each time it is all of it, so that edits are seen as well."""
        place = int(ask.page or 0)
        if place >= len(ask.conversation_ids):
            return Page(())
        call = ask.conversation_ids[place]
        try:
            items = self._client.ask("status_context", call).get("descendants")
        except ChannelError as error:
            if error.kind is not ChannelErrorKind.GONE:
                raise
            items = []  # somebody deleted the call
        if not isinstance(items, list):
            raise ChannelError(ChannelErrorKind.TRANSIENT, "unreadable answer")
        found, unreadable = self._posts(items, conversation_id=call)
        following = str(place + 1) if place + 1 < len(ask.conversation_ids) else ""
        return Page(tuple(found), (), following, tuple(unreadable))

    def _page(self, ask: ReadRequest, items: Any, status_of: Callable[[Any], Any]) -> Page:
        """One page of what comes newest first. Its items have ids of their own, by which the next page is asked for."""
        try:
            dated = [(statuses.moment(item["created_at"]), statuses.id_of(item)) for item in items]
            found, unreadable = self._posts(status_of(item) for item in items)
        except (LookupError, TypeError, ValueError) as error:
            raise ChannelError(ChannelErrorKind.TRANSIENT, "unreadable answer") from error
        more = len(dated) >= ask.limit and not (ask.not_before and not ask.cursor and dated[-1][0] < ask.not_before)
        settled_before = self._clock() - _OVERLAP
        settled = [statuses.place(id_, at) for at, id_ in dated if at <= settled_before]
        cursor = max([ask.reached or ask.cursor, *settled])
        return Page(tuple(found), (), dated[-1][1] if more else "", tuple(unreadable), cursor)

    def _posts(self, items: Iterable[Any], conversation_id: str = "") -> tuple[list[Post], list[UnreadablePost]]:
        return statuses.posts(items, self._host, conversation_id)

    def look_up(self, native_ids: Sequence[str], with_authors: bool = False) -> Lookup:  # noqa: ARG002  # always there
        found = self._together(native_ids)
        gone, hidden = set(), set()
        for id_ in set(native_ids) - {post.native_id for post in found}:
            try:
                status = self._client.ask("status", id_)
                # Some servers answer with another id than the one we asked for: it is the same post.
                found += [replace(one, native_id=id_) for one in self._posts([status])[0]]
                if status.get("visibility") not in (*statuses.PUBLIC, None):
                    hidden.add(id_)  # it was public once
            except ChannelError as error:
                if error.kind is ChannelErrorKind.GONE:
                    gone.add(id_)
                elif error.kind is ChannelErrorKind.BLOCKED:
                    self.account()  # where it is not the post but we who are refused, this is refused as well
                    hidden.add(id_)
                else:
                    raise
        return Lookup(tuple(found), frozenset(gone), (), frozenset(hidden))

    def _together(self, native_ids: Sequence[str]) -> list[Post]:
        """Those that one call brings; none where the server is too old for it, and is asked for each by itself."""
        if not self._tells_several:
            return []
        try:
            return self._posts(self._client.ask("statuses", list(native_ids)))[0]
        except ChannelError as error:
            if error.kind is not ChannelErrorKind.GONE:
                raise
            self._tells_several = False
            return []

    def followers(self, account_id: str) -> tuple[int, Sequence[Charge]]:  # noqa: ARG002  # the token says whose
        count = statuses.followers(self._client.ask("account_verify_credentials"))
        if count is None:
            raise ChannelError(ChannelErrorKind.TRANSIENT, "unreadable answer")
        return count, ()

    def followers_of(self, account_ids: Sequence[str]) -> Mapping[str, int]:  # noqa: ARG002  # they come with statuses
        return {}

    def worst_price(self, stream: str, posts: int, with_authors: bool = False) -> int:  # noqa: ARG002  # it is free
        return 0

    def page_size(self, stream: str, budget: int, with_authors: bool = False) -> int:  # noqa: ARG002  # it is free
        return limits.PAGE

    def pace(self, busy: bool, meetings: int) -> timedelta:
        return limits.pace(busy, meetings)

    def may_sweep(self, stream: str) -> bool:  # noqa: ARG002  # one limit for everything
        left = self._client.calls_left
        return left is None or left > limits.LEFT_TO_QUICK_READS


def _place(ask: ReadRequest) -> dict[str, Any]:
    """Where in a list to go on: a cursor is the moment and the id of what was newest and settled."""
    since = ask.cursor.partition(" ")[2]
    return {"limit": ask.limit, "since_id": since or None, "max_id": ask.page or None}
