"""Handles of accounts as somebody types them: of one server alone, or with their server as Mastodon's are."""

from __future__ import annotations

import re

LONGEST = 253  # characters: a whole domain name, as Bluesky has them
_WORD = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?"
_HANDLE = re.compile(rf"{_WORD}(?:@{_WORD})?")


class NotAHandle(ValueError):
    """What was typed is none that any network has."""


def handle_typed(typed: str) -> str:
    """Without the @ it may begin with; '' where nothing was typed. Raises NotAHandle."""
    handle = typed.strip().removeprefix("@")
    if handle and (len(handle) > LONGEST or not _HANDLE.fullmatch(handle)):
        raise NotAHandle(typed)
    return handle
