"""What the database says in figures: how much came, was decided, waits and failed. Nobody and no text is in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from board_qa.domain.networks.outbox import OutboxState
from board_qa.domain.networks.posts import Source
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import State
from board_qa.domain.telling.letters import LetterState
from board_qa.ports import Ports
from board_qa.services.meetings.meetings import is_over
from board_qa.services.operating.backups import newest_backup
from board_qa.services.operating.health import WORKER
from board_qa.services.operating.rounds import Rounds, rounds_of

# What waits for its turn, for a network or for a person. What ended well is in no list that stays short.
WAITING_POSTS = (OutboxState.SCHEDULED, OutboxState.HELD, OutboxState.APPROVED, OutboxState.SENDING,
                 OutboxState.UNKNOWN, OutboxState.BLOCKED, OutboxState.FAILED, OutboxState.DELETING)  # fmt: skip
WAITING_LETTERS = (LetterState.QUEUED, LetterState.SENDING, LetterState.UNKNOWN, LetterState.FAILED)


@dataclass(frozen=True)
class Standing:
    """How things stand. `oldest` is when the first question came that waits to be looked at, for a meeting to come.

    `spent` is in US dollars, this month.
    """

    worker: bool
    rounds: Rounds
    backup: datetime | None
    questions: dict[State, int]
    oldest: datetime | None
    posts: dict[tuple[str, OutboxState], int]
    posts_sent: dict[str, int]
    letters: dict[LetterState, int]
    letters_sent: int
    networks: dict[str, Source]
    spent: dict[str, float]


def standing(ports: Ports, networks: Collection[str], practised: bool) -> Standing:
    """Counted now. `practised`: whether the letters of practice are meant, or those that left."""
    store = ports.store
    meetings = store.meetings.all()
    month = ports.clock().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    questions = Counter[State]()
    for meeting in meetings:
        questions.update(store.questions.counts(meeting.id))
    to_come = [meeting for meeting in meetings if not is_over(meeting, ports.clock())]
    waiting = [at for meeting in to_come if (at := store.queue.oldest(meeting.id, State.RECEIVED))]
    return Standing(
        worker=store.leases.holder(WORKER, ports.clock()) != "",
        rounds=rounds_of(ports),
        backup=newest_backup(ports),
        questions={state: questions[state] for state in State},
        oldest=min(waiting, default=None),
        posts={(name, s): len(store.outbox.in_state(name, s)) for name in networks for s in WAITING_POSTS},
        posts_sent={name: store.outbox.sent(name) for name in networks},
        letters={state: len(store.letters.in_state(state, practised)) for state in WAITING_LETTERS},
        letters_sent=store.letters.sent(practised),
        networks={name: store.sources.get(name) for name in networks},
        spent={name: store.sources.spent_since(name, month) / 1e6 for name in networks},
    )


@dataclass
class HistoryCount:
    """What was done since it began, by every process: each row of history is read once, so many at a time."""

    at_once: int = 1_000
    actions: Counter[Action] = field(default_factory=Counter)
    _read_to: dict[int, int] | None = None

    def begin(self, ports: Ports) -> None:
        self._read_to = dict(ports.store.meetings.revisions())

    def catch_up(self, ports: Ports) -> None:
        if self._read_to is None:
            self.begin(ports)
            return
        for meeting_id, revision in ports.store.meetings.revisions().items():
            while self._read_to.get(meeting_id, 0) < revision:
                self._read_to[meeting_id] = self._read_some(
                    ports, meeting_id, self._read_to.get(meeting_id, 0), revision
                )

    def _read_some(self, ports: Ports, meeting_id: int, since: int, to: int) -> int:
        """Count some rows, and give the revision up to which they are counted: a revision is counted as a whole."""
        rows = ports.store.meetings.changes_since(meeting_id, since, self.at_once)
        cut_off = len(rows) == self.at_once and rows[0].revision != rows[-1].revision
        whole = [row for row in rows if row.revision != rows[-1].revision] if cut_off else rows
        self.actions.update(row.action for row in whole)
        return whole[-1].revision if cut_off else max([to, *(row.revision for row in rows)])
