"""All meetings side by side: how what came of listening grows from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, make_response, render_template, request

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.paging import Paging, page
from board_qa.exports.listening.figures import side_by_side_as_csv
from board_qa.exports.listening.pictures.growth import growth_picture
from board_qa.phrases.findings import grew
from board_qa.phrases.listening import SIDE_BY_SIDE, Compared, as_said
from board_qa.services.listening.report import Report, report
from board_qa.web.desk.listening.growth import aim_rows, aims_said
from board_qa.web.listening.drawn import KINDS, drawn, width_asked
from board_qa.web.listening.kept import kept_of
from board_qa.web.shell import words
from board_qa.web.shell.guards import allowed
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.responses import number

pages = Blueprint("side_by_side", __name__, url_prefix="/desk/listening")

# A year of monthly meetings. Each is read by itself.
PER_PAGE = 12


@dataclass(frozen=True)
class MeetingRow:
    """`reached` is how far it got with each target."""

    meeting: Meeting
    day: str
    figures: Sequence[str]
    reached: Sequence[str]


@dataclass(frozen=True)
class SideBySidePage:
    columns: Sequence[Compared]
    rows: Sequence[MeetingRow]
    aims: Sequence[str]
    paging: Paging
    finding: str


@pages.get("")
@allowed(Right.READ)
def index() -> str:
    listed, paging = _listed()
    reports = _reports(listed)
    finding = grew([told.questions.asked for _, told in reversed(reports)])
    aims, rows = aims_said(ports().store.targets.all()), [_row(meeting, told) for meeting, told in reports]
    view = SideBySidePage(SIDE_BY_SIDE, rows, aims, paging, finding)
    return render_template("desk/listening/side_by_side.html", view=view)


@pages.get("/meetings.csv")
@allowed(Right.READ)
def csv() -> Response:
    """The same page of the list as a file."""
    reports, apart = _reports(_listed()[0]), installation().run_apart
    response = make_response(apart(lambda: side_by_side_as_csv(reports)))
    response.mimetype = "text/csv"
    response.headers["Content-Disposition"] = "attachment; filename=listening-meetings.csv"
    return response


@pages.get(f"/growth.<{KINDS}:kind>")
@allowed(Right.READ)
def growth(kind: str) -> Response:
    """The same page of the list as a picture, the earliest meeting first."""
    reports, apart, width = _reports(_listed()[0]), installation().run_apart, width_asked()
    return drawn(lambda: apart(lambda: growth_picture(_by_day(reports), width)), "growth", kind)


def _by_day(reports: Sequence[tuple[Meeting, Report]]) -> list[tuple[date, Report]]:
    return [(meeting.details.starts_at.date(), told) for meeting, told in reversed(reports)]


def _listed() -> tuple[list[Meeting], Paging]:
    """The newest first."""
    everything = sorted(ports().store.meetings.all(), key=lambda one: (one.details.starts_at, one.id), reverse=True)
    paging = page(request.args.get("page", 1, type=number), PER_PAGE, len(everything))
    return everything[paging.skip :][:PER_PAGE], paging


def _reports(listed: Sequence[Meeting]) -> list[tuple[Meeting, Report]]:
    here = installation()
    kept = []
    for one in listed:
        kept.append(kept_of(one))
        ports().pause()
    return here.run_apart(lambda: list(zip(listed, map(report, kept), strict=True)))


def _row(meeting: Meeting, told: Report) -> MeetingRow:
    day = words.short_date(meeting.details.starts_at, meeting.details.timezone)
    figures = [as_said(one.of(told)) for one in SIDE_BY_SIDE]
    return MeetingRow(meeting, day, figures, [one.reached for one in aim_rows(told)])
