"""The nouns of the board room. Behaviour lives in the named neighbours of this file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where a question stands. `transitions` says which change is allowed from which state."""

    RECEIVED = "received"
    HELD = "held"
    ACCEPTED = "accepted"
    ON_SCREEN = "on_screen"
    ANSWERED = "answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class IdleView(StrEnum):
    """What the screen shows while no question is on it."""

    JOINING = "joining"
    BLANK = "blank"


class OutboxState(StrEnum):
    """Where an outgoing post stands. Only a person's approval makes the first row."""

    APPROVED = "approved"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    BLOCKED = "blocked"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Action(StrEnum):
    """What was done, as the history keeps it."""

    RECEIVE = "receive"
    ACCEPT = "accept"
    HOLD = "hold"
    DECLINE = "decline"
    PUT_ON_SCREEN = "put_on_screen"
    TAKE_OFF_SCREEN = "take_off_screen"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    EDIT_AT_SOURCE = "edit_at_source"
    BLANK = "blank"
    SHOW_JOINING = "show_joining"
    UNDO = "undo"


WEB_FORM = "web"


@dataclass(frozen=True)
class MeetingDetails:
    """What a moderator types about a meeting; times are aware UTC."""

    title: str
    starts_at: datetime
    timezone: str
    venue: str
    hashtag: str
    opens_at: datetime
    closes_at: datetime
    section_minutes: int
    agenda: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meeting:
    """One board meeting held in public. `revision` is its clock: every change adds one."""

    id: int
    code: str
    screen_token: str
    details: MeetingDetails
    idle_view: IdleView
    revision: int


@dataclass(frozen=True)
class NewQuestion:
    """A question on its way into the queue, from whatever channel.

    `native_id` identifies it within its channel (a post's first id; the form's idempotency key), so that
    the same question arriving twice is stored once.
    """

    channel: str
    native_id: str
    text: str
    author_name: str
    asked_at: datetime
    author_handle: str = ""
    email: str = ""
    url: str = ""
    lang: str = ""
    version: str = ""


@dataclass(frozen=True)
class Question:
    """A question in the queue. `text` is what was written, word for word, and is never edited here."""

    id: int
    meeting_id: int
    number: int
    token: str
    state: State
    revision: int
    received_at: datetime
    source: NewQuestion
    reason: str = ""
    checked_at: datetime | None = None


@dataclass(frozen=True)
class Change:
    """One row of history: who did what to which question (or to the screen), when and why."""

    meeting_id: int
    revision: int
    action: Action
    actor: str
    at: datetime
    question_id: int | None = None
    question_number: int | None = None
    from_state: str = ""
    to_state: str = ""
    reason: str = ""
    text_before: str = ""
    actor_id: int | None = None
    undoes: int | None = None


@dataclass(frozen=True)
class Actor:
    """Who is acting: a moderator with an account, or a channel speaking for a source (no id)."""

    name: str
    id: int | None = None


@dataclass(frozen=True)
class OutgoingPost:
    """A row of the outbox: the exact text, who approved it, and what became of it."""

    id: int
    meeting_id: int
    channel: str
    text: str
    state: OutboxState
    approved_by: str
    approved_at: datetime
    attempts: int = 0
    attempted_at: datetime | None = None
    looked_up: int = 0
    next_step_at: datetime | None = None
    sent_at: datetime | None = None
    native_id: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Post:
    """A post read from a network, in the words of no network in particular."""

    native_id: str
    version: str
    text: str
    author_id: str
    author_name: str
    author_handle: str
    posted_at: datetime
    conversation_id: str = ""
    lang: str = ""
    url: str = ""
    is_repost: bool = False


@dataclass(frozen=True)
class Charge:
    """What a network bills for: `amount` in millionths of a US dollar, once per resource and UTC day."""

    kind: str
    resource: str
    amount: int


@dataclass(frozen=True)
class Page:
    """One page of posts as read, what reading it cost, and where the next page is ('' at the end)."""

    posts: tuple[Post, ...]
    charges: tuple[Charge, ...] = ()
    next_page: str = ""


@dataclass(frozen=True)
class ReadRequest:
    """What to read next: one page of one stream, newer than the post `since`.

    `not_before` spares a first read, which has no `since`, the account's whole past.
    """

    stream: str
    account_id: str
    handle: str
    limit: int
    hashtag: str = ""
    conversation_ids: tuple[str, ...] = ()
    since: str = ""
    not_before: datetime | None = None
    page: str = ""


@dataclass(frozen=True)
class Lookup:
    """What a network says of posts we hold: those that are still there, and the ids that are gone."""

    posts: tuple[Post, ...]
    gone: frozenset[str]
    charges: tuple[Charge, ...] = ()


@dataclass(frozen=True)
class Measure:
    """The length of a draft by the network's own rules, and its price in millionths of a US dollar."""

    length: int
    limit: int
    has_link: bool
    price: int

    @property
    def fits(self) -> bool:
        return 0 < self.length <= self.limit


@dataclass(frozen=True)
class Source:
    """How a channel is doing, as the desk shows it."""

    channel: str
    problem: str = ""
    problem_kind: str = ""
    failures: int = 0
    resting_until: datetime | None = None
    last_read_at: datetime | None = None
    next_read_at: datetime | None = None
    paused: bool = False


@dataclass(frozen=True)
class Moderator:
    """A person with an account on the desk."""

    id: int
    username: str
    name: str
    password_hash: str = field(default="", repr=False)


@dataclass(frozen=True)
class Receipt:
    """What an asker is given: the number to quote and the token of their private page."""

    number: int
    token: str
    new: bool
