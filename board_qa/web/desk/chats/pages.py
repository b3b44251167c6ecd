"""Where the desk's pages of chats are mounted, and the chat of an address."""

from __future__ import annotations

from flask import Blueprint, abort

from board_qa.domain.meetings.meeting import Meeting
from board_qa.web.shell.responses import meeting_or_404

pages = Blueprint("chats", __name__, url_prefix="/desk")


def chat_or_404(meeting_id: int) -> Meeting:
    meeting = meeting_or_404(meeting_id)
    return meeting if meeting.details.is_chat else abort(404)
