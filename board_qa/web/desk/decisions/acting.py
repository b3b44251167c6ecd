"""How a decision is done, and what its form may lack."""

from __future__ import annotations

from dataclasses import replace

from flask import request

from board_qa.domain.questions.history import NO_DETAILS, Action, Details
from board_qa.domain.questions.question import DispositionUpdate, Question
from board_qa.domain.text import wording
from board_qa.services.questions import moderating
from board_qa.services.questions.moderating import NotFitToShow
from board_qa.web.shell.guards import actor
from board_qa.web.shell.installation import ports
from board_qa.web.shell.refusals import not_fit_to_show


class Missing(Exception):
    """The form lacks something a person must give. `rests_on` marks what there is to choose from by now."""

    def __init__(self, what: str, rests_on: str = "") -> None:
        super().__init__(what)
        self.rests_on = rests_on


def fitting(field: str, limit: int, what: str) -> str:
    """What was typed, where there is room for it: nothing is cut off unsaid. Raises Missing."""
    typed = request.form.get(field, "")
    if over := wording.over(typed, limit):
        raise Missing(f"{what} must be {limit:,} characters or fewer. Leave out {over:,}.")
    return typed


def on_purpose(details: Details = NO_DETAILS) -> Details:
    """With why something is published as it is, which the forms that ask for it send. Raises Missing."""
    typed = fitting("override_reason", wording.REASON_LIMIT, "The reason")
    return replace(details, override_reason=wording.one_line(typed))


def act(
    action: Action,
    question: Question,
    expected_revision: int,
    details: Details = NO_DETAILS,
    update: DispositionUpdate | None = None,
) -> None:
    """Raises Missing, and what `moderating.act` raises but NotFitToShow."""
    try:
        moderating.act(ports(), action, question, expected_revision, actor(), details, update)
    except NotFitToShow as unfit:
        raise Missing(not_fit_to_show(unfit)) from unfit
