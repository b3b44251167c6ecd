"""What X is asked for."""

from __future__ import annotations

from typing import Any

from board_qa.channels.x.limits import LONGEST_QUERY
from board_qa.channels.x.posts import FIELDS, USER_FIELDS
from board_qa.domain.networks.posts import ReadRequest


def search_query(ask: ReadRequest) -> str:
    """Hashtag or conversation, without reposts and our own; the oldest conversations go where it grows too long."""
    tail = ") -is:retweet" + (f" -from:{ask.handle}" if ask.handle else "")
    query = f"(#{ask.hashtag}" if ask.hashtag else "("
    for conversation in reversed(ask.conversation_ids):
        longer = f"{query}{' OR ' if query != '(' else ''}conversation_id:{conversation}"
        if len(longer + tail) > LONGEST_QUERY:
            break
        query = longer
    return query + tail


def page_parameters(ask: ReadRequest) -> dict[str, Any]:
    """What mentions and search are asked for alike."""
    return {"max_results": ask.limit, **fields(ask.with_authors)}


def fields(with_authors: bool) -> dict[str, Any]:
    """The fields of posts that we need, and those of their authors where these come along."""
    authors = {"expansions": ["author_id"], "user_fields": USER_FIELDS} if with_authors else {}
    return {"tweet_fields": FIELDS, "user_auth": True, **authors}
