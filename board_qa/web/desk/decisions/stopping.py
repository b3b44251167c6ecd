"""Why a question cannot be published yet, and what to do first."""

from __future__ import annotations

from board_qa.domain.text.flags import Kind
from board_qa.services.questions.moderating import ApprovalBlocked


def why_stopped(stop: ApprovalBlocked) -> str:
    """Why it cannot be published yet, and what to do first."""
    if stop.of_the_name:
        return _why_the_name_stops({flag.kind for flag in stop.flags})
    if stop.at_risk:
        return "may come from somebody in distress. Pass on where to get help first"
    if stop.unread:
        return "was not checked for personal details. Read every word of it first"
    return "may identify a person. Edit the wording first"


def _why_the_name_stops(kinds: set[Kind]) -> str:
    if Kind.ABUSE in kinds:
        return "is signed with a name that may offend. Withhold the name first"
    if Kind.IMPERSONATION in kinds:
        return "is signed with a name that sounds official. Withhold the name first"
    if Kind.UNREAD in kinds:
        return "is signed with a name that was not checked. Read the name first"
    return "is signed with details that may identify a person. Withhold the name first"


def no_answer(called: str) -> str:
    return f"Add the answer to question {called} first: we told the asker that it will be on their private page."


# Where one can say why something is published as it is, by the decision that was stopped: the panel with the field.
SAY_WHY = {
    "approve": "override", "written": "override", "wording": "wording", "own-words": "wording", "answer": "answer",
}  # fmt: skip


def stopped(called: str, what: str, stop: ApprovalBlocked) -> str:
    subject = "The answer to question" if what == "answer" else "Question"
    if what not in SAY_WHY:
        return f"{subject} {called} {why_stopped(stop).partition('. ')[0]}. The name stays withheld."
    return f"{subject} {called} {why_stopped(stop)}, or say why it is published as it is."
