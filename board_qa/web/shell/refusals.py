"""What the desk says where something cannot be done: why, and what to do instead."""

from __future__ import annotations

from board_qa.domain.questions.question import State
from board_qa.services.questions.moderating import NotFitToShow, NoWords

# Why a question stays in the meeting it is in.
BELONGS_HERE = {
    State.ON_SCREEN: "The question is on the screen now. Take it off the screen first, then move it.",
    State.ANSWERED: "The question was answered at this meeting, so it stays here. To ask it again, log it there.",
    State.WITHDRAWN: "The question was withdrawn, so you cannot move it to another meeting.",
}


def not_fit_to_show(error: NotFitToShow) -> str:
    """Why a post cannot be shown as it is, and what to do."""
    called, network = error.question.called, error.question.source.channel
    if isinstance(error, NoWords):
        return f"Question {called} has no words: it is only a picture. Open the post, then edit the wording."
    return (
        f"{network} has not told us yet who wrote question {called}, and we only show a post with its author’s name. "
        f"We ask again automatically: try again in a minute. If that does not help, open the post, and log the "
        "question by hand with the name."
    )
