"""The list of questions that anyone may read: waiting, answered and one's own, and the same for the live page."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from typing import Any

from flask import Response, json, render_template, request

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import reasons_offered
from board_qa.domain.questions import audience
from board_qa.domain.questions.audience import PublicQuestion
from board_qa.domain.questions.question import Question
from board_qa.services.asking import window
from board_qa.web.public.pages import meeting_of, pages, unless_known
from board_qa.web.public.supporting import said, supported_here
from board_qa.web.shell.installation import ports
from board_qa.web.shell.language import say

# The tabs of the list by the word in the address, the first one where it says nothing.
TABS = ("waiting", "answered", "yours")


@pages.get("/<code:code>")
def meeting_page(code: str) -> Response:
    """The list with one of its tabs. Support is no revision of the meeting, but makes it another page all the same."""
    meeting = meeting_of(code)
    state, show = window(ports(), meeting), request.args.get("show", "")
    show = show if show in TABS else TABS[0]
    counts, mine = ports().store.support.counts(meeting.id), supported_here(meeting)
    response = unless_known(f"{meeting.id}-{meeting.revision}-{state}-{show}-{_fingerprint(counts, mine)}")
    response.vary.add("Cookie")
    if mine:
        response.headers["Cache-Control"] = "private, no-cache"
    if response.status_code != 304:
        questions = _public(meeting)
        support = {q.number: said(counts.get(q.id, 0), q.id in mine) for q in questions}
        reasons = reasons_offered(meeting.details.rules)
        page = render_template(
            "public/meeting.html",
            meeting=meeting,
            window=state,
            show=show,
            support=support,
            reasons=reasons,
            **_lists(meeting, questions),
        )
        response.set_data(page)
    return response


@pages.get("/<code:code>/questions.json")
def snapshot(code: str) -> Response:
    """Everything a public screen shows, for one that missed a message. It is the same for everybody."""
    meeting = meeting_of(code)
    counts = ports().store.support.counts(meeting.id)
    response = unless_known(f"{meeting.revision}-{_fingerprint(counts)}")
    if response.status_code != 304:
        response.set_data(json.dumps(_everything(meeting, counts)))
        response.mimetype = "application/json"
    return response


def _everything(meeting: Meeting, counts: dict[int, int]) -> dict[str, Any]:
    questions = _public(meeting)
    support = {q.number: said(counts.get(q.id, 0)) for q in questions}
    lists = _lists(meeting, questions)
    return {
        "since": 0,
        "revision": meeting.revision,
        "now": lists["now"][0].number if lists["now"] else None,
        "questions": [view.__dict__ | support[view.number] for views in lists.values() for view in views],
        "gone": [],
    }


def _public(meeting: Meeting) -> list[Question]:
    return ports().store.questions.in_states(meeting.id, audience.PUBLIC_STATES)


def _lists(meeting: Meeting, questions: list[Question]) -> dict[str, list[PublicQuestion]]:
    """The accepted questions by where they stand; `now` holds one at most."""
    zone = meeting.details.timezone
    public = [view for question in questions if (view := audience.public_question(question, zone, say()))]
    return {
        "now": [view for view in public if view.state == "on_screen"],
        "waiting": [view for view in public if view.state in ("accepted", "written")],
        "answered": [view for view in public if view.state == "answered"],
    }


def _fingerprint(counts: dict[int, int], mine: Collection[int] = ()) -> str:
    """A few letters that are others as soon as somebody supports a question or takes it back."""
    return sha256(repr((sorted(counts.items()), sorted(mine))).encode()).hexdigest()[:12]
