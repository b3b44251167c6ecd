"""What is said of answers that the board owes: when one is due, and the reminder to whoever owes it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from board_qa.domain.meetings.deadlines import counted
from board_qa.domain.questions.owed import OwedAnswer
from board_qa.domain.text.spoken import long_date, spoken_date
from board_qa.domain.text.wording import one_line, shown

# Characters. Outlook takes some 2,000 of an address, and says nothing of the rest.
_LONGEST_LINK = 1_900


def due_said(answer: OwedAnswer) -> str:
    """How long there is: "due in 3 working days", "overdue by 2 days"."""
    if answer.due is None:
        return "no date"
    if answer.overdue:
        return f"overdue by {counted((answer.today - answer.due).days, 'day')}"
    if answer.due == answer.today:
        return "due today"
    if not answer.working_days:
        return "due before the next working day"
    return f"due in {counted(answer.working_days, 'working day')}"


def reminder(owner: str, answers: Sequence[OwedAnswer]) -> str:
    """All that one person owes, as somebody sends it to them. Of whoever asked it says nothing."""
    several = "a written answer to 1 question" if len(answers) == 1 else f"written answers to {len(answers)} questions"
    listed = "\n\n".join(f"{place}. {_entry(one)}" for place, one in enumerate(answers, start=1))
    return (
        f"Dear {owner},\n\nYou owe {several} that people asked the board:\n\n{listed}\n\n"
        "Please send us each answer before its date. We publish it with the question, and tell the person who asked."
    )


def mail_link(text: str, subject: str = "Written answers for the board") -> str:
    """An address that opens a letter with this text, without its text where that is too long for an address."""
    link = f"mailto:?subject={quote(subject)}"
    whole = f"{link}&body={quote(text.replace(chr(10), chr(13) + chr(10)))}"
    return whole if len(whole) <= _LONGEST_LINK else link


def asked_at(answer: OwedAnswer) -> str:
    """Which question it is: "Question 7, Board meeting in public, Thursday 26 November 2026"."""
    details = answer.meeting.details
    day = long_date(details.starts_at, details.timezone)
    return f"Question {answer.question.called}, {one_line(details.title)}, {day}"


def _entry(answer: OwedAnswer) -> str:
    when = (
        f"Due on {spoken_date(answer.due.isoformat())} ({due_said(answer)})." if answer.due else "It has no date yet."
    )
    return f"{asked_at(answer)}:\n“{shown(answer.question.words)}”\n{when}"
