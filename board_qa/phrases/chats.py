"""What is posted in a chat, as it is drafted, how the plan says when, and what the desk is told of what others posted.

A person edits and approves the words that go out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from board_qa.domain.meetings.meeting import MeetingDetails
from board_qa.domain.networks.fitting import Counting, as_many_as_fit, fitted, quotable
from board_qa.domain.networks.hashtags import has_hashtag
from board_qa.domain.questions.admission import LATE_ANSWERS
from board_qa.domain.text.flags import PERSONAL, Kind
from board_qa.domain.text.spoken import clock_time, spoken_time
from board_qa.domain.text.wording import one_line

# Co-hosts by name, each with the handle of its account on the network that the words are for; '' where it has none.
Hosts = Sequence[tuple[str, str]]

_SOON = timedelta(hours=1)

# A sentence beside a post that can be picked for the recap, which ends in what to do. It is told word for word.
IN_A_RECAP: dict[Kind, str] = {
    **dict.fromkeys(PERSONAL, "Everyone would read this personal detail: leave the post out."),
    Kind.PHONE: "Everyone would read it: leave the post out, unless it is the number of an organisation.",
    Kind.EMAIL: "Everyone would read it: leave the post out, unless it is the address of an organisation.",
    Kind.POSTCODE: "A full postcode can lead to one home: leave the post out, unless it is of a public place.",
    Kind.WARD_AND_NAME: "A name and a ward together point to one person: leave the post out.",
    Kind.DISTRESS: "This person, or someone close to them, may be at risk: leave it out, and answer on their network.",
    Kind.ABUSE: "Some words may be abuse or a threat: leave the post out, unless you are sure that they are not.",
    Kind.COMPLAINT: "It seems to be about one person’s own care: leave the post out, unless they agree.",
    Kind.UNREAD: "The program could not check it: read every word for personal details and signs of distress.",
}
IN_A_RECAP_UNREAD = "The program checks it soon: wait for that, or read every word yourself."


def draft_welcome(details: MeetingDetails, hosts: Hosts, count: Counting) -> str:
    """The first post: what it is, until when, who holds it, and how an answer begins."""
    until = clock_time(details.closes_at, details.timezone)
    before, tag = f"Welcome to our chat, until {until} today: ", f" #{details.hashtag}"
    title = fitted(before, quotable(details.title, count), tag, count)
    how = "Begin your answer to Q1 with A1, to Q2 with A2 and so on, and keep the hashtag in it."
    return as_many_as_fit(f"{title}\n\n", [*_with(hosts, count), how], "", count).rstrip()


def draft_question(number: int, text: str, hashtag: str, count: Counting) -> str:
    """A question of the plan with its number."""
    words = one_line(text)
    return fitted(f"Q{number}: ", words, "" if has_hashtag(words, hashtag) else f" #{hashtag}", count)


def draft_thanks(details: MeetingDetails, hosts: Hosts, count: Counting) -> str:
    """The last post: thanks, and until when answers still count."""
    until = spoken_time(details.closes_at + LATE_ANSWERS, details.timezone)
    before = f"That was our chat #{details.hashtag}. Thank you to everyone who took part. "
    late = f"You can still answer: what comes by {until} counts too."
    return as_many_as_fit(before, [*_with(hosts, count), late], "", count).rstrip()


def _with(hosts: Hosts, count: Counting) -> list[str]:
    named = [f"{quotable(name, count)} @{handle}" if handle else quotable(name, count) for name, handle in hosts]
    return [f"With us: {', '.join(named)}."] if named else []


def when_due(at: datetime, now: datetime) -> str:
    """When something of the plan is due, beside a moment within the hour; '' where that is further off."""
    minutes = round(abs(now - at) / timedelta(minutes=1))
    if abs(now - at) > _SOON:
        return ""
    if not minutes:
        return "due now"
    counted = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return f"due {counted} ago" if at < now else f"in {counted}"
