"""The pictures of the partners' kit: what stands on them, and how the page shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from board_qa import addresses
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.text import wording
from board_qa.domain.text.saying import gettext_noop
from board_qa.web.pictures.posters import SHAPES, Poster
from board_qa.web.public.shown_meeting import shown_meeting
from board_qa.web.shell.installation import installation
from board_qa.web.shell.language import current, link, say

_NAMES = {"a4": gettext_noop("Sheet for the wall, A4"), "square": gettext_noop("Square, for a post")}
# Between a day and its month a line does not end.
_DAY_OF_MONTH = re.compile(r"(?<=\d) (?=[^\W\d])")


@dataclass(frozen=True)
class KitPicture:
    """A picture to save: `width` and `height` in pixels."""

    name: str
    address: str
    file_name: str
    width: int
    height: int


def poster(meeting: Meeting, address: str) -> Poster:
    """In the language of this page. `address` is where people ask."""
    shown, _ = shown_meeting(meeting), say().gettext
    return Poster(
        organisation=wording.one_line(installation().settings.organisation),
        heading=_("Ask the board a question"),
        title=shown.title,
        starts=_DAY_OF_MONTH.sub("\u00a0", shown.starts),
        venue=wording.one_line(shown.venue),
        deadline=_DAY_OF_MONTH.sub("\u00a0", _("Send your question by %(time)s") % {"time": shown.closes}),
        scan=_("Scan the code with your phone, or go to"),
        address=addresses.for_people(address),
        code_label=_("Meeting code"),
        code=meeting.code,
        hashtag=f"#{meeting.details.hashtag}",
        link=address,
    )


def described(drawn: Poster) -> str:
    """What a picture says, for those who cannot see it."""
    facts = filter(None, (drawn.organisation, drawn.title, drawn.starts, drawn.venue, drawn.deadline, drawn.address))
    sentences = (drawn.heading, *facts, f"{drawn.code_label}: {drawn.code}", drawn.hashtag)
    return ". ".join(sentences).replace("\u00a0", " ")


def kit_pictures(meeting: Meeting) -> tuple[KitPicture, ...]:
    return tuple(
        KitPicture(
            name=say().gettext(_NAMES[shape]),
            address=link("picture", code=meeting.code, shape=shape),
            file_name=file_name(meeting, shape),
            width=kind.width,
            height=kind.height,
        )
        for shape, kind in SHAPES.items()
    )


def file_name(meeting: Meeting, shape: str) -> str:
    return f"ask-the-board-{meeting.code}-{shape}{'-cy' if current() == 'cy' else ''}.png"
