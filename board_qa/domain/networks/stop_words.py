"""Whether somebody asked us not to reply to them, which X's rules for tools like this have us honour."""

from __future__ import annotations

import re

_STOP = re.compile(
    r"(?:please )?(?:stop|stopiwch|unsubscribe)(?: (?:replying|posting|writing|messaging|tagging|it|this|to me|me))*",
    re.IGNORECASE,
)


def asks_to_stop(text: str) -> bool:
    """Whether a post says "stop" to us, and nothing else beside the names it begins with."""
    words = re.sub(r"@[\w.@-]+", " ", text)
    return _STOP.fullmatch(" ".join(re.sub(r"[^\w' ]", " ", words).split())) is not None
