"""Through whose link somebody came: the address says so, from page to page, and nothing else does. No cookie."""

from __future__ import annotations

from flask import has_request_context, request

from board_qa.domain.meetings.codes import normal_code
from board_qa.domain.meetings.partners import KEY

# The name in the query, and the pages that pass it on: from a meeting's page to the form, and within the kit.
NAME = "p"
CARRYING = frozenset({"meeting_page", "rules", "ask_form", "ask_question", "kit", "picture"})


def came_through() -> str:
    """The key in the address of this request; '' where there is none that could be one."""
    key = request.args.get(NAME, "") if has_request_context() else ""
    return normal_code(key) if KEY.fullmatch(key) else ""
