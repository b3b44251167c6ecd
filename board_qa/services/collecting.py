"""Read replies, hashtag posts and mentions into the queue, and notice edits and deletions at their source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ..domain import trouble, wording
from ..domain.model import (
    Action,
    Actor,
    Charge,
    Meeting,
    NewQuestion,
    OutboxState,
    Page,
    Post,
    Question,
    ReadRequest,
    Source,
)  # fmt: skip
from ..domain.transitions import TABLE, NotAllowed, decide
from ..domain.trouble import ChannelError, Trouble
from ..ports import Channel, Conflict
from .core import Core
from .meetings import LASTS, is_over

MENTIONS, SEARCH, LOOK_UP = "mentions", "search", "look_up"

# Posts can appear late or out of order, so each read goes back over the last two minutes (channels.md).
_OVERLAP = timedelta(minutes=2)
# Reading an empty page costs nothing and X allows 300 reads in 15 minutes, so reading often is free: every
# ten seconds while people answer a fresh call or the meeting is on (90 reads of the 300), else every minute.
_OFTEN, _SELDOM = timedelta(seconds=10), timedelta(minutes=1)
_FRESH = timedelta(hours=1)
_FIRST_READ_REACHES_BACK = timedelta(days=6, hours=23)  # recent search ends at seven days
_MAX_PAGES = 100
_RECHECK_OLD_POSTS = timedelta(hours=23)  # deleted content must go within 24 hours (channels.md)


@dataclass(frozen=True)
class Budget:
    """What may be spent on reading: millionths of a US dollar in a UTC calendar month."""

    cap: int


def collect(core: Core, channel: Channel, budget: Budget) -> None:
    """Read everything that is due, once. Trouble is noted on the source, never raised."""
    now = core.clock()
    meetings = open_meetings(core, channel, now)
    source = core.store.sources.get(channel.name)
    if not meetings or not _due(source, now):
        return
    try:
        _read_all(core, channel, budget, meetings)
        _check_posts(core, channel, budget, meetings)
    except ChannelError as error:
        note_trouble(core, source, error, meetings)
        return
    done = core.clock()
    next_read = done + (_OFTEN if any(_busy(core, m, now) for m in meetings) else _SELDOM)
    core.store.sources.save(Source(channel.name, last_read_at=done, next_read_at=next_read))
    if source.problem_kind:
        _announce(core, meetings)


def open_meetings(core: Core, channel: Channel, now: datetime) -> list[Meeting]:
    """Meetings whose questions are read: from opening, or from a call already sent, to the meeting's end."""
    return [
        meeting
        for meeting in core.store.meetings.all()
        if not is_over(meeting, now) and (meeting.details.opens_at <= now or _conversations(core, channel, meeting))
    ]


def read_now(core: Core, channel_name: str) -> None:
    """A person asks for a read at once. A rest the network asked for is kept all the same."""
    source = core.store.sources.get(channel_name)
    core.store.sources.save(replace(source, next_read_at=None))


def note_trouble(core: Core, source: Source, error: ChannelError, meetings: Sequence[Meeting]) -> None:
    """Remember what went wrong and when to try again."""
    failures = source.failures + 1
    until = trouble.rest_until(error, failures, core.clock())
    core.store.sources.save(
        replace(source, problem=error.detail, problem_kind=error.kind.value, failures=failures,
                resting_until=until, next_read_at=until)
    )  # fmt: skip
    _announce(core, meetings)


def _due(source: Source, now: datetime) -> bool:
    waits = (source.resting_until, source.next_read_at)
    return not source.paused and all(moment is None or moment <= now for moment in waits)


def _busy(core: Core, meeting: Meeting, now: datetime) -> bool:
    starts = meeting.details.starts_at
    sent = [post.sent_at for post in core.store.outbox.of_meeting(meeting.id) if post.sent_at]
    return starts - _FRESH <= now <= starts + LASTS or any(now - at < _FRESH for at in sent)


def _read_all(core: Core, channel: Channel, budget: Budget, meetings: Sequence[Meeting]) -> None:
    """Mentions first, they are the cheapest; then each meeting's hashtag and conversation."""
    account_id, handle = _account(core, channel)
    everyone = _Reader(core, channel, budget, meetings, account_id)
    everyone.read(ReadRequest(MENTIONS, account_id, handle, 0), MENTIONS)
    for meeting in meetings:
        request = ReadRequest(SEARCH, account_id, handle, 0, hashtag=meeting.details.hashtag,
                              conversation_ids=_conversations(core, channel, meeting))  # fmt: skip
        reader = _Reader(core, channel, budget, [meeting], account_id)
        # A new hashtag or a new call is a new question to the network, with a past of its own to read.
        reader.read(request, "/".join([SEARCH, meeting.code, request.hashtag, *request.conversation_ids]))


def _account(core: Core, channel: Channel) -> tuple[str, str]:
    sources = core.store.sources
    known = sources.fact(channel.name, "account_id"), sources.fact(channel.name, "handle")
    if all(known):
        return known
    account_id, handle = channel.account()
    sources.learn(channel.name, "account_id", account_id)
    sources.learn(channel.name, "handle", handle)
    return account_id, handle


def _conversations(core: Core, channel: Channel, meeting: Meeting) -> tuple[str, ...]:
    posts = core.store.outbox.of_meeting(meeting.id)
    return tuple(p.native_id for p in posts if p.state is OutboxState.SENT and p.channel == channel.name)


@dataclass(frozen=True)
class _Reader:
    """Reads one stream page by page; each page, its charges and the cursor are one transaction."""

    core: Core
    channel: Channel
    budget: Budget
    meetings: Sequence[Meeting]
    account_id: str

    def read(self, request: ReadRequest, cursor: str) -> None:
        store = self.core.store
        since = store.sources.cursor(self.channel.name, cursor)
        request = replace(request, since=since, not_before=self.core.clock() - _FIRST_READ_REACHES_BACK)
        newest_settled = since
        settled_before = self.core.clock() - _OVERLAP
        for _ in range(_MAX_PAGES):
            page, reservation = self._page(request)
            newest_settled = max([newest_settled, *_settled(page.posts, settled_before)], key=post_order)
            with store.transaction():
                store.sources.settle(self.channel.name, reservation)
                store.sources.spend(self.channel.name, page.charges, self.core.clock(), self.meetings[0].id)
                changed = [self._take(post) for post in page.posts]
                if not page.next_page:
                    store.sources.move_cursor(self.channel.name, cursor, newest_settled)
            for meeting_id in {id_ for id_ in changed if id_}:
                self.core.announcer.changed(meeting_id)
            if not page.next_page or page.next_page == request.page:
                return
            request = replace(request, page=page.next_page)

    def _page(self, request: ReadRequest) -> tuple[Page, str]:
        """One page, of a size the cap can pay for; its worst price is booked before the call."""
        left = _left(self.core, self.channel, self.budget)
        limit = self.channel.page_size(request.stream, left)
        worst = self.channel.worst_price(request.stream, limit)
        reservation = _reserve(self.core, self.channel, self.budget, worst if limit else left + 1)
        try:
            return self.channel.read(replace(request, limit=limit)), reservation
        except ChannelError:
            self.core.store.sources.settle(self.channel.name, reservation)
            raise

    def _take(self, post: Post) -> int | None:
        """Store a post as a question, or its edit; return the meeting that changed."""
        if post.is_repost or post.author_id == self.account_id:
            return None
        known = self.core.store.questions.by_native_id(self.channel.name, post.native_id)
        if known is not None:
            return take_edit(self.core, known, post)
        meeting = self._meeting_for(post)
        if meeting is None:
            return None
        receipt = self.core.store.questions.receive(
            meeting.id, _question(self.channel.name, post), self.core.ids.token(), self.core.clock()
        )
        return meeting.id if receipt.new else None

    def _meeting_for(self, post: Post) -> Meeting | None:
        """The meeting a post belongs to: by conversation, else by hashtag, else the next one to come."""
        for meeting in self.meetings:
            if post.conversation_id in _conversations(self.core, self.channel, meeting):
                return meeting
        for meeting in self.meetings:
            if f"#{meeting.details.hashtag}".casefold() in post.text.casefold():
                return meeting
        bare = [m for m in self.meetings if post.posted_at >= m.details.opens_at]
        return bare[0] if bare else None


def take_edit(core: Core, question: Question, post: Post) -> int | None:
    """New words of a known post go back to be checked; return the meeting where anything changed."""
    older = post_order(post.version) <= post_order(question.source.version)
    if older or wording.received(post.text) == question.source.text:
        return None
    if question.state not in TABLE[Action.EDIT_AT_SOURCE][0]:
        return None
    decision = decide(Action.EDIT_AT_SOURCE, question, None)
    core.store.questions.replace_text(question, replace(post, text=wording.received(post.text)), decision, core.clock())
    return question.meeting_id


def _check_posts(core: Core, channel: Channel, budget: Budget, meetings: Sequence[Meeting]) -> None:
    """Ask the network whether the posts we hold are still there and still say the same.

    The worker does this all the time, so that the desk never waits for a network: a post is at most one
    reading interval old when it goes on screen. Networks bill a post once a day, so it costs no more.
    """
    now = core.clock()
    posts = [q for m in meetings for q in core.store.questions.to_check(channel.name, now, m.id)]
    posts += core.store.questions.to_check(channel.name, now - _RECHECK_OLD_POSTS)
    by_id = {question.source.native_id: question for question in posts}
    for start in range(0, len(by_id), 100):
        _check(core, channel, budget, dict(list(by_id.items())[start : start + 100]))


def _check(core: Core, channel: Channel, budget: Budget, questions: dict[str, Question]) -> None:
    worst = channel.worst_price(LOOK_UP, len(questions))
    reservation = _reserve(core, channel, budget, worst)
    charges: Sequence[Charge] = ()
    try:
        found = channel.look_up([q.source.version or q.source.native_id for q in questions.values()])
        charges = found.charges
    finally:
        with core.store.transaction():
            core.store.sources.settle(channel.name, reservation)
            core.store.sources.spend(channel.name, charges, core.clock())
    for post in found.posts:
        if post.native_id in questions and take_edit(core, questions[post.native_id], post):
            core.announcer.changed(questions[post.native_id].meeting_id)
    for question in questions.values():
        if found.gone & {question.source.version, question.source.native_id}:
            _withdraw(core, channel, question)
    core.store.questions.checked(channel.name, [p.native_id for p in found.posts], core.clock())


def _withdraw(core: Core, channel: Channel, question: Question) -> None:
    """Deleted at its source means withdrawn here, from every screen."""
    try:
        decision = decide(Action.WITHDRAW, question, None, f"Deleted by its author on {channel.name}")
        core.store.questions.apply(
            question.meeting_id, decision, {question.id: question.revision}, Actor(channel.name), core.clock()
        )
    except (Conflict, NotAllowed):
        return  # a moderator acted in this very moment: the next check, seconds away, sees the new state
    core.announcer.changed(question.meeting_id)


def _left(core: Core, channel: Channel, budget: Budget) -> int:
    now = core.clock()
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return budget.cap - core.store.sources.spent_since(channel.name, month)


def _reserve(core: Core, channel: Channel, budget: Budget, worst: int) -> str:
    if worst > _left(core, channel, budget):
        raise ChannelError(Trouble.SPENDING_CAP, f"${budget.cap / 1_000_000:.2f} a month")
    return core.store.sources.reserve(channel.name, worst, core.clock())


def _settled(posts: Sequence[Post], before: datetime) -> list[str]:
    return [post.version for post in posts if post.posted_at <= before]


def post_order(native_id: str) -> tuple[int, str]:
    """Networks count upwards in strings of digits: a longer one is newer."""
    return len(native_id), native_id


def _question(channel: str, post: Post) -> NewQuestion:
    return NewQuestion(
        channel=channel,
        native_id=post.native_id,
        version=post.version,
        text=wording.received(post.text),
        author_name=wording.one_line(post.author_name),
        author_handle=wording.one_line(post.author_handle),
        asked_at=post.posted_at,
        url=post.url,
        lang=post.lang,
    )


def _announce(core: Core, meetings: Sequence[Meeting]) -> None:
    for meeting in meetings:
        core.announcer.changed(meeting.id)
