"""What partners pass on of a meeting: texts for each network."""

from __future__ import annotations

from flask import Response, render_template

from board_qa.services.questions.asking import window
from board_qa.web.public.kit_page import kit_page
from board_qa.web.public.pages import meeting_of, pages, unless_known
from board_qa.web.shell.installation import ports


@pages.get("/<code:code>/share")
def kit(code: str) -> Response:
    meeting = meeting_of(code)
    state = window(ports(), meeting)
    response = unless_known(f"kit-{meeting.id}-{meeting.revision}-{state}")
    if response.status_code != 304:
        response.set_data(render_template("public/kit.html", view=kit_page(meeting, state)))
    return response
