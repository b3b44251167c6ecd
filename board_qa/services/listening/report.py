"""The listening report of one meeting: what was heard on the networks, and the questions that came, by channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from board_qa.domain.listening.figures import Account, Figures, TopLists, Window, counted, top_lists
from board_qa.domain.listening.spoken import as_heard, handles_of
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import PostKind
from board_qa.domain.questions.question import State
from board_qa.ports import Ports
from board_qa.ports.channels import Channels
from board_qa.services.networks.our_account import known_handle, known_id

# The window goes on for a day after the meeting: most of what is said of it is said then (docs/listening.md).
_AFTER = timedelta(days=1)
# What a board answered: aloud, or in writing.
_ANSWERED = frozenset({State.ANSWERED, State.WRITTEN})


@dataclass(frozen=True)
class ByChannel:
    """The questions that came one way. Those that their askers withdrew are not among them."""

    channel: str
    asked: int
    answered: int
    redirected: int
    declined: int

    @property
    def waiting(self) -> int:
        return self.asked - self.answered - self.redirected - self.declined


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
    questions: Sequence[ByChannel]


def report(ports: Ports, channels: Channels, meeting: Meeting) -> Report:
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
        questions=_by_channel(ports, meeting),
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


def _by_channel(ports: Ports, meeting: Meeting) -> list[ByChannel]:
    """The way by which most came first."""
    counts: dict[str, dict[State, int]] = {}
    for channel, state, number in ports.store.listening.questions(meeting.id):
        counts.setdefault(channel, {})[state] = number
    rows = [_row(channel, states) for channel, states in counts.items()]
    return sorted((row for row in rows if row.asked), key=lambda row: (-row.asked, row.channel))


def _row(channel: str, states: Mapping[State, int]) -> ByChannel:
    return ByChannel(
        channel,
        asked=sum(number for state, number in states.items() if state is not State.WITHDRAWN),
        answered=sum(states.get(state, 0) for state in _ANSWERED),
        redirected=states.get(State.REDIRECTED, 0),
        declined=states.get(State.DECLINED, 0),
    )
