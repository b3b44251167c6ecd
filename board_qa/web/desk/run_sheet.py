"""The chair's run sheet: on a tablet, live, or printed on one sheet."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from board_qa.domain.accounts.roles import Right
from board_qa.phrases.history import main_change
from board_qa.services import moderating
from board_qa.services.run_sheet import run_sheet
from board_qa.web.desk.desk_view import undoable
from board_qa.web.shell.guards import allowed
from board_qa.web.shell.installation import ports
from board_qa.web.shell.responses import meeting_or_404

pages = Blueprint("run_sheet", __name__, url_prefix="/desk/meetings/<number:meeting_id>")


# Not for readers: what the moderator tells the chair is for nobody else.
@pages.get("/run-sheet")
@allowed(Right.MODERATE, Right.CONFIRM, Right.DRIVE)
def sheet(meeting_id: int) -> str:
    """The whole page, or for its script only the part that changes."""
    meeting = meeting_or_404(meeting_id)
    part = "desk/_run_sheet.html" if request.args.get("part") else "desk/run_sheet.html"
    found = run_sheet(ports(), meeting)
    return render_template(
        part,
        meeting=meeting,
        sheet=found,
        now=ports().clock(),
        expected_screen=moderating.expected_screen(found.on_screen.question if found.on_screen else None),
        expected_section=moderating.expected_section(meeting.section),
        undoable=main_change(undoable(meeting)),
    )
