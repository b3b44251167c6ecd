"""The asker's private page: what has become of their question."""

from __future__ import annotations

from flask import abort, render_template

from ..domain import audience
from ..domain.admission import is_late
from .language import say
from .product import core
from .public import pages
from .withdrawing import way_to_withdraw
from .words import ANSWER_BELOW, RECEIPT_STATES


@pages.get("/r/<token>")
def receipt(token: str) -> str:
    """The asker's private page: the token is the only key to it."""
    question = core().store.questions.by_token(token) or abort(404)
    meeting = core().store.meetings.get(question.meeting_id) or abort(404)
    leader = core().store.questions.get(question.standing.grouped_into or 0)
    view = audience.receipt_view(question, leader, meeting.details.timezone, say())
    heading, next_step = RECEIPT_STATES[view.state]
    next_step = ANSWER_BELOW if view.answer else next_step
    # Once somebody has decided, the decision is what the asker needs to know, and not the rule.
    late = view.state in ("received", "held") and is_late(meeting.details, question.source.asked_at)
    return render_template(
        "public/receipt.html", meeting=meeting, view=view, heading=heading, next_step=next_step, late=late,
        withdraw=way_to_withdraw(question, leader),
    )  # fmt: skip
