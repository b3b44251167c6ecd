"""The listening report of one meeting: what was heard on the networks, and the questions that came, by channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from board_qa.domain.listening.figures import Account, Figures, TopLists, Window, counted, top_lists
from board_qa.domain.listening.questions import (
    Questions,
    by_agenda_item,
    by_channel,
    days_to_answer,
    declined_for,
    people,
)
from board_qa.domain.listening.spoken import as_heard, handles_of
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import PostKind
from board_qa.domain.telling.letters import MailMode
from board_qa.ports import Ports
from board_qa.ports.channels import Channels
from board_qa.services.networks.our_account import known_handle, known_id
from board_qa.services.telling.asked import told_progress

# The window goes on for a day after the meeting: most of what is said of it is said then (docs/listening.md).
_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Report:
    """`before` is as long a time before the window. `called` says whether the window begins with a call on a network,
    and not with the day on which questions opened. `ours` counts the board's own posts, which are among the others."""

    window: Window
    called: bool
    figures: Figures
    before: Figures
    ours: int
    top: TopLists
    handles: Mapping[Account, str]
    questions: Questions


def report(ports: Ports, channels: Channels, meeting: Meeting, mail: MailMode) -> Report:
    """Raises nothing: an empty meeting has a report in which everything is 0."""
    called_at = _called_at(ports, meeting)
    window = Window(called_at or meeting.details.opens_at, meeting.details.starts_at + _AFTER)
    spoken = ports.store.listening.spoken(meeting.id, window.before.begins, window.ends)
    handles = handles_of(spoken, _our_accounts(ports, channels))
    heard = as_heard(spoken, handles)
    return Report(
        window=window,
        called=called_at is not None,
        figures=counted(heard, window),
        before=counted(heard, window.before),
        ours=sum(one.is_ours and one.posted_at in window and not one.is_repost for one in spoken),
        top=top_lists(heard, window),
        handles=handles,
        questions=_questions(ports, channels, meeting, mail),
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


def _questions(ports: Ports, channels: Channels, meeting: Meeting, mail: MailMode) -> Questions:
    listening = ports.store.listening
    asked = listening.asked(meeting.id)
    earlier = listening.earlier_keys(meeting.id, meeting.details.starts_at)
    return Questions(
        by_channel=by_channel(asked),
        by_agenda_item=by_agenda_item(asked),
        declined_for=declined_for(asked),
        people=people(asked, listening.asker_keys(meeting.id), earlier),
        supports=listening.supports(meeting.id),
        told=told_progress(ports, meeting, channels, mail).done,
        days_to_answer=days_to_answer(asked),
    )
