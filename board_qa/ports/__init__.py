"""What the core needs from the world, as protocols. Adapters answer them; `bootstrap` chooses the adapters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from board_qa.domain.accounts.second_step import CodesFor
from board_qa.domain.questions.flooding import OF_ALL
from board_qa.ports.stores import Store
from board_qa.ports.system import Announcer, Clock, Ids, Pause, Screening, WorkingDays


def _nobody_waits() -> None:
    """The pause of a process in which nobody else waits for a turn."""


@dataclass(frozen=True)
class Ports:
    """Everything that a service works with.

    `keep_posts` is how long a post that was read is kept after it was last found on its network, `keep_contacts` and
    `keep_unpublished` how long after its meeting an asker's address, and a question that is not in the public record.
    `questions_an_hour` is how many the form takes from everybody before they come one after the other.
    `codes_for` is of whom the board asks for a second step of signing in. `passwords_for_administrators`: nobody else
    has one, since people sign in with their organisation's account.
    """

    store: Store
    clock: Clock
    ids: Ids
    announcer: Announcer
    screening: Screening
    working_days: WorkingDays
    pause: Pause = _nobody_waits
    keep_posts: timedelta = timedelta(days=365)
    keep_contacts: timedelta = timedelta(days=365)
    keep_unpublished: timedelta = timedelta(days=730)
    codes_for: CodesFor = CodesFor.NOBODY
    passwords_for_administrators: bool = False
    questions_an_hour: int = OF_ALL
