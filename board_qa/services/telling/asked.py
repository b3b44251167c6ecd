"""Everyone who asked a question of a meeting: how they are told what became of it, and whether they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from board_qa.domain.meetings.meeting import Meeting, MeetingDetails
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost
from board_qa.domain.questions.audience import CAME_BY, shares_with
from board_qa.domain.questions.question import WEB_FORM, Question, SourceState, State
from board_qa.domain.rests_on import of_letter
from board_qa.domain.telling.fates import told_of
from board_qa.domain.telling.letters import Letter, LetterKind, LetterState, MailMode
from board_qa.domain.telling.told import OUT, last
from board_qa.ports import Ports
from board_qa.ports.channels import Channels
from board_qa.services.meetings.after import Progress
from board_qa.services.networks.replies import asked_to_stop


class Means(StrEnum):
    """How somebody is told. PAGE: their private page says it by itself. POST: a reply to their post."""

    EMAIL = "email"
    PAGE = "page"
    POST = "post"
    BY_HAND = "by_hand"


class Standing(StrEnum):
    """How far it is. UNDECIDED: nothing to tell yet. ALONE: somebody in distress, whom one person writes to. TROUBLE:
    it was refused, came back, or nobody knows. NOT_TO_BE: they asked us to stop, or their post cannot be seen."""

    UNDECIDED = "undecided"
    READY = "ready"
    ALONE = "alone"
    BY_HAND = "by_hand"
    UNDER_WAY = "under_way"
    TROUBLE = "trouble"
    TOLD = "told"
    NOT_TO_BE = "not_to_be"


# Of these nothing is left to do.
SETTLED = frozenset({Standing.TOLD, Standing.NOT_TO_BE})


@dataclass(frozen=True)
class Asker:
    """Whoever asked a question. `fate` is the question whose fate it shares, itself or the one it was put together
    with, and `told_of` stands for what became of it; `details` are of its meeting. `letter` or `reply` is the last that
    told, or was to tell, of that. `again`: they were told of something earlier. `why` says why they are not to be
    told."""

    question: Question
    fate: Question
    told_of: str
    means: Means
    standing: Standing
    details: MeetingDetails
    letter: Letter | None = None
    reply: OutgoingPost | None = None
    again: bool = False
    why: str = ""

    @property
    def rests_on(self) -> str:
        """Stands for all that an email about it says. Not worked out where thousands are only counted."""
        return of_letter(self.details, self.question, self.fate)

    @property
    def answer_missing(self) -> bool:
        """Whether the board answered and nobody has noted what it said: there is little to tell yet."""
        return self.fate.state is State.ANSWERED and not self.fate.disposition.answer


def askers(ports: Ports, meeting: Meeting, channels: Channels, mail: MailMode) -> Sequence[Asker]:
    """In order of their numbers. Whoever took their question back is not among them: they know."""
    asking = _Asking(ports, meeting, channels, mail)
    return [asking.about(one) for one in asking.questions.values() if one.state is not State.WITHDRAWN]


def told_progress(ports: Ports, meeting: Meeting, channels: Channels, mail: MailMode) -> Progress:
    """How many of those who asked were told, or are not to be."""
    everybody = askers(ports, meeting, channels, mail)
    return Progress(sum(one.standing in SETTLED for one in everybody), len(everybody))


def last_sent(ports: Ports, question: Question, of: str, mail: MailMode) -> datetime | None:
    """When somebody was emailed what became of their question, as it stands; None where they were not yet."""
    letters = [
        letter
        for letter in ports.store.letters.of_question(question.id)
        if letter.state is LetterState.SENT and (mail is MailMode.PRACTICE or not letter.practised)
    ]
    told = last(letters, of)
    return told.sent_at if told and told.kind is LetterKind.EMAIL else None


def told_by_a_person(ports: Ports, question: Question, of: str) -> bool:
    """Whether somebody here told them what became of their question, as it stands."""
    told = last([one for one in ports.store.letters.of_question(question.id) if one.state is LetterState.SENT], of)
    return told is not None and told.kind is LetterKind.BY_HAND


class _Asking:
    """What is read once for all who asked."""

    def __init__(self, ports: Ports, meeting: Meeting, channels: Channels, mail: MailMode) -> None:
        self._ports, self._channels, self._mail, self._details = ports, channels, mail, meeting.details
        in_order = sorted(ports.store.questions.of_meeting(meeting.id), key=lambda one: one.number)
        self.questions = {one.id: one for one in in_order}
        self._letters: dict[int, list[Letter]] = defaultdict(list)
        for letter in ports.store.letters.of_meeting(meeting.id):
            # What somebody practised was sent to nobody.
            if mail is MailMode.PRACTICE or not letter.practised:
                self._letters[letter.question_id].append(letter)
        self._replies: dict[int, list[OutgoingPost]] = defaultdict(list)
        for post in ports.store.outbox.of_meeting(meeting.id):
            if post.question_id and post.is_reply and post.state is not OutboxState.DRAFT:
                self._replies[post.question_id].append(post)

    def about(self, question: Question) -> Asker:
        fate = shares_with(question, self._leader(question))
        asker = Asker(question, fate, told_of(fate), self._means(question), Standing.UNDECIDED, self._details)
        if not asker.told_of:
            return asker
        sent: list[Letter | OutgoingPost] = [*self._letters[question.id], *self._replies[question.id]]
        match last(sent, asker.told_of):
            case Letter() as letter:
                asker = replace(asker, letter=letter)
            case OutgoingPost() as reply:
                asker = replace(asker, reply=reply)
            case None:
                asker = replace(asker, again=any(one.state in OUT for one in sent))
        return self._standing(asker)

    def _leader(self, question: Question) -> Question | None:
        into = question.disposition.grouped_into
        return (self.questions.get(into) or self._ports.store.questions.get(into)) if into else None

    def _means(self, question: Question) -> Means:
        source = question.source
        if source.version:  # it was read on its network, so that its author can be answered there
            return Means.POST if source.channel in self._channels else Means.BY_HAND
        if source.email and source.channel in CAME_BY and self._mail is not MailMode.OFF:
            return Means.EMAIL
        return Means.PAGE if source.channel == WEB_FORM and not source.email else Means.BY_HAND

    def _standing(self, asker: Asker) -> Asker:
        if asker.means is Means.PAGE:
            return replace(asker, standing=Standing.TOLD)
        if asker.letter:
            return replace(asker, standing=_OF_LETTERS[asker.letter.state])
        if asker.reply:
            return replace(asker, standing=_OF_REPLIES.get(asker.reply.state, Standing.TROUBLE))
        if why := self._why_not(asker):
            return replace(asker, standing=Standing.NOT_TO_BE, why=why)
        if asker.question.in_distress:
            return replace(asker, standing=Standing.ALONE)
        return replace(asker, standing=Standing.BY_HAND if asker.means is Means.BY_HAND else Standing.READY)

    def _why_not(self, asker: Asker) -> str:
        if asker.means is not Means.POST:
            return ""
        if asker.question.source_state is not SourceState.VISIBLE:
            return f"Their post cannot be seen on {asker.question.source.channel} any more"
        came_as = self._ports.store.posts.of_question(asker.question.id)
        return "They asked us to stop" if asked_to_stop(self._ports, asker.question, came_as) else ""


# Whatever else became of a reply (it is unclear, refused, cancelled or taken back) is for a person to see to.
_OF_REPLIES = {
    OutboxState.SENT: Standing.TOLD,
    OutboxState.APPROVED: Standing.UNDER_WAY,
    OutboxState.SENDING: Standing.UNDER_WAY,
    OutboxState.SCHEDULED: Standing.UNDER_WAY,
}
_OF_LETTERS = {
    LetterState.QUEUED: Standing.UNDER_WAY,
    LetterState.SENDING: Standing.UNDER_WAY,
    LetterState.SENT: Standing.TOLD,
    LetterState.UNKNOWN: Standing.TROUBLE,
    LetterState.FAILED: Standing.TROUBLE,
}
