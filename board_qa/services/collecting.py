"""Read replies, hashtag posts and mentions into the queue."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property, partial

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks import errors
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.posts import OutboxState, Page, Post, ReadRequest, Source, UnreadablePost
from board_qa.domain.questions.admission import MEETING_DURATION
from board_qa.domain.questions.question import NewQuestion, Question
from board_qa.domain.text import wording
from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.services.meetings import is_over
from board_qa.services.source_sync import check_posts, post_order, posts_to_look_up, take_edit
from board_qa.services.spending import Budget, charged_call, remaining
from board_qa.services.unreadable import CANNOT_BE_TAKEN, put_aside

log = logging.getLogger(__name__)

MENTIONS, SEARCH = "mentions", "search"

# Posts can appear late or out of order, so each read goes back over the last two minutes (docs/networks/x.md).
_OVERLAP = timedelta(minutes=2)
# Reading an empty page costs nothing and X allows 300 reads in 15 minutes, so reading often is free: every
# ten seconds while people answer a fresh call or the meeting is on (90 reads of the 300), else every minute.
_OFTEN, _SELDOM = timedelta(seconds=10), timedelta(minutes=1)
_FRESH = timedelta(hours=1)
_FIRST_READ_REACHES_BACK = timedelta(days=6, hours=23)  # recent search ends at seven days
_MAX_PAGES = 100


Job = tuple[str, Callable[[], None]]


def collect(ports: Ports, channel: Channel, budget: Budget) -> None:
    """Read everything that is due, once. Trouble is noted on the source, never raised."""
    now = ports.clock()
    source = ports.store.sources.get(channel.name)
    if source.paused or (source.next_read_at and source.next_read_at > now):
        return
    meetings = open_meetings(ports, channel, now)
    posts = posts_to_look_up(ports, channel, meetings)
    if not meetings and not posts:
        return
    cadence = _OFTEN if any(_busy(ports, meeting, now) for meeting in meetings) else _SELDOM
    # Before the work, so that a fault of ours in it is tried again at the same pace and not in a busy loop.
    ports.store.sources.save(replace(source, next_read_at=now + cadence))
    jobs = [*_jobs(ports, channel, budget, meetings), ("posts", lambda: check_posts(ports, channel, budget, posts))]
    states = [_do(ports, channel, job) for job in jobs]
    after = _summary(source, states, ports.clock(), cadence)
    ports.store.sources.save(after)
    if (after.problem_kind, after.resting_until) != (source.problem_kind, source.resting_until):
        for meeting in meetings:
            ports.announcer.changed(meeting.id)


def _do(ports: Ports, channel: Channel, job: Job) -> Source:
    """Do one job unless it rests, and return how it is doing. Trouble with one never stops another."""
    name, work = job
    state = ports.store.sources.get(f"{channel.name}/{name}")
    if state.resting_until and state.resting_until > ports.clock():
        return state
    error = _trouble_with(name, work)
    if error is None:
        state = Source(state.channel, last_read_at=ports.clock())
    else:
        failures = state.failures + 1
        state = replace(
            state,
            problem=error.detail,
            problem_kind=error.kind.value,
            failures=failures,
            resting_until=errors.backoff_until(error, failures, ports.clock()),
        )
    ports.store.sources.save(state)
    return state


def _trouble_with(name: str, work: Callable[[], None]) -> ChannelError | None:
    """Do the work; what went wrong, if anything did."""
    try:
        work()
    except ChannelError as error:
        return error
    except Exception:
        # An answer nobody foresaw is trouble with this part of the work, not the end of all of it.
        log.exception("reading %s failed", name)
        return ChannelError(ChannelErrorKind.TRANSIENT, "unexpected answer")
    return None


def _summary(before: Source, states: Sequence[Source], now: datetime, cadence: timedelta) -> Source:
    """The channel as the desk shows it: the trouble that rests longest, and when anything is next tried."""
    troubled = [state for state in states if state.resting_until]
    worst = max(troubled, key=lambda state: state.resting_until or now, default=Source(before.channel))
    soonest = [state.resting_until for state in troubled if state.resting_until]
    return replace(
        worst,
        channel=before.channel,
        last_read_at=before.last_read_at if len(troubled) == len(states) else now,
        next_read_at=min([now + cadence, *soonest]),
    )


def open_meetings(ports: Ports, channel: Channel, now: datetime) -> list[Meeting]:
    """Meetings whose questions are read: from opening, or from a call already sent, to the meeting's end."""
    return [
        meeting
        for meeting in ports.store.meetings.all()
        if not is_over(meeting, now) and (meeting.details.opens_at <= now or _conversations(ports, channel, meeting))
    ]


def read_now(ports: Ports, channel_name: str) -> None:
    """A person asks for a read at once, or a worker starts. A rest the network asked for is kept all the same."""
    source = ports.store.sources.get(channel_name)
    ports.store.sources.save(replace(source, next_read_at=None))
    for part in ports.store.sources.parts(channel_name):
        if part.problem_kind != ChannelErrorKind.RATE_LIMITED:
            ports.store.sources.save(replace(part, resting_until=None))


def _busy(ports: Ports, meeting: Meeting, now: datetime) -> bool:
    starts = meeting.details.starts_at
    sent = [post.sent_at for post in ports.store.outbox.of_meeting(meeting.id) if post.sent_at]
    return starts - _FRESH <= now <= starts + MEETING_DURATION or any(now - at < _FRESH for at in sent)


def _jobs(ports: Ports, channel: Channel, budget: Budget, meetings: Sequence[Meeting]) -> list[Job]:
    """Mentions first, they are the cheapest; then each meeting's hashtag and conversation."""
    if not meetings:
        return []
    return [
        (MENTIONS, lambda: _read_mentions(ports, channel, budget, meetings)),
        *[(f"{SEARCH} {m.code}", partial(_read_meeting, ports, channel, budget, m)) for m in meetings],
    ]


def _read_mentions(ports: Ports, channel: Channel, budget: Budget, meetings: Sequence[Meeting]) -> None:
    account_id, handle = account(ports, channel)
    reader = _Reader(ports, channel, budget, meetings, account_id)
    reader.read(ReadRequest(MENTIONS, account_id, handle, 0), MENTIONS)


def _read_meeting(ports: Ports, channel: Channel, budget: Budget, meeting: Meeting) -> None:
    account_id, handle = account(ports, channel)
    request = ReadRequest(
        SEARCH,
        account_id,
        handle,
        0,
        hashtag=meeting.details.hashtag,
        conversation_ids=_conversations(ports, channel, meeting),
    )
    # A new hashtag or a new call is a new question to the network, with a past of its own to read.
    cursor = "/".join([SEARCH, meeting.code, request.hashtag, *request.conversation_ids])
    _Reader(ports, channel, budget, [meeting], account_id).read(request, cursor)


def account(ports: Ports, channel: Channel) -> tuple[str, str]:
    """Our own id and handle on the network, asked for once. Raises ChannelError."""
    sources = ports.store.sources
    known = sources.metadata(channel.name, "account_id"), sources.metadata(channel.name, "handle")
    if all(known):
        return known
    account_id, handle = channel.account()
    sources.set_metadata(channel.name, "account_id", account_id)
    sources.set_metadata(channel.name, "handle", handle)
    return account_id, handle


def _conversations(ports: Ports, channel: Channel, meeting: Meeting) -> tuple[str, ...]:
    posts = ports.store.outbox.of_meeting(meeting.id)
    return tuple(p.native_id for p in posts if p.state is OutboxState.SENT and p.channel == channel.name)


@dataclass(frozen=True)
class _Reader:
    """Reads one stream page by page. Each post is stored once; the cursor moves when the last page is."""

    ports: Ports
    channel: Channel
    budget: Budget
    meetings: Sequence[Meeting]
    account_id: str

    def read(self, request: ReadRequest, cursor: str) -> None:
        """Read from the cursor to the newest post. The cursor moves when the last page is stored."""
        sources = self.ports.store.sources
        since = newest_settled = sources.cursor(self.channel.name, cursor)
        request = replace(request, since=since, not_before=self.ports.clock() - _FIRST_READ_REACHES_BACK)
        settled_before = self.ports.clock() - _OVERLAP
        for _ in range(_MAX_PAGES):
            page = self._page(request, cursor)
            newest_settled = max([newest_settled, *_settled(page.posts, settled_before)], key=post_order)
            self._store(page)
            if not page.next_page:
                sources.move_cursor(self.channel.name, cursor, newest_settled)
            if not page.next_page or page.next_page == request.page:
                return
            request = replace(request, page=page.next_page)

    def _store(self, page: Page) -> None:
        """Store the posts of a page one by one. One that cannot be taken is put aside, and stops no other."""
        changed: set[int | None] = set()
        for post in page.posts:
            try:
                changed.add(self._take(post))
            except CANNOT_BE_TAKEN:
                self._put_aside(UnreadablePost(post.native_id, post.url))
        for unreadable in page.unreadable:
            self._put_aside(unreadable)
        for meeting_id in filter(None, changed):
            self.ports.announcer.changed(meeting_id)

    def _put_aside(self, post: UnreadablePost) -> None:
        put_aside(self.ports, self.channel.name, post, [meeting.id for meeting in self.meetings])

    def _page(self, request: ReadRequest, what: str) -> Page:
        """One page, of a size that the cap can pay for at its worst."""
        affordable = remaining(self.ports, self.channel, self.budget)
        limit = self.channel.page_size(request.stream, affordable)
        worst = self.channel.worst_price(request.stream, limit) if limit else affordable + 1
        with charged_call(self.ports, self.channel, self.budget, what, worst, self.meetings[0].id) as bill:
            page = self.channel.read(replace(request, limit=limit))
            bill.charges = page.charges
        return page

    def _known(self, post: Post) -> Question | None:
        # A person who pastes a link to an edited post has it by its newest id; we have it by its first.
        questions = self.ports.store.questions
        return questions.by_native_id(self.channel.name, post.native_id) or questions.by_native_id(
            self.channel.name, post.version
        )

    def _take(self, post: Post) -> int | None:
        """Store a post as a question, or its edit; return the meeting that changed.

        Its text is looked through after that (`screen_waiting`): it can take seconds, and a question is safe first.
        """
        if post.is_repost or post.author_id == self.account_id:
            return None
        known = self._known(post)
        if known is not None:
            return known.meeting_id if take_edit(self.ports, known, post) else None
        meeting = self._meeting_for(post)
        if meeting is None:
            return None
        store, now = self.ports.store, self.ports.clock()
        with store.transaction():
            receipt = store.questions.receive(meeting.id, self._question(post), self.ports.ids.token(), now)
            store.sources.remove_unreadable(self.channel.name, post.native_id)
        return meeting.id if receipt.new else None

    def _meeting_for(self, post: Post) -> Meeting | None:
        """The meeting a post belongs to: by conversation, else by hashtag, else the next one to come."""
        for meeting in self.meetings:
            if post.conversation_id in self.conversations[meeting.id]:
                return meeting
        for meeting in self.meetings:
            if re.search(rf"#{re.escape(meeting.details.hashtag)}(?!\w)", post.text, re.IGNORECASE):
                return meeting
        bare = [m for m in self.meetings if post.posted_at >= m.details.opens_at]
        return bare[0] if bare else None

    def _question(self, post: Post) -> NewQuestion:
        return NewQuestion(
            channel=self.channel.name,
            native_id=post.native_id,
            version=post.version,
            text=wording.received(post.text),
            author_name=wording.one_line(post.author_name),
            author_handle=wording.one_line(post.author_handle),
            asked_at=post.posted_at,
            url=post.url,
            lang=post.lang,
        )

    @cached_property
    def conversations(self) -> dict[int, tuple[str, ...]]:
        """Each meeting's calls, asked of the store once and not for every post."""
        return {meeting.id: _conversations(self.ports, self.channel, meeting) for meeting in self.meetings}


def _settled(posts: Sequence[Post], before: datetime) -> list[str]:
    return [post.version for post in posts if post.posted_at <= before]
