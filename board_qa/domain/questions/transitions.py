"""Which change is allowed from which state. This table is the only place that decides it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.meeting import IdleView, Section
from board_qa.domain.questions.history import NO_DETAILS, Action, Change, Details
from board_qa.domain.questions.question import Disposition, DispositionUpdate, Question, State
from board_qa.domain.questions.supplementary import letters_of

_OPEN = frozenset({State.RECEIVED, State.HELD, State.ACCEPTED, State.ON_SCREEN})
_LIVE = frozenset(State) - {State.WITHDRAWN}
# An action that leads nowhere changes something about the question and leaves it where it stands.
STAYS = None

TABLE: dict[Action, tuple[frozenset[State], State | None]] = {
    Action.ACCEPT: (frozenset({State.RECEIVED, State.HELD, State.DECLINED, State.REDIRECTED, State.WRITTEN}),
                    State.ACCEPTED),
    Action.HOLD: (frozenset({State.RECEIVED, State.ACCEPTED, State.WRITTEN, State.DECLINED, State.REDIRECTED}),
                  State.HELD),
    Action.DECLINE: (_OPEN | {State.WRITTEN, State.REDIRECTED}, State.DECLINED),
    # Where the board's rule is that the chair confirms, a decline waits on hold for the chair's yes.
    Action.PROPOSE_DECLINE: (_OPEN | {State.WRITTEN, State.REDIRECTED}, State.HELD),
    Action.RETURN: (frozenset({State.HELD}), State.RECEIVED),
    Action.REDIRECT: (_OPEN | {State.WRITTEN, State.DECLINED}, State.REDIRECTED),
    Action.GROUP: (frozenset({State.RECEIVED, State.HELD, State.ACCEPTED, State.WRITTEN}), State.GROUPED),
    Action.UNGROUP: (frozenset({State.GROUPED}), State.RECEIVED),
    Action.WRITE: (_OPEN | {State.WRITTEN}, State.WRITTEN),
    # A board comes back to a question that it answered.
    Action.PUT_ON_SCREEN: (frozenset({State.ACCEPTED, State.ANSWERED}), State.ON_SCREEN),
    Action.TAKE_OFF_SCREEN: (frozenset({State.ON_SCREEN}), State.ACCEPTED),
    Action.ANSWER: (frozenset({State.ACCEPTED, State.ON_SCREEN, State.WRITTEN}), State.ANSWERED),
    # Typed while the board speaks, or for a written answer; the public reads it once the question is answered.
    Action.NOTE_ANSWER: (frozenset({State.ON_SCREEN, State.WRITTEN, State.ANSWERED}), STAYS),
    Action.EDIT_WORDING: (_OPEN | {State.WRITTEN, State.GROUPED}, STAYS),
    Action.LINK: (_LIVE, STAYS),
    Action.CLAIM: (_LIVE, STAYS),
    Action.RELEASE: (_LIVE, STAYS),
    Action.ASSIGN: (_LIVE, STAYS),
    Action.NOTE: (frozenset(State), STAYS),
    # What stands where a name should is not always one, or not one for a screen.
    Action.WITHHOLD_NAME: (_LIVE, STAYS),
    Action.SHOW_NAME: (_LIVE, STAYS),
    # Who answers, and a word to the chair: as long as the question may still be put.
    Action.BRIEF: (_OPEN, STAYS),
    # Only what waits to be put has a place to change.
    Action.MOVE: (frozenset({State.ACCEPTED}), STAYS),
    # Deleted at its source: it goes from every screen, whatever had been decided (docs/boards.md).
    Action.WITHDRAW: (_LIVE, State.WITHDRAWN),
    # Whoever asked wants nothing of theirs kept: what is left is a number and a date, also of what was withdrawn.
    Action.ERASE: (frozenset(State), State.WITHDRAWN),
    # With very many others that came together with it, and before anybody read it.
    Action.PUT_ASIDE: (frozenset({State.RECEIVED}), State.WITHDRAWN),
    # To another meeting, where it is checked again. What is on the screen or was answered here belongs to this one.
    Action.LEAVE_MEETING: (_LIVE - {State.ON_SCREEN, State.ANSWERED}, State.RECEIVED),
    # New words nobody here has read. An answered question keeps the words the board answered.
    Action.EDIT_AT_SOURCE: (_LIVE - {State.ANSWERED}, State.RECEIVED),
    # A person had copied it from its network, and not as it is there.
    Action.CORRECT_COPY: (_LIVE - {State.ANSWERED}, State.RECEIVED),
}  # fmt: skip

# By which a question gets other words than those that it came with.
_OTHER_WORDS = frozenset({Action.EDIT_AT_SOURCE, Action.CORRECT_COPY})
# Questions that others can be put together with: those that are still to be answered, or were.
LEADERS = _OPEN | {State.WRITTEN, State.ANSWERED}
# What shows each view that is no question.
VIEWS = {
    IdleView.BLANK: Action.BLANK,
    IdleView.JOINING: Action.SHOW_JOINING,
    IdleView.CLOSED: Action.SHOW_CLOSED,
}
# What is done to the public section's time, and to no question.
SECTION = frozenset({Action.START_SECTION, Action.EXTEND_SECTION, Action.STOP_SECTION})
# What is done to the screen and to the running order; undoing it is the same.
_DRIVEN = SECTION | frozenset(VIEWS.values()) | frozenset({
    Action.PUT_ON_SCREEN, Action.TAKE_OFF_SCREEN, Action.ANSWER, Action.MOVE})  # fmt: skip
# One press of "more time".
MORE_TIME = timedelta(minutes=5)
# States whose asker reads a reason.
_WITH_REASON = frozenset({State.DECLINED, State.REDIRECTED, State.WITHDRAWN})
# States a question goes through with what was answered to it: it may leave the screen for a moment.
_ANSWERABLE = frozenset({State.ACCEPTED, State.ON_SCREEN, State.WRITTEN, State.ANSWERED})
# Somebody who had a question is done with it when one of these was decided.
_NO_LONGER_HELD = frozenset(State) - {State.RECEIVED, State.HELD}


class NotAllowed(Exception):
    """The question's state does not allow this action."""

    def __init__(self, action: Action, state: State) -> None:
        super().__init__(f"{action} is not allowed from {state}")
        self.action, self.state = action, state


class GroupMovedAway(NotAllowed):
    """The question it was grouped with was moved to another meeting."""


@dataclass(frozen=True)
class Step:
    """One question's move from one disposition to another."""

    action: Action
    question_id: int
    before: Disposition
    after: Disposition


@dataclass(frozen=True)
class Retiming:
    """The public section's move from some times to others."""

    before: Section
    after: Section


@dataclass(frozen=True)
class Relocation:
    """A question's move to another meeting, where it gets the next number or, going back, the one it had.

    `details` are for the history of that meeting; `undoes` is the revision of the other half of what is taken back.
    A supplementary question goes along with `letters`, to stand after the number its question gets there, or goes back
    to what it was called as a `supplementary` one.
    """

    question_id: int
    to_meeting: int
    number: int | None = None
    undoes: int | None = None
    details: Details = NO_DETAILS
    letters: str = ""
    supplementary: str = ""


@dataclass(frozen=True)
class Decision:
    """Everything one action changes, to be stored in one transaction or not at all.

    `details` are for the history; what the asker reads is in the disposition. `relocations`, the first of them of
    the question that others go along with, are stored in the meeting that the decision belongs to and in the other one.
    """

    action: Action
    steps: tuple[Step, ...] = ()
    idle_view: IdleView | None = None
    retiming: Retiming | None = None
    details: Details = NO_DETAILS
    undoes: int | None = None
    relocations: tuple[Relocation, ...] = ()


def rights_to(change: Change) -> frozenset[Right]:
    """The rights of which it takes one to do this, and so to take it back."""
    if change.action in _DRIVEN:
        return frozenset({Right.DRIVE})
    if change.action is Action.RETURN:
        return frozenset({Right.CONFIRM})
    # The chair's yes to a proposal, or a moderator's decision where the board's rule has changed since.
    if change.action is Action.DECLINE and change.before.get("proposal"):
        return frozenset({Right.CONFIRM, Right.MODERATE})
    return frozenset({Right.MODERATE})


def target(action: Action, state: State) -> State:
    """The state this action leads to.

    Raises NotAllowed where the table has no such move.
    """
    allowed_from, to_state = TABLE[action]
    if state not in allowed_from:
        raise NotAllowed(action, state)
    return state if to_state is STAYS else to_state


def accepts_source_edit(question: Question) -> bool:
    """Whether words that were edited at their source may now take the place of those we have.

    What the board answered keeps the words it answered, and so does what is on the screen with an answer to it: it was
    put again, or is being answered. There the edit waits until the question leaves the screen. What was erased gets no
    words again.
    """
    being_answered = question.state is State.ON_SCREEN and question.disposition.answer
    is_open = question.state in TABLE[Action.EDIT_AT_SOURCE][0] and question.erased_at is None
    return is_open and not being_answered


def decide(
    action: Action,
    question: Question,
    on_screen: Question | None = None,
    details: Details = NO_DETAILS,
    update: DispositionUpdate | None = None,
) -> Decision:
    """What this action on this question changes, given the other question now on screen.

    Raises NotAllowed, also to erase: that is `decide_erase`, and more than a decision (`services.privacy.erasing`).
    """
    if action is Action.ERASE:
        raise NotAllowed(action, question.state)
    steps = [_step(action, question, details.reason, update or {})]
    idle_view = None
    if action is Action.PUT_ON_SCREEN:
        # At most one question is on screen, and whatever later takes it off leaves a blank screen.
        idle_view = IdleView.BLANK
        if on_screen is not None:
            steps.insert(0, _step(Action.TAKE_OFF_SCREEN, on_screen))
    return Decision(action, tuple(steps), idle_view, details=details)


def decide_group(question: Question, into: Question, members: Sequence[Question]) -> Decision:
    """Put a question together with another one; what was grouped into it comes along.

    Raises NotAllowed where either stands where it cannot be grouped.
    """
    if into.state not in LEADERS or into.id == question.id:
        raise NotAllowed(Action.GROUP, into.state)
    sets = DispositionUpdate(grouped_into=into.id)
    moved = [Step(Action.GROUP, m.id, m.disposition, replace(m.disposition, **sets)) for m in members]
    steps = (_step(Action.GROUP, question, "", sets), *moved)
    return Decision(Action.GROUP, steps, details=Details(with_number=into.called))


def decide_withdraw(question: Question, members: Sequence[Question], reason: str) -> Decision:
    """Withdraw a question whose post cannot be seen. Those that were put together with it are questions of their own
    again, unless the board's answer is noted: that stays theirs."""
    answered = question.state is State.ANSWERED and question.disposition.answer
    alone = () if answered else members
    steps = (_step(Action.WITHDRAW, question, reason), *(_step(Action.UNGROUP, member) for member in alone))
    return Decision(Action.WITHDRAW, steps, details=Details(reason=reason))


def decide_withdraw_by_asker(question: Question, members: Sequence[Question], reason: str) -> Decision:
    """The same because its asker wants it gone. The history names them, and needs no reason."""
    sets = DispositionUpdate(withdrawn_by_asker=True)
    steps = (_step(Action.WITHDRAW, question, reason, sets), *(_step(Action.UNGROUP, member) for member in members))
    return Decision(Action.WITHDRAW, steps)


def decide_erase(question: Question, members: Sequence[Question], reason: str) -> Decision:
    """The same for good, with every word that was said about it here."""
    sets = DispositionUpdate(
        withdrawn_by_asker=True, wording="", answer="", answered_by="", brief="", shows_original=False
    )
    # One without words is no question to be checked: it stays where it stands.
    alone = (_step(Action.UNGROUP, member) for member in members if member.erased_at is None)
    return Decision(Action.ERASE, (_step(Action.ERASE, question, reason, sets), *alone))


def decide_forget(question: Question, reasons: Collection[str], in_record: bool) -> Decision:
    """Erase what was kept as long as the board keeps it. It stays where it stands, and is counted as before. Of its
    reason one stays that is everybody's, of those that the board offers: what was typed may name somebody. `in_record`:
    the public record has the board's own wording and answer, which stay."""
    reason = question.disposition.reason if question.disposition.reason in reasons else ""
    after = replace(question.disposition, brief="", proposal="", reason=reason)
    if not in_record:
        after = replace(after, wording="", answer="", answered_by="")
    return Decision(Action.ERASE, (Step(Action.ERASE, question.id, question.disposition, after),))


def decide_put_aside(questions: Sequence[Question], reason: str) -> Decision:
    """Put aside what came in a flood, unread. The asker reads the reason. Raises NotAllowed where one was decided."""
    steps = tuple(_step(Action.PUT_ASIDE, question, reason) for question in questions)
    return Decision(Action.PUT_ASIDE, steps)


def decide_leave_meeting(
    question: Question,
    along: Sequence[Question],
    members: Sequence[Question],
    to_meeting: int,
    to: Details,
    came_from: Details,
) -> Decision:
    """Move a question to another meeting, with the supplementary ones that go `along`. They leave their groups, and
    what they have of this meeting stays here.

    `to` and `came_from` are what the two meetings' histories say of the other one. Raises NotAllowed where it is on the
    screen, was answered here or was withdrawn.
    """
    sets = DispositionUpdate(agenda_item="", place=0, speaker="", brief="")
    leaving = [_step(Action.LEAVE_MEETING, one, update=sets) for one in (*along, question)]
    steps = (*leaving, *(_step(Action.UNGROUP, member) for member in members))
    relocations = [
        Relocation(one.id, to_meeting, details=replace(came_from, was_number=one.called), letters=letters)
        for one, letters in ((question, ""), *((one, letters_of(one)) for one in along))
    ]
    return Decision(Action.LEAVE_MEETING, steps, details=to, relocations=tuple(relocations))


def decide_write(questions: Sequence[Question], owner: str, due_on: str) -> Decision:
    """Answer several questions in writing as one action with one undo. Without an owner it is who was to speak to it.

    Raises NotAllowed where one of them cannot be.
    """
    steps = [
        _step(Action.WRITE, one, update=DispositionUpdate(owner=owner or one.disposition.speaker, due_on=due_on))
        for one in questions
    ]
    return Decision(Action.WRITE, tuple(steps), details=Details(owner=owner, due_on=due_on))


def decide_next(on_screen: Question | None, following: Question | None) -> Decision:
    """Mark the question on screen answered and put the following one on, as one action with one undo.

    Where an answer in writing was promised and none is noted yet, it stays promised: the meeting goes on, and whoever
    was promised it is still owed it.
    """
    steps = [] if on_screen is None else [_step(_done_with(on_screen), on_screen)]
    if following is not None:
        steps.append(_step(Action.PUT_ON_SCREEN, following))
    action = Action.PUT_ON_SCREEN if following or on_screen is None else _done_with(on_screen)
    return Decision(action, tuple(steps), IdleView.BLANK)


def _done_with(on_screen: Question) -> Action:
    its = on_screen.disposition
    return Action.WRITE if its.due_on and not its.answer else Action.ANSWER


def decide_move(order: Sequence[Question], question: Question, to: int) -> Decision:
    """Put a question at another place of the running order: the places from there to here are dealt out anew.

    `to` counts from 0; past either end counts as that end. Nothing is changed where it is there already. Raises
    NotAllowed where the question is not in the order.
    """
    target(Action.MOVE, question.state)
    others = [one for one in order if one.id != question.id]
    to = min(max(to, 0), len(others))
    moved = [*others[:to], question, *others[to:]]
    places = [one.place for one in order]
    steps = [_placed(one, place) for one, place in zip(moved, places, strict=True) if one.place != place]
    steps.sort(key=lambda step: step.question_id == question.id)  # what was moved names the action: the last row
    return Decision(Action.MOVE, tuple(steps), details=_beside(others, to))


def _placed(question: Question, place: float) -> Step:
    # Back in its own place it stands as if nobody had moved it.
    return _step(Action.MOVE, question, update=DispositionUpdate(place=0 if place == question.number else place))


def _beside(others: Sequence[Question], to: int) -> Details:
    """Where in the running order that is, for the history."""
    if to < len(others):
        return Details(before_number=others[to].called)
    return Details(after_number=others[-1].called) if others else NO_DETAILS


def decide_view(view: IdleView, on_screen: Question | None) -> Decision:
    """Show something that is no question; a question that was on the screen goes back to the running order."""
    action = VIEWS[view]
    steps = () if on_screen is None else (_step(Action.TAKE_OFF_SCREEN, on_screen),)
    return Decision(action, steps, view)


def decide_section(action: Action, section: Section, minutes: int, now: datetime) -> Decision:
    """Start, extend or stop the countdown of the public section, which the board gives that many minutes.

    More time is counted from now where the time is up already: the room is promised five minutes and gets five.
    """
    begun, ends = section.started_at or now, max(section.ends_at or now, now)
    after = {
        Action.START_SECTION: Section(now, now + timedelta(minutes=minutes)),
        Action.EXTEND_SECTION: Section(begun, ends + MORE_TIME),
        Action.STOP_SECTION: Section(),
    }[action]
    return Decision(action, retiming=Retiming(section, after))


def _step(action: Action, question: Question, reason: str = "", update: DispositionUpdate | None = None) -> Step:
    before = question.disposition
    after = replace(before, state=target(action, before.state), **(update or {}))
    if TABLE[action][1] is not STAYS:
        after = _tidied(action, before.state, after, reason)
    return Step(action, question.id, before, after)


def _tidied(action: Action, left: State, after: Disposition, reason: str) -> Disposition:
    """What belongs to the state that was left goes with it."""
    state = after.state
    # What was answered is ours and not the source's to take: whoever checks the new words sees it and decides, and the
    # public record keeps it where the post is gone. What an asker takes back is gone whole.
    on_record = action is Action.WITHDRAW and left is State.ANSWERED and not after.withdrawn_by_asker
    keeps_answer = state in _ANSWERABLE or action in _OTHER_WORDS or on_record
    after = replace(
        after,
        reason=reason if state in _WITH_REASON else "",
        withdrawn_by_asker=after.withdrawn_by_asker and state is State.WITHDRAWN,
        proposal=reason if action is Action.PROPOSE_DECLINE else "",
        grouped_into=after.grouped_into if state is State.GROUPED else None,
        assignee=None if state in _NO_LONGER_HELD else after.assignee,
        answer=after.answer if keeps_answer else "",
        answered_by=after.answered_by if keeps_answer else "",
    )
    if action in _OTHER_WORDS:
        # It was made from words that are no longer the author's, and nobody allowed the new ones.
        after = replace(after, wording="", shows_original=False)
    return after if _keeps_promise(action, left, state) else replace(after, owner="", due_on="")


def _keeps_promise(action: Action, left: State, state: State) -> bool:
    """Whether who answers in writing, and by when, still holds. It moves to another meeting with its question, and
    holds as long as that may be put there."""
    moved = left in _OPEN and state in _OPEN
    return moved or action is Action.LEAVE_MEETING or state in (State.WRITTEN, State.ANSWERED)
