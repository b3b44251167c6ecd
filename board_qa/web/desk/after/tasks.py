"""What is left to do after a meeting, a line each: what it is, how far it is, and where it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from board_qa.domain.meetings.deadlines import counted
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.text.spoken import spoken_date
from board_qa.services.meetings.after import AfterMeeting, Progress, WrittenAnswers


@dataclass(frozen=True)
class Task:
    """`far` is how many of how many are done; None where there is no number to it."""

    title: str
    said: str
    address: str
    is_done: bool
    far: Progress | None = None


def tasks(meeting: Meeting, after: AfterMeeting, told: Progress) -> Iterator[Task]:
    """In the order in which one does them. There is no line for what this meeting has nothing of. `told` is how many
    of those who asked know what became of it."""
    if after.decided.total:
        yield _deciding(meeting, after)
    if after.reached.total:
        yield _counted(
            after.reached, "Questions that were not reached", "approved and not put to the board", "#not-reached-h"
        )
    if after.noted.total:
        yield _counted(after.noted, "Answers to note", "answered without a note of what was said", "#to-note-h")
    if after.written.given.total:
        yield _written(meeting, after.written)
    if told.total:
        yield _telling(meeting, told)
    if after.signed_off is not None:
        said = "It came after all other posts" if after.signed_off else "It says where to get help"
        last_post = url_for("live.page", meeting_id=meeting.id, sign_off=1, _anchor="free-h")
        yield Task("The last post of the day", said, last_post, after.signed_off)
    said = "Everyone can read it" if after.published else "Nobody else can read it yet"
    yield Task("Publish the record", said, "#record-h", after.published)


def _deciding(meeting: Meeting, after: AfterMeeting) -> Task:
    parts = [f"{after.to_check:,} to check"] if after.to_check else []
    parts += [f"{after.on_hold:,} on hold"] if after.on_hold else []
    parts += [f"{after.proposing:,} of them for the chair’s yes to a decline"] if after.proposing else []
    there = url_for("desk.queue", meeting_id=meeting.id, show="to-check" if after.to_check else "on-hold")
    done = not after.decided.left
    return Task("Questions to decide about", ", ".join(parts) or "Nothing is left", there, done, after.decided)


def _written(meeting: Meeting, written: WrittenAnswers) -> Task:
    said = _left(written.given, "owed")
    if written.given.left and written.next_due:
        said += f", the first due on {spoken_date(written.next_due)}"
    if written.overdue:
        said += f". {counted(written.overdue, 'answer')} overdue"
    address = url_for("written.page", meeting=meeting.id)
    return Task("Answers promised in writing", said, address, not written.given.left, written.given)


def _telling(meeting: Meeting, told: Progress) -> Task:
    who = "1 person does" if told.left == 1 else f"{told.left:,} people do"
    said = f"{who} not know yet what became of their question" if told.left else "Everyone who asked knows"
    address = url_for("telling.page", meeting_id=meeting.id)
    return Task("Tell everyone who asked", said, address, not told.left, told)


def _counted(far: Progress, title: str, what: str, address: str) -> Task:
    return Task(title, _left(far, what), address, not far.left, far)


def _left(far: Progress, what: str) -> str:
    return f"{far.left:,} {what}" if far.left else "Nothing is left"
