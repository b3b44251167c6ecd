"""Tell those who asked by post what became of it: one draft for each, by the way that their network allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost, PostKind
from board_qa.domain.networks.stop_words import asks_to_stop
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import Question, SourceState
from board_qa.domain.telling.fates import told_of
from board_qa.domain.telling.letters import Letter, LetterState
from board_qa.domain.telling.told import OUT, is_told
from board_qa.phrases.posts import draft_reply
from board_qa.ports import Ports
from board_qa.ports.channels import Channel, Channels
from board_qa.services.networks import approving
from board_qa.services.networks.approving import Purpose
from board_qa.services.networks.our_account import known_handle, known_id
from board_qa.services.questions.fates import fate


class Way(StrEnum):
    """How an answer reaches somebody who posted. THREAD is below our own posts, where they may never see it."""

    REPLY = "reply"
    THREAD = "thread"
    BY_HAND = "by_hand"


@dataclass(frozen=True)
class ReplyOffer:
    """A reply that nobody has approved yet. `words` are '' where a person must find their own: somebody in distress.

    `told_of` stands for what became of the question, and `again` says that they were told of something earlier.
    `ways` are those that are open, the best first. `by_hand` is where a person can post it as themselves.
    """

    question: Question
    channel: str
    words: str
    ways: tuple[Way, ...]
    by_hand: str
    in_distress: bool
    told_of: str
    again: bool


def replies_due(ports: Ports, meeting: Meeting, channels: Channels) -> list[ReplyOffer]:
    """The questions that came by post, whose askers can be told something and were not yet, in order of their numbers.

    Nobody is offered who asked us to stop, or whose post is not to be seen any more. Whoever was told is offered again
    once something else became of their question, or where their network refused the reply: another way is left then.
    """
    told = _told(ports, meeting)
    came = [one for one in ports.store.questions.of_meeting(meeting.id) if one.source.channel in channels]
    waiting = [one for one in came if one.source.version and one.source_state is SourceState.VISIBLE]
    found = (_offer(ports, channels[one.source.channel], one, told.get(one.id, [])) for one in waiting)
    return [offer for offer in found if offer is not None]


def offer(ports: Ports, meeting: Meeting, channel: Channel, question: Question) -> ReplyOffer | None:
    """The reply to one question that came by post; None where there is none to offer."""
    return _offer(ports, channel, question, _told(ports, meeting).get(question.id, []))


def _told(ports: Ports, meeting: Meeting) -> dict[int, list[Letter | OutgoingPost]]:
    """What told whoever asked each question, or is to tell them; without replies that were refused. Who was told by a
    person is told as well."""
    told: dict[int, list[Letter | OutgoingPost]] = defaultdict(list)
    for post in ports.store.outbox.of_meeting(meeting.id):
        if post.is_reply and post.question_id and post.state not in (OutboxState.DRAFT, OutboxState.BLOCKED):
            told[post.question_id].append(post)
    for letter in ports.store.letters.of_meeting(meeting.id):
        if letter.state is LetterState.SENT:
            told[letter.question_id].append(letter)
    return told


def _offer(
    ports: Ports, channel: Channel, question: Question, told: Sequence[Letter | OutgoingPost]
) -> ReplyOffer | None:
    became = fate(ports, question)
    of = told_of(became)
    if not of or is_told(told, of):
        return None
    came_as = ports.store.posts.of_question(question.id)
    ways = _ways(ports, channel, question, came_as)
    # In our own thread nobody sees whom it answers, and the same words to two people would be one post.
    greeting = channel.greeting(question.source.author_handle) if Way.REPLY in ways else f"Question {question.called}: "
    before = sum(one.state in OUT for one in told)
    words = draft_reply(question, became, before, greeting, channel.measure)
    if not words or asked_to_stop(ports, question, came_as):
        return None
    return ReplyOffer(
        question,
        channel.name,
        "" if question.in_distress else words,
        ways,
        channel.by_hand(question.source.native_id, "" if question.in_distress else words) or question.source.url,
        question.in_distress,
        of,
        bool(told),
    )


def _ways(ports: Ports, channel: Channel, question: Question, came_as: ObservedPost | None) -> tuple[Way, ...]:
    answers_us = came_as is not None and came_as.post.answers_author == known_id(ports, channel) != ""
    allowed = answers_us or channel.may_reply(question.source.text, known_handle(ports, channel))
    refused = any(
        _same_author(ports, question, post) for post in ports.store.outbox.in_state(channel.name, OutboxState.BLOCKED)
    )
    return (Way.REPLY, Way.BY_HAND) if allowed and not refused else (Way.THREAD, Way.BY_HAND)


def _same_author(ports: Ports, question: Question, post: OutgoingPost) -> bool:
    """Whether the network refused a reply to the same person before: they may have blocked us."""
    other = ports.store.questions.get(post.question_id) if post.is_reply and post.question_id else None
    return other is not None and other.source.author_handle == question.source.author_handle


def asked_to_stop(ports: Ports, question: Question, came_as: ObservedPost | None) -> bool:
    """Whether its author asked us to leave them alone, in this post or in any other that is kept."""
    if asks_to_stop(question.source.text):  # their post may have been kept as long as it may be
        return True
    if came_as is None or not came_as.post.author_id:
        return False
    return any(map(asks_to_stop, ports.store.posts.texts_by(came_as.channel, came_as.post.author_id)))


def reply(
    ports: Ports, channel: Channel, meeting: Meeting, offer: ReplyOffer, text: str, way: Way, actor: Actor
) -> OutgoingPost:
    """Approve the words for one person. Raises NotPublishable and NotPublic, as `approve` does."""
    question = offer.question
    answers = question.source.native_id if way is Way.REPLY else ""
    purpose = Purpose(PostKind.REPLY, question.id, answers, in_thread=way is Way.THREAD, told_of=offer.told_of)
    return approving.approve(ports, channel, meeting, text, actor, purpose)


def sent_by_hand(
    ports: Ports, channel: Channel, meeting: Meeting, offer: ReplyOffer, text: str, link: str, actor: Actor
) -> None:
    """Somebody posted the reply themselves: it is on record with where it is, and nothing is sent."""
    question = offer.question
    purpose = Purpose(PostKind.REPLY, question.id, question.source.native_id, told_of=offer.told_of)
    approving.record_as_sent(ports, channel, meeting, text, link, actor, purpose)
