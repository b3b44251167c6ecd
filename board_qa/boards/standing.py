"""How each board stands, for whoever runs all of them: no word that anybody typed, and nobody's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from board_qa.backing_up import last_backup
from board_qa.bootstrap.web_process import WebProcess
from board_qa.domain.questions.question import State
from board_qa.ports import Ports
from board_qa.services.meetings.meetings import next_meeting
from board_qa.services.operating.health import DatabaseState, WorkerState, check
from board_qa.system.log_lines import of_board
from board_qa.web.operators.health import condition_of


@dataclass(frozen=True)
class BoardStanding:
    """`meeting` is when the next one begins, or the one that is on; `waiting`: its questions that nobody looked at."""

    name: str
    address: str
    database: DatabaseState
    worker: WorkerState
    works: bool
    meeting: datetime | None = None
    is_on: bool = False
    waiting: int = 0
    last_backup: datetime | None = None


def standing_of(name: str, board: WebProcess) -> BoardStanding:
    """Found out now. Where the database does not answer, that is all there is to say."""
    here = board.installation
    with of_board(name):
        health = check(
            here.ports,
            list(here.channels),
            condition_of(board.app).watch,
            backed_up=here.settings.backups is not None,
        )
        meeting, is_on, waiting = (
            _meeting(here.ports) if health.database is not DatabaseState.DOWN else (None, False, 0)
        )
    return BoardStanding(
        name,
        here.settings.public_url,
        health.database,
        health.worker,
        health.works,
        meeting,
        is_on,
        waiting,
        last_backup(here.settings),
    )


def _meeting(ports: Ports) -> tuple[datetime | None, bool, int]:
    meeting = next_meeting(ports)
    if meeting is None:
        return None, False, 0
    starts = meeting.details.starts_at
    return starts, starts <= ports.clock(), ports.store.questions.counts(meeting.id).get(State.RECEIVED, 0)


def in_words(one: BoardStanding) -> tuple[str, str, str, str, str]:
    """Database, worker, meeting, waiting and last backup."""
    meeting = f"{'on since' if one.is_on else 'next'} {_time(one.meeting)}" if one.meeting else "none to come"
    return (
        one.database.value,
        one.worker.value,
        meeting,
        f"{one.waiting:,}",
        _time(one.last_backup) if one.last_backup else "none yet",
    )


def _time(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
