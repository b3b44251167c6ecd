"""A clicker is pressed before a wall that everybody reads: what became of the press is told at the desk instead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import request

from board_qa.domain.meetings.meeting import Meeting
from board_qa.phrases.history import clicker_refused
from board_qa.ports.questions import Conflict
from board_qa.ports.stores import StoreUnavailable
from board_qa.services.questions.moderating import NotFitToShow
from board_qa.web.shell import words
from board_qa.web.shell.installation import ports
from board_qa.web.shell.refusals import not_fit_to_show


@contextmanager
def told_at_the_desk(meeting: Meeting) -> Iterator[None]:
    """Tell the desk why a press from the screen was refused. The refusal itself goes on, to whoever pressed."""
    try:
        yield
    except Conflict as conflict:
        tell_the_desk(meeting, clicker_refused(conflict.change))
        raise
    except NotFitToShow as unfit:
        tell_the_desk(meeting, not_fit_to_show(unfit))
        raise
    except StoreUnavailable:
        tell_the_desk(meeting, words.CLICKER_NOT_STORED)
        raise


def tell_the_desk(meeting: Meeting, message: str) -> str:
    """What came of a press, which is told at the desk where it was one from the screen."""
    if request.form.get("from") == "screen":
        ports().announcer.notice(meeting.id, f"{words.CLICKER} {message}")
    return message
