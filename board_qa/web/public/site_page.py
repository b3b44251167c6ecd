"""What every public page is told, whatever else it says."""

from __future__ import annotations

from dataclasses import dataclass, field

from board_qa.domain.meetings.meeting import Meeting
from board_qa.services.meetings import about
from board_qa.web.shell.installation import ports


def _social_media_linked() -> bool:
    return ports().store.about.get().social_media_linked


@dataclass(frozen=True, kw_only=True)
class SitePage:
    """`signposts` are where somebody gets help at once: they stand at the foot of the page. `code` is of its meeting,
    if it has one. `social_media_linked`: whether it leads to how the board uses social media.
    """

    signposts: tuple[str, ...]
    code: str = ""
    social_media_linked: bool = field(default_factory=_social_media_linked)


def help_now(meeting: Meeting | None = None) -> tuple[str, ...]:
    """Where somebody gets help at once, as every page says it."""
    return about.help_now(ports(), meeting)
