"""How the board uses social media: what happens to a post, and what the board has agreed."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from board_qa.ports.channels import Channel
from board_qa.services.meetings import meetings
from board_qa.services.networks.our_account import known_handle
from board_qa.web.public.about import AboutPage
from board_qa.web.public.pages import pages
from board_qa.web.public.shown_meeting import ShownMeeting, shown_meeting
from board_qa.web.public.site_page import help_now
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.language import one_of


@dataclass(frozen=True)
class Account:
    """The board's account on a network; `address` is '' where it is not known yet, or only practised with."""

    network: str
    address: str

    @property
    def shown(self) -> str:
        return self.address.removeprefix("https://")


@dataclass(frozen=True, kw_only=True)
class SocialMediaPage(AboutPage):
    """`next` is the next meeting, `hashtag` its hashtag and `networks` the names of all as they are said."""

    accounts: tuple[Account, ...]
    networks: str
    next: ShownMeeting | None
    hashtag: str


@pages.get("/social-media")
def social_media() -> str:
    coming = meetings.next_meeting(ports())
    channels = installation().channels
    page = SocialMediaPage(
        signposts=help_now(),
        about=ports().store.about.get(),
        accounts=tuple(_account(channel) for channel in channels.values()),
        networks=one_of(channels),
        next=shown_meeting(coming) if coming else None,
        hashtag=coming.details.hashtag if coming else "",
    )
    return render_template("public/social_media.html", view=page)


def _account(channel: Channel) -> Account:
    # An account that is practised with may be somebody else's on the real network.
    handle = "" if installation().settings.practice else known_handle(ports(), channel)
    return Account(channel.name, channel.profile(handle) if handle else "")
