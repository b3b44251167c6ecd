"""What every public page is told, whatever else it says."""

from __future__ import annotations

from dataclasses import dataclass

from board_qa.domain.meetings.meeting import Meeting
from board_qa.web.shell.installation import ports


@dataclass(frozen=True, kw_only=True)
class SitePage:
    """`signposts` are where somebody gets help at once: they stand at the foot of the page. `code` is of its meeting,
    if it has one.
    """

    signposts: tuple[str, ...]
    code: str = ""


def help_now(meeting: Meeting | None = None) -> tuple[str, ...]:
    """Where somebody gets help at once: as the meeting of the page says, else as the board does."""
    of_the_meeting = meeting.details.rules.signposts if meeting else ()
    return of_the_meeting or ports().store.about.get().signposts
