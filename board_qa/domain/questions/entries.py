"""What a moderator types in by hand: a question that reached them, or a post that no reader of ours can see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import Attending
from board_qa.domain.networks.links import Link, NotALink, read_link
from board_qa.domain.questions import admission
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.copies import numbered_copy, words_key
from board_qa.domain.questions.question import NewQuestion
from board_qa.domain.text import wording
from board_qa.domain.text.moments import InTheFuture, NotAMoment, past_moment

# Characters; about two typed pages. The web form's 500 make its asker be brief, but a letter is here already and is
# kept word for word: what is put to the board is edited later, beside it. The limit only stops a pasted document.
LONGEST = 5000

# How a question can reach a moderator, most hurried first. `audience.CAME_BY` has the names people read.
WAYS = ("phone", "email", "letter", "room", "other")
_ATTENDING = frozenset({"", Attending.IN_PERSON.value, Attending.READ_OUT.value})


@dataclass(frozen=True)
class Logged:
    """The log form as typed; `key` is the page's idempotency key, `when` is '' for now."""

    key: str
    text: str = ""
    came_by: str = ""
    name: str = ""
    organisation: str = ""
    email: str = ""
    attending: str = ""
    name_withheld: bool = False
    when: str = ""


@dataclass(frozen=True)
class Pasted:
    """The form for a post as typed; what is left empty is taken from the link where it tells it."""

    link: str = ""
    text: str = ""
    name: str = ""
    handle: str = ""
    when: str = ""


class InvalidEntry(Exception):
    """Something must be put right: a sentence for each field."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(", ".join(sorted(problems)))
        self.problems = problems


def logged(typed: Logged, meeting: Meeting, now: datetime) -> NewQuestion:
    """The question as it is stored. Raises Wrong.

    As on the public's form, the page's key and the text make it one question however often it is sent.
    """
    zone = meeting.details.timezone
    _raise(
        {
            "text": text_problem(typed.text),
            "came_by": "" if typed.came_by in WAYS else "Choose how the question came",
            "name": too_long(typed.name, "The name"),
            "organisation": too_long(typed.organisation, "The organisation"),
            "email": admission.problems(AskForm("", "?", email=typed.email)).get("email", ""),
            "attending": "" if typed.attending in _ATTENDING else "Choose from the list",
            "when": when_problem(typed.when, zone, now),
        }
    )
    return NewQuestion(
        channel=typed.came_by,
        native_id=_digest(meeting, typed.key, wording.shown(typed.text)),
        text=wording.received(typed.text),
        author_name=wording.one_line(typed.name),
        organisation=wording.one_line(typed.organisation),
        email=admission.email_typed(typed.email),
        attending=typed.attending,
        name_withheld=typed.name_withheld,
        asked_at=past_moment(typed.when, zone, now),
    )


def pasted(typed: Pasted, meeting: Meeting, now: datetime) -> NewQuestion:
    """The post as it is stored, under its network's own id where the link holds it. Raises Wrong."""
    zone = meeting.details.timezone
    _raise(
        {
            "link": link_problem(typed.link),
            "text": text_problem(typed.text, "text of the post"),
            "name": too_long(typed.name, "The name"),
            "handle": too_long(typed.handle, "The handle"),
            "when": when_problem(typed.when, zone, now),
        }
    )
    link = read_link(typed.link)
    when = past_moment(typed.when, zone, now) if typed.when.strip() else posted_at(link, now)
    return of_post(link, typed.text, wording.one_line(typed.name), wording.one_line(typed.handle), when)


def of_post(link: Link, text: str, name: str, handle: str, when: datetime) -> NewQuestion:
    """A post that a person copied. Networks want name and handle beside the words, so one stands in for the other."""
    handle = handle.lstrip("@") or link.handle
    return NewQuestion(
        channel=link.network,
        native_id=link.native_id,
        version=link.version,
        text=wording.received(text),
        author_name=name or handle,
        author_handle=handle,
        url=link.address,
        asked_at=when,
    )


def without_a_link(meeting: Meeting, channel: str, text: str, name: str, when: datetime, copy: int = 1) -> NewQuestion:
    """A question from a list that says no more: its words and its asker are all that tells it from others.

    Where a campaign's rows say the very same, their `copy` tells them apart.
    """
    native_id = numbered_copy(_digest(meeting, *same_words(name, text)), copy)
    return NewQuestion(channel, native_id, wording.received(text), wording.one_line(name), when)


def same_words(name: str, text: str) -> tuple[str, str]:
    """What is the same in two rows where nothing tells that two people asked."""
    return wording.one_line(name).casefold(), words_key(text) or text


def posted_at(link: Link, now: datetime) -> datetime:
    """When a post was made, where its link tells; else now. A made-up number can be of any time."""
    return min(link.posted_at or now, now)


def text_problem(text: str, what: str = "question") -> str:
    if over := wording.over(text, LONGEST):
        return f"The {what} must be {LONGEST:,} characters or fewer. Leave out {over:,}"
    return "" if wording.shown(text) else f"Enter the {what}"


def too_long(text: str, what: str) -> str:
    over = wording.over(text, wording.NAME_LIMIT)
    return f"{what} must be {wording.NAME_LIMIT} characters or fewer. Leave out {over}" if over else ""


def link_problem(link: str) -> str:
    try:
        read_link(link)
    except NotALink:
        return "Enter the link to the post, beginning with https://"
    return ""


def when_problem(when: str, zone: str, now: datetime) -> str:
    try:
        past_moment(when, zone, now)
    except NotAMoment as error:
        plain = "Enter a date and time, like 23/11/2026 14:30"
        return plain if error.why == NotAMoment.why else f"The time you typed {error.why}"
    except InTheFuture:
        return "Enter a time in the past: this time is in the future"
    return ""


def _raise(problems: dict[str, str]) -> None:
    found = {field: problem for field, problem in problems.items() if problem}
    if found:
        raise InvalidEntry(found)


def _digest(meeting: Meeting, *parts: str) -> str:
    return sha256("\n".join((str(meeting.id), *parts)).encode()).hexdigest()
