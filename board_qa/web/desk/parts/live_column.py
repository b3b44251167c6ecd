"""What there is to post about the question on screen, beside it: one draft after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from board_qa.domain.networks.outbox import LIVE_POSTS, WAITING
from board_qa.domain.questions.admission import is_over
from board_qa.services.networks.live_posts import networks_used, offers
from board_qa.services.networks.signing_off import end_of_day
from board_qa.web.desk.parts.buttons import Button, command
from board_qa.web.desk.parts.frame import Frame
from board_qa.web.desk.posts.cards import PostCard, cards
from board_qa.web.desk.posts.live import OfferCard, offer_card
from board_qa.web.shell.installation import installation, ports


@dataclass(frozen=True)
class LiveColumn:
    """`first` is the draft to look at now, `more` how many wait behind it, `last` what was posted last.

    `stop` cancels what waits to be sent; None where nothing does. `end_of_day` is what to say of the last post.
    """

    first: OfferCard | None
    more: int
    last: PostCard | None
    stop: Button | None
    address: str
    end_of_day: Sequence[str]


def live_column(frame: Frame) -> LiveColumn | None:
    """None where the meeting is told on no network, is over, or is not this person's to tell of."""
    meeting = frame.meeting
    if not frame.moderates or is_over(meeting.details, frame.now) or not networks_used(ports(), meeting):
        return None
    found, posted = offers(ports(), meeting), cards(meeting, LIVE_POSTS)
    waits = any(post.state in WAITING for post in ports().store.outbox.of_meeting(meeting.id))
    return LiveColumn(
        offer_card(meeting, found[0]) if found else None,
        len(found[1:]),
        posted[0] if posted else None,
        command(frame, "outbox.stop", "Stop", hidden="sending posts that wait", style="m-btn--s m-btn--no")
        if waits
        else None,
        url_for("live.page", meeting_id=meeting.id),
        end_of_day(ports(), meeting, installation().channels),
    )
