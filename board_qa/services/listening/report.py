"""The listening report of one meeting: what was heard on the networks, and the questions that came, by channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from board_qa.domain.chats import figures as chat_figures
from board_qa.domain.chats.figures import ChatFigures
from board_qa.domain.listening.figures import Account, Figures, TopLists, Window, counted, top_lists
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
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import PostKind
from board_qa.domain.questions.admission import LATE_ANSWERS
from board_qa.domain.telling.letters import MailMode
from board_qa.ports import Ports
from board_qa.ports.channels import Channels
from board_qa.services.chats import gathering
from board_qa.services.chats.gathering import ReadChat
from board_qa.services.networks.our_account import known_handle, known_id
from board_qa.services.telling.asked import told_progress

# The window goes on for a day after the meeting: most of what is said of it is said then (docs/listening.md). That of a
# chat goes on from its end, for as long as answers to it count.
_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Kept:
    """All that is kept of a meeting and counts, as it is read: counting it up takes half a second for 10,000 posts, in
    which nothing need be read any more."""

    window: Window
    called: bool
    spoken: Sequence[Spoken]
    our_accounts: Mapping[Account, str]
    asked: Sequence[Asked]
    asker_keys: Mapping[str, set[str]]
    earlier_keys: set[str]
    supports: int
    told: int
    chat: ReadChat | None = None


@dataclass(frozen=True)
class Report:
    """`before` is as long a time before the window. `called` says whether the window begins with a call on a network,
    and not with the day on which questions opened. `ours` counts the board's own posts, which are among the others.
    `chat` is None of a board meeting."""

    window: Window
    called: bool
    figures: Figures
    before: Figures
    ours: int
    top: TopLists
    handles: Mapping[Account, str]
    questions: Questions
    chat: ChatFigures | None = None


def read(ports: Ports, channels: Channels, meeting: Meeting, mail: MailMode) -> Kept:
    listening, called_at = ports.store.listening, _called_at(ports, meeting)
    details = meeting.details
    ends = details.closes_at + LATE_ANSWERS if details.is_chat else details.starts_at + _AFTER
    window = Window(called_at or details.opens_at, ends)
    return Kept(
        window=window,
        called=called_at is not None,
        spoken=listening.spoken(meeting.id, window.before.begins, window.ends),
        our_accounts=_our_accounts(ports, channels),
        asked=listening.asked(meeting.id),
        asker_keys=listening.asker_keys(meeting.id),
        earlier_keys=listening.earlier_keys(meeting.id, details.starts_at),
        supports=listening.supports(meeting.id),
        told=told_progress(ports, meeting, channels, mail).done,
        chat=gathering.read(ports, meeting) if details.is_chat else None,
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
        chat=chat_figures.counted(kept.chat.questions, kept.chat.gathered()) if kept.chat else None,
    )


def _called_at(ports: Ports, meeting: Meeting) -> datetime | None:
    """When the first call of this meeting went out, if one did before it began."""
    posts = ports.store.outbox.of_meeting(meeting.id)
    sent = [one.sent_at for one in posts if one.kind is PostKind.CALL and one.sent_at is not None]
    return min((moment for moment in sent if moment < meeting.details.starts_at), default=None)


def _our_accounts(ports: Ports, channels: Channels) -> dict[Account, str]:
    """As far as they were learned: the networks are not asked."""
    known = ((known_id(ports, one), known_handle(ports, one), one.name) for one in channels.values())
    return {Account(name, id_): handle for id_, handle, name in known if id_}


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
