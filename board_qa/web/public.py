"""The public's pages: the next meeting, its questions, the form, the receipt."""

from __future__ import annotations

from dataclasses import replace

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from ..domain import audience
from ..domain.admission import TAKES, AskForm, is_late
from ..domain.audience import PublicQuestion
from ..domain.codes import normal_code
from ..domain.model import Meeting
from ..domain.plain_rules import Section, plain_rules
from ..services import meetings
from ..services.asking import NotTaken, ask, window
from .guards import wants_json
from .product import core
from .words import RECEIPT_STATES

# Mounted once for each language: addresses are made with `url_for(".name")`, so that a page leads to its own mount.
pages = Blueprint("public", __name__)


@pages.get("/")
def front() -> str:
    now = core().clock()
    everything = core().store.meetings.all()
    coming = [meeting for meeting in everything if not meetings.is_over(meeting, now)]
    past = [meeting for meeting in reversed(everything) if meetings.is_over(meeting, now)]
    return render_template("public/front.html", next=coming[0] if coming else None, coming=coming[1:], past=past)


@pages.get("/join")
def join() -> BaseResponse | str:
    """The code somebody read from the screen."""
    code = normal_code(request.args.get("code", ""))
    if core().store.meetings.by_code(code):
        return redirect(url_for(".meeting_page", code=code))
    problem = f"There is no meeting with the code {code[:12]}. Check it on the screen" if code else "Enter the code"
    return render_template("public/front.html", next=meetings.next_meeting(core()), problem=problem,
                           typed=request.args.get("code", ""))  # fmt: skip


@pages.get("/<code:code>")
def meeting_page(code: str) -> Response:
    meeting = _meeting(code)
    state = window(core(), meeting)
    response = _unless_known(f"{meeting.id}-{meeting.revision}-{state}")
    if response.status_code != 304:
        response.set_data(render_template("public/meeting.html", meeting=meeting, window=state, **_lists(meeting)))
    return response


@pages.get("/<code:code>/questions.json")
def snapshot(code: str) -> Response:
    """Everything a public screen shows, for one that missed a message."""
    meeting = _meeting(code)
    lists = _lists(meeting)
    questions = [view.__dict__ for views in lists.values() for view in views]
    now = lists["now"][0].number if lists["now"] else None
    response = jsonify(since=0, revision=meeting.revision, now=now, questions=questions, gone=[])
    response.set_etag(str(meeting.revision))
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response


@pages.get("/<code:code>/rules")
def rules(code: str) -> Response:
    """The rules in plain English, made from the settings they work by: the two cannot differ."""
    meeting = _meeting(code)
    state = window(core(), meeting)
    response = _unless_known(f"rules-{meeting.id}-{meeting.revision}-{state}")
    if response.status_code != 304:
        page = render_template("public/rules.html", meeting=meeting, sections=_sections(meeting), window=state)
        response.set_data(page)
    return response


@pages.get("/<code:code>/ask")
def ask_form(code: str) -> Response:
    form = AskForm(key=core().ids.token())
    return _ask_page(_meeting(code), form)


@pages.get("/<code:code>/questions")
def after_a_reload(code: str) -> BaseResponse:
    """Somebody reloads the address that their refused form was sent to."""
    return redirect(url_for(".ask_form", code=code))


# Not the address of the form: browsers forget a page that its own address was posted to, and "back" would then
# fetch a new one, with a new idempotency key and without what was typed.
@pages.post("/<code:code>/questions")
def ask_question(code: str) -> BaseResponse:
    meeting = _meeting(code)
    sent = request.form
    form = AskForm(
        key=sent.get("key", "")[:64] or core().ids.token(),
        text=sent.get("question", ""),
        name=sent.get("name", ""),
        email=sent.get("email", ""),
        organisation=sent.get("organisation", ""),
        attending=sent.get("attending", ""),
        name_withheld=bool(sent.get("name_withheld")),
        asked_who=bool(sent.get("asked_who")),
    )
    try:
        receipt = ask(core(), meeting, form)
    except NotTaken as refusal:
        page = _ask_page(meeting, replace(form, asked_who=True), refusal)
        return jsonify(problem=page.get_data(as_text=True)) if wants_json() else page
    address = url_for(".receipt", token=receipt.token)
    return jsonify(receipt=address) if wants_json() else redirect(address, 303)


@pages.get("/r/<token>")
def receipt(token: str) -> str:
    """The asker's private page: the token is the only key to it."""
    question = core().store.questions.by_token(token) or abort(404)
    meeting = core().store.meetings.get(question.meeting_id) or abort(404)
    leader = core().store.questions.get(question.standing.grouped_into or 0)
    view = audience.receipt_view(question, leader, meeting.details.timezone)
    heading, next_step = RECEIPT_STATES[view.state]
    # Once somebody has decided, the decision is what the asker needs to know, and not the rule.
    late = view.state in ("received", "held") and is_late(meeting.details, question.source.asked_at)
    return render_template(
        "public/receipt.html", meeting=meeting, view=view, heading=heading, next_step=next_step, late=late
    )


def _meeting(code: str) -> Meeting:
    return core().store.meetings.by_code(normal_code(code)) or abort(404)


def _unless_known(version: str) -> Response:
    """An empty answer to be filled, or 304 where the browser has this version of the page already."""
    response = make_response()
    look = current_app.jinja_env.globals["look"]  # an upgrade of the pages is news as well
    response.set_etag(f"{version}-{look}")
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response


def _sections(meeting: Meeting) -> tuple[Section, ...]:
    d = meeting.details
    return plain_rules(d.rules, d.starts_at, d.closes_at, d.timezone, d.section_minutes, d.deadline_reason)


def _lists(meeting: Meeting) -> dict[str, list[PublicQuestion]]:
    """The accepted questions by where they stand; `now` holds one at most."""
    questions = core().store.questions.of_meeting(meeting.id)
    public = [view for question in questions if (view := audience.public_question(question, meeting.details.timezone))]
    return {
        "now": [view for view in public if view.state == "on_screen"],
        "waiting": [view for view in public if view.state in ("accepted", "written")],
        "answered": [view for view in public if view.state == "answered"],
    }


def _ask_page(meeting: Meeting, form: AskForm, refusal: NotTaken | None = None) -> Response:
    state = window(core(), meeting)
    problems = refusal.problems if refusal else {}
    refused = refusal is not None and refusal.window not in TAKES
    response = make_response(
        render_template("public/ask.html", meeting=meeting, form=form, window=state, problems=problems, refused=refused)
    )
    # "Back" must find the page with what was typed: it may be kept, but not shared and not reused unasked.
    response.headers["Cache-Control"] = "private, no-cache"
    response.status_code = 422 if refusal else 200
    return response
