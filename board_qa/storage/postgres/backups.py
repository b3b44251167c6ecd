"""Backups of the PostgreSQL database: an SQLite file each, from which a board on either can be restored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from board_qa import private_files
from board_qa.ports.backups import Backup, NotDone, Restored
from board_qa.ports.stores import StoreUnavailable
from board_qa.ports.system import Clock
from board_qa.storage.postgres.database import PostgresDatabase
from board_qa.storage.postgres.schema.migrations import migrate
from board_qa.storage.sql.moving import copy_everything, is_empty
from board_qa.storage.sql.privacy.erasures import erase_again
from board_qa.storage.sql.tables import OF_THE_MOMENT, TABLES
from board_qa.storage.sqlite.backup.copies import contents
from board_qa.storage.sqlite.backup.erased_list import known_to, listed_in, write_list
from board_qa.storage.sqlite.backup.place import Place, open_backup
from board_qa.storage.sqlite.backup.restored import bring_up_to_date, hold_letters, start_anew
from board_qa.storage.sqlite.backup.whole_files import beside
from board_qa.storage.sqlite.database import SqliteDatabase
from board_qa.storage.sqlite.schema import migrations as sqlites


class PostgresBackups:
    """`named_after` is the file that backups are beside where no other place is given."""

    def __init__(self, url: str, named_after: Path, clock: Clock, place: Place | None = None) -> None:
        self._url, self._named_after, self._clock = url, named_after, clock
        self.place = place or Place(named_after)

    def make(self, file: Path | None, *, overwrite: bool) -> Backup:
        with self._open() as database:
            return self._make(database, self._name(file), overwrite)

    def restore(self, file: Path, key: str = "") -> Restored:
        copy = open_backup(file, key)
        was_older = bring_up_to_date(copy, file)
        now = self._clock()
        waiting, letters = start_anew(copy, now), hold_letters(copy)
        with self._open(alone=True) as database:
            known = {row["digest"] for row in database.rows("SELECT digest FROM erasure")}
            erased = erase_again(copy, known | listed_in(file.parent, self._named_after.parent), now)
            kept: tuple[Path, ...] = ()
            if not is_empty(database):
                private_files.make_folder(self._named_after.parent)
                kept = (self._make(database, beside(self._named_after, "before-restore", now), overwrite=False).file,)
            with database.write():
                database.run_script(f"TRUNCATE {', '.join(TABLES)}, question_search")
                copy_everything(copy, database, _unheard)
        return Restored(contents(copy), kept, waiting, was_older, erased, letters)

    def _make(self, database: PostgresDatabase, file: Path, overwrite: bool) -> Backup:
        copy = SqliteDatabase(":memory:")
        sqlites.migrate(copy)
        copy_everything(database, copy, _unheard, but=OF_THE_MOMENT)
        copy.connection.execute("VACUUM")
        made = self.place.put(copy, file, overwrite=overwrite)
        write_list(made.file.parent, known_to(copy))
        return made

    @contextmanager
    def _open(self, *, alone: bool = False) -> Iterator[PostgresDatabase]:
        try:
            database = PostgresDatabase(self._url, alone=alone)
        except StoreUnavailable as error:
            advice = "Stop the service, both web and worker, and try again." if alone else "Is DATABASE_URL right?"
            raise NotDone(f"{error}. {advice}") from error
        try:
            migrate(database)
            yield database
        except StoreUnavailable as error:
            raise NotDone(f"{error}.") from error
        finally:
            database.close()

    def _name(self, file: Path | None) -> Path:
        if file is None:
            private_files.make_folder(self._named_after.parent)
        return self.place.name(file, self._clock())


def _unheard(_table: str, _rows: int) -> None:
    """Nobody asked how far it is."""
