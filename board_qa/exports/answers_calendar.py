"""A calendar of the answers that the board owes, for whoever has to give them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from board_qa.domain.questions.owed import OwedAnswer
from board_qa.domain.text.wording import shown
from board_qa.phrases.owed import asked_at


def answers_calendar(
    answers: Sequence[OwedAnswer], host: str, now: datetime, address: Callable[[OwedAnswer], str]
) -> bytes:
    """A whole day for each answer that has a date: calendars that show no tasks show it as well.

    `address` is where it is answered. The name of an entry stays the same whatever becomes of the question, so that a
    later file moves it and makes no second one. Nothing of whoever asked is in it but their question as it is put.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Board questions//Written answers//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for answer in answers:
        if answer.due is not None:
            calendar.add_component(_event(answer, host, now, address(answer)))
    return bytes(calendar.to_ical())


def _event(answer: OwedAnswer, host: str, now: datetime, address: str) -> Event:
    question, owner = answer.question, answer.question.disposition.owner
    event = Event()
    event.add("uid", f"written-answer-{question.id}@{host}")
    event.add("dtstamp", now)
    event.add("dtstart", answer.due)
    event.add("dtend", answer.due + timedelta(days=1))  # type: ignore[operator]  # only those with a date come here
    event.add("summary", f"Written answer due: question {question.called}")
    who = f"\n\nTo be answered by {shown(owner)}." if owner else ""
    event.add("description", f"{asked_at(answer)}:\n{shown(question.words)}{who}")
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event
