"""What X charges, in millionths of a US dollar: pay per use, November 2026 (docs/networks/x.md, "Prices")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from board_qa.channels.x import posts
from board_qa.domain.networks.posts import Charge, Post, UnreadablePost

POST_READ, USER_READ, OWN_MENTION = 5_000, 10_000, 1_000
CREATE, CREATE_WITH_LINK = 15_000, 200_000
# The most that one of what is asked for can cost, where that is another price than a post's.
_WORST = {"mentions": OWN_MENTION, "own_posts": OWN_MENTION, "look_up": 2 * POST_READ, "followers": USER_READ}


def price_of_post(stream: str) -> int:
    """What one post read costs: little in our own mentions."""
    return OWN_MENTION if stream == "mentions" else POST_READ


def worst_price(stream: str, count: int, with_authors: bool) -> int:
    """Every post new and, where authors come along, of a different one; a look-up may read two versions of each."""
    return count * (_WORST.get(stream, POST_READ) + (USER_READ if with_authors else 0))


def charges(read: Sequence[Post | UnreadablePost], price: int, *bodies: dict[str, Any]) -> list[Charge]:
    """The bill for posts that were read and for the authors who came with them."""
    billed = [post.version if isinstance(post, Post) else post.native_id for post in read]
    authors = [user for body in bodies for user in posts.users_read(body)]
    return [Charge("post", id_, price) for id_ in billed] + [Charge("user", user, USER_READ) for user in authors]
