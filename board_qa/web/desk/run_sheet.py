"""The chair's run sheet: on a tablet, live, or printed on one sheet."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from board_qa.domain.accounts.roles import Right
from board_qa.services.meetings.run_sheet import run_sheet
from board_qa.web.desk.run_sheet_page import run_sheet_page
from board_qa.web.desk.undoing import undoable
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
    view = run_sheet_page(meeting, run_sheet(ports(), meeting), undoable(meeting), ports().clock())
    template = "desk/sheet/fetched.html" if request.args.get("part") else "desk/run_sheet.html"
    return render_template(template, view=view)
