"""What there is to tell of a meeting while it is on: drafts are offered, and a person sends each or leaves it out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import CALLS, LIVE_POSTS, QUOTING, UNDER_WAY, OutboxState, OutgoingPost, PostKind
from board_qa.domain.questions.audience import PUBLIC_STATES
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import Question
from board_qa.phrases.posts import draft_answer, draft_question, has_answer
from board_qa.ports import Ports
from board_qa.ports.channels import Channel, Channels
from board_qa.services.networks import approving
from board_qa.services.networks.approving import Purpose
from board_qa.services.networks.holding import still_right

_DRAFTS = {PostKind.QUESTION: draft_question, PostKind.ANSWER: draft_answer}


class NotOffered(Exception):
    """It was published or left out meanwhile, or there is nothing to tell yet."""


@dataclass(frozen=True)
class Offer:
    """A post that nobody has approved yet, and what it is about. Its words are drafted when it is looked at: fitting
    them to each network takes longer than all the rest."""

    kind: PostKind
    question: Question

    def words(self, meeting: Meeting, channels: Channels) -> dict[str, str]:
        """For each network by its name, fitted to its length."""
        draft, hashtag = _DRAFTS[self.kind], meeting.details.hashtag
        return {name: draft(self.question, hashtag, channel.measure) for name, channel in channels.items()}


def offers(ports: Ports, meeting: Meeting) -> list[Offer]:
    """The questions that were put and the answers that were noted, of which nothing was posted or left out yet, or only
    what did not go out because they changed meanwhile.

    In the order in which the questions were put, each answer behind its question.
    """
    put = [question for question in ports.store.questions.put_in(meeting.id) if question.state in PUBLIC_STATES]
    known = {question.id for question in put}
    done = {
        (post.kind, post.question_id)
        for post in ports.store.outbox.of_meeting(meeting.id)
        if post.state is not OutboxState.DRAFT and not _was_overtaken(ports, post, known)
    }
    return [
        Offer(kind, question)
        for question in put
        for kind in (PostKind.QUESTION, PostKind.ANSWER)
        if (kind, question.id) not in done and (kind is PostKind.QUESTION or has_answer(question))
    ]


def _was_overtaken(ports: Ports, post: OutgoingPost, known: Collection[int]) -> bool:
    """Whether it was approved, did not go out, and says what is not so any more. What was left out nobody approved."""
    stopped = post.state in (OutboxState.HELD, OutboxState.CANCELLED) and post.approved_by != ""
    return stopped and post.question_id in known and not still_right(ports, post)


def publish(
    ports: Ports, meeting: Meeting, words: Sequence[tuple[Channel, str]], actor: Actor, purpose: Purpose
) -> None:
    """Approve these words; of a question only what is offered. Raises NotOffered, and what `approving` raises.

    The same words sent twice, by a double click, are one post, and nobody is refused.
    """
    with ports.store.transaction():
        if _are_under_way(ports, meeting, words, purpose):
            purpose = replace(purpose, seen=None)
        elif purpose.kind in QUOTING:
            _refuse_what_is_not_offered(ports, meeting, purpose)
        approving.approve_on_all(ports, meeting, words, actor, purpose)


def leave_out(
    ports: Ports, meeting: Meeting, words: Sequence[tuple[Channel, str]], actor: Actor, purpose: Purpose
) -> None:
    """What is offered about a question is not to be posted. Raises NotOffered, and ChangedSince as `approving` does."""
    with ports.store.transaction():
        _refuse_what_is_not_offered(ports, meeting, purpose)
        approving.refuse_unseen(ports, meeting, purpose)
        approving.leave_out(ports, meeting, words, actor, purpose)


def _are_under_way(ports: Ports, meeting: Meeting, words: Sequence[tuple[Channel, str]], purpose: Purpose) -> bool:
    posts = [one for one in ports.store.outbox.of_meeting(meeting.id) if one.state in UNDER_WAY]
    there = {(one.kind, one.question_id, one.channel, one.text) for one in posts}
    return {(purpose.kind, purpose.question_id, one.name, approving.tidy(text)) for one, text in words} <= there


def _refuse_what_is_not_offered(ports: Ports, meeting: Meeting, purpose: Purpose) -> None:
    if (purpose.kind, purpose.question_id) not in {(one.kind, one.question.id) for one in offers(ports, meeting)}:
        raise NotOffered


def networks_used(ports: Ports, meeting: Meeting) -> set[str]:
    """The networks on which something of this meeting is out: its live posts go there as well."""
    told = (*CALLS, *LIVE_POSTS)
    posts = ports.store.outbox.of_meeting(meeting.id)
    return {post.channel for post in posts if post.kind in told and post.state is OutboxState.SENT}


def no_longer_true(ports: Ports, meeting: Meeting) -> list[tuple[OutgoingPost, Question]]:
    """Posts that are out and repeat a question that is not public any more, or what it is not by now: somebody may want
    to take them back."""
    found = []
    for post in ports.store.outbox.of_meeting(meeting.id):
        if post.state is OutboxState.SENT and post.kind in QUOTING and post.question_id:
            question = ports.store.questions.get(post.question_id)
            if question and (question.state not in PUBLIC_STATES or not still_right(ports, post)):
                found.append((post, question))
    return found
