"""The page of who talks to whom, as its template is told of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from board_qa.domain.listening.conversation import Conversation
from board_qa.domain.meetings.meeting import Meeting
from board_qa.phrases.conversation import MEASURES
from board_qa.phrases.findings import talker_said, who_talked
from board_qa.phrases.listening import as_measured
from board_qa.ports.drawing import Network
from board_qa.web.listening.rows import FigureRow, figure_rows

# How many accounts, and how many groups, the tables have: those that talk with most others, and the largest.
_ROWS = 20
_OF_A_GROUP = 3


@dataclass(frozen=True)
class TalkerRow:
    """`partners` is with how many others it talked."""

    who: str
    channel: str
    partners: int
    posts: int
    group: int


@dataclass(frozen=True)
class GroupRow:
    """`who` are those in it that talk with most others."""

    group: int
    accounts: int
    who: str


@dataclass(frozen=True)
class ConversationPage:
    """`counted` is whether the measures could be worked out; `finding` is '' where nobody talked with anybody."""

    meeting: Meeting
    counted: bool
    finding: str
    talkers: Sequence[TalkerRow]
    groups: Sequence[GroupRow]
    measures: Sequence[FigureRow]


def conversation_page(meeting: Meeting, told: Conversation, network: Network | None) -> ConversationPage:
    if network is None:
        return ConversationPage(meeting, False, "", [], [], [])
    rows = figure_rows(MEASURES, network.measures, number=as_measured)
    finding = who_talked(told, network.measures)
    return ConversationPage(meeting, True, finding, _talkers(told, network), _groups(told, network), rows)


def _talkers(told: Conversation, network: Network) -> list[TalkerRow]:
    return [
        TalkerRow(talker_said(one), one.channel, one.partners, one.posts, network.groups[place] + 1)
        for place, one in enumerate(told.talkers[:_ROWS])
        if one.partners
    ]


def _groups(told: Conversation, network: Network) -> list[GroupRow]:
    """The largest, without those of a single account."""
    sizes = Counter(network.groups)
    listed = [(group, size) for group, size in sorted(sizes.items())[:_ROWS] if size > 1]
    return [GroupRow(group + 1, size, _in_group(told, network, group)) for group, size in listed]


def _in_group(told: Conversation, network: Network, group: int) -> str:
    names = [talker_said(one) for one, its in zip(told.talkers, network.groups, strict=True) if its == group]
    return ", ".join(names[:_OF_A_GROUP]) + (
        f" and {len(names) - _OF_A_GROUP} more" if len(names) > _OF_A_GROUP else ""
    )
