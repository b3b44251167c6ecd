"""The moderators' desk: the queue, one question large, what is on screen, and every action as a plain form."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse

from ..domain.model import Action, IdleView, Meeting, Question, State
from ..domain.transitions import DECLINE_REASONS, TABLE
from ..services import collecting, moderating
from . import words
from .guards import actor, moderators_only, wants_json
from .product import core, product

pages = Blueprint("desk", __name__, url_prefix="/desk/meetings/<number:meeting_id>")

# What the address calls an action, and what it does.
_ACTIONS = {
    "approve": Action.ACCEPT,
    "hold": Action.HOLD,
    "decline": Action.DECLINE,
    "put-on-screen": Action.PUT_ON_SCREEN,
    "answered": Action.ANSWER,
}
# The lists a moderator looks at, and the states in each.
FILTERS: dict[str, tuple[str, frozenset[State]]] = {
    "to-check": ("To check", frozenset({State.RECEIVED})),
    "on-hold": ("On hold", frozenset({State.HELD})),
    "approved": ("Approved", frozenset({State.ACCEPTED, State.ON_SCREEN})),
    "done": ("Done", frozenset({State.ANSWERED, State.DECLINED, State.WITHDRAWN})),
    "all": ("All", frozenset(State)),
}
# A post that was not seen on its network for this long may have been deleted there.
_STALE = timedelta(minutes=10)


@pages.get("")
@moderators_only
def queue(meeting_id: int) -> str:
    """The whole desk, or for the live client only the part that changes."""
    meeting = _meeting(meeting_id)
    template = "desk/_desk.html" if request.args.get("part") else "desk/queue.html"
    return render_template(template, **_view(meeting))


@pages.post("/questions/<number:number>/<any(approve, hold, decline, 'put-on-screen', answered):what>")
@moderators_only
def act(meeting_id: int, number: int, what: str) -> BaseResponse:
    meeting = _meeting(meeting_id)
    question = core().store.questions.by_number(meeting.id, number) or abort(404)
    seen, reason = request.form.get("seen", type=int), request.form.get("reason", "")
    if seen is None or (what == "decline" and reason not in DECLINE_REASONS):
        return _told(meeting, "Choose a reason for declining." if what == "decline" else "Reload the page first.", 422)
    moderating.act(core(), _ACTIONS[what], question, seen, actor(), reason)
    return _told(meeting, f"{_done(what)} question {number}.")


@pages.post("/screen/<any(blank, joining, next):what>")
@moderators_only
def screen(meeting_id: int, what: str) -> BaseResponse:
    meeting = _meeting(meeting_id)
    if what == "next":
        following = moderating.answer_and_next(core(), meeting, request.form.get("seen", ""), actor())
        return _told(meeting, f"Put question {following.number} on screen." if following else "No more to put.")
    view = IdleView.BLANK if what == "blank" else IdleView.JOINING
    moderating.show(core(), meeting, view, actor())
    return _told(meeting, "The screen is blank." if what == "blank" else "The screen shows the joining code.")


@pages.post("/undo")
@moderators_only
def undo(meeting_id: int) -> BaseResponse:
    meeting = _meeting(meeting_id)
    revision = request.form.get("seen", 0, type=int)
    undone = words.main_change(moderating.undo(core(), meeting, revision, actor()))
    return _told(meeting, f"Undone: {words.did(undone).lower() if undone else ''}.")


@pages.post("/sources/<any(pause, resume, read):what>")
@moderators_only
def source(meeting_id: int, what: str) -> BaseResponse:
    meeting = _meeting(meeting_id)
    channel = product().channel.name
    if what == "read":
        collecting.read_now(core(), channel)
        return _told(meeting, f"{channel} will be read within a second or two.")
    core().store.sources.pause(channel, what == "pause")
    core().announcer.changed(meeting.id)
    return _told(meeting, f"{channel} is paused." if what == "pause" else f"{channel} is read again.")


def _view(meeting: Meeting) -> dict[str, Any]:
    """Everything the desk shows, from one read of the queue."""
    questions = core().store.questions.of_meeting(meeting.id)
    chosen = request.args.get("show", "to-check")
    chosen = chosen if chosen in FILTERS else "to-check"
    listed = [question for question in questions if question.state in FILTERS[chosen][1]]
    selected = _selected(questions, listed)
    sources, now = core().store.sources, core().clock()
    undoable = core().store.meetings.last_undoable(meeting.id, actor().id or 0)
    return {
        "meeting": meeting,
        "now": now,
        "form": FlaskForm(),
        "filters": {name: (title, sum(q.state in states for q in questions)) for name, (title, states)
                    in FILTERS.items()},
        "chosen": chosen,
        "listed": listed,
        "selected": selected,
        "can": {name for name, action in _ACTIONS.items() if selected and selected.state in TABLE[action][0]},
        "history": core().store.questions.history(selected.id) if selected else [],
        "stale": bool(selected and _is_stale(selected)),
        "reasons": DECLINE_REASONS,
        "on_screen": next((q for q in questions if q.state is State.ON_SCREEN), None),
        "running_order": [q for q in questions if q.state is State.ACCEPTED],
        "next_seen": moderating.next_seen(core(), meeting),
        "undoable": words.main_change(undoable),
        "source": sources.get(product().channel.name),
        "spent": sources.spent_on(meeting.id),
        "cap": product().settings.x_spending_cap,
        "worker": bool(sources.lease_holder("worker", now)),
        "posts": core().store.outbox.of_meeting(meeting.id),
    }  # fmt: skip


def _selected(questions: list[Question], listed: list[Question]) -> Question | None:
    """The question in the address, wherever it stands now; else the first of the list."""
    wanted = request.args.get("q", type=int)
    return next((q for q in questions if q.number == wanted), listed[0] if listed else None)


def _is_stale(question: Question) -> bool:
    if not question.source.version:
        return False
    seen = question.checked_at or question.received_at
    return core().clock() - seen > _STALE


def _told(meeting: Meeting, message: str, status: int = 200) -> BaseResponse:
    """Say what was done: to a script in JSON, to a plain form by going back to the desk."""
    if wants_json():
        response = jsonify(message=message) if status == 200 else jsonify(error=message, advice="")
        response.status_code = status
        return response
    flash(message)
    where = {name: value for name in ("show", "q") if (value := request.form.get(name))}
    return redirect(url_for("desk.queue", meeting_id=meeting.id, **where), 303)  # type: ignore[arg-type]


def _done(what: str) -> str:
    done = {"approve": "Approved", "hold": "Held", "decline": "Declined", "put-on-screen": "Put on screen:",
            "answered": "Marked answered:"}  # fmt: skip
    return done[what]


def _meeting(meeting_id: int) -> Meeting:
    return core().store.meetings.get(meeting_id) or abort(404)
