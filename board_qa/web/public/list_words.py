"""What the public lists are called, and what stands where one is empty."""

from __future__ import annotations

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.admission import Window
from board_qa.domain.text.saying import gettext_noop
from board_qa.web.public.list_page import PublicPage
from board_qa.web.shell import words
from board_qa.web.shell.language import say

_TABS = {
    "waiting": gettext_noop("Waiting"),
    "answered": gettext_noop("Answered"),
    "yours": gettext_noop("Yours"),
}
_TITLES = {
    "waiting": gettext_noop("Questions to the board"),
    "answered": gettext_noop("Answered questions to the board"),
    "yours": gettext_noop("Your questions to the board"),
}
_HEADINGS = {"waiting": gettext_noop("Waiting to be answered"), "answered": gettext_noop("Answered")}
_NONE_WAIT = {
    Window.OPEN: gettext_noop("Yours could be the first."),
    Window.NOT_YET_OPEN: gettext_noop("They appear here once a moderator has approved them."),
    Window.CLOSED: gettext_noop("The time for questions is over."),
    Window.OVER: gettext_noop("The time for questions is over."),
}


def tab_words(name: str) -> str:
    return say().gettext(_TABS[name])


def tab_title(name: str, page: PublicPage | None) -> str:
    """Of the page in the browser's window, with which page it is where the list has several."""
    title = say().gettext(_TITLES[name])
    if page is None or page.pages == 1:
        return title
    which = say().gettext("page %(number)s of %(pages)s") % {"number": page.number, "pages": page.pages}
    return f"{title}, {which}"


def heading_of(name: str) -> str:
    return say().gettext(_HEADINGS[name])


def page_words(page: PublicPage) -> str:
    """Which page of its list it is; '' where it is the only one."""
    if page.pages == 1:
        return ""
    return say().gettext("Page %(number)s of %(pages)s") % {"number": page.number, "pages": page.pages}


def empty_words(name: str, meeting: Meeting, window: Window) -> str:
    """What stands there as long as the list is empty."""
    return _none_wait(window) if name == "waiting" else _none_answered(meeting, window)


def _none_wait(window: Window) -> str:
    none = say().gettext("No questions are waiting.")
    return f"{none} {say().gettext(_NONE_WAIT[window])}" if window in _NONE_WAIT else none


def _none_answered(meeting: Meeting, window: Window) -> str:
    if window in (Window.CLOSED, Window.OVER, Window.CANCELLED):
        return say().gettext("No answers were published for this meeting.")
    starts = words.when(meeting.details.starts_at, meeting.details.timezone)
    none, when = say().gettext("No questions have been answered yet."), say().gettext("The meeting is on %(time)s.")
    return f"{none} {when % {'time': starts}}"
