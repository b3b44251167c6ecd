"""The short addresses of partners. Each leads to the meeting, and is counted without knowing who opened it."""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.meetings.codes import normal_code
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.partners import Partner, is_visit
from board_qa.services.meetings import partners
from board_qa.web.public.pages import meeting_of, pages
from board_qa.web.shell.came_through import came_through
from board_qa.web.shell.installation import ports
from board_qa.web.shell.language import link


@pages.get("/<code:code>/<key:key>")
def partner_link(code: str, key: str) -> BaseResponse:
    """Also where the key is mistyped or was removed: whoever has the link wants to get to the meeting."""
    meeting = meeting_of(code)
    partner = ports().store.partners.by_key(meeting.id, normal_code(key))
    if partner is not None and _is_visit():
        partners.count_visit(ports(), partner)
    return redirect(link("meeting_page", code=meeting.code, p=partner.key if partner else None))


def partner_of(meeting: Meeting) -> Partner | None:
    """Whose link the address of this page names."""
    key = came_through()
    return ports().store.partners.by_key(meeting.id, key) if key else None


def _is_visit() -> bool:
    headers = request.headers
    purpose = " ".join(headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"))
    return is_visit(request.method, headers.get("User-Agent", ""), purpose)
