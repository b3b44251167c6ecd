"""Notice that a post was edited or deleted at its source, and act on it here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import Post, UnreadablePost
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question
from board_qa.domain.questions.transitions import accepts_source_edit, decide
from board_qa.domain.text import wording
from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.services import withdrawing
from board_qa.services.spending import Budget, charged_call
from board_qa.services.unreadable import CANNOT_BE_TAKEN, put_aside

LOOK_UP = "look_up"
_AT_ONCE = 100  # ids a look-up takes (docs/networks/x.md)
_RECHECK_OLD_POSTS = timedelta(hours=23)  # deleted content must go within 24 hours (docs/networks/x.md)


def posts_to_look_up(ports: Ports, channel: Channel, meetings: Sequence[Meeting]) -> list[Question]:
    """Every post of the meetings under way, and those of past ones that were not seen for most of a day."""
    now = ports.clock()
    posts = [q for meeting in meetings for q in ports.store.questions.stale_posts(channel.name, now, meeting.id)]
    posts += ports.store.questions.stale_posts(channel.name, now - _RECHECK_OLD_POSTS)
    return list({question.id: question for question in posts}.values())


def check_posts(ports: Ports, channel: Channel, budget: Budget, posts: Sequence[Question]) -> None:
    """Ask the network whether the posts we hold are still there and still say the same.

    The worker does this all the time, so that the desk never waits for a network: a post is at most one
    reading interval old when it goes on screen. Networks bill a post once a day, so it costs no more.
    Raises ChannelError.
    """
    for start in range(0, len(posts), _AT_ONCE):
        _check(ports, channel, budget, posts[start : start + _AT_ONCE])


def take_edit(ports: Ports, question: Question, post: Post) -> bool:
    """New words of a known post go back to be checked; whether anything changed.

    What somebody at the desk decided meanwhile is read again, and kept, in the transaction that stores the words.
    """
    with ports.store.transaction():
        question = ports.store.questions.get(question.id) or question
        if not _is_edit(question, post):
            return False
        decision = decide(Action.EDIT_AT_SOURCE, question, None)
        ports.store.questions.replace_text(question, replace(post, text=_words(post)), decision, ports.clock())
    return True


def _is_edit(question: Question, post: Post) -> bool:
    """Whether these are newer words than those of the question, which now may still get new ones."""
    older = post_order(post.version) <= post_order(question.source.version)
    return not older and _words(post) != question.source.text and accepts_source_edit(question)


def post_order(native_id: str) -> tuple[int, str]:
    """Networks count upwards in strings of digits: a longer one is newer."""
    return len(native_id), native_id


def _check(ports: Ports, channel: Channel, budget: Budget, posts: Sequence[Question]) -> None:
    with charged_call(ports, channel, budget, LOOK_UP, channel.worst_price(LOOK_UP, len(posts))) as bill:
        # Also where it will say nothing: silence about a hundred posts must not keep the others from being asked about.
        ports.store.questions.mark_asked([post.id for post in posts], ports.clock())
        found = channel.look_up([post.source.version or post.source.native_id for post in posts])
        bill.charges = found.charges
    held = {post.source.native_id: post for post in posts}
    for post in found.posts:
        if post.native_id in held:
            _take_edit_if_it_can_be(ports, channel, held[post.native_id], post)
    for question in posts:
        if found.gone & {question.source.version, question.source.native_id}:
            withdrawing.deleted_at_source(ports, question, channel.name)
    ports.store.questions.mark_seen(channel.name, [post.native_id for post in found.posts], ports.clock())


def _take_edit_if_it_can_be(ports: Ports, channel: Channel, question: Question, post: Post) -> None:
    try:
        if take_edit(ports, question, post):
            ports.announcer.changed(question.meeting_id)
    except CANNOT_BE_TAKEN:
        put_aside(ports, channel.name, UnreadablePost(post.native_id, post.url), [question.meeting_id])


def _words(post: Post) -> str:
    return wording.received(post.text)
