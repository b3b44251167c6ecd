"""Posts as they are tagged by their tone, without who wrote them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from board_qa.domain.listening.tone import Tone


@dataclass(frozen=True)
class Tag:
    """What somebody at the desk said of a post, and when."""

    id: int
    post_id: int
    tone: Tone
    by: str
    at: datetime


@dataclass(frozen=True)
class PostToTag:
    """A post of somebody else whose words can be seen. `tag` is the last that stands; None where it has none."""

    id: int
    channel: str
    words: str
    lang: str
    posted_at: datetime
    tag: Tag | None

    @property
    def revision(self) -> int:
        """Another one after each tag: whoever saw an older one decides about something else."""
        return self.tag.id if self.tag else 0


@dataclass(frozen=True)
class TaggingProgress:
    """Of the posts of others in a window: how many are to be tagged, and how many are tagged. `listed` are those of the
    tagged whose words can be seen; `unseen` were not tagged and cannot be any more, or not while they are hidden."""

    to_tag: int
    tagged: int
    listed: int
    unseen: int

    @property
    def total(self) -> int:
        return self.to_tag + self.tagged
