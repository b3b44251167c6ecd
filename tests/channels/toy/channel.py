"""Toy as a channel: posts that name us, and each meeting's talk, by its hashtag or below its calls."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.outbox import OutgoingPost
from board_qa.domain.networks.posts import Charge, Lookup, Measure, Metrics, Page, Post, ReadRequest, StreamKind
from tests.channels.toy import limits
from tests.channels.toy.client import ToyClient

# Posts are shown a little late: each read goes back over the last two minutes.
_OVERLAP = timedelta(minutes=2)


class ToyChannel:
    """Speaks to Toy, which costs nothing and sends one post for one key."""

    name = "Toy"
    streams: tuple[StreamKind, ...] = (
        StreamKind("naming", for_each_meeting=False),
        StreamKind("talk", for_each_meeting=True),
    )
    reach, looked_up_at_once, cap = limits.REACH, limits.LOOKED_UP_AT_ONCE, 0
    accounts_at_once = limits.ACCOUNTS_AT_ONCE

    def __init__(self, base_url: str, key: str, clock: Callable[[], datetime]) -> None:
        self._client, self._clock = ToyClient(base_url, key, clock), clock
        self.fingerprint = sha256(f"{base_url}\n{key}".encode()).hexdigest()[:16]

    def measure(self, text: str) -> Measure:
        return Measure(len(text), limits.LENGTH, "://" in text, 0)

    def learn_limits(self) -> None:
        """There is only one server."""

    def account(self) -> tuple[str, str]:
        body = self._client.get("/me")
        return str(body.get("id", "")), str(body.get("handle", ""))

    def profile(self, handle: str) -> str:
        return f"https://toy.example/{handle}"

    def post_address(self, post_id: str, handle: str) -> str:
        return f"https://toy.example/{handle}/{post_id}"

    def greeting(self, handle: str) -> str:  # whom a post answers is told by the network
        return ""

    def may_reply(self, text: str, our_handle: str) -> bool:  # to everybody
        return True

    def by_hand(self, post_id: str, words: str) -> str:  # on its page
        return ""

    def publish(self, post: OutgoingPost) -> tuple[str, Sequence[Charge]]:
        body = self._client.post("/posts", words=post.text, answers=post.reply_to, key=post.key)
        if not body.get("id"):
            raise ChannelError(ChannelErrorKind.AMBIGUOUS, "unreadable answer")
        return str(body["id"]), ()

    def delete(self, post: OutgoingPost) -> None:
        try:
            self._client.delete(f"/posts/{post.native_id}")
        except ChannelError as error:
            if error.kind is not ChannelErrorKind.GONE:
                raise

    def find_own(
        self,
        account_id: str,
        post: OutgoingPost,
        since: datetime,  # the key tells our post from all others
        known: Collection[str],
    ) -> tuple[Post | None, Sequence[Charge]]:
        found = _posts(self._client.get("/posts/ours", key=post.key))
        return next((one for one in found if one.native_id not in known), None), ()

    def read(self, ask: ReadRequest) -> Page:
        since = ask.cursor or (ask.not_before.isoformat() if ask.not_before else "")
        place = {"since": since, "before": ask.page, "limit": ask.limit}
        if ask.stream == "naming":
            body = self._client.get("/posts/naming", handle=ask.handle, **place)
        else:
            body = self._client.get("/posts/talk", tag=list(ask.hashtags), under=list(ask.conversation_ids), **place)
        found = _posts(body)
        settled = [post.posted_at.isoformat() for post in found if post.posted_at <= self._clock() - _OVERLAP]
        next_page = found[-1].native_id if found and body.get("more") else ""
        return Page(tuple(found), (), next_page, cursor=max([ask.reached or ask.cursor, *settled]))

    def look_up(self, native_ids: Sequence[str], with_authors: bool = False) -> Lookup:  # always there
        body = self._client.get("/posts", id=list(native_ids))
        gone, hidden = (frozenset(map(str, body.get(name) or ())) for name in ("gone", "hidden"))
        return Lookup(tuple(_posts(body)), gone, (), hidden)

    def followers(self, account_id: str) -> tuple[int, Sequence[Charge]]:
        told = self.followers_of([account_id])
        if account_id not in told:
            raise ChannelError(ChannelErrorKind.TRANSIENT, "unreadable answer")
        return told[account_id], ()

    def followers_of(self, account_ids: Sequence[str]) -> Mapping[str, int]:
        told = self._client.get("/followers", id=list(account_ids))
        return {id_: count for id_, count in told.items() if isinstance(count, int)}

    def worst_price(self, stream: str, posts: int, with_authors: bool = False) -> int:  # it is free
        return 0

    def page_size(self, stream: str, budget: int, with_authors: bool = False) -> int:  # it is free
        return limits.PAGE

    def pace(self, busy: bool, meetings: int) -> timedelta:
        return limits.PACE

    def may_sweep(self, stream: str) -> bool:
        return True


def _posts(body: dict[str, Any]) -> list[Post]:
    try:
        return [_post(item) for item in body["posts"]]
    except (LookupError, TypeError, ValueError) as error:
        raise ChannelError(ChannelErrorKind.TRANSIENT, "unreadable answer") from error


def _post(item: dict[str, Any]) -> Post:
    return Post(
        native_id=str(item["id"]),
        version=str(item["id"]),
        version_order=f"{int(item['edits']):06}",
        text=str(item["words"]),
        author_id=str(item["by"]["id"]),
        author_name=str(item["by"]["name"]),
        author_handle=str(item["by"]["handle"]),
        posted_at=datetime.fromisoformat(item["changed"]),
        made_at=datetime.fromisoformat(item["posted"]),
        conversation_id=str(item["talk"]),
        url=f"https://toy.example/posts/{item['id']}",
        refers_to=(str(item["answers"]),) if item["answers"] else (),
        answers=str(item["answers"]),
        answers_author=str(item["answers_by"]),
        metrics=Metrics(likes=item["counts"]["likes"], replies=item["counts"]["replies"]),
    )
