"""Backups of the SQLite database: one file each, made while the service runs, and put back when it is stopped."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from board_qa import private_files
from board_qa.ports.backups import Backup, NotDone, Restored
from board_qa.ports.system import Clock
from board_qa.storage.sql.privacy.erasures import erase_again
from board_qa.storage.sqlite.backup.copies import contents, copy_of
from board_qa.storage.sqlite.backup.erased_list import known_to, listed_in, write_list
from board_qa.storage.sqlite.backup.place import Place, open_backup
from board_qa.storage.sqlite.backup.replacing import put_in_place
from board_qa.storage.sqlite.backup.restored import bring_up_to_date, hold_letters, start_anew


class SqliteBackups:
    def __init__(self, database: Path, clock: Clock, place: Place | None = None) -> None:
        self._database, self._clock = database, clock
        self.place = place or Place(database)

    def make(self, file: Path | None, *, overwrite: bool) -> Backup:
        if not self._database.is_file():
            raise NotDone(f"There is no database {self._database}. Set DATABASE_URL to the same as for the service.")
        file = self.place.name(file, self._clock())
        if self._is_ours(file) or (file.exists() and not file.is_file()):
            raise NotDone(f"{file} is used for something else. Choose another name.")
        copy = copy_of(self._database, ours=True)
        copy.connection.execute("VACUUM")  # nothing that was deleted stays in it
        made = self.place.put(copy, file, overwrite=overwrite)
        write_list(made.file.parent, known_to(copy))
        return made

    def restore(self, file: Path, key: str = "") -> Restored:
        if file.is_file() and self._is_ours(file):
            raise NotDone(f"{file} is the database of the service itself. Name a backup.")
        copy = open_backup(file, key)
        was_older = bring_up_to_date(copy, file)
        now = self._clock()
        waiting, letters = start_anew(copy, now), hold_letters(copy)
        erased = erase_again(copy, self._erased(file), now)
        copy.scrub()  # nothing of that goes into the file
        kept = put_in_place(copy, self._database.resolve(), now)
        return Restored(contents(copy), kept, waiting, was_older, erased, letters)

    def _erased(self, file: Path) -> set[str]:
        """All that was ever erased, as far as anything here still knows: a damaged database says nothing."""
        erased = listed_in(file.parent, self._database.parent)
        if self._database.is_file():
            with suppress(NotDone):
                erased |= known_to(copy_of(self._database, ours=True))
        return erased

    def _is_ours(self, file: Path) -> bool:
        """Whether the file is the database, or what SQLite keeps beside it."""
        ours = self._database.resolve()
        return file.resolve() in {ours.with_name(ours.name + suffix) for suffix in ("", *private_files.SIDECARS)}
