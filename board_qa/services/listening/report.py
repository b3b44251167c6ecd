"""The listening report of one meeting: what was heard on the networks, and the questions that came, by channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from board_qa.domain.chats import figures as chat_figures
from board_qa.domain.chats.figures import ChatFigures
from board_qa.domain.listening.asked_about import Approved, Word, asked_about
from board_qa.domain.listening.conversation import Conversation, conversation
from board_qa.domain.listening.figures import Account, Figures, Heard, TopLists, Window, counted, top_lists
from board_qa.domain.listening.followers import NEAR, FollowerCount, OurFollowers, our_followers
from board_qa.domain.listening.poll import Poll
from board_qa.domain.listening.questions import (
    Asked,
    Questions,
    by_agenda_item,
    by_channel,
    days_to_answer,
    declined_for,
    people,
)
from board_qa.domain.listening.spoken import Spoken, as_heard, handles_of
from board_qa.domain.listening.targets import Target
from board_qa.domain.listening.timeline import Timeline, timeline
from board_qa.domain.listening.tone import Toned, ToneDay, ToneReport, tone_report
from board_qa.domain.listening.ways import Way, ways
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import Source
from board_qa.domain.questions.question import State
from board_qa.domain.telling.letters import MailMode
from board_qa.ports import Ports
from board_qa.ports.channels import Channel, Channels
from board_qa.services.chats import gathering
from board_qa.services.chats.gathering import ReadChat
from board_qa.services.listening.our_followers import trouble
from board_qa.services.listening.polling import poll_of
from board_qa.services.listening.window import called_at, window_of
from board_qa.services.networks.our_account import known_handle, known_id
from board_qa.services.telling.asked import told_progress


@dataclass(frozen=True)
class Kept:
    """All that is kept of a meeting and counts, as it is read: counting it up takes half a second for 10,000 posts, in
    which nothing need be read any more. `networks` has our account on each that is on, '' where nobody learned it yet,
    `trouble` those that cannot tell our followers now, and `read_at` is when all of it was read."""

    window: Window
    timezone: str
    called: bool
    spoken: Sequence[Spoken]
    may_be_named: dict[Account, str]
    tones: Sequence[Toned]
    tones_kept: Sequence[ToneDay]
    our_accounts: Mapping[Account, str]
    networks: Mapping[str, str]
    follower_counts: Sequence[FollowerCount]
    targets: Sequence[Target]
    trouble: Mapping[str, Source]
    read_at: datetime
    asked: Sequence[Asked]
    asker_keys: Mapping[str, set[str]]
    earlier_keys: set[str]
    approved: Sequence[Approved]
    supports: int
    told: int
    free: Mapping[str, bool]
    spent: Mapping[str, int]
    poll: Poll
    poll_crowd: int
    chat: ReadChat | None


@dataclass(frozen=True)
class Report:
    """`before` is as long a time before the window. `called` says whether the window begins with a call on a network,
    and not with the day on which questions opened. `ours` counts the board's own posts, which are among the others.
    `trouble` has the networks that could not tell our followers when it was made."""

    window: Window
    called: bool
    figures: Figures
    before: Figures
    ours: int
    top: TopLists
    handles: Mapping[Account, str]
    questions: Questions
    timeline: Timeline
    asked_about: Sequence[Word]
    tone: ToneReport
    ways: Sequence[Way]
    poll: Poll
    poll_crowd: int
    followers: OurFollowers
    trouble: Mapping[str, Source]
    targets: Sequence[Target]
    made_at: datetime
    chat: ChatFigures | None

    @property
    def heard(self) -> bool:
        """Whether anything was posted in the window or before it."""
        return bool(self.figures.posts or self.figures.reposts or self.before.posts)


@dataclass(frozen=True)
class ToldReport:
    """What the public is shown of a meeting, as it was counted at a moment (aware UTC)."""

    counted_at: datetime
    report: Report
    conversation: Conversation


def read(ports: Ports, channels: Channels, meeting: Meeting, mail: MailMode) -> Kept:
    listening, tones, window = ports.store.listening, ports.store.tones, window_of(ports, meeting)
    return Kept(
        window=window,
        timezone=meeting.details.timezone,
        called=called_at(ports, meeting) is not None,
        spoken=listening.spoken(meeting.id, window.before.begins, window.ends),
        may_be_named=listening.may_be_named(meeting.id),
        tones=tones.tones(meeting.id, Window(window.before.begins, window.ends)),
        tones_kept=tones.kept(meeting.id),
        our_accounts=_our_accounts(ports, channels),
        networks={one.name: known_id(ports, one) for one in channels.values()},
        follower_counts=ports.store.followers.counted(window.begins - NEAR, window.ends + NEAR),
        targets=ports.store.targets.all(),
        trouble=trouble(ports, channels),
        read_at=ports.clock(),
        asked=listening.asked(meeting.id),
        asker_keys=listening.asker_keys(meeting.id),
        earlier_keys=listening.earlier_keys(meeting.id, meeting.details.starts_at),
        approved=listening.approved(meeting.id),
        supports=listening.supports(meeting.id),
        told=told_progress(ports, meeting, channels, mail).done,
        free={one.name: _is_free(one) for one in channels.values()},
        spent=listening.spent(meeting.id),
        poll=poll_of(ports, meeting),
        poll_crowd=ports.store.poll.crowd(meeting.id),
        chat=gathering.read(ports, meeting) if meeting.details.is_chat else None,
    )


def report(kept: Kept) -> Report:
    """An empty meeting has a report in which everything is 0."""
    window, handles = kept.window, handles_of(kept.spoken, kept.our_accounts)
    heard = as_heard(kept.spoken, handles)
    return Report(
        window=window,
        called=kept.called,
        figures=counted(heard, window),
        before=counted(heard, window.before),
        ours=sum(one.is_ours and one.posted_at in window and not one.is_repost for one in kept.spoken),
        top=top_lists(heard, window),
        handles=handles,
        questions=_questions(kept),
        timeline=_timeline(kept),
        asked_about=asked_about(kept.approved),
        tone=tone_report(kept.tones, kept.tones_kept, window, kept.timezone),
        ways=ways(kept.asked, _by_others(kept, heard), window, kept.free, kept.spent),
        poll=kept.poll,
        poll_crowd=kept.poll_crowd,
        followers=our_followers(kept.follower_counts, kept.networks, window),
        trouble=kept.trouble,
        targets=kept.targets,
        made_at=kept.read_at,
        chat=chat_figures.counted(kept.chat.questions, kept.chat.gathered()) if kept.chat else None,
    )


def conversation_of(kept: Kept) -> Conversation:
    """Who talked to whom in the window. But for our own accounts only those are named whose posts the public sees."""
    handles = handles_of(kept.spoken, kept.our_accounts)
    ours = {*kept.our_accounts, *(one.account for one in kept.spoken if one.is_ours)}
    return conversation(kept.spoken, handles, kept.window, kept.may_be_named, ours)


def _our_accounts(ports: Ports, channels: Channels) -> dict[Account, str]:
    """As far as they were learned: the networks are not asked."""
    known = ((known_id(ports, one), known_handle(ports, one), one.name) for one in channels.values())
    return {Account(name, id_): handle for id_, handle, name in known if id_}


def _timeline(kept: Kept) -> Timeline:
    posts = [one.posted_at for one in kept.spoken if not one.is_repost]
    questions = [one.asked_at for one in kept.asked if one.fate is not State.WITHDRAWN]
    return timeline(posts, questions, kept.window, kept.timezone)


def _is_free(channel: Channel) -> bool:
    """Whether the network charges for nothing that we ask it."""
    reading = (channel.worst_price(kind.name, 1, with_authors=True) for kind in channel.streams)
    return not any(reading) and not channel.measure("").price


def _by_others(kept: Kept, heard: Sequence[Heard]) -> list[Heard]:
    return [one for one, spoken in zip(heard, kept.spoken, strict=True) if not spoken.is_ours]


def _questions(kept: Kept) -> Questions:
    asked = kept.asked
    return Questions(
        by_channel=by_channel(asked),
        by_agenda_item=by_agenda_item(asked),
        declined_for=declined_for(asked),
        people=people(asked, kept.asker_keys, kept.earlier_keys),
        supports=kept.supports,
        told=kept.told,
        days_to_answer=days_to_answer(asked),
    )
