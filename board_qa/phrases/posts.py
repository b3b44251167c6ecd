"""What we post, as it is drafted. A person edits and approves the words; nothing here is sent by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from board_qa.domain.meetings.meeting import MeetingDetails
from board_qa.domain.networks.fitting import Counting, as_many_as_fit, fitted, quotable
from board_qa.domain.networks.outbox import PostKind
from board_qa.domain.questions.question import Question, State
from board_qa.domain.text.spoken import near_time, spoken_date, spoken_time
from board_qa.domain.text.wording import one_line

KINDS = {
    PostKind.CALL: "Call for questions",
    PostKind.REMINDER: "Reminder",
    PostKind.LAST_CALL: "Last call",
    PostKind.QUESTION: "Question",
    PostKind.ANSWER: "Answer",
    PostKind.LIVE: "Live post",
    PostKind.REPLY: "Reply",
    PostKind.SIGN_OFF: "Last post of the day",
    PostKind.CHAT_WELCOME: "Welcome to the chat",
    PostKind.CHAT_QUESTION: "Question of the chat",
    PostKind.CHAT_THANKS: "End of the chat",
}


def draft_call(details: MeetingDetails, address: str) -> str:
    """The words a moderator starts from: what, when, how to ask, by when."""
    when = spoken_time(details.starts_at, details.timezone)
    deadline = spoken_time(details.closes_at, details.timezone)
    return (
        f"Our board meets in public on {when}. What would you like to ask? "
        f"Reply here or use #{details.hashtag} by {deadline}, or ask at {address}"
    )


def draft_reminder(details: MeetingDetails, address: str) -> str:
    """A few days before the deadline."""
    when = spoken_time(details.starts_at, details.timezone)
    deadline = spoken_time(details.closes_at, details.timezone)
    return (
        f"You can still ask our board a question. It meets in public on {when}. "
        f"Reply here or use #{details.hashtag} by {deadline}, or ask at {address}"
    )


def draft_last_call(details: MeetingDetails, address: str, sent_at: datetime) -> str:
    """On the last day, or the one before it."""
    deadline = near_time(details.closes_at, sent_at, details.timezone)
    return (
        f"Last call: what would you like to ask our board? "
        f"Reply here or use #{details.hashtag} by {deadline}, or ask at {address}"
    )


def draft_cancelled(details: MeetingDetails, address: str) -> str:
    """Instead of any call, once there is no meeting."""
    when = spoken_time(details.starts_at, details.timezone)
    return (
        f"Our board meeting on {when} is cancelled, so we take no more questions for it. "
        f"You can still read what was asked: {address} #{details.hashtag}"
    )


def draft_question(question: Question, hashtag: str, count: Counting) -> str:
    """A question as it is put: in the words on the screen, with the name where the asker lets us show it."""
    name = "" if question.name_withheld else one_line(question.source.author_name)
    whose = f" from {quotable(name, count)}" if name else ""
    edited = ", as put to the board" if question.disposition.wording else ""
    return fitted(f"Q{question.called}{whose}{edited}: “", quotable(question.words, count), f"” #{hashtag}", count)


def has_answer(question: Question) -> bool:
    """Whether there is something to say of what was answered: it was noted, or is promised in writing."""
    return bool(question.disposition.answer) or question.state is State.WRITTEN


def draft_answer(question: Question, hashtag: str, count: Counting) -> str:
    """What the board answered, as it was noted; '' where there is nothing to say yet."""
    if not has_answer(question):
        return ""
    before, after = f"A{question.called}: ", f" #{hashtag}"
    if question.disposition.answer:
        return fitted(before, quotable(question.disposition.answer, count), after, count)
    due = question.disposition.due_on
    by = f" by {spoken_date(due)}" if due else ""
    return f"{before}the board will answer this in writing{by}.{after}"


def draft_item(place: int, title: str, hashtag: str, count: Counting) -> str:
    """An agenda item as the meeting comes to it; places count from 1."""
    return fitted(f"Item {place}: ", quotable(title, count), f". #{hashtag}", count)


def draft_sign_off(hashtag: str, signposts: Sequence[str], count: Counting) -> str:
    """The last post of the day: thanks, and where to get help, as much of it as there is room for."""
    before = f"That is all from #{hashtag} today. Thank you to everyone who asked and followed. "
    return as_many_as_fit(before, list(signposts), "", count).rstrip()


def draft_reply(question: Question, fate: Question, told: int, greeting: str, count: Counting) -> str:
    """What became of somebody's question, for a reply to their post; '' while nothing has. `fate` is the question whose
    fate it shares: itself, or the one it was put together with.

    `told` is how often they were told before. X refuses the words of an earlier reply, and no reader could tell which
    of two is the last, so that no two drafts are the same.
    """
    nth = f" {told}" if told > 1 else ""
    thanks = f"Update{nth} on your question: " if told else "Thank you for your question. "
    together = "We put it together with a similar one. " if fate.id != question.id else ""
    begin, disposition = greeting + thanks + together, fate.disposition
    if fate.state is State.ANSWERED and disposition.answer:
        return fitted(f"{begin}The board’s answer: ", quotable(disposition.answer, count), "", count)
    if fate.state is State.ANSWERED:
        return f"{begin}It was put to the board and answered at the meeting."
    if fate.state is State.WRITTEN:
        by = f" by {spoken_date(disposition.due_on)}" if disposition.due_on else ""
        return f"{begin}The board will answer it in writing{by}."
    if fate.state is State.DECLINED:
        return fitted(f"{begin}We could not put it to the board. ", quotable(disposition.reason, count), ".", count)
    if fate.state is State.REDIRECTED:
        return fitted(f"{begin}Others can help you better: ", quotable(disposition.reason, count), "", count)
    return ""
