"""What the pages about one person's data show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import url_for

from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost
from board_qa.domain.questions.question import Question
from board_qa.domain.text.excerpt import excerpt
from board_qa.domain.text.wording import one_line
from board_qa.services.privacy.erasing import OnItsWay, about
from board_qa.services.privacy.finding import Found, key_of
from board_qa.web.shell.forms import PageForm
from board_qa.web.shell.installation import ports
from board_qa.web.shell.words import STATES, long_date

_EXCERPT = 200  # characters
# What is kept, when it goes by itself, and the setting that says so.
_KEPT = (
    ("Email addresses, and whether somebody comes", "{days} days after the meeting", "keep_contacts"),
    ("Questions that are not in the public record", "{days} days after the meeting", "keep_unpublished"),
    ("Questions in the public record, and answers", "never. You can erase one here", ""),
    ("Posts that we read", "{days} days after we last found them on their network", "keep_posts"),
    ("Marks of networks, for counting support", "after an hour", ""),
    ("Marks of the page and network that a question came from", "after a day", ""),
    ("Wrong tries to sign in", "after 15 minutes, when somebody next tries", ""),
)


@dataclass(frozen=True)
class Posted:
    """A post of ours about a question, which erasing it here leaves where it is."""

    network: str
    there: str
    here: str


@dataclass(frozen=True)
class PersonDataPage:
    """`looked`: somebody was looked for. `posted` are posts of ours that stay on their networks, and `busy` the number
    of a question about which something is on its way; '' for none."""

    form: PageForm
    choose: PageForm | None = None
    found: Found = field(default_factory=Found)
    hints: Mapping[str, str] = field(default_factory=dict)
    looked: bool = False
    lines: Sequence[tuple[str, str]] = ()
    keys: Sequence[str] = ()
    posted: Sequence[Posted] = ()
    busy: str = ""

    @property
    def kept(self) -> list[tuple[str, str]]:
        """How long what is kept: what, and when it goes by itself."""
        return [(what, said.format(days=getattr(ports(), rule).days if rule else "")) for what, said, rule in _KEPT]

    @property
    def mentions(self) -> list[tuple[str, str]]:
        """Where else the words stand: what it is called, and its page at the desk."""
        return [
            (excerpt(one.words, _EXCERPT) or f"Question {one.called}", _address(one)) for one in self.found.mentions
        ]

    @classmethod
    def checking(cls, form: PageForm, chosen: Found, busy: OnItsWay | None) -> PersonDataPage:
        sent = [post for one in chosen.questions for post in about(ports(), one) if post.state is OutboxState.SENT]
        return cls(
            form,
            found=chosen,
            lines=[(choice(one), hint(one)) for one in chosen.theirs],
            keys=[key_of(one) for one in chosen.theirs],
            posted=[Posted(post.channel, _there(post), _here(post)) for post in sent],
            busy=busy.question.called if busy else "",
        )


def choice(one: Question | ObservedPost) -> str:
    """What it is, in a line."""
    if not isinstance(one, Question):
        return f"A post on {one.channel} that became no question"
    (meeting,) = ports().store.meetings.several([one.meeting_id])
    day = long_date(meeting.details.starts_at, meeting.details.timezone)
    return f"Question {one.called}, {one_line(meeting.details.title)}, {day}"


def hint(one: Question | ObservedPost) -> str:
    """By whom, and how it begins."""
    if not isinstance(one, Question):
        return f"{one.post.author_name} @{one.post.author_handle}: {excerpt(one.post.text, _EXCERPT)}"
    who = ", ".join([*one.signed_with, *filter(None, [one.source.email])]) or "Nobody’s name"
    return f"{STATES[one.state]}. {who}: {excerpt(one.source.words, _EXCERPT)}"


def _address(question: Question) -> str:
    return url_for("desk.queue", meeting_id=question.meeting_id, q=question.number)


def _there(post: OutgoingPost) -> str:
    """Its page on its network, as that told of it; that of our posts where it did not."""
    seen = ports().store.posts.several(post.channel, [post.native_id]).get(post.native_id)
    address = seen.post.url if seen else ""
    return address if address.startswith(("https://", "http://")) else _here(post)


def _here(post: OutgoingPost) -> str:
    return url_for("calls.call", meeting_id=post.meeting_id)
