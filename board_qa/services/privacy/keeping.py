"""What was kept for as long as the board keeps it is erased, by the worker, once a day."""

from __future__ import annotations

import logging
from datetime import date, timedelta

from board_qa.domain.meetings.rules import Rules
from board_qa.domain.questions.flooding import IN_A_FLOOD
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import Question, State
from board_qa.domain.questions.register import is_answer_of_a_deleted_post
from board_qa.domain.questions.transitions import decide_forget
from board_qa.ports import Ports
from board_qa.services.questions.storing import store_decision

log = logging.getLogger(__name__)

_AT_ONCE = 20  # questions in one round of the worker: whoever sends a post waits for no more
_CHARGES_AT_ONCE = 500
_BILLED_WITHIN = timedelta(days=1)  # of UTC, which is not the board's day
# Who does it, as the history of a question says.
_BY_THE_RULE = Actor("the rule on how long questions are kept")


class Keeping:
    """A round of it does a little; a day is over for it when nothing is left to do."""

    def __init__(self, ports: Ports) -> None:
        self._ports, self._done_on = ports, date.min
        self._contacts = self._questions = 0

    def go_on(self) -> None:
        today = self._ports.clock().date()
        if self._done_on == today:
            return
        contacts, questions = self._forget_some_contacts(), self._forget_some_questions()
        self._contacts, self._questions = self._contacts + contacts, self._questions + questions
        if contacts or questions or self._unname_some_charges():
            return
        if self._contacts or self._questions:
            self._ports.store.erasures.scrub()
            log.info("kept long enough, now erased: %d addresses, %d questions", self._contacts, self._questions)
        self._contacts = self._questions = 0
        self._done_on = today

    def _unname_some_charges(self) -> int:
        """A network bills each post and person once a day: after it nobody needs to know for which it was."""
        return self._ports.store.sources.unname(self._ports.clock().date() - _BILLED_WITHIN, _CHARGES_AT_ONCE)

    def _forget_some_contacts(self) -> int:
        return self._ports.store.erasures.forget_contacts(self._ports.clock() - self._ports.keep_contacts, _AT_ONCE)

    def _forget_some_questions(self) -> int:
        ports = self._ports
        due = ports.store.erasures.kept_long_enough(ports.clock() - ports.keep_unpublished, _AT_ONCE)
        for question in due:
            with ports.store.transaction():
                self._forget(question)
        for meeting_id in {question.meeting_id for question in due}:
            ports.announcer.changed(meeting_id)
        return len(due)

    def _forget(self, question: Question) -> None:
        """What the board answered before its post was deleted is in the public record: that stays."""
        ports = self._ports
        meeting = ports.store.meetings.get(question.meeting_id)
        reasons = _everybodys(meeting.details.rules) if meeting else set()
        in_record = question.state is State.WITHDRAWN and self._is_in_record(question)
        forgets = decide_forget(question, reasons, in_record)
        store_decision(ports, question.meeting_id, forgets, [question], _BY_THE_RULE)
        ports.store.erasures.forget(question, f"erased {ports.ids.token()}", ports.clock(), in_record)

    def _is_in_record(self, question: Question) -> bool:
        """How it was withdrawn is read for its whole meeting, so it is asked of what was withdrawn alone."""
        moves = self._ports.store.questions.last_moves(question.meeting_id, State.WITHDRAWN)
        return is_answer_of_a_deleted_post(question, moves.get(question.id))


def _everybodys(rules: Rules) -> set[str]:
    """The reasons that this board gives to all alike, and the places that it sends everybody to."""
    reasons, places = rules.decline_reasons, rules.redirects
    return {IN_A_FLOOD, *(one.sentence for one in reasons), *(one.sentence for one in places)}
