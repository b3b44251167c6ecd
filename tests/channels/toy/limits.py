"""How much Toy takes at a time. All of it is made up."""

from __future__ import annotations

from datetime import timedelta

LENGTH = 200  # characters
PAGE = 50  # posts
LOOKED_UP_AT_ONCE = 10
ACCOUNTS_AT_ONCE = 5
REACH = timedelta(days=28)
PACE = timedelta(seconds=30)
