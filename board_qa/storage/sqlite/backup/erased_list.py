"""What was erased, in a small file beside the backups: a restored one has it erased again.

It is digests alone, so that whoever reads it learns nothing. Where no file can be read or written there is none: the
database, and every backup made since, knows the same.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from board_qa.storage.sqlite.backup.whole_files import write_whole
from board_qa.storage.sqlite.database import SqliteDatabase

NAME = "erased.txt"


def listed_in(*folders: Path) -> set[str]:
    """What was erased, as far as the files in these folders know."""
    files = [folder / NAME for folder in folders if (folder / NAME).is_file()]
    return {line for file in files for line in file.read_text(encoding="ascii").split()}


def known_to(database: SqliteDatabase) -> set[str]:
    """The same as a database says; it may be from before there was such a table."""
    if "erasure" not in database.tables.table_names():
        return set()
    return {row["digest"] for row in database.rows("SELECT digest FROM erasure")}


def write_list(folder: Path, erased: Collection[str]) -> None:
    """Add these to the file in this folder; where nothing was ever erased there is none."""
    known = listed_in(folder)
    if not known.issuperset(erased):
        write_whole("\n".join(sorted({*known, *erased})).encode("ascii"), folder / NAME, overwrite=True)
