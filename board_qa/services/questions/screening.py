"""Look through the texts that were stored without: posts, and what came while too many waited for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import TypeVar

from board_qa.domain.questions.question import Question
from board_qa.domain.text.flags import Flag, Kind
from board_qa.ports import Ports

AT_ONCE = 50
# The worker has other things to do as well, and a text made to be slow takes seconds.
_A_ROUND = timedelta(seconds=5)

Written = TypeVar("Written")


def flags_of(ports: Ports, text: str) -> tuple[Flag, ...]:
    """What a person should look at in a text; that nobody looked it through, where the screening is too busy."""
    found = ports.screening.flags(text)
    return (Flag(Kind.UNREAD),) if found is None else found


def flags_of_names(ports: Ports, question: Question) -> tuple[Flag, ...]:
    """What a person should look at in what a question is signed with, before it stands on a screen."""
    found = ports.screening.flags_of_names(question.signed_with) if question.signed_with else ()
    return (Flag(Kind.UNREAD),) if found is None else found


def screen_waiting(ports: Ports) -> None:
    """Look through texts that were not looked through yet, for some seconds, and tell their desks."""
    for question, found in a_round(ports, ports.store.questions.unscreened(AT_ONCE), lambda one: one.source.words):
        ports.store.questions.set_flags(question, found)
        ports.announcer.changed(question.meeting_id)


def a_round(
    ports: Ports, waiting: Iterable[Written], words: Callable[[Written], str]
) -> Iterator[tuple[Written, tuple[Flag, ...]]]:
    """What is found in the words of each that waits, until some seconds are over or the screening is too busy."""
    until = ports.clock() + _A_ROUND
    for one in waiting:
        found = ports.screening.flags(words(one))
        if found is None:
            return
        yield one, found
        if ports.clock() > until:
            return
