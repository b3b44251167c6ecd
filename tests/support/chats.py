"""A chat of the board, its steps on a network, and what people posted in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from board_qa.domain.meetings.meeting import Meeting, MeetingDetails, MeetingKind
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost, PostKind
from board_qa.domain.networks.posts import Post
from board_qa.ports import Ports
from board_qa.services.chats import planning, posting
from tests.support.doubles import NOON, details, outgoing

_MANY = 1000
TEXTS = ("What helps?", "What hinders?", "What next?")


def chat_details(starts_at: datetime = NOON, **changes: Any) -> MeetingDetails:
    """A chat of an hour that begins now."""
    given = {
        "title": "What matters to you?",
        "starts_at": starts_at,
        "opens_at": starts_at - timedelta(days=1),
        "closes_at": starts_at + timedelta(hours=1),
        "section_minutes": 60,
        "hashtag": "AnytownChat",
        "venue": "",
        "agenda": (),
        "kind": MeetingKind.CHAT,
    }
    return details(starts_at, **given | changes)


def planned(ports: Ports, texts: Sequence[str] = TEXTS, **changes: Any) -> Meeting:
    return planning.create(ports, chat_details(ports.clock(), **changes), texts)


def asked(ports: Ports, chat: Meeting, number: int) -> OutgoingPost:
    """The question is out on X, where its id is "q1"."""
    step = next(one for one in posting.plan(ports, chat) if one.number == number)
    text = f"Q{number}: {step.question.text if step.question else ''} #{chat.details.hashtag}"
    post = outgoing(text, id=0, meeting_id=chat.id, kind=PostKind.CHAT_QUESTION, chat_question_id=step.question_id)
    return ports.store.outbox.add(
        replace(post, state=OutboxState.SENT, native_id=f"q{number}", sent_at=ports.clock(), press=f"press {number}")
    )


def said(ports: Ports, chat: Meeting, id_: str, text: str, handle: str = "maria", **more: Any) -> None:
    """A post of somebody's as it was read on X a minute into the chat. It was looked through, and `flags` were found in
    it; None where it waits for that."""
    flags = more.pop("flags", ())
    at = more.pop("at", chat.details.starts_at + timedelta(minutes=1))
    state = {"source_state": more.pop("state")} if "state" in more else {}
    post = Post(id_, id_, text, f"id-{handle}", handle.title(), handle, at, url=f"https://x.com/{handle}/{id_}", **more)
    ports.store.posts.save(ObservedPost("X", post, "search", at, at, at, meeting_id=chat.id, **state))
    for _, waiting in ports.store.chats.unscreened(_MANY):
        if waiting.native_id == id_ and flags is not None:
            ports.store.chats.set_flags(waiting, flags)
