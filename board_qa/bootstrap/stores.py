"""Which store, and what copies it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from board_qa.config.databases import is_postgres
from board_qa.config.settings import Settings
from board_qa.ports.backups import Backups, NotDone
from board_qa.storage.sql.moving import copy_everything, is_empty
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sqlite.backup.backups import SqliteBackups
from board_qa.storage.sqlite.backup.place import Place
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.system.clock import utc_now


def make_store(database: str, *, alone: bool = False) -> SqlStore:
    """The store in an SQLite file, or in a PostgreSQL database, as `Settings.database` names them.

    `alone`: nobody else may have it open meanwhile.
    """
    if is_postgres(database):
        # Only where it is used, and never before gevent has patched: then its driver would not let others go on.
        from board_qa.storage.postgres.store import PostgresStore  # noqa: PLC0415

        return PostgresStore(database, alone=alone)
    return SqliteStore(database, alone=alone)


def move_everything(origin: str, to: str, told: Callable[[str, int], None]) -> None:
    """Copy a whole board into an empty database; `told` hears of each table with its rows.

    Raises NotDone, and StoreUnavailable where one of them cannot be reached or is open elsewhere.
    """
    if not is_postgres(origin) and not Path(origin).is_file():
        raise NotDone(f"There is no database {origin}.")
    with closing(make_store(origin, alone=True)) as source, closing(make_store(to, alone=True)) as target:
        if not is_empty(target.database):
            raise NotDone("There is a board in the second one. Nothing is ever moved over another: name an empty one.")
        copy_everything(source.database, target.database, told)


def make_backups(settings: Settings) -> Backups:
    """What makes and restores backups. It opens the store for nothing else."""
    place = Place(settings.database_file, settings.backups, settings.backup_key)
    if settings.on_postgres:
        from board_qa.storage.postgres.backups import PostgresBackups  # noqa: PLC0415  # the same

        return PostgresBackups(settings.database, settings.database_file, utc_now, place)
    return SqliteBackups(settings.database_file, utc_now, place)
