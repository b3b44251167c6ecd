"""Where the files are made: beside the requests, one step after the other, and kept until somebody fetches them.

None is on the disk: a file may hold what its author deletes tomorrow. One that was made of what is not so any more is
thrown away when somebody looks for it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from gettext import NullTranslations
from typing import cast

from flask import Flask, current_app

from board_qa.domain.meetings.meeting import Meeting
from board_qa.exports.minutes.document import Document, Kind, describe
from board_qa.exports.minutes.pdf import as_pdf
from board_qa.exports.minutes.together import as_zip
from board_qa.exports.minutes.web_page import as_web_page
from board_qa.exports.minutes.word import as_word
from board_qa.ports import Ports
from board_qa.ports.system import RunApart
from board_qa.services.meetings.minutes import digest, pack, revision
from board_qa.web.shell.installation import installation
from board_qa.web.shell.language import in_language

_NAME = "board_qa_workshop"
_KEPT = 40  # files, of up to 2 MB: all of two meetings
STEPS = 3  # the record is read, described, and the file made


@dataclass(frozen=True)
class Shape:
    """A kind of file: what the desk calls it, and what makes it."""

    label: str
    ending: str
    mimetype: str
    make: Callable[[Document], bytes]


SHAPES = {
    "word": Shape("Word", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_word),
    "pdf": Shape("PDF", "pdf", "application/pdf", as_pdf),
    "page": Shape("Web page", "html", "text/html", as_web_page),
    "all": Shape("All three, in a zip", "zip", "application/zip", as_zip),
}


@dataclass(frozen=True)
class Wanted:
    """Which file: `language` is "en" or "cy", `shape` one of SHAPES."""

    kind: Kind
    language: str
    shape: str

    @property
    def name(self) -> str:
        """What its address ends in, and its name as a file begins with."""
        return f"{self.kind}-{self.language}.{SHAPES[self.shape].ending}"


# Every file there can be, by its name.
FILES = {
    one.name: one for one in (Wanted(kind, lang, shape) for kind in Kind for lang in ("en", "cy") for shape in SHAPES)
}


class Standing(StrEnum):
    MAKING = "making"
    READY = "ready"
    OLD = "old"
    FAILED = "failed"


@dataclass
class Making:
    """A file on its way: `done` of STEPS are; `over` says that nobody works on it any more.

    `revision` and `digest` are those of what it is made of, as `services.meetings.minutes` has them.
    """

    wanted: Wanted
    revision: Hashable
    started_at: datetime
    digest: str = ""
    done: int = 0
    file: bytes | None = None
    over: bool = False

    @property
    def standing(self) -> Standing:
        if not self.over:
            return Standing.MAKING
        if self.done < STEPS:
            return Standing.FAILED
        return Standing.READY if self.file is not None else Standing.OLD


@dataclass
class Workshop:
    """The files of the last meetings, by the code of the meeting and by which file it is."""

    _kept: OrderedDict[tuple[str, Wanted], Making] = field(default_factory=OrderedDict)

    def begin(self, meeting: Meeting, making: Making) -> bool:
        """Whether this is to be made: not where the same is being made already."""
        known = self._kept.get((meeting.code, making.wanted))
        if known and not known.over and known.revision == making.revision:
            return False
        self._kept[meeting.code, making.wanted] = making
        self._kept.move_to_end((meeting.code, making.wanted))
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return True

    def of_meeting(self, meeting: Meeting) -> list[Making]:
        """What was made or is being made, the last first."""
        return [one for (code, _), one in self._kept.items() if code == meeting.code][::-1]


@dataclass(frozen=True)
class Maker:
    """What files are made with, in one language, after the request as well."""

    ports: Ports
    apart: RunApart
    organisation: str
    translations: NullTranslations

    def make(self, meeting: Meeting, making: Making) -> None:
        """It may take a second or two, of which others wait for no more than the reading."""
        ports, shape = self.ports, SHAPES[making.wanted.shape]
        try:
            making.revision = revision(ports, meeting)
            packed = pack(ports, meeting, self.translations)
            making.digest, making.done = digest(packed), 1
            ports.pause()
            document = describe(packed, making.wanted.kind, self.organisation, ports.clock(), self.translations)
            making.done = 2
            ports.pause()
            making.file = self.apart(lambda: shape.make(document))
            making.done = STEPS
        finally:
            making.over = True

    def drop_if_old(self, meeting: Meeting, making: Making) -> None:
        """Throw the file away where it says what is not so any more."""
        now = revision(self.ports, meeting)
        if making.file is None or making.revision == now:
            return
        if digest(pack(self.ports, meeting, self.translations)) == making.digest:
            making.revision = now
        else:
            making.file = None


def install(app: Flask) -> None:
    app.extensions[_NAME] = Workshop()


def workshop() -> Workshop:
    return cast(Workshop, current_app.extensions[_NAME])


def maker(wanted: Wanted) -> Maker:
    here = installation()
    return Maker(here.ports, here.run_apart, here.settings.organisation, in_language(wanted.language))


def files_of(meeting: Meeting) -> list[Making]:
    """Every file of a meeting, the last first: what is not so any more is thrown away before anybody sees it."""
    makings = workshop().of_meeting(meeting)
    for making in makings:
        maker(making.wanted).drop_if_old(meeting, making)
    return makings
