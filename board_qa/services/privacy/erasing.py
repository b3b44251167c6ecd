"""Erase what one person asked: nothing of it is left but a number and a date, and nothing brings it back."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from board_qa.domain.meetings.settings import Difference
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost
from board_qa.domain.questions.erasing import AT_THEIR_REQUEST
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import Question
from board_qa.domain.questions.transitions import decide_erase
from board_qa.domain.telling.letters import LetterState
from board_qa.ports import Ports
from board_qa.ports.stores import StoreUnavailable
from board_qa.services.questions.storing import store_decision

ERASED = "person_data_erased"

log = logging.getLogger(__name__)

# Nobody can say where these are: what is on its way is not ours to empty.
_ON_ITS_WAY = frozenset({OutboxState.SENDING, OutboxState.UNKNOWN, OutboxState.DELETING})


class OnItsWay(Exception):
    """Something about this question is being posted or mailed, or may have been: that has to be settled first."""

    def __init__(self, question: Question) -> None:
        super().__init__(f"question {question.called}")
        self.question = question


def erase(ports: Ports, questions: Sequence[Question], posts: Sequence[ObservedPost], actor: Actor) -> bool:
    """Erase these for good, all or none, and note who did. Whether nothing of them is left in the database's files.

    Where those cannot be cleaned this minute, the worker does it (`clean_what_waits`). Twice is once. Raises OnItsWay.
    """
    with ports.store.transaction():
        for question in questions:
            _erase_question(ports, question, actor)
        for post in posts:
            ports.store.erasures.forget_posts(post.channel, [post.post.native_id], ports.clock())
        note(ports, ERASED, len(questions), len(posts), actor)
    for meeting_id in {question.meeting_id for question in questions}:
        ports.announcer.changed(meeting_id)
    return clean_what_waits(ports)


def clean_what_waits(ports: Ports) -> bool:
    """Clean the database's files of what was erased; False where that has to wait."""
    try:
        if ports.store.erasures.waits_to_be_scrubbed():
            ports.store.erasures.scrub()
    except StoreUnavailable:
        log.warning("what was erased is still in the database's files: they cannot be cleaned now")
        return False
    return True


def note(ports: Ports, what: str, questions: int, posts: int, actor: Actor) -> None:
    """Who did this to how much, in the board's changes of settings: nothing that says whose it was."""
    counted = f"Questions: {questions}, posts that were no question: {posts}"
    ports.store.settings.record(None, [Difference(what, None, counted)], actor, ports.clock())


def about(ports: Ports, question: Question) -> list[OutgoingPost]:
    """What we posted about a question, or drafted, also at the meeting that it was moved from."""
    return list(ports.store.outbox.of_question(question.id))


def _erase_question(ports: Ports, question: Question, actor: Actor) -> None:
    fresh = ports.store.questions.get(question.id)
    if fresh is None or fresh.is_empty:
        return
    _refuse_what_is_on_its_way(ports, fresh)
    members = ports.store.questions.members(fresh.id)
    decision = decide_erase(fresh, members, AT_THEIR_REQUEST)
    store_decision(ports, fresh.meeting_id, decision, [fresh, *members], actor)
    ports.store.erasures.empty(fresh, f"erased {ports.ids.token()}", ports.clock())


def _refuse_what_is_on_its_way(ports: Ports, question: Question) -> None:
    posted = any(post.state in _ON_ITS_WAY for post in about(ports, question))
    mailed = any(letter.state is LetterState.SENDING for letter in ports.store.letters.of_question(question.id))
    if posted or mailed:
        raise OnItsWay(question)
