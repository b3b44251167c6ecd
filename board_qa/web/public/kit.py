"""What partners pass on of a meeting: texts for each network, and pictures."""

from __future__ import annotations

from functools import partial
from hashlib import sha256

from flask import Response, abort, render_template

from board_qa.services.meetings.meetings import fingerprint
from board_qa.services.questions.asking import window
from board_qa.web.pictures.posters import draw
from board_qa.web.public.kit_page import OFFERED, address_of, kit_page
from board_qa.web.public.kit_pictures import file_name, poster
from board_qa.web.public.pages import meeting_of, pages, unless_known
from board_qa.web.public.partner_links import partner_of
from board_qa.web.shell.installation import installation, ports


@pages.get("/<code:code>/share")
def kit(code: str) -> Response:
    meeting = meeting_of(code)
    state = window(ports(), meeting)
    partner = partner_of(meeting)
    named = sha256(partner.name.encode()).hexdigest()[:12] if partner else ""
    response = unless_known(f"kit-{meeting.id}-{meeting.revision}-{state}-{named}")
    if response.status_code != 304:
        response.set_data(render_template("public/kit.html", view=kit_page(meeting, state, partner)))
    return response


@pages.get("/<code:code>/share/<any(a4,square):shape>.png")
def picture(code: str, shape: str) -> Response:
    """It names the deadline, and so is nowhere to be had once that has passed."""
    meeting = meeting_of(code)
    if window(ports(), meeting) not in OFFERED:
        abort(404)
    partner = partner_of(meeting)
    key = partner.key if partner else ""
    response = unless_known(f"picture-{shape}-{meeting.id}-{fingerprint(meeting.details)}-{key}")
    if response.status_code != 304:
        drawn = partial(draw, poster(meeting, address_of(meeting, partner)), shape)
        response.set_data(installation().run_apart(drawn))
    response.mimetype = "image/png"
    response.headers["Content-Disposition"] = f"inline; filename={file_name(meeting, shape)}"
    return response
