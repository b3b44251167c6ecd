"""Plan a chat at the desk: its facts, its questions and their order, all of it on the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from board_qa.domain.chats import questions
from board_qa.domain.chats.plan import posted
from board_qa.domain.chats.questions import MOST, ChatQuestion
from board_qa.domain.meetings.meeting import Meeting, MeetingDetails
from board_qa.domain.meetings.settings import Difference
from board_qa.domain.networks.hashtags import are_all_different
from board_qa.domain.questions.history import Actor
from board_qa.domain.rests_on import of_plan
from board_qa.ports import Ports
from board_qa.services.meetings import meetings

_SETTING = "chat_question"

Questions = Sequence[ChatQuestion]


class NotThere(Exception):
    """Somebody else removed this question first."""


class ChangedMeanwhile(Exception):
    """Somebody else changed the plan first. Nothing was stored."""


class TooMany(Exception):
    """The chat has all the questions that it can have."""


def create(ports: Ports, details: MeetingDetails, texts: Sequence[str]) -> Meeting:
    """A chat with these questions, spread evenly over its time; sent twice it is one."""
    with ports.store.transaction():
        if (same := _as_sent_before(ports, details, texts)) is not None:
            return same
        meeting = meetings.create(ports, details)
        ports.store.chats.save_questions(meeting.id, [ChatQuestion(0, text) for text in texts])
    return ports.store.meetings.get(meeting.id) or meeting


def _as_sent_before(ports: Ports, details: MeetingDetails, texts: Sequence[str]) -> Meeting | None:
    """A chat takes answers from the moment on that it is sent: that alone makes no other one of it."""
    alike = (one for one in ports.store.meetings.all() if replace(one.details, opens_at=details.opens_at) == details)
    asking = ((one, [question.text for question in ports.store.chats.questions(one.id)]) for one in alike)
    return next((one for one, asks in asking if asks == list(texts)), None)


def add(ports: Ports, meeting: Meeting, text: str, minute: int | None, actor: Actor) -> None:
    """One more question, after all others; sent twice it is one. Raises TooMany."""

    def added(known: Questions) -> Questions:
        if any((one.text, one.minute) == (text, minute) for one in known):
            return known
        if len(known) >= MOST:
            raise TooMany
        return [*known, ChatQuestion(0, text, minute)]

    _change(ports, meeting, added, actor)


def change(ports: Ports, meeting: Meeting, new: ChatQuestion, actor: Actor, seen: str | None = None) -> None:
    """Other words, or another minute. Raises NotThere, ChangedMeanwhile, and `questions.Posted`.

    `seen` is `rests_on.of_plan` as whoever changes it had it before them; None where there is no page.
    """
    _change_one(ports, meeting, new.id, lambda known, out: questions.changed(known, new, out), actor, seen)


def move(ports: Ports, meeting: Meeting, id_: int, by: int, actor: Actor, seen: str | None = None) -> None:
    """One place earlier (-1) or later (1). Raises as `change` does."""
    _change_one(ports, meeting, id_, lambda known, out: questions.moved(known, id_, by, out), actor, seen)


def remove(ports: Ports, meeting: Meeting, id_: int, actor: Actor, seen: str | None = None) -> None:
    """Raises as `change` does."""
    _change_one(ports, meeting, id_, lambda known, out: questions.without(known, id_, out), actor, seen)


def hashtag_taken(ports: Ports, hashtags: Sequence[str], but_not: int = 0, of_chats: bool = False) -> Meeting | None:
    """A board meeting (or a chat) that is not over and has one of these hashtags; None where there is none.

    Posts with a hashtag that both had would come into the queue of the meeting, and not into the chat.
    """
    now = ports.clock()
    others = (one for one in ports.store.meetings.all() if one.id != but_not and one.details.is_chat is of_chats)
    coming = (one for one in others if not (meetings.is_over(one, now) or one.details.cancelled))
    return next((one for one in coming if not _are_apart(hashtags, one.details.hashtags)), None)


def _are_apart(some: Sequence[str], others: Sequence[str]) -> bool:
    return all(are_all_different([one, other]) for one in some for other in others)


def _change_one(
    ports: Ports,
    meeting: Meeting,
    question_id: int,
    decide: Callable[[Questions, set[int]], Questions],
    actor: Actor,
    seen: str | None,
) -> None:
    def changed(known: Questions) -> Questions:
        if question_id not in {one.id for one in known}:
            raise NotThere
        decided = decide(known, posted(ports.store.outbox.of_meeting(meeting.id)))
        if seen not in (None, of_plan(known)):
            raise ChangedMeanwhile
        return decided

    _change(ports, meeting, changed, actor)


def _change(ports: Ports, meeting: Meeting, decide: Callable[[Questions], Questions], actor: Actor) -> None:
    """What is decided rests on what is stored now, in the transaction that stores it."""
    with ports.store.transaction():
        before = ports.store.chats.questions(meeting.id)
        after = decide(before)
        ports.store.chats.save_questions(meeting.id, after)
        difference = Difference(_SETTING, _said(before), _said(after))
        if difference.before != difference.after:
            ports.store.settings.record(meeting.id, [difference], actor, ports.clock())
    ports.announcer.changed(meeting.id)


def _said(several: Questions) -> tuple[str, ...]:
    return tuple(
        f"Q{number}{'' if one.minute is None else f' at {one.minute}'}: {one.text}"
        for number, one in enumerate(several, start=1)
    )
