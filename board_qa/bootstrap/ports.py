"""The core: what the services ask for, each chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from board_qa.bootstrap.stores import make_store
from board_qa.config.settings import Settings
from board_qa.domain.accounts.second_step import CodesFor
from board_qa.ports import Ports
from board_qa.ports.system import Announcer
from board_qa.screening.process import ScreeningApart, ScreeningProcess
from board_qa.system.bank_holidays import BankHolidays
from board_qa.system.clock import utc_now
from board_qa.system.ids import RandomIds


class NullAnnouncer:
    """The announcer of a process that serves no screens: the web processes find its writes by themselves."""

    def changed(self, meeting_id: int) -> None:  # noqa: ARG002
        return

    def notice(self, meeting_id: int, words: str) -> None:  # noqa: ARG002
        return


def make_ports(settings: Settings, screening: ScreeningProcess | None = None) -> Ports:
    """The core without a web application, for the worker's own process. `screening` may be several boards'."""
    announcer, start_telling_others = among_others(settings, NullAnnouncer(), listens=False)
    start_telling_others()
    return as_set(
        settings,
        Ports(
            make_store(settings.database),
            utc_now,
            RandomIds(),
            announcer,
            ScreeningApart(screening or ScreeningProcess(), settings.organisation),
            BankHolidays(),
        ),
    )


def as_set(settings: Settings, ports: Ports) -> Ports:
    """With how long what is kept, and how much is taken, as the board set it."""
    return replace(
        ports,
        keep_posts=settings.keep_posts,
        keep_contacts=settings.keep_contacts,
        keep_unpublished=settings.keep_unpublished,
        codes_for=CodesFor(settings.codes_for),
        passwords_for_administrators=settings.oidc is not None,
        questions_an_hour=settings.questions_an_hour,
    )


def among_others(settings: Settings, here: Announcer, listens: bool) -> tuple[Announcer, Callable[[], None]]:
    """The announcer of this process, and what starts it: with Redis, other processes are told as well."""
    if not settings.redis_url:
        return here, lambda: None
    from board_qa.live.neighbours import Neighbours  # noqa: PLC0415  # only where it is used

    neighbours = Neighbours(here, settings.redis_url, settings.secret_key)
    return neighbours, partial(neighbours.start, listens)


def redis_says(settings: Settings) -> str:
    """What is wrong with Redis, or nothing."""
    from board_qa.live import neighbours  # noqa: PLC0415  # only where it is used

    return neighbours.answers(settings.redis_url)
