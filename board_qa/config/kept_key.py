"""The key that practice mode makes for itself."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from board_qa import private_files


def kept_key(path: Path) -> str:
    """The key made on the first run; two processes that start together agree on one."""
    private_files.make_folder(path.parent)
    if not path.exists():
        # Written whole under another name first: nobody ever reads half a key. mkstemp makes it ours alone to read.
        handle, fresh = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
        with contextlib.suppress(FileExistsError):  # the other process was first: its key is the one
            os.link(fresh, path)
        Path(fresh).unlink()
        private_files.give_to_owner_of(path.parent, path)
    private_files.tighten(path)
    return path.read_text(encoding="utf-8")
