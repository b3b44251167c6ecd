"""What was made of a record is kept: everybody who asks gets the same, and nothing is read twice while nothing changes.

Both are small: a question takes some 2 kB of a record, and a page some 60 kB.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from flask import Flask, current_app

from board_qa.exports.register.rows import PublishedRecord
from board_qa.services.listening.report import ToldReport
from board_qa.services.meetings.recap import Material
from board_qa.web.shell.kept import Kept

_NAME = "board_qa_register"
# Of a hundred meetings in both languages: eight years of a board that meets every month.
_RECORDS = 200
_PAGES, _FILES = 100, 4  # a file is all records in one language
_MATERIALS, _FOLDERS = 8, 20  # of recaps
# Of listening: two years of monthly meetings, in both languages, as wide and narrow pictures of some 30 kB.
_REPORTS, _PICTURES, _CHATS = 24, 640, 24


@dataclass(frozen=True)
class Memory:
    records: Kept[PublishedRecord] = field(default_factory=lambda: Kept(_RECORDS))
    pages: Kept[str] = field(default_factory=lambda: Kept(_PAGES))
    files: Kept[bytes] = field(default_factory=lambda: Kept(_FILES))
    materials: Kept[Material] = field(default_factory=lambda: Kept(_MATERIALS))
    folders: Kept[bytes] = field(default_factory=lambda: Kept(_FOLDERS))
    reports: Kept[ToldReport] = field(default_factory=lambda: Kept(_REPORTS))
    pictures: Kept[bytes] = field(default_factory=lambda: Kept(_PICTURES))
    chats: Kept[tuple[int, int]] = field(default_factory=lambda: Kept(_CHATS))


def install(app: Flask) -> None:
    app.extensions[_NAME] = Memory()


def memory() -> Memory:
    return cast(Memory, current_app.extensions[_NAME])
