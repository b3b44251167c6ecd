"""What keeps an approved post from going out by itself: the facts it rests on changed, or its time went by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from board_qa.domain import rests_on
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import CHAT_POSTS, QUOTING, UNDER_WAY, OutboxState, OutgoingPost, PostKind
from board_qa.domain.networks.schedule import LATE, promises
from board_qa.domain.questions.audience import PUBLIC_STATES
from board_qa.domain.questions.question import Question, SourceState
from board_qa.domain.telling.fates import told_of
from board_qa.domain.telling.letters import Letter, LetterState
from board_qa.domain.telling.told import is_overtaken, is_told, was_told
from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.services.meetings.about import help_now
from board_qa.services.meetings.partners import hosts
from board_qa.services.networks.outbox import moment, move
from board_qa.services.questions.fates import fate

_WHAT = {
    **dict.fromkeys(QUOTING, "The question, its name or its answer was"),
    **dict.fromkeys(CHAT_POSTS, "The chat, its plan or who holds it was"),
    PostKind.LIVE: "The meeting or its agenda was",
    PostKind.SIGN_OFF: "The meeting, or where people get help, was",
}


class Subject(Protocol):
    """What a post is about, or one that is to be."""

    @property
    def kind(self) -> PostKind: ...
    @property
    def question_id(self) -> int | None: ...
    @property
    def chat_question_id(self) -> int | None: ...


def hold_or_release(ports: Ports, channel: Channel, post: OutgoingPost) -> None:
    """A scheduled post is held as soon as it no longer fits, and goes out when it is due. Late, a person is asked."""
    now = ports.clock()
    if reason := _why_not_as_planned(ports, channel, post):
        move(ports, post, state=OutboxState.HELD, problem=reason)
    elif post.due_at and post.due_at + LATE < now:
        due = moment(ports, post, post.due_at)
        problem = f"It was due at {due}, and nothing could be sent then. Send it now, or cancel it"
        move(ports, post, state=OutboxState.HELD, problem=problem)
    elif post.due_at is None or post.due_at <= now:
        move(ports, post, state=OutboxState.APPROVED)


def promised(ports: Ports, meeting_id: int, about: Subject) -> str:
    """What the words of a post rest on as it is now: what they repeat of a question, which question of a chat they ask,
    or the facts of the meeting, and of a chat who holds it; '' where there is nothing of it any more."""
    meeting = ports.store.meetings.get(meeting_id)
    question = ports.store.questions.get(about.question_id) if about.question_id else None
    if meeting is None:
        return ""
    if question and about.kind in QUOTING:
        return rests_on.of_question(about.kind, question)
    if about.chat_question_id:
        planned = ports.store.chats.questions(meeting_id)
        return rests_on.of_chat_question(meeting.details, planned, about.chat_question_id)
    if about.kind in CHAT_POSTS:
        with_us = [(one.name, one.handles) for one in hosts(ports, meeting_id)]
        return rests_on.mark(promises(meeting.details), with_us)
    return "\n".join((promises(meeting.details), *_beside_its_facts(ports, meeting, about.kind)))


def _beside_its_facts(ports: Ports, meeting: Meeting, kind: PostKind) -> tuple[str, ...]:
    """What else of a meeting the words of such a post repeat."""
    if kind is PostKind.SIGN_OFF:
        return help_now(ports, meeting)
    return meeting.details.agenda if kind is PostKind.LIVE else ()


def _why_not_as_planned(ports: Ports, channel: Channel, post: OutgoingPost) -> str:
    if not channel.measure(post.text).fits:
        return f"It no longer fits the limit of {post.channel}. Shorten it"
    return why_held(ports, post)


def why_held(ports: Ports, post: OutgoingPost) -> str:
    """Why the words of a question, or of a chat, must not go out now, in a sentence; '' where nothing keeps them."""
    if post.kind in CHAT_POSTS and (meeting := ports.store.meetings.get(post.meeting_id)) and meeting.details.cancelled:
        return "The chat is cancelled, so this was not sent"
    question = ports.store.questions.get(post.question_id) if post.question_id else None
    if question and post.kind in QUOTING and question.state not in PUBLIC_STATES:
        return f"Question {question.called} is no longer public, so this was not sent"
    if not still_right(ports, post):
        what = _WHAT.get(post.kind, "The meeting was")
        return f"{what} changed after this was approved. Check that the words are still right"
    return _why_not_reply(ports, post, question) if question and post.is_reply else ""


def still_right(ports: Ports, post: OutgoingPost) -> bool:
    """Whether what a post rests on is what it was when somebody approved it. Of older posts nobody knows, and a reply
    rests on what became of its question."""
    return post.is_reply or post.promises in ("", promised(ports, post.meeting_id, post))


def _why_not_reply(ports: Ports, reply: OutgoingPost, question: Question) -> str:
    if question.source_state is not SourceState.VISIBLE:
        return f"The post of question {question.called} is no longer there, so there is nothing to reply to"
    if reply.told_of and reply.told_of != told_of(fate(ports, question)):
        return f"Something else became of question {question.called} since, so this was not sent"
    others = [one for one in ports.store.outbox.of_meeting(reply.meeting_id) if one.id != reply.id]
    if was_told(_to_them(ports, reply, others), reply.told_of):
        return f"Whoever asked question {question.called} was told otherwise since, so this was not sent"
    return ""


def are_told(ports: Ports, reply: OutgoingPost, posts: Iterable[OutgoingPost]) -> bool:
    """Whether another reply tells the same person of the same, or may yet do so, or somebody here told them; and
    nothing else after it."""
    others = [one for one in posts if one.id != reply.id and one.state in UNDER_WAY]
    return is_told(_to_them(ports, reply, others), reply.told_of)


def said_before(ports: Ports, reply: OutgoingPost, posts: Iterable[OutgoingPost]) -> bool:
    """Whether the person was told something else since this reply reached them. `posts` has it among them."""
    return is_overtaken(reply, _to_them(ports, reply, posts))


def _to_them(ports: Ports, reply: OutgoingPost, posts: Iterable[OutgoingPost]) -> list[Letter | OutgoingPost]:
    """What of these posts goes to the same person, and what somebody here told them."""
    letters = ports.store.letters.of_question(reply.question_id) if reply.question_id else ()
    found: list[Letter | OutgoingPost] = [one for one in letters if one.state is LetterState.SENT]
    return found + [one for one in posts if one.is_reply and one.question_id == reply.question_id]
