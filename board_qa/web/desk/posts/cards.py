"""What was posted or waits to be, as the desk lists it: one card for a press, one line in it for each network."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import WAITING, OutboxState, OutgoingPost, PostKind
from board_qa.phrases.posts import KINDS
from board_qa.services.networks.approving import mark_of_draft, rests_on
from board_qa.services.networks.stopping import why_not_again
from board_qa.web.shell import words
from board_qa.web.shell.installation import ports

_OVER = (OutboxState.FAILED, OutboxState.BLOCKED, OutboxState.CANCELLED, OutboxState.HELD)


@dataclass(frozen=True)
class Row:
    """One network's part of a press: how it stands there. `text` is '' where it is the same as on the others.

    `again` is what its button to send it says, and `rests_on` the mark of what its words rest on; '' where it has none.
    """

    post: OutgoingPost
    text: str
    again: str
    rests_on: str

    @property
    def is_waiting(self) -> bool:
        return self.post.state in WAITING

    @property
    def number_there(self) -> str:
        """The network's number of the post, as it stands at the end of its address there."""
        return self.post.native_id.rpartition("/")[2]

    @property
    def price(self) -> str:
        """What the network charged; '' where it was nothing."""
        return words.dollars(self.post.price) if self.post.price else ""


@dataclass(frozen=True)
class PostCard:
    """One post on however many networks."""

    title: str
    text: str
    rows: Sequence[Row]
    draft: str  # the mark of its words while nobody approved them

    @property
    def first(self) -> OutgoingPost:
        return self.rows[0].post

    @property
    def is_draft(self) -> bool:
        return self.first.state is OutboxState.DRAFT


def cards(meeting: Meeting, kinds: Collection[PostKind]) -> list[PostCard]:
    """The posts of these kinds, the newest first. What was drafted and left out is no post."""
    posts = [post for post in ports().store.outbox.of_meeting(meeting.id) if post.kind in kinds]
    numbers = {
        one.id: one.called
        for one in ports().store.questions.several([post.question_id for post in posts if post.question_id])
    }
    asked = {one.id: f"{number}" for number, one in enumerate(ports().store.chats.questions(meeting.id), start=1)}
    pressed = [list(rows) for _, rows in groupby(posts, key=lambda post: post.press or f"{post.id}")]
    again = partial(_again, meeting=meeting, posts=posts)
    return [
        _card(meeting, rows, again, numbers.get(rows[0].question_id or 0) or asked.get(rows[0].chat_question_id or 0))
        for rows in reversed(pressed)
    ]


def _card(
    meeting: Meeting, posts: Sequence[OutgoingPost], again: Callable[[OutgoingPost], str], called: str | None
) -> PostCard:
    shortest = min((post.text for post in posts), key=len)
    title = KINDS[posts[0].kind]
    text = shortest if posts[0].has_words else "Erased"
    rows = [_row(meeting, post, shortest, again(post)) for post in posts]
    draft = mark_of_draft(ports(), meeting, posts[0].press) if posts[0].state is OutboxState.DRAFT else ""
    return PostCard(f"{title} {called}" if called else title, text, rows, draft)


def _row(meeting: Meeting, post: OutgoingPost, shared: str, again: str) -> Row:
    mark = rests_on(ports(), meeting, post) if again else ""
    return Row(post, "" if post.text == shared else post.text, again, mark)


def _again(post: OutgoingPost, meeting: Meeting, posts: Sequence[OutgoingPost]) -> str:
    if why_not_again(ports(), post, meeting, posts):
        return ""
    if post.state is OutboxState.SCHEDULED or post.state is OutboxState.HELD:
        return "Publish now"
    if post.state is OutboxState.APPROVED:
        return "Try now" if post.problem else ""
    return "Publish it again" if post.state in _OVER and post.has_words else ""
