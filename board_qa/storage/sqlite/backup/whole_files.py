"""Files that are there whole or not at all, for their owner only; with what to do where one cannot be written."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from board_qa.domain.text.sizes import size_in_words
from board_qa.ports.backups import NotDone

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}


def beside(database: Path, what: str, now: datetime) -> Path:
    """The path of a copy beside the database, named for what it is and when it was made."""
    return database.with_name(f"{database.stem}-{what}-{now.astimezone(UTC):%Y-%m-%d-%H%M%S}-UTC{database.suffix}")


def write_whole(content: bytes, file: Path, *, overwrite: bool) -> None:
    """Write beside the file, wait until it is on the disk, and only then give it its name. Raises NotDone."""
    try:
        _write(content, file, overwrite)
    except FileExistsError as error:
        raise NotDone(f"{file} exists already. Choose another name, or add --overwrite.") from error
    except OSError as error:
        raise NotDone(_sentence(file, len(content), error)) from error


def _write(content: bytes, file: Path, overwrite: bool) -> None:
    handle, half = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-", suffix=".part")  # for its owner only
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        if not overwrite:
            file.touch(exist_ok=False)  # the name is ours from here on
        os.replace(half, file)
    finally:
        Path(half).unlink(missing_ok=True)
    _sync_folder(file.parent)


def _sync_folder(folder: Path) -> None:
    """The name is in the folder, which is written to the disk by itself."""
    opened = os.open(folder, os.O_RDONLY)
    with suppress(OSError):  # not every kind of disk can
        os.fsync(opened)
    os.close(opened)


def _sentence(file: Path, size: int, error: OSError) -> str:
    if error.errno == errno.ENOENT:
        return f"There is no folder {file.parent}. Make it first, or choose another."
    if error.errno in _NOT_ALLOWED:
        return f"You are not allowed to write in the folder {file.parent}. Choose another, or run this as its owner."
    if error.errno in _NO_ROOM:
        return (
            f"There is no room for {file}, which takes {size_in_words(size)}. Free some space, or choose another disk."
        )
    return f"{file} cannot be written ({error.strerror}). Choose another place."
