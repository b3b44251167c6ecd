"""Files that only their owner reads: in them are names, email addresses and what people said in confidence."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_FILE, _FOLDER = 0o600, 0o700
_OTHERS = 0o077
# What SQLite keeps beside a database. It gives each the rights of the database itself.
SIDECARS = ("-wal", "-shm", "-journal")
# What else lies in the folder: the key of practice mode, the practice networks, when the last backup was made.
_BESIDE = ("secret_key", "practice.db", "practice-bluesky.db", "practice-mastodon.db", "last_backup")


def make_folder(folder: Path) -> None:
    """Make the folder, and those above it, for their owner only. What is there already is left as it is."""
    for one in (*reversed(folder.parents), folder):
        if not one.exists():
            one.mkdir(_FOLDER, exist_ok=True)
            give_to_owner_of(one.parent, one)


def make(file: Path) -> None:
    """Make an empty file, and its folder, for their owner only; tighten the file that is there already."""
    make_folder(file.parent)
    try:
        # Only where there is none: SQLite's locks on a file are lost when this process opens and closes it (POSIX).
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _FILE))
    except FileExistsError:
        tighten(file)
    else:
        give_to_owner_of(file.parent, file)


def make_database(database: Path) -> None:
    """The same for a database with what SQLite keeps beside it; its folder is tightened where only we use it."""
    database = database.resolve()  # SQLite keeps its files beside the database itself, not beside a link to it
    make(database)
    for sidecar in SIDECARS:
        tighten(database.with_name(database.name + sidecar))
    if len(_ours(database)) == len(list(database.parent.iterdir())):
        tighten(database.parent)


def tighten(path: Path) -> None:
    """Take everybody else's rights away, where the file is there and ours to change."""
    with suppress(OSError):
        if _is_open(path):
            path.chmod(path.stat().st_mode & ~_OTHERS)


def give_to_owner_of(folder: Path, made: Path) -> None:
    """What an administrator makes in the service's folder is the service's: it could not open it otherwise."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.chown(made, owner.st_uid, owner.st_gid)


def open_to_others(database: Path) -> list[Path]:
    """The folder of the database, and the files of ours in it, that others than their owner can look into."""
    database = database.resolve()
    return [path for path in (database.parent, *_ours(database)) if _is_open(path)]


def _ours(database: Path) -> list[Path]:
    """What the product keeps in the folder: the database, what belongs to it, its backups, and what is beside it."""
    if not database.parent.is_dir():
        return []
    names = (database.name, f"{database.stem}-", *_BESIDE)
    return sorted(path for path in database.parent.iterdir() if path.name.startswith(names))


def _is_open(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & _OTHERS)
    except FileNotFoundError:  # SQLite removes what it keeps beside the database when the last one closes it
        return False
