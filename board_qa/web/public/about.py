"""The pages about the service itself, which need no meeting, and the help at the foot of every public page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import render_template

from board_qa.domain.meetings.about import AboutBoard
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.sending_again import AT_ONCE
from board_qa.services.signing_in import SESSION_LASTS
from board_qa.web.public.pages import pages
from board_qa.web.public.supporting import DAYS
from board_qa.web.shell import words
from board_qa.web.shell.installation import ports
from board_qa.web.shell.shared_device import STAYS_SHARED


@pages.get("/help")
def get_help() -> str:
    return render_template("public/help.html", about=ports().store.about.get())


@pages.get("/privacy")
def privacy() -> str:
    return render_template("public/privacy.html", about=ports().store.about.get())


@pages.get("/cookies")
def cookies() -> str:
    hours, minutes = SESSION_LASTS // timedelta(hours=1), AT_ONCE // timedelta(minutes=1)
    return render_template(
        "public/cookies.html", days=DAYS, hours=hours, minutes=minutes, shared_days=STAYS_SHARED.days
    )


@pages.get("/accessibility")
def accessibility() -> str:
    about = ports().store.about.get()
    return render_template("public/accessibility.html", about=about, prepared=_prepared(about))


def help_now(meeting: Meeting | None) -> tuple[str, ...]:
    """Where somebody gets help at once: as the meeting of the page says, else as the board does."""
    of_the_meeting = meeting.details.rules.signposts if meeting else ()
    return of_the_meeting or ports().store.about.get().signposts


def _prepared(about: AboutBoard) -> str:
    """A day is the same in every zone."""
    day = about.prepared_on
    return words.long_date(datetime.fromisoformat(day).replace(tzinfo=UTC), "UTC") if day else ""
