"""How deep JSON from elsewhere may be.

Whoever opens bracket after bracket takes all the depth that Python has, and what else is done at that moment, like the
closing of a line that nobody needs any more, fails as well. So it is known to be too deep before it is read.
"""

from __future__ import annotations

import re

# Brackets of JSON within each other. Python reads at most as many as it allows calls within calls, 1,000
# (`sys.getrecursionlimit`). The deepest answer that we ask for, a thread of Bluesky, has 200.
DEEPEST = 500
# What is between quotes opens nothing, also where its end is missing.
_BRACKETS = re.compile(rb'"(?:[^"\\]++|\\.?)*+"?|([\[{])|[\]}]', re.DOTALL)


def too_deep(said: bytes) -> bool:
    """Whether no more is to be read of this JSON than that it cannot be read."""
    if said.count(b"[") + said.count(b"{") <= DEEPEST:
        return False
    depth = 0
    for bracket in _BRACKETS.finditer(said):
        if bracket[1]:
            depth += 1
            if depth > DEEPEST:
                return True
        elif not bracket[0].startswith(b'"'):
            depth -= 1
    return False
