"""The public page of a chat: what it is, when, how to take part, and the questions that are out. Of what others posted
it has the counts alone; a recap may show some of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from flask import Response, render_template

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.partners import Partner
from board_qa.domain.networks.outbox import OutgoingPost, PostKind
from board_qa.domain.questions.admission import LATE_ANSWERS
from board_qa.domain.text import wording
from board_qa.domain.text.spoken import clock_time
from board_qa.services.chats import gathering
from board_qa.services.meetings import partners
from board_qa.services.networks.our_account import known_handle
from board_qa.web.public.pages import unless_known
from board_qa.web.public.shown_meeting import ShownMeeting, shown_meeting
from board_qa.web.public.site_page import SitePage, help_now
from board_qa.web.register.memory import memory
from board_qa.web.shell import words
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.language import one_of, say


class ChatPhase(StrEnum):
    """LATE is after the end, while answers still count."""

    BEFORE = "before"
    ON = "on"
    LATE = "late"
    OVER = "over"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Account:
    """An account on a network, and its address there; '' where none is known."""

    network: str
    handle: str
    address: str


@dataclass(frozen=True)
class Host:
    name: str
    accounts: Sequence[Account]


@dataclass(frozen=True)
class AskedQuestion:
    """A question in the words that somebody approved, and where it can be answered: network and address."""

    text: str
    there: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class ChatPage(SitePage):
    """`ends` and `until` are when the chat ends and answers count no more, and `ends_at` is the end by the clock alone,
    as they are said; '' for none. `counts` are parts of a sentence, none while nobody has taken part."""

    meeting: ShownMeeting
    phase: ChatPhase
    minutes: int
    ends: str
    ends_at: str
    until: str
    hashtag: str
    networks: str
    hosts: Sequence[Host]
    questions: Sequence[AskedQuestion]
    counts: Sequence[str]


def chat(meeting: Meeting) -> Response:
    html = render_template("public/chat/page.html", view=chat_page(meeting))
    response = unless_known(f"chat-{sha256(html.encode()).hexdigest()[:16]}")
    if response.status_code != 304:
        response.set_data(html)
    return response


def chat_page(meeting: Meeting) -> ChatPage:
    d = meeting.details
    return ChatPage(
        signposts=help_now(meeting),
        code=meeting.code,
        meeting=shown_meeting(meeting),
        phase=_phase(meeting),
        minutes=d.section_minutes,
        ends=words.when(d.closes_at, d.timezone),
        ends_at=clock_time(d.closes_at, d.timezone, say()),
        until=words.when(d.closes_at + LATE_ANSWERS, d.timezone),
        hashtag=d.hashtag,
        networks=one_of(installation().channels),
        hosts=[_host(one) for one in partners.hosts(ports(), meeting.id)],
        questions=_questions(meeting),
        counts=_counts(meeting),
    )


def _phase(meeting: Meeting) -> ChatPhase:
    d, now = meeting.details, ports().clock()
    if d.cancelled:
        return ChatPhase.CANCELLED
    if now < d.starts_at:
        return ChatPhase.BEFORE
    if now < d.closes_at:
        return ChatPhase.ON
    return ChatPhase.LATE if now < d.closes_at + LATE_ANSWERS else ChatPhase.OVER


def _host(one: Partner) -> Host:
    known = installation().channels
    there = ((network, handle) for network, handle in one.handles.items() if network in known)
    return Host(one.name, [Account(network, handle, known[network].profile(handle)) for network, handle in there])


def _questions(meeting: Meeting) -> list[AskedQuestion]:
    """Those that are out, in their order: each in its shortest words, which have room on every network."""
    out = ports().store.outbox.to_be_seen(meeting.id, (PostKind.CHAT_QUESTION,))
    each = [
        [post for post in out if post.chat_question_id == one.id] for one in ports().store.chats.questions(meeting.id)
    ]
    return [_question(posts) for posts in each if posts]


def _question(posts: Sequence[OutgoingPost]) -> AskedQuestion:
    shortest = min((post.text for post in posts), key=len)
    there = [(post.channel, address) for post in posts if (address := _address(post))]
    return AskedQuestion(wording.shown(shortest), there)


def _address(post: OutgoingPost) -> str:
    """Where a post of ours is; '' where that is not known, or what is practised with stands in for the network."""
    channel = installation().channels.get(post.channel)
    handle = known_handle(ports(), channel) if channel and not installation().settings.practice else ""
    return channel.post_address(post.native_id, handle) if channel and handle else ""


def _counts(meeting: Meeting) -> list[str]:
    # What is heard in a chat makes another revision of it.
    people, posts = memory().chats.once((meeting.code, meeting.revision), lambda: _taken_part(meeting))
    if not posts:
        return []
    told = say().ngettext("{count} person has taken part so far", "{count} people have taken part so far", people)
    with_posts = say().ngettext("with {count} post", "with {count} posts", posts)
    return [told.format(count=f"{people:,}"), with_posts.format(count=f"{posts:,}")]


def _taken_part(meeting: Meeting) -> tuple[int, int]:
    """How many people, with how many posts."""
    read = gathering.read(ports(), meeting)
    gathered = installation().run_apart(read.gathered)
    return gathered.participants, gathered.posts
