"""X (Twitter) as a channel: what is asked of it, and what that costs, by the figures of docs/networks/x.md."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

import twitter_text

from board_qa.channels.x import limits, prices
from board_qa.channels.x import posts as x_posts
from board_qa.channels.x.client import RefusedParameter, XClient
from board_qa.channels.x.queries import page_parameters, search_query
from board_qa.domain.meetings.calls import same_words
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.posts import Charge, Lookup, Measure, Page, ReadRequest

_OWN_POSTS_LOOKED_AT = 20
# The parser's time grows with the square of a text made of dots; no post that fits is longer than this.
_LONGEST_COUNTED = 1_000


class XChannel:
    """Speaks the X API v2 at any address that speaks it."""

    name = "X"

    def __init__(self, base_url: str, keys: tuple[str, str, str, str], clock: Callable[[], datetime]) -> None:
        self._client = XClient(base_url, keys, clock)
        self._clock = clock
        self._knows_start_time = True

    def measure(self, text: str) -> Measure:
        if len(text) > _LONGEST_COUNTED:
            return Measure(len(text), limits.LENGTH, False, prices.CREATE)
        parsed = twitter_text.parse_tweet(text)
        has_link = bool(twitter_text.extract_urls(text))
        price = prices.CREATE_WITH_LINK if has_link else prices.CREATE
        return Measure(parsed.weightedLength, limits.LENGTH, has_link, price)

    def account(self) -> tuple[str, str]:
        data = self._client.get_me(user_auth=True).get("data")
        if not isinstance(data, dict) or not data.get("id"):
            raise ChannelError(ChannelErrorKind.TRANSIENT, "unreadable answer")
        return str(data["id"]), str(data.get("username", ""))

    def publish(self, text: str) -> tuple[str, Sequence[Charge]]:
        data = self._client.create_tweet(text=text, user_auth=True).get("data")
        if not isinstance(data, dict) or not data.get("id"):
            raise ChannelError(ChannelErrorKind.AMBIGUOUS, "unreadable answer")
        post_id = str(data["id"])
        return post_id, [Charge("create", post_id, self.measure(text).price)]

    def find_own(
        self, account_id: str, text: str, since: datetime, known: Collection[str]
    ) -> tuple[str, Sequence[Charge]]:
        body = self._client.get_users_tweets(
            account_id, max_results=_OWN_POSTS_LOOKED_AT, tweet_fields=x_posts.FIELDS, user_auth=True
        )
        found = x_posts.posts(body, self._clock())
        charges = prices.charges(found, prices.OWN_MENTION)
        words = _without_links(text)
        ours = [
            post.version
            for post in found
            if post.posted_at >= since
            and not {post.version, post.native_id} & set(known)
            and same_words(words, _without_links(post.text))
        ]
        return (ours[0] if ours else ""), charges

    def read(self, ask: ReadRequest) -> Page:
        body = self._mentions(ask) if ask.stream == "mentions" else self._search(ask)
        found, unreadable = x_posts.posts(body, self._clock()), x_posts.unreadable(body, self._clock())
        charges = prices.charges([*found, *unreadable], prices.price_of_post(ask.stream), body)
        meta = body.get("meta")
        next_page = str(meta.get("next_token") or "") if isinstance(meta, dict) else ""
        return Page(tuple(found), tuple(charges), next_page, tuple(unreadable))

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
        """X refuses a `since_id` older than recent search reaches: then everything it has is new to us.

        A server that does not know `start_time` is not asked with it again.
        """
        try:
            return call(**since)
        except RefusedParameter as refused:
            if not refused.names & set(since):
                raise
            self._knows_start_time = self._knows_start_time and "start_time" not in refused.names
            return call()

    def _since(self, ask: ReadRequest) -> dict[str, Any]:
        if ask.since:
            return {"since_id": ask.since}
        return {"start_time": ask.not_before} if ask.not_before and self._knows_start_time else {}

    def look_up(self, native_ids: Sequence[str]) -> Lookup:
        body = self._get_posts(native_ids)
        # An old version of an edited post names its newest one: read that too.
        newer = [id_ for id_ in x_posts.newest_ids(body) if id_ not in native_ids]
        bodies = [body, self._get_posts(newer)] if newer else [body]
        found = [post for each in bodies for post in x_posts.posts(each, self._clock())]
        charges = prices.charges(found, prices.POST_READ, *bodies)
        return Lookup(tuple(found), x_posts.gone(body), tuple(charges))

    def _get_posts(self, ids: Sequence[str]) -> dict[str, Any]:
        body: dict[str, Any] = self._client.get_tweets(list(ids), tweet_fields=x_posts.FIELDS, user_auth=True)
        return body

    def worst_price(self, stream: str, posts: int) -> int:
        return prices.worst_price(stream, posts)

    def page_size(self, stream: str, budget: int) -> int:
        affordable = budget // prices.worst_price(stream, 1)
        return min(affordable, limits.LARGEST_PAGE) if affordable >= limits.SMALLEST_PAGE else 0


def _without_links(text: str) -> str:
    """The text with its links cut out exactly where X's own rules see them: it replaces each by a t.co one."""
    for link in reversed(twitter_text.extract_urls_with_indices(text)):
        start, end = link["indices"]
        text = f"{text[:start]} {text[end:]}"
    return text
