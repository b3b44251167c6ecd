"""X (Twitter) as a channel: what is asked of it, and what that costs, by the figures of docs/networks/x.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode

import twitter_text

from board_qa.channels.x import limits, prices
from board_qa.channels.x import posts as x_posts
from board_qa.channels.x.client import RefusedParameter, XClient
from board_qa.channels.x.queries import fields, page_parameters, search_query
from board_qa.channels.x.rate_limit import Calls
from board_qa.domain.meetings.calls import same_words
from board_qa.domain.networks.as_kept import page_mark
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.outbox import OutgoingPost
from board_qa.domain.networks.posts import Charge, Lookup, Measure, Page, Post, ReadRequest, StreamKind

# Whoever posted the same by hand did it hours ago, and the board may have posted from its meeting since.
_OWN_POSTS_LOOKED_AT = 100
# Posts can appear late or out of order, so each read goes back over the last two minutes; what appears later than that
# is found by a sweep (docs/networks/x.md, "Reading").
_OVERLAP = timedelta(minutes=2)
# The last 22 bits of an id tell the posts of a millisecond apart (docs/networks/x.md, "Reading").
_OF_ONE_MILLISECOND = (1 << 22) - 1


class XChannel:
    """Speaks the X API v2 at any address that speaks it."""

    name = "X"
    # Mentions first, they are the cheapest; then each meeting's hashtag and conversations.
    streams: tuple[StreamKind, ...] = (
        StreamKind("mentions", for_each_meeting=False),
        StreamKind("search", for_each_meeting=True),
    )
    reach, looked_up_at_once = limits.REACH, limits.LOOKED_UP_AT_ONCE
    accounts_at_once = 0  # it tells with a post who follows the author that it names

    def __init__(
        self, base_url: str, keys: tuple[str, str, str, str], clock: Callable[[], datetime], cap: int = 0
    ) -> None:
        self._client = XClient(base_url, keys, clock)
        self._clock = clock
        self._calls = Calls(clock)
        self.cap = cap
        self.fingerprint = sha256("\n".join(keys).encode()).hexdigest()[:16]

    def measure(self, text: str) -> Measure:
        return limits.measure(text)

    def learn_limits(self) -> None:
        """They are the same for everybody."""

    def account(self) -> tuple[str, str]:
        data = self._client.get_me(user_auth=True).get("data")
        if not isinstance(data, dict) or not x_posts.is_id(str(data.get("id"))):
            raise ChannelError(ChannelErrorKind.TRANSIENT, "unreadable answer")
        return str(data["id"]), str(data.get("username", ""))

    def profile(self, handle: str) -> str:
        return f"https://x.com/{quote(handle, safe='')}"

    def post_address(self, post_id: str, handle: str) -> str:
        return f"https://x.com/{quote(handle, safe='') or 'i'}/status/{quote(post_id, safe='')}"

    def greeting(self, handle: str) -> str:  # noqa: ARG002  # whom a post answers is told by the network
        return ""

    def may_reply(self, text: str, our_handle: str) -> bool:
        """Only to whoever mentions us; a reply to a post of ours does (docs/networks/x.md, "Writing")."""
        return re.search(rf"@{re.escape(our_handle)}\b", text, re.IGNORECASE) is not None

    def by_hand(self, post_id: str, words: str) -> str:
        return f"https://x.com/intent/post?{urlencode({'in_reply_to': post_id, 'text': words})}"

    def publish(self, post: OutgoingPost) -> tuple[str, Sequence[Charge]]:
        answer = self._client.create_tweet(text=post.text, in_reply_to_tweet_id=post.reply_to or None, user_auth=True)
        data = answer.get("data")
        post_id = str(data.get("id")) if isinstance(data, dict) else ""
        if not x_posts.is_id(post_id):
            raise ChannelError(ChannelErrorKind.AMBIGUOUS, "unreadable answer")
        return post_id, [Charge("create", post_id, self.measure(post.text).price)]

    def delete(self, post: OutgoingPost) -> None:
        """With it go all versions of it that were edited."""
        try:
            answer = self._client.delete_tweet(post.native_id, user_auth=True)
        except ChannelError as error:
            if error.kind is not ChannelErrorKind.GONE:
                raise
            return
        data, (gone, _) = answer.get("data"), x_posts.missing(answer)
        if post.native_id not in gone and not (isinstance(data, dict) and data.get("deleted") is True):
            raise ChannelError(ChannelErrorKind.AMBIGUOUS, "unreadable answer")

    def find_own(
        self, account_id: str, post: OutgoingPost, since: datetime, known: Collection[str]
    ) -> tuple[Post | None, Sequence[Charge]]:
        found, charges = self._own_posts(account_id)
        words = _without_links(post.text)
        ours = [
            one
            for one in found
            if one.posted_at >= since
            and not {one.version, one.native_id} & set(known)
            and (post.reply_to in one.refers_to if post.reply_to else not one.refers_to)
            and same_words(words, _without_links(one.text))
        ]
        return (ours[0] if ours else None), charges

    def _own_posts(self, account_id: str) -> tuple[list[Post], Sequence[Charge]]:
        body = self._client.get_users_tweets(account_id, max_results=_OWN_POSTS_LOOKED_AT, **fields(False))
        found, unreadable = x_posts.posts(body, self._clock()), x_posts.unreadable(body, self._clock())
        return found, prices.charges([*found, *unreadable], prices.OWN_MENTION)

    def read(self, ask: ReadRequest) -> Page:
        self._calls.count(ask.stream)
        body = self._mentions(ask) if ask.stream == "mentions" else self._search(ask)
        found, unreadable = x_posts.posts(body, self._clock()), x_posts.unreadable(body, self._clock())
        charges = prices.charges([*found, *unreadable], prices.price_of_post(ask.stream), body)
        meta = body.get("meta")
        next_page = page_mark(meta.get("next_token")) if isinstance(meta, dict) else ""
        return Page(tuple(found), tuple(charges), next_page, tuple(unreadable), self._cursor(ask, found))

    def _cursor(self, ask: ReadRequest, found: Sequence[Post]) -> str:
        """The newest id that nothing can come before any more; ids in digits are in order by length and letter."""
        settled = [post.version for post in found if post.posted_at <= self._clock() - _OVERLAP]
        return _without_a_name(max([ask.reached or ask.cursor, *settled], key=lambda id_: (len(id_), id_)))

    def _mentions(self, ask: ReadRequest) -> dict[str, Any]:
        return self._page(
            lambda **rest: self._client.get_users_mentions(
                ask.account_id, pagination_token=ask.page or None, **page_parameters(ask), **rest
            ),
            self._since(ask),
        )

    def _search(self, ask: ReadRequest) -> dict[str, Any]:
        return self._page(
            lambda **rest: self._client.search_recent_tweets(
                search_query(ask), next_token=ask.page or None, **page_parameters(ask), **rest
            ),
            self._since(ask),
        )

    def _page(self, call: Callable[..., dict[str, Any]], since: dict[str, Any]) -> dict[str, Any]:
        """X refuses a `since_id` older than recent search reaches: then everything it has is new to us."""
        try:
            return call(**since)
        except RefusedParameter as refused:
            if not refused.names & set(since):
                raise
            return call()

    def _since(self, ask: ReadRequest) -> dict[str, Any]:
        if ask.cursor:
            return {"since_id": ask.cursor}
        return {"start_time": ask.not_before} if ask.not_before else {}

    def look_up(self, native_ids: Sequence[str], with_authors: bool = False) -> Lookup:
        body = self._get_posts(native_ids, with_authors)
        # An old version of an edited post names its newest one: read that too.
        newer = [id_ for id_ in x_posts.newest_ids(body) if id_ not in native_ids]
        bodies = [body, self._get_posts(newer, with_authors)] if newer else [body]
        found = [post for each in bodies for post in x_posts.posts(each, self._clock())]
        unreadable = [post for each in bodies for post in x_posts.unreadable(each, self._clock())]
        charges = prices.charges([*found, *unreadable], prices.POST_READ, *bodies)
        gone, hidden = x_posts.missing(body)
        return Lookup(tuple(found), gone, tuple(charges), hidden)

    def _get_posts(self, ids: Sequence[str], with_authors: bool) -> dict[str, Any]:
        body: dict[str, Any] = self._client.get_tweets(list(ids), **fields(with_authors))
        return body

    def followers(self, account_id: str) -> tuple[int, Sequence[Charge]]:
        user = self._client.get_user(id=account_id, user_fields=["public_metrics"], user_auth=True).get("data")
        count = x_posts.followers(user)
        if count is None:
            raise ChannelError(ChannelErrorKind.TRANSIENT, "unreadable answer")
        return count, [Charge("user", account_id, prices.USER_READ)]

    def followers_of(self, account_ids: Sequence[str]) -> Mapping[str, int]:  # noqa: ARG002  # they come with posts
        return {}

    def worst_price(self, stream: str, posts: int, with_authors: bool = False) -> int:
        return prices.worst_price(stream, posts, with_authors)

    def page_size(self, stream: str, budget: int, with_authors: bool = False) -> int:
        affordable = budget // prices.worst_price(stream, 1, with_authors)
        return min(affordable, limits.LARGEST_PAGE) if affordable >= limits.SMALLEST_PAGE else 0

    def pace(self, busy: bool, meetings: int) -> timedelta:
        return limits.pace(busy, meetings)

    def may_sweep(self, stream: str) -> bool:
        return self._calls.left(stream) > limits.LEFT_TO_QUICK_READS


def _without_links(text: str) -> str:
    """The text with its links cut out exactly where X's own rules see them: it replaces each by a t.co one."""
    for link in reversed(twitter_text.extract_urls_with_indices(text)):
        start, end = link["indices"]
        text = f"{text[:start]} {text[end:]}"
    return text


def _without_a_name(cursor: str) -> str:
    """The last id of its millisecond: so far we have read, and it names no post, which somebody may have erased."""
    id_ = int(cursor or 0)
    return str(id_ | _OF_ONE_MILLISECOND) if id_ > _OF_ONE_MILLISECOND else cursor
