"""The public page of a recap and the pages of its folder, as their templates are told of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import render_template, url_for

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.text.saying import offered
from board_qa.domain.text.spoken import long_date
from board_qa.domain.text.wording import one_line
from board_qa.exports.recap.folder import PAGES, STYLES, folder
from board_qa.exports.recap.told import Told
from board_qa.phrases import recap as phrases
from board_qa.services.meetings.recap import is_published
from board_qa.web.public.shown_meeting import ShownMeeting, shown_meeting
from board_qa.web.public.site_page import SitePage, help_now
from board_qa.web.recap.reading import NoRecap, page_in, told_in
from board_qa.web.register.not_shown_page import NotShownPage
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.language import NAMES, OTHER, current, in_language, link, say
from board_qa.web.shell.rendering import STATIC


@dataclass(frozen=True, kw_only=True)
class RecapPage(SitePage):
    """`back` leads to where somebody came from, and `folder` to the same as a zip. `is_preview`: only the desk sees
    it so."""

    meeting: ShownMeeting
    told: Told
    back: str
    back_to: str
    folder: str
    is_preview: bool = False


@dataclass(frozen=True)
class FolderPage:
    """A page that stands alone. `other` is the language of the other one, `made` says when this copy was made, and
    `kept_at` is the address of the page that the board keeps; '' while there is none."""

    language: str
    other: str
    other_page: str
    other_name: str
    styles: str
    organisation: str
    title: str
    meeting: str
    day: str
    venue: str
    told: Told
    skip: str
    made: str
    kept_at: str


def recap_page(meeting: Meeting) -> RecapPage:
    return RecapPage(
        signposts=help_now(meeting),
        code=meeting.code,
        meeting=shown_meeting(meeting),
        told=told_in(current(), meeting),
        back=link("meeting_page", code=meeting.code),
        back_to=_back_to(meeting),
        folder=link("recaps.folder", code=meeting.code),
    )


def preview_page(meeting: Meeting) -> RecapPage:
    """The same as the desk looks at it, published or not."""
    return replace(
        recap_page(meeting),
        back=url_for("recap.page", meeting_id=meeting.id),
        back_to="Back to the recap at the desk",
        folder=url_for("recap.folder", meeting_id=meeting.id),
        is_preview=True,
    )


def no_recap_page(error: NoRecap) -> NotShownPage:
    reasons = phrases.NOT_SHOWN_OF_CHAT if error.meeting.details.is_chat else phrases.NOT_SHOWN
    heading, why = (offered(text, say()) for text in reasons[error.standing])
    return NotShownPage(
        signposts=help_now(error.meeting),
        code=error.meeting.code,
        meeting=shown_meeting(error.meeting),
        heading=heading,
        sentences=(why,),
        path=link("meeting_page", code=error.meeting.code),
        there=_back_to(error.meeting),
    )


def _back_to(meeting: Meeting) -> str:
    return say().gettext("About this chat") if meeting.details.is_chat else say().gettext("Questions to this meeting")


def recap_folder(meeting: Meeting) -> bytes:
    """A page for each language, and what they look like."""
    pages = {PAGES[one]: render_template("public/recap/folder.html", view=_folder_page(meeting, one)) for one in PAGES}
    files: Mapping[str, str] = {**pages, STYLES: _styles()}
    return folder(f"recap-{meeting.code}", files)


def _folder_page(meeting: Meeting, language: str) -> FolderPage:
    translations, details, other = in_language(language), meeting.details, OTHER[language]
    today = long_date(ports().clock(), details.timezone, translations)
    return FolderPage(
        language=language,
        other=other,
        other_page=PAGES[other],
        other_name=NAMES[other],
        styles=STYLES,
        organisation=installation().settings.organisation,
        title=translations.gettext(phrases.TITLE_OF_CHAT if details.is_chat else phrases.TITLE),
        meeting=one_line(details.title),
        day=long_date(details.starts_at, details.timezone, translations),
        venue=one_line(details.venue),
        told=told_in(language, meeting),
        skip=translations.gettext(phrases.SKIP),
        made=translations.gettext(phrases.MADE_ON).format(day=today),
        kept_at=page_in(language, "recaps.page", code=meeting.code) if is_published(meeting) else "",
    )


def _styles() -> str:
    return "\n".join((STATIC / "css" / name).read_text("utf-8") for name in ("recap_folder.css", "recap.css"))
