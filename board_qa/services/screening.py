"""Look through the texts that came before there was anything to look for."""

from __future__ import annotations

from .core import Core

# A text takes a few milliseconds; the worker has other things to do as well.
AT_ONCE = 50


def screen_old(core: Core) -> None:
    """Give flags to some of the questions that were stored before texts were screened, and tell their desks."""
    questions = core.store.questions.unscreened(AT_ONCE)
    for question in questions:
        core.store.questions.screened(question.id, core.screening.flags(question.source.text))
    for meeting_id in {question.meeting_id for question in questions}:
        core.announcer.changed(meeting_id)
