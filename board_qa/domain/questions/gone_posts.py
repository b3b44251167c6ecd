"""What its network says of a question's post: it is there, it is gone, or it is not shown just now.

Gone and hidden are both off every screen at once. Either may be a mistake of the network's, or of a minute: the post is
asked about again, and when it can be seen again the question stands as it did before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from board_qa.domain.questions.history import Action, Change, Details
from board_qa.domain.questions.question import Disposition, Question, SourceState, State
from board_qa.domain.questions.transitions import LEADERS, Decision, Step

# Why a question was withdrawn, as its asker reads it.
_REASONS = {
    SourceState.GONE: "Deleted by its author on {network}",
    SourceState.HIDDEN: "{network} does not show this post at the moment",
}


def reason(state: SourceState, network: str) -> str:
    """Why a question is withdrawn whose post is gone or hidden."""
    return _REASONS[state].format(network=network)


def decide_other_reason(question: Question, why: str) -> Decision:
    """What was hidden turns out to be deleted, or the other way round: it is withdrawn all the same."""
    after = replace(question.disposition, reason=why)
    step = Step(Action.EXPLAIN_WITHDRAWAL, question.id, question.disposition, after)
    return Decision(Action.EXPLAIN_WITHDRAWAL, (step,), details=Details(reason=why))


def decide_show_again(
    question: Question, withdrawn: Sequence[Change], members: Mapping[int, Question], leader: Question | None
) -> Decision:
    """Take back a withdrawal because the post can be seen again: exactly that change, and nothing decided since.

    `withdrawn` are its rows, and `members` those questions of its group that nobody has decided about since. What was
    on the screen waits to be put again; what was in a group that is no more waits to be checked.
    """
    steps = []
    for change in withdrawn:
        if change.question_id == question.id:
            steps.append(_back(question, change, leader))
        elif (member := members.get(change.question_id or 0)) is not None:
            steps.append(Step(Action.SHOW_AGAIN, member.id, member.disposition, _reversed(member, change)))
    return Decision(Action.SHOW_AGAIN, tuple(steps), undoes=withdrawn[0].revision)


def _back(question: Question, change: Change, leader: Question | None) -> Step:
    after = _reversed(question, change)
    if after.state is State.ON_SCREEN:
        after = replace(after, state=State.ACCEPTED)
    in_a_group = leader is not None and leader.state in LEADERS and leader.meeting_id == question.meeting_id
    if after.state is State.GROUPED and not in_a_group:
        after = replace(after, state=State.RECEIVED, grouped_into=None)
    return Step(Action.SHOW_AGAIN, question.id, question.disposition, after)


def _reversed(question: Question, change: Change) -> Disposition:
    """The question as it stood before the change. The reason may be another one by now: it goes all the same."""
    return replace(question.disposition, **change.before)
