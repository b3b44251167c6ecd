"""A network whose posts have ids as Mastodon makes them."""

from __future__ import annotations

from board_qa.practice.network import PracticeNetwork


class MastodonNetwork(PracticeNetwork):
    """Milliseconds since 1970, and 16 bits (Mastodon's source, `lib/mastodon/snowflake.rb`)."""

    ids_since, id_bits = 0, 16
