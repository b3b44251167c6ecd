"""What X is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from board_qa.channels.x.limits import LONGEST_QUERY
from board_qa.channels.x.posts import FIELDS, USER_FIELDS
from board_qa.domain.networks.posts import ReadRequest


def search_query(ask: ReadRequest) -> str:
    """Hashtag or conversation, without reposts and our own.

    The meeting's own hashtag stands first, then its conversations, the newest first, then its further hashtags: what
    would make it too long is left out from there on.
    """
    tail = ") -is:retweet" + (f" -from:{ask.handle}" if ask.handle else "")
    own, further = ask.hashtags[:1], ask.hashtags[1:]
    conversations = [f"conversation_id:{conversation}" for conversation in reversed(ask.conversation_ids)]
    query = "("
    for term in [*_tags(own), *conversations, *_tags(further)]:
        longer = f"{query}{' OR ' if query != '(' else ''}{term}"
        if len(longer + tail) > LONGEST_QUERY:
            break
        query = longer
    return query + tail


def _tags(hashtags: Sequence[str]) -> list[str]:
    return [f"#{hashtag}" for hashtag in hashtags]


def page_parameters(ask: ReadRequest) -> dict[str, Any]:
    """What mentions and search are asked for alike."""
    return {"max_results": ask.limit, **fields(ask.with_authors)}


def fields(with_authors: bool) -> dict[str, Any]:
    """The fields of posts that we need, and those of their authors where these come along."""
    authors = {"expansions": ["author_id"], "user_fields": USER_FIELDS} if with_authors else {}
    return {"tweet_fields": FIELDS, "user_auth": True, **authors}
