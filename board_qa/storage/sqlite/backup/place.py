"""Where backups are put, under which names, and what becomes of old ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from board_qa import private_files
from board_qa.domain.operating.backup_times import to_keep
from board_qa.ports.backups import Backup, Made, NotDone
from board_qa.storage.sqlite.backup.copies import contents, copy_of, copy_of_content
from board_qa.storage.sqlite.backup.sealed import ENDING, is_public, is_sealed, seal, unseal
from board_qa.storage.sqlite.backup.whole_files import beside, write_whole
from board_qa.storage.sqlite.database import SqliteDatabase

_TIME = "%Y-%m-%d-%H%M%S"


@dataclass(frozen=True)
class Place:
    """`named_after`: the file that backups are named after, and are beside where no `folder` is set. `key`: what they
    are encrypted with; '' for not at all."""

    named_after: Path
    folder: Path | None = None
    key: str = ""

    def name(self, file: Path | None, now: datetime) -> Path:
        """Of one that is made now: in the folder that is given or else set, or the file that is given."""
        named = beside(self.named_after, "backup", now)
        named = named.with_name(named.name + (ENDING if self.key else ""))
        if file is None:
            return self._made_folder() / named.name
        return file / named.name if file.is_dir() else file

    def _made_folder(self) -> Path:
        if self.folder is None:
            return self.named_after.parent
        try:
            private_files.make_folder(self.folder)
        except OSError as error:
            raise NotDone(f"The folder {self.folder} cannot be made ({error.strerror}).") from error
        return self.folder

    def put(self, copy: SqliteDatabase, file: Path, *, overwrite: bool) -> Backup:
        """Write a copy into the file, and read it back. Raises NotDone."""
        content = copy.connection.serialize()
        written = seal(content, self.key) if self.key else content
        write_whole(written, file, overwrite=overwrite)
        if not self._can_be_read(file, written, copy):
            file.unlink()
            raise NotDone(f"{file} could not be read back as it was written. Is something wrong with the disk?")
        return Backup(file, len(written), contents(copy))

    def _can_be_read(self, file: Path, written: bytes, copy: SqliteDatabase) -> bool:
        if is_public(self.key):  # only another machine can open it
            return file.read_bytes() == written
        try:
            return contents(open_backup(file, self.key)) == contents(copy)
        except NotDone:
            return False

    def made(self) -> Sequence[Made]:
        """Those in the folder, the latest first. One whose name somebody changed is not among them, and is kept."""
        name = re.compile(
            rf"{re.escape(self.named_after.stem)}-backup-(\d{{4}}-\d\d-\d\d-\d{{6}})-UTC"
            rf"{re.escape(self.named_after.suffix)}({re.escape(ENDING)})?"
        )
        folder = self.folder or self.named_after.parent
        files = folder.iterdir() if folder.is_dir() else ()
        found = [(file, match) for file in files if (match := name.fullmatch(file.name))]
        made = [
            Made(file, datetime.strptime(match[1], _TIME).replace(tzinfo=UTC), file.stat().st_size, bool(match[2]))
            for file, match in found
        ]
        return sorted(made, key=lambda one: one.at, reverse=True)

    def thin_out(self) -> int:
        """Remove those that are neither of the last days nor of the last weeks and months; how many that were."""
        made = self.made()
        kept = to_keep(one.at for one in made)
        removed = [one.file for one in made if one.at not in kept]
        for file in removed:
            file.unlink(missing_ok=True)
        return len(removed)


def open_backup(file: Path, key: str) -> SqliteDatabase:
    """A copy of what is in a backup, checked. Raises NotDone."""
    if not file.is_file():
        raise NotDone(f"There is no file {file}.")
    return copy_of_content(unseal(file, key), file) if is_sealed(file) else copy_of(file, ours=False)
