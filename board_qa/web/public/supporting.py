""" "I would like to know this too": a form beside each question that waits, and the cookie that counts one once."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import abort, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.audience import PUBLIC_STATES
from board_qa.domain.questions.question import Question
from board_qa.services.questions import supporting
from board_qa.web.operators.security_log import note_not_offered
from board_qa.web.public.counted_once import give_secret, new_secret, own_secret
from board_qa.web.public.pages import meeting_of, pages
from board_qa.web.shell import words
from board_qa.web.shell.guards import require_https, wants_json
from board_qa.web.shell.installation import ports
from board_qa.web.shell.responses import number as a_number


@pages.get("/<code:code>/questions/<number:number>/support")
def after_a_refusal(code: str, number: int) -> BaseResponse:
    """Somebody reloads the address that their refused form was sent to."""
    return redirect(url_for(".meeting_page", code=code, _anchor=f"q{number}"))


@pages.post("/<code:code>/questions/<number:number>/support")
def support(code: str, number: int) -> BaseResponse:
    """Support a question, or take it back. The cookie is set by the first support there is."""
    require_https()  # without its cookie one person would be counted again and again
    meeting = meeting_of(code)
    question = ports().store.questions.by_number(meeting.id, number)
    if question is None or question.state not in PUBLIC_STATES:
        abort(404)  # the same for both: a number says nothing of what nobody approved
    wanted = request.form.get("support", "")
    if wanted not in ("0", "1"):
        note_not_offered(wanted)
        abort(400)
    supporter = own_secret()
    if wanted == "0":
        if supporter:
            supporting.take_back(ports(), question, supporter)
        return _done(meeting, question, mine=False)
    known, supporter = bool(supporter), supporter or new_secret()
    supporting.support(ports(), question, supporter, request.remote_addr or "")
    response = _done(meeting, question, mine=True)
    if not known:
        give_secret(response, supporter)
    return response


def supported_here(question_ids: Collection[int]) -> set[int]:
    """The ids of those of these questions that this browser supports."""
    supporter = own_secret()
    return ports().store.support.supported_by(question_ids, supporter) if supporter else set()


def said(count: int, mine: bool = False) -> dict[str, Any]:
    """A question's support, in words as well."""
    return {"supporters": count, "supported": words.supporters(count), **({"mine": True} if mine else {})}


def _done(meeting: Meeting, question: Question, mine: bool) -> BaseResponse:
    if not wants_json():
        return redirect(url_for(".meeting_page", code=meeting.code, **_page(), _anchor=f"q{question.number}"), 303)
    count = ports().store.support.counts([question.id]).get(question.id, 0)
    return jsonify(number=question.number, **said(count, mine))


def _page() -> dict[str, Any]:
    """The page of the list that the form came from, as arguments of its address."""
    begins = request.form.get("from", 0, type=a_number)
    return {"from": begins} if begins else {}
