"""What we post: each row of the outbox is one post on one network, from its draft to what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

# How often a post is sent without a clear answer before a person decides.
ATTEMPTS = 3

# In place of the account: a person posted it themselves, so that it is not ours to look for or to delete.
BY_HAND = "by hand"


class PostKind(StrEnum):
    """What a post is for. LIVE is whatever else is said from the meeting: an agenda item, a break, a vote. Those of a
    chat begin it, ask a question of its plan, and end it."""

    CALL = "call"
    REMINDER = "reminder"
    LAST_CALL = "last_call"
    QUESTION = "question"
    ANSWER = "answer"
    LIVE = "live"
    REPLY = "reply"
    SIGN_OFF = "sign_off"
    CHAT_WELCOME = "chat_welcome"
    CHAT_QUESTION = "chat_question"
    CHAT_THANKS = "chat_thanks"


# Those that ask for questions, and those that tell of the meeting while it is on.
CALLS = (PostKind.CALL, PostKind.REMINDER, PostKind.LAST_CALL)
LIVE_POSTS = (PostKind.QUESTION, PostKind.ANSWER, PostKind.LIVE, PostKind.SIGN_OFF)
# Those of the plan of a chat. Each stands alone, so that what hangs below a question is an answer to it.
CHAT_POSTS = (PostKind.CHAT_WELCOME, PostKind.CHAT_QUESTION, PostKind.CHAT_THANKS)
# What hangs below the call, or below the question it answers, so that a reader finds the meeting in one thread.
IN_A_THREAD = frozenset({PostKind.QUESTION, PostKind.ANSWER, PostKind.LIVE})
# What repeats the words of one question: it is sent only while those are public.
QUOTING = frozenset({PostKind.QUESTION, PostKind.ANSWER})
# What a meeting or a chat says once on each network.
ONCE = QUOTING.union(CHAT_POSTS)


class OutboxState(StrEnum):
    """Where an outgoing post stands. A DRAFT is nobody's word yet; every other state begins with a person's approval.

    SCHEDULED waits for its time, HELD for a person: something changed since it was approved. APPROVED goes out as soon
    as it can. DELETING is on its way off the network again.
    """

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    HELD = "held"
    APPROVED = "approved"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    BLOCKED = "blocked"
    FAILED = "failed"
    CANCELLED = "cancelled"
    DELETING = "deleting"
    DELETED = "deleted"


# In these states a post is, or may yet be, on the network without anybody's further word.
UNDER_WAY = frozenset(
    {OutboxState.SCHEDULED, OutboxState.APPROVED, OutboxState.SENDING, OutboxState.UNKNOWN, OutboxState.SENT}
)
# In these it waits, and can be cancelled without anybody having seen it.
WAITING = frozenset({OutboxState.SCHEDULED, OutboxState.HELD, OutboxState.APPROVED})


@dataclass(frozen=True)
class OutgoingPost:
    """A row of the outbox: the exact text, who approved it (in turn, where it was published again), and what became
    of it.

    `press` is shared by the rows that one press of a button made, one for each network. `account` is the fingerprint of
    the keys it was approved for, and `key` is made for this row alone, before anything is sent: networks that take one
    send the same key once. Both are '' on rows from before they were kept. `reply_to` is the network's id of the post
    that it answers, '' where it answers none; one that is `in_thread` is given it when it is sent.

    `told_of` stands for what became of the question when a reply told its asker of it (`domain.telling.fates`); '' on
    what is no reply, and on replies from before it was kept.

    `question_id` is the question it is about, and `chat_question_id` the one of a chat's plan that it asks.

    `due_at` is when a scheduled one goes out, and `promises` are the facts of the meeting that its words rest on.
    `price` is what the network charged, in millionths of a US dollar.
    """

    id: int
    meeting_id: int
    channel: str
    text: str
    state: OutboxState
    approved_by: str
    approved_at: datetime
    kind: PostKind = PostKind.CALL
    press: str = ""
    question_id: int | None = None
    chat_question_id: int | None = None
    attempts: int = 0
    attempted_at: datetime | None = None
    mark_asked: int = 0
    next_step_at: datetime | None = None
    due_at: datetime | None = None
    promises: str = ""
    sent_at: datetime | None = None
    native_id: str = ""
    problem: str = ""
    account: str = ""
    refused_as_duplicate: bool = False
    key: str = ""
    reply_to: str = ""
    in_thread: bool = False
    told_of: str = ""
    price: int = 0
    taken_back_by: str = ""
    taken_back_why: str = ""
    taken_back_at: datetime | None = None

    @property
    def has_words(self) -> bool:
        """What was erased has none: that something was posted is all that is left."""
        return bool(self.text)

    @property
    def is_reply(self) -> bool:
        """Whether it answers one person, by their own post."""
        return self.kind is PostKind.REPLY

    @property
    def can_be_taken_back(self) -> bool:
        """Whether it is out and ours to delete."""
        return self.state is OutboxState.SENT and self.account != BY_HAND

    def is_of_the_same(self, other: OutgoingPost) -> bool:
        """Whether both tell the same of a question, or are the same step of a chat, by one account on a network."""
        same = (self.kind, self.channel, self.account, self.question_id, self.chat_question_id)
        return same == (other.kind, other.channel, other.account, other.question_id, other.chat_question_id)
