"""The moderators' desk: the queue, one question large, what is on screen, and every action as a plain form."""

from __future__ import annotations

from flask import Blueprint, abort, g, jsonify, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right, may_any
from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import WEB_FORM
from board_qa.domain.questions.transitions import rights_to
from board_qa.phrases.history import did_together, main_change
from board_qa.services.accounts.presence import set_presence
from board_qa.services.networks import collecting, pausing, unreadable
from board_qa.services.questions import moderating, undoing
from board_qa.web.desk.clicker import tell_the_desk, told_at_the_desk
from board_qa.web.desk.parts.desk_page import desk_page
from board_qa.web.shell import responses, words
from board_qa.web.shell.guards import NotYourRole, actor, allowed
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.refusals import not_fit_to_show
from board_qa.web.shell.responses import done, meeting_or_404, rejected

_SHOWN = {
    IdleView.BLANK: "The screen is blank.",
    IdleView.JOINING: "The screen shows the joining code.",
    IdleView.CLOSED: "The screen says that the public section has closed.",
}
_SECTION = {"start": Action.START_SECTION, "extend": Action.EXTEND_SECTION, "stop": Action.STOP_SECTION}

pages = Blueprint("desk", __name__, url_prefix="/desk/meetings/<number:meeting_id>")


@pages.get("")
@allowed(Right.READ)
def queue(meeting_id: int) -> str:
    """The whole desk, or for the live client only the part that changes."""
    template = "desk/parts/fetched.html" if request.args.get("part") else "desk/queue.html"
    return render_template(template, view=desk_page(meeting_or_404(meeting_id)))


@pages.post("/presence")
@allowed(Right.READ)
def presence(meeting_id: int) -> BaseResponse:
    """The live client says which question its moderator has before them."""
    meeting = meeting_or_404(meeting_id)
    question = ports().store.questions.by_number(meeting.id, request.form.get("q", 0, type=responses.number))
    set_presence(ports(), meeting, question, actor())
    return jsonify(message="")


@pages.post("/screen/<any(blank, joining, closed, next, back):what>")
@allowed(Right.DRIVE)
def screen(meeting_id: int, what: str) -> BaseResponse:
    """What the screen shows: from the desk, and by clicker from the screen itself."""
    meeting = meeting_or_404(meeting_id)
    try:
        with told_at_the_desk(meeting):
            return done(meeting, _press(meeting, what, request.form.get("expected", "")))
    except moderating.NotFitToShow as unfit:
        return rejected(meeting, not_fit_to_show(unfit))


def _press(meeting: Meeting, what: str, expected: str) -> str:
    """Do it, as whoever saw that on the screen; what was done, in words."""
    if what == "next":
        following = moderating.answer_and_next(ports(), meeting, expected, actor())
        return (
            f"Put question {following.called} on screen."
            if following
            else tell_the_desk(meeting, "There are no more questions to put on screen.")
        )
    if what == "back":
        before = moderating.back(ports(), meeting, expected, actor())
        none = "There is no earlier question."
        return f"Put question {before.called} on screen again." if before else tell_the_desk(meeting, none)
    moderating.show(ports(), meeting, IdleView(what), actor())
    return _SHOWN[IdleView(what)]


@pages.post("/section/<any(start, extend, stop):what>")
@allowed(Right.DRIVE)
def section(meeting_id: int, what: str) -> BaseResponse:
    """The countdown of the public section."""
    meeting = meeting_or_404(meeting_id)
    timed = moderating.time_section(ports(), meeting, _SECTION[what], request.form.get("expected", ""), actor())
    if timed.ends_at is None:
        return done(meeting, "The public section is no longer timed.")
    until = words.short_time(timed.ends_at, meeting.details.timezone)
    return done(meeting, f"The public section ends at {until}." if what == "start" else f"5 more minutes, to {until}.")


@pages.post("/undo")
@allowed(Right.MODERATE, Right.CONFIRM, Right.DRIVE)
def undo(meeting_id: int) -> BaseResponse:
    """Whoever can do something here can take it back: their own last action, never a colleague's."""
    meeting = meeting_or_404(meeting_id)
    revision = request.form.get("expected", 0, type=responses.number)
    for change in undoing.offered(ports(), meeting, revision, actor()).rows:
        if not may_any(g.moderator.role, rights_to(change)):
            raise NotYourRole(*rights_to(change))  # they did it in another role
    rows = undoing.undo(ports(), meeting, revision, actor())
    undone = main_change(rows)
    number = undone.question_number if undone else None
    # Of a question that went back to another meeting there is nothing to turn to here.
    turn_to = number if number and ports().store.questions.by_number(meeting.id, number) else None
    return done(meeting, f"Undone: {did_together(rows).lower()}.", turn_to)


@pages.post("/sources/<network>/unreadable")
@allowed(Right.MODERATE)
def settle_unreadable(meeting_id: int, network: str) -> BaseResponse:
    """Somebody looked at a post that could not be read."""
    meeting = meeting_or_404(meeting_id)
    unreadable.settle(ports(), _known(network), request.form.get("post", ""), actor(), meeting.id)
    return done(meeting, "Done. The post is off the list.")


@pages.post("/sources/<network>/<any(pause, resume, read):what>")
@allowed(Right.MODERATE)
def source(meeting_id: int, network: str, what: str) -> BaseResponse:
    meeting = meeting_or_404(meeting_id)
    if what == "read":
        collecting.read_now(ports(), _known(network))
        return done(meeting, f"{network} will be read within a second or two.")
    return _paused(meeting, _known(network), network, what == "pause")


@pages.post("/sources/web-form/<any(pause, resume):what>")
@allowed(Right.MODERATE)
def web_form(meeting_id: int, what: str) -> BaseResponse:
    return _paused(meeting_or_404(meeting_id), WEB_FORM, "The web form", what == "pause")


def _known(network: str) -> str:
    return network if network in installation().channels else abort(404)


def _paused(meeting: Meeting, name: str, title: str, paused: bool) -> BaseResponse:
    pausing.pause(ports(), meeting, name, paused, actor())
    return done(meeting, f"{title} is paused." if paused else f"{title} is open again.")
