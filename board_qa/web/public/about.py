"""The pages about the service itself, which need no meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import render_template

from board_qa.domain.accounts.guessing import DEVICE_IS_KNOWN
from board_qa.domain.accounts.sessions import SESSION_LASTS
from board_qa.domain.meetings.about import AboutBoard
from board_qa.domain.questions.sending_again import AT_ONCE
from board_qa.web.public.counted_once import DAYS
from board_qa.web.public.pages import pages
from board_qa.web.public.site_page import SitePage, help_now
from board_qa.web.shell import words
from board_qa.web.shell.installation import ports
from board_qa.web.shell.shared_device import STAYS_SHARED


@dataclass(frozen=True, kw_only=True)
class AboutPage(SitePage):
    """A page with what only the board can say of itself."""

    about: AboutBoard

    @property
    def prepared(self) -> str:
        """The day on which the accessibility statement was prepared, as it is said; '' where nobody has."""
        day = self.about.prepared_on
        # A day is the same in every zone.
        return words.long_date(datetime.fromisoformat(day).replace(tzinfo=UTC), "UTC") if day else ""


@dataclass(frozen=True, kw_only=True)
class PrivacyPage(AboutPage):
    """`post_days` is for how many days a post is kept after it was last found on its network; `contact_days` and
    `unpublished_days` how many days after its meeting an address, and a question that is not in the public record."""

    post_days: int
    contact_days: int
    unpublished_days: int


@dataclass(frozen=True, kw_only=True)
class CookiesPage(SitePage):
    """How long what is kept on a device stays: `days` of whoever is counted once, a moderator's `hours` at most,
    `minutes` of what somebody types, `shared_days` of a device that is said to be shared, and `known_days` of a
    moderator's device.
    """

    days: int
    hours: int
    minutes: int
    shared_days: int
    known_days: int


@pages.get("/help")
def get_help() -> str:
    return render_template("public/help.html", view=_about_page())


@pages.get("/privacy")
def privacy() -> str:
    page = PrivacyPage(
        signposts=help_now(),
        about=ports().store.about.get(),
        post_days=ports().keep_posts.days,
        contact_days=ports().keep_contacts.days,
        unpublished_days=ports().keep_unpublished.days,
    )
    return render_template("public/privacy.html", view=page)


@pages.get("/cookies")
def cookies() -> str:
    page = CookiesPage(
        signposts=help_now(),
        days=DAYS,
        hours=SESSION_LASTS // timedelta(hours=1),
        minutes=AT_ONCE // timedelta(minutes=1),
        shared_days=STAYS_SHARED.days,
        known_days=DEVICE_IS_KNOWN.days,
    )
    return render_template("public/cookies.html", view=page)


@pages.get("/accessibility")
def accessibility() -> str:
    return render_template("public/accessibility.html", view=_about_page())


def _about_page() -> AboutPage:
    return AboutPage(signposts=help_now(), about=ports().store.about.get())
