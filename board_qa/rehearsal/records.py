"""What the rehearsal itself did and saw. The verdict is made from this alone."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Records:
    """Texts are the identity of a question here: each one the rehearsal sends is different."""

    posted: set[str] = field(default_factory=set)  # by the audience, and to be collected
    acknowledged: dict[str, str] = field(default_factory=dict)  # form text to the receipt's address
    receipts: Counter[str] = field(default_factory=Counter)  # receipt addresses by number of different texts
    may_show: set[str] = field(default_factory=set)  # approved by us, at the moment of asking
    approved: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    leaks: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledge(self, text: str, receipt: str) -> None:
        with self.lock:
            earlier = self.acknowledged.setdefault(text, receipt)
            if earlier != receipt:
                self.receipts[text] += 1  # the same form got two receipts: it was counted twice

    def saw_in_public(self, text: str) -> None:
        """Somebody outside the desk could read this."""
        with self.lock:
            if text and text not in self.may_show:
                self.leaks.add(text)

    def verdict(self, queue: Counter[str], calls_published: int) -> dict[str, int]:
        """`queue` is what the moderator's list shows at the end, by text."""
        sent = self.posted | set(self.acknowledged)
        not_in_queue = {text for text in sent if not queue[text]}
        twice = sum(count - 1 for text, count in queue.items() if text in sent and count > 1)
        return {
            "published": calls_published,
            "collected": sum(1 for text in self.posted if queue[text]),
            "submitted": len(self.acknowledged),
            "approved": len(self.approved),
            "shown": len(self.shown),
            "lost": len(not_in_queue | (self.approved - self.shown)) + (calls_published == 0),
            "duplicated": twice + sum(self.receipts.values()) + max(0, calls_published - 1),
            "leaked": len(self.leaks),
        }
