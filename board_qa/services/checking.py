"""Notice that a post was edited or deleted at its source, and act on it here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import Post, UnreadablePost
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question
from board_qa.domain.questions.transitions import decide, takes_new_words
from board_qa.domain.text import wording
from board_qa.ports.channels import Channel
from board_qa.services import withdrawing
from board_qa.services.core import Core
from board_qa.services.spending import Budget, within
from board_qa.services.unreadable import CANNOT_BE_TAKEN, put_aside

LOOK_UP = "look_up"
_AT_ONCE = 100  # ids a look-up takes (docs/networks/x.md)
_RECHECK_OLD_POSTS = timedelta(hours=23)  # deleted content must go within 24 hours (docs/networks/x.md)


def posts_to_check(core: Core, channel: Channel, meetings: Sequence[Meeting]) -> list[Question]:
    """Every post of the meetings under way, and those of past ones that were not seen for most of a day."""
    now = core.clock()
    posts = [q for meeting in meetings for q in core.store.questions.to_check(channel.name, now, meeting.id)]
    posts += core.store.questions.to_check(channel.name, now - _RECHECK_OLD_POSTS)
    return list({question.id: question for question in posts}.values())


def check_posts(core: Core, channel: Channel, budget: Budget, posts: Sequence[Question]) -> None:
    """Ask the network whether the posts we hold are still there and still say the same.

    The worker does this all the time, so that the desk never waits for a network: a post is at most one
    reading interval old when it goes on screen. Networks bill a post once a day, so it costs no more.
    Raises ChannelError.
    """
    for start in range(0, len(posts), _AT_ONCE):
        _check(core, channel, budget, posts[start : start + _AT_ONCE])


def take_edit(core: Core, question: Question, post: Post) -> bool:
    """New words of a known post go back to be checked; whether anything changed.

    What somebody at the desk decided meanwhile is read again, and kept, in the transaction that stores the words.
    """
    with core.store.transaction():
        question = core.store.questions.get(question.id) or question
        if not _is_edit(question, post):
            return False
        decision = decide(Action.EDIT_AT_SOURCE, question, None)
        core.store.questions.replace_text(question, replace(post, text=_words(post)), decision, core.clock())
    return True


def _is_edit(question: Question, post: Post) -> bool:
    """Whether these are newer words than those of the question, which now may still get new ones."""
    older = post_order(post.version) <= post_order(question.source.version)
    return not older and _words(post) != question.source.text and takes_new_words(question)


def post_order(native_id: str) -> tuple[int, str]:
    """Networks count upwards in strings of digits: a longer one is newer."""
    return len(native_id), native_id


def _check(core: Core, channel: Channel, budget: Budget, posts: Sequence[Question]) -> None:
    with within(core, channel, budget, LOOK_UP, channel.worst_price(LOOK_UP, len(posts))) as bill:
        # Also where it will say nothing: silence about a hundred posts must not keep the others from being asked about.
        core.store.questions.looked_up([post.id for post in posts], core.clock())
        found = channel.look_up([post.source.version or post.source.native_id for post in posts])
        bill.charges = found.charges
    held = {post.source.native_id: post for post in posts}
    for post in found.posts:
        if post.native_id in held:
            _take_edit_if_it_can_be(core, channel, held[post.native_id], post)
    for question in posts:
        if found.gone & {question.source.version, question.source.native_id}:
            withdrawing.deleted_at_source(core, question, channel.name)
    core.store.questions.checked(channel.name, [post.native_id for post in found.posts], core.clock())


def _take_edit_if_it_can_be(core: Core, channel: Channel, question: Question, post: Post) -> None:
    try:
        if take_edit(core, question, post):
            core.announcer.changed(question.meeting_id)
    except CANNOT_BE_TAKEN:
        put_aside(core, channel.name, UnreadablePost(post.native_id, post.url), [question.meeting_id])


def _words(post: Post) -> str:
    return wording.received(post.text)
