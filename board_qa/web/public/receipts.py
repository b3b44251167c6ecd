"""The asker's private page: what has become of their question."""

from __future__ import annotations

from flask import abort, render_template, request

from board_qa.domain.questions import audience
from board_qa.domain.questions.admission import is_late, is_over
from board_qa.domain.questions.question import Question, SourceState, State
from board_qa.services.moving import came_from
from board_qa.web.public.pages import pages
from board_qa.web.public.withdrawing import way_to_withdraw
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.language import link, say
from board_qa.web.shell.shared_device import shared_by, token_here
from board_qa.web.shell.words import ANSWER_BELOW, RECEIPT_STATES, SENT_AGAIN

# As long as it may still be put to the board, its asker wants to know when that is.
_MAY_BE_PUT = frozenset({"received", "held", "accepted", "on_screen", "grouped"})


@pages.get("/r/<token>")
def receipt(token: str) -> str:
    """The asker's private page: the token is the only key to it."""
    question = ports().store.questions.by_token(token_here(token)) or abort(404)
    meeting = ports().store.meetings.get(question.meeting_id) or abort(404)
    leader = ports().store.questions.get(question.disposition.grouped_into or 0)
    view = audience.receipt_view(question, leader, meeting.details.timezone, say())
    heading, next_step = RECEIPT_STATES[view.state]
    next_step = ANSWER_BELOW if view.answer else next_step
    # Once somebody has decided, the decision is what the asker needs to know, and not the rule.
    late = view.state in ("received", "held") and is_late(meeting.details, question.source.asked_at)
    to_come = view.state in _MAY_BE_PUT and not is_over(meeting.details, ports().clock())
    again = SENT_AGAIN[question.name_withheld] if "again" in request.args else ""
    return render_template(
        "public/receipt.html",
        meeting=meeting,
        view=view,
        heading=heading,
        next_step=next_step,
        late=late,
        again=again,
        moved=_moved(question),
        at_source=_at_source(question),
        network=question.source.channel,
        to_come=to_come,
        taken_back=view.withdrawn_by_asker,
        withdraw=way_to_withdraw(question, leader, token),
        take_along=installation().settings.public_url + link("receipt", token=question.token) if shared_by() else "",
    )


def _at_source(question: Question) -> str:
    """Why its post cannot be seen, where the question was withdrawn for that; else ''."""
    withdrawn = question.state is State.WITHDRAWN and question.source_state is not SourceState.VISIBLE
    return question.source_state.value if withdrawn else ""


def _moved(question: Question) -> str:
    """The receipt number that the question had before it was moved to this meeting; '' where it always was here."""
    left = came_from(ports(), question)
    before = ports().store.meetings.get(left.meeting_id) if left else None
    return f"{before.code}-{left.question_number}" if before and left else ""
